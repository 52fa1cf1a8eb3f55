"""An indicator as a row for machines, the same in the scorecard of today and in a report."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """By the names of the files' columns. Ratios: 1 = 100 %; blank and None: there is none."""

    code: str
    role: str
    goal_code: str
    goal: str
    number: str
    name: str
    target_wording: str
    unit: str
    direction: str
    series: str
    frequency: str
    baseline_period: str | None
    baseline_value: Decimal | None
    baseline_note: str
    target_period: str | None
    target_value: Decimal | None
    lower: Decimal | None  # of a range to keep
    upper: Decimal | None
    period: str | None
    covers: str | None  # what the value covers, in words and by its first and last day
    period_start: str | None
    period_end: str | None
    as_of: str | None
    value: Decimal | None
    own_value: Decimal | None  # of a year's sum the newest period's own figure
    latest_period: str | None  # the newest value known, judged or not
    latest_value: Decimal | None
    annualized: Decimal | None
    expected: Decimal | None
    attainment: Decimal | None
    achievement: Decimal | None
    pace: Decimal | None
    gap: Decimal | None
    verdict: str
    verdict_label: str
    group: str
    mark: str
    stale: bool
    overdue: str
    citizen_sentence: str
    sentence: str
    comparability_note: str
    composition: str = ""  # of what it is worked out, as a sentence
    self_assessments: str = ""  # of the period that is judged; with several aspects a line for each
    self_assessment_reasons: str = ""
    self_assessment_differs: str = ""  # that it lies far from the verdict, as a sentence

    def cells(self) -> dict[str, object]:
        return vars(self) | {"stale": "更新遅れ" if self.stale else ""}
