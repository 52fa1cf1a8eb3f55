"""Composites of parts that are reported more often: a year's value of its quarters, on 1 August 2025."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.assessment.assessing import assess
from kpis.judging.periods import Period
from kpis.models import Indicator, Measurement
from tests.factories import (
    freeze_today,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 8, 1)
QUARTERS = {
    "count": {"2023": (5, 10, 20, 25), "2024": (10, 20, 30, 40), "2025": (50,)},
    "rate": {"2023": (41, 42, 43, 44), "2024": (51, 54, 57, 60), "2025": (63,)},
}
YEARS = {"staff": {"2023": 40, "2024": 50}, "quality": {"2023": 70, "2024": 80}}
WHOLES = {
    "per": ("ratio", "count\nstaff", "件", {"decimals": 1}),
    "mean": ("mean-over", "count", "件", {"mean_years": 2}),
    "index": ("mean", "rate\nquality", "点", {}),
    "growth": ("year-before", "count", "%", {"decimals": 1}),
}
VALUES = {"per": "2.0件", "mean": "80件", "index": "70点", "growth": "166.7%"}  # by hand


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, DAY)
    plan = make_plan(make_city(), starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    fixed = {"goal": make_goal(plan, "1"), "role": "reference", "direction": "monitor"}
    for code, years in QUARTERS.items():
        row = make_indicator(
            plan,
            code,
            series="flow" if code == "count" else "level",
            unit="件" if code == "count" else "点",
            **fixed,
        )
        for year, values in years.items():
            for number, value in enumerate(values, start=1):
                make_measurement(row, f"{year}-Q{number}", value)
    for code, values in YEARS.items():
        row = make_indicator(plan, code, frequency="yearly", unit="人" if code == "staff" else "点", **fixed)
        for year, value in values.items():
            make_measurement(row, year, value)
    for code in WHOLES:
        make_target(made(plan, code), "2027", 100)
    return plan


def made(plan, kind: str, **more) -> Indicator:
    formula, parts, unit, fields = WHOLES[kind]
    values = {"direction": "keep_at_least", "frequency": "yearly"} | fields | more
    row = Indicator(
        plan=plan, code=more.get("code", kind), goal=plan.goals.get(), name=f"指標{kind}", kind="composite", formula=formula,
        parts=parts, unit=unit, **{name: value for name, value in values.items() if name != "code"},
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


def seen(plan, code: str, day: date = DAY):
    return assess(plan.indicators.get(code=code), day)


@pytest.mark.parametrize("code", VALUES)
def test_a_year_is_worked_out_of_its_quarters(client, plan, code):
    found = seen(plan, code)
    assert found.value_text == VALUES[code]
    assert found.evaluation.newest.period == Period(2024)
    page = client.get(reverse("indicator", args=[*plan.natural_key(), code])).content.decode()
    assert VALUES[code] in page


def test_the_page_says_what_is_taken_and_shows_it_year_by_year(client, plan):
    text = "「指標count」を「指標staff」で割った値です。「指標count」は、年度ごとに合計した値を使います。"
    found = seen(plan, "per")
    assert found.composition_text == text
    assert [(row.label, row.parts, row.whole) for row in found.composition.periods] == [
        ("令和6年度（2024年度）", ("100件", "50人"), "2.0件"),
        ("令和5年度（2023年度）", ("60件", "40人"), "1.5件"),
    ]
    assert "「指標rate」は、年度の終わりの値を使います。" in seen(plan, "index").composition_text
    page = client.get(reverse("indicator", args=[*plan.natural_key(), "per"])).content.decode()
    assert text in page


def test_a_corrected_quarter_corrects_the_year(plan):
    first = Measurement.objects.get(indicator__code="count", indicator__plan=plan, period="2024-Q1")
    make_measurement(
        first.indicator,
        "2024-Q1",
        60,
        revision=2,
        revision_reason="数え直し",
        decided_at="2025-07-01T00:00:00Z",
    )
    assert seen(plan, "per").value_text == "3.0件"


def test_a_quarter_without_a_value_leaves_the_year_without(plan):
    first = plan.indicators.get(code="count")
    make_measurement(
        first, "2024-Q1", None, revision=2, revision_reason="誤り", observation_status="M", issues_comment="記録がない",
        decided_at="2025-07-01T00:00:00Z",
    )  # fmt: skip
    assert seen(plan, "per").value_text == "1.5件"


def test_it_waits_for_the_first_year_that_its_parts_cover(plan):
    Measurement.objects.filter(indicator__code="count", period="2023-Q1").delete()
    Measurement.objects.filter(indicator__code="rate", period="2023-Q1").delete()
    plan.indicators.filter(code="count").update(last_period="2025-Q2")
    facts = seen(plan, "per").facts
    assert (facts.first_period, facts.last_period) == (Period(2024), Period(2024))
    assert seen(plan, "index").facts.first_period == Period(2023)  # its value is the one at the year's end


def test_a_year_in_which_a_part_came_to_count_otherwise_has_no_sum(plan):
    count = plan.indicators.get(code="count")
    count.series_breaks.create(period="2024-Q3", reason="電話も数える")
    found = seen(plan, "per")
    assert [str(row.period) for row in found.facts.observations] == ["2023"]
    assert [str(row.period) for row in found.facts.breaks] == ["2024"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"frequency": "quarterly", "series": "flow"},
            "この指標の頻度を、それと同じか、それより長い期間ごとにしてください。",
        ),
        ({"frequency": "calendar-year"}, "この指標の頻度と同じにしてください。"),
    ],
)
def test_what_is_reported_less_often_makes_nothing_shorter(plan, fields, sentence):
    with pytest.raises(ValidationError) as error:
        made(plan, "per", code="other", **fields)
    assert sentence in str(error.value.message_dict["parts"])


def test_a_mean_of_amounts_is_one_of_years(plan):
    with pytest.raises(ValidationError) as error:
        made(plan, "mean", code="other", frequency="quarterly")
    assert "この指標の報告の頻度を「年1回」にしてください。" in str(error.value.message_dict["parts"])
