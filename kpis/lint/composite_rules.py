"""What is worked out of other indicators: a unit that does not go with the formula, and parts that have come to their end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.assessment.composed import parts_of
from kpis.judging.arithmetic import is_percent
from kpis.judging.terms import Formula
from kpis.models.parts import stored_parts
from plans.joining import listed

from .findings import Level, Rule
from .kind_rules import Check, Seen

POINTS = ("ポイント", "pt", "点")
SHARES = ("倍", "")  # beside the percent: what a ratio of alike things may stand in


def unit(seen: Seen) -> str | None:
    """The unit that what is worked out cannot have."""
    if not seen.row.formula:
        return None
    formula, own = Formula(seen.row.formula), seen.row.unit
    units = {part.unit for part in parts_of(seen.row) if part is not None}
    if not _is_wrong(formula, own, units, is_weighted=_is_weighted(seen)):
        return None
    none = _("単位なし")
    words = {
        "formula": formula.label,
        "parts": listed(sorted(each or none for each in units)),
        "own": own or none,
    }
    return _("%(formula)s・もとの単位 %(parts)s・この指標の単位 %(own)s") % words


def ended_part(seen: Seen) -> str | None:
    """A part of which no more values will come, while more are expected of the whole."""
    if not seen.row.formula:
        return None
    last = seen.row.final_period
    for part in parts_of(seen.row):
        ends = part.final_period if part is not None else None
        if ends is not None and (last is None or ends.index < last.index):
            return _("%(part)s（%(when)sまで）") % {"part": part, "when": part.last_label}
    return None


def _is_weighted(seen: Seen) -> bool:
    return any(line.weight != 1 for line in stored_parts(seen.row.parts))


def _is_wrong(formula: Formula, own: str, units: set[str], *, is_weighted: bool) -> bool:
    is_share = is_percent(own) or own in SHARES
    if formula is Formula.YEAR_BEFORE or (formula is Formula.RATIO and len(units) == 1):
        return not is_share
    if formula is Formula.DIFFERENCE and all(map(is_percent, units)):
        return not is_percent(own) and own not in POINTS
    if formula in (Formula.DIFFERENCE, Formula.MEAN_OVER) or (
        formula in (Formula.SUM, Formula.MEAN) and not is_weighted and len(units) == 1
    ):
        return own not in units and own not in POINTS
    return False


CHECKS: tuple[tuple[Rule, Check], ...] = (
    (
        Rule(
            "composite-unit",
            Level.CONTRADICTS,
            gettext_lazy("計算と単位が合わない指標"),
            gettext_lazy(
                "同じ単位の値の比や前の年との比は「%」「倍」か空欄、割合の差は「ポイント」、合計や平均はもとの指標と同じ単位にしてください。"
            ),
        ),
        unit,
    ),
    (
        Rule(
            "part-ended",
            Level.CONTRADICTS,
            gettext_lazy("もとの指標が終わり、これから計算できない指標"),
            gettext_lazy("この指標も終えるか、計算のもとにする指標を、続いている指標に変えてください。"),
        ),
        ended_part,
    ),
)
