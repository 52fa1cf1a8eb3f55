"""A returned report is handed in again once it was changed or answered: whichever way it is handed in."""

import pytest

from kpis.workflow import entries
from kpis.workflow.entries import Refused
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db
REASON = "桁を確かめてください"


@pytest.fixture(params=["value", "progress"])
def returned(request, small_city):
    """Submitted by `writer`, and sent back."""
    row = getattr(small_city, request.param)("submitted")
    return entries.send_back(row, by=small_city.user("approver"), reason=REASON)


def hand_in(small_city, row):
    return entries.submit(row, by=small_city.user("writer"))


def save(small_city, row, **fields):
    for name, text in fields.items():
        setattr(row, name, text)
    return entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)


def test_unchanged_it_is_refused(small_city, returned):
    with pytest.raises(Refused, match="差し戻されたときのまま"):
        hand_in(small_city, returned)
    returned.refresh_from_db()
    assert (returned.state, returned.version) == ("returned", 2)


def test_saving_it_as_it_was_is_no_change(small_city, returned):
    row = save(small_city, returned, internal_note=" \r\n")
    with pytest.raises(Refused, match="承認者への返事"):
        hand_in(small_city, row)


@pytest.mark.parametrize("answer", ["", "  \n"])
def test_a_blank_answer_is_none(small_city, returned, answer):
    with pytest.raises(Refused):
        hand_in(small_city, save(small_city, returned, answer=answer))


def test_a_change_will_do(small_city, returned):
    assert (
        hand_in(small_city, save(small_city, returned, internal_note="台帳で確かめた")).state == "submitted"
    )


def test_an_answer_will_do_and_the_approver_finds_it_beside_the_reason(small_city, returned):
    row = hand_in(small_city, save(small_city, returned, answer="台帳どおりです。"))
    row.refresh_from_db()
    assert (row.state, row.return_reason, row.answer) == ("submitted", REASON, "台帳どおりです。")
    row = entries.approve(row, by=small_city.user("approver"))
    assert (row.return_reason, row.answer) == ("", "")


def test_a_second_return_wants_an_answer_of_its_own(small_city, returned):
    row = hand_in(small_city, save(small_city, returned, answer="台帳どおりです。"))
    row = entries.send_back(row, by=small_city.user("approver"), reason="台帳の写しを")
    assert row.answer == ""
    with pytest.raises(Refused):
        hand_in(small_city, row)


def test_taking_it_back_and_undoing_the_change_is_no_way_around(small_city, returned):
    row = hand_in(small_city, save(small_city, returned, internal_note="直した"))
    row = entries.recall(row, by=small_city.user("writer"))
    row = save(small_city, row, internal_note="")
    with pytest.raises(Refused):
        hand_in(small_city, row)


def test_its_own_page_asks_for_the_answer(small_city, client):
    row = small_city.value("submitted")
    client.force_login(small_city.user("writer"))
    page = f"/admin/kpis/measurement/{row.pk}/change/"
    assert b'name="answer"' not in client.get(page).content
    row = entries.send_back(row, by=small_city.user("approver"), reason=REASON)
    assert b'name="answer"' in client.get(page).content
    verb = {"verb": "submit", "version": row.version}
    said = client.post(f"/admin/kpis/measurement/{row.pk}/do/", verb, follow=True).content.decode()
    assert "差し戻されたときのままです" in said
    row.refresh_from_db()
    assert row.state == "returned"


def test_a_draft_that_nobody_returned_needs_no_answer(small_city):
    assert hand_in(small_city, small_city.value("draft")).state == "submitted"


def test_the_grid_says_it_at_the_row(small_city, sit):
    entries.send_back(small_city.value("submitted"), by=small_city.user("approver"), reason=REASON)
    key = key_of(small_city.indicator)
    screen = sit().tick(f"{key}-pick").press("submit")
    assert "差し戻されたときのままです" in screen.row(key)
    screen.type(key=key, answer="台帳どおりです。").submit()
    row = small_city.indicator.measurements.get()
    assert (row.state, row.answer) == ("submitted", "台帳どおりです。")
