"""Properties that hold for any numbers: no crash, same verdict in any unit, never worse for a better value."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Observation, Point, TargetRow
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.sentences import sentence
from kpis.judging.terms import Direction, Frequency, Series, Verdict

from .drawn_facts import (
    AT,
    DAYS,
    NUMBERS,
    PROFILE,
    WAYS,
    WILD,
    any_facts,
    ways,
)


@PROFILE
@given(any_facts(WILD), DAYS)
def test_any_finite_input_gets_a_verdict_and_a_sentence(known, at):
    found = evaluate(known, at)
    assert found.verdict in Verdict
    numbers = (
        found.value,
        found.annualized,
        found.attainment,
        found.achievement,
        found.expected,
        found.pace,
        found.gap,
    )
    assert all(number is None or number.is_finite() for number in numbers)
    for said in (sentence(known, found), citizen_sentence(known, found)):
        assert said.endswith("。")
        assert "。。" not in said


@PROFILE
@given(any_facts(NUMBERS), DAYS)
def test_a_verdict_is_given_exactly_where_there_is_something_to_judge(known, at):
    found = evaluate(known, at)
    if found.verdict in (Verdict.NOT_RATED, Verdict.NO_DATA):
        return
    assert found.reading is not None
    if found.value is None:
        assert found.verdict is Verdict.NOT_EVALUABLE
    if found.verdict in (Verdict.REVERSED, Verdict.AHEAD):
        assert found.keep is None
    if found.verdict is Verdict.ACHIEVED and found.keep is None:
        value, target = found.value, found.target.value
        assert value >= target if known.direction is Direction.INCREASE else value <= target


# --- levels and running totals with a baseline that does not meet the target


def judged(way, value: Decimal, factor: Decimal = Decimal(1)) -> Evaluation:
    sign = way["sign"] if factor > 0 else -way["sign"]
    return evaluate(
        Facts(
            direction=Direction.INCREASE if sign > 0 else Direction.DECREASE,
            series=way["series"],
            frequency=Frequency.QUARTERLY,
            baseline=Point(Period(2020), way["base"] * factor),
            targets=tuple(TargetRow(Period(year), target * factor) for year, target in way["targets"]),
            observations=(Observation(way["period"], value * factor),),
            margin=way["margin"] * abs(factor),
        ),
        AT,
    )


@PROFILE
@given(ways(), NUMBERS, st.decimals("0.001", 1000, places=3))
def test_the_verdict_does_not_depend_on_the_unit(way, value, factor):
    plain, scaled = judged(way, value), judged(way, value, factor)
    assert (scaled.verdict, scaled.attainment, scaled.pace, scaled.gap) == (
        plain.verdict,
        plain.attainment,
        plain.pace,
        plain.gap,
    )


@PROFILE
@given(ways(), NUMBERS)
def test_the_verdict_is_the_same_in_the_mirror(way, value):
    plain, mirrored = judged(way, value), judged(way, value, Decimal(-1))
    assert mirrored.verdict is plain.verdict
    assert (mirrored.attainment, mirrored.pace, mirrored.gap) == (plain.attainment, plain.pace, plain.gap)


ORDER_ON_THE_WAY = [
    Verdict.REVERSED,
    Verdict.BEHIND,
    Verdict.SLIGHTLY_BEHIND,
    Verdict.ON_TRACK,
    Verdict.AHEAD,
    Verdict.ACHIEVED,
]
ORDER_AT_THE_END = [Verdict.NOT_ACHIEVED, Verdict.NEARLY, Verdict.ACHIEVED]


def assert_not_worse(verdicts):
    verdicts = [verdict for verdict in verdicts if verdict is not Verdict.TOO_EARLY]
    order = ORDER_AT_THE_END if set(verdicts) <= set(ORDER_AT_THE_END) else ORDER_ON_THE_WAY
    ranks = [order.index(verdict) for verdict in verdicts]
    assert ranks == sorted(ranks), verdicts


@PROFILE
@given(ways(), st.lists(NUMBERS, min_size=2, max_size=6))
def test_a_better_value_never_has_a_worse_verdict(way, values):
    assert_not_worse(
        [judged(way, value).verdict for value in sorted(values, key=lambda value: value * way["sign"])]
    )


@PROFILE
@given(ways(), st.lists(st.decimals("-0.3", "1.3", places=3), min_size=2, max_size=6))
def test_nor_has_one_a_little_further_on_the_way(way, parts):
    width = way["targets"][-1][1] - way["base"]
    assert_not_worse([judged(way, way["base"] + part * width).verdict for part in sorted(parts)])


@PROFILE
@example(Direction.DECREASE, [(2022, Decimal(1)), (2023, Decimal(-21))], [Decimal(0), Decimal("0.5")])
@given(
    WAYS,
    st.lists(
        st.tuples(st.integers(2022, 2026), NUMBERS),
        min_size=1,
        max_size=3,
        unique_by=lambda target: target[0],
    ),
    st.lists(NUMBERS, min_size=2, max_size=6),
)
def test_a_better_full_year_without_a_baseline_never_has_a_worse_verdict(direction, targets, values):
    sign = direction.sign
    rows = tuple(TargetRow(Period(year), target) for year, target in targets)
    assert_not_worse(
        evaluate(
            Facts(
                direction=direction,
                series=Series.FLOW,
                frequency=Frequency.YEARLY,
                targets=rows,
                observations=(Observation(Period(2022), value),),
            ),
            AT,
        ).verdict
        for value in sorted(values, key=lambda value: value * sign)
    )


@PROFILE
@given(
    st.sampled_from([Direction.KEEP_AT_LEAST, Direction.KEEP_AT_MOST]),
    NUMBERS,
    st.lists(NUMBERS, min_size=2, max_size=6),
    st.sampled_from([2024, 2025]),
)
def test_a_value_better_within_a_bound_never_has_a_worse_verdict(direction, bound, values, year):
    assert_not_worse(
        evaluate(
            Facts(
                direction=direction,
                series=Series.LEVEL,
                frequency=Frequency.YEARLY,
                targets=(TargetRow(Period(2025), bound),),
                observations=(Observation(Period(year), value),),
            ),
            AT,
        ).verdict
        for value in sorted(values, key=lambda value: value * direction.sign)
    )


@st.composite
def years(draw):
    """Amounts of one to three fiscal years without gaps; only the last may be unfinished."""
    frequency = draw(st.sampled_from([Frequency.QUARTERLY, Frequency.HALF_YEARLY]))
    quarters = (1, 2, 3, 4) if frequency is Frequency.QUARTERLY else (2, 4)
    count = draw(st.integers(1, 3))
    last = draw(st.integers(1, len(quarters)))
    periods = [Period(2023 + year, quarter) for year in range(count) for quarter in quarters]
    periods = periods[: len(quarters) * (count - 1) + last]
    ratio = draw(st.booleans())
    amounts = [(draw(NUMBERS), draw(st.decimals(0, 100, places=1)) if ratio else Decimal(1)) for _ in periods]
    return frequency, periods, amounts, ratio


@PROFILE
@given(
    years(),
    st.sampled_from(list(Direction)),
    st.one_of(st.none(), NUMBERS),
    NUMBERS,
    st.sampled_from(["", "%"]),
)
def test_a_flow_and_its_year_to_date_have_the_same_verdict(reported, direction, base, target, unit):
    frequency, periods, amounts, ratio = reported
    if ratio:  # something of nothing is refused in its own quarter; a running sum may not show it
        amounts = [(part if whole else Decimal(0), whole) for part, whole in amounts]

    def rows(series):
        sums: dict[int, tuple[Decimal, Decimal]] = {}
        for period, amount in zip(periods, amounts, strict=True):
            so_far = sums.get(period.year, (Decimal(0), Decimal(0)))
            sums[period.year] = (so_far[0] + amount[0], so_far[1] + amount[1])
            given_now = amount if series is Series.FLOW else sums[period.year]
            yield Observation(period, None, *given_now) if ratio else Observation(period, given_now[0])

    found = [
        evaluate(
            Facts(
                direction=direction,
                series=series,
                frequency=frequency,
                unit=unit,
                baseline=None if base is None else Point(Period(2022), base),
                targets=(TargetRow(Period(2025), target),),
                observations=tuple(rows(series)),
                lower=min(target, target + 5),
                upper=target + 5,
            ),
            AT,
        )
        for series in (Series.FLOW, Series.YEAR_TO_DATE)
    ]
    flow, to_date = [(one.verdict, one.value, one.annualized, one.pace, one.gap, one.kept) for one in found]
    assert flow == to_date


@pytest.mark.parametrize("at", [date.min, date(999, 12, 31), date.max])
@pytest.mark.parametrize("frequency", list(Frequency))
def test_any_day_of_the_calendar_gets_a_verdict(frequency, at):
    known = Facts(
        direction=Direction.INCREASE,
        series=Series.LEVEL,
        frequency=frequency,
        targets=(TargetRow(Period(2025), Decimal(1)),),
    )
    assert evaluate(known, at).verdict is Verdict.NO_DATA


def test_a_tiny_shortfall_is_no_negative_zero():
    found = evaluate(
        Facts(
            direction=Direction.INCREASE,
            series=Series.LEVEL,
            frequency=Frequency.YEARLY,
            baseline=Point(Period(2020), Decimal(0)),
            targets=(TargetRow(Period(2030), Decimal(10) ** 20),),
            observations=(Observation(Period(2025), Decimal("-0.001")),),
        ),
        AT,
    )
    assert not found.attainment
    assert not found.attainment.is_signed()


def test_neighbouring_bands_touch():
    """Every value has a verdict next to its neighbour's in the order: no band is jumped over or missing."""
    way = {
        "sign": 1,
        "series": Series.LEVEL,
        "base": Decimal(0),
        "targets": [(2030, Decimal(100))],
        "margin": Decimal(0),
        "period": Period(2025, 4),
    }
    verdicts = [judged(way, Decimal(tenths) / 10).verdict for tenths in range(-100, 1011)]
    ranks = [ORDER_ON_THE_WAY.index(verdict) for verdict in verdicts]
    assert all(after - before in (0, 1) for before, after in pairwise(ranks))
    assert set(ranks) == set(range(6))
