"""Properties of what is missing and of what is looked at later: neither makes a city look better than it was."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Observation, Point, TargetRow
from kpis.judging.periods import Period
from kpis.judging.sentences import sentence
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Series, Verdict

from .drawn_facts import DAYS, NUMBERS, PROFILE, any_facts

# From worst to best; a verdict that cannot be given stands beside them all.
BEST = [Verdict.ACHIEVED, Verdict.AHEAD, Verdict.ON_TRACK, Verdict.NEARLY, Verdict.SLIGHTLY_BEHIND]
WITHOUT = {Verdict.NOT_EVALUABLE, Verdict.TOO_EARLY, Verdict.NO_DATA}


def rank(verdict: Verdict) -> int:
    return len(BEST) - BEST.index(verdict) if verdict in BEST else 0


@st.composite
def flows(draw):
    """Amounts of the quarters of FY2024 and perhaps of the full year before, and what is marked missing."""
    amounts = st.decimals(0, 1000, places=1)
    count = draw(st.integers(1, 4))
    rows = [Observation(Period(2024, number), draw(amounts)) for number in range(1, count + 1)]
    if draw(st.booleans()):
        rows += [Observation(Period(2023, number), draw(amounts)) for number in range(1, 5)]
    facts = Facts(
        direction=draw(st.sampled_from([Direction.INCREASE, Direction.DECREASE])),
        series=Series.FLOW,
        frequency=Frequency.QUARTERLY,
        baseline=draw(st.one_of(st.none(), st.builds(Point, st.just(Period(2022)), amounts))),
        targets=(TargetRow(Period(2025), draw(amounts)),),
        observations=tuple(rows),
    )
    return facts, draw(st.integers(1, count)), draw(st.dates(date(2025, 1, 1), date(2026, 3, 31)))


@PROFILE
@given(flows())
def test_marking_a_quarter_as_missing_never_betters_its_year(drawn):
    facts, quarter, at = drawn
    missing = Period(2024, quarter)
    without = replace(
        facts,
        observations=tuple(
            Observation(row.period, status=ObservationStatus.MISSING) if row.period == missing else row
            for row in facts.observations
        ),
    )
    before, after = evaluate(facts, at), evaluate(without, at)
    if after.verdict in WITHOUT or before.reading is None or after.reading is None:
        return
    if before.reading.period.year != after.reading.period.year:
        return  # of the year nothing is left: the one before is judged
    assert before.verdict in WITHOUT or rank(after.verdict) <= rank(before.verdict)


@PROFILE
@given(any_facts(NUMBERS), DAYS, st.lists(st.tuples(st.integers(1, 1500), NUMBERS), min_size=1, max_size=3))
def test_what_is_reported_later_never_changes_what_a_past_day_shows(known, at, later):
    """Only values that speak of a later day are added: what was known on the day stands as it did."""
    taken = {row.period for row in known.observations}
    more = []
    for days, value in later:
        day = at + timedelta(days=days)
        period = Period(day.year, 4) if known.frequency is not Frequency.YEARLY else Period(day.year)
        if period not in taken and period.last_day > at:
            taken.add(period)
            more.append(Observation(period, value))
    added = replace(known, observations=(*known.observations, *more))
    if known.frequency.is_survey and known.first_period is None:
        return  # a survey without a stated year takes its rhythm from what is known of it
    before, after = evaluate(known, at), evaluate(added, at)
    assert after == before
    assert sentence(added, after) == sentence(known, before)


@PROFILE
@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=1), st.integers(0, 400))
def test_the_day_on_which_one_looks_moves_no_value(first, second, days):
    facts = Facts(
        direction=Direction.INCREASE,
        series=Series.LEVEL,
        frequency=Frequency.QUARTERLY,
        baseline=Point(Period(2022), Decimal(0)),
        targets=(TargetRow(Period(2030), Decimal(100)),),
        observations=(Observation(Period(2024, 1), first), Observation(Period(2024, 2), second)),
    )
    day = date(2024, 9, 30)
    now, later = evaluate(facts, day), evaluate(facts, day + timedelta(days=days))
    assert (now.verdict, now.value, now.expected, now.pace) == (
        later.verdict,
        later.value,
        later.expected,
        later.pace,
    )
