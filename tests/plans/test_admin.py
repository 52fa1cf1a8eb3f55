"""The admin: every role sees and changes what plans/access.py says, in its own municipality only."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from plans import models
from plans.access import city_path
from plans.models import (
    Action,
    Goal,
    Membership,
    Municipality,
    Plan,
    ScheduleItem,
    ScheduleTrack,
    Term,
)

pytestmark = pytest.mark.django_db

PLAN_MODELS = [model for model in admin.site._registry if model._meta.app_label == "plans"]
SHARED = {models.NationalPriority, models.SitePage, Membership}
SCOPED = [model for model in PLAN_MODELS if model not in SHARED]


def name(model, page):
    return f"admin:plans_{model._meta.model_name}_{page}"


def first_of(model, city):
    if model is models.Emblem:
        models.Emblem.objects.get_or_create(
            municipality=city, defaults={"picture": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}
        )
    return model.objects.filter(**{city_path(model): city.pk}).first()


def staff(role, city_slug, **membership):
    user = get_user_model().objects.create_user(f"{role}-{city_slug}", password="x", is_staff=True)
    city = Municipality.objects.get(slug=city_slug)
    Membership.objects.create(user=user, municipality=city, role=role, **membership)
    return user


@pytest.fixture
def manager(client):
    user = staff("manager", "mihon")
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", PLAN_MODELS, ids=lambda model: model.__name__)
def test_the_administrator_opens_every_list_form_and_row(admin_client, model):
    row = model.objects.first()
    addresses = [reverse(name(model, "changelist"))]
    if model is not models.Revision:  # written by what happens alone
        addresses.append(reverse(name(model, "add")))
    if row is not None:
        addresses.append(reverse(name(model, "change"), args=[row.pk]))
    for address in addresses:
        assert admin_client.get(address).status_code == 200, address
    assert admin_client.get(reverse(name(model, "changelist")) + "?q=DX").status_code in (200, 302)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_manager_opens_own_rows_and_is_refused_those_of_another_city(client, manager, model):
    own = first_of(model, Municipality.objects.get(slug="mihon"))
    other = first_of(model, Municipality.objects.get(slug="amagasaki"))
    assert client.get(reverse(name(model, "change"), args=[own.pk])).status_code == 200
    for page in ("change", "delete", "history"):
        answer = client.get(reverse(name(model, page), args=[other.pk]))
        assert answer.status_code in (302, 403), f"{page} of {other} is open"


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_managers_list_holds_no_row_and_no_filter_of_another_city(client, manager, model):
    text = client.get(reverse(name(model, "changelist"))).content.decode()
    for foreign in ("尼崎市", "宝塚市", "あまがさき共創"):
        assert foreign not in text


@pytest.mark.parametrize("model", sorted(SHARED, key=str), ids=lambda model: model.__name__)
def test_a_manager_does_not_touch_what_all_cities_share(client, manager, model):
    assert client.get(reverse(name(model, "changelist"))).status_code == 403


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_editors_and_approvers_read_the_plan_but_do_not_change_it(client, role):
    client.force_login(staff(role, "mihon"))
    goal = Goal.objects.filter(plan__municipality__slug="mihon").first()
    address = reverse(name(Goal, "change"), args=[goal.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "書きかえ"}).status_code == 403
    assert client.get(reverse(name(Goal, "add"))).status_code == 403
    goal.refresh_from_db()
    assert goal.title != "書きかえ"


def test_an_expired_role_opens_nothing(client):
    client.force_login(staff("manager", "mihon", valid_until="2020-03-31"))
    assert client.get(reverse(name(Goal, "changelist"))).status_code == 403


def test_a_citizen_with_an_account_but_no_staff_flag_opens_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("citizen", password="x"))
    assert client.get(reverse(name(Goal, "changelist"))).status_code == 302


def goal_data(goal, **changes):
    kept = {
        field: getattr(goal, field)
        for field in ("kind", "state", "number", "title", "subtitle", "summary", "order")
    }
    inline = {"children-TOTAL_FORMS": "0", "children-INITIAL_FORMS": "0"}
    return (
        kept
        | {"plan": goal.plan_id, "parent": goal.parent_id or "", "source_place": ""}
        | {"revision_kind": "misprint", "revision_reason": "原本と違っていたため。"}
        | inline
        | changes
    )


def test_a_manager_corrects_a_title_and_it_is_on_the_public_page_at_once(client, manager):
    goal = Goal.objects.get(plan__slug="dx-plan", code="1-1")
    answer = client.post(reverse(name(Goal, "change"), args=[goal.pk]), goal_data(goal, title="新しい題名"))
    assert answer.status_code == 302, answer.context["errors"] if answer.context else ""
    assert "新しい題名" in client.get(goal.get_absolute_url()).content.decode()


def test_a_manager_cannot_change_a_code_that_public_addresses_use(client, manager):
    goal = Goal.objects.get(plan__slug="dx-plan", code="1-1")
    client.post(reverse(name(Goal, "change"), args=[goal.pk]), goal_data(goal, code="9-9"))
    goal.refresh_from_db()
    assert goal.code == "1-1"


def test_a_manager_is_told_why_a_pillar_cannot_stand_under_a_sub_goal(client, manager):
    pillar = Goal.objects.get(plan__slug="dx-plan", code="1")
    sub_goal = Goal.objects.get(plan__slug="dx-plan", code="2-1")
    answer = client.post(
        reverse(name(Goal, "change"), args=[pillar.pk]), goal_data(pillar, parent=sub_goal.pk)
    )
    assert "柱を目標「2-1" in answer.content.decode()


def test_a_manager_cannot_move_a_goal_into_another_citys_plan(client, manager, amagasaki):
    goal = Goal.objects.get(plan__slug="dx-plan", code="1-1")
    answer = client.post(reverse(name(Goal, "change"), args=[goal.pk]), goal_data(goal, plan=amagasaki.pk))
    assert answer.status_code == 302
    goal.refresh_from_db()
    assert goal.plan_id != amagasaki.pk


def test_an_administrator_is_told_when_an_action_is_given_goals_of_another_plan(
    admin_client, amagasaki, takarazuka
):
    foreign = takarazuka.goals.first()
    data = {"plan": amagasaki.pk, "code": "new-1", "title": "新しい取組", "order": "1", "goals": [foreign.pk]}
    answer = admin_client.post(reverse(name(Action, "add")), data)
    assert "この市区町村のものから選んでください" in answer.content.decode()
    assert not Action.objects.filter(code="new-1").exists()


def test_an_administrator_is_told_the_expected_check_digit(admin_client):
    data = {"name": "甲市", "slug": "ko", "code": "282145", "order": "0"}
    data |= {"departments-TOTAL_FORMS": "0", "departments-INITIAL_FORMS": "0"}
    answer = admin_client.post(reverse(name(Municipality, "add")), data)
    assert "6桁目は「6」" in answer.content.decode()


def test_a_manager_exports_the_glossary_as_a_file_that_excel_reads(client, manager, mihon):
    answer = client.get(reverse("admin:plans_term_export"))
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert len(text.splitlines()) >= mihon.terms.count() + 1
    assert "AIチャットボット" not in text or Term.objects.filter(plan=mihon, name="AIチャットボット").exists()
    assert "takarazuka" not in text


def test_an_unpublished_plan_is_listed_for_its_manager_only(client, manager, unguarded):
    Plan.objects.filter(municipality__slug__in=["mihon", "amagasaki"]).update(is_public=False)
    assert client.get("/mihon/dx-plan/").status_code == 200
    assert client.get("/amagasaki/kyoso-dx/").status_code == 404


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_lists_ask_the_same_number_of_questions_however_long_they_are(
    admin_client, model, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        admin_client.get(reverse(name(model, "changelist")))


def track_page(track, *rows):
    """What the form of a schedule's track sends, with these rows of items below it."""
    data = {"number": "1", "title": "列", "goal": "", "state": "public", "order": "1"}
    data |= {"revision_reason": "日程の見直し"}
    data |= {"items-TOTAL_FORMS": str(len(rows)), "items-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        item = {"track": track.pk, "kind": "task", "title": "作業", "state": "public", "order": "1"} | row
        data |= {f"items-{number}-{name}": value for name, value in item.items()}
    return reverse(name(ScheduleTrack, "change"), args=[track.pk]), data


def test_a_manager_adds_items_on_the_page_of_their_track_and_they_belong_to_its_plan(
    client, manager, mihon, unguarded
):
    track = ScheduleTrack.objects.create(plan=mihon, code="new", title="列")
    row = {"code": "new-item", "from_quarter": "2026-Q1", "to_quarter": "2026-Q2"}
    assert client.post(*track_page(track, row)).status_code == 302
    assert track.items.get().plan == mihon


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "taken"}, "コード"),
        ({"from_quarter": "2026-Q3"}, "終了の四半期は、開始の四半期と同じか後"),
        ({"from_quarter": "2026年"}, "2025-Q4 のように"),
    ],
)
def test_a_manager_is_told_of_a_mistake_in_an_item_below_its_track(
    client, manager, mihon, unguarded, change, sentence
):
    track = ScheduleTrack.objects.create(plan=mihon, code="new", title="列")
    other = mihon.schedule_tracks.exclude(pk=track.pk).first()
    quarters = {"from_quarter": "2026-Q1", "to_quarter": "2026-Q2"}
    ScheduleItem.objects.create(plan=mihon, track=other, code="taken", title="前からある", **quarters)
    answer = client.post(*track_page(track, {"code": "fresh"} | quarters | change))
    assert answer.status_code == 200
    assert sentence in "".join(map(str, answer.context["errors"]))
    assert not track.items.exists()


def test_a_manager_does_not_change_a_stored_items_code_on_its_tracks_page(client, manager, mihon, unguarded):
    track = ScheduleTrack.objects.create(plan=mihon, code="new", title="列")
    quarters = {"from_quarter": "2026-Q1", "to_quarter": "2026-Q2"}
    item = ScheduleItem.objects.create(plan=mihon, track=track, code="kept", title="作業", **quarters)
    address, data = track_page(track, {"id": item.pk, "code": "other", "title": "新しい名前"} | quarters)
    assert client.post(address, data | {"items-INITIAL_FORMS": "1"}).status_code == 302
    item.refresh_from_db()
    assert (item.code, item.title) == ("kept", "新しい名前")


def test_an_administrator_may_correct_a_municipalitys_official_code(admin_client):
    city = Municipality.objects.get(slug="amagasaki")
    page = admin_client.get(reverse(name(Municipality, "change"), args=[city.pk]))
    assert not page.context["adminform"].form.fields["code"].disabled
