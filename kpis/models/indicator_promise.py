"""How an indicator changes once it is promised: what a change may touch, how a conversion is undone, how the ledger tells it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.models import RevisionKind

from .indicator_checks import check_meaning, check_unit_slip
from .parts_checks import parts_as_kept, told_parts
from .steps import read_steps, write_steps

FIGURES = ("baseline_value", "lower", "upper", "margin")  # numbers in the indicator's unit


class IndicatorPromise:
    """The part of `Indicator` that answers the ledger and the loader."""

    # By what values and targets in the row's unit are multiplied, in a row as it stood before a conversion.
    unit_factor = Fraction(1)

    def follow_undone(self, names: Iterable[str]) -> None:
        """What was converted since the unit stood for another count has no part in figures of that count."""
        if "unit" in names:
            self.unit_factor = Fraction(1)

    def undo_conversion(self, factor: str, changes: Iterable[Mapping[str, object]]) -> None:
        """By the factor, not by what stood there: what was corrected since stays corrected."""
        back = 1 / Fraction(factor)
        self.unit_factor = self.unit_factor * back
        for name in FIGURES:
            value = getattr(self, name)
            if value is not None:
                setattr(self, name, value * back.numerator / back.denominator)
        for change in changes:
            if change["field"] in ("unit", "decimals"):
                setattr(self, change["field"], change["before"])

    def as_kept(self, name: str, text: str) -> str:
        """Steps and parts are written in several ways: another way is no change."""
        try:
            if name == "steps":
                return write_steps(read_steps(text))
            if name == "parts" and text != self.parts:
                return parts_as_kept(self, text)
        except ValueError:
            pass  # `clean` says why
        return text

    def told(self, name: str) -> str:
        return told_parts(self) if name == "parts" else ""

    def check_change(self, names: Iterable[str], kind: str) -> None:
        check_meaning(self, names, kind)

    def check_slip(self, names: Iterable[str]) -> None:
        check_unit_slip(self, names)

    def check_revision(self, names: Iterable[str], kind: str) -> None:
        """A new way of counting says from which period on, and leaves no figure of the former one behind."""
        periods = [
            which for part, _colon, which in (name.partition(":") for name in names) if part == "seriesbreak"
        ]
        if kind == RevisionKind.REDEFINITION and not periods:
            raise ValidationError(
                {"kind": _("新しい数え方がいつの期間からかを、「数え方の変更」の表に書いてください。")}
            )
        for row in self.series_breaks.filter(period__in=periods):
            # A target is decided anew by its day, not by being touched.
            left = row.left_of_before({name for name in names if not name.startswith("target:")})
            if left:
                raise ValidationError({"keeps_figures": left})
