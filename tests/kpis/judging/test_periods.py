"""Periods: how they are written, where they stand on the time axis, and which grain a frequency takes."""

from datetime import date

import pytest

from kpis.judging.periods import (
    Period,
    first_day_of,
    fits,
    grain_sentence,
    index_of,
    periods_between,
    periods_ending_with,
    periods_in,
    periods_of_year,
)
from kpis.judging.terms import Frequency
from plans.era import Quarter

Q, H, Y = Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", Period(2024)),
        ("2024-Q3", Period(2024, 3)),
        ("2024-06", Period(2024, month=6)),
        ("2025-02", Period(2024, month=2)),  # of the fiscal year before
        ("C2024", Period(2024, is_calendar=True)),
    ],
)
def test_a_period_is_read_from_text_and_written_the_same_way(text, expected):
    assert Period.parse(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-Q0",
        "2024-Q5",
        "2024Q3",
        "2024-3",
        "2024-13",
        "2024-00",
        "C2024-Q1",
        "C2024-06",
        "c2024",
        "2024-q3",
        " 2024",
        "2024\n",
        "２０２４",
        "0999",
        "令和6年度",
    ],
)
def test_anything_else_is_refused_with_a_sentence_that_repeats_it(text):
    with pytest.raises(ValueError, match="2024-Q3") as refused:
        Period.parse(text)
    assert f"「{text}」" in str(refused.value)


def test_a_long_wrong_period_is_cut_in_the_sentence():
    with pytest.raises(ValueError, match="2024-Q3") as refused:
        Period.parse("x" * 1000)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-Q1", (2024, 6)),
        ("2024-Q3", (2024, 12)),
        ("2024-Q4", (2025, 3)),
        ("2024", (2025, 3)),  # a year stands at its last month
        ("2025-Q1", (2025, 6)),
        ("2024-06", (2024, 6)),
        ("2025-03", (2025, 3)),
        ("C2024", (2024, 12)),
    ],
)
def test_a_period_stands_at_its_last_month(text, month):
    year, number = month
    assert Period.parse(text).index == 12 * year + number == index_of(date(year, number, 1))
    assert first_day_of(12 * year + number) == date(year, number, 1)


def test_a_month_and_a_calendar_year_have_their_own_days():
    assert (Period.parse("2024-02").first_day, Period.parse("2024-02").last_day) == (
        date(2024, 2, 1),
        date(2024, 2, 29),
    )
    assert (Period.parse("C2024").first_day, Period.parse("C2024").last_day) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
    )


@pytest.mark.parametrize(
    ("text", "label", "short", "end"),
    [
        ("2024-06", "令和6年（2024年）6月", "令和6年6月", "令和6年6月末"),
        ("2025-01", "令和7年（2025年）1月", "令和7年1月", "令和7年1月末"),
        ("C2022", "令和4年（2022年）", "令和4年", "令和4年"),
        ("C2019", "令和元年（2019年）", "令和元年", "令和元年"),
    ],
)
def test_months_and_calendar_years_are_no_fiscal_years_end(text, label, short, end):
    found = Period.parse(text)
    assert (found.label, found.short_label_at(Q), found.end_label) == (label, short, end)
    assert str(found) == text


def test_a_fiscal_year_runs_from_april_to_march():
    assert (Period(2024).first_day, Period(2024).last_day) == (date(2024, 4, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (1, date(2023, 4, 1), date(2023, 6, 30)),
        (2, date(2023, 7, 1), date(2023, 9, 30)),
        (3, date(2023, 10, 1), date(2023, 12, 31)),
        (4, date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_a_quarter_has_three_months(quarter, first, last):
    assert (Period(2023, quarter).first_day, Period(2023, quarter).last_day) == (first, last)


@pytest.mark.parametrize("text", ["2024", "2024-Q1", "2024-Q4", "2024-04", "2025-03"])
def test_every_period_of_a_year_knows_the_years_end(text):
    assert Period.parse(text).year_end == index_of(date(2025, 3, 1))


def test_a_calendar_year_ends_in_december():
    assert Period.parse("C2024").year_end == index_of(date(2024, 12, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 12, 1), "2024-Q3"), (date(2025, 3, 31), "2024-Q4"), (date(2024, 11, 30), "2024-11")],
)
def test_the_quarter_or_else_the_month_that_stands_there(day, expected):
    assert str(Period.at_index(index_of(day))) == expected


def test_a_period_covers_its_own_months():
    year, quarter = Period.parse("2020"), Period.parse("2020-Q2")
    assert [year.covers(Period.parse(text).index) for text in ("2020-Q1", "2020", "2021-Q1")] == [
        True,
        True,
        False,
    ]
    assert [quarter.covers(Period.parse(text).index) for text in ("2020-06", "2020-07", "2020-Q2")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "frequency", "expected"),
    [
        ("2024-Q1", Q, True),
        ("2024", Q, False),
        ("2024-Q2", H, True),
        ("2024-Q4", H, True),
        ("2024-Q1", H, False),
        ("2024-Q3", H, False),
        ("2024", H, False),
        ("2024", Y, True),
        ("2024-Q4", Y, False),
        ("2024-06", Frequency.MONTHLY, True),
        ("2024-Q1", Frequency.MONTHLY, False),
        ("2024-06", Q, False),
        ("C2024", Frequency.CALENDAR_YEAR, True),
        ("2024", Frequency.CALENDAR_YEAR, False),
        ("C2024", Y, False),
        ("2024", Frequency.EVERY_3_YEARS, True),
        ("C2024", Frequency.EVERY_3_YEARS, False),
    ],
)
def test_a_periods_grain_is_the_frequencys(text, frequency, expected):
    assert fits(Period.parse(text), frequency) is expected


@pytest.mark.parametrize("frequency", list(Frequency))
def test_the_sentence_on_the_grain_shows_how_to_write_it(frequency):
    assert "2024" in grain_sentence(frequency)


def test_the_periods_of_a_year():
    assert list(map(str, periods_of_year(2024, Q))) == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert list(map(str, periods_of_year(2024, H))) == ["2024-Q2", "2024-Q4"]
    assert list(map(str, periods_of_year(2024, Y))) == ["2024"]


@pytest.mark.parametrize(
    ("first", "last", "frequency", "expected"),
    [
        ("2023-Q4", "2024-Q2", Q, ["2023-Q4", "2024-Q1", "2024-Q2"]),
        ("2023-Q4", "2024-Q2", H, ["2023-Q4", "2024-Q2"]),
        ("2023-Q4", "2024-Q4", Y, ["2023", "2024"]),
        ("2024-Q1", "2024-Q3", Y, []),
        ("2024-Q3", "2024-Q2", Q, []),
        ("2025-02", "2025-04", Frequency.MONTHLY, ["2025-02", "2025-03", "2025-04"]),
        ("2023-Q4", "2025-Q4", Frequency.CALENDAR_YEAR, ["C2024", "C2025"]),
    ],
)
def test_periods_between_two_places_include_both(first, last, frequency, expected):
    places = Period.parse(first).index, Period.parse(last).index
    assert list(map(str, periods_between(*places, frequency))) == expected


@pytest.mark.parametrize(
    ("frequency", "years"),
    [
        (Frequency.EVERY_2_YEARS, ["2021", "2023", "2025", "2027"]),
        (Frequency.EVERY_3_YEARS, ["2022", "2025", "2028"]),
        (Frequency.EVERY_5_YEARS, ["2020", "2025"]),
    ],
)
def test_a_survey_has_years_of_its_own_on_both_sides_of_the_first(frequency, years):
    places = Period(2020).index, Period(2028).index
    assert list(map(str, periods_between(*places, frequency, first_year=2025))) == years


def test_a_quarters_review_asks_for_what_ends_in_it():
    quarter = Quarter(2024, 3)
    assert list(map(str, periods_in(quarter, Frequency.MONTHLY))) == ["2024-10", "2024-11", "2024-12"]
    assert list(map(str, periods_in(quarter, Frequency.CALENDAR_YEAR))) == ["C2024"]
    assert periods_in(quarter, Y) == ()
    assert {str(period) for period in periods_ending_with(Quarter(2024, 4))} == {
        "2024", "2024-Q4", "2025-01", "2025-02", "2025-03",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2025-Q3", "令和7年度（2025年度）第3四半期"),
        ("2025", "令和7年度（2025年度）"),
        ("2019", "令和元年度（2019年度）"),
        ("2018", "平成30年度（2018年度）"),
    ],
)
def test_a_period_is_named_in_both_calendars(text, label):
    assert Period.parse(text).label == label


def test_half_years_are_named_as_people_say_them():
    assert Period(2025, 2).label_at(H) == "令和7年度（2025年度）上半期"
    assert Period(2025, 4).label_at(H) == "令和7年度（2025年度）下半期"
    assert Period(2025, 4).label_at(Q) == "令和7年度（2025年度）第4四半期"


def test_short_labels_leave_the_western_year_out():
    assert Period(2025, 3).short_label_at(Q) == "令和7年度第3四半期"
    assert Period(2025, 2).short_label_at(H) == "令和7年度上半期"
    assert Period(2025).short_label_at(Y) == "令和7年度"
    assert (Period(2025).end_label, Period(2025, 3).end_label) == ("令和7年度末", "令和7年度第3四半期末")
