"""Random attempts to change a public plan, a thousand on both databases together: recorded, or without effect."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Target
from kpis.workflow import promises
from plans.ledger.promised import fields_of, links_of, parts_of, plan_path, subjects
from plans.models import Plan, RevisionKind
from tests.factories import (
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_plan,
    make_target,
)
from tests.ledger import newest

pytestmark = pytest.mark.django_db
SINCE = date(2024, 4, 1)
ATTEMPTS = 500  # on each database, others on the other


@pytest.fixture
def plan(db) -> Plan:
    plan = make_plan(make_city(), starts_on=SINCE)
    for number in range(2):
        goal = make_goal(plan, f"g{number}")
        make_action(plan, f"a{number}", goal)
        row = make_indicator(plan, f"i{number}", goal)
        make_target(row, "2026", 100)
    for code in ("x", "y"):
        plan.municipality.departments.create(code=code, name=f"{code}課")
    guarded(plan)
    return plan


class Promise:
    """Everything that the plan promises, as it stands in the tables. Its questions are put into SQL once."""

    def __init__(self, plan: Plan):
        self.questions = []
        for model in subjects():
            rows = model.objects.filter(**{plan_path(model): plan.pk})
            self._ask(model, rows, "pk", fields_of(model))
            for link in links_of(model):
                owner, through = link.m2m_field_name(), link.remote_field.through
                other = through._meta.get_field(link.m2m_reverse_field_name())
                self._ask(model, through.objects.filter(**{f"{owner}__in": rows}), owner, [other])
            for part in parts_of(model):
                owner = part.PROMISE_OF
                self._ask(model, part.objects.filter(**{f"{owner}__in": rows}), owner, fields_of(part))

    def _ask(self, subject, rows, owner: str, fields) -> None:
        names = tuple(field.attname for field in fields)
        asked = rows.order_by("pk").values_list(owner, *names).query.sql_with_params()
        self.questions.append((subject, names, rows.model is subject, asked))

    def said(self) -> dict[tuple, object]:
        """Field by field; the links and the parts of a subject together."""
        found = {}
        with connection.cursor() as cursor:
            for subject, names, is_subject, asked in self.questions:
                cursor.execute(*asked)
                for key, *values in cursor.fetchall():
                    if is_subject:
                        found |= {
                            (subject, key, name): value for name, value in zip(names, values, strict=True)
                        }
                    else:
                        found.setdefault((subject, key, names), []).append(values)
        return found


def by_a_verb(plan, manager, chance):
    row = chance.choice([*plan.indicators.all(), *plan.actions.all(), *plan.goals.all()])
    text = f"言葉{chance.randrange(1000)}"
    name = "name" if hasattr(row, "unit") else "title"
    # Days go on, as in life, and now and then back, which is refused.
    newest_day = max(SINCE, plan.revisions.aggregate(day=Max("effective_on"))["day"] or SINCE)
    day = newest_day + timedelta(days=chance.randrange(-1, 6))
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
            value = Decimal(chance.randrange(1, 10**6))  # another one each time
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


def test_no_change_is_without_who_when_before_after_and_why(plan, manager):
    chance = random.Random(f"20251118 {connection.vendor}")  # noqa: S311 no secret
    promise, last = Promise(plan), newest(plan)
    before, done, refused = promise.said(), 0, 0
    for _ in range(ATTEMPTS):
        way = chance.choice((by_a_verb, by_a_verb, by_the_shell, by_raw_sql))
        try:
            with transaction.atomic():
                way(plan, manager, chance)
        except (ValidationError, IntegrityError):
            refused += 1
        after = promise.said()
        rows = list(plan.revisions.filter(pk__gt=last.pk))
        if after == before:
            assert rows == []
            continue
        done += 1
        assert way is by_a_verb
        [revision] = rows
        last = revision
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
    assert done > 80
    assert refused > 200
