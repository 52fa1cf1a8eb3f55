"""Indicators that are worked out from others: how their parts are written, and what does not go together."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpis.assessment.assessing import assess
from kpis.assessment.stored_facts import approved
from kpis.models import Indicator, Measurement
from kpis.models.parts import PartLine, read_parts, stored_parts, write_parts
from plans.fixture_files import FixtureRow
from plans.ledger.states import text_of
from plans.loading import load_rows
from tests.factories import make_city, make_indicator, make_measurement, make_plan, make_target

CODES = {
    "1-1": "kpi-1-1",
    "kpi-1-1": "kpi-1-1",
    "満足度": "kpi-1-2",
    "1-2満足度": "kpi-1-2",
    "入場者x線": "x",
}


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1-1", "kpi-1-1"),
        ("１－１", "kpi-1-1"),
        ("・1-1 × 0.5\n\n1-2 満足度 ×２", "kpi-1-1 × 0.5\nkpi-1-2 × 2"),
        ("満足度*3", "kpi-1-2 × 3"),
        ("KPI-1-1 x -1", "kpi-1-1 × -1"),
        ("入場者x線", "x"),
    ],
)
def test_a_line_is_read_as_people_write_it(text, stored):
    found = read_parts(text, CODES)
    assert write_parts(found) == stored
    assert stored_parts(stored) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1-1\n9-9", "2行目（9-9）の指標が、この計画にありません"),
        ("1-1 × 0", "0ではない数"),
        ("1-1 × 多め", "1行目（1-1 × 多め）"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, told):
    with pytest.raises(ValueError, match="行目") as error:
        read_parts(text, CODES)
    assert told in str(error.value)


def test_what_somebody_wrote_past_the_model_is_no_part():
    assert stored_parts("a × 2\nb × 二") == (PartLine("a", Decimal(2)),)


@pytest.fixture
def plan(db):
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))
    for code, role in (("own", "kpi"), ("ken", "reference")):
        make_indicator(plan, code, number=code, unit="%", decimals=1, frequency="yearly", role=role)
        make_indicator(plan, f"q-{code}", unit="%", decimals=1, role=role)
    return plan


def compared(plan, **fields) -> Indicator:
    values = {
        "plan": plan, "code": "gap", "name": "県平均との差", "kind": "composite", "formula": "difference",
        "parts": "own\nken", "unit": "ポイント", "decimals": 1, "frequency": "yearly", "direction": "keep_at_least",
    }  # fmt: skip
    row = Indicator(**values | fields)
    row.full_clean()
    row.save()
    return row


def test_the_difference_is_judged(plan):
    row = compared(plan)
    make_target(row, "2027", 0)
    own, ken = plan.indicators.get(code="own"), plan.indicators.get(code="ken")
    make_measurement(own, "2024", "61.5")
    at = date(2025, 6, 1)
    assert assess(Indicator.objects.get(pk=row.pk), at).evaluation.verdict == "NO_DATA"
    make_measurement(ken, "2024", "62.0")
    found = assess(Indicator.objects.get(pk=row.pk), at)
    assert (found.value_text, found.evaluation.verdict) == ("−0.5ポイント", "BEHIND")
    make_measurement(own, "2024", "62.4", revision=2, revision_reason="集計もれ")
    found = assess(Indicator.objects.get(pk=row.pk), at)
    assert (found.value_text, found.evaluation.verdict) == ("0.4ポイント", "ON_TRACK")


def test_a_corrected_part_corrects_the_whole_and_says_so(plan):
    row = compared(plan)
    own, ken = plan.indicators.get(code="own"), plan.indicators.get(code="ken")
    make_measurement(own, "2024", 61, decided_at="2025-05-01T00:00:00Z")
    make_measurement(ken, "2024", 62, decided_at="2025-05-02T00:00:00Z")
    make_measurement(
        own, "2024", 63, revision=2, revision_reason="集計もれ", decided_at="2025-07-01T00:00:00Z"
    )
    rows = approved(row)
    assert [(one.revision, one.value, one.decided_at.month) for one in rows] == [(1, -1, 5), (2, 1, 7)]
    assert rows[1].revision_reason == "もとの値の改定（own 指標own）、集計もれ"


@pytest.mark.parametrize(
    ("fields", "place", "told"),
    [
        ({"formula": ""}, "formula", "選んでください"),
        ({"parts": " "}, "parts", "1行に1つ"),
        ({"parts": "own"}, "parts", "2個書いてください（今は1個）"),
        ({"parts": "own\nown"}, "parts", "2回"),
        ({"parts": "own\ngap"}, "parts", "2行目（gap）は、この指標自身です"),
        ({"parts": "own\n指標nothing"}, "parts", "2行目（指標nothing）の指標が、この計画にありません"),
        ({"parts": "own × 2\nken"}, "parts", "重みは付けられません"),
        ({"formula": "mean", "parts": "own × 1\nken × -1"}, "parts", "重みの合計が0"),
        ({"frequency": "quarterly"}, "parts", "頻度は「年1回」"),
        ({"series": "flow", "frequency": "quarterly", "parts": "q-own\nq-ken"}, "parts", "値の種類"),
        ({"formula": "year-before", "parts": "own", "series": "flow"}, "series", "足し合わせられません"),
        ({"mean_years": 3}, "mean_years", "「数年間の平均」のときだけ"),
        ({"formula": "mean-over", "parts": "own", "mean_years": 11}, "mean_years", "10"),
        ({"kind": "number"}, "parts", "空欄にしてください"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_at_its_field(plan, fields, place, told):
    with pytest.raises(ValidationError) as error:
        compared(plan, **fields)
    assert told in "".join(error.value.message_dict.get(place, [str(error.value)]))
    assert not plan.indicators.filter(code="gap").exists()


def test_units_steps_computed_and_hidden_parts_are_refused(plan):
    compared(plan)
    make_indicator(plan, "count", unit="件", frequency="yearly")
    make_indicator(plan, "steps", kind="milestone", steps="2025-03 実施", unit="", frequency="yearly")
    make_indicator(plan, "hidden", unit="%", frequency="yearly", state="preparing")
    for code, told in (
        ("count", "単位の違う指標"), ("steps", "できたかどうかで測る"), ("gap", "計算で求める"), ("hidden", "準備中"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=told):
            compared(plan, code="other", parts=f"own\n{code}")


def test_a_part_stays_what_the_whole_takes_it_for(plan):
    compared(plan)
    part = plan.indicators.get(code="ken")
    part.frequency = "quarterly"
    with pytest.raises(ValidationError, match="県平均との差"):
        part.full_clean()


def test_a_value_cannot_be_entered(plan):
    row = Measurement(indicator=compared(plan), period="2024", value=1, state="approved")
    with pytest.raises(ValidationError, match="ほかの指標から計算"):
        row.full_clean()


def test_who_has_values_is_not_worked_out(plan):
    row = plan.indicators.get(code="own")
    make_measurement(row, "2024", 5)
    row.kind, row.formula, row.parts = "composite", "year-before", "ken"
    with pytest.raises(ValidationError, match="入力した実績"):
        row.full_clean()


@pytest.mark.parametrize(
    "fields",
    [
        {"formula": "median"},
        {"kind": "number"},
        {"parts": ""},
        {"formula": "", "parts": ""},
        {"mean_years": 2},
        {"formula": "mean-over", "parts": "own", "mean_years": 0},
    ],
)
def test_the_database_refuses_it_too(plan, fields):
    row = compared(plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=row.pk).update(**fields)


def test_the_names_of_a_ratio_come_from_its_parts(plan):
    row = compared(plan, formula="ratio", unit="倍")
    assert (row.numerator_label, row.denominator_label) == ("指標own", "指標ken")
    assert compared(plan, code="year", formula="year-before", parts="own", unit="%").denominator_label == (
        "前の年の同じ期の値"
    )
    row.formula, row.unit = "difference", "ポイント"
    row.full_clean()
    assert (row.numerator_label, row.denominator_label) == ("", "")


def test_a_name_of_several_is_no_name(plan):
    make_indicator(plan, "other", number="own", unit="%", frequency="yearly")
    with pytest.raises(ValidationError, match="2つ以上あります。コードで"):
        compared(plan, parts="指標own\n指標ken\n", number="ken", name="指標ken")
    assert compared(plan, parts="own\nken").parts == "own\nken"  # by their codes


def test_an_amount_of_a_year_goes_together_with_what_stands_at_its_end(plan):
    make_indicator(plan, "people", unit="人", frequency="yearly")
    make_indicator(plan, "visits", unit="件", frequency="yearly", series="flow")
    assert compared(plan, formula="ratio", parts="visits\npeople", unit="件", code="each").parts


def test_the_unit_of_a_part_stays_where_units_must_be_alike(plan):
    compared(plan)
    part = plan.indicators.get(code="ken")
    part.unit = "人"
    with pytest.raises(ValidationError, match="県平均との差"):
        part.full_clean()


def test_what_is_worked_out_of_approved_values_changes_by_a_correction_only(plan):
    row = compared(plan)
    row.check_change(["parts"], "change")
    make_measurement(plan.indicators.get(code="own"), "2024", 5)
    for name in ("formula", "parts", "unit"):
        with pytest.raises(ValidationError, match=r"新しい指標を足して|数え方の変更"):
            row.check_change([name], "change")


def test_changes_name_the_parts_and_not_their_codes(plan):
    row = compared(plan, formula="mean", unit="点", parts="own × 2\nken")
    assert text_of(row, Indicator._meta.get_field("parts")) == "own 指標own × 2\nken 指標ken"


@pytest.mark.parametrize(
    ("field", "text"),
    [("parts", "指標own\n・ken × 1"), ("parts", "own\r\nken"), ("steps", "令和7年3月 実施")],
)
def test_another_way_of_writing_is_no_change(plan, field, text):
    compared(plan)
    make_indicator(plan, "steps", kind="milestone", steps="2025-03 実施", unit="", frequency="yearly")
    code = "gap" if field == "parts" else "steps"
    key = [*plan.natural_key(), code]
    fields = {"plan": list(plan.natural_key()), "code": code, "name": plan.indicators.get(code=code).name}
    row = FixtureRow("x.yaml", 1, 1, Indicator, fields | {field: text})
    report = load_rows([row])
    assert (report.unchanged, report.changed) == (1, 0), key
