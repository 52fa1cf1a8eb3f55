"""Two people at the same rows: the second sees what the first saved, and chooses; nothing is silently overwritten."""

import pytest

from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from tests.cities import PERIOD
from tests.factories import make_measurement
from tests.kpis.reported_rows import add, now
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


def choose(screen, key: str, name: str, whose: str):
    """Ticks whose text the field is to have."""
    boxes = [
        box.get("value", "") for box in screen.form.iter("input") if box.get("name") == f"{key}-{name}-choice"
    ]
    [value] = [value for value in boxes if value.startswith(f"{whose}:")]
    return screen.tick(f"{key}-{name}-choice", value)


class TestTheSecondToSave:
    @pytest.fixture
    def second(self, sit, draft, key):
        """The second's screen after the first (`editor`) has saved 20 and the second has tried to save 30."""
        mine = sit("writer")
        sit("editor").type(key=key, value="20", progress_comment="相手").save()
        return mine.type(key=key, value="30", progress_comment="自分").save()

    def test_sees_the_others_words_beside_their_own(self, second, draft, key):
        assert now(draft).value == 20
        row = second.row(key)
        assert "editorさんが" in row
        assert "実績値: ほかの人は次の内容で保存しました。20件" in row
        assert "取組状況: ほかの人は次の内容で保存しました。相手" in row
        assert second.value_of(f"{key}-value") == "30"
        assert second.value_of(f"{key}-progress_comment") == "自分"
        assert "ほかの人は" not in second.cells(key)["承認されると"]
        ticked = [box for box in second.form.iter("input") if box.get("checked") is not None]
        assert [box for box in ticked if box.get("type") == "radio"] == []

    def test_chooses_field_by_field(self, second, draft, key):
        choose(second, key, "value", "mine")
        choose(second, key, "progress_comment", "theirs").save()
        assert (now(draft).value, now(draft).progress_comment) == (30, "相手")
        assert second.redirected
        assert [row.value for row in draft.history.all()] == [30, 20, 10], (
            "the other's value stands in the record"
        )

    def test_may_leave_it(self, second, draft, key):
        for name in ("value", "progress_comment"):
            choose(second, key, name, "theirs")
        second.save()
        assert now(draft).value == 20
        assert second.redirected
        assert second.value_of(f"{key}-value") == "20"
        assert draft.history.count() == 2

    def test_may_leave_it_and_hand_it_in(self, second, draft, key):
        for name in ("value", "progress_comment"):
            choose(second, key, name, "theirs")
        second.submit()
        assert (now(draft).value, now(draft).state) == (20, "submitted")

    def test_may_take_their_own_and_hand_it_in(self, second, draft, key):
        for name in ("value", "progress_comment"):
            choose(second, key, name, "mine")
        second.submit()
        assert (now(draft).value, now(draft).state) == (30, "submitted")

    def test_is_asked_again_for_what_is_not_chosen(self, second, draft, key):
        choose(second, key, "value", "mine").save()
        assert now(draft).value == 20
        assert "実績値: ほかの人は" not in second.row(key)
        assert "取組状況: ほかの人は次の内容で保存しました。相手" in second.row(key)
        assert second.value_of(f"{key}-value") == "30"
        choose(second, key, "progress_comment", "mine").save()
        assert (now(draft).value, now(draft).progress_comment) == (30, "自分")

    def test_may_correct_their_own_while_choosing(self, second, draft, key):
        choose(second, key, "progress_comment", "theirs")
        choose(second, key, "value", "mine").type(key=key, value="33").save()
        assert (now(draft).value, now(draft).progress_comment) == (33, "相手")

    def test_sees_the_others_value_although_their_own_is_no_number(self, second, draft, key):
        second.type(key=key, value="abc").save()
        assert "次の内容で保存しました。20件" in second.row(key)
        assert second.value_of(f"{key}-value") == "abc"
        choose(second, key, "value", "mine").save()
        assert now(draft).value == 20, "a choice makes no number of it"
        assert second.value_of(f"{key}-value") == "abc"

    @pytest.mark.parametrize("whose", ["mine", "theirs"])
    def test_is_asked_anew_when_the_other_moves_on_meanwhile(self, second, sit, draft, key, whose):
        choose(second, key, "progress_comment", whose)
        choose(second, key, "value", whose)
        sit("editor").type(key=key, value="25").save()
        second.save()
        assert now(draft).value == 25
        assert "次の内容で保存しました。25件" in second.row(key)
        assert second.value_of(f"{key}-value") == "30"
        choose(second, key, "value", whose).save()
        assert now(draft).value == {"mine": 30, "theirs": 25}[whose]
        assert now(draft).progress_comment == {"mine": "自分", "theirs": "相手"}[whose]

    def test_is_told_when_the_other_hands_it_in_while_they_choose(self, second, small_city, draft, key):
        entries.submit(now(draft), by=small_city.user("editor"))
        choose(second, key, "value", "mine").save()
        assert (now(draft).value, now(draft).state) == (20, "submitted")
        row = second.row(key)
        assert "ここでは直せません" in row
        assert "30" in row
        assert "自分" in row


class TestWhatOnlyTheOtherChanged:
    """The other's words stay, and the second is told before anything is saved."""

    def test_of_a_value(self, small_city, sit, draft, key):
        mine = sit("writer")
        others = {
            "progress_comment": "相手の文",
            "evidence_url": "https://example.jp/a",
            "internal_note": "覚え",
        }
        sit("editor").type(key=key, **others).save()
        mine.type(key=key, value="30").save()
        assert now(draft).value == 10
        row = mine.row(key)
        assert "次の欄は、その人の内容にしました" in row
        for text in ("取組状況「相手の文」", "庁内メモ「覚え」", "「https://example.jp/a」"):
            assert text in row
        assert "どちらの内容" not in row
        mine.save()
        assert mine.redirected
        assert now(draft).value == 30
        assert [getattr(now(draft), name) for name in others] == list(others.values())

    def test_of_a_value_that_was_never_stored(self, small_city, sit, key):
        mine = sit("writer")
        sit("editor").type(key=key, progress_comment="相手の文").save()
        mine.type(key=key, value="30").save()
        assert "取組状況「相手の文」" in mine.row(key)
        mine.submit()
        kept = small_city.indicator.measurements.get()
        assert (kept.value, kept.progress_comment, kept.state) == (30, "相手の文", "submitted")

    def test_of_a_ratio(self, small_city, sit):
        ratio = add(
            small_city, "1-2", order=1, unit="%", numerator_label="使った人", denominator_label="全員"
        )
        row = make_measurement(ratio, PERIOD, None, numerator=10, denominator=100, state="draft")
        key = key_of(ratio)
        mine = sit("writer")
        sit("editor").type(key=key, denominator="200").save()
        mine.type(key=key, numerator="20").save()
        assert "全員「200」" in mine.row(key)
        assert mine.value_of(f"{key}-denominator") == "200"
        mine.save()
        assert (now(row).numerator, now(row).denominator) == (20, 200)

    def test_of_an_action(self, small_city, sit):
        row = small_city.progress("draft")
        key = key_of(small_city.action)
        mine = sit("writer")
        sit("editor").type(key=key, comment="相手の文").save()
        mine.type(key=key, status="delayed").save()
        assert "取組状況「相手の文」" in mine.row(key)
        assert now(row).status != "delayed"
        mine.save()
        assert (now(row).status, now(row).comment) == ("delayed", "相手の文")

    def test_a_third_who_saves_meanwhile_is_not_overwritten(self, sit, draft, key):
        mine = sit("writer")
        sit("editor").type(key=key, progress_comment="二人目").save()
        mine.type(key=key, value="30").save()
        sit("editor").type(key=key, progress_comment="三人目").save()
        mine.save()
        assert "取組状況「三人目」" in mine.row(key)
        assert now(draft).value == 10
        mine.save()
        assert (now(draft).value, now(draft).progress_comment) == (30, "三人目")


def test_several_rows_in_conflict_are_chosen_one_by_one(small_city, sit, draft, key):
    action, report = key_of(small_city.action), small_city.progress("draft")
    mine = sit("writer")
    sit("editor").type(key=key, value="20").type(key=action, status="delayed", comment="相手").save()
    mine.type(key=key, value="30").type(key=action, status="completed").save()
    assert "次の内容で保存しました。20件" in mine.row(key)
    assert "次の内容で保存しました。遅れ" in mine.row(action)
    assert "取組状況「相手」" in mine.row(action)
    choose(mine, key, "value", "mine").save()
    assert (now(draft).value, now(report).status) == (30, "delayed")
    assert "ほかの人は" not in mine.row(key)
    choose(mine, action, "status", "mine").save()
    assert (now(report).status, now(report).comment) == ("completed", "相手")


def test_a_page_from_before_does_not_take_back_what_it_cannot_know(sit, draft, key):
    """It says which version it showed, not which fields: each that differs is asked about."""
    mine = sit("writer")
    sit("editor").type(key=key, progress_comment="相手").save()
    mine.type(key=key, value="30")
    old = {name: text for name, text in mine.fields.items() if not name.endswith("-as_opened")}
    mine._show(mine.post(old | {"save": "1"}))
    assert now(draft).value == 10
    assert "取組状況: ほかの人は次の内容で保存しました。相手" in mine.row(key)
    choose(mine, key, "progress_comment", "theirs")
    choose(mine, key, "value", "mine").save()
    assert (now(draft).value, now(draft).progress_comment) == (30, "相手")


def test_a_page_from_before_saves_where_nobody_else_did(sit, draft, key):
    mine = sit("writer").type(key=key, value="30")
    old = {name: text for name, text in mine.fields.items() if not name.endswith("-as_opened")}
    assert mine.post(old | {"save": "1"}).status_code == 302
    assert now(draft).value == 30


def test_between_reading_and_writing_somebody_saves(sit, draft, key, monkeypatch):
    """The second look happens within the request; nobody is asked twice for nothing."""
    mine, save_entry, done = sit("writer"), entries.save_entry, []

    def meanwhile(row, **options):
        if not done:
            done.append(row)
            other = now(draft)
            other.progress_comment = "割り込み"
            other.save()
        return save_entry(row, **options)

    monkeypatch.setattr(entries, "save_entry", meanwhile)
    mine.type(key=key, value="30").save()
    assert "取組状況「割り込み」" in mine.row(key)
    assert now(draft).value == 10
    mine.save()
    assert (now(draft).value, now(draft).progress_comment) == (30, "割り込み")


def test_a_doubt_waits_until_the_value_has_been_chosen(small_city, sit, draft, key):
    make_measurement(small_city.indicator, "2024-Q4", 10)
    mine = sit("writer")
    sit("editor").type(key=key, value="20").save()
    mine.type(key=key, value="5000").save()
    assert "10倍以上" not in mine.row(key)
    choose(mine, key, "value", "mine").save()
    assert "10倍以上" in mine.row(key)
    assert now(draft).value == 20
    mine.tick(f"{key}-confirmed").save()
    assert now(draft).value == 5000


def test_without_saving_one_sees_what_is_to_be_chosen(sit, draft, key):
    mine = sit("writer")
    sit("editor").type(key=key, value="20").save()
    mine.type(key=key, value="30").press("preview")
    assert "次の内容で保存しました。20件" in mine.row(key)
    choose(mine, key, "value", "mine").save()
    assert now(draft).value == 30


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
    choose(mine, key, name, "mine").save()
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
    theirs = next(part for part in mine.page.element(key).iter("q"))
    assert "".join(theirs.itertext()) == "遅れ"
