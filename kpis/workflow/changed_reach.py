"""Whose hands rows leave, and into whose they come, when departments pass on what they are in charge of."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from kpis.models import Indicator
from plans.access import BY_DEPARTMENT_ROLES
from plans.models import Action, Membership, Municipality

from .department_moves import Move
from .departments import DepartmentTree
from .names import acting_name

Row = Indicator | Action
Post = tuple[int, str, int | None]  # the person (id), the role, for whom (id)


@dataclass(frozen=True)
class ChangedReach:
    """The names of the rows that somebody in a role no longer reports or decides on, and of those that come to them."""

    user: AbstractUser
    role: str
    deputy_for: AbstractUser | None
    loses: tuple[str, ...]
    gains: tuple[str, ...]

    @property
    def title(self) -> str:
        """田中（鈴木の代決）　承認者"""
        return f"{acting_name(self.user, self.deputy_for)}　{Membership.Role(self.role).label}"


def changed_reaches(
    city: Municipality, moves: Iterable[Move]
) -> tuple[tuple[ChangedReach, ...], tuple[Row, ...]]:
    """Whose rows change, in the order of their roles; and the rows that had editors and keep none.

    Managers, and whoever has a role in the whole city, have every row before and after: they are left out. As access is
    today's, roles count that are in force today.
    """
    moves = list(moves)
    before, after = _owners(moves)
    offices = DepartmentTree(city)
    carried = {member.pk: move.successor.pk for move in moves for member in move.members}
    reach: dict[Post, tuple[set[Row], set[Row]]] = {}
    people: dict[Post, Membership] = {}
    members, citys = _members(city)
    for member in members:
        key = (member.user_id, member.role, member.deputy_for_id)
        people.setdefault(key, member)
        had, has = reach.setdefault(key, (set(), set()))
        place = carried.get(member.pk, member.department_id)
        had |= {row for row, keys in before.items() if _covers(offices, member.department_id, keys)}
        has |= {row for row, keys in after.items() if _covers(offices, place, keys)}
    found = tuple(
        ChangedReach(member.user, member.role, member.deputy_for, _names(had - has), _names(has - had))
        for key, member in people.items()
        for had, has in [reach[key]]
        if had != has
    )
    if any(role == Membership.Role.EDITOR for _user, role in citys):
        return found, ()
    editors = [pair for key, pair in reach.items() if key[1] == Membership.Role.EDITOR]
    left = {row for had, _has in editors for row in had} - {row for _had, has in editors for row in has}
    return found, tuple(row for row in before if row in left)


def _owners(moves: list[Move]) -> tuple[dict[Row, set[int]], dict[Row, set[int]]]:
    """Of each row that passes on the departments (ids) in charge of it, before and after. Whoever only supports an action
    does not report on it.
    """
    rows = dict.fromkeys(row for move in moves for row in (*move.indicators, *move.led))
    stored = {
        (model, pk): keys
        for model, [path] in ((Indicator, Indicator.DEPARTMENT_PATHS), (Action, Action.DEPARTMENT_PATHS))
        for pk, keys in _linked(model, path, [row.pk for row in rows if isinstance(row, model)]).items()
    }
    before = {row: stored[type(row), row.pk] for row in rows}
    successors: dict[Row, dict[int, int]] = {row: {} for row in rows}
    for move in moves:
        for row in (*move.indicators, *move.led):
            successors[row][move.old.pk] = move.successor.pk
    after = {row: {successors[row].get(key, key) for key in keys} for row, keys in before.items()}
    return before, after


def _linked(model: type[Row], path: str, pks: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pk, key in model._default_manager.filter(pk__in=pks).values_list("pk", path):
        found.setdefault(pk, set()).add(key)
    return found


def _members(city: Municipality) -> tuple[list[Membership], set[tuple[int, str]]]:
    """The roles in departments that count, and who writes or approves in the whole city."""
    rows = list(
        Membership.objects.in_force(at=timezone.localdate())
        .filter(municipality=city, user__is_active=True, user__is_superuser=False)
        .select_related("user", "deputy_for")
        .order_by("department__order", "department__code", "pk")
    )
    everywhere = {(row.user_id, row.role) for row in rows if row.department_id is None}
    managers = [row.user_id for row in rows if row.role not in BY_DEPARTMENT_ROLES]
    everywhere |= {(user, str(role)) for user in managers for role in BY_DEPARTMENT_ROLES}
    bound = [row for row in rows if row.department_id and (row.user_id, row.role) not in everywhere]
    is_citys = {
        (row.user_id, row.role)
        for row in rows
        if row.department_id is None and row.role in BY_DEPARTMENT_ROLES
    }
    return bound, is_citys


def _covers(offices: DepartmentTree, place: int | None, keys: set[int]) -> bool:
    return place in offices.with_those_above(keys)


def _names(rows: Iterable[Row]) -> tuple[str, ...]:
    """Indicators first, each as their plan orders them."""
    order = sorted(rows, key=lambda row: (isinstance(row, Action), row.plan_id, row.order, row.code))
    return tuple(map(str, order))
