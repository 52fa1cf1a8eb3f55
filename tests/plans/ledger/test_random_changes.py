"""A thousand random attempts to change a public plan: each ends as a recorded revision, or changes nothing."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Target
from kpis.workflow import promises
from plans.ledger.promised import fields_of, links_of
from plans.ledger.states import Scope, raw
from plans.models import Plan, RevisionKind
from tests.factories import (
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_member,
    make_plan,
    make_target,
)

pytestmark = pytest.mark.django_db
SINCE = date(2024, 4, 1)


@pytest.fixture
def plan(db) -> Plan:
    plan = make_plan(make_city(), starts_on=SINCE)
    for number in range(3):
        goal = make_goal(plan, f"g{number}")
        make_action(plan, f"a{number}", goal)
        row = make_indicator(plan, f"i{number}", goal)
        make_target(row, "2026", 100)
    for code in ("x", "y"):
        plan.municipality.departments.create(code=code, name=f"{code}課")
    guarded(plan)
    return plan


def said(plan: Plan) -> dict[tuple, object]:
    """Everything that the plan promises, field by field."""
    found = {}
    for (model, key), state in Scope(plan).read().items():
        for field in fields_of(model):
            found[model, key, field.name] = raw(getattr(state.row, field.attname))
        for link in links_of(model):
            found[model, key, link.name] = list(state.links[link.name])
        for name, part in state.parts.items():
            found[model, key, name] = [raw(getattr(part, field.attname)) for field in fields_of(type(part))]
    return found


def by_a_verb(plan, manager, chance):
    row = chance.choice([*plan.indicators.all(), *plan.actions.all(), *plan.goals.all()])
    text = f"言葉{chance.randrange(1000)}"
    name = "name" if hasattr(row, "unit") else "title"
    day = SINCE + timedelta(days=chance.randrange(900))
    match chance.randrange(4):
        case 0:
            promises.change(
                row, {name: text}, effective_on=day, reason=chance.choice(["", "見直し"]), by=manager
            )
        case 1:
            promises.correct_misprint(
                row, {name: text}, reason=chance.choice(["", "写しまちがい"]), by=manager
            )
        case 2:
            indicator = chance.choice(list(plan.indicators.all()))
            value = Decimal(chance.randrange(1, 500))
            promises.change_target(
                indicator, Period.parse("2026"), value, effective_from=day, reason="見直し", by=manager
            )
        case 3:
            indicator = chance.choice(list(plan.indicators.all()))
            promises.withdraw_target(
                indicator,
                Period.parse(chance.choice(["2026", "2027"])),
                effective_from=day,
                reason="やめる",
                by=manager,
            )


def by_the_shell(plan, manager, chance):
    indicator = chance.choice(list(plan.indicators.all()))
    match chance.randrange(5):
        case 0:
            plan.goals.update(title="こっそり")
        case 1:
            indicator.unit = "千件"
            indicator.save()
        case 2:
            Target.objects.filter(indicator=indicator).update(value=1)
        case 3:
            indicator.departments.set(plan.municipality.departments.all())
        case 4:
            indicator.targets.first().delete()


def by_raw_sql(plan, manager, chance):
    sql = chance.choice(
        (
            "UPDATE kpis_target SET value = 1",
            "UPDATE kpis_indicator SET name = 'こっそり'",
            "DELETE FROM plans_action",
            "UPDATE plans_plan SET ends_on = '2040-01-01'",
            "DELETE FROM plans_revision",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_change_is_without_who_when_before_after_and_why(plan):
    chance = random.Random(20251118)  # noqa: S311 no secret
    manager = make_member(plan.municipality)
    before, done, refused = said(plan), 0, 0
    for _ in range(1000):
        way = chance.choice((by_a_verb, by_a_verb, by_the_shell, by_raw_sql))
        known = plan.revisions.count()
        try:
            with transaction.atomic():
                way(plan, manager, chance)
        except (ValidationError, IntegrityError):
            refused += 1
        after = said(plan)
        rows = list(plan.revisions.order_by("pk")[known:])
        if after == before:
            assert rows == []
            continue
        done += 1
        assert way is by_a_verb
        [revision] = rows
        assert revision.recorded_by == manager
        assert revision.reason
        assert revision.recorded_at <= timezone.now()
        assert revision.effective_on >= SINCE
        differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert {key[1] for key in differing} == {revision.subject_id}
        for change in revision.changes:
            assert change["before"] != change["after"]
        if revision.kind in (RevisionKind.CHANGE, RevisionKind.MISPRINT):
            [key] = differing
            assert (before[key], after[key]) == (revision.changes[0]["before"], revision.changes[0]["after"])
        before = after
    assert done > 100
    assert refused > 400
