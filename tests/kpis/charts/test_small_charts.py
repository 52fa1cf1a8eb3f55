"""Sparklines and progress bars."""

from kpis.charts import meter, sparkline
from kpis.judging.evaluation import evaluate
from tests.kpis.judging.factories import facts, judge

from .drawing import AT


def test_a_sparkline_goes_from_the_first_to_the_last_value():
    known = facts(
        "increase", "flow", "quarterly", values={"2024-Q1": 12, "2024-Q2": 23, "2024-Q3": 34}, unit="件"
    )
    small = sparkline(known, AT)
    assert small.label == "2024年度第1四半期 12件から 2024年度第3四半期 34件へ"
    # Three even steps between x 4 and 90 and between y 23 (lowest) and 5 (highest): the middle is 47, 14.
    assert small.lines == ("M4 23 47 14 90 5",)
    assert (small.last_x, small.last_y) == ("90", "5")


def test_a_sparkline_shows_what_the_values_aim_at():
    known = facts(
        "increase", base=("2022", 10), targets={"2026": 30}, values={"2023": 10, "2024": 20}, unit="件"
    )
    small = sparkline(known, AT, evaluate(known, AT))
    # From 10 (lowest, y 23) to the target 30 (y 5): 20 lies half-way, at 14.
    assert small.targets == ("M0 5H96",)
    assert small.lines == ("M4 23 90 14",)
    assert small.label == "2023年度 10件から 2024年度 20件へ（目標 30件）"


def test_a_quarter_of_a_yearly_sum_is_not_held_against_the_years_target():
    known = facts(
        "increase",
        "flow",
        "quarterly",
        targets={"2025": 150},
        values={"2024-Q1": 12, "2024-Q2": 23},
        unit="件",
    )
    small = sparkline(known, AT, evaluate(known, AT))
    assert small.targets == ()
    assert small.label == "2024年度第1四半期 12件から 2024年度第2四半期 23件へ"


def test_a_gap_breaks_a_sparkline():
    small = sparkline(facts(values={"2020": 1, "2021": 2, "2023": 3}), AT)
    assert len(small.lines) == 1
    assert len(small.dots) == 1


def test_a_total_to_date_is_shown_as_what_each_period_added():
    known = facts(
        "increase",
        "year_to_date",
        "quarterly",
        values={"2024-Q1": 5, "2024-Q2": 12, "2024-Q4": 30, "2025-Q1": 6},
        unit="件",
    )
    small = sparkline(known, AT)
    # 5, 12 − 5 = 7, then Q4 without Q3 says nothing, then 6 in a new year.
    assert small.label == "2024年度第1四半期 5件から 2025年度第1四半期 6件へ"
    assert small.lines[0].endswith(" 5")  # 7, the highest, at the top


def test_fewer_than_two_values_are_no_line():
    assert sparkline(facts(), AT) is None
    assert sparkline(facts(values={"2023": 1, "2026": 2}), AT) is None  # the second is not known yet
    assert sparkline(facts(values={"2023": 1, "2024": 1}), AT).lines == ("M4 14 90 14",)


def test_a_meter_runs_from_the_baseline_to_the_target():
    # (22 − 10) / (30 − 10) = 60 %; expected half-way: 50 %. The track is 118 wide from 1 to 119.
    bar = meter(judge("increase", base=("2022", 10), targets={"2024": 30}, values={"2023": 22}))
    assert bar.label == "目標までの到達率：60%（計画どおりなら50%）"
    assert bar.fill == "M1 4H71.8V14H1Z"  # 1 + 118 × 0.6
    assert bar.tick == "M60 .5V17.5"  # 1 + 118 × 0.5


def test_percentages_are_cut_and_the_bar_is_clipped():
    # 19.99 / 20 = 99.95 %
    assert meter(judge(base=("2022", 0), targets={"2023": 20}, values={"2023": "19.99"})).percent == "99%"
    over = meter(judge(base=("2022", 0), targets={"2024": 20}, values={"2023": 50}))
    assert (over.percent, over.fill) == ("250%", "M1 4H119V14H1Z")
    under = meter(judge(base=("2022", 10), targets={"2024": 20}, values={"2023": 5}))
    assert (under.percent, under.fill) == ("基準より悪い値", "")


def test_without_a_baseline_the_meter_shows_the_achievement():
    # 120 / 150 = 80 %; the first target counts from the beginning: expected 100 %.
    bar = meter(judge("increase", "flow", targets={"2025": 150}, values={"2023": 120}))
    assert bar.label == "達成率：80%（計画どおりなら100%）"


def test_no_meter_where_nothing_is_measured_towards():
    assert meter(judge("monitor", values={"2023": 5})) is None
    assert meter(judge("increase", targets={"2025": 150}, at="2024")) is None
