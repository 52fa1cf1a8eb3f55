"""What is said once the target's day has come: the last survey, no value, a path that turns. Numbers worked by hand."""

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.forecast import forecast
from kpis.judging.known import Excluded
from kpis.judging.outcome import Reason
from kpis.judging.terms import Verdict

from .factories import day, facts, judge, period, row, told

# 0 at the end of FY2022 → 100 at the end of FY2024: 87.5 at the third quarter of FY2024
WAY = {"frequency": "quarterly", "base": ("2022", 0), "targets": {"2024": 100}, "unit": "件"}


@pytest.mark.parametrize("series", ["level", "cumulative"])
@pytest.mark.parametrize("value", [10, 90])
@pytest.mark.parametrize("at", ["2025-03-31", "2025-05-30"])
def test_where_the_city_says_that_there_is_no_value_at_the_deadline_nothing_is_judged(series, value, at):
    values = {"2024-Q3": value, "2024-Q4": "M"}
    found, plain, calculation = told(at, **WAY, series=series, values=values)
    assert (found.verdict, found.reason) == (Verdict.NOT_EVALUABLE, Reason.NO_END)
    assert plain == "目標の期限（令和6年度末）の値がないので、判定できません。"
    assert calculation.endswith(
        "令和6年度第4四半期の値はないと報告されているので、期限の時点の判定ができません。"
    )
    assert told("2025-03-30", **WAY, series=series, values=values)[0].verdict is not Verdict.NOT_EVALUABLE


def test_a_year_without_any_value_is_not_judged_by_the_one_before():
    quarters = {f"2023-Q{quarter}": 30 for quarter in (1, 2, 3, 4)}
    missing = {f"2024-Q{quarter}": "M" for quarter in (1, 2, 3, 4)}
    way = {"series": "flow", "frequency": "quarterly", "base": ("2022", 90), "targets": {"2024": 150}}
    found, _, _ = told("2025-03-31", **way, values=quarters | missing, unit="件")
    assert (found.verdict, found.reason, found.value) == (Verdict.NOT_EVALUABLE, Reason.NO_END, 120)


def test_an_excluded_period_at_the_deadline_leaves_nothing_to_judge():
    values = {"2024-Q3": 90, "2024-Q4": 95}
    excluded = (Excluded(period("2024-Q4"), "停電"),)
    found, plain, calculation = told("2025-05-30", **WAY, values=values, excluded=excluded)
    assert (found.verdict, found.reason) == (Verdict.NOT_EVALUABLE, Reason.NO_END)
    assert plain == "目標の期限（令和6年度末）の値がないので、判定できません。"
    assert "令和6年度第4四半期の値は判定に使わないので、期限の時点の判定ができません。" in calculation


@pytest.mark.parametrize(
    ("at", "verdict"), [("2028-03-31", Verdict.AHEAD), ("2028-04-01", Verdict.NOT_EVALUABLE)]
)
def test_a_surveys_last_year_without_a_value_leaves_the_deadline_unjudged(at, verdict):
    # every three years: 2023, 2026; the deadline is the end of FY2027. 60 + 20 × 1/5 = 64
    survey = {"frequency": "every-3-years", "base": ("2022", 60), "targets": {"2027": 80}, "unit": "%"}
    values = {"2023": 70, "2026": "M"}
    found, _, calculation = told(at, **survey, values=values, first_period=period("2023"))
    assert found.verdict is verdict
    if verdict is Verdict.NOT_EVALUABLE:
        assert calculation.endswith("令和8年度の値はないと報告されているので、期限の時点の判定ができません。")


def test_what_was_reached_before_stays_reached():
    found, plain, _ = told("2025-05-30", **WAY, values={"2024-Q3": 101, "2024-Q4": "M"})
    assert found.verdict is Verdict.ACHIEVED
    assert plain == "101件になり、目標の100件に期限（令和6年度末）より早く届きました。"


@pytest.mark.parametrize(
    ("given", "ending"),
    [
        ({"values": {"2024-Q3": 90}}, "過ぎましたが、期限の値の報告はまだありません。"),
        (
            {"values": {"2024-Q3": 90}, "last_period": period("2024-Q3")},
            "過ぎました。この指標の値は令和6年度第3四半期までです。",
        ),
    ],
)
def test_a_passed_deadline_says_whether_a_value_is_to_come(given, ending):
    found, plain, _ = told("2025-05-30", **WAY, **given)
    assert found.verdict is Verdict.ON_TRACK
    assert plain.endswith("目標の期限（令和6年度末）は" + ending)


def test_a_bound_is_not_judged_either_where_there_is_no_value_at_the_deadline():
    found, plain, _ = told(
        "2025-06-30",
        direction="keep_at_least",
        frequency="quarterly",
        unit="%",
        targets={"2024": 80},
        values={"2024-Q3": 85, "2024-Q4": "M"},
    )
    assert (found.verdict, found.reason) == (Verdict.NOT_EVALUABLE, Reason.NO_END)
    assert plain == "目標の期限（令和6年度末）の値がないので、判定できません。"


@pytest.mark.parametrize(
    ("last", "verdict"), [(62, Verdict.ACHIEVED), (58, Verdict.NEARLY), (50, Verdict.NOT_ACHIEVED)]
)
def test_a_surveys_last_value_before_the_deadline_ends_its_bound(last, verdict):
    # every two years from FY2021: FY2023 is the last before the end of FY2024; 5 % of 60 is 3
    found, plain, calculation = told(
        "2025-06-30",
        direction="keep_at_least",
        frequency="every-2-years",
        unit="%",
        targets={"2024": 60},
        values={"2021": 60, "2023": last},
        first_period=period("2021"),
    )
    assert (found.verdict, found.is_final) == (verdict, True)
    assert "期限の前の最後の調査（令和5年度）で判定しています。" in calculation
    assert "期限の値の報告" not in plain


def test_at_the_end_of_a_path_that_turned_worse_than_the_start_is_not_nearly():
    # 60 → 90 → 61: 59.5 is 97.5 % of the target, and below the start by more than 5 % of the way
    found, plain, calculation = told(
        "2027-04-01", base=("2022", 60), targets={"2024": 90, "2026": 61}, values={"2026": "59.5"}, unit="%"
    )
    assert (found.verdict, found.is_worse_than_baseline) == (Verdict.NOT_ACHIEVED, True)
    assert "より悪くなりました。" in plain
    assert "期限の時点で、基準より悪くなっていました。" in calculation


def test_at_the_end_the_distance_to_the_path_is_not_told():
    # 60 → 90 → 80: the path turns, so on the way the gap is told
    turning = {"base": ("2022", 60), "targets": {"2024": 90, "2026": 80}, "unit": "%"}
    assert "計画どおりの値より" in told("2026-04-01", **turning, values={"2025": 70})[2]
    assert "計画どおりの値より" not in told("2027-04-01", **turning, values={"2026": 70})[2]


@pytest.mark.parametrize(
    ("between", "words"),
    [
        (81, "82%で、目標の80%に、報告を始めたときから届いています。"),
        (79, "82%で、目標の80%に届いています。"),
    ],
)
def test_from_the_start_is_said_only_where_it_was_always_met(between, words):
    values = {"2022": 85, "2023": between, "2024": 82}
    assert told("2025-04-01", targets={"2026": 80}, values=values, unit="%")[1] == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("2026", 65)], "68人で、目標の65人に、報告を始めたときから届いています。"),
        # The 66 did not meet the 80 that was asked for then.
        (
            [row("2026", 80, "2022-04-01"), row("2026", 65, "2024-10-01")],
            "68人で、目標の65人に届いています。",
        ),
    ],
)
def test_a_target_that_was_lowered_was_not_met_from_the_start(rows, words):
    assert told("2025-04-01", targets=rows, values={"2023": 66, "2024": 68}, unit="人")[1] == words


def test_a_sum_that_reaches_its_target_with_the_last_quarter_is_not_early():
    quarters = {"series": "flow", "frequency": "quarterly", "unit": "人"}
    values = {"2024-Q1": 20, "2024-Q2": "M", "2024-Q3": 30, "2024-Q4": 40}
    found, plain, _ = told("2025-08-01", **quarters, base=("2022", 60), targets={"2024": 80}, values=values)
    assert found.verdict is Verdict.ACHIEVED
    assert plain == "90人になり、目標の80人を達成しました。"


def test_a_value_a_little_worse_than_the_start_does_not_look_like_it():
    worse = {"base": ("2022", 60), "targets": {"2026": "60.3"}, "unit": "点", "decimals": 1}
    found, plain, calculation = told("2025-04-01", **worse, values={"2024": "59.97"})
    assert found.verdict is Verdict.REVERSED
    assert plain.startswith("始まりの60.0点より悪くなり、59.97点です。")
    assert calculation.startswith("令和6年度は59.97点です。")


def test_a_year_is_not_called_by_its_last_quarter_where_it_stands_in_for_the_deadline():
    quarters = {"series": "flow", "frequency": "quarterly", "unit": "人"}
    values = {"2025-Q1": 15, "2025-Q2": 15, "2025-Q3": 15, "2025-Q4": 30}
    way = {"base": ("2022", 60), "targets": {"2026": 80}}
    calculation = told("2027-06-01", **quarters, **way, values=values)[2]
    assert "期限の値がないので、令和7年度の値で判定しています。" in calculation


def test_a_running_total_is_not_called_a_quarters_figure():
    total = {"series": "cumulative", "frequency": "quarterly", "start": "2024-04-01", "unit": "人"}
    _, plain, calculation = told(
        "2024-09-30", **total, targets={"2034": 800}, values={"2024-Q1": 20, "2024-Q2": 40}
    )
    for told_so in (plain, calculation):
        assert told_so.startswith("計画のはじめから令和6年度第2四半期までは40人です。")


def test_a_plan_that_stands_still_at_first_is_not_called_just_begun():
    # 60 → 60 (FY2024) → 80 (FY2026): half of the time is gone
    flat = {"base": ("2022", 60), "targets": {"2024": 60, "2026": 80}, "unit": "人"}
    found, plain, _ = told("2025-04-01", **flat, values={"2024": 70})
    assert found.verdict is Verdict.TOO_EARLY
    assert plain == "令和6年度は70人です。計画ではまだほとんど変わらない時期なので、判定はこれからです。"


def test_bounds_that_differ_are_counted_each_in_its_own_time():
    bounds = {"direction": "keep_at_least", "targets": {"2024": 80, "2026": 70}, "unit": "人"}
    calculation = told("2027-04-01", **bounds, values={"2024": 75, "2026": 72})[2]
    assert "それぞれの期の目標を、これまで2回のうち1回守りました。" in calculation


def test_the_years_missing_value_is_told_of_a_ratio_as_well():
    quarters = {"series": "flow", "frequency": "quarterly", "unit": "%"}
    values = {"2024-Q1": "1/2", "2024-Q2": "3/4", "2024-Q3": "M", "2024-Q4": "1/2"}
    way = {"base": ("2022", 50), "targets": {"2026": 80}}
    _, plain, calculation = told("2025-06-30", **quarters, **way, values=values)
    # (1 + 3 + 1) / (2 + 4 + 2) = 62.5 %
    assert plain == "令和6年度は、第3四半期の値がないので判定できません。3四半期を通した割合は63%です。"
    assert calculation == plain
    alone = {"2024-Q1": "1/2"} | dict.fromkeys(("2024-Q2", "2024-Q3", "2024-Q4"), "M")
    _, plain, _ = told("2025-06-30", **quarters, **way, values=alone)
    assert plain == "第2四半期、第3四半期、第4四半期の値がないので判定できません。第1四半期は50%です。"


def test_a_range_is_told_as_a_range_where_nothing_is_reported():
    within = {"direction": "keep_within", "lower": 15, "upper": 30, "targets": {"2026": 20}, "unit": "%"}
    _, plain, calculation = told("2025-04-01", **within)
    assert plain == "実績は、まだ登録されていません。目標は、令和8年度末に15%〜30%です。"
    assert "目標は15%〜30%、期限は令和8年度末" in calculation


FIVE = {"2021": "2/5", "2022": "1/2", "2023": "0/0", "2024": "4/5", "2025": "5/6"}  # 40, 50, none, 80, 83 %


@pytest.mark.parametrize(
    ("targets", "is_forecast"),
    [
        ({"2026": 95}, True),
        ({"2024": 96, "2026": 95}, False),  # up and down: no straight way
        ({"2026": 80}, False),  # reached
    ],
)
def test_nothing_is_forecast_for_a_path_that_turns_or_a_target_that_is_reached(targets, is_forecast):
    known = facts(base=("2020", 40), unit="%", targets=targets, values=FIVE)
    found = evaluate(known, day("2026-04-01"))
    assert found.value is not None
    assert (forecast(known, found) is not None) is is_forecast


@pytest.mark.parametrize(("year", "is_worse"), [("2025", False), ("2026", True)])
def test_on_a_path_that_turns_only_the_end_tells_that_it_is_worse_than_the_start(year, is_worse):
    found = judge(base=("2022", 60), targets={"2024": 90, "2026": 80}, values={year: 50})
    assert found.is_worse_than_baseline is is_worse


@pytest.mark.parametrize(
    ("at", "verdict"), [("2024-03-31", Verdict.TOO_EARLY), ("2024-04-01", Verdict.NOT_EVALUABLE)]
)
def test_the_deadlines_own_day_has_not_passed(at, verdict):
    way = {"frequency": "quarterly", "base": ("2020", 0), "targets": {"2023": 100}}
    assert judge(**way, values={"2020-Q4": 1}, at=at).verdict is verdict
