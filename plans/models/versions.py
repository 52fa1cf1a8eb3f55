"""Rows that two people may have open at once: none writes over what the other has saved.

Each save counts the row's version up, and finds the row by the version it was read with, in the UPDATE's own WHERE.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy


class VersionField(models.PositiveIntegerField):
    """How often the row was saved. The portal's own: in no form, no file, no history and no promise."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"default": 1, "editable": False} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, options


class StaleRow(Exception):  # noqa: N818 an answer, not a mishap
    """Somebody else has saved or deleted the row since it was read; `str()` is a sentence for the person who tried."""

    SENTENCE = gettext_lazy(
        "この画面を開いた後に、ほかの人が「%s」を変えました。保存していません。開き直して、内容を確かめてください。"
    )

    def __init__(self, row: models.Model):
        self.row = row
        super().__init__(str(self.SENTENCE) % row)


class StaleDeletion(StaleRow):
    """The row was to be deleted."""

    SENTENCE = gettext_lazy(
        "この画面を開いた後に、ほかの人が「%s」を変えました。削除していません。内容を確かめて、削除してよければ、もう一度削除してください。"
    )


class VersionedRow(models.Model):
    """A row whose `save` and `delete` raise StaleRow (StaleDeletion) when somebody else has saved it since it was read."""

    VERSION = "version"  # the field's name

    version = VersionField()

    class Meta:
        abstract = True

    def _do_update(
        self, base_qs: models.QuerySet, using: str, pk_val: Any, values: list, *flags: Any
    ) -> bool:
        if self._state.adding or not values:
            return super()._do_update(base_qs, using, pk_val, values, *flags)
        counter, read = self._meta.get_field(self.VERSION), getattr(self, self.VERSION)
        others = [value for value in values if value[0] is not counter]
        mine = base_qs.filter(**{self.VERSION: read})
        if not super()._do_update(mine, using, pk_val, [*others, (counter, None, read + 1)], *flags):
            raise StaleRow(self)
        setattr(self, self.VERSION, read + 1)
        return True

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            same = type(self)._base_manager.filter(pk=self.pk, **{self.VERSION: getattr(self, self.VERSION)})
            if not same.select_for_update().exists():
                raise StaleDeletion(self)
            return super().delete(*args, **kwargs)


def count_up(rows: models.QuerySet) -> None:
    """For what changes rows without saving them: their links to others."""
    name = rows.model.VERSION
    rows.update(**{name: models.F(name) + 1})


@contextmanager
def unsaved_on_failure(rows: Iterable[VersionedRow]) -> Iterator[None]:
    """Of rows in memory whose saves were taken back: what fails does not count as a save, so that they can be tried again."""
    read = [(row, getattr(row, row.VERSION)) for row in rows]
    try:
        yield
    except BaseException:
        for row, version in read:
            setattr(row, row.VERSION, version)
        raise


def is_own(field: models.Field) -> bool:
    """Whether it counts the saves of its model's rows."""
    return field.name == getattr(field.model, "VERSION", "")
