"""What must be said beside an indicator's numbers: periods that are not the usual ones, and what a value is not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.reports.document import Document
from kpis.reports.indicator_words import around_value, in_short
from kpis.reports.snapshot.types import FrozenBaseline, FrozenIndicator, FrozenPrevious, FrozenTarget


@dataclass(frozen=True)
class UsualPeriods:
    """The periods that most rows share: they stand once in the heading. Blank: none."""

    baseline: str
    target: str
    before: str
    now: str

    @classmethod
    def of(cls, document: Document) -> "UsualPeriods":
        rows, against = document.snapshot["indicators"], document.snapshot["changes"]["against"]
        return cls(
            baseline=_most(row["baseline"]["label"] for row in rows if row["baseline"]),
            target=_most(row["target"]["label"] for row in rows if row["target"]),
            before=in_short(against["label"]) if against else "",
            now=in_short(document.report["label"]),
        )

    def notes(self, row: FrozenIndicator) -> list[str]:
        """One line each, for the row's own cell."""
        return [*self.periods(row), *around_value(row)]

    def periods(self, row: FrozenIndicator) -> list[str]:
        """The row's periods that are not those of the heading."""
        before, now = self._before(row), self._now(row)
        value, previous = row["value"], row["previous"]
        if before and value and previous and previous["label"] == value["label"]:
            before, now = _("前回・今回 %s") % value["label"], ""
        found = [self._baseline(row["baseline"]), _other(_("目標"), row["target"], self.target), before, now]
        return [text for text in found if text]

    def _now(self, row: FrozenIndicator) -> str:
        """The newest value's period, where it is not just the report's quarter."""
        value = row["value"]
        if value is None or (value["label"] == self.now and not value["is_sum"]):
            return ""
        if value["label"] == _until(self.now) and not value["is_sum"]:
            return _("今回は年度の途中")
        return _("今回 %s") % value["label"]

    def _baseline(self, point: FrozenBaseline | None) -> str:
        text = _other(_("基準"), point, self.baseline)
        if point and point["is_provisional"]:
            return f"{text}（仮）" if text else _("基準は仮")
        return text

    def _before(self, row: FrozenIndicator) -> str:
        value = row["value"]
        if value is not None and value["is_sum"]:
            return _other(_("前回"), row["previous"], "")
        is_both_in_progress = value is not None and value["label"] == _until(self.now)
        if is_both_in_progress and row["previous"] and row["previous"]["label"] == _until(self.before):
            return ""
        return _other(_("前回"), row["previous"], self.before)


def _other(name: str, point: FrozenBaseline | FrozenTarget | FrozenPrevious | None, usual: str) -> str:
    label = point["label"] if point else ""
    return f"{name} {label}" if label and label != usual else ""


def _until(label: str) -> str:
    return _("%sまで") % label


def _most(labels: Iterable[str]) -> str:
    """The label that most of them are, and at least a third."""
    counts = Counter(label for label in labels if label)
    label, count = counts.most_common(1)[0] if counts else ("", 0)
    return label if 3 * count >= counts.total() else ""
