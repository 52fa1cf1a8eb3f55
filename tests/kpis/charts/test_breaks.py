"""数え方の変更 in the chart: a line where the count changes, and what stands where nothing of the new one is there yet."""

from dataclasses import replace
from datetime import date

from kpis.judging.known import Break
from tests.kpis.judging.factories import facts, period

from .drawing import draw, parts, texts

FORMER = {"2024-Q1": 3600, "2024-Q2": 3700, "2024-Q3": 3800}
NOTHING_NEW = "新しい数え方の実績は、まだ登録されていません"


def counted(values, *, unit: str | None = None):
    """Counted anew from the fourth quarter of 2024 on; `unit`: that of before."""
    return facts(
        frequency="quarterly",
        targets={"2027": 900},
        values=values,
        unit="人",
        breaks=(Break(period("2024-Q4"), "窓口の分も数えるため。", unit),),
    )


def test_nothing_of_the_new_count_is_told_in_the_picture_and_in_words():
    drawn = draw(counted(FORMER, unit="件"))
    assert texts(drawn, "empty") == [NOTHING_NEW]
    assert drawn.description.startswith(f"{NOTHING_NEW}。")


def test_not_where_nothing_was_counted_before_it_either():
    drawn = draw(counted({}, unit="件"))
    assert texts(drawn, "empty") == ["実績は、まだ登録されていません"]
    assert drawn.description.startswith("実績は、まだ登録されていません。")


def test_the_first_value_of_the_new_count_takes_its_place():
    drawn = draw(counted(FORMER | {"2024-Q4": 700}, unit="件"))
    assert texts(drawn, "empty") == []
    assert texts(drawn, "last") == ["700人"]


def test_values_of_one_unit_stand_on_both_sides_of_a_line():
    drawn = draw(counted(FORMER | {"2024-Q4": 700}))
    assert texts(drawn, "break") == ["数え方の変更"]
    assert len(parts(drawn, "break")) == 1
    assert "令和6年度第4四半期から数え方が変わり、その前の値とは比べられません。" in drawn.description


def test_the_line_comes_with_its_period():
    found = [parts(draw(counted(FORMER), day), "break") for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert [len(lines) for lines in found] == [0, 1]


def test_what_it_says_stays_on_one_side_after_the_deadline_too():
    """A target of before the break keeps its verdict, and no value of before leads to one of after it."""
    given = replace(
        facts(
            "increase",
            "level",
            "quarterly",
            targets={"2024-Q3": 8},
            values=FORMER | {"2024-Q4": 11, "2025-Q1": 12},
        ),
        breaks=(Break(period("2024-Q4"), "窓口の分も数えるため。"),),
    )
    told = draw(given, date(2025, 8, 1)).description
    assert "実績は11（令和6年度第4四半期）から12（令和7年度第1四半期）までです" in told
    first = replace(given, observations=given.observations[:-1])
    told = draw(first, date(2025, 4, 15)).description
    assert "最新の実績は11（令和6年度第4四半期）です" in told
    assert "前期比" not in told
