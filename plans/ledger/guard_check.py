"""Whether the guard in the database is the one that the portal lays: nothing missing, altered, switched off or left open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper

from . import triggers

_CAST = re.compile(r"::\w+( varying)?(\(\d+\))?(\[\])?")
_QUOTED = re.compile(r"\$\w+\$")  # around the text of a function
_DRESS = re.compile(r"[\"()\s]")


def altered(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that stand in the database and say something else than the portal's, or are switched off.

    A copy of the database that was made without them, and whoever changed or disabled one, leaves the public's promises
    without their guard.
    """
    return differing(connection, _wanted(connection.vendor), triggers.PREFIX)


def differing(
    connection: BaseDatabaseWrapper, wanted: Mapping[str, tuple[str, ...]], prefix: str
) -> list[str]:
    """Of the triggers of that kind in the database those that do not say what `wanted` has under their names."""
    stand = _standing(connection, prefix)
    return [name for name, text in stand.items() if name in wanted and text != wanted[name]]


@cache
def _wanted(vendor: str) -> dict[str, tuple[str, ...]]:
    return {guard.name: plain(triggers.created(guard, vendor), vendor) for guard in triggers.guards(vendor)}


def plain(statements: Sequence[str], vendor: str) -> tuple[str, ...]:
    """The statements that lay a trigger, in the form in which the database tells them."""
    if vendor != "postgresql":
        return tuple(statements)
    function, trigger = statements
    return _QUOTED.split(function)[1], _undressed(trigger)


def _undressed(text: str) -> str:
    """PostgreSQL writes a trigger anew: with other parentheses, and with types where it compares."""
    return _DRESS.sub("", _CAST.sub("", text)).lower()


def _standing(connection: BaseDatabaseWrapper, prefix: str) -> dict[str, tuple[str, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s || '%%'",
                [prefix],
            )
            return {name: (sql,) for name, sql in cursor.fetchall()}
        # A trigger that fires always or in ordinary sessions (O, A) is on; D and R are off for the portal.
        cursor.execute(
            "SELECT t.tgname, p.prosrc, pg_get_triggerdef(t.oid, true), t.tgenabled IN ('O', 'A') "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND starts_with(t.tgname, %s)",
            [prefix],
        )
        return {
            name: (source, _undressed(definition) if is_on else "")
            for name, source, definition, is_on in cursor.fetchall()
        }


def faults(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, list[str]]]:
    """What is wrong, each with the names of the triggers: "missing", "altered", "open" (without names)."""
    missing, changed = triggers.missing(connection), altered(connection)
    if missing:
        yield "missing", missing
    if changed:
        yield "altered", changed
    if triggers.left_open(connection):
        yield "open", []
