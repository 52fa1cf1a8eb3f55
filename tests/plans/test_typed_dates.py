"""Dates and periods as people write them: what is read, and what is refused with which sentence."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from plans.era import ERAS, Quarter, date_label, fiscal_year_label, fiscal_year_wareki, wareki_year
from plans.typed_dates import read_date, read_partial_date
from plans.typed_periods import read_period, read_quarter
from tests.plans.typed import AMBIGUOUS, GOOD_DATES, GOOD_PERIODS, IMPOSSIBLE, WRONG_PERIODS

SINCE_MEIJI = st.dates(ERAS[-1][0], date(2117, 12, 31))


@pytest.mark.parametrize("text", GOOD_DATES)
def test_every_usual_form_of_a_date_is_read(text):
    assert read_date(text) == date(2026, 4, 1)


@given(SINCE_MEIJI)
def test_every_day_is_read_back_from_how_the_portal_says_it(day):
    wareki = f"{wareki_year(day)}{day.month}月{day.day}日"
    for text in (
        date_label(day),
        wareki,
        f"{wareki}（{day.year}年{day.month}月{day.day}日）",
        day.isoformat(),
    ):
        assert read_date(text) == day


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_what_can_be_meant_in_two_ways_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"決められません.*令和8年4月1日"):
        read_date(text)


@pytest.mark.parametrize(("text", "sentence"), IMPOSSIBLE)
def test_a_day_that_never_was_is_refused_and_says_why(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_date(text)


@pytest.mark.parametrize("text", ["", "明日", "2026", "2026年4月", "2026-4/1", "x" * 500, "令和8年度"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"日付として読み取れません.*R8.4.1"):
        read_date(text)


def test_a_refusal_quotes_no_endless_text():
    with pytest.raises(ValueError, match="…") as refusal:
        read_date("9" * 5000)
    assert len(str(refusal.value)) < 150


def test_an_era_ends_on_the_day_before_the_next_begins():
    for (first, name), (_next, before) in pairwise(ERAS):
        last = first - timedelta(days=1)
        assert read_date(f"{wareki_year(last)}{last.month}月{last.day}日") == last
        with pytest.raises(ValueError, match=f"{before}は.*から{last.year}年{last.month}月{last.day}日まで"):
            read_date(f"{wareki_year(last)}{first.month}月{first.day}日")
        with pytest.raises(ValueError, match=f"{name}は"):
            read_date(f"{name}元年{last.month}月{last.day}日")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023", "2023"), ("令和5年", "2023"), ("R5", "2023"), ("2023年3月", "2023-03"), ("R5.3", "2023-03"),
        ("令和5年（2023年）3月", "2023-03"), ("2023/3", "2023-03"), ("令和5年3月31日", "2023-03-31"),
        ("令和5年3月31日金曜日", "2023-03-31"),
    ],
)  # fmt: skip
def test_a_partial_date_is_read_as_far_as_it_goes(text, code):
    assert read_partial_date(text) == code


@pytest.mark.parametrize("text", ["8/4/26", "令和0年", "2023年13月", "平成31年5月", "令和5年度", "春"])
def test_a_partial_date_that_cannot_be_is_refused(text):
    with pytest.raises(ValueError, match="「"):
        read_partial_date(text)


@pytest.mark.parametrize(("text", "code"), GOOD_PERIODS)
def test_every_usual_form_of_a_period_is_read(text, code):
    assert read_period(text) == code


@given(st.integers(1950, 2100), st.sampled_from([1, 2, 3, 4]))
def test_every_quarter_is_read_back_from_how_the_portal_says_it(year, number):
    quarter = Quarter(year, number)
    short = f"{fiscal_year_wareki(year)}{quarter.short_label}"
    reported = f"{quarter.label}（{quarter.months_label}）"  # on the first page of a report
    for text in (quarter.label, short, f"{short}末", reported, str(quarter)):
        assert read_quarter(text) == quarter


@given(st.integers(1950, 2100), st.integers(1, 12))
def test_every_period_is_read_back_from_how_the_portal_says_it(year, month):
    for period in (Period(year), Period.of_month(year, month), Period(year, is_calendar=True)):
        assert read_period(period.label) == read_period(str(period)) == str(period)
        assert read_period(period.short_label_at(Frequency.QUARTERLY)) == str(period)
    for quarter in (2, 4):
        assert read_period(Period(year, quarter).label_at(Frequency.HALF_YEARLY)) == f"{year}-Q{quarter}"
    assert read_period(fiscal_year_label(year)) == str(year)


@pytest.mark.parametrize(("text", "sentence"), WRONG_PERIODS)
def test_a_period_that_cannot_be_is_refused_and_says_why(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_period(text)


@pytest.mark.parametrize("text", ["2025", "2025年6月", "令和7年度上半期", "C2025", "昨年", ""])
def test_where_a_quarter_is_asked_for_nothing_else_is_taken(text):
    with pytest.raises(ValueError, match=r"四半期として読み取れません.*R7-Q4"):
        read_quarter(text)
