"""Rule 7: a bound or a range to keep, with "k of n periods kept"."""

from decimal import Decimal

import pytest

from kpis.judging.bounds import bound_at
from kpis.judging.evaluation import Reason
from kpis.judging.terms import Direction, Group, Verdict

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
        (("M", 96, 97, 95), (3, 4), Verdict.NEARLY),  # nobody knows whether it was kept
    ],
)
@pytest.mark.parametrize("series", ["level", "flow", "year_to_date"])
def test_at_the_end_every_due_period_counts(series, amounts, kept, verdict):
    values = {str(year): value for year, value in zip(range(2021, 2025), amounts, strict=True)}
    found = judge("keep_at_least", series, targets={"2024": 95}, values=values, **YEARS, at="2024")
    assert (found.kept, found.verdict) == (kept, verdict)


def test_a_period_never_reported_was_not_kept():
    found = judge("keep_at_least", targets={"2024": 95}, values={"2021": 99, "2023": 99, "2024": 99}, **YEARS)
    assert (found.kept, found.verdict) == ((3, 4), Verdict.NEARLY)


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


# --- a year in progress


@pytest.mark.parametrize(
    ("amounts", "annualized", "verdict"),
    [
        ((30, 30), 120, Verdict.ON_TRACK),
        (("31.5", "31.5"), 126, Verdict.SLIGHTLY_BEHIND),  # 6 = 5 % of 120
        (("31.51", "31.5"), "126.02", Verdict.BEHIND),
    ],
)
def test_a_year_in_progress_is_judged_at_this_pace(amounts, annualized, verdict):
    values = {f"2023-Q{k}": value for k, value in enumerate(amounts, start=1)}
    found = judge("keep_at_most", "flow", "quarterly", targets={"2024": 120}, values=values)
    assert (found.annualized, found.verdict) == (D(annualized), verdict)


def test_the_last_year_is_final_only_when_it_is_full():
    quarters = {f"2024-Q{k}": 30 for k in (1, 2, 3)}
    part = judge("keep_at_most", "flow", "quarterly", targets={"2024": 120}, values=quarters)
    assert (part.verdict, part.is_final) == (Verdict.ON_TRACK, False)
    full = judge(
        "keep_at_most", "flow", "quarterly", targets={"2024": 120}, values=quarters | {"2024-Q4": 30}
    )
    assert (full.verdict, full.kept) == (Verdict.ACHIEVED, (1, 1))


def test_of_a_yearly_sum_full_years_are_counted():
    values = (
        {f"2021-Q{k}": 30 for k in (1, 2, 3, 4)} | {f"2022-Q{k}": 31 for k in (1, 2, 3, 4)} | {"2023-Q1": 30}
    )
    found = judge("keep_at_most", "flow", "quarterly", targets={"2024": 120}, values=values, **YEARS)
    assert found.kept == (1, 2)  # 120 kept, 124 not; FY2023 is not over


@pytest.mark.parametrize(
    "quarters", [{"2021-Q1": 10, "2021-Q2": 10}, {"2021-Q1": 10, "2021-Q3": 10, "2021-Q4": 10}]
)
def test_a_year_of_which_a_quarter_is_missing_was_not_kept(quarters):
    # what was reported of FY2021 is within 120, but nobody knows the whole
    values = quarters | {f"2022-Q{k}": 30 for k in (1, 2, 3, 4)}
    found = judge("keep_at_most", "flow", "quarterly", targets={"2024": 120}, values=values, **YEARS)
    assert found.kept == (1, 2)


@pytest.mark.parametrize(
    ("direction", "earlier", "first", "bound"),
    [
        ("keep_at_most", (10, 20, 20, 20), 14, 98),  # 10 of 70 is a seventh: 14 × 7 = 98
        ("keep_at_most", (30, 20, 20, 20), 40, 120),  # a third: 40 × 3
        ("keep_at_least", (15, 25, 25, 25), 16, 96),  # a sixth: 16 × 6
        ("keep_at_least", (60, 10, 10, 10), 80, 120),  # two thirds: 80 × 3/2
    ],
)
def test_a_year_at_this_pace_that_is_exactly_the_bound_keeps_it(direction, earlier, first, bound):
    values = {f"2022-Q{k}": amount for k, amount in enumerate(earlier, start=1)} | {"2023-Q1": first}
    found = judge(direction, "flow", "quarterly", targets={"2024": bound}, values=values)
    assert found.verdict is Verdict.ON_TRACK


def test_a_first_value_that_meets_the_target_is_kept_from_then_on():
    # nothing was reported before FY2023, so nothing was due to be kept: no baseline stood there
    found = judge(targets={"2024": 95}, values={"2023": 97, "2024": 96}, **YEARS)
    assert (found.verdict, found.kept) == (Verdict.ACHIEVED, (2, 2))


# --- a target that the baseline meets already


@pytest.mark.parametrize(
    ("direction", "keep", "base", "target", "value", "verdict"),
    [
        ("increase", Direction.KEEP_AT_LEAST, 100, 95, "94.9", Verdict.SLIGHTLY_BEHIND),
        ("increase", Direction.KEEP_AT_LEAST, 95, 95, "95", Verdict.ON_TRACK),
        ("increase", Direction.KEEP_AT_LEAST, 95, 95, "90.24", Verdict.BEHIND),
        ("decrease", Direction.KEEP_AT_MOST, 3, 5, "5", Verdict.ON_TRACK),
        ("decrease", Direction.KEEP_AT_MOST, 3, 5, "5.25", Verdict.SLIGHTLY_BEHIND),  # 5 % of 5 = 0.25
        ("decrease", Direction.KEEP_AT_MOST, 3, 5, "5.26", Verdict.BEHIND),
        ("decrease", Direction.KEEP_AT_MOST, 0, 0, "0", Verdict.ON_TRACK),
    ],
)
@pytest.mark.parametrize("series", ["level", "flow"])
def test_a_target_that_the_baseline_meets_is_a_bound(series, direction, keep, base, target, value, verdict):
    found = judge(direction, series, base=("2020", base), targets={"2024": target}, values={"2022": value})
    assert (found.keep, found.bound, found.verdict) == (keep, target, verdict)


@pytest.mark.parametrize(
    ("direction", "base", "target"), [("increase", "94.99", 95), ("decrease", "5.01", 5)]
)
def test_a_baseline_just_short_of_the_target_leaves_a_way_to_go(direction, base, target):
    assert (
        judge(direction, base=("2020", base), targets={"2024": target}, values={"2022": target}).keep is None
    )


def test_such_a_bound_is_achieved_when_it_was_kept_throughout():
    given = {"base": ("2020", 100), "targets": {"2024": 95}, **YEARS}
    values = {"2021": 99, "2022": 98, "2023": 97, "2024": 96}
    assert judge(**given, values=values).verdict is Verdict.ACHIEVED
    assert judge(**given, values=values | {"2022": 94}).verdict is Verdict.NEARLY
    assert judge(**given, values=values | {"2024": 90}).verdict is Verdict.NOT_ACHIEVED


def test_a_running_total_that_may_not_pass_a_number_is_a_bound():
    # B = 0 at the plan's start, at most 10 accidents in all
    found = judge("decrease", "cumulative", targets={"2024": 10}, values={"2022": 4}, **YEARS)
    assert (found.keep, found.verdict) == (Direction.KEEP_AT_MOST, Verdict.ON_TRACK)


def test_a_first_value_that_meets_the_target_makes_it_a_bound():
    values = {"2021": 97, "2022": 96, "2023": 94}
    found = judge(targets={"2024": 95}, values=values, **YEARS)
    assert (found.keep, found.verdict, found.kept) == (
        Direction.KEEP_AT_LEAST,
        Verdict.SLIGHTLY_BEHIND,
        (2, 3),
    )


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
    found = judge(base=("2020", 100), targets={"2022": 80, "2024": 96}, values={"2022": 72}, **YEARS)
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


# --- a year in progress, and a plan that begins within a year


def test_the_first_quarter_of_a_first_year_is_too_early_for_a_bound_too():
    # 36 × 4 = 144 would break 120, but nothing tells yet what part of a year a first quarter is.
    found = judge("keep_at_most", "flow", "quarterly", targets={"2025": 120}, values={"2024-Q1": 36})
    assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_PERIOD)


def test_with_an_earlier_full_year_the_first_quarter_is_judged():
    # Q1 was 40 of 100 the year before: 36 / 0.4 = 90, within 120.
    before = {"2023-Q1": 40, "2023-Q2": 20, "2023-Q3": 20, "2023-Q4": 20}
    found = judge("keep_at_most", "flow", "quarterly", targets={"2025": 120}, values=before | {"2024-Q1": 36})
    assert (found.verdict, found.annualized) == (Verdict.ON_TRACK, 90)


def test_an_earlier_year_whose_first_quarter_was_nothing_tells_no_share():
    before = {"2023-Q1": 0, "2023-Q2": 30, "2023-Q3": 30, "2023-Q4": 40}
    found = judge("decrease", "flow", "quarterly", targets={"2025": 120}, values=before | {"2024-Q1": 36})
    assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_PERIOD)


def test_a_plan_that_begins_in_december_owes_its_first_full_year_next():
    # FY2023 is not the plan's alone: of FY2024 and FY2025 both were kept.
    year = {f"{y}-Q{q}": 25 for y in (2024, 2025) for q in (1, 2, 3, 4)}
    found = judge(
        "keep_at_most",
        "flow",
        "quarterly",
        targets={"2025": 120},
        values={"2023-Q4": 50} | year,
        start="2023-12-01",
    )
    assert (found.verdict, found.kept) == (Verdict.ACHIEVED, (2, 2))
