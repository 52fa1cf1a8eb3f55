"""Since when: each period's verdict, worked out by hand, and the sentence that it comes to."""

from datetime import date

import pytest

from kpis.judging.course import course_of, days_of
from kpis.judging.course_sentences import since_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.terms import Group

from .factories import facts

# From 0 at the end of FY2022 to 100 at the end of FY2026: 25 a year, 6.25 a quarter.
WAY = {"base": ("2022", 0), "targets": {"2026": 100}, "unit": "件"}


def told(known, at: date) -> str:
    course = course_of(known, at, lambda day: evaluate(known, day))
    return since_sentence(known, course) if course else ""


def groups(known, at: date) -> list[Group]:
    course = course_of(known, at, lambda day: evaluate(known, day))
    return [row.group for row in course.stations] if course else []


def test_each_year_is_judged_at_its_end_and_the_running_one_today():
    known = facts(frequency="yearly", values={"2023": 25, "2024": 50}, **WAY)
    days = [(str(period), day.isoformat()) for period, day in days_of(known, date(2025, 6, 1))]
    assert days == [("2023", "2024-03-31"), ("2024", "2025-03-31"), ("2025", "2025-06-01")]
    assert groups(known, date(2025, 6, 1)) == [Group.ON_TRACK] * 3


def test_at_a_periods_last_day_nothing_is_under_way():
    known = facts(frequency="yearly", values={"2023": 25}, **WAY)
    assert [day for _period, day in days_of(known, date(2024, 3, 31))] == [date(2024, 3, 31)]


def test_what_turned_late_is_late_since_then():
    # 25 of 25: pace 1.00. 30 of 50: 0.60, a little late. 30 of 75: 0.40, late.
    known = facts(frequency="yearly", values={"2023": 25, "2024": 30, "2025": 30}, **WAY)
    at = date(2026, 4, 1)
    assert groups(known, at) == [Group.ON_TRACK, Group.ATTENTION, Group.LATE, Group.LATE]
    assert told(known, at) == "令和7年度から遅れています。"
    assert told(known, date(2025, 3, 31)) == "令和6年度から、少し遅れています。"


def test_what_never_was_otherwise_says_so():
    known = facts(frequency="yearly", values={"2023": 5, "2024": 10}, **WAY)
    assert told(known, date(2025, 3, 31)) == "最初に判定した令和5年度から、ずっと遅れています。"


def test_quarters_are_named_and_earlier_runs_do_not_count():
    # Expected at the ends of FY2023's quarters: 6.25, 12.5, 18.75, 25. On course, late, on course, on course.
    known = facts(
        frequency="quarterly", values={"2023-Q1": 7, "2023-Q2": 7, "2023-Q3": 19, "2023-Q4": 25}, **WAY
    )
    assert told(known, date(2024, 3, 31)) == "令和5年度第3四半期から順調です。"


def test_a_period_without_a_verdict_interrupts_nothing():
    # 6.25 a quarter is on course; at the end of December nothing can be said.
    known = facts(frequency="quarterly", values={"2023-Q1": 7, "2023-Q2": 13, "2023-Q4": 25}, **WAY)
    silent = facts("monitor", values={"2023": 1})
    course = course_of(
        known, date(2024, 3, 31), lambda day: evaluate(silent if day.month == 12 else known, day)
    )
    assert [row.group for row in course.stations] == [Group.ON_TRACK, Group.NONE, Group.ON_TRACK]
    assert course.since is course.stations[0]


def test_without_any_verdict_there_is_no_strip():
    assert not groups(facts("monitor", values={"2023": 1}), date(2025, 1, 1))
    assert not groups(facts(frequency="yearly", **WAY), date(2025, 1, 1))


def test_a_bound_is_kept_or_left_and_not_late():
    keep = facts("keep_at_least", targets={"2026": 95}, values={"2023": 96, "2024": 50}, unit="%")
    assert told(keep, date(2025, 3, 31)) == "令和6年度から目標を外れています。"
    assert told(keep, date(2024, 6, 1)) == "最初に判定した令和5年度から、ずっと目標を守っています。"


def test_a_day_on_which_it_was_not_there_yet_has_no_cell():
    known = facts(frequency="yearly", values={"2023": 25, "2024": 50}, **WAY)
    course = course_of(
        known, date(2025, 3, 31), lambda day: evaluate(known, day) if day.year > 2024 else None
    )
    assert [str(row.period) for row in course.stations] == ["2024"]


@pytest.mark.parametrize("frequency", ["monthly", "quarterly"])
def test_months_are_summed_up_in_quarters(frequency):
    values = {"2023-06": 6} if frequency == "monthly" else {"2023-Q1": 6}
    known = facts(frequency=frequency, values=values, **WAY)
    assert [str(period) for period, _day in days_of(known, date(2023, 9, 30))] == ["2023-Q1", "2023-Q2"]
