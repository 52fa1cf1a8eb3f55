"""A plan's tabs: what it has, and nothing that leads to an empty page."""

import pytest
from django.urls import reverse

from tests.factories import make_action, make_goal, make_indicator, make_term
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db
SEARCH = "この計画の中を検索"  # beside the tabs, of every plan


def tabs(client, plan, page: str = "overview") -> list[str]:
    address = reverse(page, args=[plan.municipality.slug, plan.slug])
    nav = next(
        part for part in read(client, address).all("nav") if part.get("aria-label") == "この計画のページ"
    )
    return [text_of(link) for link in nav.iter("a")]


def test_an_empty_plan_has_its_overview_only(client, plan):
    assert tabs(client, plan) == ["概要", SEARCH]


def test_each_thing_a_plan_holds_brings_its_tab_in_the_usual_order(client, plan):
    make_goal(plan, "1")
    make_action(plan, "a1")
    make_indicator(plan, "1-1")
    make_term(plan, "ai", "AI")
    assert tabs(client, plan) == ["概要", "体系図", "KPI・KGI", "取組", "用語集", SEARCH]


def test_who_comes_to_an_empty_page_sees_where_they_are(client, plan):
    assert tabs(client, plan, "glossary") == ["概要", "用語集", SEARCH]


def test_a_plan_with_published_reports_has_their_tab_and_one_without_has_none(client, mihon, takarazuka):
    assert "四半期報告" in tabs(client, mihon)
    assert "四半期報告" not in tabs(client, takarazuka)
