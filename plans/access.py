"""Who may do what: the one readable table, and the questions asked of it.

A superuser may do everything. Everybody else acts through memberships in force today, each in one municipality.
Citizens (no account) read what is public.
"""

from datetime import date

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from .models import Membership, Municipality, Plan
from .models.base import PartOfPlan

Role = Membership.Role

# What each role may do with the plan's structure (everything in plans/ but accounts and shared vocabularies).
PLAN_RIGHTS: dict[str, frozenset[str]] = {
    Role.EDITOR: frozenset({"view"}),
    Role.APPROVER: frozenset({"view"}),
    Role.MANAGER: frozenset({"view", "add", "change", "delete"}),
}

User = AbstractUser | AnonymousUser


def _memberships(user: User, *, at: date | None) -> QuerySet[Membership]:
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return Membership.objects.none()
    return Membership.objects.in_force(at=at or timezone.localdate()).filter(user=user)


def municipalities_where(user: User, right: str, *, at: date | None = None) -> set[int]:
    """Ids of the municipalities in which the user's roles give that right to the plan's structure.

    The answer of today is kept on the user object: one request asks it many times.
    """
    kept = user.__dict__.setdefault("_plan_rights", {})
    key = at or timezone.localdate()
    if key not in kept:
        kept[key] = list(_memberships(user, at=at).values_list("municipality_id", "role"))
    return {city for city, role in kept[key] if right in PLAN_RIGHTS[role]}


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


def may(user: User, right: str, municipality_id: int) -> bool:
    return user.is_superuser or municipality_id in municipalities_where(user, right)


def visible_plans(user: User) -> QuerySet[Plan]:
    """Public plans, and for staff also the unpublished plans of their own municipality."""
    if user.is_superuser:
        return Plan.objects.all()
    if not user.is_authenticated:
        return Plan.objects.public()
    return Plan.objects.filter(Q(is_public=True) | Q(municipality__in=municipalities_where(user, "view")))
