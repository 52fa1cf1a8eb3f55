"""What an indicator may say of its life, its margin and its excluded periods: refused with the field and the mend."""

import pytest
from django.core.exceptions import ValidationError

from kpis.models import ExcludedPeriod, ReviewPolicy, Target
from tests.factories import make_city, make_indicator, make_plan, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(make_city())


def refusal(row) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"frequency": "every-2-years"}, "first_period", "調査する年度の1つ"),
        ({"frequency": "quarterly", "first_period": "2024"}, "first_period", "2024-Q1"),
        ({"frequency": "monthly", "last_period": "2024-Q1"}, "last_period", "2024-06"),
        ({"first_period": "2024-Q3", "last_period": "2024-Q2"}, "last_period", "最初の期間より前"),
        ({"first_period": "令和"}, "first_period", "2025-Q4"),
        ({"due_month": 13}, "due_month", "12"),
        ({"margin": 1}, "margin_reason", "理由"),
        ({"margin": -1, "margin_reason": "誤差"}, "margin", "0より大きい"),
        ({"margin_reason": "誤差"}, "margin", "0より大きい"),
        (
            {
                "direction": "keep_at_least",
                "baseline_value": 5,
                "baseline_period": "2022",
                "baseline_is_provisional": True,
            },
            "baseline_is_provisional",
            "仮の基準",
        ),
    ],
)
def test_what_does_not_fit_is_refused(plan, fields, field, words):
    row = make_indicator(plan, "k")
    for name, value in fields.items():
        setattr(row, name, value)
    assert any(words in message for message in refusal(row)[field])


def test_what_fits_is_stored(plan):
    row = make_indicator(
        plan,
        "k",
        frequency="calendar-year",
        series="flow",
        first_period="C2020",
        last_period="C2030",
        due_month=9,
        margin="0.5",
        margin_reason="標本誤差",
        baseline_value=4,
        baseline_period="C2022",
    )
    row.full_clean()
    make_target(row, "C2026", 10).full_clean()


@pytest.mark.parametrize(
    ("frequency", "period", "words"),
    [("yearly", "C2026", "暦年ごと"), ("calendar-year", "2026", "C2025"), ("quarterly", "C2026", "暦年ごと")],
)
def test_a_target_has_the_year_of_its_indicator(plan, frequency, period, words):
    row = make_indicator(plan, "k", frequency=frequency)
    target = Target(indicator=row, period=period, value=5, effective_from="2024-04-01")
    assert any(words in message for message in refusal(target)["period"])


def test_an_excluded_period_says_why_and_stands_once(plan):
    row = make_indicator(plan, "k")
    assert "reason" in refusal(ExcludedPeriod(indicator=row, period="2020", reason=" "))
    assert "period" in refusal(ExcludedPeriod(indicator=row, period="災害の年", reason="災害"))
    ExcludedPeriod.objects.create(indicator=row, period="2020", reason="災害")
    assert "すでに" in str(refusal(ExcludedPeriod(indicator=row, period="2020", reason="災害")))


def test_reporting_begins_with_a_period(plan):
    assert "reporting_from" in refusal(ReviewPolicy(plan=plan, reporting_from="いつでも"))
