"""The index of words on SQLite: three tables beside the plans' own, and triggers that say which rows it is behind of.

PostgreSQL works its index out itself, with a function of ours. A trigger on SQLite that called one would fail in every
program but the portal's. So the trigger, in the transaction of the change and in plain SQL, notes the row as behind; whoever
asks folds those few rows anew, and the portal catches up after each request or command that wrote. A question never writes.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from plans.ledger import triggers as guard

from .folding import fold
from .sources import NUMBERS, SOURCES, joined

PIECES, TEXTS, BEHIND = "dx_words_pieces", "dx_words_texts", "dx_words_behind"
PREFIX = "dx_words_behind_"  # of the triggers
AT_ONCE = 200  # rows
_TABLES = (
    f"CREATE TABLE IF NOT EXISTS {TEXTS} (source INTEGER NOT NULL, row_id INTEGER NOT NULL, folded TEXT NOT NULL, "
    "PRIMARY KEY (source, row_id)) WITHOUT ROWID",
    f"CREATE TABLE IF NOT EXISTS {PIECES} (source INTEGER NOT NULL, piece TEXT NOT NULL, row_id INTEGER NOT NULL, "
    "PRIMARY KEY (source, piece, row_id)) WITHOUT ROWID",
    f"CREATE TABLE IF NOT EXISTS {BEHIND} (source INTEGER NOT NULL, row_id INTEGER NOT NULL, "
    "PRIMARY KEY (source, row_id)) WITHOUT ROWID",
)


def create_tables(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in _TABLES:
                cursor.execute(statement)


def drop_tables(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        drop(connection)
        with connection.cursor() as cursor:
            for table in (PIECES, TEXTS, BEHIND):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")


def laid() -> dict[str, str]:
    """The triggers by their names. A row that takes another's place (REPLACE) has the other's number, or leaves a text
    behind that belongs to no row and is found by nobody.
    """
    found = {}
    for table, columns in SOURCES.items():
        changes = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
        for operation, rows, when in (
            ("INSERT", ("NEW",), ""),
            ("UPDATE", ("NEW", "OLD"), f"WHEN OLD.id IS NOT NEW.id OR {changes} "),
            ("DELETE", ("OLD",), ""),
        ):
            name = f"{PREFIX}{table}_{operation.lower()}"
            notes = " ".join(_note(NUMBERS[table], f"{row}.id") for row in rows)
            found[name] = (
                f'CREATE TRIGGER "{name}" AFTER {operation} ON "{table}" FOR EACH ROW {when}BEGIN {notes} END'
            )
    return found


def _note(source: int, key: str) -> str:
    """Not OR IGNORE: within a trigger SQLite goes by what the statement outside says of a conflict."""
    there = f"SELECT 1 FROM {BEHIND} WHERE source = {source} AND row_id = {key}"
    return f"INSERT INTO {BEHIND} (source, row_id) SELECT {source}, {key} WHERE NOT EXISTS ({there});"


def install(connection: BaseDatabaseWrapper) -> None:
    """Lays the triggers, and works the index out again: nobody noted anything while they were away."""
    drop(connection)
    if not stands(connection):
        return
    with connection.cursor() as cursor:
        for statement in laid().values():
            cursor.execute(statement)
    note_all(connection)
    catch_up(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        guard.drop(connection, PREFIX)


def note_all(connection: BaseDatabaseWrapper) -> None:
    """Every row is behind: those that are there, and those that the index has."""
    with connection.cursor() as cursor:
        for table, number in NUMBERS.items():
            cursor.execute(f'INSERT OR IGNORE INTO {BEHIND} SELECT {number}, id FROM "{table}"')
        cursor.execute(f"INSERT OR IGNORE INTO {BEHIND} SELECT source, row_id FROM {TEXTS}")


def stands(connection: BaseDatabaseWrapper) -> bool:
    """Whether this database has the tables, and all that are searched: else it is of another version, or PostgreSQL's."""
    if connection.vendor != "sqlite":
        return False
    return {BEHIND, PIECES, TEXTS, *SOURCES} <= set(connection.introspection.table_names())


def catch_up(connection: BaseDatabaseWrapper) -> int:
    """Folds what has changed since the last time. The number of rows."""
    done = 0
    while rows := _some_behind(connection):
        done += rows
    return done


def _some_behind(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {BEHIND} LIMIT 1")
        if cursor.fetchone() is None:
            return 0
        with transaction.atomic(using=connection.alias):
            # It writes first: nobody else can change the rows between reading and indexing them.
            cursor.execute(
                f"DELETE FROM {BEHIND} WHERE (source, row_id) IN (SELECT source, row_id FROM {BEHIND} LIMIT {AT_ONCE}) RETURNING source, row_id"
            )
            rows = cursor.fetchall()
            for table, number in NUMBERS.items():
                if keys := [row for source, row in rows if source == number]:
                    _index(cursor, table, keys)
    return len(rows)


def _index(cursor, table: str, keys: list[int]) -> None:
    number, places = NUMBERS[table], ", ".join("%s" for _key in keys)
    cursor.execute(f'SELECT id, {joined(table)} FROM "{table}" WHERE id IN ({places})', keys)
    now = {key: fold(text or "") for key, text in cursor.fetchall()}
    cursor.execute(
        f"SELECT row_id, folded FROM {TEXTS} WHERE source = {number} AND row_id IN ({places})", keys
    )
    before = dict(cursor.fetchall())
    for key in keys:
        was, text = before.get(key), now.get(key)
        if was == text:
            continue
        gone, new = set(pieces(was or "")), set(pieces(text or ""))
        cursor.executemany(
            f"DELETE FROM {PIECES} WHERE source = {number} AND piece = %s AND row_id = %s",
            [(piece, key) for piece in gone - new],
        )
        cursor.executemany(
            f"INSERT OR IGNORE INTO {PIECES} VALUES ({number}, %s, %s)",
            [(piece, key) for piece in new - gone],
        )
        if text is None:
            cursor.execute(f"DELETE FROM {TEXTS} WHERE source = {number} AND row_id = %s", [key])
        else:
            cursor.execute(f"INSERT OR REPLACE INTO {TEXTS} VALUES ({number}, %s, %s)", [key, text])


def pieces(folded: str) -> Iterator[str]:
    """Every letter and every pair of neighbours, as PostgreSQL's `dx_grams` makes them."""
    for place, letter in enumerate(folded):
        if letter != " ":
            yield letter
            pair = folded[place : place + 2]
            if len(pair) == 2 and pair[1] != " ":
                yield pair


def rarest(asked: list[str]) -> str:
    """Of the pieces of a word one that few texts have: not two hiragana, which are in every other."""
    return min(asked, key=lambda piece: (sum("ぁ" <= letter <= "ん" for letter in piece), -len(piece), piece))
