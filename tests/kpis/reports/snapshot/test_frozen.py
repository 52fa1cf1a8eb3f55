"""A published report never changes, whatever happens to the plan, the city or the values afterwards."""

import hashlib
from collections.abc import Callable

import pytest

from kpis.models import Indicator, PlanRating, RatingScale, Report
from kpis.reports.document import Document
from kpis.reports.formats import FORMATS, file_of, render
from kpis.reports.snapshot.build import build_snapshot
from plans.models import Department, Municipality, Plan
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER, ReportCity
from tests.factories import make_indicator, make_measurement, make_progress

TEXTS = ("csv", "actions.csv", "json")


@pytest.fixture(autouse=True)
def marks(report_city):
    """The report_city uses marks of its own."""
    PlanRating.objects.create(plan=report_city.plan, scale=RatingScale.objects.get(code="hamamatsu"))


def all_of(pk: int) -> dict:
    """Everything that is handed out of the report, made anew and not from what is kept."""
    report = Report.objects.get(pk=pk)
    document = Document.of_report(report)
    return {
        "row": Report.objects.filter(pk=pk).values().get(),
        "key": report.key,
        "name": document.file_name,
        "title": document.title,
        "cover": document.cover,
        "tables": document.tables,
        "sentences": (document.counts_sentence, document.against_sentence),
        **{key: render(document, key) for key in TEXTS},
    }


def revise_a_value(report_city: ReportCity) -> None:
    report_city.revise(report_city.calls, value=1)


def revise_an_earlier_value(report_city: ReportCity) -> None:
    report_city.revise(report_city.calls, EARLIER_QUARTER, value=1)


def change_a_value_behind_the_workflow(report_city: ReportCity) -> None:
    report_city.calls.measurements.update(value=999, progress_comment="書きかえ")


def move_a_target(report_city: ReportCity) -> None:
    report_city.calls.targets.create(period="2027", value=10, effective_from="2024-04-01", reason="見直し")


def withdraw_a_target(report_city: ReportCity) -> None:
    report_city.paper.targets.create(
        period="2027", value=None, effective_from="2024-04-01", reason="取り下げ"
    )


def rename_an_indicator(report_city: ReportCity) -> None:
    Indicator.objects.filter(pk=report_city.calls.pk).update(
        name="別の名前", unit="人", code="x", decimals=3, definition="別の数え方"
    )


def turn_an_indicator(report_city: ReportCity) -> None:
    Indicator.objects.filter(pk=report_city.calls.pk).update(direction="decrease", baseline_value=500)


def delete_an_indicator(report_city: ReportCity) -> None:
    report_city.calls.delete()


def add_an_indicator(report_city: ReportCity) -> None:
    make_measurement(make_indicator(report_city.plan, "9"), REPORTED_QUARTER, 1)


def rename_the_plan(report_city: ReportCity) -> None:
    Plan.objects.filter(pk=report_city.plan.pk).update(title="新しい計画", slug="new-plan")


def rename_the_department(report_city: ReportCity) -> None:
    Department.objects.filter(pk=report_city.section.pk).update(name="新しい課")


def reorganise(report_city: ReportCity) -> None:
    report_city.calls.departments.clear()
    report_city.action.lead_departments.clear()


def rename_the_city(report_city: ReportCity) -> None:
    Municipality.objects.filter(pk=report_city.city.pk).update(
        name="新北山市", slug="shin-kitayama", is_fictional=True
    )


def change_the_scale(report_city: ReportCity) -> None:
    PlanRating.objects.update(scale=RatingScale.objects.get(code="tama"))


def remove_the_scale(report_city: ReportCity) -> None:
    PlanRating.objects.all().delete()


def report_on_the_action_anew(report_city: ReportCity) -> None:
    make_progress(
        report_city.action, REPORTED_QUARTER, "completed", revision=2, revision_reason="誤記", comment="完了"
    )


def delete_the_action(report_city: ReportCity) -> None:
    report_city.action.delete()


def move_the_reviews_days(report_city: ReportCity) -> None:
    report_city.plan.reviews.update(due_on="2026-01-01", meeting_on="2026-02-01", overall_comment="あとから")


AFTERWARDS = [
    revise_a_value,
    revise_an_earlier_value,
    change_a_value_behind_the_workflow,
    move_a_target,
    withdraw_a_target,
    rename_an_indicator,
    turn_an_indicator,
    delete_an_indicator,
    add_an_indicator,
    rename_the_plan,
    rename_the_department,
    reorganise,
    rename_the_city,
    change_the_scale,
    remove_the_scale,
    report_on_the_action_anew,
    delete_the_action,
    move_the_reviews_days,
]


@pytest.mark.parametrize("happens", AFTERWARDS, ids=lambda verb: verb.__name__)
def test_the_report_stays_byte_for_byte(report_city, happens: Callable[[ReportCity], None]):
    report_city.publish(EARLIER_QUARTER)
    report = report_city.publish()
    before = all_of(report.pk)
    fresh = build_snapshot(report_city.plan, report_city.review.quarter, review=report_city.review)

    happens(report_city)

    assert all_of(report.pk) == before
    assert before["json"] == report.content.encode()
    assert hashlib.sha256(before["json"]).hexdigest() == report.checksum
    plan = Plan.objects.get(pk=report_city.plan.pk)
    assert build_snapshot(plan, report_city.review.quarter, review=report_city.review) != fresh, (
        "what happened does change a new report"
    )


def test_a_kept_file_stays_as_it_was_handed_out(report_city):
    report = report_city.publish()
    before = {key: file_of(report, key) for key in TEXTS}
    revise_a_value(report_city)
    rename_the_city(report_city)
    assert {key: file_of(Report.objects.get(pk=report.pk), key) for key in TEXTS} == before


def test_reading_a_report_asks_the_database_for_nothing(report_city, django_assert_num_queries):
    report = report_city.publish()
    with django_assert_num_queries(0):
        document = Document.of_report(report)
        for key in TEXTS:
            assert FORMATS[key].render(document)
        assert document.cover
        assert document.tables
        assert document.title
        assert document.exceptions
