"""What the database itself refuses, whatever program writes to it: no row here passes through clean()."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from plans.models import (
    Action,
    Department,
    FormerAddress,
    Goal,
    Membership,
    Municipality,
    Plan,
    PlanDepartment,
    PlanLabel,
    PlanRelation,
    ScheduleItem,
    ScheduleTrack,
    SitePage,
    SourceDocument,
    Term,
)
from tests.factories import make_action, make_city, make_goal, make_item, make_plan, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2027, 3, 31))


@pytest.fixture
def pillar(plan):
    return make_goal(plan, "1")


@pytest.fixture
def item(plan):
    track = ScheduleTrack.objects.create(plan=plan, code="track", title="全体")
    return make_item(track, "item", "2024-Q2", "2024-Q3")


def refuses_row(row, constraint: str):
    """The database refuses to take the row; SQLite names a unique constraint by its columns."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.bulk_create([row])


def refuses_change(row, constraint: str, **values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def test_a_direction_cannot_stand_below_another_goal(plan, pillar):
    below = Goal(plan=plan, code="x", title="方向", kind="direction", parent=pillar)
    refuses_row(below, "goal_direction_at_top")


def test_a_sub_goal_cannot_stand_at_the_top(plan):
    refuses_row(Goal(plan=plan, code="x", title="目標", kind="sub-goal"), "goal_sub_goal_has_parent")


def test_a_goal_cannot_be_of_an_unknown_kind(plan):
    refuses_row(Goal(plan=plan, code="x", title="目標", kind="theme"), "goal_kind_known")


def test_a_goal_cannot_stand_below_itself(pillar):
    refuses_change(pillar, "goal_not_its_own_parent", parent=pillar)


def test_a_department_cannot_stand_below_itself():
    department = Department.objects.create(municipality=make_city(), code="dx", name="DX課")
    refuses_change(department, "department_not_its_own_parent", parent=department)


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Goal, {"kind": "pillar", "title": "柱"}, "goal_code_unique|plans_goal.plan_id, plans_goal.code"),
        (Action, {"title": "取組"}, "action_code_unique|plans_action.plan_id, plans_action.code"),
        (Term, {"name": "語", "body": "…"}, "term_code_unique|plans_term.plan_id, plans_term.code"),
    ],
)
def test_two_rows_of_a_plan_cannot_share_a_code(plan, pillar, model, fields, constraint):
    make_action(plan, "1")
    make_term(plan, "1", "AI")
    refuses_row(model(plan=plan, code="1", **fields), constraint)


def test_rows_of_two_plans_may_share_a_code(plan, pillar):
    other = make_plan(plan.municipality, "other")
    assert make_goal(other, pillar.code).pk


def test_a_real_city_needs_its_code():
    refuses_row(Municipality(name="市", slug="nameless"), "municipality_code_unless_fictional")


@pytest.mark.parametrize("code", ["28214", "abcdef", "２８２１４６"])
def test_a_city_cannot_have_a_malformed_code(code):
    refuses_change(make_city(), "municipality_code_unless_fictional", code=code)


def test_two_cities_cannot_share_a_code_or_an_address():
    city = make_city()
    refuses_row(
        Municipality(name="市", slug="b", code=city.code), "municipality_code_unique|municipality.code"
    )
    refuses_row(Municipality(name="市", slug=city.slug, code="011002"), "slug")


def test_any_number_of_fictional_cities_may_go_without_a_code():
    assert make_city("a", code="", is_fictional=True).pk
    assert make_city("b", code="", is_fictional=True).pk


def test_a_plan_cannot_end_before_it_starts(plan):
    refuses_change(plan, "plan_ends_after_start", ends_on=date(2024, 3, 31))


def test_a_department_cannot_close_before_it_opens():
    department = Department.objects.create(
        municipality=make_city(), code="dx", name="DX課", valid_from=date(2024, 4, 1)
    )
    refuses_change(department, "department_valid_range", valid_until=date(2024, 3, 31))


def test_a_city_cannot_have_two_plans_at_one_address(plan):
    twin = Plan(municipality=plan.municipality, slug=plan.slug, title="もう一つの計画")
    twin.public_since = plan.public_since
    refuses_row(twin, "plan_slug_unique|公開済みの内容です")


def test_a_schedule_item_cannot_end_before_it_starts(item):
    refuses_change(item, "schedule_item_ends_after_start", to_quarter="2024-Q1")


@pytest.mark.parametrize("quarter", ["2024-Q5", "2024-3", "", "R6-Q5"])
def test_a_schedule_item_cannot_have_a_malformed_quarter(item, quarter):
    refuses_change(item, "schedule_item_quarter_form", from_quarter=quarter, to_quarter=quarter)


def test_a_schedule_item_cannot_belong_to_a_goal_and_an_action(plan, pillar, item):
    refuses_change(item, "schedule_item_one_subject", goal=pillar, action=make_action(plan, "1"))


@pytest.mark.parametrize("published", ["2023-123", "令和0年", "昔"])
def test_a_document_or_relation_cannot_have_a_malformed_date(plan, published):
    document = SourceDocument(plan=plan, code="d", title="本編", published=published)
    refuses_row(document, "document_published_form")
    relation = PlanRelation(plan=plan, code="r", kind="upper", title="総合計画", dated=published)
    refuses_row(relation, "relation_dated_form")


@pytest.fixture
def member():
    user = get_user_model().objects.create_user("sato")
    return Membership.objects.create(user=user, municipality=make_city(), role="editor")


def test_a_person_cannot_have_the_same_role_twice_even_in_no_department(member):
    twin = Membership(user=member.user, municipality=member.municipality, role=member.role)
    refuses_row(twin, "membership_unique")


def test_a_person_may_have_two_roles(member):
    assert Membership.objects.create(user=member.user, municipality=member.municipality, role="approver").pk


def test_a_role_cannot_end_before_it_begins(member):
    refuses_change(
        member, "membership_valid_range", valid_from=date(2024, 4, 2), valid_until=date(2024, 4, 1)
    )


def test_nobody_is_their_own_deputy(member):
    refuses_change(member, "membership_not_own_deputy", deputy_for=member.user)


def test_a_plan_calls_a_kind_by_one_word(plan):
    PlanLabel.objects.create(plan=plan, kind="pillar", label="基本方針")
    refuses_row(PlanLabel(plan=plan, kind="pillar", label="柱"), "plan_label_unique|plans_planlabel.kind")


def test_a_department_has_one_role_in_a_plan(plan):
    department = Department.objects.create(municipality=plan.municipality, code="dx", name="DX課")
    PlanDepartment.objects.create(plan=plan, department=department, role="事務局")
    twin = PlanDepartment(plan=plan, department=department, role="調整")
    refuses_row(twin, "plan_department_unique|plans_plandepartment.department_id")


def test_an_address_leads_to_one_plan_and_a_site_text_exists_once(plan):
    FormerAddress.objects.create(path="a/b", plan=plan)
    refuses_row(FormerAddress(path="a/b", plan=plan), "path")
    refuses_row(SitePage(slug="about", title="もう一つ", body="…"), "slug")


def test_a_schedule_item_needs_its_track(plan):
    refuses_row(
        ScheduleItem(plan=plan, code="x", title="…", from_quarter="2024-Q1", to_quarter="2024-Q1"), "track_id"
    )
