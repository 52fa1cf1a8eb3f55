"""A year's reorganisation: what passes on to the successor, and what stays."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from kpis.models import Measurement
from kpis.workflow.due_items import due_items
from plans.models import Plan
from tests.factories import make_indicator, make_plan

from .halls import BEFORE, DAY

pytestmark = pytest.mark.django_db


def names(rows) -> set[str]:
    return {row.name for row in rows.all()}


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_indicators_and_actions_pass_to_the_successor_and_keep_their_other_departments(halls):
    bureau_city = halls.bureau_city
    bureau_city.first.departments.add(bureau_city.works)
    bureau_city.action.lead_departments.add(bureau_city.section)
    bureau_city.action.supporting_departments.set([bureau_city.section, bureau_city.works])
    done = halls.run()
    assert names(bureau_city.first.departments) == {"市民課", "土木局"}
    assert names(bureau_city.second.departments) == {"市民課"}
    assert names(bureau_city.third.departments) == {"土木局"}
    assert names(bureau_city.action.lead_departments) == {"市民課", "文書課"}
    assert names(bureau_city.action.supporting_departments) == {"市民課", "土木局"}
    assert [row.name for row in done.moves[0].indicators] == ["申請の件数", "窓口の待ち時間"]


def test_what_was_reported_stays_with_its_history_and_the_owner_at_the_time(halls):
    row = halls.bureau_city.value(halls.bureau_city.first, "approved", owner_name="窓口課")
    before = Measurement.objects.filter(pk=row.pk).values().get()
    history = list(row.history.values())
    halls.run(carry_members=True)
    assert Measurement.objects.filter(pk=row.pk).values().get() == before
    assert list(row.history.values()) == history


def test_the_review_under_way_asks_the_successor(halls):
    halls.run()
    asked = {
        due_item.owner: due_item.department_names for due_item in due_items(again(halls.bureau_city.review))
    }
    assert asked[halls.bureau_city.first] == "市民課"


def test_several_departments_pass_to_one_successor(halls):
    bureau_city = halls.bureau_city
    bureau_city.first.departments.add(bureau_city.archive)
    halls.run({bureau_city.section: halls.new, bureau_city.archive: halls.new}, carry_members=True)
    assert names(bureau_city.first.departments) == {"市民課"}
    assert names(bureau_city.action.lead_departments) == {"市民課"}


def test_departments_end_and_begin_on_the_day(halls):
    halls.run(start_new=True)
    assert again(halls.bureau_city.section).valid_until == BEFORE
    assert again(halls.new).valid_from == DAY


def test_dates_stay_as_they_are_where_they_are_given_or_not_wanted(halls):
    bureau_city = halls.bureau_city
    for row, field, day in (
        (bureau_city.section, "valid_until", date(2025, 1, 31)),
        (halls.new, "valid_from", BEFORE),
    ):
        setattr(row, field, day)
        row.save()
    halls.run(start_new=True)
    assert again(bureau_city.section).valid_until == date(2025, 1, 31)
    assert again(halls.new).valid_from == BEFORE
    halls.run({bureau_city.works: bureau_city.archive}, end_old=False, start_new=False)
    assert again(bureau_city.works).valid_until is None
    assert again(bureau_city.archive).valid_from is None


def test_a_department_that_was_there_before_gets_no_first_day(halls):
    bureau_city = halls.bureau_city
    [move] = halls.run({bureau_city.section: bureau_city.works}, start_new=True).moves
    assert (move.new_from, move.was_there) == (None, True)
    assert again(bureau_city.works).valid_from is None


def test_a_first_day_is_set_only_where_it_is_asked_for(halls):
    halls.run()
    assert again(halls.new).valid_from is None


def test_every_changed_row_is_recorded_in_the_admins_log(halls):
    halls.run(carry_members=True, start_new=True)
    logged = {(entry.content_type.model, entry.object_repr) for entry in LogEntry.objects.all()}
    assert {model for model, _name in logged} == {"indicator", "department", "membership"}
    assert ("indicator", "申請の件数") in logged and ("department", "市民課") in logged
    entry = LogEntry.objects.first()
    assert entry.user == halls.bureau_city.user("manager")
    assert entry.get_change_message() == "組織改編: 窓口課 → 市民課（令和7年（2025年）4月1日から）"


def test_the_public_pages_count_as_changed(halls):
    before = Plan.objects.get(pk=halls.bureau_city.plan.pk).updated_at
    halls.run()
    assert Plan.objects.get(pk=halls.bureau_city.plan.pk).updated_at > before


def test_a_plan_that_ended_long_ago_and_another_citys_stay_as_they_are(halls):
    bureau_city = halls.bureau_city
    old = make_indicator(make_plan(bureau_city.city, "old", ends_on=date(2024, 3, 31)), "1")
    last = make_indicator(make_plan(bureau_city.city, "last", ends_on=BEFORE), "1")
    for row in (old, last):
        row.departments.add(bureau_city.section)
    halls.run()
    assert names(old.departments) == {"窓口課"}
    assert names(last.departments) == {"市民課"}
