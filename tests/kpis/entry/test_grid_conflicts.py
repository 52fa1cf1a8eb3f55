"""Two people at the same rows: the second sees what the first saved, and chooses; nothing is silently overwritten."""

import pytest

from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from tests.factories import make_indicator
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(small_city) -> str:
    return key_of(small_city.indicator)


@pytest.fixture
def draft(small_city) -> Measurement:
    return small_city.value("draft", value=10)


def now(row):
    return type(row).objects.get(pk=row.pk)


class TestTheSecondToSave:
    @pytest.fixture
    def second(self, sit, draft, key):
        """The second's screen after the first (`editor`) has saved 20 and the second has tried to save 30."""
        mine = sit("writer")
        sit("editor").type(key=key, value="20", progress_comment="相手").save()
        return mine.type(key=key, value="30", progress_comment="自分").save()

    def test_sees_the_others_value_beside_their_own(self, second, draft, key):
        assert now(draft).value == 20
        row = second.row(key)
        assert "editorが" in row
        assert "その値: 20件" in row
        assert second.value_of(f"{key}-value") == "30"
        assert second.value_of(f"{key}-progress_comment") == "自分"

    def test_may_replace_it(self, second, draft, key):
        second.tick(f"{key}-choice", "mine").save()
        assert (now(draft).value, now(draft).progress_comment) == (30, "自分")
        assert second.redirected
        assert [row.value for row in draft.history.all()] == [30, 20, 10], (
            "the other's value stands in the record"
        )

    def test_may_leave_it(self, second, draft, key):
        second.tick(f"{key}-choice", "theirs").save()
        assert now(draft).value == 20
        assert second.redirected
        assert second.value_of(f"{key}-value") == "20"

    def test_may_leave_it_and_hand_it_in(self, second, draft, key):
        second.tick(f"{key}-choice", "theirs").submit()
        assert (now(draft).value, now(draft).state) == (20, "submitted")

    def test_is_asked_again_without_a_choice(self, second, draft, key):
        second.save()
        assert now(draft).value == 20
        assert "ぶつかりました" in second.row(key)
        assert second.value_of(f"{key}-value") == "30"

    def test_may_correct_their_own_while_choosing(self, second, draft, key):
        second.tick(f"{key}-choice", "mine").type(key=key, value="33").save()
        assert now(draft).value == 33

    def test_sees_the_others_value_although_their_own_is_no_number(self, second, draft, key):
        second.type(key=key, value="abc").save()
        assert "その値: 20件" in second.row(key)
        assert second.value_of(f"{key}-value") == "abc"
        second.tick(f"{key}-choice", "mine").save()
        assert now(draft).value == 20, "a choice makes no number of it"
        assert second.value_of(f"{key}-value") == "abc"

    @pytest.mark.parametrize("choice", ["mine", "theirs"])
    def test_is_asked_anew_when_the_other_moves_on_meanwhile(self, second, sit, draft, key, choice):
        sit("editor").type(key=key, value="25").save()
        second.tick(f"{key}-choice", choice).save()
        assert now(draft).value == 25
        assert "その値: 25件" in second.row(key)
        assert second.value_of(f"{key}-value") == "30"
        second.tick(f"{key}-choice", choice).save()
        assert now(draft).value == {"mine": 30, "theirs": 25}[choice]

    def test_is_told_when_the_other_hands_it_in_while_they_choose(self, second, small_city, draft, key):
        entries.submit(now(draft), by=small_city.user("editor"))
        second.tick(f"{key}-choice", "mine").save()
        assert (now(draft).value, now(draft).state) == (20, "submitted")
        row = second.row(key)
        assert "ここでは直せません" in row
        assert "30" in row
        assert "自分" in row


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


@pytest.mark.parametrize("kind", [Measurement, ActionProgress])
def test_two_who_begin_the_same_report(small_city, sit, kind):
    owner = small_city.indicator if kind is Measurement else small_city.action
    key = key_of(owner)
    first, second = (
        ({"value": "20"}, {"value": "30"})
        if kind is Measurement
        else ({"status": "delayed"}, {"status": "completed"})
    )
    mine = sit("writer")
    sit("editor").type(key=key, **first).save()
    mine.type(key=key, **second).save()
    rows = kind.objects.filter(**{kind.OWNER: owner})
    name = next(iter(first))
    assert [str(row) for row in rows.values_list(name, flat=True)] in (["20.000000"], ["20"], ["delayed"])
    assert ("20件" if kind is Measurement else "遅れ") in mine.row(key)
    assert mine.value_of(f"{key}-{name}") == second[name]
    mine.tick(f"{key}-choice", "mine").save()
    kept = rows.get()
    assert (kept.value == 30) if kind is Measurement else (kept.status == "completed")
    assert kept.history.count() == 2


def test_an_action_in_conflict_shows_the_others_words_for_it(small_city, sit):
    row = small_city.progress("draft")
    key = key_of(small_city.action)
    mine = sit("writer")
    sit("editor").type(key=key, status="delayed").save()
    mine.type(key=key, status="completed").save()
    assert now(row).status == "delayed"
    conflict = next(part for part in mine.page.element(key).iter("fieldset"))
    assert "遅れ" in "".join(conflict.itertext())
    assert "完了" not in "".join(conflict.itertext())


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
    assert "ぶつかりました" not in mine.row(key)
    assert mine.value_of(f"{key}-value") == "30"
    mine.save()
    assert small_city.indicator.measurements.get().value == 30


@pytest.mark.parametrize("seen", ["", "x", "-1:abc", "9999999999999999999999:0", "9" * 5000 + ":0"])
def test_a_forged_version_overwrites_nothing(small_city, sit, draft, key, seen):
    mine = sit("writer").type(key=key, value="30")
    mine.post(mine.fields | {f"{key}-seen": seen, "save": "1"})
    assert now(draft).value == 10


@pytest.mark.parametrize("conflict", ["", "x", "9" * 5000])
def test_a_forged_choice_overwrites_nothing(small_city, sit, draft, key, conflict):
    mine = sit("writer").type(key=key, value="30")
    sit("editor").type(key=key, value="20").save()
    forged = {f"{key}-choice": "mine", f"{key}-conflict": conflict, "save": "1"}
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
        assert "ぶつかりました" not in mine.text
        assert small_city.indicator.measurements.get().history.count() == steps
        assert small_city.indicator.measurements.get().state == ("draft" if button == "save" else "submitted")

    def test_two_who_type_the_same_do_not_conflict(self, small_city, sit, key):
        small_city.value("draft", value=10)
        mine = sit("writer")
        sit("editor").type(key=key, value="20").save()
        mine.type(key=key, value="２０").save()
        assert mine.redirected
        assert small_city.indicator.measurements.get().entered_by == small_city.user("editor")
