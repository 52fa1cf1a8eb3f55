"""The record as people read it: which lines somebody may see, and each in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Field, QuerySet
from django.utils import timezone

from plans.access import Right, municipalities_where
from plans.era import date_label
from plans.models import ChangeRecord, Membership

from .column_names import named, table_named
from .recorded import recorded
from .wording import Names, worded

MOST_COLUMNS = 8  # of a line on the page
# Who has which role is the superusers' own (plans/admin/shared.py).
_OF_SUPERUSERS = (Membership._meta.db_table,)


def may_read(user: AbstractUser) -> bool:
    return bool(user.is_superuser or municipalities_where(user, Right.RUN_REVIEWS))


def lines_for(
    user: AbstractUser, *, day: date | None = None, who: str = "", table: str = ""
) -> QuerySet[ChangeRecord]:
    """The lines that the user may see, newest first: a manager those of the own city, a superuser all.

    `who`: a part of the name as recorded.
    """
    rows = ChangeRecord.objects.order_by("-pk")
    if not user.is_superuser:
        rows = rows.filter(city_id__in=municipalities_where(user, Right.RUN_REVIEWS))
        rows = rows.exclude(table_name__in=_OF_SUPERUSERS)
    if day:
        begins = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    if who:
        rows = rows.filter(who__icontains=who)
    return rows.filter(table_name=table) if table else rows


def tables_for(user: AbstractUser) -> list[tuple[str, str]]:
    """Tables to choose from: the name, and what people call it."""
    found = [
        (table.name, label_of(table.name))
        for table in recorded()
        if user.is_superuser or table.name not in _OF_SUPERUSERS
    ]
    return sorted(found, key=lambda pair: pair[1])


def label_of(name: str) -> str:
    """担当者の役割 of plans_membership; the name itself where no model has that table any more."""
    model = _models().get(name)
    return table_named(model) if model else name


def _models() -> dict[str, type]:
    return {table.name: table.model for table in recorded()}


@dataclass(frozen=True)
class ChangedColumn:
    label: str
    before: str
    after: str


class RecordLine:
    """A line of the record in words."""

    def __init__(self, row: ChangeRecord, names: Names):
        self.row = row
        self._names = names
        self._model = _models().get(row.table_name)

    @property
    def when(self) -> str:
        """令和7年（2025年）10月3日 14:05:07"""
        at = self.row.at
        return f"{date_label(timezone.localdate(at))} {timezone.localtime(at):%H:%M:%S}"

    @property
    def what(self) -> str:
        return label_of(self.row.table_name)

    @property
    def which(self) -> str:
        """What the row is called now; of a row that is gone its number."""
        name = self._names.of(self._model, self.row.row_key) if self._model else ""
        return name or self.row.row_key

    @property
    def columns(self) -> list[ChangedColumn]:
        """Each column that changed; of a new or a deleted row each that is not empty. At most `MOST_COLUMNS`."""
        before, after = self.row.before or {}, self.row.after or {}
        fields = self._fields
        return [
            ChangedColumn(
                named(name, fields.get(name)),
                worded(before.get(name), fields.get(name), self._names),
                worded(after.get(name), fields.get(name), self._names),
            )
            for name in self._names_of_columns[:MOST_COLUMNS]
        ]

    @property
    def columns_left_out(self) -> int:
        """So many more stand in the CSV."""
        return max(0, len(self._names_of_columns) - MOST_COLUMNS)

    @property
    def _names_of_columns(self) -> list[str]:
        """In the model's order, as far as the model still has them: PostgreSQL keeps JSON in one of its own."""
        told = dict.fromkeys([*(self.row.before or {}), *(self.row.after or {})])
        places = {name: place for place, name in enumerate(self._fields)}
        return sorted(told, key=lambda name: places.get(name, len(places)))

    @property
    def _fields(self) -> dict[str, Field]:
        """The model's fields by their columns."""
        return {field.column: field for field in self._model._meta.concrete_fields} if self._model else {}


def in_words(rows: Sequence[ChangeRecord]) -> list[RecordLine]:
    """These lines, with the names of what they speak of."""
    names = Names(rows, _models())
    return [RecordLine(row, names) for row in rows]
