"""Many reported values of one file: what is stored of them is asked for together, not row by row."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models

from plans.fixture_files import FixtureRow, key_fields
from plans.fixture_values import NUMBERS
from plans.load_act import is_report
from plans.load_values import ConsequenceError, RowValues, StaysDeletedError, own_key
from plans.models.base import NaturalKeyModel

TOGETHER = 500  # rows that are held against the database, and stored, at once

REFUSALS = (ValidationError, ConsequenceError, StaysDeletedError)


def in_chunks(rows: Iterable[FixtureRow], size: int = TOGETHER) -> Iterator[list[FixtureRow]]:
    """The rows in order: those that follow each other and are reports of one kind together, all others alone.

    Reports refer to what the plan promises, never to one another, so that none has to be stored before the next is judged.
    """
    for model, found in groupby(rows, key=lambda row: row.model):
        most = size if is_report(model) and not model._meta.many_to_many else 1
        chunk: list[FixtureRow] = []
        for row in found:
            chunk.append(row)
            if len(chunk) == most:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


class StoredReports:
    """What the rows of a chunk mean, and what is stored under the same natural keys: a few queries for all of them."""

    def __init__(self, values: RowValues, rows: list[FixtureRow]):
        self.model: type[NaturalKeyModel] = rows[0].model
        self._rows = rows
        self._found = [self._resolved(values, row) for row in _read_ahead(values, rows)]
        keys = [key for key in map(self._key, range(len(rows))) if key is not None]
        self._stored = self._read(keys)
        self._deleted = self._read_deleted(keys)

    @staticmethod
    def _resolved(values: RowValues, row: FixtureRow) -> tuple[dict, dict] | Exception:
        try:
            return values.resolve(row)
        except REFUSALS as refusal:
            return refusal

    def values_of(self, number: int) -> tuple[dict[str, object], dict[str, list[models.Model]]]:
        """Plain values and links of the chunk's row with that number, from 0. Raises as `RowValues.resolve`."""
        found = self._found[number]
        if isinstance(found, Exception):
            raise found
        return found

    def existing(self, number: int) -> NaturalKeyModel | None:
        """The stored row of that natural key. Raises ValidationError where the file does not give the key whole."""
        plain, _links = self.values_of(number)
        key = own_key(self._rows[number], plain)
        found = self._stored.get(_compared(key))
        for name, value in key.items():
            if found is not None and isinstance(value, models.Model):
                setattr(found, name, value)  # looked up already, with what stands above it
        return found

    def was_deleted(self, key: dict[str, object]) -> bool:
        """Whether the history tells of a deletion of such a row: only then it is worth asking who did it."""
        return _compared(key) in self._deleted

    def checked(self, plain: dict[str, object]) -> set[str]:
        """The relations whose targets were looked up: their existence is not asked for again."""
        return {
            name
            for name, value in plain.items()
            if isinstance(value, models.Model)
            and value.pk is not None
            and not self.model._meta.get_field(name).get_limit_choices_to()
        }

    def _key(self, number: int) -> dict[str, object] | None:
        try:
            return own_key(self._rows[number], self.values_of(number)[0])
        except REFUSALS:
            return None

    def _same(self, rows: models.QuerySet, keys: list[dict[str, object]]) -> models.QuerySet:
        """Those rows that may have one of the keys, and a few more: numbers are compared afterwards."""
        for name in key_fields(self.model):
            if not isinstance(self.model._meta.get_field(name), NUMBERS):
                rows = rows.filter(**{f"{name}__in": {_plain(key[name]) for key in keys}})
        return rows

    def _read(self, keys: list[dict[str, object]]) -> dict[tuple, NaturalKeyModel]:
        rows = self._same(self.model._default_manager.all(), keys) if keys else ()
        names = key_fields(self.model)
        return {
            tuple(getattr(row, self.model._meta.get_field(name).attname) for name in names): row
            for row in rows
        }

    def _read_deleted(self, keys: list[dict[str, object]]) -> set[tuple]:
        if not keys or not hasattr(self.model, "history"):
            return set()
        names = [self.model._meta.get_field(name).attname for name in key_fields(self.model)]
        rows = self._same(self.model.history.filter(history_type="-"), keys)
        return set(rows.order_by().values_list(*names))


def _read_ahead(values: RowValues, rows: list[FixtureRow]) -> list[FixtureRow]:
    values.read_ahead(rows)
    return rows


def _plain(value: object) -> object:
    return value.pk if isinstance(value, models.Model) else value


def _compared(key: dict[str, object]) -> tuple:
    return tuple(map(_plain, key.values()))
