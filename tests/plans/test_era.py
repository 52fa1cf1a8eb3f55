"""Eras, fiscal years, partial dates and quarters, as people write and read them."""

from datetime import date, timedelta

import pytest

from plans.era import (
    Quarter,
    date_label,
    fiscal_year_label,
    fiscal_year_of,
    fiscal_year_wareki,
    parse_partial_date,
    partial_date_label,
    quarter_span,
    wareki_year,
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2020, 1, 1), "令和2年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1912, 7, 30), "大正元年"),
        (date(1868, 1, 24), "1868年"),
        (date(1868, 1, 25), "明治元年"),
    ],
)
def test_a_day_is_named_by_the_era_in_force_on_it(day, expected):
    assert wareki_year(day) == expected


def test_a_date_is_shown_in_both_calendars():
    assert date_label(date(2023, 12, 13)) == "令和5年（2023年）12月13日"


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1988, "昭和63年度"),
        (1989, "平成元年度"),
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和2年度"),
    ],
)
def test_a_fiscal_year_is_named_by_the_era_most_of_it_belongs_to(year, expected):
    assert fiscal_year_wareki(year) == expected


def test_a_fiscal_year_is_shown_in_both_calendars():
    assert fiscal_year_label(2025) == "令和7年度（2025年度）"


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 3, 31), 2023), (date(2024, 4, 1), 2024), (date(2024, 12, 31), 2024)]
)
def test_a_fiscal_year_begins_in_april(day, year):
    assert fiscal_year_of(day) == year


@pytest.mark.parametrize(
    ("text", "parts", "label"),
    [
        ("2023", (2023, None, None), "令和5年（2023年）"),
        ("2023-03", (2023, 3, None), "令和5年（2023年）3月"),
        ("2023-03-31", (2023, 3, 31), "令和5年（2023年）3月31日"),
        ("2024-02-29", (2024, 2, 29), "令和6年（2024年）2月29日"),
        ("2019", (2019, None, None), "令和元年（2019年）"),
        ("2019-04", (2019, 4, None), "平成31年（2019年）4月"),
        ("2019-05", (2019, 5, None), "令和元年（2019年）5月"),
        ("2018-12", (2018, 12, None), "平成30年（2018年）12月"),
    ],
)
def test_a_date_of_which_only_part_is_known_is_read_and_shown(text, parts, label):
    assert parse_partial_date(text) == parts
    assert partial_date_label(text) == label


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "2023-3",
            "2023-13",
            "2023-00",
            "2023-03-00",
            "2023-03-32",
            "２０２３",
            "2023-０３",
            "令和5年",
        ),
        *("23", "20233", "2023/03", "2023-03-31 ", "2023-03-31\n", "2023-Q1", "0999"),
    ],
)
def test_a_partial_date_in_another_form_is_refused_with_the_forms_that_work(text):
    with pytest.raises(ValueError, match="2023、2023-03、2023-03-31"):
        parse_partial_date(text)


@pytest.mark.parametrize("text", ["2023-02-30", "2023-02-29", "2023-06-31"])
def test_a_day_that_does_not_exist_is_refused_by_name(text):
    with pytest.raises(ValueError, match=f"「{text}」という日付はありません"):
        parse_partial_date(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2023-Q1", date(2023, 4, 1), date(2023, 6, 30), "4〜6月"),
        ("2023-Q2", date(2023, 7, 1), date(2023, 9, 30), "7〜9月"),
        ("2023-Q3", date(2023, 10, 1), date(2023, 12, 31), "10〜12月"),
        ("2023-Q4", date(2024, 1, 1), date(2024, 3, 31), "1〜3月"),
    ],
)
def test_a_quarter_has_its_three_months(text, first, last, months):
    quarter = Quarter.parse(text)
    assert (quarter.first_day, quarter.last_day, quarter.months_label) == (first, last, months)
    assert Quarter.of(first) == Quarter.of(last) == quarter
    assert Quarter.of(first - timedelta(days=1)) != quarter != Quarter.of(last + timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2023-Q3", "令和5年度（2023年度）第3四半期"),
        ("2019-Q1", "令和元年度（2019年度）第1四半期"),
        ("2018-Q4", "平成30年度（2018年度）第4四半期"),
    ],
)
def test_a_quarter_is_shown_as_officials_write_it(text, label):
    assert Quarter.parse(text).label == label


@pytest.mark.parametrize("text", ["2018-Q4", "2019-Q1", "2023-Q2", "2023-Q3"])
def test_a_quarter_comes_back_from_its_text_and_from_its_index(text):
    quarter = Quarter.parse(text)
    assert str(quarter) == text
    assert Quarter.from_index(quarter.index) == quarter
    assert quarter.index == 4 * quarter.year + quarter.number
    assert quarter.next().index == quarter.index + 1


@pytest.mark.parametrize(
    "text", ["", "2023-Q0", "2023-Q5", "2023-q1", "2023Q1", "2023-Q1 ", "２０２３-Q1", "2023-Q１"]
)
def test_a_quarter_in_another_form_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="2023-Q3"):
        Quarter.parse(text)


def test_quarters_follow_each_other_across_the_fiscal_year():
    first, last = Quarter.parse("2023-Q3"), Quarter.parse("2024-Q2")
    assert first < last
    assert [str(quarter) for quarter in quarter_span(first, last)] == [
        "2023-Q3",
        "2023-Q4",
        "2024-Q1",
        "2024-Q2",
    ]
    assert quarter_span(last, first) == []
