"""What somebody who enters a value compares it with: the last value, the target, where it should stand, the year's total."""

import pytest

from kpis.judging.comparison import (
    EntryComparison,
    compare_entry,
    effect_then,
    effect_today,
    parts_text,
    would_be,
    would_be_sentence,
)
from kpis.judging.known import Break

from .factories import day, facts, observation, period, row


def look(at: str, *args, on: str | None = None, typed=None, **given) -> EntryComparison:
    """For the value of the period `at`, on the day `on` (its last), with `typed` in the form."""
    entered = observation(at, typed) if typed is not None else None
    return compare_entry(facts(*args, unit="件", **given), period(at), day(on or at), entered)


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


class TestTarget:
    def test_it_is_the_last_one_in_force(self):
        found = look("2025", targets={"2026": 50, "2028": 90})
        assert found.target == "90件"
        assert "令和10年度" in found.target_label

    def test_a_moved_one_holds_from_its_day(self):
        ledger = [row("2028", 90), row("2028", 70, "2025-10-01")]
        assert look("2025-Q2", frequency="quarterly", targets=ledger).target == "90件"
        assert look("2025-Q3", frequency="quarterly", targets=ledger).target == "70件"

    def test_a_withdrawn_one_is_none(self):
        ledger = [row("2028", 90), row("2028", None, "2025-04-01")]
        found = look("2025-Q2", frequency="quarterly", targets=ledger)
        assert (found.target, found.target_label, found.expected) == ("", "", "")

    def test_a_range_is_shown_as_one(self):
        found = look("2025", "keep_within", lower=10, upper=20)
        assert (found.target, found.target_label, found.expected) == ("10件〜20件", "", "")


class TestExpectedValue:
    """Linear in quarters from the baseline through the targets, as DESIGN's rules have it."""

    BASE = {"base": ("2023", 0), "targets": {"2027": 160}}

    @pytest.mark.parametrize(
        ("at", "text"), [("2024-Q1", "10件"), ("2025-Q4", "80件"), ("2027-Q4", "160件"), ("2028-Q1", "")]
    )
    def test_of_a_level_it_is_that_of_the_quarter(self, at, text):
        assert look(at, frequency="quarterly", **self.BASE).expected == text

    def test_before_the_baseline_there_is_none(self):
        assert look("2023-Q2", frequency="quarterly", **self.BASE).expected == ""

    def test_a_running_total_counts_from_its_baseline(self):
        assert look("2024-Q2", series="cumulative", frequency="quarterly", **self.BASE).expected == "20件"

    @pytest.mark.parametrize("series", ["flow", "year_to_date"])
    @pytest.mark.parametrize("quarter", [1, 2, 3, 4])
    def test_of_a_yearly_sum_it_is_what_the_whole_year_should_bring(self, series, quarter):
        found = look(f"2025-Q{quarter}", series=series, frequency="quarterly", **self.BASE)
        assert found.expected == "年度で80件"

    def test_of_a_yearly_sum_without_a_baseline_it_is_the_target(self):
        assert (
            look("2025-Q1", series="flow", frequency="quarterly", targets={"2027": 160}).expected
            == "年度で160件"
        )

    def test_of_a_level_without_a_baseline_there_is_none(self):
        assert look("2025-Q1", frequency="quarterly", targets={"2027": 160}).expected == ""

    @pytest.mark.parametrize("direction", ["keep_at_least", "keep_at_most", "monitor"])
    def test_what_is_kept_or_watched_has_no_path(self, direction):
        assert look("2025-Q1", direction, frequency="quarterly", **self.BASE).expected == ""

    def test_a_reference_has_no_path(self):
        assert look("2025-Q1", frequency="quarterly", is_reference=True, **self.BASE).expected == ""

    def test_a_bound_that_is_kept_is_shown_as_target(self):
        assert (
            look("2025-Q1", "keep_at_least", frequency="quarterly", targets={"2027": 95}).target == "95件以上"
        )


class TestExpectedValueAgreesWithTheVerdict:
    """What the clerk sees beside the input is what the sentence will hold the value against."""

    def test_a_target_that_the_baseline_meets_already_is_the_bound_to_keep(self):
        found = look("2025", base=("2022", 100), targets={"2026": 80})
        assert found.expected == "80件"

    def test_a_running_total_without_a_baseline_counts_from_the_plans_start(self):
        found = look(
            "2025-Q3", series="cumulative", frequency="quarterly", targets={"2027": 1200}, start="2025-04-01"
        )
        assert found.expected == "300件"

    def test_a_running_total_of_a_plan_without_a_first_day_counts_from_the_first_reports_year(self):
        found = look("2025-Q3", series="cumulative", frequency="quarterly", targets={"2025": 1200})
        assert found.expected == "900件"

    def test_a_level_without_a_baseline_goes_on_from_its_first_value(self):
        found = look("2025", targets={"2027": 90}, values={"2023": 50})
        assert found.expected == "70件"

    @pytest.mark.parametrize("direction", ["increase", "decrease"])
    @pytest.mark.parametrize("series", ["level", "flow", "year_to_date", "cumulative"])
    @pytest.mark.parametrize("base", [None, ("2022", 0), ("2022", 100), ("2022", 300)])
    @pytest.mark.parametrize("at", ["2024-Q1", "2025-Q3", "2025-Q4"])
    def test_for_every_kind_of_indicator(self, direction, series, base, at):
        values = {f"2023-Q{n}": 40 + n for n in range(1, 5)} | {f"2024-Q{n}": 50 + n for n in range(1, 5)}
        values |= {f"2025-Q{n}": 60 + n for n in range(1, 5)}
        values = {text: value for text, value in values.items() if text < at}
        known = facts(
            direction, series, "quarterly", base=base, targets={"2025": 120, "2027": 160}, values=values,
            start="2023-04-01",
        )  # fmt: skip
        entered = observation(at, 70)
        assert (
            compare_entry(known, period(at), day(at)).expected_value
            == would_be(known, entered, day(at)).expected
        )


class TestYearTotal:
    YEAR = {"series": "flow", "frequency": "quarterly"}

    def test_it_adds_what_is_typed_to_the_years_earlier_values(self):
        found = look("2025-Q3", values={"2024-Q4": 99, "2025-Q1": 1, "2025-Q2": 2}, typed=4, **self.YEAR)
        assert found.year_total == "今年度の合計 7件（3期分）"

    def test_the_stored_value_of_the_period_gives_way_to_what_is_typed(self):
        found = look("2025-Q2", values={"2025-Q1": 1, "2025-Q2": 50, "2025-Q3": 70}, typed=4, **self.YEAR)
        assert found.year_total == "今年度の合計 5件（2期分）"

    def test_a_gap_is_counted_as_one(self):
        assert (
            "2期分" in look("2025-Q3", values={"2025-Q1": 1, "2025-Q2": "M"}, typed=4, **self.YEAR).year_total
        )

    def test_with_nothing_typed_it_is_that_of_the_earlier_ones(self):
        assert look("2025-Q2", values={"2025-Q1": 1}, **self.YEAR).year_total == "今年度の合計 1件（1期分）"
        assert look("2025-Q2", values={"2025-Q1": 1}, typed="M", **self.YEAR).year_total == (
            "今年度の合計 1件（1期分）"
        )

    def test_zero_counts(self):
        assert look("2025-Q1", typed=0, **self.YEAR).year_total == "今年度の合計 0件（1期分）"

    def test_without_any_value_there_is_none(self):
        assert look("2025-Q1", **self.YEAR).year_total == ""

    def test_parts_of_a_ratio_are_summed_first(self):
        found = compare_entry(
            facts(unit="%", values={"2025-Q1": "1/10"}, **self.YEAR),
            period("2025-Q2"), day("2025-Q2"), observation("2025-Q2", "9/10"),
        )  # fmt: skip
        assert found.year_total == "今年度の合計 50%（2期分）"

    def test_parts_and_plain_values_have_no_sum(self):
        assert look("2025-Q2", values={"2025-Q1": "1/10"}, typed=4, **self.YEAR).year_total == ""

    def test_parts_that_come_to_nothing_have_no_sum(self):
        assert look("2025-Q1", typed="0/0", **self.YEAR).year_total == ""

    @pytest.mark.parametrize("series", ["level", "year_to_date", "cumulative"])
    def test_only_amounts_are_summed(self, series):
        assert (
            look("2025-Q2", series=series, frequency="quarterly", values={"2025-Q1": 1}, typed=4).year_total
            == ""
        )

    def test_a_yearly_amount_is_its_own_total(self):
        assert look("2025", series="flow", values={"2024": 1}, typed=4).year_total == ""


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
