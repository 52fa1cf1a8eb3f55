"""更新遅れ: the flag beside the verdict, and the days on which it comes and goes."""

from datetime import date

import pytest

from kpis.judging.terms import Verdict

from .factories import judge, observation, period

PLAN = {"base": ("2023", 0), "targets": {"2025": 100}, "start": "2024-04-01", "end": "2026-03-31"}


def stale(at, values=(), frequency="quarterly", **more):
    return judge("increase", "level", frequency, **{**PLAN, **more}, values=values, at=at).stale


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2024-04-01", False),
        ("2024-06-30", False),
        ("2024-07-30", False),  # due 30 days after 30 June
        ("2024-08-12", False),  # 13 days after it was due
        ("2024-08-13", True),  # 14 days
    ],
)
def test_a_report_is_late_fourteen_days_after_it_was_due(at, expected):
    assert stale(at) is expected


@pytest.mark.parametrize(
    ("lag", "at", "expected"),
    [
        (0, "2024-07-13", False),
        (0, "2024-07-14", True),
        (60, "2024-09-11", False),  # 30 June + 60 days = 29 August; + 13
        (60, "2024-09-12", True),
    ],
)
def test_each_indicator_has_its_own_time_to_report(lag, at, expected):
    assert stale(at, reporting_lag_days=lag) is expected


@pytest.mark.parametrize(("at", "expected"), [("2024-09-13", False), ("2024-09-14", True)])
def test_a_reviews_own_due_date_comes_first(at, expected):
    assert stale(at, due_on={period("2024-Q1"): date(2024, 8, 31)}) is expected


@pytest.mark.parametrize("value", [50, "0", "1/2", "1/0", "M"])
def test_a_value_and_a_reason_for_none_both_answer_the_date(value):
    # with denominator 0 there is a report, only no ratio
    assert not stale("2024-08-13", {"2024-Q1": value})


def test_only_the_latest_due_period_counts():
    assert not stale("2024-11-13", {"2024-Q2": 50})  # Q1 is missing, Q2 was due on 30 October
    assert stale("2024-11-13", {"2024-Q1": 50})


def test_a_later_value_answers_too():
    # Q2 ends on 30 September and is not due yet, but who has reported it is not late
    assert not stale("2024-10-05", {"2024-Q2": 50})


def test_a_value_that_speaks_of_a_later_day_is_not_there_yet():
    rows = [observation("2024-Q1", 50, as_of="2024-08-20")]
    assert stale("2024-08-19", rows)
    assert not stale("2024-08-20", rows)


@pytest.mark.parametrize(
    ("frequency", "first_late"),
    [("quarterly", "2024-08-13"), ("half-yearly", "2024-11-13"), ("yearly", "2025-05-14")],
)
def test_the_first_due_period_is_the_frequencys(frequency, first_late):
    # 30 September + 44 days = 13 November; 31 March + 44 days = 14 May
    day_before = date.fromordinal(date.fromisoformat(first_late).toordinal() - 1).isoformat()
    assert not stale(day_before, frequency=frequency)
    assert stale(first_late, frequency=frequency)


def test_before_the_plan_nothing_is_due():
    assert not stale("2024-03-31")


def test_a_plan_that_has_ended_asks_for_its_last_value_and_no_more():
    assert stale("2030-01-01", {"2025-Q3": 90})
    assert not stale("2030-01-01", {"2025-Q4": 90})


def test_a_plan_without_an_end_goes_on_asking():
    assert stale("2030-01-01", {"2025-Q4": 90}, end=None)


def test_after_the_target_has_passed_a_running_plan_still_asks():
    assert stale("2025-12-31", {"2024-Q4": 100}, targets={"2024": 100})


def test_the_flag_stands_beside_any_verdict():
    found = judge("increase", "level", "quarterly", **PLAN, values={"2024-Q2": 25}, at="2025-06-30")
    assert (found.verdict, found.stale) == (Verdict.ON_TRACK, True)
    nothing = judge("increase", "level", "quarterly", **PLAN, at="2025-06-30")
    assert (nothing.verdict, nothing.stale) == (Verdict.NO_DATA, True)


def test_a_reference_is_never_late():
    assert not stale("2030-01-01", is_reference=True)
