"""A city's departments read once: their paths, their order, and what stands above each."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from plans.models import Department, Municipality
from plans.models.base import ancestors, link_parents

from .due_items import DueItem


class DepartmentTree:
    """The departments of one city. Asks the database once, whatever is asked of it afterwards."""

    def __init__(self, city: Municipality):
        self.city = city

    @cached_property
    def by_id(self) -> dict[int, Department]:
        return link_parents(self.city.departments.all())

    def path(self, key: int) -> str:
        """総務局 行政マネジメント部 デジタル推進課"""
        return self.by_id[key].path

    def place(self, key: int) -> list[tuple[int, str]]:
        """Where the department stands in the city's order: below what is above it."""
        department = self.by_id[key]
        return [(row.order, row.code) for row in [*reversed(list(ancestors(department))), department]]

    def with_those_above(self, keys: Iterable[int]) -> set[int]:
        """The departments (ids) and every one above them: whose people are in charge of what belongs to them."""
        found = set()
        for key in keys:
            if key in self.by_id:
                found.update([key, *(row.pk for row in ancestors(self.by_id[key]))])
        return found

    def sorted(self) -> list[Department]:
        """All of them, each followed by those below it."""
        return sorted(self.by_id.values(), key=lambda row: self.place(row.pk))


@dataclass(frozen=True)
class DepartmentGroup:
    """The due items that the same departments share; `keys` are these departments' ids."""

    label: str
    keys: tuple[int, ...]
    due_items: tuple[DueItem, ...]

    @property
    def anchor(self) -> str:
        return "-".join(["department", *map(str, self.keys or [0])])


def by_departments(due_items: Iterable[DueItem], offices: DepartmentTree) -> list[DepartmentGroup]:
    """The due items by the departments that answer for them, in the city's order; those without any stand last."""
    found: dict[tuple[int, ...], list[DueItem]] = {}
    for due_item in due_items:
        keys = (key for key in due_item.department_ids if key in offices.by_id)
        found.setdefault(tuple(sorted(keys, key=offices.place)), []).append(due_item)
    order = sorted(found, key=lambda keys: (not keys, [offices.place(key) for key in keys]))
    return [
        DepartmentGroup("、".join(map(offices.path, keys)) or _("担当なし"), keys, tuple(found[keys]))
        for keys in order
    ]
