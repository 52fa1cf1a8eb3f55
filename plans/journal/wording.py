"""The record's columns in people's words: what a choice, a date, yes and no, and a row that is named by its number mean."""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from plans.era import date_label
from plans.models import ChangeRecord

LONGEST = 200  # signs of a value; the CSV has all of it


class Names:
    """What the rows are called that some lines speak of: as they are now, in one query for each table."""

    def __init__(self, lines: Iterable[ChangeRecord], by_table: dict[str, type[models.Model]]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for line in lines:
            model = by_table.get(line.table_name)
            if model is None:
                continue
            wanted.setdefault(model, set()).add(line.row_key)
            for side in (line.before or {}, line.after or {}):
                for field in model._meta.concrete_fields:
                    if field.is_relation and side.get(field.column) is not None:
                        wanted.setdefault(field.related_model, set()).add(side[field.column])
        self._found = {model: self._named(model, keys) for model, keys in wanted.items()}

    def _named(self, model: type[models.Model], keys: Iterable[Any]) -> dict[str, str]:
        if model._meta.auto_created or hasattr(model, "instance_type"):
            return {}  # a link or a line of history has no name
        read = [key for key in (_read(model._meta.pk, key) for key in keys) if key is not None]
        rows = model._base_manager.select_related().filter(pk__in=read)
        return {str(row.pk): str(row) for row in rows}

    def of(self, model: type[models.Model], key: object) -> str:
        """Blank where the row is gone."""
        return self._found.get(model, {}).get(str(key), "")


def _read(field: models.Field, value: Any) -> Any:
    try:
        return field.to_python(value)
    except Exception:  # a key that another version wrote
        return None


def worded(value: Any, field: models.Field | None, names: Names) -> str:
    """A value of a column as people say it, cut after `LONGEST` signs."""
    text = _("空欄") if value in (None, "") else _meant(value, field, names)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _meant(value: Any, field: models.Field | None, names: Names) -> str:
    if field is None:
        return str(value)
    if field.is_relation:
        name = names.of(field.related_model, value)
        return f"{name}（{value}）" if name else str(value)
    if isinstance(field, models.BooleanField):
        return _("はい") if value in (True, 1) else _("いいえ")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return _moment(str(value))
    if isinstance(field, models.DateField):
        day = parse_date(str(value))
        return date_label(day) if day else str(value)
    return str(value)


def _moment(text: str) -> str:
    """Of the local clock: the databases tell it in UTC, SQLite without saying so."""
    at = parse_datetime(text)
    if at is None:
        return text
    at = timezone.localtime(at if timezone.is_aware(at) else at.replace(tzinfo=UTC))
    return f"{date_label(at.date())} {at:%H:%M:%S}"
