"""How departments are chosen: by their whole path, in the city's order, each below what it belongs to."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from django.core.exceptions import EmptyResultSet
from django.forms import ModelChoiceField
from django.forms.models import ModelChoiceIterator

from .models import Department
from .models.base import ancestors, link_parents


def in_order(departments: Iterable[Department]) -> list[Department]:
    """Each followed by those below it, which are at hand then (`full_path` asks nothing more)."""
    wanted = list(departments)
    cities = {row.municipality_id for row in wanted}
    rows = Department.objects.filter(municipality__in=cities).select_related("municipality")
    known = link_parents(rows)
    places = {
        row.pk: (place, [(one.order, one.code) for one in (*reversed([*ancestors(row)]), row)])
        for row, place in ((row, _place(row)) for row in known.values())
    }
    return sorted((known[row.pk] for row in wanted if row.pk in known), key=lambda row: places[row.pk])


def _place(department: Department) -> tuple:
    city = department.municipality
    return (city.is_fictional, city.order, city.code, city.slug)


class _InOrder(ModelChoiceIterator):
    """Reads the choices once for all rows of a table: their fields are copies that share what was read."""

    def __iter__(self) -> Iterator:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self._read()

    def _read(self) -> list:
        try:
            key = str(self.queryset.query)
        except EmptyResultSet:
            return []
        if key not in self.field.read:
            self.field.read[key] = [self.choice(department) for department in in_order(self.queryset)]
        return self.field.read[key]


def choose_by_path(field: ModelChoiceField) -> None:
    """For a field of a form whose choices are departments; the form's class is made for one request."""
    field.read = {}
    field.label_from_instance = attrgetter("full_path")
    field.iterator = _InOrder
    field.widget.choices = field.choices
