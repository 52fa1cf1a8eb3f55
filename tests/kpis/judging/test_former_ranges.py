"""A range that was changed: each period is counted by the one of its time, and the picture shows each over its own."""

from datetime import date
from decimal import Decimal

from kpis.judging.evaluation import evaluate
from kpis.judging.known import FormerRange
from kpis.judging.sentences import sentence
from kpis.judging.target_words import target_move
from tests.kpis.charts.drawing import draw, parts, texts

from .factories import facts

AT = date(2025, 11, 20)
VALUES = {"2024-Q3": 17, "2024-Q4": 18, "2025-Q1": 14, "2025-Q2": 22}


def raised(on: date = AT):
    """From 15 to 20 per cent at the least."""
    return facts(
        "keep_within",
        frequency="quarterly",
        values=VALUES,
        lower=20,
        upper=30,
        unit="%",
        former_ranges=(FormerRange(Decimal(15), Decimal(30), on),),
    )


def test_each_period_is_counted_by_the_range_of_its_time():
    found = evaluate(raised(), AT)
    assert found.kept == (3, 4)
    assert "それぞれの期の目標を、これまで4回のうち3回守りました。" in sentence(raised(), found)
    assert evaluate(raised(date(2025, 1, 1)), AT).kept == (2, 4), "18 of a quarter that ends after it"


def test_what_moved_is_told():
    assert target_move(raised(), AT).chip_text == "目標変更 15%〜30%→20%〜30%"
    assert target_move(raised(), date(2025, 11, 19)) is None


def test_each_end_is_drawn_over_its_own_time():
    drawn = draw(raised(date(2025, 1, 1)), AT)
    assert len(parts(drawn, "bound")) == 3, "the upper end goes on"
    assert len(parts(drawn, "band")) == 2
    assert set(texts(drawn, "target")) >= {"下限 20%", "上限 30%"}
    assert "令和6年（2024年）12月31日までの目標は15%〜30%の範囲です。" in drawn.description
    assert drawn.description.count("目標の下限は") == 1


def test_one_that_never_changed_is_drawn_as_a_whole():
    drawn = draw(facts("keep_within", values={"2023": 20, "2024": 25}, lower=18, upper=26), AT)
    assert (len(parts(drawn, "bound")), len(parts(drawn, "band"))) == (2, 1)
