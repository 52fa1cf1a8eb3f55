"""Between a day and the next change nothing comes out otherwise; on the day that is named it may."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.charts import meter, sparkline
from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Break, Ended, FormerRange
from kpis.judging.next_change import HORIZON, next_change
from kpis.judging.periods import Period, first_day_of, index_of
from kpis.judging.sentences import sentence
from kpis.judging.target_words import target_told
from kpis.judging.terms import ObservationStatus
from kpis.judging.trend import trend

from .drawn_facts import DAYS, NUMBERS, PROFILE, any_facts
from .factories import day, facts, observation, row

A_DAY = timedelta(days=1)
WAY = {"base": ("2022", 60), "targets": {"2026": 80}, "start": "2023-04-01", "end": "2027-03-31"}


def shown(known: Facts, at: date) -> tuple:
    """Everything that is told of the indicator in a table, without the day itself."""
    found = evaluate(known, at)
    texts = sentence(known, found), citizen_sentence(known, found), target_told(known, at)
    course = trend(known, found.newest, at), trend(known, found.reading, at)
    return replace(found, at=date.min), texts, course, sparkline(known, at), meter(found)


@st.composite
def changing_facts(draw):
    """Any facts, also with ranges, breaks, an end and reviews' days of their own."""
    known = draw(any_facts(NUMBERS))
    periods = st.builds(Period, st.integers(2018, 2033), st.sampled_from([None, 1, 2, 3, 4]))
    ranges = draw(
        st.lists(st.builds(FormerRange, st.just(Decimal(1)), st.just(Decimal(9)), DAYS), max_size=2)
    )
    breaks = draw(st.lists(periods, max_size=2, unique_by=lambda period: period.index))
    return replace(
        known,
        former_ranges=tuple(sorted(ranges, key=lambda row: row.until)),
        breaks=tuple(Break(period) for period in sorted(breaks, key=lambda period: period.index)),
        ended=draw(st.sampled_from([None, Ended("廃止")])),
        due_on=draw(st.dictionaries(periods, DAYS, max_size=3)),
    )


@PROFILE
@given(changing_facts(), DAYS, st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_nothing_changes_between_today_and_the_next_change(known, at, steps):
    until = next_change(known, at)
    assert at < until <= first_day_of(index_of(at) + HORIZON)
    before = shown(known, at)
    last = (until - at).days - 1
    for step in {last, *(min(step, last) for step in steps)}:
        assert shown(known, at + timedelta(days=step)) == before


QUARTERLY = {"series": "flow", "frequency": "quarterly", "targets": {"2024": 100}, "base": ("2022", 80)}
QUARTERS = {f"2024-Q{number}": 20 for number in (1, 2, 3)}
# What happens, the facts, the day on which one looks, the day on which it comes.
CHANGES = {
    "a value's day comes": (
        facts(**WAY, values=[observation("2024", 70, "2024-12-15")]), "2024-12-01", "2024-12-15",
    ),
    "a value's period ends": (facts(**WAY, values={"2024": 70}), "2025-03-01", "2025-03-31"),
    "a target comes into force": (
        facts(**WAY | {"targets": [row("2026", 80), row("2026", 90, "2025-05-10")]}, values={"2024": 70}),
        "2025-04-01", "2025-05-10",
    ),
    "a target is withdrawn": (
        facts(**WAY | {"targets": [row("2026", 80), row("2026", None, "2025-05-10")]}, values={"2024": 70}),
        "2025-04-01", "2025-05-10",
    ),
    "the first target comes into force": (
        facts(**WAY | {"targets": [row("2026", 80, "2025-05-10")]}, values={"2024": 70}),
        "2025-04-01", "2025-05-10",
    ),
    "the deadline passes": (
        facts(**WAY | {"end": None}, values={"2024": 70}), "2027-03-31", "2027-04-01",
    ),
    "the plan ends": (
        facts(**WAY | {"targets": {"2025": 80}, "end": "2026-09-30"}, values={"2025": 70}),
        "2026-07-01", "2026-10-01",
    ),
    "the indicator ends": (
        facts(**WAY, values={"2023": 70}, last_period=Period(2024, 2), ended=Ended("廃止")),
        "2024-09-01", "2024-10-01",
    ),
    "a report is late": (
        facts(**WAY, values={"2023": 70}, reporting_from=Period(2024)), "2025-04-01", "2025-05-14",
    ),
    "a review's day has passed": (
        facts(**WAY, values={"2023": 70}, due_on={Period(2024): date(2025, 6, 1)}), "2025-04-01", "2025-06-15",
    ),
    "the month of a late report comes": (
        facts(**WAY, values={"2023": 70}, reporting_from=Period(2024), due_month=7), "2025-05-01", "2025-08-14",
    ),
    "a year with reports is over": (facts(**QUARTERLY, values=QUARTERS), "2025-03-01", "2025-04-01"),
    "what a year lacks is due no more": (facts(**QUARTERLY, values=QUARTERS), "2025-04-15", "2025-05-01"),
    "another count begins": (
        facts(**WAY, values={"2023": 70}, breaks=(Break(Period(2024)),)), "2024-03-31", "2024-04-01",
    ),
    "another range holds": (
        facts(
            "keep_within", values={"2023": 5}, lower=4, upper=6,
            former_ranges=(FormerRange(Decimal(1), Decimal(3), date(2024, 7, 1)),),
        ),
        "2024-06-01", "2024-07-01",
    ),
    "the value of the deadline will not come": (
        replace(
            facts("keep_at_least", frequency="quarterly", targets={"2024-Q4": 5}, values={"2024-Q1": 6}),
            observations=(
                observation("2024-Q1", 6),
                replace(observation("2024-Q4", "M"), as_of=date(2025, 1, 10), status=ObservationStatus.MISSING),
            ),
        ),
        "2025-01-10", "2025-03-31",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_the_day_of_a_change_is_named(name):
    known, looked_at, comes = CHANGES[name]
    at = day(looked_at)
    found = next_change(known, at)
    while found < day(comes):  # days on which something might have changed, and has not
        assert shown(known, found) == shown(known, at)
        found = next_change(known, found)
    assert found == day(comes)
    assert shown(known, found - A_DAY) == shown(known, at)
    assert shown(known, found) != shown(known, at)


def test_of_what_never_changes_the_next_look_is_in_a_year():
    assert next_change(facts("monitor"), date(2025, 5, 20)) == date(2026, 5, 1)
