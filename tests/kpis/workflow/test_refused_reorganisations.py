"""A year's reorganisation that cannot be: refused with a sentence, and nothing is half done."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.workflow.reorganisation import Options, moves, reorganise
from plans.models import Department, Membership
from tests.cities import BureauCity
from tests.factories import make_action, make_city

from .halls import BEFORE, DAY

pytestmark = pytest.mark.django_db


def names(rows) -> set[str]:
    return {row.name for row in rows.all()}


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
