"""The fictional city's reports: laid with its figures, the same each time, gone with them."""

import json

import pytest
from django.core.management import call_command

from kpis.models import Measurement, Report, ReportFile, Review
from kpis.reports.document import Document
from kpis.reports.formats import file_of
from kpis.workflow.due_items import due_items
from kpis.workflow.reviews import close_review
from plans.models import Plan
from tests.factories import make_measurement, make_member
from tests.kpis.reports.snapshots import entry, read_csv

pytestmark = pytest.mark.django_db


def load(**options) -> None:
    call_command("load_samples", verbosity=0, yes=True, **options)


def reports(plan: Plan) -> list[Report]:
    """The oldest first."""
    return list(Report.objects.filter(review__plan=plan).order_by("review__period", "revision"))


def texts(plan: Plan) -> dict[str, tuple[str, str]]:
    return {report.key: (report.checksum, report.content) for report in reports(plan)}


def numbers(report: Report, code: str, period: str) -> tuple[str, str]:
    rows = entry(report, code)["facts"]["measurements"]
    return next((row["numerator"], row["denominator"]) for row in rows if row["period"] == period)


def test_each_quarter_but_the_one_under_review_has_one_and_one_is_corrected(mihon):
    reviews = list(mihon.reviews.order_by("period"))
    assert [review.state for review in reviews] == ["published"] * (len(reviews) - 1) + ["open"]
    found = reports(mihon)
    assert [row.review.period for row in found if row.revision == 1] == [row.period for row in reviews[:-1]]
    assert [(row.revision, bool(row.reason)) for row in found if row.revision > 1] == [(2, True)]
    assert len(found) == len(reviews) >= 7, "ten in the autumn of the plan's third year"


def test_all_say_that_they_are_samples(mihon):
    for report in reports(mihon):
        document = Document.of_report(report)
        assert document.is_sample
        assert document.title.startswith("【サンプル】見本市")
        assert "実在の市の値ではありません" in dict(document.cover)["注意"]
        for key in ("csv", "actions.csv"):
            rows = read_csv(file_of(report, key))
            assert rows
            assert {row["sample"] for row in rows} == {"サンプル"}


def test_they_were_published_soon_after_closing_and_before_today(mihon):
    for report in reports(mihon):
        found = Document.of_report(report).report
        assert report.review.closed_at < report.published_at
        assert found["published_on"]["date"] > found["meeting_on"]["date"] > found["due_on"]["date"]
        assert found["published_by"] == "見本市 デジタル推進課"
        assert found["overall_comment"]


def test_the_corrected_one_says_what_was_wrong_and_the_next_knows_it(mihon):
    found = reports(mihon)
    (second,) = (report for report in found if report.revision == 2)
    first = next(report for report in found if report.review == second.review and report.revision == 1)
    after = found[found.index(second) + 1]
    rows = [row for row in json.loads(second.content)["corrections"]["rows"] if row["kind"] == "value"]
    assert rows
    for row in rows:
        code, period = row["code"], second.review.period
        assert numbers(first, code, period) != numbers(second, code, period)
        assert numbers(after, code, period) == numbers(second, code, period)
        assert row["reason"] in second.reason


def test_other_values_revised_later_stand_as_they_were_first_reported(mihon):
    """And in the report after it as they are now."""
    found = [report for report in reports(mihon) if report.revision == 1]
    revised = Measurement.objects.filter(indicator__plan=mihon, revision__gt=1).approved()
    seen = 0
    for row in revised.select_related("indicator"):
        first = next((report for report in found if report.review.period == row.period), None)
        if first is None or found[-1] == first:
            continue
        old = row.indicator.measurements.get(period=row.period, revision=1)
        code = row.indicator.code
        told = {each["period"]: each["revision"] for each in entry(first, code)["facts"]["measurements"]}
        assert told[row.period] == old.revision == 1
        after = found[found.index(first) + 1]
        told = {each["period"]: each["revision"] for each in entry(after, code)["facts"]["measurements"]}
        assert told[row.period] == 2
        seen += 1
    assert seen


def test_laying_it_anew_the_same_day_gives_the_same_bytes_and_removes_what_a_trial_published(mihon):
    before = texts(mihon)
    file_of(reports(mihon)[0], "csv")
    trial = mihon.reviews.get(state="open")
    Review.objects.filter(pk=trial.pk).update(state="published")
    Report.objects.create(review=trial, content=reports(mihon)[0].content)
    load()
    assert texts(mihon) == before
    assert mihon.reviews.get(pk=trial.pk).state == "open"
    assert not ReportFile.objects.filter(report__review__plan=mihon).exists(), "files of reports laid anew"


def test_loading_what_is_missing_publishes_no_trials_closed_review(mihon):
    before = texts(mihon)
    manager = make_member(mihon.municipality, "manager", "trial-manager")
    trial = mihon.reviews.get(state="open")
    for due_item in due_items(trial):
        if due_item.entry is not None and not due_item.is_answered:
            type(due_item.entry).objects.filter(pk=due_item.entry.pk).delete()
        if due_item.is_value and not due_item.is_answered:
            make_measurement(due_item.owner, str(due_item.period), numerator=1, denominator=2)
    close_review(trial, by=manager)
    load(missing_only=True)
    assert texts(mihon) == before
    assert mihon.reviews.get(pk=trial.pk).state == "closed"


def test_clearing_the_samples_removes_them_with_their_files_and_no_others(mihon, report_city):
    real = report_city.publish()
    file_of(real, "csv")
    for report in reports(mihon):
        file_of(report, "csv")
    call_command("clear_samples", yes=True, verbosity=0)
    assert list(Report.objects.all()) == [real]
    assert [row.report for row in ReportFile.objects.all()] == [real]
    assert Report.objects.get(pk=real.pk).content == real.content


def test_a_real_city_gets_none(real_plans):
    assert real_plans
    assert not Report.objects.filter(review__plan__municipality__is_fictional=False).exists()
