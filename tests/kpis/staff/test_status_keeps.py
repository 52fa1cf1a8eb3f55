"""Pressing one button of the status page takes nothing from what is typed elsewhere on it."""

import pytest

from kpis.models import Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(bureau_city, sit_at_status):
    return sit_at_status()


@pytest.fixture
def sit_at_status(bureau_city, sign_in):
    from tests.kpis.screens import Screen

    return lambda: Screen(sign_in("manager"), "status", bureau_city.review).open()


def field(row) -> str:
    return f"reason-value-{row.pk}"


def test_a_value_recorded_as_missing_leaves_the_other_texts(screen, bureau_city):
    screen.type({field(bureau_city.first): "調査中", field(bureau_city.second): "休館のため"})
    screen.type(overall_comment="よく進みました。", due_on="2025-08-08")
    screen.press("missing", f"value-{bureau_city.first.pk}")
    assert "を値なしとして記録しました" in screen.said
    assert "「日程と総括」は、まだ保存していません" in screen.said
    assert screen.value_of(field(bureau_city.second)) == "休館のため"
    assert screen.value_of("overall_comment") == "よく進みました。"
    assert Review.objects.get(pk=bureau_city.review.pk).overall_comment == ""
    screen.press("change")
    assert Review.objects.get(pk=bureau_city.review.pk).overall_comment == "よく進みました。"
    assert screen.value_of(field(bureau_city.second)) == "休館のため"


@pytest.mark.parametrize("button", ["close", "missing"])
def test_a_refusal_leaves_them_too(screen, bureau_city, button):
    screen.type({field(bureau_city.second): "休館のため"}).type(overall_comment="よく進みました。")
    screen.press(button, f"value-{bureau_city.first.pk}" if button == "missing" else "1")
    assert screen.value_of(field(bureau_city.second)) == "休館のため"
    assert screen.value_of("overall_comment") == "よく進みました。"


def test_closing_and_reopening_leave_the_comment(screen, bureau_city):
    for row in (bureau_city.first, bureau_city.second, bureau_city.third):
        bureau_city.value(row, "approved")
    screen.type(overall_comment="よく進みました。").press("close")
    assert "締め切りました" in screen.said
    assert screen.value_of("overall_comment") == "よく進みました。"
    screen.type(reopen_reason="差し替えのため").press("change")
    assert screen.value_of("reopen_reason") == "差し替えのため"
    screen.type(overall_comment="とてもよく進みました。").press("reopen")
    assert "受付中に戻しました" in screen.said
    assert screen.value_of("overall_comment") == "とてもよく進みました。"


def test_a_reason_that_has_no_place_any_longer_can_be_copied(screen, bureau_city):
    screen.type({field(bureau_city.second): "休館のため"})
    bureau_city.value(bureau_city.second, "submitted")
    screen.press("change")
    assert "書いた理由:「休館のため」" in screen.said


def test_the_enter_key_in_a_field_saves_dates_and_comment(screen):
    first = next(button for button in screen.form.iter("button"))
    assert first.get("name") == "change"


def test_with_nothing_typed_the_page_is_asked_for_anew(screen):
    assert screen.press("change").redirected
