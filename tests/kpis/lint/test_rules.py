"""Each rule finds what breaks it, and nothing is found where nothing is to be mended."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.lint.findings import Finding
from kpis.lint.linting import RULES, lint
from kpis.models import Indicator, ReviewPolicy
from plans.models import Action, Department, Goal, Plan
from tests.factories import make_action, make_goal, make_indicator, make_target

from .conftest import DAY


def found(plan: Plan) -> dict[str, Finding]:
    return {finding.rule.code: finding for finding in lint(Plan.objects.get(pk=plan.pk), DAY)}


def indicator(**fields) -> Callable[[Plan], None]:
    return lambda plan: Indicator.objects.filter(plan=plan).update(**fields)


def targets(*rows: tuple[str, int], **fields) -> Callable[[Plan], None]:
    def change(plan: Plan) -> None:
        row = plan.indicators.get()
        row.targets.all().delete()
        for period, value in rows:
            make_target(row, period, value)
        Indicator.objects.filter(plan=plan).update(**{"target_wording": ""} | fields)

    return change


def of_plan(**fields) -> Callable[[Plan], None]:
    return lambda plan: Plan.objects.filter(pk=plan.pk).update(**fields)


def unlinked(plan: Plan, rows: str, name: str) -> None:
    for row in getattr(plan, rows).all():
        getattr(row, name).clear()


def composed(plan: Plan, formula: str = "difference", unit: str = "ポイント", units: str = "%") -> None:
    """A composite of two series of that unit."""
    fixed = {
        "role": "reference",
        "direction": "monitor",
        "frequency": "yearly",
        "unit": units,
        "data_source": "県の調査",
    }
    for code in ("a", "b"):
        make_indicator(plan, code, plan.goals.get(), **fixed)
    row = Indicator(
        plan=plan, code="whole", name="差", kind="composite", formula=formula, parts="a\nb", unit=unit, frequency="yearly",
        direction="keep_at_least", definition="引きます。", target_wording="差を縮める", goal=plan.goals.get(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    make_target(row, "2027", 0)


MILESTONE = {
    "kind": "milestone",
    "unit": "",
    "steps": "2026-03 実施",
    "baseline_value": None,
    "baseline_period": "",
}
BREAKING: dict[str, Callable[[Plan], object]] = {
    "yes-or-no-as-number": targets(("2025", 0), ("2027", 1), unit=""),
    "done-as-number": targets(target_wording="方針を策定する"),
    "trend-as-number": targets(target_wording="満足度の向上"),
    "words-with-number": targets(kind="words", target_wording="利用率を60%に高める"),
    "milestone-with-number": targets(target_wording="1人平均1.5件を実施する", **MILESTONE),
    "compared-as-number": indicator(target_wording="県平均を上回る"),
    "bound-not-as-worded": indicator(target_wording="120手続を超える"),
    "direction-not-as-worded": indicator(target_wording="120手続以下にする"),
    "rank-upwards": indicator(target_wording="県内120位以内"),
    "target-not-as-worded": indicator(target_wording="12手続にする"),
    "composite-unit": lambda plan: composed(plan, unit="件"),
    "part-ended": lambda plan: (
        composed(plan),
        plan.indicators.filter(code="a").update(
            last_period="2025", ending="abolished", ending_reason="調査の廃止"
        ),
    ),
    "no-target": targets(),
    "no-baseline": indicator(baseline_value=None, baseline_period=""),
    "no-department": lambda plan: unlinked(plan, "indicators", "departments"),
    "no-definition": indicator(definition=""),
    "no-data-source": indicator(data_source=""),
    "no-wording": indicator(target_wording=" "),
    "target-after-plan": targets(("2027", 120), ("2028", 130)),
    "no-final-target": targets(("2025", 120)),
    "met-at-start": indicator(baseline_value=120),
    "turning-targets": targets(("2025", 130), ("2027", 120)),
    "rate-over-100": indicator(unit="%", name="申請できる率"),
    "no-term": of_plan(starts_on=None),
    "no-summary": of_plan(summary=""),
    "no-licence": of_plan(licence=""),
    "no-vision": lambda plan: plan.statements.all().delete(),
    "no-goals": lambda plan: (plan.indicators.update(goal=None), Goal.objects.filter(plan=plan).delete()),
    "no-indicators": lambda plan: plan.indicators.all().delete(),
    "no-review-policy": lambda plan: ReviewPolicy.objects.filter(plan=plan).delete(),
    "no-contact": lambda plan: Department.objects.filter(municipality=plan.municipality).update(phone=""),
    "no-people": lambda plan: plan.municipality.memberships.filter(role="approver").delete(),
    "goal-without-measure": lambda plan: make_goal(plan, "2"),
    "action-without-goal": lambda plan: unlinked(plan, "actions", "goals"),
    "action-without-department": lambda plan: unlinked(plan, "actions", "lead_departments"),
    "preparing": lambda plan: Action.objects.filter(plan=plan).update(state="preparing"),
}


def test_every_rule_has_its_case():
    assert set(BREAKING) == {rule.code for rule in RULES}


def test_where_nothing_is_to_be_mended_nothing_is_found(plan):
    assert found(plan) == {}


@pytest.mark.parametrize("code", BREAKING)
def test_what_breaks_a_rule_is_found(plan, code):
    BREAKING[code](plan)
    assert code in found(plan)


def test_it_says_what_is_read_and_where(plan, row):
    BREAKING["target-not-as-worded"](plan)
    (place,) = found(plan)["target-not-as-worded"].places
    assert place.row == row
    assert place.note == "原文「12手続にする」・登録した目標 120手続"


def test_a_target_that_was_moved_since_may_differ_from_the_plans_words(plan, row):
    make_target(row, "2027", 150, since="2025-04-01", reason="見直し")
    assert found(plan) == {}


def test_the_one_person_who_enters_does_not_approve_alone(plan):
    editor = plan.municipality.memberships.get(role="editor")
    plan.municipality.memberships.filter(role="approver").update(user=editor.user)
    (place,) = found(plan)["no-people"].places
    assert place.note == "入力担当と承認者が同じ1人"


@pytest.mark.parametrize("fields", [{"role": "reference"}, {"direction": "monitor"}])
def test_what_is_not_judged_needs_no_target(plan, fields):
    targets(target_wording="向上", **fields)(plan)
    codes = {"no-target", "no-baseline", "trend-as-number", "no-department", "no-definition"}
    assert not codes & set(found(plan))


def test_what_has_ended_is_looked_at_no_more(plan):
    indicator(definition="", ending="merged", ending_reason="ほかの指標にまとめた", last_period="2024")(plan)
    assert "no-definition" not in found(plan)


def test_the_surest_stand_first(plan):
    for code in ("preparing", "no-definition", "rank-upwards"):
        BREAKING[code](plan)
    levels = [finding.rule.level.place for finding in lint(plan, DAY)]
    assert levels == sorted(levels)
    assert set(levels) == {0, 1, 2}


def test_it_asks_as_often_with_many_rows_as_with_few(plan):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(plan)
        return len(queries.captured_queries)

    few = asked()
    office = plan.municipality.departments.get()
    for number in range(20):
        goal = make_goal(plan, f"g-{number}")
        make_action(plan, f"a-{number}", goal).lead_departments.add(office)
        make_target(make_indicator(plan, f"i-{number}", goal), "2027", number)
    assert asked() == few


@pytest.mark.parametrize(
    ("formula", "units", "unit", "is_wrong"),
    [
        ("difference", "%", "ポイント", False),
        ("difference", "%", "件", True),
        ("difference", "件", "件", False),
        ("ratio", "%", "%", False),
        ("ratio", "人", "倍", False),
        ("ratio", "%", "円", True),
        ("sum", "人", "人", False),
        ("sum", "人", "件", True),
        ("mean", "%", "点", False),
        ("product", "%", "点", False),
    ],
)
def test_a_unit_goes_with_the_formula(plan, formula, units, unit, is_wrong):
    composed(plan, formula, unit, units)
    assert ("composite-unit" in found(plan)) is is_wrong


def test_whose_figures_others_are_held_against_is_told(plan):
    composed(plan)
    assert "no-data-source" not in found(plan)
    plan.indicators.filter(code="b").update(data_source="")
    (place,) = found(plan)["no-data-source"].places
    assert place.row.code == "b"
