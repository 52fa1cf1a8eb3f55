"""What an entered value is compared with: the year's total."""

import pytest

from kpis.judging.comparison import (
    compare_entry,
)

from ..factories import day, facts, observation, period
from .conftest import look


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
