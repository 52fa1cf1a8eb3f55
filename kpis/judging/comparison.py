"""What somebody who enters a value compares it with, and what it would mean once approved. Pure: no ORM."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from .citizen_sentences import citizen_sentence
from .evaluation import evaluate, expected_for
from .facts import Facts
from .known import Observation, Point
from .numbers import format_exact
from .outcome import Evaluation
from .periods import Period, quarter_of
from .terms import Direction, Series, Verdict
from .wording import expected_text, goalpost_text, range_text, time_text, value_text, words_goal_text


@dataclass(frozen=True)
class EntryComparison:
    """What stands beside the input of a period's value: numbers for a sheet, and the same as texts for a page.

    None and blank: there is nothing to compare with.
    """

    facts: Facts
    period: Period
    before: Observation | None  # the newest value before the period
    aim: Point | None  # the last target in force
    expected_value: Decimal | None
    entered: Observation | None = None  # what stands in the form
    year_before: Observation | None = None  # of the same months a year ago

    @property
    def previous_value(self) -> Decimal | None:
        return self.facts.value_of((self.before,)) if self.before else None

    @property
    def previous(self) -> str:
        return self._text(self.before)

    @property
    def previous_parts(self) -> str:
        return parts_text(self.before)

    @property
    def has_year_ago(self) -> bool:
        """Whether the same months a year ago are something else than the previous period."""
        return self.facts.frequency.periods_a_year > 1

    @property
    def year_ago(self) -> str:
        return self._text(self.year_before)

    @property
    def year_ago_parts(self) -> str:
        return parts_text(self.year_before)

    @property
    def year_ago_label(self) -> str:
        if self.year_before is None or not self.year_ago:
            return ""
        return self.year_before.period.short_label_at(self.facts.frequency)

    def _text(self, row: Observation | None) -> str:
        value = self.facts.value_of((row,)) if row else None
        return value_text(self.facts, value) if value is not None else ""

    @property
    def previous_label(self) -> str:
        if self.before is None or self.previous_value is None:
            return ""
        return self.before.period.short_label_at(self.facts.frequency)

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """Of an indicator that keeps within a range: its two ends."""
        facts = self.facts
        if facts.direction is not Direction.KEEP_WITHIN or facts.lower is None or facts.upper is None:
            return None
        return facts.lower, facts.upper

    @property
    def target(self) -> str:
        if self.range:
            return range_text(self.facts)
        return goalpost_text(self.facts, self.aim.value) if self.aim else words_goal_text(self.facts)

    @property
    def target_label(self) -> str:
        return time_text(self.facts, self.aim) if self.aim and not self.range else ""

    @property
    def expected(self) -> str:
        """今回の目安; of a yearly sum what the whole year should bring."""
        if self.expected_value is None:
            return ""
        text = expected_text(self.facts, self.expected_value)
        return _("年度で%s") % text if self.facts.series.is_yearly_sum else text

    @property
    def year_total(self) -> str:
        """Of an amount per period: what the fiscal year adds up to, with what is entered."""
        return _year_total(self.facts, self.period, self.entered)


def compare_entry(
    facts: Facts, period: Period, at: date, entered: Observation | None = None
) -> EntryComparison:
    """What to compare the period's value with on the day `at`. `entered`: what stands in the form, for the year's total."""
    facts = _with_digits(facts.in_unit_of(period), entered)
    targets = facts.targets_in_force(at)
    return EntryComparison(
        facts=facts,
        period=period,
        before=newest_before(facts, period),
        aim=targets[-1] if targets else None,
        expected_value=expected_for(facts, period, at),
        entered=entered,
        year_before=a_year_before(facts, period),
    )


def _with_digits(facts: Facts, entered: Observation | None) -> Facts:
    return facts.with_digits_of(entered.value) if entered is not None else facts


def parts_text(row: Observation | None) -> str:
    """Of a ratio: 3 / 4."""
    if row is None or row.numerator is None or row.denominator is None:
        return ""
    return f"{format_exact(row.numerator)} / {format_exact(row.denominator)}"


def newest_before(facts: Facts, period: Period) -> Observation | None:
    """The newest value before the period that counts the same thing."""
    rows = [
        row
        for row in facts.observations
        if row.has_value and row.period.index < period.index and _counts_the_same(facts, row, period)
    ]
    return max(rows, key=lambda row: row.period.index, default=None)


def a_year_before(facts: Facts, period: Period) -> Observation | None:
    """The value of the same months a year ago that counts the same thing; None where a year has one value only."""
    if facts.frequency.periods_a_year == 1:
        return None
    wanted = replace(period, year=period.year - 1)
    rows = (row for row in facts.observations if row.period == wanted and row.has_value)
    return next((row for row in rows if _counts_the_same(facts, row, period)), None)


def _counts_the_same(facts: Facts, row: Observation, period: Period) -> bool:
    return not any(row.period.index < one.period.index <= period.index for one in facts.breaks)


def would_be(facts: Facts, entered: Observation, at: date) -> Evaluation:
    """The verdict if the observation were approved: of today, or of the period's last day while it runs."""
    facts = _with_digits(facts, entered)
    rows = tuple(row for row in facts.observations if row.period != entered.period)
    day = max(at, entered.known_on)
    return evaluate(replace(facts, observations=(*rows, entered)), day)


def would_be_sentence(facts: Facts, entered: Observation, found: Evaluation) -> str:
    """The sentence citizens would read first."""
    facts = _with_digits(facts, entered)
    rows = tuple(row for row in facts.observations if row.period != entered.period)
    return citizen_sentence(replace(facts, observations=(*rows, entered)), found)


@dataclass(frozen=True)
class VerdictEffect:
    """What approving a report does to the verdict of one day."""

    before: Evaluation
    after: Evaluation

    @property
    def is_rated(self) -> bool:
        return Verdict.NOT_RATED not in (self.before.verdict, self.after.verdict)

    @property
    def changes(self) -> bool:
        return self.before.label != self.after.label

    @property
    def text(self) -> str:
        """やや遅れ → 順調; blank where nothing is judged."""
        if not self.is_rated:
            return ""
        if not self.changes:
            return _("%sのまま") % self.after.label
        return _("%(before)s → %(after)s") % {"before": self.before.label, "after": self.after.label}


def effect_today(facts: Facts, entered: Observation, at: date) -> VerdictEffect:
    """On the verdict of that day, or of the period's last day while it runs."""
    return VerdictEffect(evaluate(facts, max(at, entered.known_on)), would_be(facts, entered, at))


def effect_then(facts: Facts, entered: Observation, at: date) -> VerdictEffect:
    """On the verdict at the end of the period's quarter, as its report shows it."""
    day = min(quarter_of(entered.period).last_day, at)
    rows = tuple(row for row in facts.observations if row.period != entered.period)
    return VerdictEffect(evaluate(facts, day), evaluate(replace(facts, observations=(*rows, entered)), day))


def _year_total(facts: Facts, period: Period, entered: Observation | None) -> str:
    """Of a flow: the sum of the year's periods up to this one, with what is entered."""
    if facts.series is not Series.FLOW or period.quarter is None:
        return ""
    earlier = [
        row
        for row in facts.observations
        if row.has_value and row.period.year == period.year and row.period.index < period.index
    ]
    rows = tuple(_same_kind([*earlier, *([entered] if entered and entered.has_value else [])]))
    if not rows:
        return ""
    total = facts.value_of(rows)
    if total is None:
        return ""
    words = {"total": value_text(facts, total), "count": len(rows)}
    return _("今年度の合計 %(total)s（%(count)d期分）") % words


def _same_kind(rows: Iterable[Observation]) -> list[Observation]:
    """Rows that have a common sum: plain values, or parts of a ratio; none when they are mixed."""
    found = list(rows)
    return found if len({row.has_parts for row in found}) < 2 else []
