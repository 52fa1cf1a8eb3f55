"""What departments say of the parts stands with what is worked out of them: nobody reports on the whole itself."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from kpis.assessment.assessing import assess_plan
from kpis.models import Measurement
from kpis.reports.snapshot.build import build_snapshot
from plans.era import Quarter

from .composed_plan import DAY, build
from .own_marks import assess_oneself, make_aspect

pytestmark = pytest.mark.django_db
ISSUE = "窓口が混み合いました。"


@pytest.fixture
def plan(monkeypatch, db):
    return build(monkeypatch)


def report(plan, code: str, period: str) -> Measurement:
    return Measurement.objects.get(indicator__plan=plan, indicator__code=code, period=period)


def comment(plan, code: str, period: str, text: str = ISSUE) -> None:
    Measurement.objects.filter(pk=report(plan, code, period).pk).update(issues_comment=text)


def page(client, plan, code: str) -> str:
    return client.get(reverse("indicator", args=[*plan.natural_key(), code])).content.decode()


def row_of(plan, code: str):
    return next(row for row in assess_plan(plan, DAY) if row.indicator.code == code)


def test_a_comment_on_a_part_stands_on_the_page_of_the_whole_with_the_parts_name(client, plan):
    comment(plan, "rate", "2024")
    assert f"1-1 利用率（市）: {ISSUE}" in page(client, plan, "gap")
    assert ISSUE not in page(client, plan, "growth")


def test_comments_on_several_parts_stand_below_each_other(plan):
    comment(plan, "talks", "2024", "電話が増えました。")
    comment(plan, "calls", "2024")
    entries = build_snapshot(plan, Quarter(2025, 1))["indicators"]
    found = next(row for row in entries if row["code"] == "sum")
    assert found["comments"]["issues"] == f"1-3 相談の件数: 電話が増えました。\n1-5 電話の件数: {ISSUE}"


def test_a_corrected_comment_is_a_correction_of_the_whole(client, plan):
    first = report(plan, "rate", "2024")
    Measurement.objects.create(
        indicator=first.indicator, period="2024", revision=2, value=first.value, issues_comment=ISSUE, state="approved",
        revision_reason="書き落とし", decided_at="2025-07-01T00:00:00Z",
    )  # fmt: skip
    text = page(client, plan, "gap")
    assert f"1-1 利用率（市）: {ISSUE}" in text
    assert "書き落とし" in text


def test_an_assessment_of_its_only_assessed_part_is_held_against_the_verdict_of_the_whole(client, plan):
    make_aspect(plan)
    assess_oneself(report(plan, "rate", "2024"), "◎", "目標の案内を終えたため。")
    (own,) = row_of(plan, "gap").self_assessments
    assert (own.aspect, own.mark.mark, own.is_far) == ("総合評価（1-1 利用率（市））", "◎", True)
    assert "目標の案内を終えたため。" in page(client, plan, "gap")
    assert row_of(plan, "growth").self_assessments == ()


def test_of_several_assessed_parts_each_is_told_with_its_own(plan):
    make_aspect(plan)
    for code in ("talks", "calls"):
        assess_oneself(report(plan, code, "2024"), "○")
    assert row_of(plan, "sum").self_assessments == ()
    assert [own.mark.mark for own in row_of(plan, "talks").self_assessments] == ["○"]


def test_the_values_file_says_the_same(client, plan):
    make_aspect(plan)
    assess_oneself(report(plan, "rate", "2024"), "◎", "目標の案内を終えたため。")
    comment(plan, "rate", "2024")
    answer = client.get(reverse("kpi-values-csv", args=plan.natural_key()))
    text = answer.content.decode().lstrip("\ufeff")
    rows = {(row["code"], row["period"]): row for row in csv.DictReader(StringIO(text))}
    found = rows["gap", "2024"]
    assert found["issues_comment"] == f"1-1 利用率（市）: {ISSUE}"
    assert found["self_assessments"] == "◎ 上回った"
    assert found["self_assessment_reasons"].endswith("目標の案内を終えたため。")
    assert rows["gap", "2023"]["self_assessments"] == ""
