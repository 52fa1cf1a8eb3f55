"""What became of a row while its page was open, other than another text: handed in, returned, deleted, sent before."""

import pytest

from kpis.workflow import entries
from tests.factories import make_indicator
from tests.kpis.reported_rows import now
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


def test_what_was_returned_meanwhile_is_handed_in_only_once_that_was_seen(small_city, sit, draft, key):
    mine = sit("writer")
    entries.submit(now(draft), by=small_city.user("editor"))
    entries.send_back(now(draft), by=small_city.user("approver"), reason="出典を書いてください")
    mine.type(key=key, value="30").press("submit")
    assert "ほかの人が先に保存した1件は提出していません" in mine.said
    assert (now(draft).value, now(draft).state) == (30, "returned")


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_was_typed_into_a_row_that_has_left_meanwhile_is_shown(small_city, sit, draft, key, state):
    mine = sit("writer").type(key=key, value="30", internal_note="内緒の覚え")
    entries.submit(now(draft), by=small_city.user("editor"))
    if state == "approved":
        entries.approve(now(draft), by=small_city.user("approver"))
    mine.submit()
    assert (now(draft).value, now(draft).state) == (10, state)
    assert not mine.redirected
    row = mine.row(key)
    assert "あなたが書いたもの" in row
    assert "30" in row
    assert "内緒の覚え" in row
    assert "確定値" in row
    assert not mine.has_field(f"{key}-value")


def test_an_untouched_row_that_has_left_meanwhile_is_just_shown(small_city, sit, draft, key):
    mine = sit("writer")
    entries.submit(now(draft), by=small_city.user("editor"))
    mine.save()
    assert mine.redirected
    assert "承認を待っています" in mine.row(key)


def test_others_rows_are_refreshed_where_nothing_was_typed(small_city, sit, draft, key):
    other = make_indicator(small_city.plan, "1-2", order=1)
    other.departments.add(small_city.section)
    mine = sit("writer")
    sit("editor").type(key=key, value="20").save()
    mine.type(key=key_of(other), value="5").save()
    assert mine.redirected
    assert mine.value_of(f"{key}-value") == "20"
    assert now(draft).value == 20
    assert now(draft).entered_by == small_city.user("editor")


def test_nobody_hands_in_what_they_have_not_seen(small_city, sit, draft, key):
    mine = sit("writer").tick(f"{key}-pick")
    sit("editor").type(key=key, value="20").save()
    mine.press("submit")
    assert not [box for box in mine.form.iter("input") if box.get("checked") is not None]
    assert (now(draft).value, now(draft).state) == (20, "draft")
    assert "ほかの人が" in mine.said
    mine.tick("row", key).press("handin")
    assert now(draft).state == "submitted", "now it stood on the page"


def test_nobody_hands_in_a_report_that_was_begun_meanwhile(small_city, sit, key):
    mine = sit("writer")
    sit("editor").type(key=key, value="20").save()
    mine.submit()
    assert small_city.indicator.measurements.get().state == "draft"


def test_a_row_that_was_deleted_meanwhile_is_not_made_anew_without_a_word(small_city, sit, draft, key):
    mine = sit("writer").type(key=key, value="30")
    draft.delete()
    mine.save()
    assert not small_city.indicator.measurements.exists()
    assert "ほかの人が消しました" in mine.row(key)
    assert "ほかの人は次の" not in mine.row(key)
    assert mine.value_of(f"{key}-value") == "30"
    mine.save()
    assert small_city.indicator.measurements.get().value == 30


@pytest.mark.parametrize("seen", ["", "x", "-1:abc", "9999999999999999999999:0", "9" * 5000 + ":0"])
def test_a_forged_version_overwrites_nothing(small_city, sit, draft, key, seen):
    mine = sit("writer").type(key=key, value="30")
    mine.post(mine.fields | {f"{key}-seen": seen, "save": "1"})
    assert now(draft).value == 10


@pytest.mark.parametrize("seen", ["", "x", "0000000000", "9" * 5000])
def test_a_forged_choice_overwrites_nothing(small_city, sit, draft, key, seen):
    mine = sit("writer").type(key=key, value="30")
    sit("editor").type(key=key, value="20").save()
    forged = {f"{key}-value-choice": f"mine:{seen}", "save": "1"}
    mine.post(mine.fields | forged)
    assert now(draft).value == 20


class TestSentTwice:
    """The answer to a first attempt was lost on its way: the browser sends the same again."""

    @pytest.mark.parametrize("button", ["save", "submit"])
    @pytest.mark.parametrize("begun", [False, True])
    def test_what_has_arrived_already_is_no_conflict(self, small_city, sit, key, button, begun):
        if begun:
            small_city.value("draft", value=10)
        action = key_of(small_city.action)
        mine = sit("writer").type(key=key, value="１，２３４", progress_comment="一行目\r\n二行目")
        mine.type(key=action, status="delayed", comment="取組")
        mine.post(mine.fields | {button: "1"})
        steps = small_city.indicator.measurements.get().history.count()
        mine.press(button)
        if button == "submit":
            twice = mine.fields | {"handin": "1"}
            mine.post(twice)
            steps += 1
            mine.press("handin")
            assert "提出しました" in mine.said
        assert mine.redirected
        assert "ほかの人は" not in mine.text
        assert small_city.indicator.measurements.get().history.count() == steps
        assert small_city.indicator.measurements.get().state == ("draft" if button == "save" else "submitted")

    def test_two_who_type_the_same_do_not_conflict(self, small_city, sit, key):
        small_city.value("draft", value=10)
        mine = sit("writer")
        sit("editor").type(key=key, value="20").save()
        mine.type(key=key, value="２０").save()
        assert mine.redirected
        assert small_city.indicator.measurements.get().entered_by == small_city.user("editor")
