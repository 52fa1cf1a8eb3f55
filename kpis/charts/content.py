"""What a figure has to show of an indicator: values, baseline, path, targets, bounds, forecast. No geometry yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from kpis.judging.break_words import break_told
from kpis.judging.facts import Facts
from kpis.judging.forecast import Forecast
from kpis.judging.known import Break, Point
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import MONTHS_A_QUARTER, MONTHS_A_YEAR, Period, index_of
from kpis.judging.target_words import target_move
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Path, Series
from kpis.judging.trajectory import expected_at
from kpis.judging.value import Reading, read_newest

from .axis import year_of, year_start


@dataclass(frozen=True, kw_only=True)
class Actual:
    """A value as reported, or a fiscal year's sum, at its place on the time axis."""

    period: Period
    index: int
    value: Decimal
    status: ObservationStatus = ObservationStatus.NORMAL
    is_judged: bool = True  # False: after the last target's period, or excluded
    is_excluded: bool = False
    is_before_break: bool = False  # counts something else than what is judged
    pieces: tuple[Decimal, ...] = ()  # what a year's sum is made of
    has_gap: bool = False  # a report is missing, and not only because the year is in progress
    annualized: Decimal | None = None
    reading: Reading | None = None  # of a year's sum

    @property
    def is_firm(self) -> bool:
        return self.status is ObservationStatus.NORMAL

    @property
    def is_whole(self) -> bool:
        """Whether it is not the sum of only a part of a year."""
        return self.reading is None or not (self.reading.in_progress or self.has_gap)


@dataclass(frozen=True)
class Bound:
    """A line to keep from one place on the time axis to another; None: the picture's edge."""

    direction: Direction
    value: Decimal
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Content:
    actuals: tuple[Actual, ...]
    baseline: Point | None
    baseline_is_provisional: bool
    targets: tuple[Point, ...]
    path: tuple[tuple[int, Decimal], ...]  # of a stepwise one two at a place where it rises or falls
    path_kind: Path = Path.LINEAR
    bounds: tuple[Bound, ...]
    forecast: Forecast | None
    former: Point | None = None  # the target before it was moved or withdrawn
    breaks: tuple[Break, ...] = ()  # between two of the values
    has_reports: bool = False  # whether anything was reported, be it a value that can be drawn or not
    beside: tuple[Actual, ...] = ()  # of a second series that is drawn with the first
    names: tuple[str, str] = ("", "")  # of the two series, as the legend has them
    beside_name: str = ""
    is_of_new_count: bool = False  # and before a break: nothing of what is counted today

    @property
    def nothing_text(self) -> str:
        """What stands in the place of values where none can be drawn."""
        if self.has_reports:
            return _("グラフに描ける値はありません")
        return (
            _("新しい数え方の実績は、まだ登録されていません")
            if self.is_of_new_count
            else _("実績は、まだ登録されていません")
        )

    @property
    def stated(self) -> tuple[Decimal, ...]:
        """The values that were reported or set, without those computed from them."""
        found = [actual.value for actual in (*self.actuals, *self.beside)]
        found += [point.value for point in self.targets]
        found += [bound.value for bound in self.bounds]
        found += [self.former.value] if self.former else []
        return tuple([*found, self.baseline.value] if self.baseline else found)

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Everything that the picture must reach; a forecast's range at most as far again as all else."""
        found = list(self.stated)
        found += [actual.annualized for actual in self.actuals if actual.annualized is not None]
        if self.forecast:
            found.append(self.forecast.from_value)
            low, high = min(found), max(found)
            reach = high - low or abs(high) or Decimal(1)
            ends = (
                self.forecast.to_value,
                self.forecast.low,
                self.forecast.high,
                self.forecast.from_low,
                self.forecast.from_high,
            )
            found += [min(max(end, low - reach), high + reach) for end in ends]
        return tuple(found) or (Decimal(0),)

    @property
    def indexes(self) -> tuple[int, ...]:
        """Every place on the time axis that the picture must reach."""
        found = [actual.index for actual in (*self.actuals, *self.beside)] + [
            point.period.index for point in self.targets
        ]
        if self.baseline:
            found.append(self.baseline.period.index)
        if self.former:
            found.append(self.former.period.index)
        if self.forecast:
            found += [self.forecast.from_index, self.forecast.to_index]
        return tuple(found)


def gather(facts: Facts, evaluation: Evaluation, at: date, forecast: Forecast | None) -> Content:
    targets = facts.targets_in_force(at)
    baseline = evaluation.baseline
    last = targets[-1].period.index if targets else None
    actuals = year_sums(facts, at, last) if facts.series.is_yearly_sum else levels(facts, at, last)
    bounds = _bounds(facts, evaluation, targets)
    move = None if bounds else target_move(facts, at)
    return Content(
        actuals=actuals,
        baseline=baseline,
        baseline_is_provisional=evaluation.baseline_is_provisional,
        targets=() if bounds else targets,
        path=() if bounds else _path(targets, baseline, actuals, facts.path),
        path_kind=facts.path,
        bounds=bounds,
        forecast=forecast,
        former=move.before_point if move else None,
        breaks=_breaks(facts, actuals, at),
        has_reports=evaluation.newest is not None,
        is_of_new_count=break_told(facts, at) is not None,
    )


def _breaks(facts: Facts, actuals: tuple[Actual, ...], at: date) -> tuple[Break, ...]:
    """Those with a drawn value on their left: else there is nothing that must not be compared."""
    return tuple(
        row for row in facts.breaks_known(at) if any(actual.index < row.period.index for actual in actuals)
    )


def levels(facts: Facts, at: date, last: int | None) -> tuple[Actual, ...]:
    """Each value known on that day."""
    found = []
    for row in facts.known(at):
        value = facts.value_of((row,))
        if value is not None:
            is_excluded = facts.exclusion_of(row.period) is not None
            is_before = facts.is_before_break(row.period, at)
            found.append(
                Actual(
                    period=row.period,
                    index=row.period.index,
                    value=value,
                    status=row.status,
                    is_judged=(last is None or row.period.index <= last) and not (is_excluded or is_before),
                    is_excluded=is_excluded,
                    is_before_break=is_before,
                )
            )
    return tuple(found)


def year_sums(facts: Facts, at: date, last: int | None) -> tuple[Actual, ...]:
    """Each year's sum as far as it is known on that day."""
    ends = sorted({row.period.year_end for row in facts.known(at)})
    found = (_year_sum(facts, at, end, last) for end in ends)
    return tuple(actual for actual in found if actual)


def _year_sum(facts: Facts, at: date, end: int, last: int | None) -> Actual | None:
    reading = read_newest(facts, at, end)
    if reading is None or reading.value is None:
        return None
    rows = [row for row in facts.known(at, end) if row.period.year_end == end]
    summed = rows if facts.series is Series.FLOW else rows[-1:]
    pieces = tuple(row.value for row in summed if row.value is not None)
    is_excluded = facts.exclusion_of(reading.period) is not None
    is_before = facts.is_before_break(reading.period, at)
    return Actual(
        period=reading.period,
        index=end,
        value=reading.value,
        reading=reading,
        status=next(
            (row.status for row in summed if row.status is not ObservationStatus.NORMAL),
            ObservationStatus.NORMAL,
        ),
        is_judged=(last is None or end <= last) and not (is_excluded or is_before),
        is_excluded=is_excluded,
        is_before_break=is_before,
        # A piece below zero would hide another one.
        pieces=pieces if len(pieces) > 1 and min(pieces) >= 0 else (),
        has_gap=bool(reading.missing),
        annualized=reading.annualized,
    )


def _bounds(facts: Facts, evaluation: Evaluation, targets: tuple[Point, ...]) -> tuple[Bound, ...]:
    keep = facts.direction if facts.direction.keeps else evaluation.keep
    if keep is None:
        return ()
    if keep is Direction.KEEP_WITHIN:
        return tuple(_range_lines(facts, evaluation.at))
    if not facts.direction.keeps or len({point.value for point in targets}) == 1:
        return (Bound(keep, targets[-1].value),) if targets else ()
    starts = [None, *(point.period.index for point in targets)]
    return tuple(
        Bound(keep, point.value, start, None if point is targets[-1] else point.period.index)
        for start, point in zip(starts, targets, strict=False)
    )


def _range_lines(facts: Facts, at: date) -> Iterator[Bound]:
    """The two ends of a range, each value over its own time."""
    former = facts.ranges_before(at)
    for direction, now, before in (
        (Direction.KEEP_AT_MOST, facts.upper, [(row.upper, row.until) for row in former]),
        (Direction.KEEP_AT_LEAST, facts.lower, [(row.lower, row.until) for row in former]),
    ):
        if now is None:
            continue
        start = None
        values = [*(value for value, _until in before), now]
        for (value, until), after in zip(before, values[1:], strict=True):
            if value != after:
                end = index_of(until - timedelta(days=1))
                yield Bound(direction, value, start, end)
                start = end
        yield Bound(direction, now, start)


def _path(
    targets: tuple[Point, ...], baseline: Point | None, actuals: tuple[Actual, ...], kind: Path
) -> tuple[tuple[int, Decimal], ...]:
    """The corners of the expected path. Without a baseline the first target counts from the first value on."""
    if not targets:
        return ()
    own = [actual.index for actual in actuals if not actual.is_before_break]
    start = baseline.period.index if baseline else min(own, default=None)
    corners = {point.period.index for point in targets if start is None or point.period.index > start}
    if start is not None:
        corners.add(start)
    path = [(index, expected_at(targets, baseline, index, kind)) for index in sorted(corners)]
    if kind is Path.LINEAR:
        return tuple(path)
    steps = [((index, before), (index, value)) for (_index, before), (index, value) in pairwise(path)]
    return tuple(path[:1] + [corner for step in steps for corner in step])


def period_months(content: Content, facts: Facts) -> int:
    """The grain of the time axis: years for bars and where everything stands at a year's end, else quarters or months."""
    is_calendar = facts.frequency is Frequency.CALENDAR_YEAR
    ends = (index == year_end(index, is_calendar=is_calendar) for index in content.indexes)
    if facts.series.is_yearly_sum or (facts.frequency.months >= MONTHS_A_YEAR and all(ends)):
        return MONTHS_A_YEAR
    return min(facts.frequency.months, MONTHS_A_QUARTER)


def year_end(index: int, *, is_calendar: bool) -> int:
    year = year_of(index, is_calendar=is_calendar)
    return year_start(year, is_calendar=is_calendar) + MONTHS_A_YEAR


def years_of(content: Content, facts: Facts, at: date) -> tuple[int, int]:
    """The first and the last year to show; where there is nothing to show, the plan's."""
    indexes = content.indexes
    if not indexes:
        days = (facts.plan_start or at, facts.plan_end or facts.plan_start or at)
        indexes = tuple(map(index_of, days))
    # A range that was changed is to be seen on both sides of its day.
    indexes = (*indexes, *(index_of(row.until) for row in facts.ranges_before(at)))
    is_calendar = facts.frequency is Frequency.CALENDAR_YEAR
    return year_of(min(indexes), is_calendar=is_calendar), year_of(max(indexes), is_calendar=is_calendar)
