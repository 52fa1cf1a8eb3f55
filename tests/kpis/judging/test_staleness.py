"""更新遅れ: the flag beside the verdict, and the days on which it comes and goes."""

from datetime import date

import pytest

from kpis.judging.known import Excluded
from kpis.judging.terms import Verdict

from .factories import judge, observation, period

PLAN = {
    "base": ("2023", 0),
    "targets": {"2025": 100},
    "start": "2024-04-01",
    "end": "2026-03-31",
    "reporting_from": period("2024-Q1"),
}


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


def test_nothing_is_late_before_the_city_has_set_a_rhythm():
    assert not stale("2030-01-01", reporting_from=None)
    assert not stale("2025-02-01", reporting_from=period("2024-Q4"))
    assert stale("2025-05-14", reporting_from=period("2024-Q4"))


def test_an_opened_review_sets_the_rhythm():
    reviews = {period("2024-Q3"): date(2025, 1, 31)}
    assert not stale("2025-02-13", reporting_from=None, due_on=reviews)
    assert stale("2025-02-14", reporting_from=None, due_on=reviews)


@pytest.mark.parametrize("targets", [{}, {"2025": None}])
def test_what_has_no_numeric_target_is_never_late(targets):
    assert not stale("2030-01-01", targets=targets)


def test_nothing_is_late_outside_an_indicators_life():
    assert not stale("2025-02-01", first_period=period("2024-Q4"))
    assert stale("2025-05-14", first_period=period("2024-Q4"))
    assert not stale("2030-01-01", {"2024-Q2": 10}, last_period=period("2024-Q2"))
    assert stale("2030-01-01", {"2024-Q1": 10}, last_period=period("2024-Q2"))


def test_a_period_taken_out_of_the_judgement_is_not_asked_for():
    excluded = (Excluded(period("2024-Q1")),)
    assert not stale("2024-08-13", excluded=excluded)


def test_the_late_report_is_named_with_the_day_that_passed():
    found = judge("increase", "level", "quarterly", **PLAN, at="2024-08-13")
    assert (found.overdue.period, found.overdue.due_on) == (period("2024-Q1"), date(2024, 7, 30))


@pytest.mark.parametrize(("at", "expected"), [("2025-12-13", False), ("2025-12-14", True)])
def test_a_value_that_comes_in_a_certain_month_is_due_at_that_months_end(at, expected):
    # FY2024 ends on 31 March 2025; due in November, 14 days more
    assert stale(at, frequency="yearly", due_month=11, end=None) is expected


@pytest.mark.parametrize(
    ("frequency", "at", "expected"),
    [
        ("every-3-years", "2027-06-01", False),  # FY2024 was asked, FY2025 and FY2026 are not
        ("every-3-years", "2028-05-14", True),  # FY2027
        ("every-2-years", "2027-05-14", True),  # FY2026
        ("calendar-year", "2026-02-12", False),
        ("calendar-year", "2026-02-13", True),  # 2025 was due on 30 January 2026
        ("monthly", "2025-03-01", True),
    ],
)
def test_a_surveys_years_between_are_not_late(frequency, at, expected):
    first = {"calendar-year": "C2024", "monthly": "2024-04"}.get(frequency, "2024")
    given = {first: 50}
    targets = {"C2030": 100} if frequency == "calendar-year" else {"2030": 100}
    assert (
        stale(at, given, frequency=frequency, first_period=period(first), targets=targets, end=None)
        is expected
    )
