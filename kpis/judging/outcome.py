"""What judging an indicator comes to: the verdict with everything that it rests on. Pure: no ORM."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from .known import Point
from .staleness import Overdue
from .terms import Direction, Group, Verdict
from .value import Reading


class Reason(StrEnum):
    """Why a verdict cannot be given, where the verdict itself does not say it."""

    MONITORED = "monitored"
    REFERENCE = "reference"
    NO_TARGET = "no-target"
    ENDED = "ended"  # abolished, merged, or ended because it was achieved
    PART_OF_YEAR = "part-of-year"  # a year's target, and values of only a part of that year
    BEFORE_START = "before-start"  # a value from before the baseline: the path has not begun
    GAP = "gap"
    MIXED = "mixed"
    ZERO_DENOMINATOR = "zero-denominator"
    NOTHING_TO_COUNT = "nothing-to-count"  # 該当なし
    NO_END = "no-end"  # the value of the target's time is reported as missing, or not to be judged
    DEADLINE_PASSED = "deadline-passed"  # with too little before it to judge by
    FIRST_PERIOD = "first-period"  # of a year, with no earlier full year to compare with
    YEAR_IN_PROGRESS = "year-in-progress"  # of a target in words: only whole years are compared
    FIRST_VALUE = "first-value"  # it is the baseline itself
    NEAR_START = "near-start"  # the path has hardly begun


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The verdict with all its inputs. Ratios: 1 = 100 %. None: the rules give no such number here."""

    at: date
    verdict: Verdict
    group: Group
    reason: Reason | None = None
    overdue: Overdue | None = None  # 更新遅れ: the report that is late
    reading: Reading | None = None  # what is judged
    newest: Reading | None = None  # the newest value known, which may lie after the last target's period
    baseline: Point | None = None
    baseline_is_provisional: bool = False
    target: Point | None = None  # the last one in force
    is_final: bool = False  # the value stands at the last target's period
    expected: Decimal | None = None
    expected_index: int | None = None  # where on the time axis it is expected
    attainment: Decimal | None = None
    achievement: Decimal | None = None
    change: Decimal | None = None  # see `trajectory.change`
    pace: Decimal | None = None
    gap: Decimal | None = None
    year_progress: Decimal | None = None  # 年度進捗率
    keep: Direction | None = None  # the bound's direction, where a bound is judged
    bound: Decimal | None = None
    is_rank: bool = False  # the bound is a place in an order: 10位以内
    kept: tuple[int, int] | None = None  # periods kept, periods with a value
    turns: bool = False  # the path goes both up and down, or by steps: no attainment, meter or forecast
    is_unchanged: bool = False  # differs from the baseline by no more than the margin
    is_worse_than_baseline: bool = False  # and stays so at the deadline
    was_met_at_start: bool = False  # the target, by the baseline or by the first value
    is_of_words: bool = False  # its target is given in words: such are counted apart from numbers
    reached_later: Point | None = None  # the first value after the last target's period that meets it

    @property
    def stale(self) -> bool:
        return self.overdue is not None

    @property
    def is_reported(self) -> bool:
        """Whether any value is known, judged or not."""
        return self.newest is not None

    @property
    def is_newest_judged(self) -> bool:
        """Whether the verdict rests on the newest value known."""
        if self.newest is None:
            return True
        return self.reading is not None and self.newest.period == self.reading.period

    @property
    def is_past_deadline(self) -> bool:
        """Whether the target's time is over, though the value judged is an earlier one."""
        return self.target is not None and not self.is_final and self.at > self.target.period.last_day

    @property
    def label(self) -> str:
        """The verdict in a word or two, as its chip says it."""
        if self.reason is Reason.NOTHING_TO_COUNT:
            return _("該当なし")
        if self.reason is Reason.ENDED:
            return _("終了")
        if self.verdict is Verdict.NOT_ACHIEVED and self.is_worse_than_baseline:
            return _("未達成（基準より悪化）")
        if self.keep is not None and self.verdict in (Verdict.SLIGHTLY_BEHIND, Verdict.BEHIND):
            return self._outside_label
        return str(self.verdict.label)

    @property
    def _outside_label(self) -> str:
        """A bound is not late: it is exceeded, undercut or left; what stands on a strict bound does neither."""
        is_slight = self.verdict is Verdict.SLIGHTLY_BEHIND
        if self.is_rank or (self.bound is not None and self.value == self.bound):
            return _("わずかに届かない") if is_slight else _("届いていない")
        if self.keep is Direction.KEEP_WITHIN:
            return _("範囲をわずかに外れる") if is_slight else _("範囲の外")
        if self.keep is Direction.KEEP_AT_MOST:
            return _("わずかに超過") if is_slight else _("超過")
        return _("わずかに下回る") if is_slight else _("下回る")

    @property
    def value(self) -> Decimal | None:
        return self.reading.value if self.reading else None

    @property
    def goalpost(self) -> Decimal | None:
        """What the value is held against: the bound to keep, else the last target."""
        if self.keep:
            return self.bound
        return self.target.value if self.target else None

    @property
    def as_of(self) -> date | None:
        return self.reading.as_of if self.reading else None

    @property
    def annualized(self) -> Decimal | None:
        return self.reading.annualized if self.reading else None
