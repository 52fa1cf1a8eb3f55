"""SQLite with transactions that wait for the writer's turn as late as they can.

SQLite has one writer at a time. A transaction that takes the turn when it begins (BEGIN IMMEDIATE) keeps everybody else
waiting while it reads and checks a form, also one that is refused. One that takes it at its first write after having read
(BEGIN DEFERRED) fails where somebody else wrote in between. Here a transaction reads as if there were none until it writes,
or reads `select_for_update()`; then it takes the turn and sees the newest rows: as PostgreSQL's READ COMMITTED does. What
must not change between being read and being written is read with `select_for_update()`, as there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.backends.signals import connection_created
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations

from plans.journal.acting import TABLE, Actor, current
from plans.journal.statements import writes

_LOCKS = "/* FOR UPDATE */"
_QUICK = ("PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF")  # of a file that need not outlive a crash
_READS = ("SELECT", "PRAGMA", "EXPLAIN")
_COMPARES = ("SELECT", "DELETE")  # statements whose parameters are compared with columns and never stored
_LARGEST = 2**63  # SQLite's integers have 64 bits
_TELLS = f"INSERT INTO {TABLE} (id, who_id, who, way, why, act, decides) VALUES (1, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_FORGETS = f"DELETE FROM {TABLE}"  # noqa: S608
# What belongs to one transaction only. INSERT OR IGNORE leaves the note of a row that it did not replace.
CLEANED_AT_COMMIT = (_FORGETS, "DELETE FROM plans_replacedrow")
_FETCHES = ("fetchone", "fetchmany", "fetchall")


class DatabaseFeatures(SQLiteFeatures):
    has_select_for_update = True
    has_select_for_update_of = True
    has_select_for_no_key_update = True


class DatabaseOperations(SQLiteOperations):
    def for_update_sql(self, nowait=False, skip_locked=False, of=(), no_key=False) -> str:
        """A remark that the cursor understands: the turn is for the whole database."""
        return _LOCKS


def _only_reads(statement: str) -> bool:
    return statement.lstrip()[:7].upper().startswith(_READS) and not statement.endswith(_LOCKS)


def _comparable(params):
    """A number beyond SQLite's integers, such as an id that somebody typed into an address, is an infinite one there.

    It compares with every stored number as it should, and equals none; PostgreSQL takes it as it is. The driver would
    raise OverflowError, which is no DatabaseError and nobody's mistake but the sender's.
    """
    if isinstance(params, Mapping):
        return {name: _comparable_value(value) for name, value in params.items()}
    return [_comparable_value(value) for value in params]


def _comparable_value(value):
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        return inf if value > 0 else -inf
    return value


class Cursor(base.SQLiteCursorWrapper):
    """Takes the writer's turn before what writes."""

    wrapper: "DatabaseWrapper"
    _kept: Iterator[tuple] | None = None

    def __iter__(self):
        return super().__iter__() if self._kept is None else self._kept

    def execute(self, query, params=None):
        if self._kept is not None:
            self._kept = None
            for name in _FETCHES:
                del self.__dict__[name]
        if not _only_reads(query):
            self.wrapper.take_turn()
        if params is not None and query.lstrip()[:6].upper() in _COMPARES:
            params = _comparable(params)
        if not writes(query):
            return super().execute(query, params)
        with self.wrapper.told_who_acts() as is_alone:
            found = super().execute(query, params)
            if is_alone and self.description:
                self._keep()  # what it returns: the transaction cannot end while rows are waiting
        return found

    def executemany(self, query, param_list):
        self.wrapper.take_turn()
        with self.wrapper.told_who_acts():
            return super().executemany(query, param_list)

    def _keep(self) -> None:
        rows = self._kept = iter(super().fetchall())
        self.fetchone = lambda: next(rows, None)
        self.fetchmany = lambda size=1: list(islice(rows, size))
        self.fetchall = lambda: list(rows)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    # Savepoints of a transaction that has not taken its turn yet; None: it has, or there is none.
    _waiting: list[str] | None = None
    # Who the transaction says is acting; None: nobody, or it is not known.
    _told: Actor | None = None
    # Whether the row that says so may stand: also after a savepoint was taken back, when it is not known what it says.
    _stands = False

    def take_turn(self) -> None:
        """From here on nobody else writes until the transaction ends, and it sees one moment. Nothing outside of one."""
        if self._waiting is None:
            return
        with self.wrap_database_errors:
            self.connection.execute("BEGIN IMMEDIATE")
            names, self._waiting = self._waiting, None
            for name in names:
                self.connection.execute(self.ops.savepoint_create_sql(name))

    @contextmanager
    def told_who_acts(self) -> Iterator[bool]:
        """What is written meanwhile is recorded as done by who acts. Gives whether it is a transaction of its own."""
        own = self.connection
        if own.in_transaction or own.isolation_level is not None:
            self._tell()
            yield False
            return
        own.execute("BEGIN IMMEDIATE")
        try:
            self._tell()
            yield True
            self._forget()
            own.execute("COMMIT")
        except BaseException:
            self._told, self._stands = None, False
            if own.in_transaction:
                own.execute("ROLLBACK")
            raise

    def _tell(self) -> None:
        actor = current()
        if actor == self._told:
            return
        self._say(_FORGETS)
        self._say(_TELLS, (actor.who_id, actor.who, actor.way, actor.why, actor.act, actor.decides))
        self._told, self._stands = actor, True

    def _forget(self) -> None:
        """Before the transaction ends."""
        if self._stands:
            self._told, self._stands = None, False
            for statement in CLEANED_AT_COMMIT:
                self._say(statement)

    def _say(self, statement: str, values: tuple = ()) -> None:
        try:
            self.connection.execute(statement, values)
        except base.Database.OperationalError as error:
            if "no such table" not in str(error):  # as before the migration that makes it
                raise

    def get_new_connection(self, conn_params):
        self._waiting, self._told, self._stands = None, None, False
        return super().get_new_connection(conn_params)

    def create_cursor(self, name=None) -> Cursor:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._waiting = []

    def _commit(self):
        self._waiting = None
        with self.wrap_database_errors:
            self._forget()
        return super()._commit()

    def _rollback(self):
        self._waiting, self._told, self._stands = None, None, False
        return super()._rollback()

    def _savepoint(self, sid: str) -> None:
        if self._waiting is None:
            super()._savepoint(sid)
        else:
            self._waiting.append(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        if self._waiting is None:
            self._told = None  # it may have been said after the savepoint
            super()._savepoint_rollback(sid)
        else:  # nothing was written; the savepoint itself stays
            del self._waiting[self._waiting.index(sid) + 1 :]

    def _savepoint_commit(self, sid: str) -> None:
        if self._waiting is None:
            super()._savepoint_commit(sid)
        else:
            del self._waiting[self._waiting.index(sid) :]

    @contextmanager
    def on_a_copy(self) -> Iterator[None]:
        """Whatever is done meanwhile is done to a copy of the database, which is thrown away: nobody has to wait for it.

        For a preview, which writes everything and takes it back. The copy is of one moment, in a temporary file: a site has
        many large files in its database. Inside of a transaction it is the transaction's own work, and nothing is copied.
        """
        if self.in_atomic_block or self.is_in_memory_db():
            yield
            return
        self.ensure_connection()
        own, commands = self.connection, self.init_commands
        with TemporaryDirectory(prefix="dxportal-") as folder:
            parameters = self.get_connection_params() | {"database": str(Path(folder) / "copy.sqlite3")}
            with self.wrap_database_errors:
                self.init_commands = _QUICK
                try:
                    copy = self.get_new_connection(parameters)
                finally:
                    self.init_commands = commands
            try:
                with self.wrap_database_errors:
                    own.backup(copy)
                self.connection = copy
                connection_created.send(
                    sender=type(self), connection=self
                )  # functions that apps give each one
                yield
            finally:
                self.connection = own
                copy.close()
