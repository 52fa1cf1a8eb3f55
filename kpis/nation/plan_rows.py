"""What the cities of a nation promise: departments, people, plan, goals, actions, schedule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext as _

from kpis.models import Review, ReviewPolicy
from plans.ledger.revising import first_line
from plans.models import (
    Action,
    Committee,
    Department,
    Goal,
    Membership,
    Municipality,
    Plan,
    PlanDepartment,
    Revision,
    ScheduleItem,
    ScheduleTrack,
    Seat,
    Statement,
)

from . import wording
from .bulk import link
from .shape import DUE_AFTER, Shape, city_of

Row = TypeVar("Row", bound=models.Model)
BATCH = 2000
ROLES = (("editor", "入力"), ("approver", "承認"), ("manager", "管理"))
PLAN_SLUG = "dx-plan"


def why() -> str:
    return _("サンプルとして登録")


@dataclass
class LaidCity:
    """A city that is stored, with what its figures refer to."""

    number: int
    city: Municipality
    plan: Plan
    departments: dict[str, Department] = field(default_factory=dict)
    people: dict[str, AbstractUser] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)  # of every pillar its sub-goals
    actions: list[Action] = field(default_factory=list)


def lay_plans(shape: Shape, numbers: Iterable[int]) -> list[LaidCity]:
    """Stores the cities with those numbers and their plans, without figures. In a transaction in which the guard is open."""
    at = shape.moment(shape.approved_quarters[-1])
    store = partial(store_rows, at=at)
    cities = store(city_of(number) for number in numbers)
    plans = store(
        Plan(
            municipality=city, slug=PLAN_SLUG, title=f"{city.name}DX推進計画", summary=shape.told,
            adopted_on=shape.starts_on, starts_on=shape.starts_on, ends_on=shape.ends_on, public_since=shape.starts_on,
            updated_at=at,
        )
        for city in cities
    )  # fmt: skip
    found = [LaidCity(number, city, plan) for number, city, plan in zip(numbers, cities, plans, strict=True)]
    _departments(found, store)
    _people(found)
    store(
        Statement(plan=one.plan, code=code, kind=kind, title=title, order=order)
        for one in found
        for order, (code, kind, title) in enumerate(wording.STATEMENTS)
    )
    pillars = _goals(found, store)
    _actions(found, store)
    _schedule(found, pillars, store)
    _organisation(found, store)
    _quarter(found, shape, store)
    Revision.objects.bulk_create(_first_line(one.plan, at) for one in found)
    return found


def store_rows(rows: Iterable[Row], *, at: datetime) -> list[Row]:
    """The rows, each with its id and a first line of history."""
    rows = list(rows)
    model = type(rows[0])
    kept = model._default_manager.bulk_create(rows, batch_size=BATCH)
    if hasattr(model, "history"):
        model.history.bulk_history_create(
            kept, batch_size=BATCH, default_date=at, default_change_reason=why()
        )
    return kept


def _departments(found: Sequence[LaidCity], store) -> None:
    for is_top in (True, False):
        rows = store(
            Department(
                municipality=one.city, code=code, name=name, order=order, parent=one.departments.get(above)
            )
            for one in found
            for order, (code, above, name) in enumerate(wording.DEPARTMENTS)
            if (not above) == is_top
        )
        by_city = {one.city.pk: one for one in found}
        for row in rows:
            by_city[row.municipality_id].departments[row.code] = row


def _people(found: Sequence[LaidCity]) -> None:
    """Somebody for each role. Nobody can sign in as them: they have no password."""
    users = get_user_model()
    accounts = users.objects.bulk_create(
        users(
            username=f"{one.city.slug}-{role}", last_name=one.city.name, first_name=name, is_staff=True,
            email=f"{role}@{one.city.slug}.example", password=make_password(None),
        )
        for one in found
        for role, name in ROLES
    )  # fmt: skip
    rest = iter(accounts)
    for one in found:
        one.people = {role: next(rest) for role, _name in ROLES}
    Membership.objects.bulk_create(
        Membership(user=user, municipality=one.city, role=role, made_staff=True)
        for one in found
        for role, user in one.people.items()
    )


def _goals(found: Sequence[LaidCity], store) -> list[Goal]:
    pillars = store(
        Goal(plan=one.plan, code=f"p{n}", kind="pillar", number=f"{n}", title=title, order=10 * n)
        for one in found
        for n, (title, _goals) in enumerate(wording.PILLARS, start=1)
    )
    names = {f"p{n}": goals for n, (_title, goals) in enumerate(wording.PILLARS, start=1)}
    goals = store(
        Goal(
            plan=pillar.plan, parent=pillar, code=f"{pillar.code}-{n}", kind="sub-goal",
            number=f"{pillar.number}-{n}", title=title, order=pillar.order + n,
            summary=f"「{pillar.title}」のために、{title}ことを目標にします。",
        )
        for pillar in pillars
        for n, title in enumerate(names[pillar.code], start=1)
    )  # fmt: skip
    by_plan = {one.plan.pk: one for one in found}
    for goal in goals:
        by_plan[goal.plan_id].goals.append(goal)
    return pillars


def _actions(found: Sequence[LaidCity], store) -> None:
    rows = store(
        Action(
            plan=one.plan, code=f"a{n}", number=f"{n}", title=title, order=n,
            summary=f"{title}に取り組みます。対象と時期は、毎年度見直します。",
        )
        for one in found
        for n, title in enumerate(wording.ACTIONS, start=1)
    )  # fmt: skip
    by_plan = {one.plan.pk: one for one in found}
    for row in rows:
        by_plan[row.plan_id].actions.append(row)
    placed = [(one, n, row) for one in found for n, row in enumerate(one.actions)]
    link(Action, "goals", ((row.pk, one.goals[n % len(one.goals)].pk) for one, n, row in placed))
    link(Action, "lead_departments", ((row.pk, section_of(one, n).pk) for one, n, row in placed))


def section_of(one: LaidCity, n: int) -> Department:
    """Who answers for the n-th action or indicator."""
    return one.departments[wording.SECTIONS[n % len(wording.SECTIONS)]]


def _schedule(found: Sequence[LaidCity], pillars: Sequence[Goal], store) -> None:
    tracks = store(
        ScheduleTrack(
            plan=pillar.plan, goal=pillar, code=f"t{pillar.number}", number=pillar.number,
            title=pillar.title, order=pillar.order,
        )
        for pillar in pillars
    )  # fmt: skip
    store(
        ScheduleItem(
            plan=track.plan, track=track, code=f"{track.code}-{n}", title=f"{track.title}: {title}", order=n,
            from_quarter=f"{track.plan.starts_on.year + n}-Q1", to_quarter=f"{track.plan.starts_on.year + n}-Q4",
        )
        for track in tracks
        for n, title in enumerate(wording.TASKS)
    )  # fmt: skip


def _organisation(found: Sequence[LaidCity], store) -> None:
    committees = store(
        Committee(
            plan=one.plan, code="dx", name="DX推進本部", function="計画の進み具合を四半期ごとに確かめます。"
        )
        for one in found
    )
    store(
        Seat(committee=committee, code=code, role=role, office=office, order=order)
        for committee in committees
        for order, (code, role, office) in enumerate(
            (("head", "本部長", "副市長"), ("cio", "CIO補佐官", "総務部長"), ("member", "本部員", "各部長"))
        )
    )
    store(
        PlanDepartment(
            plan=one.plan, department=one.departments[code], order=order, role="担当する指標の報告"
        )
        for one in found
        for order, code in enumerate(wording.SECTIONS)
    )


def _quarter(found: Sequence[LaidCity], shape: Shape, store) -> None:
    store(
        ReviewPolicy(plan=one.plan, due_days=DUE_AFTER.days, reporting_from=str(shape.approved_quarters[0]))
        for one in found
    )
    store(
        Review(plan=one.plan, period=str(shape.open_quarter), due_on=shape.open_quarter.last_day + DUE_AFTER)
        for one in found
    )


def _first_line(plan: Plan, at: datetime) -> Revision:
    line = first_line(plan, _("サンプルとして公開しました。"))
    line.recorded_at = at
    return line
