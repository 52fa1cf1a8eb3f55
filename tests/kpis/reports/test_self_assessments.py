"""自己評価 in a quarterly report: frozen with it, and the same in every format."""

import csv
import io
import json

import pytest

from kpis.models import Measurement, SelfAssessment
from kpis.reports.csv_rows import INDICATOR_COLUMNS
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.pdf.data import template_data
from kpis.reports.publishing import publish_correction
from kpis.workflow import entries
from tests.cities import REPORTED_QUARTER
from tests.factories import guarded
from tests.kpis.own_marks import assess_oneself, make_aspect
from tests.kpis.reports.xlsx.workbooks import opened, texts
from tests.reading import read

pytestmark = pytest.mark.django_db
REASON = "コールセンターの作業を終えられなかったため。"


@pytest.fixture
def city(report_city):
    """`calls` is exactly on its way: a × lies two groups below that."""
    make_aspect(report_city.plan)
    assess_oneself(report_city.calls.measurements.get(period=REPORTED_QUARTER), "×", REASON)
    guarded(report_city.plan)
    return report_city


def own_of(report, code: str = "1-1") -> list[dict]:
    rows = json.loads(report.content)["indicators"]
    return next(row for row in rows if row["code"] == code)["self_assessments"]


def test_the_snapshot_keeps_mark_reason_and_difference(city):
    [own] = own_of(city.publish())
    assert own == {
        "aspect": "overall",
        "label": "総合評価",
        "mark": "×",
        "mark_label": "できなかった",
        "text": "× できなかった",
        "group": "遅れ",
        "reason": REASON,
        "difference": "担当課の自己評価（総合評価）は「× できなかった」（区分では「遅れ」）ですが、"
        "このポータルの判定は「順調」です。",
    }


def test_every_format_says_the_same(city, client):
    report = city.publish()
    [own] = own_of(report)
    document = Document.of_report(report)
    told = (own["text"], REASON, own["difference"])
    page = read(client, f"/kitayama/smart-plan/reports/{REPORTED_QUARTER}/").text
    sheets = "\n".join(text for sheet in opened(document) for text in texts(sheet))
    pdf = json.dumps(template_data(document), ensure_ascii=False).replace("\u2060", "").replace("\u200b", "")
    file = render(document, "html").decode()
    for text in told:
        for place in (page, sheets, pdf, file):
            assert text in place
    rows = csv.DictReader(io.StringIO(render(document, "csv").decode("utf-8-sig")))
    row = next(row for row in rows if row["code"] == "1-1")
    names = ("self_assessments", "self_assessment_reasons", "self_assessment_differs")
    assert tuple(row[name] for name in names) == told


def test_nothing_of_it_stands_in_the_report_of_a_plan_without_aspects(report_city, client):
    report = report_city.publish()
    assert "self_assessments" not in report.content
    document = Document.of_report(report)
    head = render(document, "csv").decode("utf-8-sig").split("\r\n")[0].split(",")
    assert {name for name in INDICATOR_COLUMNS if name.startswith("self_")}.isdisjoint(head)
    page = read(client, f"/kitayama/smart-plan/reports/{REPORTED_QUARTER}/").text
    assert "自己評価" not in page


def test_a_correction_of_the_mark_is_told_and_the_former_report_stays(city):
    first = city.publish()
    aspect = city.plan.assessment_aspects.get()
    last = city.calls.measurements.get(period=REPORTED_QUARTER)
    row = Measurement(
        indicator=city.calls,
        period=REPORTED_QUARTER,
        value=last.value,
        revision=2,
        revision_reason="見直したため",
    )
    row.assessed = {aspect.pk: (aspect.scale.marks.get(mark="○").pk, "終えていたため。")}
    manager = city.user("manager")
    row = entries.submit(entries.save_entry(row, by=manager), by=manager)
    entries.approve(row, by=city.user("approver"))
    second = publish_correction(city.review, by=manager, reason="自己評価を見直したため")
    assert own_of(first)[0]["mark"] == "×"
    assert own_of(second)[0]["mark"] == "○"
    rows = json.loads(second.content)["corrections"]["rows"]
    [change] = [row for row in rows if row["kind_label"] == "自己評価"]
    assert (REASON in change["before"], "終えていたため。" in change["after"]) == (True, True)


def test_what_is_written_later_does_not_reach_a_published_report(city):
    report = city.publish()
    before = report.content
    SelfAssessment.objects.filter(pk=0).delete()
    city.plan.assessment_scales.update(name="別の名前")
    report.refresh_from_db()
    assert report.content == before
