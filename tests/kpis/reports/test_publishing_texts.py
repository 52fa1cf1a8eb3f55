"""A correction lists all that it corrects: texts, the overall comment, a range, a value entered late or taken out."""

import json
from datetime import date

import pytest

from kpis.models import Indicator, Measurement, Report, Review
from kpis.reports.publishing import corrected_since, differences, draft, publish_correction
from kpis.workflow.entries import Refused
from tests.cities import REPORTED_QUARTER
from tests.factories import make_indicator, make_measurement, make_progress
from tests.kpis.reports.snapshots import entry

pytestmark = pytest.mark.django_db


def correct(report_city, reason: str = "誤りを直したため") -> dict:
    report = publish_correction(report_city.review, by=report_city.user("manager"), reason=reason)
    found = json.loads(report.content)
    assert sum(row["count"] for row in found["corrections"]["summary"]) == len(found["corrections"]["rows"])
    return found


def rows(found: dict) -> list[tuple]:
    return [
        (row["about"], row["code"], row["kind"], row["kind_label"], row["before"], row["after"])
        for row in found["corrections"]["rows"]
    ]


def test_a_comment_that_must_not_stay_is_corrected_by_a_revision_of_the_same_value(report_city):
    Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER).update(
        progress_comment="氏名のある文"
    )
    report_city.publish()
    report_city.revise(report_city.calls, value=35, progress_comment="氏名のない文")
    assert corrected_since([report_city.plan]) == [report_city.review]
    found = correct(report_city)
    assert rows(found) == [("indicator", "1-1", "text", "取組状況", "氏名のある文", "氏名のない文")]
    assert entry(found, "1-1")["comments"]["progress"] == "氏名のない文"
    assert corrected_since([report_city.plan]) == []


def test_an_actions_comment(report_city):
    report_city.publish()
    make_progress(
        report_city.action,
        REPORTED_QUARTER,
        "delayed",
        revision=2,
        revision_reason="誤記",
        comment="直した文",
    )
    assert rows(correct(report_city)) == [
        ("action", "a1", "text", "取組状況", f"{REPORTED_QUARTER}の取組状況", "直した文")
    ]


def test_the_overall_comment_stands_among_the_corrections(report_city):
    report_city.publish()
    Review.objects.filter(pk=report_city.review.pk).update(overall_comment="総括")
    assert rows(correct(report_city)) == [("report", "", "text", "総括", "", "総括")]


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("name", "指標名"),
        ("definition", "説明・数え方"),
        ("target_wording", "計画に書かれた目標"),
        ("unit", "単位"),
    ],
)
def test_the_plans_words(report_city, field, label):
    report_city.publish()
    Indicator.objects.filter(pk=report_city.calls.pk).update(**{field: "直した言葉"})
    assert label in {row[3] for row in rows(correct(report_city))}


def test_a_range_to_keep(report_city):
    row = make_indicator(report_city.plan, "r", direction="keep_within", lower=1, upper=5, order=9)
    make_measurement(row, REPORTED_QUARTER, 3)
    report_city.publish()
    Indicator.objects.filter(pk=row.pk).update(lower=2, upper=6)
    assert ("indicator", "r", "target", "保つ範囲", "1件〜5件", "2件〜6件") in rows(correct(report_city))


def test_a_value_of_an_earlier_quarter_that_was_entered_too_late(report_city):
    report_city.publish()
    make_measurement(report_city.calls, "2024-Q1", 25)
    assert rows(correct(report_city)) == [
        ("indicator", "1-1", "value", "令和6年度（2024年度）第1四半期の値", "なし", "25件")
    ]


def test_a_value_that_turns_out_to_speak_of_a_later_day(report_city):
    report_city.publish()
    report_city.revise(report_city.calls, value=35, as_of=date(2025, 1, 15))
    assert ("indicator", "1-1", "value", "令和6年度（2024年度）第3四半期の値", "35件", "なし") in rows(
        correct(report_city)
    )


def test_comments_of_another_quarter_are_no_change(report_city):
    report_city.publish("2024-Q2")
    assert {row["kind"] for row in json.loads(report_city.publish().content)["changes"]["rows"]} == {
        "verdict",
        "action",
    }


def test_a_reason_of_invisible_signs_is_none(report_city):
    report_city.publish()
    report_city.revise(report_city.calls, value=20)
    with pytest.raises(Refused, match="訂正の理由"):
        publish_correction(report_city.review, by=report_city.user("manager"), reason="\u200b\u200e")


def test_nothing_differs_right_after_publishing(report_city):
    report = report_city.publish()
    assert differences(Report.objects.get(pk=report.pk), draft(report_city.plan, report_city.review)) == []
