"""What is stored of a plan speaks the original language: a page in another one takes none of its words from there."""

import pytest
from django.utils import timezone, translation

from kpis.models import Standing
from kpis.standings.reading import roll_ups_of, rows_of
from kpis.standings.rows import StoredRow
from kpis.standings.writing import refresh

from .looking import is_believed

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "ja-x-easy"]


@pytest.fixture
def stored(mihon):
    refresh(mihon)
    assert is_believed(mihon)
    return mihon


@pytest.mark.parametrize("code", LANGUAGES)
def test_rows_in_another_language_are_judged_anew(stored, code):
    today = timezone.localdate()
    original = rows_of(stored, today)
    assert all(isinstance(row, StoredRow) for row in original.rows)
    with translation.override(code):
        other = rows_of(stored, today)
        assert not any(isinstance(row, StoredRow) for row in other.rows)
        sentences = {row.indicator.code: row.citizen_sentence for row in other.rows}
    assert not set(sentences.values()) & {row.citizen_sentence for row in original.rows}
    assert other.roll_up == original.roll_up


def test_no_word_of_the_store_stands_on_a_page_in_another_language(client, stored):
    rows = Standing.objects.filter(plan_id=stored.pk)
    kept = {*rows.values_list("sentence", flat=True), *rows.values_list("cells", flat=True)}
    labels = set(rows.values_list("label", flat=True)) & {
        "やや遅れ",
        "前倒し",
        "判定には早い",
        "概ね達成",
        "未達成",
    }
    assert len(labels) > 3
    original = client.get("/mihon/dx-plan/kpis/").content.decode()
    assert all(label in original for label in labels)
    for path in ("/", "/mihon/", "/mihon/dx-plan/", "/mihon/dx-plan/kpis/"):
        for prefix in ("/en", "/easy"):
            page = client.get(f"{prefix}{path}")
            assert page.status_code == 200
            found = page.content.decode()
            assert not [text for text in kept | labels if text in found], path


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_stored_while_another_language_is_spoken_is_the_originals(stored, code):
    def kept() -> list[tuple]:
        rows = Standing.objects.filter(plan_id=stored.pk).order_by("place")
        return list(rows.values_list("code", "label", "sentence", "report", "cells"))

    before = kept()
    with translation.override(code):
        assert refresh(stored)
        counts = roll_ups_of([stored], timezone.localdate())[stored.pk]
        assert counts.total == len(before) - sum(row.is_reference for row in stored.indicators.all())
    assert kept() == before
