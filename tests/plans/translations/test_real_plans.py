"""The plans that come with the portal in English, by its own translations."""

import pytest

from kpis.models import Indicator
from plans.models import Goal, Plan, Translation
from plans.translations.memory import in_language, speak_of
from plans.translations.said import Untranslated, said
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_every_summary_of_a_goal_is_translated(real_plans):
    lacking = [
        goal
        for plan in real_plans
        for goal in Goal.objects.filter(plan=plan).exclude(summary="")
        if not Translation.objects.filter(
            municipality=plan.municipality, language="en", original=goal.summary, is_portals=True
        ).exists()
    ]
    assert Goal.objects.filter(plan__in=real_plans).exclude(summary="").count() == 22
    assert not lacking


def test_a_goals_page_tells_its_summary_in_english(client, real_plans):
    page = read(client, "/en/takarazuka/dx-vision/goals/1-2/")
    assert "tells each person of what concerns them" in page.text
    assert "portal's translations" in text_of(page.main)


def test_no_figure_has_a_japanese_unit_in_english():
    for plan in Plan.objects.all():
        units = Indicator.objects.filter(plan=plan).values_list("unit", flat=True)
        with in_language("en"):
            speak_of([plan.municipality_id])
            assert [unit for unit in units if isinstance(said(unit), Untranslated)] == [], plan.slug
