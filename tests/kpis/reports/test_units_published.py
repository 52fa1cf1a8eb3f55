"""A conversion (単位の換算) between two quarters' reports: each is in the unit of its day, and the change is told once."""

import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kpis.models import Report, Review
from kpis.reports.document import Document
from kpis.reports.formats import FORMATS
from kpis.reports.publishing import corrected_since, publish
from plans.models import Plan
from tests.kpis.counting import convert, count_people, counted_plan
from tests.kpis.reports.snapshots import entry, read_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


@pytest.fixture
def reports(plan, manager) -> tuple[Report, Report]:
    """Of the quarter before the conversion, published before it, and of the quarter in which it happened."""
    before = published(plan, manager, "2025-Q1")
    convert(plan.indicators.get(), manager, effective_on=date(2025, 8, 1))
    return before, published(plan, manager, "2025-Q2")


def published(plan, manager, quarter: str) -> Report:
    review = Review.objects.create(
        plan=plan, period=quarter, due_on=date(2025, 10, 30), state="closed", closed_at=timezone.now()
    )
    return publish(review, by=manager)


def written(report: Report, key: str) -> bytes:
    return FORMATS[key].render(Document.of_report(report))


def figures(report: Report) -> dict[str, str | None]:
    row = entry(report, "1")
    names = ("baseline", "target", "value", "previous")
    return {"unit": row["unit"]} | {name: row[name] and row[name]["text"] for name in names}


def told(report: Report) -> list[tuple[str, str, str]]:
    """前回からの変更"""
    rows = Document.of_report(report).snapshot["changes"]["rows"]
    return [(row["kind_label"], row["before"], row["after"]) for row in rows]


def test_the_earlier_report_keeps_its_unit_and_its_numbers(reports):
    before, _after = reports
    assert Report.objects.get(pk=before.pk).content == before.content
    assert figures(before) == {
        "unit": "件",
        "baseline": "3,000件",
        "target": "5,000件",
        "value": "3,600件",
        "previous": "3,450件",
    }
    [row] = read_csv(written(before, "csv"))
    assert (row["unit"], row["value"], row["target_value"]) == ("件", "3600", "5000")


def test_the_later_one_is_in_the_new_unit(reports):
    _before, after = reports
    assert figures(after) == {
        "unit": "千件",
        "baseline": "3.00千件",
        "target": "5.00千件",
        "value": "3.80千件",
        "previous": "3,600件",
    }
    assert "3.80千件まで進みました" in written(after, "html").decode()
    [row] = read_csv(written(after, "csv"))
    assert (row["unit"], row["value"], row["target_value"], row["latest_value"]) == (
        "千件",
        "3.8",
        "5",
        "3.8",
    )


def test_no_number_of_the_former_unit_stands_in_a_column_of_the_new_one(reports):
    """Only in words: a machine would take 3,600 for 千件."""
    _before, after = reports
    [row] = read_csv(written(after, "csv"))
    assert (row["previous_value"], row["previous_covers"]) == ("", "令和7年度第1四半期")
    book = load_workbook(io.BytesIO(written(after, "xlsx")))
    numbers = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert {3.8, 5} <= numbers
    assert not {3600, 3800, 5000, 3000} & numbers


def test_the_change_is_told_once_and_not_of_every_figure(reports):
    _before, after = reports
    assert told(after) == [("単位（単位の換算）", "件", "千件")]


def test_the_earlier_one_is_not_wrong_because_of_it(plan, manager):
    before = published(plan, manager, "2025-Q1")
    convert(plan.indicators.get(), manager, effective_on=date(2025, 8, 1))
    assert corrected_since([plan]) == []
    assert figures(before)["unit"] == "件"


@pytest.mark.parametrize("act", [convert, count_people])
def test_what_came_after_the_quarter_is_not_in_its_report(plan, manager, act):
    published(plan, manager, "2025-Q1")
    act(plan.indicators.get(), manager, effective_on=date(2025, 11, 1))
    after = published(plan, manager, "2025-Q2")
    assert told(after) == []
    assert (figures(after)["unit"], figures(after)["value"]) == ("件", "3,800件")
