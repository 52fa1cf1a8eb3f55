"""What becomes of what is typed into the grid: kept, refused with a reason, handed in, taken back."""

from decimal import Decimal

import pytest

from kpis.models import ActionProgress, Measurement, Review
from tests.factories import make_action, make_indicator, make_measurement

from ..workflow.world import PERIOD
from .screen import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(world) -> str:
    return key_of(world.indicator)


@pytest.fixture
def second(world):
    """Another indicator of the same section."""
    found = make_indicator(world.plan, "1-2", order=1)
    found.departments.add(world.section)
    return found


def stored(owner) -> Measurement | ActionProgress | None:
    rows = owner.measurements if hasattr(owner, "frequency") else owner.progress
    return rows.order_by("period", "revision").last()


class TestNumbersAsPeopleTypeThem:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("１，２３４", "1234"),
            ("1,234", "1234"),
            ("1.2万", "12000"),
            ("１．２万件", "12000"),
            ("△5", "-5"),
            ("▲5", "-5"),
            (" 7 ", "7"),
            ("0", "0"),
            ("12.5", "12.5"),
        ],
    )
    def test_a_number_is_understood(self, world, sit, key, typed, value):
        screen = sit().type(key=key, value=typed).save()
        row = stored(world.indicator)
        assert (row.value, row.state, row.entered_by) == (Decimal(value), "draft", world.user("writer"))
        assert screen.redirected
        assert "1件を保存しました。" in screen.said

    def test_what_was_understood_is_said_again(self, sit, key):
        screen = sit().type(key=key, value="1.2万").save()
        assert "「1.2万」を 12,000件 と読み取りました" in screen.said

    @pytest.mark.parametrize("typed", ["abc", "約5", "5人", "1,23", "3万5", "1e5", "=1+1", "9" * 13])
    def test_what_is_no_number_stays_in_the_form_with_a_sentence(self, world, sit, key, typed):
        screen = sit().type(key=key, value=typed, issues_comment="書きかけ").save()
        assert stored(world.indicator) is None
        assert not screen.redirected
        assert screen.value_of(f"{key}-value") == typed
        assert screen.value_of(f"{key}-issues_comment") == "書きかけ"
        assert "1件を直してください" in screen.row("grid-problems")
        field = screen.page.element(f"{key}-value")
        assert field.get("aria-invalid") == "true"
        told = screen.page.element(field.get("aria-describedby"))
        assert "".join(told.itertext()).strip(), "the field names its error"

    @pytest.mark.parametrize("typed", ["", "-", "－", "　"])
    def test_blank_is_not_zero(self, world, sit, key, typed):
        sit().type(key=key, value=typed, progress_comment="準備中").save()
        row = stored(world.indicator)
        assert (row.value, row.progress_comment) == (None, "準備中")

    def test_zero_is_a_value(self, world, sit, key):
        sit().type(key=key, value="0").submit()
        row = stored(world.indicator)
        assert (row.value, row.state) == (0, "submitted")

    def test_a_value_may_be_taken_out_again(self, world, sit, key):
        world.value("draft", value=10)
        sit().type(key=key, value="").save()
        assert stored(world.indicator).value is None

    def test_a_value_with_decimals_comes_back_as_it_was_typed(self, sit, key):
        screen = sit().type(key=key, value="12.50").save()
        assert screen.value_of(f"{key}-value") == "12.5"


class TestRatios:
    @pytest.fixture
    def ratio(self, world):
        found = make_indicator(
            world.plan,
            "r",
            unit="%",
            numerator_label="利用者",
            denominator_label="対象者",
            is_part_of_whole=True,
        )
        found.departments.add(world.section)
        return found

    def test_both_parts_are_asked_for_and_kept(self, ratio, sit):
        key = key_of(ratio)
        screen = sit()
        assert not screen.has_field(f"{key}-value")
        assert "利用者" in screen.row(key)
        assert "対象者" in screen.row(key)
        screen.type(key=key, numerator="３０", denominator="1,200").save()
        row = stored(ratio)
        assert (row.value, row.numerator, row.denominator) == (None, 30, 1200)

    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            ({"numerator": "3"}, "分子と分母の両方"),
            ({"denominator": "3"}, "分子と分母の両方"),
            ({"numerator": "5", "denominator": "3"}, "分子が分母より大きく"),
            ({"numerator": "-1", "denominator": "3"}, "分子は0以上"),
            ({"numerator": "1", "denominator": "-3"}, "分母は0以上"),
        ],
    )
    def test_parts_that_make_no_ratio_are_refused(self, ratio, sit, parts, sentence):
        key = key_of(ratio)
        screen = sit().type(key=key, **parts).save()
        assert stored(ratio) is None
        assert sentence in screen.row(key)
        assert all(screen.value_of(f"{key}-{name}") == text for name, text in parts.items())

    def test_a_denominator_of_zero_is_kept_and_said(self, ratio, sit):
        screen = sit().type(key=key_of(ratio), numerator="0", denominator="0").save()
        assert stored(ratio).denominator == 0
        assert "算定不可" in screen.said


class TestValidAndInvalidRows:
    def test_a_valid_row_is_saved_beside_an_invalid_one(self, world, second, sit, key):
        screen = sit().type(key=key, value="abc").type(key=key_of(second), value="7").save()
        assert stored(world.indicator) is None
        assert stored(second).value == 7
        assert screen.value_of(f"{key}-value") == "abc"
        assert [link.get("href") for link in screen.page.element("grid-problems").iter("a")] == [f"#{key}"]
        assert "1件を保存しました。" in screen.said

    def test_what_was_refused_is_saved_once_it_is_right(self, world, sit, key):
        screen = sit().type(key=key, value="abc").save()
        screen.type(key=key, value="12").save()
        assert screen.redirected
        assert stored(world.indicator).value == 12

    def test_what_was_refused_may_be_given_up(self, world, sit, key):
        screen = sit().type(key=key, value="abc").save()
        screen.type(key=key, value="").save()
        assert screen.redirected
        assert stored(world.indicator) is None
        assert "変わったところはありません" in screen.said

    def test_an_address_that_is_none_is_refused(self, world, sit, key):
        screen = sit().type(key=key, value="1", evidence_url="javascript:alert(1)").save()
        assert stored(world.indicator) is None
        assert screen.value_of(f"{key}-evidence_url") == "javascript:alert(1)"

    def test_every_comment_is_kept(self, world, sit, key):
        texts = {
            "progress_comment": "一行目\r\n二行目",
            "issues_comment": "<b>課題</b>",
            "response_comment": "対応",
            "internal_note": "内緒",
            "evidence_url": "https://example.jp/a",
        }
        screen = sit().type(key=key, value="1", **texts).save()
        row = stored(world.indicator)
        assert {name: getattr(row, name) for name in texts} == texts
        assert "<b>課題</b>" not in screen.page.html
        assert screen.save().said.count("変わったところはありません"), (
            "line breaks and markup count as untouched"
        )


class TestMissingValues:
    def test_without_a_value_a_reason_is_needed(self, world, sit, key):
        screen = sit().type(key=key, observation_status="M").save()
        assert stored(world.indicator) is None
        assert "値がない理由を" in screen.row(key)
        screen.type(key=key, issues_comment="調査を休みました").submit()
        row = stored(world.indicator)
        assert (row.observation_status, row.value, row.state) == ("M", None, "submitted")

    def test_a_missing_value_has_no_value(self, world, sit, key):
        screen = sit().type(key=key, value="3", observation_status="M", issues_comment="休み").save()
        assert stored(world.indicator) is None
        assert "値を空欄にしてください" in screen.row(key)


class TestDoubts:
    @pytest.fixture(autouse=True)
    def before(self, world):
        make_measurement(world.indicator, "2024-Q4", 10)

    def test_ten_times_the_value_before_must_be_confirmed(self, world, sit, key):
        screen = sit().type(key=key, value="1000").save()
        assert stored(world.indicator).period == "2024-Q4", "nothing new is stored"
        assert "10倍以上" in screen.row(key)
        assert screen.value_of(f"{key}-value") == "1000"
        screen.tick(f"{key}-confirmed").save()
        assert screen.redirected
        assert stored(world.indicator).value == 1000

    def test_another_value_is_doubted_anew(self, world, sit, key):
        screen = sit().type(key=key, value="1000").save()
        screen.tick(f"{key}-confirmed").type(key=key, value="2000").save()
        assert not world.indicator.measurements.filter(period=PERIOD).exists()
        screen.tick(f"{key}-confirmed").save()
        assert stored(world.indicator).value == 2000

    def test_a_comment_on_a_confirmed_value_asks_no_more(self, world, sit, key):
        screen = sit().type(key=key, value="1000").save()
        screen.tick(f"{key}-confirmed").save()
        screen.type(key=key, issues_comment="確かめた").save()
        assert stored(world.indicator).issues_comment == "確かめた"


class TestUntouchedRows:
    def test_nothing_typed_saves_nothing(self, world, sit):
        screen = sit().save()
        assert "変わったところはありません" in screen.said
        assert stored(world.indicator) is None
        assert stored(world.action) is None

    def test_an_untouched_draft_stays_as_it_is(self, world, sit):
        row = world.value(
            "draft", progress_comment="前\r\n後", internal_note=" 空白 ", value=Decimal("1.500000")
        )
        sit().save()
        assert world.indicator.measurements.get().version == row.version
        assert row.history.count() == 1

    def test_a_row_that_the_form_did_not_send_is_left_alone(self, world, sit, key):
        row = world.value("draft")
        screen = sit()
        screen.post({f"{key}-value": "99", "save": "1"})
        assert world.indicator.measurements.get().value == row.value


class TestActions:
    def test_the_progress_of_an_action_is_saved(self, world, sit):
        key = key_of(world.action)
        sit().type(key=key, status="delayed", comment="人手が足りない", internal_note="内緒").save()
        row = stored(world.action)
        assert (row.status, row.comment, row.internal_note, row.state, row.period) == (
            "delayed", "人手が足りない", "内緒", "draft", PERIOD,
        )  # fmt: skip

    def test_a_comment_without_a_status_is_refused_and_kept(self, world, sit):
        key = key_of(world.action)
        screen = sit().type(key=key, comment="書いた").save()
        assert stored(world.action) is None
        assert "進み方を選んでください。" in screen.row(key)
        assert screen.value_of(f"{key}-comment") == "書いた"


class TestHandingIn:
    def test_what_is_complete_is_handed_in_and_the_rest_stays(self, world, second, sit, key):
        screen = sit().type(key=key, value="7").submit()
        assert stored(world.indicator).state == "submitted"
        assert stored(second) is None
        assert "1件を提出しました。" in screen.said

    def test_a_draft_from_before_is_handed_in_too(self, world, sit):
        world.value("draft")
        sit().submit()
        row = stored(world.indicator)
        assert (row.state, row.submitted_by) == ("submitted", world.user("writer"))

    def test_a_draft_without_a_value_is_not(self, world, sit, key):
        screen = sit().type(key=key, progress_comment="途中").submit()
        assert stored(world.indicator).state == "draft"
        assert "提出していません" in screen.said

    def test_a_row_held_back_is_saved_only(self, world, second, sit, key):
        screen = sit().type(key=key, value="1").type(key=key_of(second), value="2")
        screen.tick(f"{key}-hold").submit()
        assert (stored(world.indicator).state, stored(second).state) == ("draft", "submitted")

    def test_a_row_with_a_mistake_is_not_handed_in(self, world, sit, key):
        world.value("draft")
        sit().type(key=key, value="abc").submit()
        row = stored(world.indicator)
        assert (row.value, row.state) == (10, "draft")

    def test_a_returned_row_shows_its_reason_and_is_handed_in_again(self, world, sit, key):
        world.value("returned", return_reason="桁を確かめてください")
        screen = sit()
        assert "桁を確かめてください" in screen.row(key)
        screen.type(key=key, value="12").save()
        assert stored(world.indicator).state == "returned"
        screen.submit()
        assert stored(world.indicator).state == "submitted"


class TestTakingBack:
    def test_a_submission_is_taken_back(self, world, sit, key):
        row = world.value("submitted")
        screen = sit()
        assert not screen.has_field(f"{key}-value")
        screen.press("recall", key)
        assert stored(world.indicator).state == "draft"
        assert screen.anchor == key
        assert screen.value_of(f"{key}-value") == "10"
        assert row.history.first().history_change_reason == "取り戻し"

    def test_what_was_typed_elsewhere_is_still_there(self, world, second, sit, key):
        world.value("submitted")
        screen = sit().type(key=key_of(second), value="77").press("recall", key)
        assert stored(world.indicator).state == "draft"
        assert screen.value_of(f"{key_of(second)}-value") == "77"
        assert stored(second) is None
        screen.save()
        assert stored(second).value == 77

    def test_what_has_been_approved_meanwhile_is_not(self, world, sit, key):
        row = world.value("submitted")
        screen = sit()
        Measurement.objects.filter(pk=row.pk).update(state="approved", version=2)
        screen.press("recall", key)
        assert stored(world.indicator).state == "approved"
        assert "操作はできません" in screen.said

    def test_nobody_takes_back_what_is_not_theirs(self, world, sit, key):
        world.value("submitted")
        screen = sit("editor of others")
        screen.post({"recall": key})
        assert stored(world.indicator).state == "submitted"


class TestClosedReview:
    @pytest.fixture(autouse=True)
    def closed(self, world):
        world.close()

    def test_what_is_typed_is_refused_and_stays_readable(self, world, sit):
        """The page was opened before the review was closed."""
        key = key_of(world.action)
        world.review.state = "open"
        world.review.save()
        screen = sit().type(key=key, status="delayed", comment="書いた")
        world.close()
        screen.press("save")
        assert stored(world.action) is None
        assert "締め切られたので、保存していません" in screen.row(key)
        assert "書いた" in screen.row(key)
        assert "遅れ" in screen.row(key), "a choice is shown by its name"

    def test_a_correction_of_an_approved_value_is_still_entered_by_the_manager(self, world, sit, key):
        world.value("approved")
        world.value("draft", revision=2, revision_reason="訂正", value=11)
        screen = sit("manager").type(key=key, value="12").save()
        assert stored(world.indicator).value == 12
        assert screen.redirected


class TestTryingOut:
    def test_the_preview_button_saves_nothing_and_keeps_what_was_typed(self, world, second, sit, key):
        screen = sit().type(key=key, value="7").type(key=key_of(second), value="abc").press("preview")
        assert not Measurement.objects.filter(indicator__plan=world.plan).exists()
        assert (screen.value_of(f"{key}-value"), screen.value_of(f"{key_of(second)}-value")) == ("7", "abc")
        assert "保存しました" not in screen.text, "it claims nothing that is not so"
        screen.type(key=key_of(second), value="8").save()
        assert (stored(world.indicator).value, stored(second).value) == (7, 8)


class TestDuties:
    def test_a_value_of_an_indicator_with_two_departments_is_saved_by_either(self, world, sit):
        both = make_indicator(world.plan, "both")
        both.departments.add(*world.city.departments.all())
        sit("editor of others").type(key=key_of(both), value="5").save()
        assert stored(both).value == 5
        assert stored(both).owner_name

    def test_a_half_year_is_stored_as_its_last_quarter_and_a_year_as_a_year(self, world, sit):
        halves = make_indicator(world.plan, "h", frequency="half-yearly")
        years = make_indicator(world.plan, "y", frequency="yearly")
        for row in (halves, years):
            row.departments.add(world.section)
        review = Review.objects.create(plan=world.plan, period="2024-Q4", due_on="2025-08-30")
        screen = sit(review=review)
        screen.type(key=key_of(halves), value="1").type(key=key_of(years), value="2").save()
        assert (stored(halves).period, stored(years).period) == ("2024-Q4", "2024")


def test_an_action_of_two_departments_is_one_row(world, sit):
    both = make_action(world.plan, "both")
    both.lead_departments.add(*world.city.departments.all())
    assert sit("editor").page.ids.count(key_of(both)) == 1
