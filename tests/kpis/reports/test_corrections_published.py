"""What is changed after publishing stands in the published correction; what changes nothing asks for none."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from kpis.models import Indicator, Measurement, Report, Review
from kpis.reports.publishing import differences, draft, publish_correction
from kpis.workflow.entries import Refused
from plans.models import Department, Municipality, Plan
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER, ReportCity
from tests.factories import freeze_today, make_goal, make_indicator, make_measurement, make_progress

pytestmark = pytest.mark.django_db


def differing(report_city: ReportCity) -> list[dict]:
    last = Report.objects.filter(review=report_city.review).order_by("revision").last()
    return differences(last, draft(report_city.review.plan, report_city.review))


def correct(report_city: ReportCity, period: str = REPORTED_QUARTER) -> list[dict]:
    review = report_city.review if period == REPORTED_QUARTER else report_city.earlier
    report = publish_correction(review, by=report_city.user("manager"), reason="誤記のため")
    return json.loads(report.content)["corrections"]["rows"]


def set_(report_city: ReportCity, **fields) -> None:
    Indicator.objects.filter(pk=report_city.calls.pk).update(**fields)


def to_another_goal(report_city: ReportCity) -> None:
    set_(report_city, goal=make_goal(report_city.plan, "2", title="別の柱"))


def to_another_section(report_city: ReportCity) -> None:
    report_city.calls.departments.set(
        [Department.objects.create(municipality=report_city.city, code="z", name="税務課")]
    )


def reported(**fields) -> Callable[[ReportCity], object]:
    return lambda report_city: Measurement.objects.filter(
        indicator=report_city.calls, period=REPORTED_QUARTER
    ).update(**fields)


@pytest.mark.parametrize(
    ("change", "label", "before", "after"),
    [
        (reported(owner_name="山田"), "担当", "デジタル課", "山田"),
        (reported(as_of=date(2024, 12, 1)), "値の日付", "2024-12-31", "2024-12-01"),
        (
            lambda report_city: set_(report_city, frequency="half-yearly"),
            "報告の頻度",
            "四半期ごと",
            "半年ごと",
        ),
        (to_another_goal, "目標（柱など）", "1 目標1", "2 別の柱"),
        (to_another_section, "担当部署", "デジタル課", "税務課"),
        (
            lambda report_city: Plan.objects.filter(pk=report_city.plan.pk).update(title="新スマート計画"),
            "計画の題名",
            "スマート計画",
            "新スマート計画",
        ),
        (
            lambda report_city: Municipality.objects.filter(pk=report_city.city.pk).update(name="新北山市"),
            "市区町村の名称",
            "北山市",
            "新北山市",
        ),
        (
            lambda report_city: Plan.objects.filter(pk=report_city.plan.pk).update(licence="CC BY 4.0"),
            "そのほかの記載",
            "訂正前",
            "訂正後",
        ),
    ],
    ids=lambda given: given if isinstance(given, str) and len(given) > 3 else "",
)
def test_what_is_changed_after_publishing_stands_in_the_correction(report_city, change, label, before, after):
    report_city.publish()
    assert differing(report_city) == []
    change(report_city)
    assert (label, before, after) in {
        (row["kind_label"], row["before"], row["after"]) for row in correct(report_city)
    }
    assert differing(report_city) == []


def test_several_at_once_are_each_told(report_city):
    report_city.publish()
    set_(report_city, data_source="住民課の集計", baseline_note="推計", decimals=1)
    reported(evidence_url="https://example.jp/a")(report_city)
    found = {(row["kind_label"], row["before"], row["after"]) for row in correct(report_city)}
    assert found >= {
        ("数値の出どころ", "", "住民課の集計"),
        ("基準値の注記", "", "推計"),
        ("小数点以下の桁数", "0", "1"),
        ("根拠資料のアドレス", "", "https://example.jp/a"),
    }
    assert "そのほかの記載" not in {label for label, _before, _after in found}


class TestNothingDiffers:
    def test_when_only_an_earlier_quarter_was_corrected_meanwhile(self, report_city):
        """Its status stands as 前回 in the later report: that is told by the earlier quarter's own correction."""
        report_city.publish(EARLIER_QUARTER)
        report = report_city.publish()
        make_progress(report_city.action, EARLIER_QUARTER, "completed", revision=2, revision_reason="誤記")
        assert [row["kind"] for row in correct(report_city, EARLIER_QUARTER)] == ["action", "text"]
        now = draft(report_city.review.plan, report_city.review)
        (was, is_now) = (
            found["actions"]["rows"][0]["previous_status"] for found in (json.loads(report.content), now)
        )
        assert (was, is_now) == ("as-planned", "completed")
        assert differing(report_city) == []
        with pytest.raises(Refused, match="違うところがありません"):
            correct(report_city)

    def test_when_the_quarter_before_is_published_only_afterwards(self, report_city):
        report = report_city.publish()
        report_city.publish(EARLIER_QUARTER)
        now = draft(report_city.review.plan, report_city.review)
        assert json.loads(report.content)["changes"]["against"] != now["changes"]["against"]
        assert differing(report_city) == []

    def test_when_a_later_review_opens_and_later_values_come(self, report_city):
        report_city.publish()
        Review.objects.create(plan=report_city.plan, period="2024-Q4", due_on=date(2025, 4, 10), state="open")
        make_measurement(report_city.calls, "2024-Q4", 1)
        make_progress(report_city.action, "2024-Q4", "completed", comment="終わった")
        assert differing(report_city) == []

    def test_when_time_goes_by(self, report_city, monkeypatch):
        """An indicator that was never reported on is as late on the report's day whenever that is looked at."""
        row = make_indicator(report_city.plan, "9", role="reference", order=9)
        make_measurement(row, "2023-Q1", 1)
        report_city.publish()
        freeze_today(monkeypatch, date(2031, 1, 1))
        assert differing(report_city) == []

    def test_when_the_meeting_is_moved(self, report_city):
        report_city.publish()
        Review.objects.filter(pk=report_city.review.pk).update(meeting_on=date(2025, 2, 20))
        assert differing(report_city) == []
