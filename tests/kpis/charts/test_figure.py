"""What an indicator's chart shows: points, bars, path, targets, bounds, forecast."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.judging.known import Observation
from kpis.judging.periods import Period
from kpis.judging.terms import ObservationStatus
from tests.kpis.judging.factories import facts

from .drawing import FLOW, LEVEL, draw, parts, texts


def test_points_stand_where_the_axes_put_them():
    drawn = draw(facts(frequency="yearly", targets={"2024": 100}, values={"2023": 50}), date(2024, 6, 1))
    # Ticks 0, 20, … 100. Two years share the room from the left of the plot to 20 units before the edge at 720.
    plot = drawn.clip  # M left top H right V bottom
    left, top = map(float, plot[1 : plot.index("H")].split())
    right, bottom = (
        float(plot[plot.index("H") + 1 : plot.index("V")]),
        float(plot[plot.index("V") + 1 : -1].split("H")[0]),
    )
    assert right == 700
    x, y = left + (right - left) / 4, (top + bottom) / 2  # the middle of the first of two years; half of 100
    (point,) = parts(drawn, "actual")
    radius = 4.5
    start_x, start_y = map(float, point.d[1 : point.d.index("a")].split())
    assert start_x == pytest.approx(x - radius, abs=0.11)
    assert start_y == pytest.approx(y, abs=0.11)


def test_a_missing_period_breaks_the_line():
    # 2023-Q1, Q2, a gap at Q3, then Q4, 2024-Q1, Q2: two lines of two and three points.
    lines = [path.d for path in parts(draw(LEVEL), "actual-line")]
    assert [line.count("L") for line in lines] == [1, 2]
    assert len(parts(draw(LEVEL), "actual")) == 5


def test_a_report_of_no_value_and_a_zero_denominator_break_the_line_too():
    for nothing in ("M", "3/0"):
        known = facts(frequency="yearly", targets={"2027": 9}, values={"2022": 1, "2023": nothing, "2024": 2})
        drawn = draw(known)
        assert not parts(drawn, "actual-line")
        assert len(parts(drawn, "actual")) == 2


def test_half_years_and_years_are_joined_across_the_quarters_between():
    half = facts(
        frequency="half-yearly", targets={"2027-Q4": 9}, values={"2023-Q2": 1, "2023-Q4": 2, "2024-Q2": 3}
    )
    assert [path.d.count("L") for path in parts(draw(half), "actual-line")] == [2]


def test_every_target_baseline_path_and_the_latest_value_are_labelled():
    drawn = draw(LEVEL)
    assert sorted(texts(drawn, "target")) == ["目標 40件", "目標 60件"]
    assert texts(drawn, "baseline") == ["基準 10件"]
    assert texts(drawn, "last") == ["25件"]
    (path,) = parts(drawn, "path")
    assert path.d.count("L") == 2  # baseline, first target, last target
    assert path.dash
    assert len(parts(drawn, "target")) == 2


def test_the_latest_value_never_reads_like_a_target_that_it_misses():
    known = facts(unit="%", base=("2022", 10), targets={"2024": 50}, values={"2024": "49.96"})
    assert texts(draw(known), "last") == ["49.96%"]


def test_values_of_later_days_are_not_drawn():
    assert len(parts(draw(LEVEL, date(2024, 6, 30)), "actual")) == 4


def test_values_after_the_last_target_are_hollow():
    known = facts(base=("2022", 1), targets={"2023": 5}, values={"2023": 4, "2024": 6})
    first, later = parts(draw(known), "actual")
    assert (first.fill, later.fill) == ("#0017c1", "#ffffff")
    assert "判定に使わない値" in texts(draw(known), "legend")


def test_provisional_and_estimated_values_are_hollow_and_lettered():
    reports = (
        Observation(Period(2023), Decimal(1), status=ObservationStatus.PROVISIONAL),
        Observation(Period(2024), Decimal(2), status=ObservationStatus.ESTIMATED),
    )
    drawn = draw(facts(targets={"2027": 9}, values=reports))
    assert [path.fill for path in parts(drawn, "actual")] == ["#ffffff", "#ffffff"]
    assert texts(drawn, "letter") == ["P", "E"]
    assert {"P 速報値", "E 推計値"} <= set(texts(drawn, "legend"))


def test_the_legend_explains_only_what_occurs():
    assert texts(draw(LEVEL), "legend") == ["実績", "見込み", "目標への道すじ", "目標", "基準"]
    monitored = facts("monitor", values={"2023": 1, "2024": 2})
    assert texts(draw(monitored), "legend") == ["実績"]


def test_an_axis_that_does_not_start_at_zero_says_so():
    far = facts("decrease", base=("2022", 145), targets={"2025": 120}, values={"2023": 140}, unit="時間")
    assert texts(draw(far), "unit") == ["単位：時間　縦軸は0から始まりません"]
    assert "縦軸は0から始まりません" in draw(far).description
    assert texts(draw(LEVEL), "unit") == ["単位：件"]


def test_the_day_is_marked_only_where_the_values_end_before_it():
    assert texts(draw(LEVEL), "day") == ["2025年9月30日"]
    assert not parts(draw(LEVEL, date(2024, 9, 30)), "day")


def test_the_forecast_is_a_dotted_line_on_a_wedge_inside_the_plot():
    drawn = draw(LEVEL)
    (dotted,), (wedge,) = parts(drawn, "forecast"), parts(drawn, "wedge")
    assert dotted.dash != parts(drawn, "path")[0].dash
    assert dotted.is_clipped
    assert wedge.is_clipped
    assert not parts(draw(LEVEL, forecast=None), "forecast")


def test_bounds_to_keep_are_lines_with_their_names():
    keep = facts("keep_at_least", targets={"2025": 95, "2027": 97}, values={"2023": 96, "2024": 98}, unit="%")
    drawn = draw(keep)
    assert len(parts(drawn, "bound")) == 2
    assert sorted(texts(drawn, "target")) == ["下限 95%", "下限 97%"]
    assert not parts(drawn, "path")
    assert not parts(drawn, "baseline")  # the first value is a baseline for nothing


@pytest.mark.parametrize(
    ("direction", "more", "said"),
    [
        ("keep_at_most", {"strict": True, "unit": "%"}, "10%未満"),
        ("keep_at_least", {"strict": True, "unit": "件"}, "10件超"),
        ("keep_at_most", {"unit": "位"}, "10位以内"),
        ("increase", {"strict": True, "unit": "件", "base": ("2022", 5)}, "10件超"),
    ],
)
def test_what_is_no_plain_limit_is_named_as_promised(direction, more, said):
    drawn = draw(facts(direction, targets={"2027": 10}, values={"2023": 12, "2024": 9}, **more))
    assert texts(drawn, "target") == [f"目標 {said}"]
    assert f"目標は{said}" in drawn.description


def test_a_range_to_keep_is_a_band():
    drawn = draw(facts("keep_within", values={"2023": 20, "2024": 25}, lower=18, upper=26, unit="℃"))
    assert sorted(texts(drawn, "target")) == ["上限 26℃", "下限 18℃"]
    assert len(parts(drawn, "band")) == 1


def test_a_target_that_the_baseline_met_is_a_bound():
    drawn = draw(facts(base=("2022", 60), targets={"2025": 50}, values={"2023": 55}))
    assert texts(drawn, "target") == ["下限 50"]


def test_a_year_is_one_bar_made_of_its_quarters():
    drawn = draw(FLOW, date(2024, 9, 30))
    assert len(parts(drawn, "actual")) == 2
    assert len(parts(drawn, "piece")) == 4  # three gaps in four quarters, one in two
    assert texts(drawn, "value") == ["120件"]
    assert texts(drawn, "last") == ["66件"]


def test_a_year_in_progress_reaches_up_to_the_year_at_this_pace():
    # Two of four even quarters: 66 / 0.5 = 132.
    drawn = draw(FLOW, date(2024, 9, 30))
    assert texts(drawn, "annualized") == ["年換算 132件"]
    assert parts(drawn, "annualized")[0].dash


def test_bars_stand_on_zero():
    drawn = draw(FLOW, date(2024, 9, 30))
    bottom = drawn.clip[drawn.clip.index("V") + 1 : -1].split("H")[0]
    assert all(f"V{bottom}H" in path.d for path in parts(drawn, "actual"))
    assert "縦軸は0から" not in drawn.description


def test_a_year_with_a_missing_report_is_hollow_and_shows_what_there_is():
    known = facts(
        "increase",
        "flow",
        "quarterly",
        targets={"2027": 9},
        values={"2023-Q1": 1, "2023-Q4": 2, "2024-Q1": 3},
    )
    drawn = draw(known, date(2024, 9, 30))
    gappy, latest = parts(drawn, "actual")
    assert (gappy.fill, latest.fill) == ("#e8f1fe", "#0017c1")
    assert texts(drawn, "value") == ["3"]  # what was reported stays to be seen
    assert "報告がそろっていない年度" in texts(drawn, "legend")


def test_a_total_to_date_is_the_latest_of_its_year():
    known = facts(
        "increase", "year_to_date", "quarterly", targets={"2027": 90}, values={"2024-Q1": 10, "2024-Q2": 30}
    )
    assert texts(draw(known, date(2024, 9, 30)), "last") == ["30"]
    assert not parts(draw(known), "piece")


def test_the_ratio_of_a_year_is_that_of_its_sums():
    # (1 + 9) / (10 + 30) = 25 %; the mean of 10 % and 30 % would be 20 %.
    known = facts(
        "increase",
        "flow",
        "quarterly",
        targets={"2027": 90},
        values={"2024-Q1": "1/10", "2024-Q2": "9/30"},
        unit="%",
    )
    drawn = draw(known, date(2024, 9, 30))
    assert texts(drawn, "last") == ["25%"]
    assert not parts(drawn, "annualized")
