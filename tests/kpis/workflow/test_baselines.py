"""The first approved value as the provisional baseline."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.models import Indicator, Measurement
from kpis.workflow.baselines import keep_first_value_as_baseline, sentence
from tests.factories import make_city, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return make_plan(make_city(), starts_on=date(2023, 4, 1))


def make(plan, **fields) -> Indicator:
    values = {"code": "1", "name": "利用率", "unit": "%", "series": "level"} | fields
    return Indicator.objects.create(plan=plan, **values)


def enter(indicator, period, value=None, **fields):
    values = {"value": value, "state": "approved"} | fields
    return Measurement.objects.create(indicator=indicator, period=period, **values)


def test_the_earliest_approved_value_is_kept_and_followed(plan):
    row = make(plan)
    enter(row, "2023-Q4", 50)
    enter(row, "2023-Q3", 40)
    enter(row, "2023-Q2", 30, state="submitted")
    kept = keep_first_value_as_baseline(row)
    assert (str(kept.period), kept.value) == ("2023-Q3", 40)
    assert "令和5年度第3四半期の値を仮の基準として登録しました" in sentence(row, kept)
    assert keep_first_value_as_baseline(row) is None  # no news
    enter(row, "2023-Q1", 10)  # comes in late: the way begins there
    assert str(keep_first_value_as_baseline(row).period) == "2023-Q1"
    row.refresh_from_db()
    assert (row.baseline_value, row.baseline_period, row.baseline_is_provisional) == (10, "2023-Q1", True)
    row.full_clean()


def test_of_several_revisions_the_latest_counts(plan):
    row = make(plan)
    enter(row, "2023-Q3", 40)
    enter(row, "2023-Q3", 42, revision=2, revision_reason="訂正")
    assert keep_first_value_as_baseline(row).value == 42


def test_a_ratio_is_kept_to_six_decimals_and_zero_denominators_are_passed_over(plan):
    row = make(plan, numerator_label="利用者", denominator_label="対象者")
    enter(row, "2023-Q1", numerator=1, denominator=0)
    enter(row, "2023-Q2", numerator=2, denominator=3)
    # 2 / 3 × 100 = 66.6666666…
    assert keep_first_value_as_baseline(row).value == Decimal("66.666667")


@pytest.mark.parametrize(
    "fields",
    [
        {"series": "flow"},
        {"series": "year_to_date"},
        {"series": "cumulative"},
        {"direction": "monitor"},
        {"direction": "keep_at_least"},
        {"direction": "keep_at_most"},
        {"role": "reference"},
        {"baseline_value": 5, "baseline_period": "2022"},
    ],
)
def test_other_indicators_get_no_baseline(plan, fields):
    row = make(plan, **fields)
    enter(row, "2023-Q3", 40)
    assert keep_first_value_as_baseline(row) is None
    row.refresh_from_db()
    assert not row.baseline_is_provisional


def test_nothing_is_kept_before_a_value_is_approved_or_when_there_is_none(plan):
    row = make(plan)
    enter(row, "2023-Q2", 30, state="draft")
    enter(row, "2023-Q3", observation_status="M", issues_comment="集計中")
    assert keep_first_value_as_baseline(row) is None
