"""Stores many rows of one model at once, as their own `save` would one by one: with history, versions and the plan's newness.

For models of which `save` does nothing else than what is said here (`before_save`, a history, the plan's day). Nothing is
checked that the database does not check: who calls has checked the rows.
"""

from collections.abc import Iterable, Sequence

from django.db import models, transaction

from plans.models.base import NaturalKeyModel, PartOfPlan
from plans.models.versions import StaleRow

BATCH = 500  # rows in one statement


def insert_rows(rows: Sequence[NaturalKeyModel]) -> None:
    """New rows of one model, each with the first line of its history. Raises IntegrityError, and stores none then."""
    if not rows:
        return
    model = type(rows[0])
    for row in rows:
        row.before_save()
    try:
        with transaction.atomic():
            model._base_manager.bulk_create(rows, batch_size=BATCH)
            _add_history(rows, is_new=True)
            _touch_plans(rows)
    except BaseException:  # taken back: in memory too, so that they can be tried again
        for row in rows:
            row.pk, row._state.adding = None, True
        raise


def update_rows(rows: Sequence[NaturalKeyModel], names: Iterable[str]) -> None:
    """Stored rows of one model that differ in some of these fields, each with a line of its history.

    Raises StaleRow for the first row that somebody has saved or deleted since it was read, and IntegrityError; stores none
    then.
    """
    if not rows:
        return
    model = type(rows[0])
    version = model.VERSION
    read = [getattr(row, version) for row in rows]
    with transaction.atomic():
        stored = dict(
            model._base_manager.select_for_update()
            .filter(pk__in=[row.pk for row in rows])
            .order_by("pk")  # two loads at once lock in the same order: neither waits for the other for ever
            .values_list("pk", version)
        )
        for row in rows:
            if stored.get(row.pk) != getattr(row, version):
                raise StaleRow(row)
        touched = {name for row in rows for name in row.before_save()}
        try:
            for row, before in zip(rows, read, strict=True):
                setattr(row, version, before + 1)
            model._base_manager.bulk_update(rows, sorted({*names, *touched, version}), batch_size=BATCH)
            _add_history(rows, is_new=False)
            _touch_plans(rows)
        except BaseException:  # taken back: what is in memory is as it was read, and can be tried again
            for row, before in zip(rows, read, strict=True):
                setattr(row, version, before)
            raise


def _add_history(rows: Sequence[NaturalKeyModel], *, is_new: bool) -> None:
    model = type(rows[0])
    if hasattr(model, "history"):
        model.history.bulk_history_create(
            rows, batch_size=BATCH, update=not is_new, default_change_reason=None
        )


def _touch_plans(rows: Sequence[models.Model]) -> None:
    if isinstance(rows[0], PartOfPlan):
        PartOfPlan.touch_plans(rows)
