"""Indicators that are worked out from others: pages, files, reports, feeds and duties know them, and say the same."""

import csv
import json
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.assessment.assessing import assess_plan
from kpis.judging.evaluation import evaluate
from kpis.judging.facts_json import read_facts
from kpis.judging.periods import Period
from kpis.models import Review
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.snapshot.build import build_snapshot
from kpis.workflow.due_items import due_items
from kpis.workflow.meanings import check_conversion
from plans.era import Quarter
from plans.journal.acting import acting
from tests.factories import make_measurement, make_target

from .composed_plan import BASE, DAY, EXPECTED, SENTENCES, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(monkeypatch, db):
    return build(monkeypatch)


def text(client, plan, name, *args) -> str:
    return client.get(reverse(name, args=[*plan.natural_key(), *args])).content.decode()


def rows_of(answer: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in csv.DictReader(StringIO(answer.lstrip("\ufeff")))}


def test_values_and_verdicts(plan):
    rows = {row.indicator.code: row for row in assess_plan(plan, DAY)}
    assert {code: (rows[code].value_text, rows[code].evaluation.label) for code in EXPECTED} == EXPECTED
    assert {code: rows[code].composition_text for code in SENTENCES} == SENTENCES


def test_a_plan_whose_parts_are_its_own_asks_no_more_for_them(plan, django_assert_max_num_queries):
    assess_plan(plan, DAY)
    with django_assert_max_num_queries(14):
        assess_plan(plan, DAY)


@pytest.mark.parametrize("code", EXPECTED)
def test_its_page_tells_how_it_is_worked_out(client, plan, code):
    page = text(client, plan, "indicator", code)
    assert SENTENCES[code] in page
    assert EXPECTED[code][0] in page
    number, name, *_rest = BASE["rate"]
    if "利用率（市）" in SENTENCES[code]:
        assert f">{number} {name}</a>" in page


def test_both_lines_of_a_comparison_are_drawn(client, plan):
    page = text(client, plan, "indicator", "gap")
    assert "比べる相手「利用率（県平均）」の最新の値は62.0%（令和6年度）です。" in page
    assert "比べる相手" not in text(client, plan, "indicator", "sum")


def test_the_scorecard_tells_what_is_compared(client, plan):
    page = text(client, plan, "scorecard")
    assert "利用率（市） 61.5%" in page
    assert "利用率（県平均） 62.0%" in page


def test_files_say_the_same(client, plan):
    lines = rows_of(text(client, plan, "scorecard-csv"))
    assert {code: lines[code]["composition"] for code in SENTENCES} == SENTENCES
    assert (lines["gap"]["value"], lines["rate"]["composition"]) == ("-0.5", "")
    values = list(csv.DictReader(StringIO(text(client, plan, "kpi-values-csv").lstrip("\ufeff"))))
    told = [(row["period"], row["value"]) for row in values if row["code"] == "gap"]
    assert told == [("2023", "-2"), ("2024", "-0.5")]
    codes = list(dict.fromkeys(row["code"] for row in values))
    assert codes == [row.indicator.code for row in assess_plan(plan, DAY)]


def test_a_report_freezes_them_and_can_be_judged_again(plan):
    document = Document.of_draft(build_snapshot(plan, Quarter(2025, 1)))
    rows = {row["code"]: row for row in document.snapshot["indicators"]}
    assert {code: rows[code]["composition"] for code in SENTENCES} == SENTENCES
    assert "composition" not in rows["rate"]
    assert rows["gap"]["value_notes"] == ["利用率（市） 61.5%", "利用率（県平均） 62.0%"]
    for code in EXPECTED:
        _given, facts, at = read_facts(json.dumps(rows[code]["facts"], ensure_ascii=False))
        assert evaluate(facts, at).label == EXPECTED[code][1]
    lines = rows_of(render(document, "csv").decode())
    assert lines["index"]["composition"] == SENTENCES["index"]
    [note] = [row for row in document.snapshot["quality"] if row["key"] == "composed"]
    assert [row["code"] for row in note["rows"]] == sorted(EXPECTED)
    for format in ("pdf", "xlsx"):
        assert render(document, format)


def test_a_review_asks_for_the_parts_and_not_for_the_whole(plan):
    review = Review.objects.create(plan=plan, period="2024-Q4", due_on="2025-04-30")
    plan.indicators.create(code="lone", name="使わない参考", role="reference", frequency="yearly")
    asked = {item.owner.code for item in due_items(review)}
    assert asked == set(BASE)


def test_what_is_corrected_is_told_as_corrected(client, plan):
    make_measurement(plan.indicators.get(code="ken"), "2024", "61.0", revision=2, revision_reason="県の訂正")
    page = text(client, plan, "indicator", "gap")
    assert "0.5ポイント" in page


def test_the_grid_of_a_former_day_knows_the_former_parts(client, plan):
    answer = client.get(reverse("indicator", args=[*plan.natural_key(), "gap"]), {"at": "2023-Q4"})
    assert "−2.0ポイント" in answer.content.decode()


@pytest.mark.parametrize(
    "line", [{"number": "KPI 9"}, {"target_wording": "申請数・満足度\n10"}], ids=["number", "words"]
)
def test_a_line_measured_by_two_values_says_how_both_stand(client, plan, line):
    goal = plan.goals.get()
    for code, name, value in (("two-a", "申請数", 12), ("two-b", "満足度", 2)):
        row = plan.indicators.create(
            code=code, name=name, goal=goal, frequency="yearly", direction="keep_at_least", **line
        )
        make_target(row, "2027", 10)
        make_measurement(row, "2024", value)
    told = "2つの値で測る指標です（申請数は順調、満足度は下回る）。"
    assert told in text(client, plan, "indicator", "two-a")
    assert text(client, plan, "scorecard").count(told) == 2
    document = Document.of_draft(build_snapshot(plan, Quarter(2025, 1)))
    notes = {row["code"]: row["value_notes"] for row in document.snapshot["indicators"]}
    assert told in notes["two-b"]
    assert "値で測る" not in text(client, plan, "indicator", "sum")


def test_where_a_part_counts_otherwise_the_whole_begins_anew(client, plan):
    part = plan.indicators.get(code="talks")
    part.series_breaks.create(period="2024", reason="電話の相談も数えるようにしたため", decided_on=DAY)
    rows = {row.indicator.code: row for row in assess_plan(plan, DAY)}
    assert rows["growth"].value_text == ""
    assert rows["sum"].breaks == [
        {
            "label": "令和6年度",
            "reason": "1-3 相談の件数: 電話の相談も数えるようにしたため",
        }
    ]
    assert rows["sum"].value_text == "520人"


def test_no_unit_is_converted_that_something_is_worked_out_of(plan):
    for code, told in (
        ("talks", "「指標growth」がこの指標から計算されている"),
        ("sum", "ほかの指標から計算する指標の単位は換算できません"),
    ):
        with pytest.raises(ValidationError, match=told):
            check_conversion(plan.indicators.get(code=code), "千人", Fraction(1, 1000), 3)


def test_feeds_tell_of_what_was_worked_out(client, plan):
    part = plan.indicators.get(code="ken")
    make_measurement(
        part, "2024", "61.0", revision=2, revision_reason="県の訂正", decided_at="2025-07-01T00:00:00Z"
    )
    told = "指標gapの値を改定しました（令和6年度（2024年度）: 0.5ポイント）"
    assert told in text(client, plan, "plan-feed")
    own = text(client, plan, "indicator-feed", "gap")
    assert told in own
    assert "県の訂正" in own
    assert "指標gapが−2.0ポイントになりました" in own


def test_a_part_that_is_withdrawn_withdraws_the_whole(client, plan):
    part = plan.indicators.get(code="ken")
    with acting(decides=True):
        part.measurements.create(
            period="2024", revision=2, revision_reason="調査に誤り", observation_status="M", state="approved",
            issues_comment="県が取り下げたため。", decided_at="2025-07-01T00:00:00Z",
        )  # fmt: skip
    rows = {row.indicator.code: row for row in assess_plan(plan, DAY)}
    assert rows["gap"].value_text == "−2.0ポイント"
    page = text(client, plan, "indicator", "gap")
    assert "改定前: −0.5ポイント（改定の理由: もとの値の改定（1-2 利用率（県平均））、調査に誤り）" in page


def test_a_year_before_that_is_withdrawn_withdraws_the_ratio(plan):
    part = plan.indicators.get(code="talks")
    with acting(decides=True):
        part.measurements.create(
            period="2023", revision=2, revision_reason="誤り", observation_status="M", state="approved",
            issues_comment="記録がないため。", decided_at="2025-07-01T00:00:00Z",
        )  # fmt: skip
    rows = {row.indicator.code: row for row in assess_plan(plan, DAY)}
    assert (rows["growth"].value_text, rows["growth"].evaluation.verdict) == ("", "NO_DATA")


def test_nothing_is_overdue_that_cannot_be_there_yet(plan):
    """The first ratio to a year before is that of the second year; and the whole waits as long as its parts."""
    rows = {row.indicator.code: row for row in assess_plan(plan, date(2024, 6, 1))}
    assert rows["growth"].overdue_text == ""
    assert rows["growth"].facts.first_period == Period(2024)
    assert rows["mean"].facts.first_period == Period(2024)
    assert rows["gap"].facts.first_period == Period(2023)
    plan.indicators.filter(code="ken").update(reporting_lag_days=300, last_period="2025")
    facts = {row.indicator.code: row.facts for row in assess_plan(plan, DAY)}["gap"]
    assert (facts.reporting_lag_days, facts.last_period) == (300, Period(2025))


def test_values_of_before_another_unit_stay(plan):
    """From 2025 on the two stand in units that cannot be put together; what was before is as it was."""
    plan.indicators.get(code="ken").series_breaks.create(
        period="2025", reason="人口1万人当たりに", decided_on=DAY, unit_before="%"
    )
    plan.indicators.filter(code="ken").update(unit="人")
    make_measurement(plan.indicators.get(code="rate"), "2025", 63)
    make_measurement(plan.indicators.get(code="ken"), "2025", 700)
    rows = {row.indicator.code: row for row in assess_plan(plan, date(2025, 3, 31))}
    told = {row.label: row.whole for row in rows["gap"].composition.periods}
    assert told["令和6年度（2024年度）"] == "−0.5ポイント"
    assert "令和7年度（2025年度）" not in told
