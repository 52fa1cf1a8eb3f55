"""Loads plans from YAML fixtures, checked row by row and saved all or not at all.

The files have the form of Django's own fixtures (a list of `model` and `fields`; relations by natural key). This loader
adds what loaddata lacks: every row passes the model's full_clean(), an error names the file, the row, the line and the
field, only rows that differ are written, and what the public knows changes with a reason only.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.fixture_files import FixtureRow, LoadError, natural_key_of, read_rows
from plans.fixture_order import bottom_last, parts_first
from plans.journal.acting import acting
from plans.ledger.revising import begin_ledgers, being_entered, marked, revising
from plans.load_act import NO_GROUNDS, Act, LoadReport, NeedsGroundsError
from plans.load_judging import MAX_ERRORS, Loader
from plans.load_reports import in_chunks
from plans.models import Plan
from plans.models.base import Promised


@transaction.atomic
def load_rows(rows: list[FixtureRow], act: Act | None = None) -> LoadReport:
    """Load the rows in order, in one transaction. Raises LoadError with every mistake found; nothing is saved then.

    `act`: of several files the one loading they belong to; whoever began it begins the new plans' ledgers at its end.
    """
    stands_alone = act is None
    act = act or Act()
    act.new_plans |= being_entered()
    loader = Loader(act)
    try:
        with ExitStack() as open_:
            open_.enter_context(acting(act.by, act.grounds.reason if act.grounds else act.why))
            for plan in _public_plans(rows) if act.grounds else ():
                if plan.pk not in act.new_plans:
                    open_.enter_context(revising(plan, act.grounds))
            open_.enter_context(marked(0))  # what may not change the loader itself refuses, row by row
            _load_each(loader, rows)
            if stands_alone:
                begin_ledgers()
    except ValidationError as error:  # the rules of a revision
        raise NeedsGroundsError(error.messages) from error
    return loader.report


def _load_each(loader: Loader, rows: list[FixtureRow]) -> None:
    for chunk in in_chunks(bottom_last(parts_first(rows))):
        if len(chunk) > 1:
            loader.load_together(chunk)
        else:
            loader.load(chunk[0])
        if loader.is_full:
            loader.errors.append(f"誤りが{MAX_ERRORS}件を超えたので、ここで止めました。")
            break
    if loader.errors:
        only_grounds = loader.act.needs_grounds and all(NO_GROUNDS in text for text in loader.errors)
        raise (NeedsGroundsError if only_grounds else LoadError)(loader.errors)


def _public_plans(rows: Iterable[FixtureRow]) -> list[Plan]:
    """The plans that the public knows among those that the rows belong to."""
    keys = {natural_key_of(row)[:2] for row in rows if issubclass(row.model, Promised)}
    found = Plan.objects.filter(public_since__isnull=False).select_related("municipality")
    return [plan for plan in found if plan.natural_key() in keys]


def load_file(path: Path, *, prepare: Callable[[str], str] = str, act: Act | None = None) -> LoadReport:
    return load_rows(read_rows(path, prepare=prepare), act)
