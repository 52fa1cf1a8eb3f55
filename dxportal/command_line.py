"""How every command ends where the database cannot do what it wants, or nobody reads on what it prints."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import django
from django.db import DatabaseError, connections

from plans.database_trouble import trouble_of, trouble_sentence

NOBODY_READS = 128 + 13  # as a shell calls what SIGPIPE ended


@contextmanager
def or_stop_when_nobody_reads() -> Iterator[None]:
    """`manage.py … | head`: ends without a traceback once the reader has gone."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python writes out what is left at its end, and would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOBODY_READS)


@contextmanager
def or_say_what_the_database_cannot(arguments: Sequence[str]) -> Iterator[None]:
    """One sentence and exit code 1. With Django's own option --traceback, and for a mistake of the program's, the traceback as ever."""
    try:
        yield
    except Exception as error:
        sentence = "" if "--traceback" in arguments else _sentence_of(error)
        if not sentence:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(1)


# Commands that change what the public reads. What comes about by others is renewed by `refresh_standings`.
CHANGING = frozenset(
    [
        "clear_samples", "import_entry_sheet", "import_workbook", "load_plans", "load_samples", "make_nation", "open_reviews",
        "remove_city", "restore",
    ]
)  # fmt: skip


@contextmanager
def leaving_standings_true(arguments: Sequence[str]) -> Iterator[None]:
    """Once a command has changed plans: how they stand now is kept for the public pages."""
    changes = len(arguments) > 1 and arguments[1] in CHANGING
    if not changes or {"--help", "-h", "--dry-run"} & set(arguments):
        yield
        return
    django.setup()
    from kpis.standings.keeping import renewed  # they need the apps
    from plans.search_index.keeping import caught_up

    with caught_up(), renewed(at_once=None, tell=_tell):
        yield


def _tell(plans: int) -> None:
    print(
        f"続けて、{plans:,}件の計画の判定の控えを作ります。途中でやめても、ページは正しく出ます。",
        file=sys.stderr,
        flush=True,
    )


def _sentence_of(error: Exception) -> str:
    """Blank where it is not the database's state that explains it."""
    trouble = trouble_of(error)
    if trouble is not None:
        return trouble_sentence(trouble)
    if not _comes_from_the_database(error):
        return ""
    from .health.schema import database_problem, schema_problem  # they need the apps, which a command loads

    for connection in connections.all(
        initialized_only=True
    ):  # it may still stand in the transaction that failed
        connection.close()
    return database_problem() or schema_problem()


def _comes_from_the_database(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, DatabaseError):
            return True
        error = error.__cause__ or error.__context__
    return False
