"""What the model of indicators, targets, values and marks refuses, and its constraints in the database."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpis.models import Indicator, Measurement, PlanRating, RatingBand, RatingScale, Target
from tests.factories import freeze_today, make_city, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 1))


@pytest.fixture
def plan(db):
    return make_plan(make_city())


def indicator_of(plan, **fields) -> Indicator:
    return Indicator(plan=plan, **{"code": "1", "name": "指標", "unit": "件"} | fields)


def stored(plan, **fields) -> Indicator:
    row = indicator_of(plan, **fields)
    row.full_clean()
    row.save()
    return row


def refused(row) -> str:
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return "".join(caught.value.messages)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"baseline_value": 5}, "両方を書く"),
        ({"baseline_period": "2022"}, "両方を書く"),
        ({"direction": "keep_within", "lower": 5}, "下限と上限の両方"),
        ({"direction": "keep_within", "lower": 5, "upper": 5}, "上限は、下限より大きい"),
        ({"lower": 5, "upper": 6}, "下限と上限の両方"),
        ({"numerator_label": "利用者"}, "分子と分母は、両方"),
        ({"is_part_of_whole": True}, "単位は％に"),
        (
            {"is_part_of_whole": True, "unit": "%", "baseline_value": 101, "baseline_period": "2022"},
            "0から100",
        ),
        ({"series": "flow", "baseline_value": 1, "baseline_period": "2022-Q4"}, "2024 のように年度で"),
        ({"decimals": 7}, "6"),
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused(plan, fields, sentence):
    assert sentence in refused(indicator_of(plan, **fields))


def test_the_frequency_stays_while_values_of_its_grain_are_stored(plan):
    row = stored(plan)
    Measurement.objects.create(indicator=row, period="2025-Q1", value=1)
    row.frequency = "yearly"
    assert "登録済みの実績と合わない" in refused(row)


@pytest.mark.parametrize(
    ("indicator", "target", "sentence"),
    [
        ({"series": "year_to_date"}, {"period": "2027-Q4"}, "2024 のように年度で"),
        ({"baseline_value": 5, "baseline_period": "2022"}, {"value": 5}, "目標値が基準値と同じ"),
        ({"unit": "%", "is_part_of_whole": True}, {"value": 101}, "0から100"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(plan, indicator, target, sentence):
    values = {"period": "2027", "value": 10, "effective_from": date(2023, 4, 1)} | target
    assert sentence in refused(Target(indicator=stored(plan, **indicator), **values))


def test_a_bound_may_equal_the_baseline(plan):
    row = stored(plan, direction="keep_at_least", baseline_value=5, baseline_period="2022")
    Target(indicator=row, period="2027", value=5, effective_from=date(2023, 4, 1)).full_clean()


def test_whoever_moves_or_withdraws_a_target_says_why(plan):
    row = stored(plan)
    Target.objects.create(indicator=row, period="2027", value=5, effective_from=date(2023, 4, 1))
    later = Target(indicator=row, period="2027", value=None, effective_from=date(2024, 4, 1))
    assert "理由を書いて" in refused(later)
    later.reason = "事業を終えたため。"
    later.full_clean()


@pytest.mark.parametrize(
    ("indicator", "value", "sentence"),
    [
        ({"frequency": "yearly"}, {}, "2024 のように年度だけ"),
        ({"frequency": "half-yearly"}, {}, "上半期は 2024-Q2"),
        ({}, {"period": "2025"}, "2024-Q1 から 2024-Q4"),
        ({}, {"period": "2025-Q3"}, "まだ始まっていません"),
        ({}, {"value": None, "numerator": 1, "denominator": 2}, "分子と分母は空欄に"),
        ({}, {"value": None, "observation_status": "M"}, "値がない理由"),
        ({}, {"observation_status": "M", "issues_comment": "集計中"}, "値を空欄に"),
        ({}, {"value": None, "state": "approved"}, "実績値を書くか"),
        ({}, {"revision": 2}, "改定の理由"),
        ({}, {"as_of": date(2025, 8, 2)}, "今日より後"),
        ({"unit": "%", "is_part_of_whole": True}, {"value": -1}, "0から100"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(plan, indicator, value, sentence):
    values = {"period": "2025-Q1", "value": 5} | value
    assert sentence in refused(Measurement(indicator=stored(plan, **indicator), **values))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"value": 5}, "分子と分母で登録"),
        ({"numerator": 6, "denominator": 5}, "分子が分母より大きく"),
        ({"numerator": -1, "denominator": 5}, "分子は0以上"),
        ({"numerator": 0, "denominator": -5}, "分母は0以上"),
        ({"numerator": 1}, "分子と分母の両方"),
    ],
)
def test_a_ratio_that_makes_no_sense_is_refused(plan, value, sentence):
    ratio = {
        "unit": "%",
        "is_part_of_whole": True,
        "numerator_label": "利用者",
        "denominator_label": "対象者",
    }
    assert sentence in refused(Measurement(indicator=stored(plan, **ratio), period="2025-Q1", **value))


@pytest.mark.parametrize(
    "value",
    [
        {"value": 0},  # zero is a value
        {"value": None},  # a draft may be blank
        {"value": None, "observation_status": "M", "issues_comment": "集計中のため。", "state": "approved"},
        {"as_of": date(2025, 8, 1), "value": 5},
        {"period": "2018-Q1", "value": 5},  # before the plan
    ],
)
def test_a_value_that_makes_sense_is_taken(plan, value):
    Measurement(indicator=stored(plan), **{"period": "2025-Q1"} | value).full_clean()


@pytest.mark.parametrize(
    "value",
    [
        {"observation_status": "M", "value": 5},
        {"state": "approved", "value": None},
        {"value": 5, "numerator": 1, "denominator": 2},
        {"numerator": 1, "value": None},
        {"value": None, "numerator": 1, "denominator": -2},
        {"value": 5, "revision": 0},
        {"value": 5, "period": "2025-Q5"},
        {"value": 5, "state": "unknown"},
    ],
)
def test_the_database_refuses_what_slips_past_the_forms(plan, value):
    row = stored(plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.create(indicator=row, **{"period": "2025-Q1"} | value)


def test_a_period_has_one_value_per_revision(plan):
    row = stored(plan)
    Measurement.objects.create(indicator=row, period="2025-Q1", value=5)
    assert "すでに登録されています" in refused(Measurement(indicator=row, period="2025-Q1", value=6))
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.create(indicator=row, period="2025-Q1", value=6)


def test_the_public_sees_approved_values_only_and_the_last_revision_last(plan):
    row = stored(plan)
    for revision, state in ((2, "approved"), (1, "approved"), (3, "submitted")):
        Measurement.objects.create(
            indicator=row,
            period="2025-Q1",
            value=revision,
            revision=revision,
            revision_reason="訂正",
            state=state,
        )
    assert [int(found.value) for found in row.measurements.approved()] == [1, 2]


def test_a_value_makes_its_plan_newer(plan):
    before = plan.updated_at
    Measurement.objects.create(indicator=stored(plan), period="2025-Q1", value=5)
    plan.refresh_from_db()
    assert plan.updated_at > before


def test_a_plan_does_not_take_a_scale_whose_bands_leave_a_gap(plan):
    scale = RatingScale.objects.create(code="gap", name="穴のある印", metric="pace")
    RatingBand.objects.create(scale=scale, order=1, mark="A", threshold=1)
    assert "境目を空欄に" in refused(PlanRating(plan=plan, scale=scale))
    RatingBand.objects.create(scale=scale, order=2, mark="B")
    PlanRating(plan=plan, scale=RatingScale.objects.get(code="gap")).full_clean()
