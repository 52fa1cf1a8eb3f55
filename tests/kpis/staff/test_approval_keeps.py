"""Deciding on one card of the approver's page takes nothing from the others."""

import pytest

from kpis.models import Measurement
from tests.kpis.reported_rows import hand_in, state
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(small_city):
    return [small_city.value("submitted"), hand_in(small_city), hand_in(small_city, code="y")]


@pytest.mark.parametrize("button", ["approve_one", "return"])
def test_what_is_written_and_ticked_on_the_other_cards_stays(rows, page, button):
    first, second, third = map(key_of, rows)
    screen = page().type({f"reason-{first}": "桁が違います", f"reason-{second}": "根拠を\nください"})
    screen.typed["pick"] = [third]
    screen.press(button, first)
    assert state(rows[0]) == ("approved" if button == "approve_one" else "returned")
    assert screen.value_of(f"reason-{second}") == "根拠を\nください"
    assert screen.fields["pick"] == third
    assert "件を" in screen.said
    assert ("「桁が違います」" in screen.said) == (button == "approve_one"), "not used, and not lost"
    opened = [part for part in screen.page.element(second).iter("details") if part.get("open") is not None]
    assert opened, "a text that is folded away looks lost"


def test_a_refused_return_keeps_the_rest_too(rows, page):
    first, second, _third = map(key_of, rows)
    screen = page().type({f"reason-{second}": "根拠をください"})
    screen.typed["pick"] = [second]
    screen.press("return", first)
    assert "差し戻す理由を書いてください" in screen.row(first)
    assert (screen.value_of(f"reason-{second}"), screen.fields["pick"]) == ("根拠をください", second)


def test_what_is_ticked_and_to_be_returned_is_not_approved_along(rows, page):
    first, second, _third = map(key_of, rows)
    screen = page().type({f"reason-{second}": "根拠をください"})
    screen.typed["pick"] = [first, second]
    screen.press("approve")
    assert [state(row) for row in rows] == ["approved", "submitted", "submitted"]
    assert "理由を消してから承認してください" in screen.row(second)
    assert screen.value_of(f"reason-{second}") == "根拠をください"


def test_a_tick_does_not_outlive_what_it_was_put_on(rows, page):
    first, second, _third = map(key_of, rows)
    screen = page()
    screen.typed["pick"] = [second]
    Measurement.objects.filter(pk=rows[1].pk).update(value=99, version=3)
    screen.press("approve_one", first)
    assert "pick" not in screen.fields
    assert "内容が変わりました" in screen.row(second)


def test_the_reason_for_what_waits_no_longer_can_be_copied(rows, page):
    first, second, _third = map(key_of, rows)
    screen = page().type({f"reason-{second}": "根拠をください"})
    Measurement.objects.filter(pk=rows[1].pk).update(state="draft", version=3)
    screen.press("return", second)
    assert "「根拠をください」" in screen.said
    screen = page().type({f"reason-{first}": "桁が違います"})
    rows[0].delete()
    screen.press("approve_one", key_of(rows[2]))
    assert "「桁が違います」" in screen.said
    assert state(rows[2]) == "approved"


def test_with_nothing_written_the_page_is_asked_for_anew(rows, page):
    assert page().press("approve_one", key_of(rows[0])).redirected
