"""Periods: how they are written, where they stand on the time axis, and which grain a frequency takes."""

from datetime import date

import pytest

from kpis.judging.periods import Period, fits, grain_sentence, periods_between, periods_of_year
from kpis.judging.terms import Frequency

Q, H, Y = Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY


@pytest.mark.parametrize(("text", "expected"), [("2024", Period(2024)), ("2024-Q3", Period(2024, 3))])
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
    ("text", "index"),
    [
        ("2024-Q1", 8097),  # 4 × 2024 + 1
        ("2024-Q3", 8099),
        ("2024-Q4", 8100),
        ("2024", 8100),  # a year stands at its last quarter
        ("2025-Q1", 8101),
    ],
)
def test_a_period_stands_at_its_last_quarter(text, index):
    assert Period.parse(text).index == index


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


@pytest.mark.parametrize("quarter", [None, 1, 2, 3, 4])
def test_every_period_of_a_year_knows_the_years_end(quarter):
    assert Period(2024, quarter).year_end == 8100


@pytest.mark.parametrize(
    ("index", "frequency", "expected"),
    [
        (8099, Q, Period(2024, 3)),
        (8100, Q, Period(2024, 4)),
        (8097, H, Period(2023, 4)),  # after the first quarter, the latest half-year is last year's second
        (8098, H, Period(2024, 2)),
        (8099, H, Period(2024, 2)),
        (8100, H, Period(2024, 4)),
        (8099, Y, Period(2023)),
        (8100, Y, Period(2024)),
    ],
)
def test_the_latest_period_at_a_place_on_the_axis(index, frequency, expected):
    assert Period.of_index(index, frequency) == expected


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
        (8096, 8098, Q, ["2023-Q4", "2024-Q1", "2024-Q2"]),
        (8096, 8098, H, ["2023-Q4", "2024-Q2"]),
        (8096, 8100, Y, ["2023", "2024"]),
        (8097, 8099, Y, []),
        (8099, 8098, Q, []),
    ],
)
def test_periods_between_two_places_include_both(first, last, frequency, expected):
    assert list(map(str, periods_between(first, last, frequency))) == expected


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
