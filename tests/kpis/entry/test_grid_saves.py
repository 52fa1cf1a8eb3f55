"""What becomes of what is typed into the grid: kept, refused with a reason, handed in, taken back."""

from decimal import Decimal

import pytest

from kpis.models import ActionProgress, Measurement
from tests.cities import PERIOD
from tests.factories import make_action
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


def stored(owner) -> Measurement | ActionProgress | None:
    rows = owner.measurements if hasattr(owner, "frequency") else owner.progress
    return rows.order_by("period", "revision").last()


class TestValidAndInvalidRows:
    def test_a_valid_row_is_saved_beside_an_invalid_one(self, small_city, second, sit, key):
        screen = sit().type(key=key, value="abc").type(key=key_of(second), value="7").save()
        assert stored(small_city.indicator) is None
        assert stored(second).value == 7
        assert screen.value_of(f"{key}-value") == "abc"
        assert [link.get("href") for link in screen.page.element("grid-problems").iter("a")] == [f"#{key}"]
        assert "1件を保存しました。" in screen.said

    def test_what_was_refused_is_saved_once_it_is_right(self, small_city, sit, key):
        screen = sit().type(key=key, value="abc").save()
        screen.type(key=key, value="12").save()
        assert screen.redirected
        assert stored(small_city.indicator).value == 12

    def test_what_was_refused_may_be_given_up(self, small_city, sit, key):
        screen = sit().type(key=key, value="abc").save()
        screen.type(key=key, value="").save()
        assert screen.redirected
        assert stored(small_city.indicator) is None
        assert "変わったところはありません" in screen.said

    def test_an_address_that_is_none_is_refused(self, small_city, sit, key):
        screen = sit().type(key=key, value="1", evidence_url="javascript:alert(1)").save()
        assert stored(small_city.indicator) is None
        assert screen.value_of(f"{key}-evidence_url") == "javascript:alert(1)"

    def test_a_character_that_no_database_keeps_is_refused(self, small_city, sit, key):
        sit().type(key=key, value="1", progress_comment="a\0b").save()
        assert stored(small_city.indicator) is None

    def test_every_comment_is_kept(self, small_city, sit, key):
        texts = {
            "progress_comment": "一行目\r\n二行目",
            "issues_comment": "<b>課題</b>",
            "response_comment": "対応",
            "internal_note": "内緒",
            "evidence_url": "https://example.jp/a",
        }
        screen = sit().type(key=key, value="1", **texts).save()
        row = stored(small_city.indicator)
        assert {name: getattr(row, name) for name in texts} == texts
        assert "<b>課題</b>" not in screen.page.html
        assert screen.save().said.count("変わったところはありません"), (
            "line breaks and markup count as untouched"
        )


class TestUntouchedRows:
    def test_nothing_typed_saves_nothing(self, small_city, sit):
        screen = sit().save()
        assert "変わったところはありません" in screen.said
        assert stored(small_city.indicator) is None
        assert stored(small_city.action) is None

    def test_an_untouched_draft_stays_as_it_is(self, small_city, sit):
        row = small_city.value(
            "draft", progress_comment="前\r\n後", internal_note=" 空白 ", value=Decimal("1.500000")
        )
        sit().save()
        assert small_city.indicator.measurements.get().version == row.version
        assert row.history.count() == 1

    def test_a_row_that_the_form_did_not_send_is_left_alone(self, small_city, sit, key):
        row = small_city.value("draft")
        screen = sit()
        screen.post({f"{key}-value": "99", "save": "1"})
        assert small_city.indicator.measurements.get().value == row.value


class TestActions:
    def test_the_progress_of_an_action_is_saved(self, small_city, sit):
        key = key_of(small_city.action)
        sit().type(key=key, status="delayed", comment="人手が足りない", internal_note="内緒").save()
        row = stored(small_city.action)
        assert (row.status, row.comment, row.internal_note, row.state, row.period) == (
            "delayed", "人手が足りない", "内緒", "draft", PERIOD,
        )  # fmt: skip

    def test_a_comment_without_a_status_is_refused_and_kept(self, small_city, sit):
        key = key_of(small_city.action)
        screen = sit().type(key=key, comment="書いた").save()
        assert stored(small_city.action) is None
        assert "進み具合を選んでください。" in screen.row(key)
        assert screen.value_of(f"{key}-comment") == "書いた"


class TestTakingBack:
    def test_a_submission_is_taken_back(self, small_city, sit, key):
        row = small_city.value("submitted")
        screen = sit()
        assert not screen.has_field(f"{key}-value")
        screen.press("recall", key)
        assert stored(small_city.indicator).state == "draft"
        assert screen.anchor == key
        assert screen.value_of(f"{key}-value") == "10"
        assert row.history.first().history_change_reason == "取り戻し"

    def test_what_was_typed_elsewhere_is_still_there(self, small_city, second, sit, key):
        small_city.value("submitted")
        screen = sit().type(key=key_of(second), value="77").press("recall", key)
        assert stored(small_city.indicator).state == "draft"
        assert screen.value_of(f"{key_of(second)}-value") == "77"
        assert stored(second) is None
        screen.save()
        assert stored(second).value == 77

    def test_what_has_been_approved_meanwhile_is_not(self, small_city, sit, key):
        row = small_city.value("submitted")
        screen = sit()
        Measurement.objects.filter(pk=row.pk).update(state="approved", version=2)
        screen.press("recall", key)
        assert stored(small_city.indicator).state == "approved"
        assert "操作はできません" in screen.said

    def test_nobody_takes_back_what_is_not_theirs(self, small_city, sit, key):
        small_city.value("submitted")
        screen = sit("editor of others")
        screen.post({"recall": key})
        assert stored(small_city.indicator).state == "submitted"


class TestClosedReview:
    @pytest.fixture(autouse=True)
    def closed(self, small_city):
        small_city.close()

    def test_what_is_typed_is_refused_and_stays_readable(self, small_city, sit):
        """The page was opened before the review was closed."""
        key = key_of(small_city.action)
        small_city.review.state = "open"
        small_city.review.save()
        screen = sit().type(key=key, status="delayed", comment="書いた")
        small_city.close()
        screen.press("save")
        assert stored(small_city.action) is None
        assert "締め切られたので、保存していません" in screen.row(key)
        assert "改定案を書く（" in screen.row(key), "the way on stands beside what was typed"
        assert "書いた" in screen.row(key)
        assert "遅れ" in screen.row(key), "a choice is shown by its name"

    def test_a_correction_of_an_approved_value_is_still_entered_by_the_manager(self, small_city, sit, key):
        small_city.value("approved")
        small_city.value("draft", revision=2, revision_reason="訂正", value=11)
        screen = sit("manager").type(key=key, value="12").save()
        assert stored(small_city.indicator).value == 12
        assert screen.redirected


class TestTryingOut:
    def test_the_preview_button_saves_nothing_and_keeps_what_was_typed(self, small_city, second, sit, key):
        screen = sit().type(key=key, value="7").type(key=key_of(second), value="abc").press("preview")
        assert not Measurement.objects.filter(indicator__plan=small_city.plan).exists()
        assert (screen.value_of(f"{key}-value"), screen.value_of(f"{key_of(second)}-value")) == ("7", "abc")
        assert "保存しました" not in screen.text, "it claims nothing that is not so"
        screen.type(key=key_of(second), value="8").save()
        assert (stored(small_city.indicator).value, stored(second).value) == (7, 8)


def test_an_action_of_two_departments_is_one_row(small_city, sit):
    both = make_action(small_city.plan, "both")
    both.lead_departments.add(*small_city.city.departments.all())
    assert sit("editor").page.ids.count(key_of(both)) == 1
