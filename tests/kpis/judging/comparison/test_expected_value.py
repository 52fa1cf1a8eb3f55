"""What an entered value is compared with: the target, and where it should stand."""

import pytest

from kpis.judging.comparison import (
    compare_entry,
    would_be,
)

from ..factories import day, facts, observation, period, row
from .conftest import look


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
