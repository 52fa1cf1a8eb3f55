"""The unit of each row: that of its value, before and after a change of the unit, in workbook and CSV alike."""

import csv
import io
from datetime import date

import pytest

from kpis.models import Review
from plans.models import Plan
from tests.kpis.counting import convert, count_people, counted_plan

from .sheets import Desk, cell_of, filled, opened, refusals

pytestmark = pytest.mark.django_db
NAME = "指標1"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


@pytest.fixture
def at(client, plan, manager):
    """The manager at the sheet of that quarter."""
    client.force_login(manager)

    def at(quarter: str) -> Desk:
        return Desk(client, Review.objects.create(plan=plan, period=quarter, due_on=date(2025, 12, 1)))

    return at


def in_csv(desk: Desk) -> dict[str, str]:
    [row] = csv.DictReader(io.StringIO(desk.csv()))
    return row


def in_workbook(desk: Desk) -> dict[str, object]:
    book = opened(desk.sheet())
    return {head: cell_of(book, NAME, head).value for head in ("単位", "前回の値", "目標", "実績値")}


def test_a_converted_value_stands_in_the_new_unit(at, indicator, manager):
    convert(indicator, manager)
    desk = at("2025-Q2")
    assert in_workbook(desk) == {"単位": "千件", "前回の値": 3.6, "目標": 5, "実績値": 3.8}
    row = in_csv(desk)
    assert (row["単位"], row["前回の値"], row["目標"], row["実績値"]) == ("千件", "3.6", "5", "3.8")


def test_a_value_of_before_a_break_keeps_its_unit(at, indicator, manager):
    """And today's target, in people, is nothing to hold cases against."""
    count_people(indicator, manager)
    desk = at("2025-Q2")
    assert in_workbook(desk) == {"単位": "件", "前回の値": 3600, "目標": None, "実績値": 3800}
    row = in_csv(desk)
    assert (row["単位"], row["前回の値"], row["目標"], row["実績値"]) == ("件", "3600", "", "3800")


def test_one_from_there_on_has_the_new_unit_and_none_before_it(at, indicator, manager):
    count_people(indicator, manager)
    desk = at("2025-Q3")
    assert in_workbook(desk) == {"単位": "人", "前回の値": None, "目標": 900, "実績値": None}
    row = in_csv(desk)
    assert (row["単位"], row["前回の値"], row["目標"], row["実績値"]) == ("人", "", "900", "")


def test_a_late_value_of_before_it_is_taken_in_its_unit(at, indicator, manager):
    count_people(indicator, manager)
    desk = at("2024-Q2")
    answer = desk.upload(filled(desk.sheet(), {(NAME, "実績値"): "3,100件"}))
    assert refusals(answer) == ""
    assert "<strong>3,100件</strong>" in answer.content.decode()
    desk.confirm(answer)
    row = indicator.measurements.get(period="2024-Q2")
    assert (row.value, row.unit) == (3100, "件")


def test_a_sheet_from_before_the_break_is_refused(at, indicator, manager):
    desk = at("2025-Q3")
    written = filled(desk.sheet(), {(NAME, "実績値"): 3900})
    count_people(indicator, manager)
    assert "シートの単位は「件」ですが、今の単位は「人」です" in refusals(desk.upload(written))
