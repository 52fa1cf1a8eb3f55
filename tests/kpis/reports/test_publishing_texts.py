"""A correction lists all that it corrects: texts, the overall comment, a range, a value entered late or taken out."""

import json
from datetime import date

import pytest

from kpis.models import Indicator, Measurement, Report, Review
from kpis.reports.publishing import corrected_since, differences, draft, publish_correction
from kpis.workflow.entries import Refused
from tests.factories import make_indicator, make_measurement, make_progress

from .town import PERIOD, entry

pytestmark = pytest.mark.django_db


def correct(town, reason: str = "誤りを直したため") -> dict:
    report = publish_correction(town.review, by=town.user("manager"), reason=reason)
    found = json.loads(report.content)
    assert sum(row["count"] for row in found["corrections"]["summary"]) == len(found["corrections"]["rows"])
    return found


def rows(found: dict) -> list[tuple]:
    return [
        (row["about"], row["code"], row["kind"], row["kind_label"], row["before"], row["after"])
        for row in found["corrections"]["rows"]
    ]


def test_a_comment_that_must_not_stay_is_corrected_by_a_revision_of_the_same_value(town):
    Measurement.objects.filter(indicator=town.calls, period=PERIOD).update(progress_comment="氏名のある文")
    town.publish()
    town.revise(town.calls, value=35, progress_comment="氏名のない文")
    assert corrected_since([town.plan]) == [town.review]
    found = correct(town)
    assert rows(found) == [("indicator", "1-1", "text", "取組状況", "氏名のある文", "氏名のない文")]
    assert entry(found, "1-1")["comments"]["progress"] == "氏名のない文"
    assert corrected_since([town.plan]) == []


def test_an_actions_comment(town):
    town.publish()
    make_progress(town.action, PERIOD, "delayed", revision=2, revision_reason="誤記", comment="直した文")
    assert rows(correct(town)) == [("action", "a1", "text", "取組状況", f"{PERIOD}の取組状況", "直した文")]


def test_the_overall_comment_stands_among_the_corrections(town):
    town.publish()
    Review.objects.filter(pk=town.review.pk).update(overall_comment="総括")
    assert rows(correct(town)) == [("report", "", "text", "総括", "", "総括")]


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("name", "指標名"),
        ("definition", "説明・数え方"),
        ("target_wording", "計画に書かれた目標"),
        ("unit", "単位"),
    ],
)
def test_the_plans_words(town, field, label):
    town.publish()
    Indicator.objects.filter(pk=town.calls.pk).update(**{field: "直した言葉"})
    assert label in {row[3] for row in rows(correct(town))}


def test_a_range_to_keep(town):
    row = make_indicator(town.plan, "r", direction="keep_within", lower=1, upper=5, order=9)
    make_measurement(row, PERIOD, 3)
    town.publish()
    Indicator.objects.filter(pk=row.pk).update(lower=2, upper=6)
    assert ("indicator", "r", "target", "保つ範囲", "1件〜5件", "2件〜6件") in rows(correct(town))


def test_a_value_of_an_earlier_quarter_that_was_entered_too_late(town):
    town.publish()
    make_measurement(town.calls, "2024-Q1", 25)
    assert rows(correct(town)) == [
        ("indicator", "1-1", "value", "令和6年度（2024年度）第1四半期の値", "なし", "25件")
    ]


def test_a_value_that_turns_out_to_speak_of_a_later_day(town):
    town.publish()
    town.revise(town.calls, value=35, as_of=date(2025, 1, 15))
    assert ("indicator", "1-1", "value", "令和6年度（2024年度）第3四半期の値", "35件", "なし") in rows(
        correct(town)
    )


def test_comments_of_another_quarter_are_no_change(town):
    town.publish("2024-Q2")
    assert {row["kind"] for row in json.loads(town.publish().content)["changes"]["rows"]} == {
        "verdict",
        "action",
    }


def test_a_reason_of_invisible_signs_is_none(town):
    town.publish()
    town.revise(town.calls, value=20)
    with pytest.raises(Refused, match="訂正の理由"):
        publish_correction(town.review, by=town.user("manager"), reason="\u200b\u200e")


def test_nothing_differs_right_after_publishing(town):
    report = town.publish()
    assert differences(Report.objects.get(pk=report.pk), draft(town.plan, town.review)) == []
