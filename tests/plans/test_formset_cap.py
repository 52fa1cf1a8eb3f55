"""How many rows a page of the admin takes at once."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from plans.formset_cap import ROOM, CappedRows
from plans.models import Department
from tests.factories import make_member

pytestmark = pytest.mark.django_db
INLINES = [
    pytest.param(page, inline, id=f"{page.opts.model_name}-{inline.model._meta.model_name}")
    for page in admin.site._registry.values()
    for inline in page.inlines
]


@pytest.mark.parametrize("page, inline", INLINES)
def test_every_table_of_every_page_builds_as_many_rows_as_there_is_room(page, inline, admin_user):
    request = RequestFactory().get("/")
    request.user, request.resolver_match = admin_user, None
    made = inline(page.model, admin.site).get_formset(request)
    assert issubclass(made, CappedRows)
    prefix = made.get_default_prefix()
    sent = {f"{prefix}-TOTAL_FORMS": "1999999", f"{prefix}-INITIAL_FORMS": "1999999"}
    formset = made(sent, instance=page.model())
    assert len(formset.forms) == 0
    assert formset.total_form_count() <= ROOM


def page_of(city) -> str:
    return f"/admin/plans/municipality/{city.pk}/change/"


def sent(city, total: int | str, rows: int = 0) -> dict:
    names = [field.name for field in city._meta.fields if field.editable]
    data = {name: getattr(city, name) for name in names if name != "is_fictional"}
    return (
        data
        | {"departments-TOTAL_FORMS": str(total), "departments-INITIAL_FORMS": "0"}
        | {
            f"departments-{number}-{name}": text
            for number in range(rows)
            for name, text in (("code", f"k{number}"), ("name", f"課{number}"), ("order", "0"))
        }
    )


@pytest.fixture
def manager_client(client, plan):
    client.force_login(make_member(plan.municipality))
    return client


@pytest.mark.parametrize("total", [ROOM + 1, 2000, 1999999, "9" * 300])
def test_more_rows_than_there_is_room_for_are_refused_in_a_sentence(manager_client, plan, total):
    answer = manager_client.post(page_of(plan.municipality), sent(plan.municipality, total))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "一度に足せるのは50行までです。" in page
    assert page.count("departments-1") == 0
    assert not Department.objects.filter(municipality=plan.municipality).exists()


def test_as_many_as_there_is_room_for_are_stored(manager_client, plan):
    answer = manager_client.post(page_of(plan.municipality), sent(plan.municipality, ROOM, ROOM))
    assert answer.status_code == 302, answer.context["errors"]
    assert plan.municipality.departments.count() == ROOM


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 5000, "1.5", "\x00", None])
def test_a_count_that_is_none_is_refused(manager_client, plan, total):
    data = sent(plan.municipality, total or "")
    if total is None:
        del data["departments-TOTAL_FORMS"], data["departments-INITIAL_FORMS"]
    answer = manager_client.post(page_of(plan.municipality), data)
    assert answer.status_code in (200, 302)


def test_the_pages_button_stops_at_the_room(manager_client, plan):
    Department.objects.create(municipality=plan.municipality, code="a", name="課")
    page = manager_client.get(page_of(plan.municipality)).content.decode()
    assert f'name="departments-MAX_NUM_FORMS" value="{ROOM + 1}"' in page
