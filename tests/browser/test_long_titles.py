"""Titles as long as the model takes them, also without a place to break: every page holds them at every width."""

import struct
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .looking import STICKING_OUT
from .staff.conftest import Office, opened

WRITE = """
from django.apps import apps
from django.db import models
from tests.factories import being_entered, make_city, make_full_plan

city = make_city("nagai", name="長" * 50)
city.departments.create(code="somu", name="総務課")
plan = make_full_plan(city, "long-plan", 2)
being_entered(None)
SPARED = {"code", "slug", "kind", "state", "status", "role", "color", "path", "unit", "number"}
TEXTS = ("とても長い題名" * 50, "Unbroken" * 40)
for model in apps.get_models():
    if model._meta.app_label not in ("plans", "kpis") or hasattr(model, "instance_type"):
        continue
    names = [
        field for field in model._meta.fields
        if type(field) is models.CharField and field.name in ("title", "name", "subtitle", "office", "person", "edition", "group")
    ]
    paths = {"plan": plan, "municipality": city, "committee__plan": plan}
    for path, owner in paths.items():
        if names and path.split("__")[0] in {field.name for field in model._meta.fields}:
            for turn, row in enumerate(model._base_manager.filter(**{path: owner})):
                text = TEXTS[turn % 2]
                model._base_manager.filter(pk=row.pk).update(**{field.name: text[: field.max_length] for field in names})
plan.refresh_from_db()
type(plan).objects.filter(pk=plan.pk).update(title=TEXTS[0][:200])
plan.indicators.update(unit="とても長い単位です", target_wording=TEXTS[1][:200])
print(len(plan.title))
"""
PAGES = (
    "", "kpis/", "kpis/kpi-0/", "map/", "actions/", "goals/g0/", "goals/p0/", "schedule/", "organization/", "sources/", "values/",
    "glossary/", "changes/", "reports/",
)  # fmt: skip


@pytest.fixture(scope="module")
def long_office(tmp_path_factory, django_db_blocker) -> Iterator[Office]:
    with opened(tmp_path_factory.mktemp("long"), django_db_blocker) as office:
        office.ask(WRITE)
        yield office


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("language", ["", "en/", "easy/"])
def test_nothing_sticks_out(long_office, browser: Browser, language, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, wrong = context.new_page(), {}
    for address in ("", "nagai/", *(f"nagai/long-plan/{one}" for one in PAGES), "search/?q=長い"):
        answer = page.goto(f"{long_office.url}/{language}{address}")
        assert answer.status == 200, address
        if found := page.evaluate(STICKING_OUT):
            wrong[address] = found[:3]
    context.close()
    assert wrong == {}


@pytest.mark.parametrize(
    "address", ["nagai/long-plan/card.png", "nagai/long-plan/kpis/kpi-0/card.png", "card.png"]
)
def test_pictures_for_sharing_are_drawn(long_office, browser: Browser, address):
    context = browser.new_context()
    answer = context.request.get(f"{long_office.url}/{address}")
    assert answer.status == 200 and answer.body().startswith(b"\x89PNG")
    assert struct.unpack(">II", answer.body()[16:24]) == (1200, 630)
    context.close()
