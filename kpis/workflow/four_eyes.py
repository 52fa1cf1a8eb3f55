"""Who else may decide on a report: everybody with the right there who neither entered nor submitted it."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from kpis.models import PeriodEntry
from plans.access import RIGHTS, Right, departments_of, is_bound
from plans.models import Membership, Plan

from .departments import DepartmentTree

DECIDERS = [role for role, rights in RIGHTS.items() if Right.DECIDE_ENTRIES in rights]


def other_deciders(
    rows: Iterable[PeriodEntry], plan: Plan, touched: Mapping[PeriodEntry, set[int]]
) -> dict[PeriodEntry, list[AbstractUser]]:
    """Of each report of the plan the people who may decide on it; `touched`: whose hands it went through.

    A constant number of queries, where the departments of the reports are at hand.
    """
    city = plan.municipality
    rows, offices = list(rows), DepartmentTree(city)
    members = list(
        Membership.objects.in_force(at=timezone.localdate())
        .filter(municipality=city, role__in=DECIDERS, user__is_active=True, user__is_staff=True)
        .select_related("user")
        .order_by("pk")
    )
    found = {}
    for row in rows:
        charge = offices.with_those_above(departments_of(row))
        mine = {
            member.user_id: member.user
            for member in members
            if may_decide(member, charge, touched.get(row, set()))
        }
        found[row] = list(mine.values())
    return found


def covers(member: Membership, right: Right, charge: set[int]) -> bool:
    """Whether the membership gives that right of a report. `charge`: its departments with those above."""
    return right in RIGHTS[member.role] and (not is_bound(member, right) or member.department_id in charge)


def may_decide(member: Membership, charge: set[int], touched: set[int]) -> bool:
    """Whether they may decide on it: neither they nor whom they act for are among those whose hands it went through."""
    is_theirs = not touched.isdisjoint({member.user_id, member.deputy_for_id})
    return covers(member, Right.DECIDE_ENTRIES, charge) and not is_theirs
