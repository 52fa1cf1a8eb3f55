"""The version of the contents at this moment, asked for with every request on connections of the cache's own.

They are never inside of a transaction: what somebody has committed is seen by whoever asks next.
"""

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connections
from django.db import connection as django_connection

from plans.content_version.reading import BY_PLAN, OF_ALL, OF_PLAN
from plans.models.content_version import SITE

OF_PAGE = OF_PLAN.replace("plan_id = ", f"plan_id = {SITE} OR plan_id = ")


class Versions(Protocol):
    """Raises an error of the database's driver when it does not answer, and asks on a new connection next time."""

    def of(self, plan: int) -> int:
        """Of a page of that plan; SITE: of one that shows every plan."""

    def by_plan(self) -> dict[int, int]:
        """Of everything, by plan."""


def of_page(versions: dict[int, int], plan: int) -> int:
    """What `of(plan)` answers at that moment."""
    if plan == SITE:
        return sum(versions.values())
    return versions.get(SITE, 0) + versions.get(plan, 0)


class _OnSQLite:
    """Asks whether anybody has written since, and reads again only then.

    One of each thread: SQLite's number (data_version) is that of a connection.
    """

    def __init__(self, file: str) -> None:
        is_address = file.startswith("file:")
        address = file if is_address else f"{Path(file).absolute().as_uri()}?mode=rw"
        self._connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5)
        self._connection.execute("PRAGMA query_only = ON")
        self._ask = self._connection.execute
        self._stands = -1
        self._known: dict[int, int] = {}

    def _look(self) -> None:
        stands = self._ask("PRAGMA data_version").fetchone()[0]
        if stands != self._stands:
            self._known = {}
            self._stands = stands

    def of(self, plan: int) -> int:
        self._look()
        found = self._known.get(plan)
        if found is None:
            cursor = self._ask(OF_ALL) if plan == SITE else self._ask(f"{OF_PAGE}?", [plan])
            found = self._known[plan] = cursor.fetchone()[0]
        return found

    def by_plan(self) -> dict[int, int]:
        return dict(self._ask(BY_PLAN).fetchall())

    def close(self) -> None:
        self._connection.close()


class _OnPostgres:
    """One small prepared question a request."""

    def __init__(self) -> None:
        from psycopg import pq

        self._wrapper = django_connection.copy()
        self._wrapper.inc_thread_sharing()
        self._wrapper.connect()
        self._pq = pq
        self._server = self._wrapper.connection.pgconn
        try:
            for name, sql in (
                (b"dx_page", f"{OF_PAGE}$1::bigint"),
                (b"dx_all", OF_ALL),
                (b"dx_by_plan", BY_PLAN),
            ):
                self._checked(self._server.prepare(name, sql.encode()))
        except Exception:
            self._wrapper.close()  # nobody else holds it
            raise

    def _checked(self, result: Any) -> Any:
        if result.status not in (self._pq.ExecStatus.TUPLES_OK, self._pq.ExecStatus.COMMAND_OK):
            raise ConnectionError(result.error_message.decode(errors="replace"))
        return result

    def of(self, plan: int) -> int:
        if plan == SITE:
            result = self._server.exec_prepared(b"dx_all", None)
        else:
            result = self._server.exec_prepared(b"dx_page", [b"%d" % plan])
        return int(self._checked(result).get_value(0, 0))

    def by_plan(self) -> dict[int, int]:
        result = self._checked(self._server.exec_prepared(b"dx_by_plan", None))
        return {int(result.get_value(row, 0)): int(result.get_value(row, 1)) for row in range(result.ntuples)}

    def close(self) -> None:
        self._wrapper.close()


class OwnConnections:
    """A connection for each thread, opened anew after an error."""

    def __init__(self) -> None:
        self._local = threading.local()

    def of(self, plan: int) -> int:
        return self._asked("of", plan)

    def by_plan(self) -> dict[int, int]:
        return self._asked("by_plan")

    def _asked(self, what: str, *arguments: int) -> Any:
        name = connections.settings[DEFAULT_DB_ALIAS]["NAME"]
        found = getattr(self._local, "found", None)
        if found is not None and self._local.name == name:
            try:
                return getattr(found, what)(*arguments)
            except Exception:  # it may only have been closed meanwhile
                self.close()
        elif found is not None:
            self.close()
        new = _OnSQLite(str(name)) if django_connection.vendor == "sqlite" else _OnPostgres()
        self._local.found, self._local.name = new, name
        try:
            return getattr(new, what)(*arguments)
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """This thread's connection."""
        found, self._local.found = self._local.found, None
        with suppress(Exception):  # it is given up either way
            found.close()
