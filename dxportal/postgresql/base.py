"""PostgreSQL that is told who acts, at the first statement of a transaction that writes: its triggers record it.

The setting is local to the transaction, so that nothing which the connection does later is that person's; a statement
outside of a transaction gets one of its own.
"""

import json
from dataclasses import asdict

from django.db.backends.postgresql import base

from plans.journal.acting import SETTING, Actor, current
from plans.journal.statements import writes

_TELLS = f"SELECT set_config('{SETTING}', %s, true)"


class DatabaseWrapper(base.DatabaseWrapper):
    # Who the transaction says is acting; None: nobody yet.
    _told: Actor | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._telling)

    def _telling(self, execute, sql, params, many, context):
        if not writes(sql):
            return execute(sql, params, many, context)
        if self.in_atomic_block or not self.get_autocommit():
            self._tell()
            return execute(sql, params, many, context)
        with self.wrap_database_errors, self.connection.transaction():
            self.connection.execute(_TELLS, [_text(current())])
            return execute(sql, params, many, context)

    def _tell(self) -> None:
        actor = current()
        if actor == self._told:
            return
        with self.wrap_database_errors:
            self.connection.execute(_TELLS, [_text(actor)])
        self._told = actor

    def get_new_connection(self, conn_params):
        self._told = None
        return super().get_new_connection(conn_params)

    def _commit(self):
        self._told = None
        return super()._commit()

    def _rollback(self):
        self._told = None
        return super()._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None  # PostgreSQL takes a setting back with the savepoint after which it was made
        super()._savepoint_rollback(sid)


def _text(actor: Actor) -> str:
    return json.dumps(asdict(actor), ensure_ascii=False)
