"""A stored report of the first schema among those of today: compared, corrected, and never rewritten."""

import hashlib
import json

import pytest

from kpis.models import Report
from kpis.reports.csv_rows import INDICATOR_COLUMNS, OF_SOME_PLANS
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.html import body
from kpis.reports.publishing import differences, draft, publish_correction
from kpis.reports.snapshot.former import as_current
from kpis.reports.snapshot.types import Snapshot
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER, ReportCity
from tests.kpis.public.test_reports import ROOT, read, words
from tests.kpis.reports.snapshot.test_typed import differences as undeclared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

RULES = "その報告は、判定の決まりの第1版で判定しました。"
NEW = {
    "": ("citizen_sentence", "overdue_text", "is_worse_than_baseline", "latest_period", "latest"),
    "value": ("period_start", "period_end", "is_sum", "own", "own_text", "own_label", "later_because"),
    "trend": ("text", "own_text", "before", "before_text", "before_label"),
    "baseline": ("is_reading",),
    "facts": ("margin", "first_period", "last_period", "excluded", "reporting_from", "due_month"),
}


def made_former(report: Report) -> Report:
    """The report as the release before would have stored it, as far as its fields go."""
    snapshot = json.loads(report.content) | {"schema_version": 1, "rule_version": 1}
    for row in snapshot["indicators"]:
        for name, fields in NEW.items():
            part = row[name] if name else row
            for field in fields if part else ():
                del part[field]
        if row["facts"]["baseline"]:
            del row["facts"]["baseline"]["is_reading"]
    if snapshot["changes"]["against"]:
        snapshot["changes"]["against"].pop("rule_version")
    content = json.dumps(snapshot, ensure_ascii=False)
    checksum = hashlib.sha256(content.encode()).hexdigest()
    Report.objects.filter(pk=report.pk).update(
        content=content, checksum=checksum, schema_version=1, rule_version=1
    )
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def former(report_city: ReportCity) -> Report:
    return made_former(report_city.publish(EARLIER_QUARTER))


def test_it_reads_as_declared_today_and_stays_what_it_is(former):
    before = former.content
    document = Document.of_report(former)
    assert undeclared(Snapshot, document.snapshot) == []
    assert undeclared(Snapshot, json.loads(before)) != []
    assert render(document, "json").decode() == before == Report.objects.get(pk=former.pk).content
    assert render(document, "csv").decode("utf-8-sig").count(",citizen_sentence,") == 0


def test_the_next_report_says_that_the_one_before_was_judged_by_other_rules(report_city, former):
    document = Document.of_report(report_city.publish())
    against = document.snapshot["changes"]["against"]
    assert (against["rule_version"], document.snapshot["rule_version"]) == (1, 2)
    assert RULES in document.against_sentence
    assert RULES in words(body(document))
    columns = [
        name for name in INDICATOR_COLUMNS if name not in set().union(*OF_SOME_PLANS.values())
    ]  # of plans with aspects
    assert ",".join(columns) in render(document, "csv").decode("utf-8-sig")
    assert (
        next(row for row in document.snapshot["indicators"] if row["code"] == "1-1")["previous"]["value"]
        == "30"
    )


def test_between_two_of_the_same_rules_nothing_is_said_of_them(report_city):
    report_city.publish(EARLIER_QUARTER)
    assert "判定の決まり" not in Document.of_report(report_city.publish()).against_sentence


def test_both_stand_side_by_side(client, report_city, former):
    report_city.publish()
    page = words(read(client, f"{ROOT}compare/?from={EARLIER_QUARTER}&to={REPORTED_QUARTER}"))
    assert "申請の件数30件" in page
    assert "令和6年度第3四半期" in page


def test_it_can_be_corrected(report_city, former):
    report_city.revise(report_city.calls, EARLIER_QUARTER, value=31)
    now = draft(report_city.plan, report_city.earlier)
    rows = {(row["kind"], row["before"], row["after"]) for row in differences(former, now)}
    assert ("value", "30件", "31件") in rows
    report = publish_correction(report_city.earlier, by=report_city.user("manager"), reason="数え直し")
    assert (report.revision, report.schema_version) == (2, 2)
    found = json.loads(report.content)["corrections"]["rows"]
    assert ("value", "30件", "31件") in {(row["kind"], row["before"], row["after"]) for row in found}
    assert as_current(json.loads(former.content))["indicators"][0]["value"]["value"] == "30"
