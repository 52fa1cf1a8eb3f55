"""What must be said beside an indicator's numbers: periods that are not the usual ones, and what a value is not."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.reports.document import Document
from kpis.reports.value_words import value_marks

_WESTERN = re.compile("（[0-9]+年度）")


def around_value(row: dict) -> list[str]:
    """What a reader must know of the newest value: the year at this pace, not final, revised, a newer one, none at all."""
    value = row["value"]
    if value is None:
        return list(row["value_notes"])
    year = _("年換算 %s") % value["annualized_text"] if value["annualized_text"] else ""
    return [text for text in (year, *value_marks(row), *row["value_notes"]) if text]


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
            before=_WESTERN.sub("", against["label"]) if against else "",
            now=_WESTERN.sub("", document.report["label"]),
        )

    def notes(self, row: dict) -> list[str]:
        """One line each, for the row's own cell."""
        return [*self.periods(row), *around_value(row)]

    def periods(self, row: dict) -> list[str]:
        """The row's periods that are not those of the heading."""
        before, value = self._before(row), row["value"]
        is_same = before and value is not None and row["previous"]["label"] == value["label"]
        found = [
            self._baseline(row["baseline"]),
            _other(_("目標"), row["target"], self.target),
            _("前回・今回 %s") % value["label"] if is_same else before,
            "" if is_same else self._now(row),
        ]
        return [text for text in found if text]

    def _now(self, row: dict) -> str:
        """The newest value's period, where it is not just the report's quarter."""
        value = row["value"]
        if value is None or value["label"] == self.now:
            return ""
        if value["label"] == _until(self.now):
            return _("今回は年度の途中")
        return _("今回 %s") % value["label"]

    def _baseline(self, point: dict | None) -> str:
        text = _other(_("基準"), point, self.baseline)
        if point and point["is_provisional"]:
            return f"{text}（仮）" if text else _("基準は仮")
        return text

    def _before(self, row: dict) -> str:
        value = row["value"]
        is_both_in_progress = value is not None and value["label"] == _until(self.now)
        if is_both_in_progress and row["previous"] and row["previous"]["label"] == _until(self.before):
            return ""
        return _other(_("前回"), row["previous"], self.before)


def _other(name: str, point: dict | None, usual: str) -> str:
    label = point["label"] if point else ""
    return f"{name} {label}" if label and label != usual else ""


def _until(label: str) -> str:
    return _("%sまで") % label


def _most(labels: Iterable[str]) -> str:
    """The label that at least half of them are."""
    counts = Counter(label for label in labels if label)
    label, count = counts.most_common(1)[0] if counts else ("", 0)
    return label if 2 * count >= counts.total() else ""
