"""Rule 7: a bound or a range to keep, with "k of n periods kept"."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.judging.bounds import bound_at
from kpis.judging.evaluation import evaluate
from kpis.judging.known import Excluded
from kpis.judging.terms import Group, Verdict

from .factories import facts, judge, period, point, row

D = Decimal
YEARS = {"start": "2021-04-01", "end": "2025-03-31"}  # four fiscal years, 2021–2024

BEFORE = [  # keep ≥ 95: tolerance 5 % of 95 = 4.75
    ("100", Verdict.ON_TRACK),
    ("95", Verdict.ON_TRACK),
    ("94.9", Verdict.SLIGHTLY_BEHIND),
    ("90.25", Verdict.SLIGHTLY_BEHIND),
    ("90.24", Verdict.BEHIND),
    ("-10", Verdict.BEHIND),
]


@pytest.mark.parametrize("series", ["level", "cumulative", "flow", "year_to_date"])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("value", "verdict"), BEFORE)
def test_before_the_end_a_bound_is_kept_nearly_kept_or_broken(series, sign, value, verdict):
    found = judge(
        "keep_at_least" if sign > 0 else "keep_at_most",
        series,
        targets={"2024": 95 * sign},
        values={"2022": D(value) * sign},
    )
    assert (found.verdict, found.bound, found.attainment, found.pace) == (verdict, 95 * sign, None, None)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("20", Verdict.ON_TRACK),
        ("30", Verdict.ON_TRACK),
        ("19.75", Verdict.SLIGHTLY_BEHIND),  # half of 30 − 20 is 5, 5 % of it 0.25
        ("19.74", Verdict.BEHIND),
        ("30.25", Verdict.SLIGHTLY_BEHIND),
        ("30.26", Verdict.BEHIND),
    ],
)
@pytest.mark.parametrize("targets", [{}, {"2024": 25}])
def test_a_range_is_kept_between_its_ends(targets, value, verdict):
    found = judge("keep_within", targets=targets, lower=20, upper=30, values={"2022": value})
    assert (found.verdict, found.bound) == (verdict, None)


def test_a_range_that_is_one_number_has_no_tolerance():
    given = {"lower": 5, "upper": 5}
    assert judge("keep_within", **given, values={"2022": 5}).verdict is Verdict.ON_TRACK
    assert judge("keep_within", **given, values={"2022": "5.01"}).verdict is Verdict.BEHIND


def test_a_withdrawn_range_is_not_rated():
    ledger = [row("2024", 25), row("2024", None, "2023-04-01")]
    given = {"targets": ledger, "lower": 20, "upper": 30, "values": {"2022": 25}}
    assert judge("keep_within", **given, at="2023-03-31").verdict is Verdict.ON_TRACK
    assert judge("keep_within", **given, at="2023-04-01").verdict is Verdict.NOT_RATED


@pytest.mark.parametrize(("value", "verdict"), [("0", Verdict.ON_TRACK), ("0.01", Verdict.BEHIND)])
def test_a_bound_of_nothing_has_no_tolerance(value, verdict):
    assert judge("keep_at_most", targets={"2024": 0}, values={"2022": value}).verdict is verdict


@pytest.mark.parametrize(("value", "verdict"), [("0", Verdict.ACHIEVED), ("0.01", Verdict.NOT_ACHIEVED)])
def test_a_bound_of_nothing_at_the_end(value, verdict):
    assert judge("keep_at_most", targets={"2024": 0}, values={"2024": value}).verdict is verdict


def test_a_negative_bound_has_the_tolerance_of_its_size():
    # 5 % of 100 = 5
    assert (
        judge("keep_at_least", targets={"2024": -100}, values={"2022": -105}).verdict
        is Verdict.SLIGHTLY_BEHIND
    )
    assert (
        judge("keep_at_least", targets={"2024": -100}, values={"2022": "-105.01"}).verdict is Verdict.BEHIND
    )


@pytest.mark.parametrize(
    ("amounts", "kept", "verdict"),
    [
        ((95, 96, 97, 95), (4, 4), Verdict.ACHIEVED),
        ((94, 96, 97, 95), (3, 4), Verdict.NEARLY),  # the last was kept
        ((10, 10, 10, 95), (1, 4), Verdict.NEARLY),
        ((95, 96, 97, "94.9"), (3, 4), Verdict.NEARLY),  # within the tolerance
        ((95, 96, 97, "90.25"), (3, 4), Verdict.NEARLY),
        ((95, 96, 97, "90.24"), (3, 4), Verdict.NOT_ACHIEVED),
        (("M", 96, 97, 95), (3, 3), Verdict.ACHIEVED),  # what has no value counts neither way
        (("M", 94, 97, 95), (2, 3), Verdict.NEARLY),
    ],
)
@pytest.mark.parametrize("series", ["level", "flow", "year_to_date"])
def test_at_the_end_every_period_with_a_value_counts(series, amounts, kept, verdict):
    values = {str(year): value for year, value in zip(range(2021, 2025), amounts, strict=True)}
    found = judge("keep_at_least", series, targets={"2024": 95}, values=values, **YEARS, at="2024")
    assert (found.kept, found.verdict) == (kept, verdict)


def test_what_was_never_reported_is_excluded_or_had_nothing_to_count_counts_neither_way():
    given = {"targets": {"2024": 95}, **YEARS}
    found = judge("keep_at_least", values={"2021": 99, "2023": 99, "2024": 99}, **given)
    assert (found.kept, found.verdict) == ((3, 3), Verdict.ACHIEVED)
    values = {"2021": 99, "2022": 10, "2023": 99, "2024": 99}
    assert judge("keep_at_least", values=values, **given).kept == (3, 4)
    excluded = (Excluded(period("2022"), "災害"),)
    assert judge("keep_at_least", values=values, excluded=excluded, **given).kept == (3, 3)
    parts = {"2021": "99/100", "2022": "0/0", "2023": "99/100", "2024": "96/100"}
    assert judge("keep_at_least", values=parts, unit="%", **given).kept == (3, 3)


def test_values_from_before_the_plan_are_not_counted():
    found = judge("keep_at_least", targets={"2024": 95}, values={"2019": 1, "2020": 1, "2021": 99}, **YEARS)
    assert found.kept == (1, 1)


def test_quarters_are_counted_as_quarters():
    values = {"2021-Q1": 96, "2021-Q2": 90, "2021-Q3": 96, "2021-Q4": 96, "2022-Q1": 95}
    found = judge("keep_at_least", "level", "quarterly", targets={"2024": 95}, values=values, **YEARS)
    assert (found.kept, found.verdict) == ((4, 5), Verdict.ON_TRACK)


def test_without_a_plans_start_the_count_begins_after_the_baseline():
    values = {"2021": 1, "2022": 99, "2023": 99}
    found = judge("keep_at_least", base=("2021", 99), targets={"2024": 95}, values=values)
    assert found.kept == (2, 2)


def test_without_either_the_count_begins_with_the_first_value():
    assert judge("keep_at_least", targets={"2024": 95}, values={"2022": 99, "2023": 90}).kept == (1, 2)


def test_the_count_of_quarters_begins_right_after_the_baseline():
    values = {"2022-Q1": 90, "2022-Q2": 99}
    found = judge(
        "keep_at_least", "level", "quarterly", base=("2021-Q4", 99), targets={"2024": 95}, values=values
    )
    assert found.kept == (1, 2)


def test_the_count_of_quarters_begins_with_the_first_value():
    values = {"2022-Q3": 99, "2022-Q4": 90}
    assert judge("keep_at_least", "level", "quarterly", targets={"2024": 95}, values=values).kept == (1, 2)


def test_a_range_at_the_end():
    values = {"2021": 25, "2022": 25, "2023": 31, "2024": 25}
    given = {"targets": {"2024": 25}, "lower": 20, "upper": 30, **YEARS}
    assert judge("keep_within", **given, values=values).verdict is Verdict.NEARLY
    assert judge("keep_within", **given, values=values | {"2023": 30}).verdict is Verdict.ACHIEVED
    assert judge("keep_within", **given, values=values | {"2024": 31}).verdict is Verdict.NOT_ACHIEVED


def test_a_broken_bound_of_an_ended_plan_is_missed():
    given = {"targets": {"2024": 95}, "values": {"2024": 50}, **YEARS}
    assert judge("keep_at_least", **given, at="2025-03-31").group is Group.LATE
    assert judge("keep_at_least", **given, at="2025-04-01").group is Group.MISSED


def test_a_bound_that_tightens_binds_each_year_by_its_own_target():
    values = {"2021": 92, "2022": 92, "2023": 96, "2024": 96}
    found = judge("keep_at_least", targets={"2022": 90, "2024": 95}, values=values, **YEARS)
    assert (found.kept, found.verdict) == ((4, 4), Verdict.ACHIEVED)


@pytest.mark.parametrize(
    ("when", "bound"),
    [("2021", 90), ("2022", 90), ("2022-Q4", 90), ("2023-Q1", 95), ("2024", 95), ("2026", 95)],
)
def test_a_bound_holds_until_its_target_and_the_last_one_from_then_on(when, bound):
    targets = (point("2022", 90), point("2024", 95))
    assert bound_at(facts("keep_at_least"), targets, period(when).index) == bound


def test_a_bound_says_what_it_was_held_against_and_where():
    # the baseline meets the last target: that is the bound, 72 / 96 of it
    found = judge(base=("2020", 100), targets={"2022": 98, "2024": 96}, values={"2022": 72}, **YEARS)
    assert (found.expected, found.expected_index, found.achievement) == (96, period("2022").index, D("0.75"))
    assert (found.is_final, found.reason) == (False, None)
    last = judge(base=("2020", 100), targets={"2024": 96}, values={"2024": 96}, **YEARS)
    assert (last.is_final, last.achievement, last.goalpost) == (True, 1, 96)


@pytest.mark.parametrize(
    ("given", "goalpost"),
    [
        ({"direction": "keep_at_least", "targets": {"2022": 90, "2024": 95}}, 90),
        ({"direction": "keep_within", "targets": {"2024": 25}, "lower": 20, "upper": 30}, None),
        ({"direction": "increase", "base": ("2020", 0), "targets": {"2022": 90, "2024": 95}}, 95),
        ({"direction": "increase", "base": ("2020", 0)}, None),
    ],
)
def test_a_value_is_held_against_the_bound_or_the_last_target(given, goalpost):
    assert judge(**given, values={"2022": 25}).goalpost == goalpost


def test_a_bound_that_was_tightened_since_does_not_make_earlier_periods_late():
    rows = (row("2025", 100, "2023-04-01"), row("2025", 50, "2025-01-01"))
    values = {"2023": 90, "2024": 60, "2025": 40}
    given = facts("keep_at_most", "level", "yearly", targets=rows, values=values, start="2023-04-01")
    found = evaluate(given, date(2026, 6, 1))
    # 60 in 2024 stands at the end of March 2025, when 50 had been decided.
    assert (found.kept, found.bound) == ((2, 3), 50)


def test_of_a_plan_that_ends_within_a_year_no_later_quarter_is_asked():
    values = {"2025-Q1": 10, "2025-Q2": 10, "2025-Q3": 10}
    given = facts(
        "keep_at_most",
        "flow",
        "quarterly",
        targets={"2025": 35},
        values=values,
        start="2024-04-01",
        end="2025-12-31",
    )
    found = evaluate(given, date(2026, 6, 1))
    assert (found.reading.missing, found.reading.periods) == ((), 3)
