"""Charts: geometry by hand, labels that never collide, SVG that stands alone."""

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.charts import Figure, figure, meter, sparkline
from kpis.charts.amounts import amount, tick_texts
from kpis.charts.axis import TimeAxis, ValueAxis, short_year, ticks_for
from kpis.charts.shapes import Box, text_width, wrap
from kpis.evaluation import evaluate
from kpis.facts import Facts, Observation, TargetRow
from kpis.forecast import forecast
from kpis.periods import Period, periods_between
from kpis.terms import Direction, Frequency, ObservationStatus, Series

from .factories import facts, judge

SVG = "{http://www.w3.org/2000/svg}"
AT = date(2025, 9, 30)


def draw(known: Facts, at: date = AT, **more) -> Figure:
    given = {"title": "指標", "uid": "chart-1", "forecast": forecast(known, at)} | more
    return figure(known, evaluate(known, at), at=at, **given)


def rendered(drawn: Figure) -> str:
    return render_to_string("kpis/_chart.svg", {"figure": drawn})


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 what we wrote ourselves


def parts(drawn: Figure, part: str) -> list:
    return [path for path in drawn.paths if path.part == part]


def texts(drawn: Figure, part: str) -> list[str]:
    return [text.text for text in drawn.texts if text.part == part]


def decimals(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, numbers))


LEVEL = facts(
    "increase",
    "level",
    "quarterly",
    base=("2022", 10),
    targets={"2025": 40, "2027": 60},
    values={"2023-Q1": 12, "2023-Q2": 14, "2023-Q4": 20, "2024-Q1": 22, "2024-Q2": 25},
    unit="件",
)
FLOW = facts(
    "increase",
    "flow",
    "quarterly",
    base=("2022", 100),
    targets={"2026": 200},
    values={"2023-Q1": 30, "2023-Q2": 30, "2023-Q3": 30, "2023-Q4": 30, "2024-Q1": 33, "2024-Q2": 33},
    unit="件",
)


# -- axes


@pytest.mark.parametrize(
    ("values", "places", "with_zero", "ticks"),
    [
        # 0–60 in steps of 10 takes 7 ticks, of 20 takes 4.
        (("12", "60"), 0, False, ("0", "20", "40", "60")),
        # 25 uses less than half of the way from 0 to 145: 120–145 in steps of 5 takes 6 ticks.
        (("120", "145"), 0, False, ("120", "125", "130", "135", "140", "145")),
        (("120", "145"), 0, True, ("0", "50", "100", "150")),
        (("-8", "12"), 0, False, ("-10", "-5", "0", "5", "10", "15")),
        # Steps of 0.5 would need a decimal that the indicator does not have.
        (("0", "2"), 0, False, ("0", "1", "2")),
        (("0", "2"), 1, False, ("0.0", "0.5", "1.0", "1.5", "2.0")),
        (("0",), 0, False, ("0", "1")),
        (("7", "7"), 0, False, ("0", "2", "4", "6", "8")),
        (("-5",), 0, True, ("-5", "-4", "-3", "-2", "-1", "0")),
    ],
)
def test_an_axis_has_at_most_six_round_ticks(values, places, with_zero, ticks):
    assert ticks_for(decimals(*values), decimals=places, with_zero=with_zero) == decimals(*ticks)


def test_ticks_are_written_in_one_size():
    assert tick_texts(decimals("0", "0.5", "1.0")) == ("0", "0.5", "1.0")
    assert tick_texts(decimals("0", "50000", "100000")) == ("0", "5万", "10万")
    assert tick_texts(decimals("0", "50000000", "100000000", "150000000")) == ("0", "0.5億", "1.0億", "1.5億")
    assert tick_texts(decimals("-2000", "0", "2000")) == ("−2,000", "0", "2,000")


def test_large_round_numbers_are_short_and_others_exact():
    money = facts(unit="円")
    assert amount(money, Decimal("120000000"), is_short=True) == "1.2億円"
    assert amount(money, Decimal("1500000"), is_short=True) == "150万円"
    assert amount(money, Decimal("145234567"), is_short=True) == "約1.5億円"  # computed: 1.45 half up
    assert amount(money, Decimal("145234567")) == "145,234,567円"
    assert amount(facts(unit="%", decimals=1), Decimal("62.25")) == "62.3%"


def test_a_quarter_stands_in_the_middle_of_its_part_of_the_year():
    # Two years on 80 units: a year has 40, a quarter 10; the first quarter's middle is 5 from the left.
    axis = TimeAxis(2023, 2024, is_yearly=False, left=100, right=180)
    assert axis.x(4 * 2023 + 1) == 105
    assert axis.x(4 * 2024 + 4) == 175
    assert axis.of_day(date(2024, 3, 31)) == 140  # the year is full


def test_a_year_stands_above_the_middle_of_its_name():
    axis = TimeAxis(2023, 2024, is_yearly=True, left=100, right=180)
    assert [axis.x(4 * 2023 + 4), axis.x(4 * 2024 + 4)] == [120, 160]


def test_values_stand_between_the_lowest_and_the_highest_tick():
    scale = ValueAxis(decimals("0", "50", "100"), top=20, bottom=220)
    # 25 is a quarter of the way: 220 − 200 / 4
    assert [scale.y(Decimal(number)) for number in (0, 25, 100)] == [220, 170, 20]


def test_years_are_named_after_their_era():
    assert [short_year(year) for year in (2018, 2019, 2025, 1988)] == ["H30", "R元", "R7", "S63"]


# -- lines


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
    assert "目標の年より後" in texts(draw(known), "legend")


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


# -- bounds


def test_bounds_to_keep_are_lines_with_their_names():
    keep = facts("keep_at_least", targets={"2025": 95, "2027": 97}, values={"2023": 96, "2024": 98}, unit="%")
    drawn = draw(keep)
    assert len(parts(drawn, "bound")) == 2
    assert sorted(texts(drawn, "target")) == ["下限 95%", "下限 97%"]
    assert not parts(drawn, "path")
    assert not parts(drawn, "baseline")  # the first value is a baseline for nothing


def test_a_range_to_keep_is_a_band():
    drawn = draw(facts("keep_within", values={"2023": 20, "2024": 25}, lower=18, upper=26, unit="℃"))
    assert sorted(texts(drawn, "target")) == ["上限 26℃", "下限 18℃"]
    assert len(parts(drawn, "band")) == 1


def test_a_target_that_the_baseline_met_is_a_bound():
    drawn = draw(facts(base=("2022", 60), targets={"2025": 50}, values={"2023": 55}))
    assert texts(drawn, "target") == ["下限 50"]


# -- bars


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


def test_a_year_with_a_missing_report_is_hollow_and_has_no_value():
    known = facts(
        "increase",
        "flow",
        "quarterly",
        targets={"2027": 9},
        values={"2023-Q1": 1, "2023-Q4": 2, "2024-Q1": 3},
    )
    drawn = draw(known)
    gappy, latest = parts(drawn, "actual")
    assert (gappy.fill, latest.fill) == ("#e8f1fe", "#0017c1")
    assert not texts(drawn, "value")
    assert "報告がそろっていない年度" in texts(drawn, "legend")


def test_a_total_to_date_is_the_latest_of_its_year():
    known = facts(
        "increase", "year_to_date", "quarterly", targets={"2027": 90}, values={"2024-Q1": 10, "2024-Q2": 30}
    )
    assert texts(draw(known), "last") == ["30"]
    assert not parts(draw(known), "piece")


def test_the_ratio_of_a_year_is_that_of_its_sums():
    # (1 + 3) / (10 + 10) = 20 %, not the mean of 10 % and 30 % by chance: use uneven wholes, (1 + 9) / (10 + 30) = 25 %.
    known = facts(
        "increase",
        "flow",
        "quarterly",
        targets={"2027": 90},
        values={"2024-Q1": "1/10", "2024-Q2": "9/30"},
        unit="%",
    )
    drawn = draw(known)
    assert texts(drawn, "last") == ["25%"]
    assert not parts(drawn, "annualized")


# -- the file


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("known", [LEVEL, FLOW, facts("monitor")], ids=["line", "bars", "nothing"])
def test_the_file_stands_alone(known, wide):
    drawn = draw(known, wide=wide, sample=True, title="<窓口>の&待ち時間\x00")
    root = parsed(rendered(drawn))
    width, height = (720, 360) if wide else (340, 320)
    assert root.get("viewBox") == f"0 0 {width} {height}"
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text == "<窓口>の&待ち時間"
    assert description.text == drawn.description
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert all(title.get("id").startswith("chart-1") for title in (title, description))
    for element in root.iter():
        assert not {"style", "class", "href", "onclick"} & set(element.attrib)
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "clipPath", "path", "text"}


@pytest.mark.parametrize("wide", [True, False])
def test_a_fictional_citys_picture_says_so(wide):
    assert texts(draw(LEVEL, wide=wide, sample=True), "sample") == ["サンプル（架空のデータ）"]
    assert not texts(draw(LEVEL, wide=wide), "sample")


def test_text_is_large_enough():
    assert min(text.size for text in draw(LEVEL).texts) == 13
    assert min(text.size for text in draw(LEVEL, wide=False).texts) == 12


def test_the_picture_may_leave_the_title_to_the_page():
    drawn = draw(LEVEL, show_title=False)
    assert not texts(drawn, "title")
    assert drawn.title == "指標"


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def on_white(colour: str) -> float:
    return 1.05 / (luminance(colour) + 0.05)


def test_text_and_marks_are_seen_on_white():
    for drawn in (draw(LEVEL, sample=True), draw(FLOW, date(2024, 9, 30))):
        assert all(on_white(text.fill) >= 4.5 for text in drawn.texts)
        marks = ("actual", "actual-line", "path", "target", "baseline", "forecast", "annualized", "bound")
        for path in drawn.paths:
            if path.part in marks:
                assert max(on_white(colour) for colour in (path.fill, path.stroke) if colour != "none") >= 3


def test_the_description_says_what_the_picture_says():
    said = draw(LEVEL, date(2024, 9, 30), forecast=None).description
    # E at 2024-Q2: from 10 at the end of 2022 to 40 twelve quarters later, after six: 10 + 30 × 6 / 12 = 25.
    for words in (
        "実績は12件（令和5年度第1四半期）から25件（令和6年度第2四半期）までです。",
        "基準は10件（令和4年度）です。",
        "目標は40件（令和7年度末）、60件（令和9年度末）です。",
        "この時点の期待値は25件です。",
        "「改善」",
    ):
        assert words in said
    assert draw(facts("monitor")).description == "実績はまだありません。"
    year = draw(FLOW, date(2024, 9, 30)).description
    assert "120件（令和5年度）から66件（令和6年度第2四半期まで、年換算 132件）までです。" in year


# -- labels, for any numbers

NUMBERS = st.one_of(
    st.decimals(-10000, 10000, places=2),
    st.sampled_from(
        [Decimal(text) for text in ("0", "1E+15", "-1E+15", "1E-9", "123456789012.5", "1E+300", "-1E-300")]
    ),
)
QUARTER = st.sampled_from([None, 1, 2, 3, 4])


@st.composite
def any_facts(draw_from) -> Facts:
    frequency = draw_from(st.sampled_from(list(Frequency)))
    first = draw_from(st.integers(2012, 2024))
    possible = periods_between(4 * first + 1, 4 * 2025 + 4, frequency)
    chosen = draw_from(st.lists(st.sampled_from(possible), max_size=48, unique=True))
    statuses = st.sampled_from(list(ObservationStatus))
    reports = tuple(
        Observation(period, draw_from(NUMBERS), status=draw_from(statuses))
        if draw_from(st.booleans())
        else Observation(period, numerator=draw_from(NUMBERS), denominator=draw_from(NUMBERS))
        for period in chosen
    )
    rows = st.builds(TargetRow, st.builds(Period, st.integers(2020, 2030), QUARTER), NUMBERS)
    low, high = sorted([draw_from(NUMBERS), draw_from(NUMBERS)])
    return Facts(
        direction=draw_from(st.sampled_from(list(Direction))),
        series=draw_from(st.sampled_from(list(Series))),
        frequency=frequency,
        targets=tuple(draw_from(st.lists(rows, max_size=4))),
        observations=reports,
        unit=draw_from(st.sampled_from(["", "%", "件", "人日", "人口10万人あたり件数"])),
        decimals=draw_from(st.integers(0, 3)),
        lower=low,
        upper=high,
    )


@settings(derandomize=True, max_examples=250, deadline=None, database=None)
@given(
    any_facts(), st.booleans(), st.booleans(), st.sampled_from(["", "短い名前", "とても長い指標の名前" * 8])
)
def test_texts_never_overlap_or_leave_the_picture(known, wide, sample, title):
    at = date(2025, 12, 31)
    drawn = draw(known, at, wide=wide, sample=sample, title=title or "名", show_title=bool(title))
    sheet = Box(0, 0, drawn.width, drawn.height)
    for text in drawn.texts:
        assert sheet.contains(text.box), text
    for one, other in combinations(drawn.texts, 2):
        assert not one.box.overlaps(other.box), (one, other)
    parsed(rendered(drawn))
    assert "inf" not in " ".join(path.d for path in drawn.paths)
    assert "nan" not in " ".join(path.d for path in drawn.paths)
    if parts(drawn, "actual-line"):
        assert len(texts(drawn, "last")) == 1 or known.series.is_yearly_sum
    if parts(drawn, "target"):
        assert "700" in [text.weight for text in drawn.texts if text.part == "target"]
    assert len(texts(drawn, "baseline")) == len(parts(drawn, "baseline"))
    small = sparkline(known, at)
    if small:
        parsed(render_to_string("kpis/_sparkline.svg", {"sparkline": small}))
    progress = meter(evaluate(known, at))
    if progress:
        parsed(render_to_string("kpis/_meter.svg", {"meter": progress}))


@pytest.mark.parametrize("count", [0, 1, 2, 48])
@pytest.mark.parametrize("value", ["0", "5", "-5", "1E+15", "0.000001"])
@pytest.mark.parametrize("series", list(Series))
def test_any_number_of_equal_values_can_be_drawn(count, value, series):
    periods = periods_between(4 * 2014 + 1, 4 * 2025 + 4, Frequency.QUARTERLY)[:count]
    known = facts(
        "increase",
        series,
        "quarterly",
        targets={"2027": 9},
        values={str(period): value for period in periods},
    )
    drawn = draw(known, date(2026, 3, 31))
    assert bool(parts(drawn, "actual")) == bool(count)


def test_a_long_title_is_wrapped_and_then_cut():
    # 14 px, 5 characters of 14 × 1.06 = 14.84 in a room of 75: 5 × 14.84 = 74.2 fits, six do not.
    assert wrap("あいうえおかきくけこさ", 14, 75, 2, bold=True) == ("あいうえお", "かきくけ…")
    assert text_width("A1あ", 10) == pytest.approx(5.5 + 5.5 + 10)


# -- sparklines


def test_a_sparkline_goes_from_the_first_to_the_last_value():
    known = facts(
        "increase", "flow", "quarterly", values={"2024-Q1": 12, "2024-Q2": 23, "2024-Q3": 34}, unit="件"
    )
    small = sparkline(known, AT)
    assert small.label == "2024年度第1四半期 12件から 2024年度第3四半期 34件へ"
    # Three even steps between x 4 and 90 and between y 23 (lowest) and 5 (highest): the middle is 47, 14.
    assert small.lines == ("M4 23 L47 14 L90 5",)
    assert (small.last_x, small.last_y) == ("90", "5")


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
    assert sparkline(facts(values={"2023": 1, "2024": 1}), AT).lines == ("M4 14 L90 14",)


# -- progress bars


def test_a_meter_runs_from_the_baseline_to_the_target():
    # (22 − 10) / (30 − 10) = 60 %; expected half-way: 50 %. The track is 118 wide from 1 to 119.
    bar = meter(judge("increase", base=("2022", 10), targets={"2024": 30}, values={"2023": 22}))
    assert bar.label == "進捗率60%、期待値の位置は50%"
    assert bar.fill == "M1 4H71.8V14H1Z"  # 1 + 118 × 0.6
    assert bar.tick == "M60 0.5 L60 17.5"  # 1 + 118 × 0.5


def test_percentages_are_cut_and_the_bar_is_clipped():
    # 19.99 / 20 = 99.95 %
    assert meter(judge(base=("2022", 0), targets={"2023": 20}, values={"2023": "19.99"})).percent == "99%"
    over = meter(judge(base=("2022", 0), targets={"2024": 20}, values={"2023": 50}))
    assert (over.percent, over.fill) == ("250%", "M1 4H119V14H1Z")
    under = meter(judge(base=("2022", 10), targets={"2024": 20}, values={"2023": 5}))
    assert (under.percent, under.fill) == ("−50%", "")


def test_without_a_baseline_the_meter_shows_the_achievement():
    # 120 / 150 = 80 %; the first target counts from the beginning: expected 100 %.
    bar = meter(judge("increase", "flow", targets={"2025": 150}, values={"2023": 120}))
    assert bar.label == "達成率80%、期待値の位置は100%"


def test_no_meter_where_nothing_is_measured_towards():
    assert meter(judge("monitor", values={"2023": 5})) is None
    assert meter(judge("increase", targets={"2025": 150}, at="2024")) is None
