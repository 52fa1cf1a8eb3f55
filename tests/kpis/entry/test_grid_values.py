"""Values as people type them into the grid: understood, refused with a reason, or doubted."""

from decimal import Decimal

import pytest

from kpis.models import ActionProgress, Indicator, Measurement, Review
from tests.cities import PERIOD
from tests.factories import make_indicator, make_measurement
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


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
            ("＋5", "5"),
            ("5\u00a0件", "5"),
            ("±0件", "0"),
            (" 7 ", "7"),
            ("0", "0"),
            ("12.5", "12.5"),
        ],
    )
    def test_a_number_is_understood(self, small_city, sit, key, typed, value):
        Indicator.objects.filter(pk=small_city.indicator.pk).update(decimals=1)
        screen = sit().type(key=key, value=typed).save()
        row = stored(small_city.indicator)
        assert (row.value, row.state, row.entered_by) == (Decimal(value), "draft", small_city.user("writer"))
        assert screen.redirected
        assert "1件を保存しました。" in screen.said

    def test_what_was_understood_is_said_again(self, sit, key):
        screen = sit().type(key=key, value="1.2万").save()
        assert "「1.2万」を 12,000件 と読み取りました" in screen.said

    @pytest.mark.parametrize("typed", ["abc", "約5", "5人", "1,23", "3万5", "1e5", "=1+1", "9" * 13])
    def test_what_is_no_number_stays_in_the_form_with_a_sentence(self, small_city, sit, key, typed):
        screen = sit().type(key=key, value=typed, issues_comment="書きかけ").save()
        assert stored(small_city.indicator) is None
        assert not screen.redirected
        assert screen.value_of(f"{key}-value") == typed
        assert screen.value_of(f"{key}-issues_comment") == "書きかけ"
        assert "1件を直してください" in screen.row("grid-problems")
        field = screen.page.element(f"{key}-value")
        assert field.get("aria-invalid") == "true"
        told = screen.page.element(field.get("aria-describedby"))
        assert "".join(told.itertext()).strip(), "the field names its error"

    @pytest.mark.parametrize("typed", ["", "-", "－", "　"])
    def test_blank_is_not_zero(self, small_city, sit, key, typed):
        sit().type(key=key, value=typed, progress_comment="準備中").save()
        row = stored(small_city.indicator)
        assert (row.value, row.progress_comment) == (None, "準備中")

    def test_zero_is_a_value(self, small_city, sit, key):
        sit().type(key=key, value="0").submit()
        row = stored(small_city.indicator)
        assert (row.value, row.state) == (0, "submitted")

    def test_a_value_may_be_taken_out_again(self, small_city, sit, key):
        small_city.value("draft", value=10)
        sit().type(key=key, value="").save()
        assert stored(small_city.indicator).value is None

    def test_a_value_with_decimals_comes_back_as_it_was_typed(self, small_city, sit, key):
        Indicator.objects.filter(pk=small_city.indicator.pk).update(decimals=1)
        screen = sit().type(key=key, value="12.50").save()
        assert screen.value_of(f"{key}-value") == "12.5"


class TestRatios:
    @pytest.fixture
    def ratio(self, small_city):
        found = make_indicator(
            small_city.plan,
            "r",
            unit="%",
            numerator_label="利用者",
            denominator_label="対象者",
            is_part_of_whole=True,
        )
        found.departments.add(small_city.section)
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

    def test_a_denominator_of_zero_is_confirmed_kept_and_said(self, ratio, sit):
        key = key_of(ratio)
        screen = sit().type(key=key, numerator="0", denominator="0").save()
        assert stored(ratio) is None
        assert "対象者が0なので、割合は「算定不可」と表示します。" in screen.row(key)
        screen.tick(f"{key}-confirmed").save()
        assert stored(ratio).denominator == 0
        assert "算定不可" in screen.said

    def test_a_negative_denominator_is_named_at_its_field(self, ratio, sit):
        key = key_of(ratio)
        screen = sit().type(key=key, numerator="1", denominator="-3").save()
        assert "分母は0以上" in screen.cells(key)["今回の値"]


def test_a_fraction_of_what_is_counted_is_confirmed_first(small_city, sit):
    key = key_of(small_city.indicator)
    screen = sit().type(key=key, value="3,166.7").save()
    assert stored(small_city.indicator) is None
    assert "小数点以下の数があります" in screen.row(key)
    screen.tick(f"{key}-confirmed").save()
    assert stored(small_city.indicator).value == Decimal("3166.7")


class TestMissingValues:
    def test_without_a_value_a_reason_is_needed(self, small_city, sit, key):
        screen = sit().type(key=key, observation_status="M").save()
        assert stored(small_city.indicator) is None
        assert "値がない理由を" in screen.row(key)
        screen.type(key=key, issues_comment="調査を休みました").submit()
        row = stored(small_city.indicator)
        assert (row.observation_status, row.value, row.state) == ("M", None, "submitted")

    def test_a_missing_value_has_no_value(self, small_city, sit, key):
        screen = sit().type(key=key, value="3", observation_status="M", issues_comment="休み").save()
        assert stored(small_city.indicator) is None
        assert "値を空欄にしてください" in screen.row(key)


class TestDoubts:
    @pytest.fixture(autouse=True)
    def before(self, small_city):
        make_measurement(small_city.indicator, "2024-Q4", 10)

    def test_ten_times_the_value_before_must_be_confirmed(self, small_city, sit, key):
        screen = sit().type(key=key, value="1000").save()
        assert stored(small_city.indicator).period == "2024-Q4", "nothing new is stored"
        assert "10倍以上" in screen.row(key)
        assert screen.value_of(f"{key}-value") == "1000"
        screen.tick(f"{key}-confirmed").save()
        assert screen.redirected
        assert stored(small_city.indicator).value == 1000

    def test_another_value_is_doubted_anew(self, small_city, sit, key):
        screen = sit().type(key=key, value="1000").save()
        screen.tick(f"{key}-confirmed").type(key=key, value="2000").save()
        assert not small_city.indicator.measurements.filter(period=PERIOD).exists()
        screen.tick(f"{key}-confirmed").save()
        assert stored(small_city.indicator).value == 2000

    @pytest.mark.parametrize("typed", ["△5", "▲5", "(5)", "-5"])
    def test_a_count_below_nought_must_be_confirmed(self, small_city, sit, key, typed):
        screen = sit().type(key=key, value=typed).save()
        assert not small_city.indicator.measurements.filter(period=PERIOD).exists()
        assert "（−5件）が、0より小さい数になっています" in screen.row(key)
        screen.tick(f"{key}-confirmed").save()
        assert stored(small_city.indicator).value == -5

    def test_a_comment_on_a_confirmed_value_asks_no_more(self, small_city, sit, key):
        screen = sit().type(key=key, value="1000").save()
        screen.tick(f"{key}-confirmed").save()
        screen.type(key=key, issues_comment="確かめた").save()
        assert stored(small_city.indicator).issues_comment == "確かめた"


class TestDuties:
    def test_a_value_of_an_indicator_with_two_departments_is_saved_by_either(self, small_city, sit):
        both = make_indicator(small_city.plan, "both")
        both.departments.add(*small_city.city.departments.all())
        sit("editor of others").type(key=key_of(both), value="5").save()
        assert stored(both).value == 5
        assert stored(both).owner_name

    def test_a_half_year_is_stored_as_its_last_quarter_and_a_year_as_a_year(self, small_city, sit):
        halves = make_indicator(small_city.plan, "h", frequency="half-yearly")
        years = make_indicator(small_city.plan, "y", frequency="yearly")
        for row in (halves, years):
            row.departments.add(small_city.section)
        review = Review.objects.create(plan=small_city.plan, period="2024-Q4", due_on="2025-08-30")
        screen = sit(review=review)
        screen.type(key=key_of(halves), value="1").type(key=key_of(years), value="2").save()
        assert (stored(halves).period, stored(years).period) == ("2024-Q4", "2024")
