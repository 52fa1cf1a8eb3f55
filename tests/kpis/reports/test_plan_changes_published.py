"""What a report tells of the ledger: each of its lines once, and why something differs from the report before."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kpis.judging.periods import Period
from kpis.models import Report, Review
from kpis.reports.document import Document
from kpis.reports.formats import FORMATS
from kpis.reports.publishing import draft, publish
from kpis.workflow import promises
from plans.models import Plan
from tests.kpis.counting import convert, count_anew, counted_plan

pytestmark = pytest.mark.django_db
NONE = "変更はありません"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


def published(plan, manager, quarter: str) -> Report:
    review = Review.objects.create(
        plan=plan, period=quarter, due_on=date(2025, 10, 30), state="closed", closed_at=timezone.now()
    )
    return publish(review, by=manager)


def snapshot(report: Report):
    return Document.of_report(report).snapshot


def ledger_of(report: Report) -> list[str]:
    return [row["kind_label"] for row in snapshot(report)["plan_changes"]["rows"]]


def corrected(plan, manager, **fields) -> None:
    promises.correct_misprint(plan.indicators.get(), fields, reason="写しまちがいのため。", by=manager)


def test_what_is_recorded_after_the_report_before_is_in_the_next_one_and_in_no_other(plan, manager):
    """A slip after the quarter's end, a change of a day before the quarter, one after its end."""
    first = published(plan, manager, "2024-Q4")
    corrected(plan, manager, name="正しい名前")
    words = {"reason": "見直したため。", "by": manager}
    target = {"effective_from": date(2024, 12, 1), **words}
    promises.change_target(plan.indicators.get(), Period.parse("2026"), Decimal(6000), **target)
    later = {"effective_on": date(2025, 7, 10), **words}
    promises.change(plan.indicators.get(), {"definition": "新しい数え方"}, **later)
    second, third = (published(plan, manager, quarter) for quarter in ("2025-Q1", "2025-Q2"))
    assert ledger_of(first) == []
    assert ledger_of(second) == ["目標の変更: 目標値（令和8年度末）", "誤りの訂正: 指標名"], ledger_of(second)
    assert ledger_of(third) == ["変更: 説明・数え方"]
    reason = snapshot(second)["plan_changes"]["rows"][0]["reason"]
    assert reason.startswith("令和6年（2024年）12月1日から。")
    assert reason.endswith("に記録。見直したため。")


def test_a_first_report_tells_what_was_recorded_since_its_quarter_began(plan, manager):
    corrected(plan, manager, name="正しい名前")
    assert ledger_of(published(plan, manager, "2025-Q2")) == ["誤りの訂正: 指標名"]


def test_a_quarter_without_a_report_is_told_with_the_next(plan, manager):
    published(plan, manager, "2024-Q4")
    words = {"reason": "見直したため。", "by": manager}
    promises.change(plan.indicators.get(), {"definition": "別"}, effective_on=date(2025, 5, 1), **words)
    assert ledger_of(published(plan, manager, "2025-Q2")) == ["変更: 説明・数え方"]


@pytest.mark.parametrize("key", ["html", "xlsx"])
def test_no_report_says_nothing_changed_beside_what_did(plan, manager, key):
    published(plan, manager, "2025-Q1")
    corrected(plan, manager, direction="decrease")
    report = published(plan, manager, "2025-Q2")
    [row] = [row for row in snapshot(report)["changes"]["rows"] if row["kind"] == "definition"]
    assert (row["kind_label"], row["reason"]) == ("目指す向き（誤りの訂正）", "写しまちがいのため。")
    text = text_of(FORMATS[key].render(Document.of_report(report)), key)
    assert NONE not in text
    assert "目指す向き（誤りの訂正）" in text


def test_an_early_report_with_the_changes_in_one_section_only_does_not_deny_them(plan, manager):
    published(plan, manager, "2025-Q1")
    corrected(plan, manager, direction="decrease")
    document = Document.of_report(published(plan, manager, "2025-Q2"))
    document.snapshot["plan_changes"].update(summary=[], rows=[])
    assert NONE not in text_of(FORMATS["html"].render(document), "html")


def text_of(written: bytes, key: str) -> str:
    if key == "html":
        return written.decode()
    book = load_workbook(io.BytesIO(written))
    return "\n".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)


def test_a_conversion_is_one_entry_with_its_targets_and_its_factor(plan, manager):
    published(plan, manager, "2025-Q1")
    convert(plan.indicators.get(), manager, effective_on=date(2025, 8, 1))
    found = snapshot(published(plan, manager, "2025-Q2"))
    assert [(row["label"], row["count"]) for row in found["plan_changes"]["summary"]] == [("単位の換算", 1)]
    rows = found["plan_changes"]["rows"]
    assert ("5,000件", "5千件") in [(row["before"], row["after"]) for row in rows]
    assert all("÷1,000 で換算。" in row["reason"] for row in rows)
    [row] = [row for row in found["changes"]["rows"] if row["kind"] == "definition"]
    assert row["reason"] == "÷1,000 で換算。千件で見るほうが分かりやすいため。"


def test_a_break_names_why_beside_what_it_changed(plan, manager):
    published(plan, manager, "2025-Q1")
    count_anew(plan.indicators.get(), manager, effective_on=date(2025, 9, 1))
    rows = snapshot(published(plan, manager, "2025-Q2"))["changes"]["rows"]
    told = {row["kind_label"]: row["reason"] for row in rows}
    assert told["数え方の変更"] == "窓口の分も数えるため。"
    assert told["基準値（数え方の変更）"] == "窓口の分も数えるため。"


def test_moved_targets_of_before_the_ledger_do_not_fill_the_first_report_after_it(plan, manager):
    published(plan, manager, "2025-Q1")
    beginning = plan.revisions.get()
    row = plan.indicators.get()
    old = {"subject_model": "kpis.indicator", "subject_id": row.pk, "subject_name": "1", "reason": "前の変更"}
    day = date(2024, 3, 1)
    plan.revisions.create(
        kind="target", effective_on=day, recorded_at=beginning.recorded_at, **old
    )  # fmt: skip
    review = Review(plan=plan, period="2025-Q2", due_on=date(2025, 10, 30))
    assert draft(plan, review)["plan_changes"]["rows"] == []
