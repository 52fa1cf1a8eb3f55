"""What a figure covers, in words and days: a quarter, a year's sum so far, a year with parts missing. Pure: no ORM."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.era import date_label, day_label
from plans.joining import listed

from . import coverage_forms as forms
from .facts import Facts
from .outcome import Evaluation
from .periods import MONTHS_A_YEAR, Period, first_day_of, periods_of_year
from .terms import Frequency, Series
from .value import Reading
from .wording import is_before_first_target, value_text


def count_text(frequency: Frequency, count: int) -> str:
    """4四半期, 上半期と下半期, 12か月"""
    if frequency is Frequency.HALF_YEARLY and count == 2:
        return _(forms.BOTH_HALVES)
    if frequency is Frequency.MONTHLY:
        form = ngettext("%dか月", "%dか月", count)
    elif frequency is Frequency.HALF_YEARLY:
        form = ngettext("%d半期", "%d半期", count)
    else:
        form = ngettext("%d四半期", "%d四半期", count)
    return form % count


def awaited_text(facts: Facts, reading: Reading) -> str:
    """第3四半期、第4四半期: of a year that is over, what may still be reported in time."""
    return listed(period.name_in_year(facts.frequency) for period in reading.awaited)


def missing_text(facts: Facts, reading: Reading) -> str:
    """第2四半期、第4四半期"""
    return listed(period.name_in_year(facts.frequency) for period in reading.missing)


def gap_text(facts: Facts, reading: Reading) -> str:
    """第2四半期の報告なし; where the city reported that there is none, 第2四半期の値なし."""
    form = _(forms.NO_VALUE if reading.has_marked else forms.NO_REPORT)
    return form % missing_text(facts, reading)


def gap_words(facts: Facts, reading: Reading) -> dict[str, str]:
    """What a sentence on a year with a gap names: the year, what is missing, and how far its value reaches."""
    return {
        "year": Period(reading.period.year).short_label_at(facts.frequency),
        "missing": missing_text(facts, reading),
        "count": count_text(facts.frequency, reading.reported),
        "period": reading.period.name_in_year(facts.frequency),
        "value": value_text(facts, reading.value) if reading.value is not None else "",
    }


def covers_text(facts: Facts, reading: Reading) -> str:
    """What a figure covers: 令和7年度・4四半期の合計, 令和8年度第1四半期まで, 令和7年度第3四半期."""
    label = reading.period.short_label_at(facts.frequency)
    if facts.series is Series.CUMULATIVE:
        told = _(forms.SINCE_START) % {"label": label}
        return counted_on(facts, told, reading.period, reading.as_of)
    if not reading.is_yearly_sum:
        return counted_on(facts, label, reading.period, reading.as_of)
    if reading.periods_a_year == 1:
        return label
    year = Period(reading.period.year).short_label_at(facts.frequency)
    count = count_text(facts.frequency, reading.reported)
    words = {"year": year, "count": count, "label": label, "missing": missing_text(facts, reading)}
    if facts.series is Series.YEAR_TO_DATE:
        if reading.periods == reading.periods_a_year:
            is_whole = reading.reported == reading.periods
            return (_(forms.YEAR_TO_DATE) if is_whole else _(forms.UNTIL)) % words
        return (_(forms.UNTIL_FROM_WITHIN) if _began_late(facts, reading) else _(forms.UNTIL)) % words
    if reading.is_ratio:
        if reading.in_progress:
            return _(forms.UNTIL) % words
        if reading.periods == reading.periods_a_year:
            return _(forms.RATIO) % words
        return (
            _(forms.RATIO_FROM_WITHIN) if _began_late(facts, reading) else _(forms.RATIO_UNTIL_WITHIN)
        ) % words
    if reading.missing:
        words["gap"] = gap_text(facts, reading)
        return (_(forms.ONE_WITH_GAP) if reading.reported == 1 else _(forms.SUM_WITH_GAP)) % words
    if reading.in_progress:
        return (_(forms.UNTIL) if reading.reported == 1 else _(forms.SUM_UNTIL)) % words
    if reading.periods < reading.periods_a_year:
        return (
            _(forms.SUM_FROM_WITHIN) if _began_late(facts, reading) else _(forms.SUM_UNTIL_WITHIN)
        ) % words
    return _(forms.SUM) % words


def _began_late(facts: Facts, reading: Reading) -> bool:
    """Whether a year's first periods were not asked for: the plan or the indicator began within it."""
    start = reading.first or next(iter(facts.due_in_year(reading.period.year, from_plan_start=False)))
    return start != periods_of_year(reading.period.year, facts.frequency)[0]


def counted_on(facts: Facts, text: str, period: Period, as_of: date) -> str:
    """The text, with （1月31日現在） where a value is of another day than its period's last."""
    if as_of == period.last_day:
        return text
    is_within = facts.first_day_of(period) <= as_of < period.last_day
    words = {"period": text, "day": day_label(as_of) if is_within else date_label(as_of)}
    return _(forms.COUNTED_ON) % words


def covered_days(facts: Facts, reading: Reading) -> tuple[date, date]:
    """The first and the last day of what a figure covers; of a level its period's."""
    last = reading.period.last_day
    if facts.series is Series.CUMULATIVE:
        return facts.plan_start or facts.first_day_of(reading.period), last
    if not reading.is_yearly_sum:
        return facts.first_day_of(reading.period), last
    if reading.first is not None:
        return facts.first_day_of(reading.first), last
    return first_day_of(reading.period.year_end - MONTHS_A_YEAR + 1), last


def counted_time(facts: Facts, reading: Reading) -> str:
    """The time in which there was nothing to count: 令和7年度, 令和8年度第1四半期."""
    is_year = reading.is_yearly_sum and not reading.in_progress
    return judged_time(facts, reading) if is_year else reading.period.short_label_at(facts.frequency)


def judged_time(facts: Facts, reading: Reading) -> str:
    """The time of the judged value: 令和8年度第1四半期; of a yearly sum its whole year."""
    if not reading.is_yearly_sum:
        return reading.period.short_label_at(facts.frequency)
    year = Period(reading.period.year, is_calendar=reading.period.is_calendar)
    return year.short_label_at(facts.frequency)


def expected_when(facts: Facts, found: Evaluation) -> str:
    """The time for which a value is expected: the judged value's, or 令和8年度の目標 where that target stands in for it."""
    if found.reading is None:
        return ""
    if is_before_first_target(facts, found):
        first = facts.targets_in_force(found.at)[0].period
        return _("%sの目標") % first.short_label_at(facts.frequency)
    return judged_time(facts, found.reading)
