"""Two pictures that fit into a table's cell: a sparkline and a progress bar."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.judging.arithmetic import CONTEXT, quotient
from kpis.judging.facts import Facts
from kpis.judging.known import Observation
from kpis.judging.numbers import format_percent
from kpis.judging.outcome import Evaluation, Reason
from kpis.judging.periods import MONTHS_A_YEAR, Period
from kpis.judging.terms import Frequency, Series
from kpis.judging.wording import attainment_text, share_text, value_text

from .shapes import Box, num, rectangle

_SPARK = Box(4, 5, 90, 23)
_WHOLE = Box(0, 0, 96, 28)
_TRACK = Box(1, 4, 119, 14)


@dataclass(frozen=True)
class Sparkline:
    """Lines of at least two values; the last value has a dot. `targets`: dashed lines across, where values aim at one."""

    label: str
    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]  # values without a neighbour
    last_x: str
    last_y: str
    targets: tuple[str, ...] = ()
    view_box: str = "0 0 96 28"


def sparkline(facts: Facts, at: date, judged: Evaluation | None = None) -> Sparkline | None:
    """How the values went up to that day; None with fewer than two.

    Values that count up over a year are shown period by period: a total that starts again every April would look
    like a saw. A total to date is taken apart into what each period added. `judged`: whose target they are to meet;
    a year's target is none of a quarter's value, and is left out.
    """
    with localcontext(CONTEXT):
        values = _values(facts, at)
        if len(values) < 2:
            return None
        return _spark(facts, values, _targets(facts, judged) if judged else ())


def _targets(facts: Facts, judged: Evaluation) -> tuple[Decimal, ...]:
    """The numbers that a single value is held against: two of a range, none where only a year's sum is."""
    if facts.series.is_yearly_sum and facts.frequency.periods_a_year > 1:
        return ()
    if facts.lower is not None and facts.upper is not None:
        return facts.lower, facts.upper
    return (judged.target.value,) if judged.target else ()


def _spark(
    facts: Facts, values: list[tuple[Period, Decimal]], targets: tuple[Decimal, ...] = ()
) -> Sparkline:
    first, last = values[0], values[-1]
    every = [*(value for _p, value in values), *targets]
    low, high = min(every), max(every)
    span = last[0].index - first[0].index

    def height(value: Decimal) -> int:
        part = float((value - low) / (high - low)) if high != low else 0.5
        # Whole pixels: there are many of these small pictures on one page.
        return round(_SPARK.bottom - part * (_SPARK.bottom - _SPARK.top))

    def spot(period: Period, value: Decimal) -> tuple[float, float]:
        x = _SPARK.left + (period.index - first[0].index) / span * (_SPARK.right - _SPARK.left)
        return round(x), height(value)

    runs = [[spot(*first)]]
    for (before, _value), (period, value) in pairwise(values):
        is_broken = any(before.index < row.period.index <= period.index for row in facts.breaks)
        if is_broken or period.index - before.index > facts.frequency.months:
            runs.append([])
        runs[-1].append(spot(period, value))
    x, y = spot(*last)
    return Sparkline(
        label=_label(targets)
        % {
            "target": "〜".join(value_text(facts, target) for target in targets),
            "first": western_label(first[0], facts.frequency),
            "first_value": value_text(facts, first[1]),
            "last": western_label(last[0], facts.frequency),
            "last_value": value_text(facts, last[1]),
        },
        lines=tuple(_line(run) for run in runs if len(run) > 1),
        dots=tuple((num(run[0][0]), num(run[0][1])) for run in runs if len(run) == 1),
        last_x=num(x),
        last_y=num(y),
        targets=tuple(f"M{num(_WHOLE.left)} {height(target)}H{num(_WHOLE.right)}" for target in targets),
    )


def _line(points: list[tuple[float, float]]) -> str:
    """M x y x y …: as short as a path may be written, there are thirty of them on a page."""
    return "M" + " ".join(f"{num(x)} {num(y)}" for x, y in points)


def _label(targets: tuple[Decimal, ...]) -> str:
    if targets:
        return _("%(first)s %(first_value)sから %(last)s %(last_value)sへ（目標 %(target)s）")
    return _("%(first)s %(first_value)sから %(last)s %(last_value)sへ")


def _values(facts: Facts, at: date) -> list[tuple[Period, Decimal]]:
    found = []
    before: Observation | None = None
    for row in facts.known(at):
        if facts.exclusion_of(row.period):
            before = None
            continue
        value = facts.value_of((row,))
        if facts.series is Series.YEAR_TO_DATE and not row.has_parts and value is not None:
            value = _added(facts, before, row, value)
        before = row
        if value is not None:
            found.append((row.period, value))
    return found


def _added(facts: Facts, before: Observation | None, row: Observation, value: Decimal) -> Decimal | None:
    """What the period added to the year's total; None where the period before it is not known."""
    step = facts.frequency.months
    if row.period.index - step <= row.period.year_end - MONTHS_A_YEAR:  # the year's first
        return value
    if before is None or before.value is None or before.period.index != row.period.index - step:
        return None
    return value - before.value


def western_label(period: Period, frequency: Frequency) -> str:
    """2024年度第1四半期, 2024年度上半期, 2024年度, 2024年6月, 2024年"""
    if period.is_calendar or period.month:
        form = pgettext("a month or a calendar year", "%(year)d年%(rest)s")
        words = {"year": period.last_day.year, "rest": period.name_in_year(frequency)}
    else:
        form = pgettext("a fiscal year or a part of it", "%(year)d年度%(rest)s")
        words = {"year": period.year, "rest": period.name_in_year(frequency)}
    return (form % words).strip()


@dataclass(frozen=True)
class Meter:
    """How much of the way is done. `fill` is empty at 0; `tick` where the value is expected to be."""

    label: str
    percent: str
    track: str
    fill: str
    tick: str
    view_box: str = "0 0 120 18"


def meter(evaluation: Evaluation) -> Meter | None:
    """A bar from the baseline to the target; where no baseline is known, from 0. None where neither says anything."""
    with localcontext(CONTEXT):
        is_way = evaluation.attainment is not None
        done = evaluation.attainment if is_way else evaluation.achievement
        if done is None or evaluation.turns:
            return None
        expected = _expected(evaluation)
        percent = attainment_text(done) if is_way else share_text(done)
        if evaluation.annualized is not None:
            form = _("年換算での目標までの到達率：%s") if is_way else _("年換算での達成率：%s")
        else:
            form = _("目標までの到達率：%s") if is_way else _("達成率：%s")
        label = form % percent
        if expected is not None:
            label = _("%(done)s（計画どおりなら%(expected)s）") % {
                "done": label,
                "expected": format_percent(expected),
            }
        fill = Box(_TRACK.left, _TRACK.top, _along(done), _TRACK.bottom)
        x = None if expected is None else _along(expected)
        return Meter(
            label=label,
            percent=percent,
            track=rectangle(_TRACK),
            fill=rectangle(fill) if fill.right > fill.left else "",
            tick="" if x is None else f"M{num(x)} .5V17.5",
        )


def _expected(evaluation: Evaluation) -> Decimal | None:
    """Where E lies on the bar."""
    target, baseline = evaluation.target, evaluation.baseline
    if evaluation.expected is None or target is None or evaluation.reason is Reason.FIRST_VALUE:
        return None
    start = baseline.value if baseline is not None and evaluation.attainment is not None else Decimal(0)
    return quotient(evaluation.expected - start, target.value - start) if target.value != start else None


def _along(part: Decimal) -> float:
    clipped = float(min(max(part, Decimal(0)), Decimal(1)))
    return _TRACK.left + clipped * (_TRACK.right - _TRACK.left)
