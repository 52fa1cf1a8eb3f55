"""A chart as a file: it stands alone, can be read by everybody, and its texts never collide."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.charts import meter, sparkline
from kpis.charts.shapes import Box, text_width, wrap
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Observation, TargetRow
from kpis.judging.periods import Period, periods_between
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Series
from tests.kpis.judging.factories import facts

from .drawing import FLOW, LEVEL, SVG, draw, parsed, parts, rendered, texts


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("known", [LEVEL, FLOW, facts("monitor")], ids=["line", "bars", "nothing"])
def test_the_file_stands_alone(known, wide):
    drawn = draw(known, wide=wide, sample=True, title="<窓口>の&待ち時間\x00")
    root = parsed(rendered(drawn))
    width, height = (720, 380) if wide else (340, 340)
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
    assert min(text.size for text in draw(LEVEL, wide=False).texts) == 13


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
        "計画どおりなら、令和6年度第2四半期は25件です。",
        "「改善」",
    ):
        assert words in said
    assert draw(facts("monitor")).description == "実績は、まだ登録されていません。"
    year = draw(FLOW, date(2024, 9, 30)).description
    assert "最新の実績は66件（令和6年度第2四半期までの合計、年換算 132件）です。" in year
    assert "から" not in year  # a whole year and half a one are not put side by side


NUMBERS = st.one_of(
    st.decimals(-10000, 10000, places=2),
    st.sampled_from(
        [Decimal(text) for text in ("0", "1E+15", "-1E+15", "1E-9", "123456789012.5", "1E+40", "-1E-300")]
    ),
)
QUARTER = st.sampled_from([None, 1, 2, 3, 4])


@st.composite
def any_facts(draw_from) -> Facts:
    frequency = draw_from(st.sampled_from(list(Frequency)))
    first = draw_from(st.integers(2012, 2024))
    possible = periods_between(Period(first, 1).index, Period(2025).index, frequency)
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
    periods = periods_between(Period(2014, 1).index, Period(2025).index, Frequency.QUARTERLY)[:count]
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
