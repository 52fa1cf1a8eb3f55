"""Pages of a long list without counting it: each begins behind a row of the one before.

A page reads as many rows as it shows and one more, wherever it stands. Rows that come or go meanwhile move no other row to
another page: nothing is shown twice, nothing is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet


@dataclass(frozen=True)
class Term:
    """One column that a list is sorted by: the look-up path from a row, and which way."""

    path: str
    falls: bool = False
    may_be_null: bool = False

    def ordering(self) -> OrderBy | str:
        """Nothing stands before everything, in every database; a column that always holds something can use its index."""
        if not self.may_be_null:
            return f"-{self.path}" if self.falls else self.path
        return F(self.path).desc(nulls_last=True) if self.falls else F(self.path).asc(nulls_first=True)

    def behind(self, value: object) -> Q:
        """Rows that stand behind those with this value."""
        if value is None:
            return Q(pk__in=()) if self.falls else Q(**{f"{self.path}__isnull": False})
        if not self.falls:
            return Q(**{f"{self.path}__gt": value})
        below = Q(**{f"{self.path}__lt": value})
        return below | Q(**{f"{self.path}__isnull": True}) if self.may_be_null else below

    def beside(self, value: object) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})


@dataclass(frozen=True)
class Part:
    """What a page shows, in the list's order, and whether the list goes on."""

    rows: list[Model]
    goes_back: bool
    goes_on: bool


class LostPlaceError(LookupError):
    """The row behind which the page was to begin is not in the list."""


def terms(model: type[Model], ordering: Iterable[str | OrderBy | F]) -> list[Term]:
    """The columns of that order down to the row's own key. A relation stands for the order of what it leads to."""
    found: dict[str, Term] = {}
    for term in _columns(model, ordering, "", False, False, ()):
        found.setdefault(term.path, term)
        if term.path == "pk":
            break
    found.setdefault("pk", Term("pk"))
    return list(found.values())


def _columns(
    model: type[Model], ordering: Iterable, prefix: str, turned: bool, nullable: bool, seen: tuple
) -> Iterable[Term]:
    for one in ordering:
        name, falls = _name(one)
        falls = falls != turned
        *between, last = name.split("__")
        at, may_be_null = model, nullable
        for step in between:
            field = at._meta.get_field(step)
            may_be_null = may_be_null or getattr(field, "null", True)
            at = field.related_model
        field = at._meta.pk if last == "pk" else _field(at, last)
        may_be_null = may_be_null or field.null
        if field.primary_key:
            yield Term(f"{prefix}{'__'.join([*between, 'pk'])}", falls, may_be_null)
        elif field.is_relation and last == field.name and field.related_model not in seen:
            inner = field.related_model
            own = inner._meta.ordering or ("pk",)
            yield from _columns(inner, own, f"{prefix}{name}__", falls, may_be_null, (*seen, inner))
        else:
            yield Term(f"{prefix}{name}", falls, may_be_null)


def _name(one: str | OrderBy | F) -> tuple[str, bool]:
    match one:
        case str():
            return one.removeprefix("-"), one.startswith("-")
        case OrderBy(expression=F(name=name)):
            return name, one.descending
        case F():
            return one.name, False
    raise TypeError(f"no column: {one!r}")


def _field(model: type[Model], name: str) -> Field:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:  # the column of a relation
        return next(field for field in model._meta.fields if field.attname == name)


def behind(place: Sequence[object], order: Sequence[Term]) -> Q:
    """Rows that stand behind the one with these values, one for each column."""
    found, same = Q(), Q()
    for term, value in zip(order, place, strict=True):
        found |= same & term.behind(value)
        same &= term.beside(value)
    return found


def part(
    rows: QuerySet,
    order: Sequence[Term],
    size: int,
    *,
    after: int | None = None,
    before: int | None = None,
    among: QuerySet | None = None,
) -> Part:
    """`size` rows behind the row with that key, or before it, or the first.

    `among`: where that row is looked for, so that a changed value does not lose it; else among `rows`. Raises LostPlaceError.
    """
    key = after if before is None else before
    place = None if key is None else _place(rows if among is None else among, order, key)
    if before is not None:
        backwards = [replace(term, falls=not term.falls) for term in order]
        found = _read(rows, backwards, size, place)
        if len(found) > size:
            return Part(found[:size][::-1], True, True)
        place = None  # less than a page stands before it: the first, whole
    found = _read(rows, order, size, place)
    return Part(found[:size], place is not None, len(found) > size)


def _read(rows: QuerySet, order: Sequence[Term], size: int, place: Sequence[object] | None) -> list[Model]:
    if place is not None:
        rows = rows.filter(behind(place, order))
    return list(rows.order_by(*(term.ordering() for term in order))[: size + 1])


def _place(rows: QuerySet, order: Sequence[Term], key: int) -> tuple:
    if [term.path for term in order] == ["pk"]:
        return (key,)
    rows = rows.filter(pk=key).prefetch_related(None).select_related(None).order_by()
    found = rows.values_list(*(term.path for term in order)).first()
    if found is None:
        raise LostPlaceError(key)
    return found
