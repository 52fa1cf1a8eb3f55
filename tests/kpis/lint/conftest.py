"""A plan in which there is nothing to mend, on 1 August 2025."""

from datetime import date

import pytest

from kpis.models import Indicator, ReviewPolicy
from plans.models import Department, Plan, PlanDepartment, Statement
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_member,
    make_plan,
    make_target,
)

DAY = date(2025, 8, 1)


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, DAY)
    city = make_city()
    plan = make_plan(
        city,
        starts_on=date(2024, 4, 1),
        ends_on=date(2028, 3, 31),
        summary="概要です。",
        licence="公共データ利用規約",
    )
    office = Department.objects.create(municipality=city, code="dx", name="DX課", phone="0797-00-0000")
    PlanDepartment.objects.create(plan=plan, department=office, answers_questions=True)
    ReviewPolicy.objects.create(plan=plan)
    for role in ("editor", "approver", "manager"):
        make_member(city, role, name=role)
    Statement.objects.create(plan=plan, code="vision", kind="vision", title="だれもが使えるまち")
    goal = make_goal(plan, "1")
    make_action(plan, "1", goal).lead_departments.add(office)
    row = make_indicator(
        plan, "1-1", goal, number="1-1", name="手続の数", unit="手続", target_wording="120手続にする", frequency="yearly",
        baseline_value=80, baseline_period="2023", definition="申請できる手続を数えます。", data_source="DX課の調べ",
    )  # fmt: skip
    row.departments.add(office)
    make_target(row, "2027", 120)
    return plan


@pytest.fixture
def row(plan) -> Indicator:
    return plan.indicators.get()
