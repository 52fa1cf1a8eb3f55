"""Two reports compared, on an English and on an easy page."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared(client, mihon):
    address = reverse("report-comparison", args=[mihon.municipality.slug, mihon.slug])

    def compared(language: str) -> str:
        page = client.get(f"/{language}{address}?from=2024-Q3&to=2025-Q1")
        assert page.status_code == 200
        return page.content.decode().partition('<h2 id="changes">')[2]

    return compared


def test_verdicts_are_explained_in_the_pages_language(compared):
    assert "Progress against the plan is" in compared("en")
    assert "計画に対する進みは" not in compared("en")
    assert "計画に対する進みは" not in re.sub("<[^>]+>", "", compared("easy"))


def test_what_the_portal_says_on_an_easy_page_is_not_marked_as_another_language(compared):
    marked = set(re.findall(r'<span lang="ja"[^>]*>(.*?)</span>', compared("easy")))
    words = {re.sub(r"<rt>.*?</ruby>|<[^>]+>", "", text) for text in marked}
    assert not words & {"進みぐあい", "数え方が 変わりました", "ありません", "はじめの 数"}
