"""What an entered value is compared with: the last one, that of a year ago, the verdict before it."""

from kpis.judging.comparison import (
    compare_entry,
    effect_then,
    effect_today,
    parts_text,
    would_be,
    would_be_sentence,
)
from kpis.judging.known import Break

from ..factories import day, facts, observation, period
from .conftest import look


class TestPreviousValue:
    def test_it_is_the_latest_before_the_period(self):
        found = look("2025-Q1", frequency="quarterly", values={"2024-Q2": 5, "2024-Q4": 7, "2025-Q2": 9})
        assert (found.previous, found.previous_label) == ("7件", "令和6年度第4四半期")

    def test_a_missing_one_is_passed_over(self):
        found = look("2025-Q1", frequency="quarterly", values={"2024-Q3": 7, "2024-Q4": "M"})
        assert (found.previous, found.previous_label) == ("7件", "令和6年度第3四半期")

    def test_zero_is_a_value(self):
        assert look("2025-Q1", frequency="quarterly", values={"2024-Q4": 0}).previous == "0件"

    def test_the_first_value_has_none_before_it(self):
        found = look("2025-Q1", frequency="quarterly", values={"2025-Q1": 7})
        assert (found.previous, found.previous_label) == ("", "")

    def test_half_years_and_years_are_called_so(self):
        assert (
            look("2025-Q2", frequency="half-yearly", values={"2024-Q4": 1}).previous_label
            == "令和6年度下半期"
        )
        assert look("2025", values={"2024": 1}).previous_label == "令和6年度"

    def test_of_a_ratio_it_is_the_ratio(self):
        found = compare_entry(
            facts(frequency="quarterly", unit="%", values={"2024-Q4": "1/4"}),
            period("2025-Q1"),
            day("2025-Q1"),
        )
        assert found.previous == "25%"

    def test_a_ratio_of_nothing_is_none(self):
        found = look("2025-Q1", frequency="quarterly", values={"2024-Q4": "0/0"})
        assert (found.previous, found.previous_label) == ("", "")

    def test_one_that_counts_something_else_is_none(self):
        """数え方の変更: what stands before it says nothing of what is entered from there on."""
        values = {"2024-Q3": 3800, "2024-Q4": 3900, "2025-Q1": 900}
        breaks = (Break(period("2025-Q1"), "窓口も"),)
        given = {"frequency": "quarterly", "values": values, "breaks": breaks}
        assert look("2025-Q1", **given).previous == ""
        assert look("2025-Q2", **given).previous == "900件"
        assert look("2024-Q4", **given).previous == "3,800件"


class TestAYearAgo:
    def test_it_is_that_of_the_same_months(self):
        values = {"2024-Q1": 5, "2024-Q2": 6, "2024-Q4": 7, "2023-Q1": 3}
        found = look("2025-Q1", frequency="quarterly", values=values)
        assert (found.year_ago, found.year_ago_label) == ("5件", "令和6年度第1四半期")
        assert found.has_year_ago

    def test_of_a_month_it_is_that_month(self):
        found = look("2025-02", frequency="monthly", values={"2024-02": 8, "2024-03": 9})
        assert found.year_ago == "8件"

    def test_a_year_and_a_survey_have_none_beside_the_previous_one(self):
        for frequency in ("yearly", "every-2-years"):
            found = look("2025", frequency=frequency, values={"2024": 8, "2023": 7})
            assert (found.year_ago, found.has_year_ago) == ("", False)

    def test_a_missing_one_is_none(self):
        found = look("2025-Q1", frequency="quarterly", values={"2024-Q1": "M"})
        assert (found.year_ago, found.year_ago_label, found.year_ago_parts) == ("", "", "")

    def test_one_that_counts_something_else_is_none(self):
        given = {"frequency": "quarterly", "values": {"2024-Q1": 5}}
        assert look("2025-Q1", breaks=(Break(period("2024-Q2"), "窓口も"),), **given).year_ago == ""
        assert look("2025-Q1", breaks=(Break(period("2024-Q1"), "窓口も"),), **given).year_ago == "5件"

    def test_a_ratio_has_its_parts(self):
        values = {"2024-Q1": "1/4", "2024-Q4": "2/4"}
        found = compare_entry(
            facts(frequency="quarterly", unit="%", values=values), period("2025-Q1"), day("2025-Q1")
        )
        assert (found.year_ago, found.year_ago_parts) == ("25%", "1 / 4")
        assert found.previous_parts == "2 / 4"
        assert parts_text(observation("2025-Q1", 5)) == parts_text(None) == ""


class TestVerdictEffect:
    BASE = {"base": ("2023", 0), "targets": {"2027": 160}, "frequency": "quarterly"}

    def effects(self, at: str, value, values, on: str | None = None, **given):
        known = facts("increase", unit="件", values=values, **(self.BASE | given))
        entered, today = observation(at, value), day(on or at)
        return effect_today(known, entered, today).text, effect_then(known, entered, today).text

    def test_it_names_the_verdict_before_and_after(self):
        assert self.effects("2025-Q1", 60, {"2025-Q1": 12}) == ("遅れ → 前倒し", "遅れ → 前倒し")

    def test_a_verdict_that_stays_is_said_to_stay(self):
        assert self.effects("2025-Q1", 60, {"2025-Q1": 59})[0] == "前倒しのまま"

    def test_of_an_earlier_period_today_and_then_differ(self):
        values = {"2024-Q4": 40, "2025-Q1": 60}
        assert self.effects("2024-Q4", 5, values, on="2025-Q1") == ("前倒しのまま", "順調 → 遅れ")

    def test_a_first_value_has_a_before_too(self):
        assert self.effects("2025-Q1", 60, {})[0] == "実績なし → 前倒し"

    def test_a_value_that_is_withdrawn_leaves_none(self):
        assert self.effects("2025-Q1", "M", {"2025-Q1": 12})[0] == "遅れ → 実績なし"

    def test_where_nothing_is_judged_there_is_none(self):
        assert self.effects("2025-Q1", 60, {"2025-Q1": 12}, targets={}) == ("", "")


class TestWhatItWouldMean:
    KNOWN = {"base": ("2022", 100), "targets": {"2026": 50}}

    def judged(self, typed, at="2024", on="2025-08-01", **given):
        known = facts("decrease", unit="件", **self.KNOWN, **given)
        entered = observation(at, typed)
        found = would_be(known, entered, day(on))
        return found, would_be_sentence(known, entered, found)

    def test_the_verdict_is_that_of_the_rules(self):
        found, sentence = self.judged(75)
        assert found.verdict.value.lower().replace("-", "_") == "on_track"
        assert "75件" in sentence

    def test_the_value_typed_takes_the_place_of_the_stored_one(self):
        found, _ = self.judged(75, values={"2024": 100})
        assert found.value == 75

    def test_a_period_that_still_runs_is_judged_as_of_its_end(self):
        found, _ = self.judged(75, at="2025", on="2025-08-01")
        assert found.value == 75

    def test_a_correction_of_an_earlier_period_leaves_the_latest_value_in_its_place(self):
        found, _ = self.judged(75, at="2023", values={"2024": 60})
        assert found.value == 60
