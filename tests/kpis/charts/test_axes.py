"""A chart's axes and numbers, by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from kpis.charts.amounts import amount, tick_texts
from kpis.charts.axis import TimeAxis, ValueAxis, short_year, ticks_for
from kpis.judging.periods import Period
from kpis.judging.terms import Direction
from tests.kpis.judging.factories import facts

from .drawing import decimals


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


def test_a_rank_is_called_one_in_every_language():
    rank = {"direction": Direction.KEEP_AT_MOST, "decimals": 0}
    assert amount(facts(unit="位", **rank), Decimal(12)) == "12位"
    with translation.override("en"):
        for unit in ("位", "place", "places", "rank"):
            assert amount(facts(unit=unit, **rank), Decimal(12)) == "rank 12"


def test_a_quarter_stands_in_the_middle_of_its_part_of_the_year():
    # Two years on 80 units: a year has 40, a quarter 10; the first quarter's middle is 5 from the left.
    axis = TimeAxis(2023, 2024, period_months=3, left=100, right=180)
    assert axis.x(Period(2023, 1).index) == 105
    assert axis.x(Period(2024).index) == 175
    assert axis.of_day(date(2024, 3, 31)) == 140  # the year is full


def test_a_year_stands_above_the_middle_of_its_name():
    axis = TimeAxis(2023, 2024, period_months=12, left=100, right=180)
    assert [axis.x(Period(2023).index), axis.x(Period(2024).index)] == [120, 160]


def test_a_month_stands_in_the_middle_of_its_part_and_a_calendar_year_in_its_own():
    # Two years on 240 units: a month has 10.
    axis = TimeAxis(2023, 2024, period_months=1, left=0, right=240)
    places = [axis.x(Period.parse(text).index) for text in ("2023-04", "2024-03", "2024-04")]
    assert places == pytest.approx([5, 115, 125])
    years = TimeAxis(2023, 2024, period_months=12, left=0, right=240, is_calendar=True)
    assert [years.x(Period.parse(text).index) for text in ("C2023", "C2024")] == [60, 180]
    assert years.of_day(date(2023, 12, 31)) == 120


def test_values_stand_between_the_lowest_and_the_highest_tick():
    scale = ValueAxis(decimals("0", "50", "100"), top=20, bottom=220)
    # 25 is a quarter of the way: 220 − 200 / 4
    assert [scale.y(Decimal(number)) for number in (0, 25, 100)] == [220, 170, 20]


def test_years_are_named_after_their_era():
    assert [short_year(year) for year in (2018, 2019, 2025, 1988)] == ["H30", "R元", "R7", "S63"]
