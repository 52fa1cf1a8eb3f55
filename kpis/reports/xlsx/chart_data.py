"""What the charts draw, as rows of numbers: the same values, path and bounds as the portal's own charts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from kpis.charts.axis import short_year, ticks_for
from kpis.charts.content import Actual, Content, gather
from kpis.charts.words import describe
from kpis.judging.arithmetic import CONTEXT
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.facts_json import read_facts
from kpis.judging.periods import Period, periods_between
from kpis.judging.terms import Direction, Frequency
from kpis.judging.trajectory import expected_at
from kpis.reports.chart_pictures import can_be_drawn
from kpis.reports.document import Document
from kpis.reports.snapshot.types import FrozenIndicator

_MOST_POINTS = 120  # of one chart: beyond that only what is known, without the quarters between


@dataclass(frozen=True, kw_only=True)
class ChartStep:
    """One place on a chart's time axis."""

    period: str
    label: str
    tick: str
    actual: Decimal | None = None
    annualized: Decimal | None = None
    expected: Decimal | None = None
    target: Decimal | None = None
    baseline: Decimal | None = None
    upper: Decimal | None = None
    lower: Decimal | None = None
    later: Decimal | None = None  # a value that is not judged: once more; from before a break only here
    status: str = ""
    is_solid: bool = True  # final and whole
    is_left_out: bool = False  # not judged for another reason than that it came after the last target


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One indicator's chart. `ticks`: of the value axis, from the lowest to the highest."""

    entry: FrozenIndicator
    description: str
    is_bars: bool
    is_baseline_provisional: bool
    steps: list[ChartStep]
    ticks: tuple[Decimal, ...]

    @property
    def later_label(self) -> str:
        """What the values are called that are not judged."""
        return _("判定に使わない値") if has_left_out([self]) else _("目標の年より後")

    def has(self, name: str) -> bool:
        return any(getattr(step, name) is not None for step in self.steps)


def has_left_out(found: list[Plot]) -> bool:
    """Whether a value is not judged for another reason than that it came after the last target."""
    return any(step.is_left_out for plot in found for step in plot.steps)


def plots(document: Document) -> list[Plot]:
    """Of every indicator whose newest value the report gives: what needs attention first, then KGIs, then the others in the plan's order."""
    rows = [*document.exceptions, *document.kgis, *document.snapshot["indicators"]]
    once = {row["code"]: row for row in rows}
    return [plot for row in once.values() if can_be_drawn(document, row) and (plot := _plot(row))]


def _plot(row: FrozenIndicator) -> Plot | None:
    _given, facts, at = read_facts(json.dumps(row["facts"]))
    found = evaluate(facts, at)
    with localcontext(CONTEXT):
        content = gather(facts, found, at, None)
        if not content.actuals:
            return None
        is_bars = facts.series.is_yearly_sum
        ticks = ticks_for(content.values, decimals=facts.decimals, with_zero=is_bars)
        words = describe(facts, found, content, at, has_zero=ticks[0] <= 0 <= ticks[-1])
        steps = [_step(facts, content, index) for index in _indexes(facts, content)]
    return Plot(
        entry=row,
        description=words,
        is_bars=is_bars,
        is_baseline_provisional=content.baseline_is_provisional,
        steps=steps,
        ticks=ticks,
    )


def _indexes(facts: Facts, content: Content) -> list[int]:
    """Evenly spaced, so that a straight path is a straight line: whole years for bars."""
    known = sorted(set(content.indexes))
    between = [period.index for period in periods_between(known[0], known[-1], _grain(facts))]
    return sorted({*known, *between}) if len(between) <= _MOST_POINTS else known


def _grain(facts: Facts) -> Frequency:
    """Of the steps: years for bars and surveys, else as the indicator reports."""
    if facts.frequency is Frequency.CALENDAR_YEAR:
        return facts.frequency
    is_yearly = facts.series.is_yearly_sum or facts.frequency.is_survey
    return Frequency.YEARLY if is_yearly else facts.frequency


def _period(index: int, frequency: Frequency) -> Period:
    """The period of that grain that ends there, else the quarter or month."""
    own = periods_between(index, index, frequency)
    return own[0] if own else Period.at_index(index)


def _step(facts: Facts, content: Content, index: int) -> ChartStep:
    frequency = _grain(facts)
    period = _period(index, frequency)
    actual = next((each for each in content.actuals if each.index == index), None)
    target = next((point.value for point in content.targets if point.period.index == index), None)
    baseline = content.baseline
    bounds = dict(_bounds(content, index))
    return ChartStep(
        period=str(period),
        label=period.label_at(frequency),
        tick=_tick(period, frequency),
        # A line would join what counts different things.
        actual=actual.value if actual and not actual.is_before_break else None,
        annualized=actual.annualized if actual else None,
        expected=_expected(content, index),
        target=target,
        baseline=baseline.value if baseline and baseline.period.index == index else None,
        upper=bounds.get("upper"),
        lower=bounds.get("lower"),
        later=actual.value if actual and not actual.is_judged else None,
        is_left_out=actual is not None and (actual.is_excluded or actual.is_before_break),
        status=_status(actual) if actual else "",
        is_solid=actual is None or not _status(actual),
    )


def _expected(content: Content, index: int) -> Decimal | None:
    """On the path, from its first corner to its last."""
    if not content.path or not content.path[0][0] <= index <= content.path[-1][0]:
        return None
    return expected_at(content.targets, content.baseline, index, content.path_kind)


def _bounds(content: Content, index: int) -> Iterator[tuple[str, Decimal]]:
    for bound in content.bounds:
        if (bound.start is None or bound.start < index) and (bound.end is None or index <= bound.end):
            yield "upper" if bound.direction is Direction.KEEP_AT_MOST else "lower", bound.value


def _status(actual: Actual) -> str:
    """What is to be said of a value that may still move, or of a year with reports missing."""
    if actual.has_gap:
        return _("報告がそろっていない")
    return "" if actual.is_firm else str(actual.status.label)


def _tick(period: Period, frequency: Frequency) -> str:
    """R7, R7 3Q, R7 上, R7 6月"""
    if period.month:
        return f"{short_year(period.last_day.year)} {period.month}月"
    year = short_year(period.year)
    if period.quarter is None:
        return year
    if frequency is Frequency.HALF_YEARLY and period.quarter in (2, 4):
        return f"{year} {'上' if period.quarter == 2 else '下'}"
    return f"{year} {period.quarter}Q"
