"""自己評価 that lies far from the verdict stands on the desk of who approves or runs the reviews, with its reason."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.staff.desk import desk
from kpis.standings.writing import tried
from tests.factories import (
    freeze_today,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)
from tests.kpis.own_marks import assess_oneself, make_aspect

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 1))
    plan = make_plan(make_city(), starts_on=date(2023, 4, 1), ends_on=date(2027, 3, 31))
    make_aspect(plan)
    return plan


def late(plan, code, mark):
    """0 → 100 in FY2023 to FY2026; 10 at the end of FY2024, where 50 is expected: late."""
    row = make_indicator(
        plan, code, number=code, frequency="yearly", baseline_value=0, baseline_period="2022"
    )
    make_target(row, "2026", 100, since="2023-04-01")
    make_measurement(row, "2023", 90)
    assess_oneself(row.measurements.get(period="2023"), "×", "去年の理由。")
    make_measurement(row, "2024", 10)
    assess_oneself(row.measurements.get(period="2024"), mark, "作業は予定どおり終えたため。")
    return row


def section(user):
    return next((one for one in desk(user).sections if one.id == "differing"), None)


def test_it_says_both_and_the_reason(plan):
    row = late(plan, "1", "○")
    late(plan, "2", "×")
    manager = make_member(plan.municipality)
    assert section(manager) is None  # nothing is stored of the verdicts yet
    tried(plan)
    found = section(manager)
    [item] = found.items
    assert item.text == "1 指標1　令和6年度"
    assert item.url == row.get_absolute_url()
    assert "「○ できた」（区分では「順調」）ですが" in item.note
    assert item.note.endswith("「遅れ」です。理由: 作業は予定どおり終えたため。")


def test_who_only_enters_values_or_belongs_elsewhere_does_not_see_it(plan):
    late(plan, "1", "○")
    tried(plan)
    assert section(make_member(plan.municipality, "editor", "suzuki")) is None
    assert section(make_member(make_city("minami"), "manager", "sato")) is None
    assert section(make_member(plan.municipality, "approver", "ito")) is not None


def test_more_of_them_ask_no_more_questions(plan):
    manager = make_member(plan.municipality)
    late(plan, "1", "○")
    tried(plan)
    with CaptureQueriesContext(connection) as one:
        assert section(manager).count == 1
    for number in range(2, 6):
        late(plan, str(number), "○")
    tried(plan)
    with CaptureQueriesContext(connection) as five:
        assert section(manager).count == 5
    assert len(five) <= len(one)
