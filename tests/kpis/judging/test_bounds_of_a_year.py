"""A bound on a yearly sum: a year in progress, which years count, a plan that begins within a year."""

from decimal import Decimal

import pytest

from kpis.judging.outcome import Reason
from kpis.judging.terms import Verdict

from .factories import judge

D = Decimal
YEARS = {"start": "2021-04-01", "end": "2025-03-31"}  # four fiscal years, 2021–2024


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
def test_a_year_of_which_a_quarter_is_missing_counts_neither_way(quarters):
    # what was reported of FY2021 is within 120, but nobody knows the whole
    values = quarters | {f"2022-Q{k}": 30 for k in (1, 2, 3, 4)}
    found = judge("keep_at_most", "flow", "quarterly", targets={"2024": 120}, values=values, **YEARS)
    assert found.kept == (1, 1)


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
