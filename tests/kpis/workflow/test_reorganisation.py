"""A year's reorganisation: what passes on, what stays, and that nothing is half done."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.models import Measurement
from kpis.workflow.due_items import due_items
from kpis.workflow.reorganisation import Options, moves, reorganise
from plans.models import Department, Membership, Plan
from tests.cities import BureauCity, staff_member
from tests.factories import make_action, make_city, make_indicator, make_plan

pytestmark = pytest.mark.django_db

DAY = date(2025, 4, 1)
BEFORE = date(2025, 3, 31)


@dataclass
class Halls:
    bureau_city: BureauCity
    new: Department  # 市民課, without dates

    def run(self, mapping=None, *, by="manager", **options):
        return reorganise(
            self.bureau_city.city,
            mapping or {self.bureau_city.section: self.new},
            by=self.bureau_city.user(by),
            from_day=DAY,
            options=Options(**options),
        )


@pytest.fixture
def halls(bureau_city):
    new = Department.objects.create(municipality=bureau_city.city, code="shimin", name="市民課", order=9)
    return Halls(bureau_city, new)


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


# Roles.


def roles(department: Department) -> list[tuple]:
    rows = Membership.objects.filter(department=department).order_by("user__username", "pk")
    return list(rows.values_list("user__username", "role", "valid_from", "valid_until"))


def test_roles_stay_unless_they_are_carried_over(halls):
    halls.run()
    assert roles(halls.bureau_city.section) == [("editor", "editor", None, None)]
    assert roles(halls.new) == []


def test_roles_end_and_begin_without_a_gap(halls):
    bureau_city = halls.bureau_city
    staff_member(
        "deputy",
        bureau_city.city,
        "approver",
        bureau_city.section,
        deputy_for=bureau_city.user("approver"),
        valid_until=date(2026, 3, 31),
    )
    halls.run(carry_members=True)
    assert roles(bureau_city.section) == [
        ("deputy", "approver", None, BEFORE),
        ("editor", "editor", None, BEFORE),
    ]
    assert roles(halls.new) == [
        ("deputy", "approver", DAY, date(2026, 3, 31)),
        ("editor", "editor", DAY, None),
    ]
    assert Membership.objects.get(
        user__username="deputy", department=halls.new
    ).deputy_for == bureau_city.user("approver")


def test_roles_that_had_ended_stay_ended(halls):
    staff_member("former", halls.bureau_city.city, "editor", halls.bureau_city.section, valid_until=BEFORE)
    halls.run(carry_members=True)
    assert ("former", "editor", None, BEFORE) in roles(halls.bureau_city.section)
    assert not any(row[0] == "former" for row in roles(halls.new))


def test_a_role_that_began_later_begins_in_the_successor(halls):
    staff_member(
        "new", halls.bureau_city.city, "editor", halls.bureau_city.section, valid_from=date(2025, 6, 1)
    )
    halls.run(carry_members=True)
    assert ("new", "editor", date(2025, 6, 1), None) in roles(halls.new)
    assert not any(row[0] == "new" for row in roles(halls.bureau_city.section))


@pytest.mark.parametrize(
    ("held", "after"),
    [
        ((None, None), (None, None)),
        ((None, date(2025, 1, 31)), (DAY, None)),
        ((date(2025, 6, 1), None), (DAY, None)),
        ((None, date(2025, 12, 31)), (None, None)),
    ],
)
def test_a_role_that_exists_in_the_successor_is_widened_not_doubled(halls, held, after):
    bureau_city = halls.bureau_city
    Membership.objects.create(
        user=bureau_city.user("editor"),
        municipality=bureau_city.city,
        department=halls.new,
        role="editor",
        valid_from=held[0],
        valid_until=held[1],
    )
    halls.run(carry_members=True)
    assert roles(halls.new) == [("editor", "editor", *after)]


def test_the_same_person_in_two_merged_departments_has_one_role_after(halls):
    bureau_city = halls.bureau_city
    Membership.objects.create(
        user=bureau_city.user("editor"),
        municipality=bureau_city.city,
        department=bureau_city.archive,
        role="editor",
    )
    halls.run({bureau_city.section: halls.new, bureau_city.archive: halls.new}, carry_members=True)
    assert roles(halls.new) == [("editor", "editor", DAY, None)]


# Refusals: nothing is half done.


def state(bureau_city: BureauCity) -> list:
    return [
        list(bureau_city.first.departments.through.objects.order_by("pk").values()),
        list(Department.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        LogEntry.objects.count(),
    ]


@pytest.mark.parametrize("name", ["editor", "approver", "foreign"])
def test_only_the_citys_manager_reorganises(halls, name):
    before = state(halls.bureau_city)
    with pytest.raises(PermissionDenied):
        halls.run(by=name)
    assert state(halls.bureau_city) == before


def refusal(halls, mapping, day=DAY, **options) -> str:
    before = state(halls.bureau_city)
    with pytest.raises(ValidationError) as error:
        reorganise(
            halls.bureau_city.city,
            mapping,
            by=halls.bureau_city.user("manager"),
            from_day=day,
            options=Options(**options),
        )
    assert state(halls.bureau_city) == before
    return " ".join(error.value.messages)


def test_a_day_that_has_not_come_is_refused(halls):
    sentence = refusal(halls, {halls.bureau_city.section: halls.new}, day=date(2025, 7, 26))
    assert "今日までの日" in sentence


def test_no_successor_at_all_is_refused(halls):
    assert "1つ以上" in refusal(halls, {})


def test_a_department_does_not_succeed_itself(halls):
    section = halls.bureau_city.section
    assert "窓口課: 自分自身" in refusal(halls, {section: section})


def test_a_successor_that_passes_on_itself_is_refused(halls):
    bureau_city = halls.bureau_city
    assert "先に「文書課」" in refusal(
        halls, {bureau_city.section: bureau_city.archive, bureau_city.archive: halls.new}
    )


def test_another_citys_department_is_refused(halls):
    foreign = Department.objects.create(
        municipality=make_city("nishi", name="西山市"), code="ka", name="西課"
    )
    assert "ほかの市区町村" in refusal(halls, {halls.bureau_city.section: foreign})
    assert "ほかの市区町村" in refusal(halls, {foreign: halls.new})


@pytest.mark.parametrize(
    ("field", "day", "words"),
    [("valid_until", BEFORE, "終わっています"), ("valid_from", date(2025, 4, 2), "まだ始まっていません")],
)
def test_a_successor_that_does_not_exist_on_the_day_is_refused(halls, field, day, words):
    setattr(halls.new, field, day)
    halls.new.save()
    assert words in refusal(halls, {halls.bureau_city.section: halls.new})


def test_a_department_that_began_after_the_day_cannot_end_before_it(halls):
    halls.bureau_city.section.valid_from = DAY
    halls.bureau_city.section.save()
    assert "後に始まっています" in refusal(halls, {halls.bureau_city.section: halls.new})
    halls.run(end_old=False)
    assert names(halls.bureau_city.first.departments) == {"市民課"}


def test_a_failure_in_the_middle_leaves_everything_as_it_was(halls, monkeypatch):
    before = state(halls.bureau_city)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("kpis.workflow.reorganisation.carry", fail)
    with pytest.raises(RuntimeError):
        halls.run(carry_members=True)
    assert state(halls.bureau_city) == before


def test_what_has_changed_since_it_was_seen_is_not_carried_out(halls):
    bureau_city = halls.bureau_city
    mapping = {bureau_city.section: halls.new}
    seen = moves(bureau_city.city, mapping, from_day=DAY).digest
    make_action(bureau_city.plan, "2").lead_departments.add(bureau_city.section)
    before = state(bureau_city)
    with pytest.raises(ValidationError) as error:
        reorganise(bureau_city.city, mapping, by=bureau_city.user("manager"), from_day=DAY, seen=seen)
    assert "もう一度確かめてください" in error.value.messages[0]
    assert state(bureau_city) == before


def test_looking_changes_nothing(halls):
    before = state(halls.bureau_city)
    mapping = {halls.bureau_city.section: halls.new}
    found = moves(halls.bureau_city.city, mapping, from_day=DAY, options=Options(start_new=True))
    assert [row.name for row in found.moves[0].indicators] == ["申請の件数", "窓口の待ち時間"]
    assert (found.moves[0].old_until, found.moves[0].new_from) == (BEFORE, DAY)
    assert state(halls.bureau_city) == before
