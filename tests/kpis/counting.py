"""What tests of another unit and of another way of counting share: a public plan with an indicator, and the two acts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from kpis.judging.periods import Period
from kpis.models import Indicator, SeriesBreak
from kpis.workflow import meanings
from plans.models import Plan, Revision
from tests.factories import (
    being_entered,
    freeze_today,
    guarded,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

TODAY = date(2025, 11, 20)
VALUES = {"2024-Q3": 3200, "2024-Q4": 3450, "2025-Q1": 3600, "2025-Q2": 3800}
NO_BASELINE = {"baseline_value": None, "baseline_period": ""}
IN_PEOPLE = {"unit": "人", "margin": None, "margin_reason": ""}


def counted_plan(monkeypatch) -> Plan:
    """3,000件 in FY2023, 5,000件 at the end of FY2026, four quarters reported; public, on 20 November 2025."""
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    row = make_indicator(
        plan, "1", baseline_value=3000, baseline_period="2023", margin=50, margin_reason="標本"
    )
    make_target(row, "2026", 5000, "2024-04-01")
    for period, value in VALUES.items():
        make_measurement(row, period, value)
    guarded(plan)
    return plan


def add_indicator(plan: Plan, *, target: int | None, **fields) -> Indicator:
    """Another one of the plan, public from the beginning."""
    being_entered(plan)
    row = make_indicator(plan, "2", **fields)
    if target is not None:
        make_target(row, "2026", target, "2024-04-01")
    guarded(plan)
    return row


def convert(indicator, manager, unit="千件", factor=Fraction(1, 1000), decimals=2, **more) -> Indicator:
    given = {"effective_on": TODAY, "reason": "千件で見るほうが分かりやすいため。", "by": manager} | more
    return meanings.convert_unit(indicator, unit, factor, decimals=decimals, **given)


def count_anew(indicator, manager, fields=NO_BASELINE, **more) -> SeriesBreak:
    """The counter in the town hall is counted too, since April 2025: 900 is the target now."""
    given = {
        "from_period": Period.parse("2025-Q1"),
        "targets": {Period.parse("2026"): Decimal(900)},
        "effective_on": date(2025, 11, 1),
        "reason": "窓口の分も数えるため。",
        "by": manager,
    } | more
    return meanings.redefine(indicator, fields, **given)


def count_people(indicator, manager, fields=NO_BASELINE, **more) -> SeriesBreak:
    """People are counted instead of cases, from a quarter on of which nothing is reported yet."""
    given = {"from_period": Period.parse("2025-Q3")} | more
    return count_anew(indicator, manager, IN_PEOPLE | fields, **given)


def ledger(plan: Plan) -> list[Revision]:
    """Its lines beside that of its publication, oldest first."""
    return list(plan.revisions.exclude(kind="publication").order_by("pk"))


def told(error) -> dict[str, list[str]]:
    return error.value.message_dict


def page(client, indicator, query: str = "") -> str:
    return client.get(indicator.get_absolute_url() + query).content.decode()
