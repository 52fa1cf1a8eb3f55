"""Both real plans in English, by the portal's own translations."""

import pytest

from plans.models import Goal, Translation
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
