"""A plan manager builds the hierarchy: what cannot be is refused with a sentence that names the place."""

import pytest
from django.core.exceptions import ValidationError

from plans.models import (
    Committee,
    Department,
    Goal,
    PlanDepartment,
    ScheduleItem,
    ScheduleTrack,
    Seat,
    SourceNote,
)
from tests.factories import make_action, make_city, make_goal, make_member, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(plan):
    """Another plan of the same city."""
    return make_plan(plan.municipality, "other-plan", title="別の計画")


@pytest.fixture
def stranger():
    """A department of another city."""
    return Department.objects.create(
        municipality=make_city("minami", name="南市"), code="dx", name="南市DX課"
    )


@pytest.fixture
def pillar(plan):
    return make_goal(plan, "1")


@pytest.fixture
def sub_goal(plan, pillar):
    return make_goal(plan, "1-1", "sub-goal", pillar)


def refusal(row) -> dict[str, list[str]]:
    """The sentences with which the row is refused, by field."""
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


def test_both_shapes_of_hierarchy_are_accepted(plan, pillar, sub_goal):
    direction = make_goal(plan, "shimin", "direction")
    below = make_goal(plan, "2", "pillar", direction)
    deeper = make_goal(plan, "1-1-1", "sub-goal", sub_goal)
    for goal in (pillar, sub_goal, direction, below, deeper):
        goal.full_clean()


def test_a_pillar_under_a_sub_goal_is_refused_and_told_where_it_may_stand(plan, sub_goal):
    pillar = make_goal(plan, "2")
    pillar.parent = sub_goal
    [sentence] = refusal(pillar)["parent"]
    assert "柱を目標「1-1 目標1-1」の下に置くことはできません" in sentence
    assert "計画の最上位" in sentence
    assert "方向の下" in sentence


def test_a_pillar_under_a_pillar_is_refused(plan, pillar):
    below = make_goal(plan, "2")
    below.parent = pillar
    assert "柱「1 目標1」の下" in refusal(below)["parent"][0]


def test_a_direction_under_a_pillar_is_refused(plan, pillar):
    direction = make_goal(plan, "d", "direction")
    direction.parent = pillar
    assert "方向を柱「1 目標1」の下に" in refusal(direction)["parent"][0]


@pytest.mark.parametrize("above", [None, "direction"])
def test_a_sub_goal_needs_a_pillar_or_sub_goal_above_it(plan, sub_goal, above):
    sub_goal.parent = make_goal(plan, "d", above) if above else None
    assert "柱の下" in refusal(sub_goal)["parent"][0]


def test_a_loop_of_three_sub_goals_is_refused(plan, sub_goal):
    second = make_goal(plan, "1-2", "sub-goal", sub_goal)
    third = make_goal(plan, "1-3", "sub-goal", second)
    sub_goal.parent = third
    assert refusal(sub_goal) == {"parent": ["「1-1 目標1-1」を自分自身の下に置くことはできません。"]}


def test_a_loop_of_three_departments_is_refused():
    city = make_city()
    first = Department.objects.create(municipality=city, code="a", name="総務局")
    second = Department.objects.create(municipality=city, code="b", name="総務部", parent=first)
    first.parent = Department.objects.create(municipality=city, code="c", name="DX課", parent=second)
    assert refusal(first) == {"parent": ["「総務局」を自分自身の下に置くことはできません。"]}


def test_a_loop_of_seats_and_a_seat_of_another_committee_are_refused(plan):
    first = Seat.objects.create(
        committee=Committee.objects.create(plan=plan, code="a", name="本部"), code="1", office="市長"
    )
    second = Seat.objects.create(committee=first.committee, code="2", office="副市長", parent=first)
    first.parent = second
    assert "「市長」を自分自身の下に" in refusal(first)["parent"][0]
    second.committee = Committee.objects.create(plan=plan, code="b", name="部会")
    assert refusal(second)["parent"] == ["「市長」は別の会議の席です。"]


def test_a_parent_of_another_plan_is_refused_by_name(sub_goal, other):
    sub_goal.parent = make_goal(other, "9")
    assert refusal(sub_goal)["parent"] == [
        "「9 目標9」は別の計画のものです。この計画のものを選んでください。"
    ]


def test_a_schedule_item_takes_track_goal_and_action_from_its_own_plan(plan, other):
    track = ScheduleTrack.objects.create(plan=other, code="t", title="別の列")
    item = ScheduleItem(
        plan=plan, code="i", title="作業", from_quarter="2024-Q1", to_quarter="2024-Q1", track=track,
        goal=make_goal(other, "9"), action=make_action(other, "8"),
    )  # fmt: skip
    refused = refusal(item)
    assert "別の列" in refused["track"][0]
    assert "目標9" in refused["goal"][0]
    assert "取組8" in refused["action"][0]


def test_a_schedule_item_without_a_track_is_asked_for_one(plan):
    item = ScheduleItem(plan=plan, code="i", title="作業", from_quarter="2024-Q1", to_quarter="2024-Q1")
    assert list(refusal(item)) == ["track"]


def test_a_track_takes_its_goal_from_its_own_plan(plan, other):
    track = ScheduleTrack(plan=plan, code="t", title="全体", goal=make_goal(other, "9"))
    assert "目標9" in refusal(track)["goal"][0]


def test_an_action_takes_goals_from_its_own_plan_and_departments_from_its_own_city(plan, other, stranger):
    action = make_action(plan, "1")
    with pytest.raises(ValidationError) as refused:
        action.check_relations(
            {
                "goals": [make_goal(other, "9")],
                "lead_departments": [stranger],
                "supporting_departments": [stranger],
            }
        )
    sentences = refused.value.message_dict
    assert "「9 目標9」は別の計画のものです" in sentences["goals"][0]
    assert "「南市DX課」は別の市区町村のものです" in sentences["lead_departments"][0]
    assert "「南市DX課」は別の市区町村のものです" in sentences["supporting_departments"][0]


def test_an_action_of_the_plans_own_city_and_goals_passes(plan, pillar):
    own = Department.objects.create(municipality=plan.municipality, code="dx", name="DX課")
    make_action(plan, "1").check_relations({"goals": [pillar], "lead_departments": [own]})


def test_a_source_note_speaks_of_its_own_plans_goals_and_actions(plan, other):
    note = SourceNote(plan=plan, code="n", kind="silent", title="件", found="…", chosen="…")
    with pytest.raises(ValidationError) as refused:
        note.check_relations({"goals": [make_goal(other, "9")], "actions": [make_action(other, "8")]})
    assert set(refused.value.message_dict) == {"goals", "actions"}


OF_ANOTHER_CITY = "「南市 > 南市DX課」は別の市区町村の部署です。北山市の部署を選んでください。"


def test_a_department_of_another_city_takes_no_part_in_the_plan(plan, stranger):
    role = PlanDepartment(plan=plan, department=stranger, role="事務局")
    assert refusal(role)["department"] == [OF_ANOTHER_CITY]


def test_a_department_stands_below_one_of_its_own_city(plan, stranger):
    own = Department(municipality=plan.municipality, code="dx", name="DX課", parent=stranger)
    assert refusal(own)["parent"] == [OF_ANOTHER_CITY]


def test_nobody_works_in_a_department_of_another_city(plan, stranger):
    membership = make_member(plan.municipality).memberships.get()
    membership.department = stranger
    assert refusal(membership)["department"] == [OF_ANOTHER_CITY]


def test_a_pillar_with_sub_goals_cannot_become_a_direction(pillar, sub_goal):
    pillar.kind = "direction"
    assert refusal(pillar)["kind"] == ["下位に「1-1 目標1-1」があるので、この種類には変えられません。"]


def test_a_goal_with_what_hangs_on_it_cannot_move_to_another_plan(plan, pillar, sub_goal, other):
    make_action(plan, "1", pillar)
    pillar.plan = other
    [sentence] = refusal(pillar)["plan"]
    assert "「1 目標1」は移せません。移す先の計画で新しく作ってください。" in sentence


def test_an_action_and_a_track_cannot_move_to_another_plan(plan, other):
    track = ScheduleTrack.objects.create(plan=plan, code="t", title="全体")
    for row in (make_action(plan, "1"), track):
        row.plan = other
        assert "移せません" in refusal(row)["plan"][0]


def test_a_direction_with_pillars_cannot_become_a_sub_goal(plan, pillar):
    direction = make_goal(plan, "d", "direction")
    make_goal(plan, "2", "pillar", direction)
    direction.kind, direction.parent = "sub-goal", pillar
    assert "下位に「2 目標2」がある" in refusal(direction)["kind"][0]


def test_a_loop_that_came_into_the_database_otherwise_does_not_hang_the_check_of_a_goal_below_it(
    plan, sub_goal
):
    second = make_goal(plan, "1-2", "sub-goal", sub_goal)
    Goal.objects.filter(pk=sub_goal.pk).update(parent=second)
    below = make_goal(plan, "1-3", "sub-goal", second)
    assert [goal.code for goal in Goal.objects.get(pk=below.pk).trail()] == ["1-2", "1-1", "1-2"]
    below.full_clean()


def test_a_plan_and_a_department_stay_in_their_city(plan):
    other_city = make_city("minami")
    department = Department.objects.create(municipality=plan.municipality, code="d", name="企画課")
    for row in (plan, department):
        row.municipality = other_city
        assert "市区町村をまたいで動かせません" in refusal(row)["municipality"][0]


def test_a_citizen_still_reads_goals_that_came_into_a_loop(client, plan, sub_goal):
    second = make_goal(plan, "1-2", "sub-goal", sub_goal)
    Goal.objects.filter(pk=sub_goal.pk).update(parent=second)
    address = plan.get_absolute_url()
    for page in ("", "map/", "goals/1-1/", "goals/1-2/"):
        assert client.get(address + page).status_code == 200, page
