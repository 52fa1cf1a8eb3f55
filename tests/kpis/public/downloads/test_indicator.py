"""What a citizen takes away: an indicator as CSV."""

from datetime import date

import pytest

from kpis.models import ExcludedPeriod
from tests.factories import (
    make_indicator,
    make_measurement,
    make_target,
)

from .conftest import BASE

pytestmark = pytest.mark.django_db


def test_an_indicators_file_holds_all_targets_and_all_approved_revisions(plan, take):
    row = make_indicator(plan, "k", unit="%", numerator_label="申請", denominator_label="全体")
    make_target(row, "2026", 80, "2023-04-01")
    make_target(row, "2026", None, "2025-04-01", reason="事業の終わり")
    make_measurement(row, "2024-Q4", numerator=1, denominator=4, as_of=date(2025, 3, 20))
    make_measurement(
        row,
        "2024-Q4",
        numerator=2,
        denominator=4,
        revision=2,
        revision_reason="集計の誤り",
        issues_comment="課題",
    )
    make_measurement(row, "2024-Q3", observation_status="M", response_comment="次の対応")
    make_measurement(row, "2024-Q2", numerator=9, denominator=9, state="submitted")
    rows = take(BASE + "k/data.csv")
    fields = (
        "record",
        "period",
        "value",
        "numerator",
        "denominator",
        "observation_status",
        "revision",
        "reason",
    )
    assert [tuple(row[name] for name in fields) for row in rows] == [
        ("target", "2026", "80", "", "", "", "", ""),
        ("target", "2026", "", "", "", "", "", "事業の終わり"),
        ("measurement", "2024-Q3", "", "", "", "M", "1", ""),
        ("measurement", "2024-Q4", "", "1", "4", "A", "1", ""),
        ("measurement", "2024-Q4", "", "2", "4", "A", "2", "集計の誤り"),
    ]
    assert [row["effective_from"] for row in rows[:2]] == ["2023-04-01", "2025-04-01"]
    assert rows[3]["as_of"] == "2025-03-20"
    assert (rows[2]["response_comment"], rows[4]["issues_comment"]) == ("次の対応", "課題")
    assert "internal_note" not in rows[0]


def test_an_indicators_file_holds_its_range_what_is_excluded_and_each_periods_days(plan, take):
    row = make_indicator(
        plan, "k", direction="keep_within", lower=10, upper=20, frequency="half-yearly", unit="件"
    )
    ExcludedPeriod.objects.create(indicator=row, period="2023", reason="感染症の流行")
    make_measurement(row, "2024-Q2", 12)
    fields = ("record", "period", "period_label", "period_start", "period_end", "value", "reason")
    assert [tuple(found[name] for name in fields) for found in take(BASE + "k/data.csv")] == [
        ("lower", "", "", "", "", "10", ""),
        ("upper", "", "", "", "", "20", ""),
        ("excluded", "2023", "令和5年度", "2023-04-01", "2024-03-31", "", "感染症の流行"),
        ("measurement", "2024-Q2", "令和6年度上半期", "2024-04-01", "2024-09-30", "12", ""),
    ]
    [found] = take(BASE + "scorecard.csv")
    assert (found["lower"], found["upper"]) == ("10", "20")
