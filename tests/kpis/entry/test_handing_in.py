"""What is handed in from the grid: rows that were touched or ticked, after a page that says how many and whose."""

import pytest

from kpis.models import Measurement
from kpis.workflow import entries
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


def stored(owner) -> Measurement:
    return owner.measurements.order_by("revision").last()


def ticked(screen) -> list[str]:
    boxes = [box for box in screen.form.iter("input") if box.get("name") == "row"]
    return [box.get("value") for box in boxes if box.get("checked") is not None]


def untick(screen, key: str):
    """The only ticked row is not sent."""
    assert ticked(screen) == [key]
    screen.typed["row"] = None
    return screen


class TestWhatNobodyTouched:
    def test_a_draft_of_before_stays(self, small_city, second, sit, key):
        small_city.value("draft")
        screen = sit().type(key=key_of(second), value="7").press("submit")
        assert ticked(screen) == [key_of(second)]
        screen.press("handin")
        assert (stored(small_city.indicator).state, stored(second).state) == ("draft", "submitted")

    def test_another_departments_draft_stays_when_a_manager_hands_in(self, small_city, other, second, sit):
        small_city.value("draft", indicator=other)
        sit("manager").type(key=key_of(second), value="7").submit()
        assert (stored(other).state, stored(second).state) == ("draft", "submitted")

    def test_a_returned_row_stays(self, small_city, second, sit):
        entries.send_back(small_city.value("submitted"), by=small_city.user("approver"), reason="桁を")
        sit().type(key=key_of(second), value="7").submit()
        assert (stored(small_city.indicator).state, stored(second).state) == ("returned", "submitted")

    def test_with_nothing_touched_the_page_lets_one_choose(self, small_city, sit, key):
        small_city.value("draft")
        screen = sit().press("submit")
        assert ticked(screen) == []
        assert "提出するものを選んでください" in screen.text
        screen.press("handin")
        assert stored(small_city.indicator).state == "draft"
        assert "提出していません" in screen.said
        sit().press("submit").tick("row", key).press("handin")
        row = stored(small_city.indicator)
        assert (row.state, row.submitted_by) == ("submitted", small_city.user("writer"))

    def test_where_nothing_could_be_handed_in_there_is_no_such_page(self, sit):
        screen = sit().press("submit")
        assert "hand-in" not in screen
        assert "変わったところはありません" in screen.said


class TestThePageBefore:
    def test_it_says_how_many_and_whose_and_hands_in_nothing_by_itself(self, small_city, other, sit, key):
        screen = sit("manager").type(key=key, value="7").type(key=key_of(other), value="8").press("submit")
        names = [row.departments.get().name for row in (small_city.indicator, other)]
        assert f"次の2件（{names[0]}1件、{names[1]}1件）を提出します" in screen.text
        assert "7件" in screen.row(key)
        assert {stored(small_city.indicator).state, stored(other).state} == {"draft"}
        screen.client.post(
            screen.address,
            {
                "handin": "1",
                "row": [key, key_of(other)],
                f"version-{key}": "1",
                f"version-{key_of(other)}": "1",
            },
        )
        assert {stored(small_city.indicator).state, stored(other).state} == {"submitted"}

    def test_a_ticked_row_is_listed_with_the_touched_ones(self, small_city, second, sit, key):
        small_city.value("draft")
        screen = sit().tick(f"{key}-pick").type(key=key_of(second), value="7").press("submit")
        assert ticked(screen) == [key, key_of(second)]

    def test_a_row_whose_tick_is_taken_away_stays_a_draft(self, small_city, sit, key):
        untick(sit().type(key=key, value="7").press("submit"), key).press("handin")
        assert (stored(small_city.indicator).value, stored(small_city.indicator).state) == (7, "draft")

    def test_what_somebody_saved_meanwhile_is_not_handed_in(self, small_city, sit, key):
        screen = sit().type(key=key, value="7").press("submit")
        sit("editor").type(key=key, value="8").save()
        screen.press("handin")
        assert (stored(small_city.indicator).value, stored(small_city.indicator).state) == (8, "draft")
        assert "editorさんがこの行を変えました" in screen.said

    def test_nobody_hands_in_what_is_not_theirs(self, small_city, sit, key):
        row = small_city.value("draft")
        screen = sit("editor of others")
        screen.post({"handin": "1", "row": key, f"version-{key}": str(row.version)})
        assert stored(small_city.indicator).state == "draft"

    @pytest.mark.parametrize("version", ["", "x", "0", "9" * 5000])
    def test_a_forged_version_hands_in_nothing(self, small_city, sit, key, version):
        small_city.value("draft")
        sit().post({"handin": "1", "row": key, f"version-{key}": version})
        assert stored(small_city.indicator).state == "draft"

    def test_a_fetch_gets_it_too(self, sit, key):
        screen = sit().type(key=key, value="7")
        answer = screen.post(screen.fields | {"submit": "1"}, x_fragment="grid")
        assert b'id="hand-in"' in answer.content
        assert b"<html" not in answer.content


class TestIncompleteAndWrong:
    def test_a_draft_without_a_value_is_saved_only(self, small_city, sit, key):
        screen = sit().type(key=key, progress_comment="途中").submit()
        assert stored(small_city.indicator).state == "draft"
        assert "書き終えていない1件は提出していません" in screen.said

    def test_beside_a_mistake_nothing_is_handed_in_and_nothing_is_forgotten(
        self, small_city, second, sit, key
    ):
        screen = sit().type(key=key, value="7").type(key=key_of(second), value="abc").submit()
        assert stored(small_city.indicator).state == "draft"
        assert "まだ何も提出していません" in screen.said
        screen.type(key=key_of(second), value="8").submit()
        assert (stored(small_city.indicator).state, stored(second).state) == ("submitted", "submitted")

    def test_a_row_with_a_mistake_keeps_what_is_stored(self, small_city, sit, key):
        small_city.value("draft")
        sit().type(key=key, value="abc").submit()
        row = stored(small_city.indicator)
        assert (row.value, row.state) == (10, "draft")


class TestReturned:
    @pytest.fixture(autouse=True)
    def returned(self, small_city):
        row = small_city.value("submitted")
        return entries.send_back(row, by=small_city.user("approver"), reason="桁を確かめてください")

    def test_it_shows_its_reason_and_is_handed_in_once_changed(self, small_city, sit, key):
        screen = sit()
        assert "桁を確かめてください" in screen.row(key)
        screen.type(key=key, value="12").submit()
        assert stored(small_city.indicator).state == "submitted"

    def test_an_answer_is_read_on_the_page_before(self, sit, key):
        screen = sit().type(key=key, answer="台帳どおりです。").press("submit")
        assert "台帳どおりです。" in screen.row(key)

    def test_unanswered_it_is_not_among_those_one_may_choose(self, sit, key):
        screen = sit().press("submit")
        assert not any(box.get("name") == "row" for box in screen.page.all("input"))

    def test_a_page_from_before_the_return_counts_as_untouched(self, small_city, sit, second):
        """The field for the answer was not on it."""
        row = stored(small_city.indicator)
        screen = sit().type(key=key_of(second), value="7")
        del screen.typed
        screen.typed = {f"{key_of(row.indicator)}-answer": None, f"{key_of(second)}-value": "7"}
        screen.save()
        assert "ぶつかりました" not in screen.text
        assert stored(small_city.indicator).version == row.version


def test_the_page_before_it_shows_what_a_share_was_calculated_from(small_city, sit):
    names = {"numerator_label": "使った人", "denominator_label": "全員"}
    ratio = add(small_city, "1-2", order=1, unit="%", **names)
    screen = sit().type(key=key_of(ratio), numerator="521", denominator="1,000").press("submit")
    cell = screen.cells(key_of(ratio))["今回の報告"]
    assert "52%" in cell
    assert "521 / 1,000（使った人 / 全員）" in cell


def test_a_share_of_nothing_is_no_blank_there(small_city, sit):
    ratio = add(small_city, "1-2", order=1, unit="%", numerator_label="使った人", denominator_label="全員")
    key = key_of(ratio)
    screen = sit().type(key=key, numerator="0", denominator="0").save()
    screen.tick(f"{key}-confirmed").press("submit")
    assert screen.cells(key)["今回の報告"] == "算定不可 0 / 0（使った人 / 全員）"
