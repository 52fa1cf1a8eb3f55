"""What somebody who enters a value compares it with, and what it would mean once approved. Pure: no ORM."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from .evaluation import Evaluation, evaluate
from .facts import Facts, Observation
from .periods import Period
from .sentences import expected_text, sentence, time_text, value_text
from .terms import Direction
from .trajectory import expected_at


@dataclass(frozen=True)
class EntryComparison:
    """Texts beside the input of a period's value; blank where there is nothing to compare with."""

    previous: str = ""
    previous_label: str = ""
    target: str = ""
    target_label: str = ""
    expected: str = ""
    year_total: str = ""  # of an amount per period: what the fiscal year adds up to


def compare_entry(
    facts: Facts, period: Period, at: date, entered: Observation | None = None
) -> EntryComparison:
    """What to compare the period's value with on the day `at`. `entered`: what stands in the form, for the year's total."""
    previous = _previous(facts, period)
    value = facts.value_of((previous,)) if previous else None
    target = _target(facts, at)
    return EntryComparison(
        previous=value_text(facts, value) if value is not None else "",
        previous_label=previous.period.short_label_at(facts.frequency)
        if previous and value is not None
        else "",
        target=target[0],
        target_label=target[1],
        expected=_expected(facts, period, at),
        year_total=_year_total(facts, period, entered),
    )


def would_be(facts: Facts, entered: Observation, at: date) -> Evaluation:
    """The verdict if the observation were approved: of today, or of the period's last day while it runs."""
    rows = tuple(row for row in facts.observations if row.period != entered.period)
    day = max(at, entered.known_on)
    return evaluate(replace(facts, observations=(*rows, entered)), day)


def would_be_sentence(facts: Facts, entered: Observation, found: Evaluation) -> str:
    """The sentence citizens would read."""
    rows = tuple(row for row in facts.observations if row.period != entered.period)
    return sentence(replace(facts, observations=(*rows, entered)), found)


def _previous(facts: Facts, period: Period) -> Observation | None:
    rows = [row for row in facts.observations if row.has_value and row.period.index < period.index]
    return max(rows, key=lambda row: row.period.index, default=None)


def _target(facts: Facts, at: date) -> tuple[str, str]:
    if facts.direction is Direction.KEEP_WITHIN and facts.lower is not None and facts.upper is not None:
        return f"{value_text(facts, facts.lower)}〜{value_text(facts, facts.upper)}", ""
    targets = facts.targets_in_force(at)
    if not targets:
        return "", ""
    return value_text(facts, targets[-1].value), time_text(facts, targets[-1])


def _expected(facts: Facts, period: Period, at: date) -> str:
    """Where the path from the baseline through the targets stands; of a yearly sum, what the whole year should bring."""
    targets = facts.targets_in_force(at)
    if not targets or facts.direction.keeps or facts.direction is Direction.MONITOR or facts.is_reference:
        return ""
    index = period.year_end if facts.series.is_yearly_sum else period.index
    after_start = facts.baseline is None or index > facts.baseline.period.index
    if not after_start or index > targets[-1].period.index:
        return ""
    if facts.baseline is None and not facts.series.is_yearly_sum:
        return ""  # the first value becomes the baseline
    text = expected_text(facts, expected_at(targets, facts.baseline, index))
    return _("年度で%s") % text if facts.series.is_yearly_sum else text


def _year_total(facts: Facts, period: Period, entered: Observation | None) -> str:
    """Of a flow: the sum of the year's periods up to this one, with what is entered."""
    if facts.series.value != "flow" or period.quarter is None:
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
