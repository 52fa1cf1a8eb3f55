"""Who may do what: the one readable table, and the questions asked of it.

A superuser may do everything. Everybody else acts through memberships in force today, each in one municipality and,
where it names one, in a department with all departments below it. Citizens (no account) read what is public.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from plans.models.base import PartOfPlan

from .models import Department, Membership, Municipality, Plan

Role = Membership.Role


class Right(StrEnum):
    """What somebody may do."""

    VIEW_PLAN = "plan.view"  # read a plan's structure, indicators and targets in the admin
    CHANGE_PLAN = "plan.change"  # add, change and delete them; bring in a plan's workbook
    VIEW_ENTRIES = "entries.view"  # read values and reports that are not public yet, and internal notes
    WRITE_ENTRIES = "entries.write"  # enter values and reports, submit them, take a submission back
    DECIDE_ENTRIES = "entries.decide"  # approve them, or return them with a reason
    RUN_REVIEWS = "reviews.run"  # open, close and reopen quarters, remind, reorganise, mark values missing


#                       plan         plan          entries       entries       entries        reviews
#                       view         change        view          write         decide         run
#     入力担当 editor    ○            –             own           own           –              –
#     承認者 approver    ○            –             own           –             own            –
#     計画管理者 manager  ○            ○             ○             ○             ○              ○
#
# ○: in the whole municipality. own: of the membership's department and those below it; without a department, of all.
RIGHTS: dict[str, frozenset[Right]] = {
    Role.EDITOR: frozenset({Right.VIEW_PLAN, Right.VIEW_ENTRIES, Right.WRITE_ENTRIES}),
    Role.APPROVER: frozenset({Right.VIEW_PLAN, Right.VIEW_ENTRIES, Right.DECIDE_ENTRIES}),
    Role.MANAGER: frozenset(Right),
}
BY_DEPARTMENT = frozenset({Right.VIEW_ENTRIES, Right.WRITE_ENTRIES, Right.DECIDE_ENTRIES})
BY_DEPARTMENT_ROLES = frozenset({Role.EDITOR, Role.APPROVER})

User = AbstractUser | AnonymousUser


@dataclass(frozen=True)
class Reach:
    """Where somebody has a right: everywhere, in whole municipalities, or in departments."""

    everywhere: bool = False
    cities: frozenset[int] = field(default_factory=frozenset)
    departments: frozenset[int] = field(default_factory=frozenset)  # those below them included
    cities_of_departments: frozenset[int] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.cities or self.departments)

    def covers(self, city: int, departments: Iterable[int] = ()) -> bool:
        """Whether it includes a row of that city that belongs to these departments (one of them is enough)."""
        if self.everywhere or city in self.cities:
            return True
        # A department that slipped into another city's row opens no door there.
        return city in self.cities_of_departments and not self.departments.isdisjoint(departments)

    def touches(self, city: int) -> bool:
        """Whether it includes anything of that city, or may: the whole of it, or a department."""
        return self.everywhere or city in self.cities or city in self.cities_of_departments

    def rows(self, rows: QuerySet, city: str, departments: Iterable[str] = ()) -> QuerySet:
        """The rows it includes; `city` and `departments` are look-up paths from a row."""
        if self.everywhere:
            return rows
        condition = Q(**{f"{city}__in": self.cities})
        if not (self.departments and departments):
            return rows.filter(condition)
        # A row with two of the departments is still one row.
        for path in departments:
            condition |= Q(**{f"{city}__in": self.cities_of_departments, f"{path}__in": self.departments})
        return rows.filter(pk__in=rows.model._base_manager.filter(condition).values("pk"))


def reach(user: User, right: Right, *, at: date | None = None) -> Reach:
    """Where the user has that right on that day (today). Kept on the user object: one request asks it many times."""
    if user.is_superuser and user.is_active:
        return Reach(everywhere=True)
    kept = user.__dict__.setdefault("_reach", {})
    key = (right, at or timezone.localdate())
    if key not in kept:
        kept[key] = _reach_of(_giving(user, right, at), right)
    return kept[key]


def _reach_of(members: Iterable[Membership], right: Right) -> Reach:
    members = list(members)
    bound = [member for member in members if is_bound(member, right)]
    inside = [member for member in bound if member.department.municipality_id == member.municipality_id]
    return Reach(
        cities=frozenset(member.municipality_id for member in members if member not in bound),
        departments=with_those_below(member.department_id for member in inside),
        cities_of_departments=frozenset(member.municipality_id for member in inside),
    )


def _reach_of_one(member: Membership, right: Right) -> Reach:
    """Kept on the membership, which is kept on the user object."""
    kept = member.__dict__.setdefault("_reach", {})
    if right not in kept:
        kept[right] = _reach_of([member], right)
    return kept[right]


def is_bound(member: Membership, right: Right) -> bool:
    """Whether the membership gives that right in its department only."""
    return member.department_id is not None and right in BY_DEPARTMENT and member.role in BY_DEPARTMENT_ROLES


def with_those_below(departments: Iterable[int]) -> frozenset[int]:
    """The departments (ids) and every one below them, former ones included: their values stay in good hands."""
    found = set(departments)
    if not found:
        return frozenset()
    cities = Department.objects.filter(pk__in=found).values("municipality")
    below: dict[int | None, list[int]] = {}
    for key, parent in Department.objects.filter(municipality__in=cities).values_list("pk", "parent"):
        below.setdefault(parent, []).append(key)
    left = list(found)
    while left:
        new = [key for key in below.get(left.pop(), ()) if key not in found]
        found.update(new)
        left.extend(new)
    return frozenset(found)


def _giving(user: User, right: Right, at: date | None) -> list[Membership]:
    return [member for member in _memberships(user, at=at) if right in RIGHTS[member.role]]


def _memberships(user: User, *, at: date | None) -> list[Membership]:
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return []
    kept = user.__dict__.setdefault("_memberships", {})
    day = at or timezone.localdate()
    if day not in kept:
        found = Membership.objects.in_force(at=day).filter(user=user)
        kept[day] = list(found.select_related("deputy_for", "department").order_by("pk"))
    return kept[day]


def may(user: User, right: Right, municipality: int, departments: Iterable[int] = ()) -> bool:
    """Whether the user has the right to a row of that municipality (id) that belongs to these departments (ids)."""
    return reach(user, right).covers(municipality, departments)


def deputised(
    user: User, right: Right, municipality: int, departments: Iterable[int] = ()
) -> AbstractUser | None:
    """For whom the user acts (代決) when exercising that right there; None when in their own name."""
    giving = _deputies(user, right, municipality, departments)
    return giving[0].deputy_for if giving else None


def principals(
    user: User, right: Right, municipality: int, departments: Iterable[int] = ()
) -> frozenset[int]:
    """Ids of everybody for whom the user may act there; none when in their own name."""
    return frozenset(member.deputy_for_id for member in _deputies(user, right, municipality, departments))


def _deputies(user: User, right: Right, municipality: int, departments: Iterable[int]) -> list[Membership]:
    """The user's memberships that give the right there; none when one of them gives it in their own name."""
    departments = list(departments)
    giving = [
        member
        for member in _giving(user, right, None)
        if _reach_of_one(member, right).covers(municipality, departments)
    ]
    own = user.is_superuser or any(member.deputy_for_id is None for member in giving)
    return [] if own else giving


def roles(user: User) -> frozenset[str]:
    """The roles that the user has today, wherever."""
    return frozenset(member.role for member in _memberships(user, at=None))


def municipalities_where(user: User, right: Right) -> frozenset[int]:
    """Ids of the municipalities in which the user has that right throughout; of a superuser none is listed."""
    return reach(user, right).cities


def city_path(model: type[Model]) -> str | None:
    """The look-up path from a row of that model to its municipality; None for what all cities share."""
    if model is Municipality:
        return "pk"
    if issubclass(model, PartOfPlan):
        return f"{model.PLAN_PATH}__municipality"
    names = {field.name for field in model._meta.fields}
    return next(
        (path for path in ("municipality", "plan__municipality") if path.split("__")[0] in names), None
    )


def city_of(row: Model) -> int | None:
    """Id of the municipality the row belongs to; None for a row that all cities share or that is not placed yet."""
    path = city_path(type(row))
    if path is None or (row.pk is None and path == "pk"):
        return None
    for name in path.split("__")[:-1]:
        row = getattr(row, name)
    return row.pk if path == "pk" else row.municipality_id


def departments_of(row: PartOfPlan) -> list[int]:
    """Ids of the departments that the row belongs to, by its DEPARTMENT_PATHS."""
    found: list[int] = []
    for path in row.DEPARTMENT_PATHS:
        *between, last = path.split("__")
        owner = row
        for name in between:
            owner = getattr(owner, name)
        found.extend(department.pk for department in getattr(owner, last).all())
    return found


def in_reach(rows: QuerySet, user: User, right: Right) -> QuerySet:
    """The rows to which the user has that right; rows that all cities share are left to superusers."""
    path = city_path(rows.model)
    if path is None:
        return rows if user.is_superuser else rows.none()
    return reach(user, right).rows(rows, path, getattr(rows.model, "DEPARTMENT_PATHS", ()))


def visible_plans(user: User) -> QuerySet[Plan]:
    """Public plans, and for staff also the unpublished plans of their own municipality."""
    if user.is_superuser:
        return Plan.objects.all()
    if not user.is_authenticated:
        return Plan.objects.public()
    return Plan.objects.filter(
        Q(is_public=True) | Q(municipality__in=municipalities_where(user, Right.VIEW_PLAN))
    )
