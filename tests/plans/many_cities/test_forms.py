"""Forms of the admin offer and take rows of one city only, with forty cities beside it."""

from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from plans.access import city_path
from plans.models import Municipality
from plans.place_filters import MOST
from tests.addresses.walked_city import WalkedCity

from .conftest import add_cities

pytestmark = pytest.mark.django_db


def forms_of(city: WalkedCity, role: str, row_too: bool) -> Iterator[tuple[str, forms.BaseForm]]:
    for model, page in admin.site._registry.items():
        row = city.rows[f"{model._meta.app_label}_{model._meta.model_name}"] if row_too else None
        request = RequestFactory().get("/", {"city": city.small_city.city.pk})
        request.user = city.small_city.user(role)
        request.resolver_match = type("Match", (), {"kwargs": {"object_id": str(row.pk)} if row else {}})
        if not page.has_change_permission(request):
            continue
        yield model._meta.label, page.get_form(request, row, change=row is not None)(instance=row)
        for inline in page.get_inline_instances(request, row):
            yield (
                inline.model._meta.label,
                inline.get_formset(request, row)(instance=row or model()).empty_form,
            )


@pytest.mark.parametrize("role", ["superuser", "manager"])
@pytest.mark.parametrize("row_too", [True, False], ids=["stored", "new"])
def test_no_form_offers_another_citys_rows(city, role, row_too):
    add_cities(1)
    looked = 0
    for place, form in forms_of(city, role, row_too):
        for name, field in form.fields.items():
            kind = field.queryset.model if isinstance(field, forms.ModelChoiceField) else None
            if kind is None or name == "related_plan" or field.widget.is_hidden:
                continue
            looked += 1
            if city_path(kind) is not None:
                foreign = field.queryset.exclude(**{city_path(kind): city.small_city.city.pk})
                assert not foreign.exists(), f"{place}.{name}"
            shown = [key for key, _label in field.widget.choices if key]
            assert len(shown) <= MOST, f"{place}.{name}"
    assert looked > 20


def test_a_new_row_asks_for_the_city_first(city):
    client = city.client("superuser")
    page = client.get("/admin/kpis/measurement/add/?_popup=1").content.decode()
    assert "どの市区町村の" in page
    assert 'name="_popup" value="1"' in page
    own = city.small_city.city
    page = client.get(f"/admin/kpis/measurement/add/?city={own.pk}").content.decode()
    assert '<select name="indicator"' in page
    plan = city.rows["plans_plan"]
    assert '<select name="goal"' in client.get(f"/admin/kpis/indicator/add/?plan={plan.pk}").content.decode()
    kept = f"/admin/plans/goal/add/?_changelist_filters=city%3D{own.pk}"
    assert '<select name="parent"' in client.get(kept).content.decode()


def test_a_manager_cannot_name_another_city(city):
    other = Municipality.objects.get(slug="minami")
    answer = city.client("manager").get(f"/admin/plans/department/?city={other.pk}")
    assert {row.municipality_id for row in answer.context["cl"].result_list} == {city.small_city.city.pk}


def test_a_file_is_of_one_city(city):
    client = city.client("superuser")
    answer = client.get("/admin/plans/term/export/", follow=True)
    assert "先に市区町村を選んでください" in answer.content.decode()
    own = city.small_city.city
    text = client.get(f"/admin/plans/term/export/?city={own.pk}").content.decode("utf-8-sig")
    assert text.count("\n") == 1 + city.rows["plans_term"].plan.terms.count()
