"""The fictional city's changes: one of every kind, laid by the rules on days of their own."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Indicator, Report
from plans.era import Quarter, fiscal_year_of
from plans.kinds import Ending
from plans.models import Action, RevisionKind
from tests.factories import freeze_today
from tests.kpis.assessment.mihon_days import DAYS

from .conftest import load

pytestmark = pytest.mark.django_db

UNDECIDED = {RevisionKind.PUBLICATION, RevisionKind.MISPRINT}  # nobody decides on a slip


def test_the_ledger_shows_every_kind_of_change(mihon):
    assert {row.kind for row in mihon.revisions.all()} == set(RevisionKind.values)


def test_each_says_why_and_rests_on_a_decision_of_its_own_day_or_before(mihon):
    for row in mihon.revisions.all():
        assert row.reason
        assert bool(row.decision) is (row.kind not in UNDECIDED), row
        assert row.decision == "" or "回 DX推進会議" in row.decision


def test_each_was_recorded_on_the_day_from_which_it_holds(mihon):
    for row in mihon.revisions.all():
        assert timezone.localdate(row.recorded_at) == row.effective_on <= timezone.localdate()
        assert row.recorded_by is None


def test_a_decision_names_a_meeting_of_the_schedule(mihon):
    """令和7年5月20日 第5回 DX推進会議: the schedule has that meeting on that day."""
    met = {}
    for item in mihon.schedule_items.filter(kind="meeting", done_on__isnull=False):
        day = item.done_on
        met[f"{day.month}月{day.day}日 {item.title.partition('（')[0]}"] = day
    for row in mihon.revisions.exclude(decision=""):
        _year, _, words = row.decision.partition("年")
        assert met[words] <= row.effective_on, row.decision


def test_the_plan_began_with_the_first_edition_and_has_its_second(mihon):
    assert mihon.full_title == "見本市DX推進計画 第2版"
    assert mihon.revisions.get(kind="publication").subject_name == "見本市DX推進計画 第1版"


def test_what_was_reported_before_the_conversion_is_shown_converted(mihon):
    row = Indicator.objects.get(plan=mihon, code="5-6")
    rows = row.measurements.order_by("period")
    assert [(each.value, each.reported_unit, each.conversion) for each in rows] == [
        (1182, "千枚", "1/10"),
        (1156, "千枚", "1/10"),
        (Decimal("117.5"), "", ""),
        (124, "", ""),
    ]
    assert (row.unit, row.baseline_value, row.targets.get().value) == ("万枚", 480, 310)


def test_what_was_merged_ended_with_the_first_year_and_what_was_added_began_with_the_second(mihon):
    first = mihon.starts_on.year
    ended = Indicator.objects.get(plan=mihon, code="5-6")
    assert (ended.ending, ended.last_period) == (Ending.MERGED, f"{first}-Q4")
    assert Action.objects.get(plan=mihon, code="19").first_period == f"{first + 1}-Q1"


def test_values_of_before_and_after_the_new_way_of_counting_are_approved(mihon):
    row = Indicator.objects.get(plan=mihon, code="3-2")
    start = Period.parse(row.series_breaks.get().period)
    sides = Counter(Period.parse(each.period).index < start.index for each in row.measurements.approved())
    assert sides[True] == 4
    assert sides[False] >= 3
    assert row.targets.order_by("effective_from").last().value == 5200


def test_each_change_stands_in_the_report_of_its_quarter(mihon):
    for row in mihon.revisions.exclude(kind=RevisionKind.PUBLICATION):
        report = Report.objects.filter(
            review__plan=mihon, review__period=str(Quarter.of(row.effective_on)), revision=1
        ).first()
        if report is None:
            continue
        told = json.loads(report.content)["plan_changes"]["rows"]
        assert any(each["label"] == row.subject_name and row.reason in each["reason"] for each in told), row


def test_a_report_speaks_of_the_plan_as_it_stood(mihon):
    first = mihon.starts_on.year
    for report in Report.objects.filter(review__plan=mihon):
        found = json.loads(report.content)
        is_first = report.review.period < f"{first + 1}-Q1"
        assert found["plan"]["full_title"].endswith("第1版" if is_first else "第2版")
        assert any(row["code"] == "19" for row in found["actions"]["rows"]) is not is_first
        indicators = {row["code"]: row for row in found["indicators"]}
        converted = report.review.period >= f"{first}-Q3"
        assert indicators["5-6"]["unit"] == ("万枚" if converted else "千枚")
        assert (indicators["5-6"]["verdict"] == "NOT_RATED") is not is_first
        assert indicators["3-2"]["target"]["text"] == ("6,000人" if is_first else "5,200人")


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_kind_is_there_on_every_day_and_nothing_lies_ahead(days, day):
    lines = days[day].ledger
    assert {kind for kind, _on, _recorded in lines} == set(RevisionKind.values)
    assert all(on == recorded <= day for _kind, on, recorded in lines)


def test_in_another_year_the_changes_move_with_the_plan(mihon, monkeypatch):
    before = [(row.kind, row.subject_code, row.effective_on) for row in mihon.revisions.newest_first()]
    years = 2027 - fiscal_year_of(timezone.localdate())
    moved = [(kind, code, on.replace(year=on.year + years)) for kind, code, on in before]
    for day in (date(2027, 6, 30), date(2027, 11, 26)):
        freeze_today(monkeypatch, day)
        load()
        mihon.refresh_from_db()
        found = [(row.kind, row.subject_code, row.effective_on) for row in mihon.revisions.newest_first()]
        assert found == moved
