"""Roles that pass from a department to its successor: the old ones end, new ones begin, nobody loses a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q

from plans.models import Department, Membership


def members_to_carry(department: Department, from_day: date) -> list[Membership]:
    """The roles in the department that hold on that day or later. First those held in one's own name: deputies lean on them."""
    rows = department.memberships.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=from_day))
    found = rows.select_related("user", "municipality", "department").order_by("pk")
    return sorted(found, key=lambda row: row.deputy_for_id is not None)


def carry(members: Iterable[Membership], successor: Department, from_day: date) -> list[Membership]:
    """Gives each of them the same role in the successor from that day. Returns every changed or new row."""
    changed = []
    for old in members:
        new = _same_role(old, successor)
        if old.valid_from and old.valid_from >= from_day:
            # It has not held in the old department before that day: it begins in the successor.
            if new is None:
                old.department = successor
                changed.append(_store(old))
            else:
                changed.extend(_widen(new, old.valid_from, old.valid_until))
            continue
        if new is None:
            row = Membership(
                user=old.user,
                municipality=old.municipality,
                department=successor,
                role=old.role,
                deputy_for=old.deputy_for,
                valid_from=from_day,
                valid_until=old.valid_until,
            )
            changed.append(_store(row))
        else:
            changed.extend(_widen(new, from_day, old.valid_until))
        old.valid_until = from_day - timedelta(days=1)
        changed.append(_store(old))
    return changed


def _same_role(member: Membership, successor: Department) -> Membership | None:
    return Membership.objects.filter(
        user=member.user,
        municipality=member.municipality,
        department=successor,
        role=member.role,
        deputy_for=member.deputy_for,
    ).first()


def _widen(row: Membership, first: date, last: date | None) -> list[Membership]:
    """A role that exists already holds at least from the first to the last day; a role is stored once only."""
    before = (row.valid_from, row.valid_until)
    if row.valid_until and row.valid_until < first:
        row.valid_from, row.valid_until = first, last  # held earlier, begins again
    else:
        if row.valid_from and row.valid_from > first:
            row.valid_from = first
        if row.valid_until and (last is None or last > row.valid_until):
            row.valid_until = last
    return [_store(row)] if (row.valid_from, row.valid_until) != before else []


def _store(row: Membership) -> Membership:
    """Raises ValidationError that names the role, which somebody then mends under 担当者の役割."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError([f"{row}: {sentence}" for sentence in error.messages]) from error
    row.save()
    return row
