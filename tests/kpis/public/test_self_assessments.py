"""自己評価 on the public pages and in their files: beside the verdict, never in it; all say the same."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kpis.assessment.assessing import assess_plan, roll_up_of
from kpis.models import SelfAssessment
from tests.factories import make_indicator, make_measurement, make_target
from tests.kpis.own_marks import assess_oneself, make_aspect
from tests.reading import read

pytestmark = pytest.mark.django_db
BASE = "/kitayama/smart-plan/kpis/"
DIFFERENCE = (
    "担当課の自己評価（総合評価）は「○ できた」（区分では「順調」）ですが、このポータルの判定は「遅れ」です。"
)


@pytest.fixture
def late(plan, today):
    """0 → 100 in FY2023 to FY2026; 10 at the end of FY2024, where 50 is expected: late."""
    indicator = make_indicator(
        plan, "1", frequency="yearly", baseline_value=0, baseline_period="2022", number="KPI 1"
    )
    make_target(indicator, "2026", 100, since="2023-04-01")
    make_aspect(plan)
    make_measurement(indicator, "2023", 8)
    make_measurement(indicator, "2024", 10)
    return indicator


def rows(client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content or b"".join(client.get(address).streaming_content)
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def values(client) -> list[dict[str, str]]:
    answer = client.get(BASE + "values.csv")
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_the_page_shows_mark_and_reason_beside_the_verdict_and_says_that_they_differ(late, client):
    assess_oneself(late.measurements.get(period="2024"), "○", "作業は予定どおり終えたため。")
    page = read(client, BASE + "1/")
    assert "担当課の自己評価" in page.text
    assert "○ できた" in page.text
    assert "作業は予定どおり終えたため。" in page.text
    assert DIFFERENCE in page.text
    assert "判定には使っていません" in page.text


def test_where_they_agree_nothing_is_said_of_a_difference(late, client):
    assess_oneself(late.measurements.get(period="2024"), "×", "終わらなかったため。")
    text = read(client, BASE + "1/").text
    assert "終わらなかったため。" in text
    assert "判定と違います" not in text


def test_a_mark_for_another_period_than_the_judged_one_stands_with_its_report_only(late, client):
    assess_oneself(late.measurements.get(period="2023"), "○", "前の年は終えたため。")
    text = read(client, BASE + "1/").text
    assert "担当課の自己評価" not in text
    assert "自己評価（総合評価: ○ できた）: 前の年は終えたため。" in text
    assert DIFFERENCE not in text


def test_the_page_of_an_earlier_day_shows_what_was_said_of_the_value_of_that_day(late, client):
    assess_oneself(late.measurements.get(period="2023"), "△", "前の年は一部のため。")
    assess_oneself(late.measurements.get(period="2024"), "○", "終えたため。")
    text = read(client, BASE + "1/?at=2023-Q4").text
    assert "前の年は一部のため。" in text
    assert "終えたため。" not in text


def test_what_is_not_approved_is_not_public(late, client):
    row = make_measurement(late, "2024", 11, revision=2, revision_reason="数え直し", state="draft")
    assess_oneself(row, "◎", "下書きの理由。")
    for address in ("1/", "1/data.csv", "scorecard.csv", ""):
        answer = client.get(BASE + address)
        assert "下書きの理由" not in answer.content.decode()
    assert all("下書きの理由" not in str(row) for row in values(client))


def test_no_verdict_and_no_count_changes_with_it(late, plan):
    before = [row.evaluation for row in assess_plan(plan, date(2025, 5, 1))]
    counts = roll_up_of(assess_plan(plan, date(2025, 5, 1)))
    assess_oneself(late.measurements.get(period="2024"), "◎", "すばらしいため。")
    assert [row.evaluation for row in assess_plan(plan, date(2025, 5, 1))] == before
    assert roll_up_of(assess_plan(plan, date(2025, 5, 1))) == counts


def test_the_files_say_the_same_as_the_page(late, plan, client):
    report = late.measurements.get(period="2024")
    assess_oneself(report, "○", "作業は予定どおり終えたため。")
    [line] = rows(client, BASE + "scorecard.csv")
    told = ("○ できた", "作業は予定どおり終えたため。", DIFFERENCE)
    names = ("self_assessments", "self_assessment_reasons", "self_assessment_differs")
    assert tuple(line[name] for name in names) == told
    sheet = load_workbook(io.BytesIO(client.get(BASE + "scorecard.xlsx").content))["データ"]
    head, first = list(sheet.iter_rows(values_only=True))[:2]
    assert tuple(dict(zip(head, first, strict=True))[name] for name in names) == told
    own = [row for row in rows(client, BASE + "1/data.csv") if row["record"] == "self_assessment"]
    parts = ("period", "aspect", "mark", "mark_label", "mark_group", "reason", "revision")
    assert [tuple(row[part] for part in parts) for row in own] == [
        ("2024", "総合評価", "○", "できた", "順調", "作業は予定どおり終えたため。", "1")
    ]
    by_period = {row["period"]: (row[names[0]], row[names[1]]) for row in values(client)}
    assert by_period == {"2023": ("", ""), "2024": told[:2]}


def test_several_aspects_stand_in_their_order(late, plan, client):
    report = late.measurements.get(period="2024")
    make_aspect(plan, "cost", "効率性")
    for aspect, mark in zip(plan.assessment_aspects.all(), ("○", "×"), strict=True):
        assess_oneself(report, mark, f"{aspect.name}の理由。", aspect=aspect)
    [line] = rows(client, BASE + "scorecard.csv")
    assert line["self_assessments"] == "総合評価: ○ できた\n効率性: × できなかった"
    assert line["self_assessment_reasons"] == "総合評価: 総合評価の理由。\n効率性: 効率性の理由。"
    assert line["self_assessment_differs"] == DIFFERENCE
    text = read(client, BASE + "1/").text
    assert text.index("総合評価の理由。") < text.index("効率性の理由。")


@pytest.mark.parametrize("language", ["en", "easy"])
def test_other_languages_say_it_too(late, client, language):
    assess_oneself(late.measurements.get(period="2024"), "○", "終えたため。")
    text = client.get(f"/{language}{BASE}1/").content.decode()
    assert "担当課の自己評価" not in text
    assert {"en": "own assessment", "easy": "自分"}[language] in text


def test_the_fictional_city_has_one_that_lies_far_from_its_verdict(mihon, client):
    assert SelfAssessment.objects.filter(aspect__plan=mihon).exists()
    far = [row for row in assess_plan(mihon, timezone.localdate()) if row.far_assessments]
    assert [row.indicator.code for row in far] == ["3-3"]
    [own] = far[0].far_assessments
    assert own.difference in read(client, "/mihon/dx-plan/kpis/3-3/").text
