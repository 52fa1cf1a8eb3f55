"""What another city's people may send beside what its pages offer: other methods, actions of lists, ids in forms and queries."""

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from .table import OFFERS_PUBLIC_PLANS, TABLE, TYPES
from .walked_city import MARK, SECRET, Visit, WalkedCity, stored

pytestmark = pytest.mark.django_db

FOREIGN = ("foreign editor", "foreign manager")
METHODS = ("put", "delete", "options", "trace")


def model_admins():
    return {
        f"{model._meta.app_label}_{model._meta.model_name}": found
        for model, found in admin.site._registry.items()
    }


def request_of(city: WalkedCity, role: str, address: str = "/admin/"):
    request = RequestFactory().get(address)
    request.user = city.small_city.user(role)
    return request


def shows(text: str) -> bool:
    return MARK in text or SECRET in text


@pytest.mark.parametrize("method", METHODS)
def test_no_other_method_changes_or_shows_anything(city, method):
    visit = Visit(city, "foreign manager", stored())
    wrong = []
    for key, line in TABLE.items():
        address = city.address(key)
        answer = visit.ask(method, address)
        if answer.changed or answer.status >= 500 or (shows(answer.text) and key not in OFFERS_PUBLIC_PLANS):
            wrong.append(f"{method} {address}: {answer.status}{' changes' if answer.changed else ''}")
        if (
            "foreign manager" not in line.get | line.post | line.sends
            and answer.is_open
            and method != "options"
        ):
            wrong.append(f"{method} {address} is open ({answer.status})")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", FOREIGN)
def test_no_action_of_a_list_reaches_another_citys_rows(city, role):
    """Every action that a superuser has, also where the role's own list has none."""
    visit = Visit(city, role, stored())
    wrong, tried = [], 0
    for name, found in model_admins().items():
        row = city.rows[name]
        for action in {"delete_selected", *found.get_actions(request_of(city, "superuser"))}:
            for more in ({}, {"post": "yes"}, {"select_across": "1"}, {"post": "yes", "select_across": "1"}):
                data = {"action": action, "_selected_action": str(row.pk), "index": "0"} | more
                answer = visit.ask("post", reverse(f"admin:{name}_changelist"), data)
                tried += 1
                if answer.changed or answer.status >= 500 or shows(answer.text):
                    wrong.append(f"{name} {action} {more}: {answer.status}")
    assert tried > 4 * len(TYPES) - 1
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", FOREIGN)
def test_no_query_of_a_list_or_form_leads_to_another_citys_rows(city, role):
    """Ids of the other city where pages take them, and lookups that a list might let through."""
    visit = Visit(city, role, stored())
    small = city.small_city
    ids = {
        "plan": small.plan, "city": small.city, "municipality": small.city, "department": small.section,
        "indicator": small.indicator, "action": small.action, "review": small.review,
        "goal": city.rows["plans_goal"],
    }  # fmt: skip
    wrong = []
    for key, line in TABLE.items():
        if role not in line.get or key in OFFERS_PUBLIC_PLANS:
            continue
        queries = {name: row.pk for name, row in ids.items()} | {"city": small.city.slug, "q": "窓口"}
        if not key.endswith("_changelist"):
            asked = [queries]  # a page reads what it knows
        else:
            queries |= {f"{name}__id__exact": row.pk for name, row in ids.items()}
            queries |= {f"{name}__plan__id__exact": small.plan.pk for name in ("indicator", "action")}
            asked = [{name: value} for name, value in queries.items()]
        for query in asked:
            answer = visit.ask("get", city.address(key), query)
            if answer.status >= 500 or shows(answer.text):
                wrong.append(f"{key} {query}: {answer.status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", FOREIGN)
def test_no_form_takes_another_citys_row(city, role):
    """Of every form that the role may open: what each choice would accept, whatever its page offers."""
    wrong, choices = [], 0
    for name, found in model_admins().items():
        request = request_of(city, role, reverse(f"admin:{name}_add"))
        if not found.has_add_permission(request):
            continue
        forms_of_it = [found.get_form(request)]
        forms_of_it += [formset.form for formset, _ in found.get_formsets_with_inlines(request)]
        for form in forms_of_it:
            for field_name, field in form.base_fields.items():
                if not isinstance(field, forms.ModelChoiceField) or (name, field_name) in PUBLIC_CHOICES:
                    continue
                model = field.queryset.model
                rows = [row for row in city.rows.values() if type(row) is model]
                if not rows or model._meta.label in SHARED:
                    continue
                choices += 1
                if field.queryset.filter(pk__in=[row.pk for row in rows]).exists():
                    wrong.append(f"{name}.{field_name} takes another city's {model._meta.label}")
    if role == "foreign manager":
        assert choices > 15
    assert not wrong, "\n".join(wrong)


# A plan may name any public plan as related.
PUBLIC_CHOICES = {("plans_planrelation", "related_plan")}
SHARED = {"plans.NationalPriority", "kpis.RatingScale", "auth.User"}


@pytest.mark.parametrize("role", FOREIGN)
def test_no_search_of_choices_finds_another_citys_rows(city, role):
    visit = Visit(city, role, stored())
    wrong = []
    for name, found in model_admins().items():
        app, model = name.split("_")
        for described in found.model._meta.get_fields():
            if described.is_relation and described.concrete:
                query = {"app_label": app, "model_name": model, "field_name": described.name, "term": ""}
                answer = visit.ask("get", reverse("admin:autocomplete"), query)
                if answer.status >= 500 or shows(answer.text):
                    wrong.append(f"{name}.{described.name}: {answer.status}")
    assert not wrong, "\n".join(wrong)
