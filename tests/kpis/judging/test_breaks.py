"""数え方の変更: from a period on another thing is counted, and judged by the values from there on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.charts.content import gather
from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.forecast import forecast
from kpis.judging.known import Break, Excluded, TargetRow
from kpis.judging.outcome import Reason
from kpis.judging.sentences import sentence
from kpis.judging.target_words import target_move, target_text
from kpis.judging.terms import Verdict
from kpis.judging.trend import trend

from .factories import facts, period, row

AT = date(2025, 6, 1)
QUARTERS = {"2023-Q1": 100, "2023-Q2": 110, "2023-Q3": 120, "2023-Q4": 130, "2024-Q1": 20, "2024-Q2": 22}


def broken(at_period: str, *, unit: str | None = None, **more):
    given = facts("increase", "level", "quarterly", **more)
    return replace(given, breaks=(Break(period(at_period), "窓口も数えるため", unit),))


@pytest.fixture
def given():
    return broken("2024-Q1", targets={"2025-Q4": 50}, values=QUARTERS, start="2023-04-01")


class TestJudged:
    def test_from_the_break_on(self, given):
        """The first value from there on is the beginning, and the values of before are none."""
        found = evaluate(given, AT)
        assert (found.baseline.period, found.baseline.value) == (period("2024-Q1"), 20)
        # 20 in 2024-Q1, 50 in 2025-Q4: 7 quarters; one later 20 + 30/7 is expected.
        assert found.value == 22
        assert found.expected.quantize(Decimal("0.001")) == Decimal("24.286")
        assert round(found.attainment, 4) == Decimal("0.0667")  # 2 of 30

    def test_as_before_on_a_day_before_it(self, given):
        found = evaluate(given, date(2024, 3, 31))
        assert (found.baseline.value, found.value) == (100, 130)

    def test_a_target_whose_time_was_over_keeps_its_verdict(self):
        given = broken("2024-Q1", targets={"2023-Q4": 125}, values=QUARTERS, start="2023-04-01")
        found = evaluate(given, AT)
        assert (found.verdict, found.reading.value, found.newest.value) == (Verdict.ACHIEVED, 130, 22)
        told = "令和6年度第1四半期から数え方が変わったので、その後の値とは比べられません。"
        assert citizen_sentence(given, found).endswith(told)
        assert sentence(given, found).endswith(told)

    def test_but_says_nothing_of_a_break_that_no_value_follows(self):
        values = {name: value for name, value in QUARTERS.items() if name < "2024"}
        given = broken("2024-Q1", targets={"2023-Q4": 125}, values=values, start="2023-04-01")
        assert "数え方" not in citizen_sentence(given, evaluate(given, AT))

    def test_and_is_not_reached_later_by_another_count(self):
        values = QUARTERS | {"2023-Q4": 90, "2024-Q1": 500}
        given = broken("2024-Q1", targets={"2023-Q4": 125}, values=values, start="2023-04-01")
        assert evaluate(given, AT).reached_later is None

    def test_former_targets_are_no_corner_of_the_path(self):
        given = broken("2024-Q1", targets={"2023-Q4": 140, "2025-Q4": 50}, values=QUARTERS)
        assert [point.value for point in given.targets_in_force(AT)] == [50]

    def test_a_target_of_the_former_count_is_not_held_against_values_of_the_new_one(self):
        """It was decided before the break for a time after it, and not confirmed: no verdict, no line, no chip."""
        given = broken("2024-Q1", targets=[row("2025-Q4", 50, "2023-04-01")], values=QUARTERS)
        former = replace(given, targets=tuple(replace(one, is_of_former_count=True) for one in given.targets))
        assert evaluate(given, AT).target is not None
        found = evaluate(former, AT)
        assert (found.target, found.attainment) == (None, None)
        assert gather(former, found, AT, None).targets == ()
        # On a day before the break its time has not come yet: it is judged by as it was meant.
        assert [point.value for point in former.targets_in_force(date(2024, 3, 31))] == [50]

    def test_nor_drawn_beside_the_one_that_took_its_place(self):
        rows = [row("2025-Q4", 500, "2023-04-01"), row("2025-Q4", 50, "2024-04-01")]
        given = broken("2024-Q1", targets=rows, values=QUARTERS)
        assert target_move(given, AT).before_point is not None
        first, second = given.targets
        former = replace(given, targets=(replace(first, is_of_former_count=True), second))
        assert target_move(given, AT).chip_text.startswith("目標変更 500→50")
        assert target_move(former, AT).chip_text.startswith("新しい数え方の目標 50")
        assert gather(former, evaluate(former, AT), AT, None).former is None

    def test_no_value_since(self):
        values = {name: value for name, value in QUARTERS.items() if name < "2024"}
        given = broken("2024-Q1", targets={"2025-Q4": 50}, values=values)
        found = evaluate(given, AT)
        assert (found.verdict, found.reading, found.newest.value) == (Verdict.NO_DATA, None, 130)
        assert citizen_sentence(given, found) == (
            "令和6年度第1四半期から数え方が変わり、新しい数え方の実績は、まだ登録されていません。"
        )
        assert sentence(given, found) == (
            "令和6年度第1四半期から数え方が変わりました（窓口も数えるため）。新しい数え方の実績は、まだ登録されていません。"
        )

    def test_a_bound_counts_the_periods_from_there_on(self):
        given = broken("2024-Q1", targets={"2025-Q4": 15}, values=QUARTERS, start="2023-04-01")
        given = replace(given, direction=given.direction.KEEP_AT_LEAST)
        assert evaluate(given, AT).kept == (2, 2)

    @pytest.mark.parametrize(("excluded", "is_told"), [("2023-Q2", False), ("2024-Q2", True)])
    def test_and_tells_of_those_left_out_from_there_on(self, excluded, is_told):
        given = broken("2024-Q1", targets={"2025-Q4": 15}, values=QUARTERS, start="2023-04-01")
        given = replace(
            given, direction=given.direction.KEEP_AT_LEAST, excluded=(Excluded(period(excluded), "災害"),)
        )
        assert ("判定から除いた期は数えていません" in sentence(given, evaluate(given, AT))) is is_told

    def test_a_stated_baseline_holds(self):
        """The city has worked it out anew."""
        given = broken("2024-Q1", base=("2022-Q4", 10), targets={"2025-Q4": 50}, values=QUARTERS)
        assert evaluate(given, AT).baseline.value == 10

    def test_a_provisional_one_of_before_does_not(self):
        given = broken("2024-Q1", base=("2023-Q1", 100), targets={"2025-Q4": 50}, values={"2023-Q1": 100})
        given = replace(given, baseline_is_provisional=True)
        assert evaluate(given, AT).baseline is None

    def test_a_running_total_begins_anew(self):
        given = replace(
            broken(
                "2024-Q1", targets={"2025-Q4": 80}, values={"2023-Q4": 300, "2024-Q1": 10}, start="2023-04-01"
            ),
            series=facts("increase", "cumulative").series,
        )
        found = evaluate(given, date(2024, 7, 1))
        assert (str(found.baseline.period), found.baseline.value, found.expected) == ("2023-Q4", 0, 10)

    def test_the_last_of_several_breaks(self, given):
        two = (Break(period("2023-Q3")), *given.breaks)
        assert evaluate(replace(given, breaks=two), AT).baseline.value == 20
        assert evaluate(replace(given, breaks=two), date(2024, 3, 31)).baseline.value == 120


class TestTrend:
    """Of two values that count otherwise none is better."""

    def test_not_over_a_break_after_the_deadline(self):
        values = {name: value for name, value in QUARTERS.items() if name <= "2024-Q1"}
        given = broken("2024-Q1", targets={"2023-Q4": 125}, values=values, start="2023-04-01")
        found = evaluate(given, AT)
        assert found.newest.value == 20
        assert trend(given, found.newest, AT) is None
        assert trend(given, found.reading, AT).change == 10

    def test_but_from_there_on(self):
        given = broken("2024-Q1", targets={"2023-Q4": 125}, values=QUARTERS, start="2023-04-01")
        found = evaluate(given, AT)
        assert (trend(given, found.newest, AT).change, trend(given, found.newest, AT).before) == (2, 20)

    def test_of_years(self):
        amounts = {f"{year}-Q{n}": year - 2000 for year in (2022, 2023) for n in (1, 2, 3, 4)}
        given = facts("increase", "flow", "quarterly", targets={"2022": 60}, values=amounts)
        given = replace(given, breaks=(Break(period("2023-Q1")),))
        found = evaluate(given, AT)
        assert (found.newest.value, found.reading.value) == (92, 88)
        assert trend(given, found.newest, AT) is None


class TestYears:
    VALUES = {f"{year}-Q{n}": amount for year, amount in ((2022, 100), (2023, 10)) for n in (1, 2, 3, 4)}

    def given(self):
        values = self.VALUES | {"2024-Q1": 5}
        given = facts(
            "increase", "flow", "quarterly", targets={"2025": 60}, values=values, start="2022-04-01"
        )
        return replace(given, breaks=(Break(period("2023-Q1")),))

    def test_the_share_of_a_part_is_learnt_from_years_that_count_alike(self):
        """2022 had its quarters evenly too, but of something else: only 2023 tells."""
        uneven = {"2022-Q1": 1000, "2022-Q2": 0, "2022-Q3": 0, "2022-Q4": 0}
        given = self.given()
        changed = tuple(
            replace(row, value=Decimal(uneven[str(row.period)])) if str(row.period) in uneven else row
            for row in given.observations
        )
        found = evaluate(replace(given, observations=changed), date(2024, 8, 1))
        assert (found.annualized, found.newest.annualized) == (20, 20)

    def test_the_trend_stays_on_one_side(self):
        given = self.given()
        first_year = evaluate(given, date(2024, 3, 31)).reading
        assert trend(given, first_year, date(2024, 3, 31)) is None


class TestWords:
    def test_both_sentences_name_it(self, given):
        found = evaluate(given, AT)
        assert (
            "令和6年度第1四半期から数え方が変わったので、それより前の値とは比べられません。"
            in citizen_sentence(given, found)
        )
        assert "それより前の値は判定に使いません（窓口も数えるため）。" in sentence(given, found)

    def test_not_without_a_value_of_before(self):
        given = broken("2024-Q1", targets={"2025-Q4": 50}, values={"2024-Q1": 20})
        assert "数え方" not in sentence(given, evaluate(given, AT))

    def test_not_before_its_day(self, given):
        assert "数え方" not in sentence(given, evaluate(given, date(2024, 3, 31)))

    def test_what_is_only_watched_says_so_too(self):
        given = broken("2024-Q1", values=QUARTERS)
        given = replace(given, direction=given.direction.MONITOR)
        assert "数え方が変わった" in citizen_sentence(given, evaluate(given, AT))
        none_since = replace(given, observations=given.observations[:4])
        assert "新しい数え方の実績は、まだ登録されていません" in citizen_sentence(
            none_since, evaluate(none_since, AT)
        )


class TestAnotherUnit:
    def test_its_values_are_never_held_against_todays(self):
        given = broken("2024-Q1", unit="人", targets={"2025-Q4": 50}, values=QUARTERS)
        assert [row.value for row in given.known(AT)] == [20, 22]
        assert given.former_unit(period("2023-Q4")) == "人"
        assert given.former_unit(period("2024-Q1")) is None

    def test_nor_are_its_targets(self):
        rows = (
            TargetRow(period("2025-Q4"), Decimal(3000), date(2023, 4, 1), "人"),
            TargetRow(period("2025-Q4"), Decimal(50), date(2024, 4, 1)),
        )
        given = replace(broken("2024-Q1", unit="人", values=QUARTERS), targets=rows, unit="件")
        assert [point.value for point in given.targets_in_force(AT)] == [50]
        assert given.targets_in_force(date(2023, 5, 1)) == ()
        move = target_move(given, AT)
        assert (move.chip_text, move.before_point) == ("目標変更 3,000人→50件", None)
        assert target_text(given, rows[0]) == "3,000人"

    def test_no_report_of_before_is_late(self):
        given = broken("2024-Q1", unit="人", targets={"2025-Q4": 50}, values={"2023-Q4": 130})
        given = replace(given, reporting_from=period("2023-Q4"), reporting_lag_days=30)
        assert evaluate(given, date(2024, 5, 15)).overdue is None


def test_the_forecast_takes_the_values_from_there_on():
    values = QUARTERS | {"2024-Q3": 24, "2024-Q4": 26}
    given = broken("2024-Q1", targets={"2025-Q4": 50}, values=values, start="2023-04-01")
    found = forecast(given, evaluate(given, AT))
    assert (found.slope * 3, found.to_value) == (2, 34)


def test_without_break_nothing_changes(given):
    plain = replace(given, breaks=())
    assert evaluate(plain, AT).reason is not Reason.BEFORE_START
    assert evaluate(plain, AT).baseline.value == 100
