"""Days, months, years and quarters as each language says them, with the year of both calendars."""

from datetime import date

import pytest
from django.utils import translation

from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from plans import era
from plans.joining import listed, sentences, side_by_side, with_remark

DAY = date(2026, 11, 28)
EN, EASY = "en", "ja-x-easy"


@pytest.mark.parametrize(
    ("say", "english", "easy"),
    [
        (lambda: era.date_label(DAY), "28 November 2026 (Reiwa 8)", "2026年（令和8年）11月28日"),
        (lambda: era.date_label(date(2019, 5, 1)), "1 May 2019 (Reiwa 1)", "2019年（令和1年）5月1日"),
        (lambda: era.date_label(date(1989, 1, 7)), "7 January 1989 (Showa 64)", "1989年（昭和64年）1月7日"),
        (lambda: era.date_label(date(1850, 2, 3)), "3 February 1850 (1850)", "1850年（1850年）2月3日"),
        (lambda: era.western_date_label(DAY), "28 November 2026", "2026年11月28日"),
        (lambda: era.day_label(DAY), "28 November", "11月28日"),
        (lambda: era.partial_date_label("2026-03"), "March 2026 (Reiwa 8)", "2026年（令和8年）3月"),
        (lambda: era.partial_date_label("2026"), "2026 (Reiwa 8)", "2026年（令和8年）"),
        (lambda: era.fiscal_year_label(2025), "FY2025 (Reiwa 7)", "2025年度（令和7年度）"),
        (lambda: era.fiscal_year_wareki(2025), "FY2025", "2025年度"),
        (lambda: era.short_fiscal_year(2019), "2019", "2019"),
        (lambda: era.Quarter(2025, 3).label, "FY2025 (Reiwa 7) Q3", "2025年度（令和7年度）の 10月から12月"),
        (lambda: era.Quarter(2025, 4).months_label, "January–March", "1月から3月"),
    ],
)
def test_days_and_years(say, english, easy):
    with translation.override(EN):
        assert say() == english
    with translation.override(EASY):
        assert say() == easy


@pytest.mark.parametrize(
    ("code", "frequency", "english", "easy", "end"),
    [
        ("2025", Frequency.YEARLY, "FY2025", "2025年度", "end of FY2025"),
        ("2025-Q3", Frequency.QUARTERLY, "FY2025 Q3", "2025年度の 10月から12月", "end of FY2025 Q3"),
        (
            "2025-Q2",
            Frequency.HALF_YEARLY,
            "FY2025 first half",
            "2025年度の 4月から9月",
            "end of FY2025 first half",
        ),
        ("2026-02", Frequency.MONTHLY, "February 2026", "2026年2月", "end of February 2026"),
        ("C2025", Frequency.CALENDAR_YEAR, "2025", "2025年", "2025"),
    ],
)
def test_periods(code, frequency, english, easy, end):
    period = Period.parse(code)
    with translation.override(EN):
        assert period.short_label_at(frequency) == english
        assert period.end_label_at(frequency) == end
    with translation.override(EASY):
        assert period.short_label_at(frequency) == easy


def test_texts_side_by_side():
    with translation.override(EN):
        assert sentences("One.", "", "Two.") == "One. Two."
        assert listed(["Q1", "Q2", "Q3"]) == "Q1, Q2, Q3"
        assert with_remark("62%", "FY2025") == "62% (FY2025)"
        assert side_by_side(["a", "", "b"]) == "a · b"
    assert sentences("一つ。", "", "二つ。") == "一つ。二つ。"
    assert listed(["甲", "乙"]) == "甲、乙"
    assert with_remark("62%", "令和7年度") == "62%（令和7年度）"
    assert with_remark("62%", "") == "62%"
    assert sentences() == listed([]) == ""
