"""「訂正したところ」 says why a target, a baseline or a definition is another one: the reason of the ledger."""

import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kpis.models import Report, Review
from kpis.reports.document import Document
from kpis.reports.formats import FORMATS
from kpis.reports.pdf.cells import changes_table
from kpis.reports.publishing import differences, draft, publish, publish_correction
from kpis.workflow import promises
from plans.models import Plan
from tests.kpis.counting import counted_plan

pytestmark = pytest.mark.django_db

WHY = "写しまちがいのため。"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


@pytest.fixture
def review(plan, manager) -> Review:
    return published(plan, manager)


def published(plan, manager) -> Review:
    """A quarter's review with its first report."""
    found = Review.objects.create(
        plan=plan, period="2024-Q4", due_on=date(2025, 4, 30), state="closed", closed_at=timezone.now()
    )
    publish(found, by=manager)
    return found


def target_corrected(plan, manager) -> None:
    target = plan.indicators.get().targets.order_by("pk").last()
    promises.correct_misprint(target, {"value": target.value + 7}, reason=WHY, by=manager)


def test_every_format_has_the_reason_of_a_changed_target(plan, manager, review):
    target_corrected(plan, manager)
    last = Report.objects.filter(review=review).get()
    [row] = [row for row in differences(last, draft(plan, review)) if row["kind"] == "target"]
    assert WHY in row["reason"], "before publishing"
    document = Document.of_report(publish_correction(review, by=manager, reason="目標の訂正"))
    rows = document.snapshot["corrections"]["rows"]
    assert [WHY in each["reason"] for each in rows if each["kind"] == "target"] == [True]
    assert WHY in FORMATS["html"].render(document).decode()
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].render(document)))
    assert any(WHY in str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)
    assert WHY in str(changes_table(rows))


@pytest.mark.parametrize(("field", "text"), [("definition", "窓口を除く件数"), ("data_source", "統計書")])
def test_a_text_of_the_promise_has_its_reason_too(plan, manager, review, field, text):
    promises.correct_misprint(plan.indicators.get(), {field: text}, reason=WHY, by=manager)
    document = Document.of_report(publish_correction(review, by=manager, reason="記載の訂正"))
    [row] = [row for row in document.snapshot["corrections"]["rows"] if row["kind"] == "text"]
    assert WHY in row["reason"]


def test_the_page_that_compares_both_has_it_too(plan, manager, review, client):
    target_corrected(plan, manager)
    publish_correction(review, by=manager, reason="目標の訂正")
    first, second = Report.objects.filter(review=review).order_by("revision")
    address = f"{plan.get_absolute_url()}reports/compare/"
    page = client.get(address, {"from": first.key, "to": second.key}).content.decode()
    assert WHY in page


def test_what_was_known_before_the_first_report_explains_nothing(plan, manager):
    indicator = plan.indicators.get()
    promises.correct_misprint(indicator, {"name": "別の名前"}, reason="前の理由。", by=manager)
    review = published(plan, manager)
    indicator.refresh_from_db()
    promises.correct_misprint(indicator, {"name": "さらに別の名前"}, reason=WHY, by=manager)
    document = Document.of_report(publish_correction(review, by=manager, reason="名前の訂正"))
    [row] = [row for row in document.snapshot["corrections"]["rows"] if row["kind"] == "definition"]
    assert WHY in row["reason"]
    assert "前の理由" not in row["reason"]
