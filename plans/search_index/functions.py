"""The functions of the database that fold a text and take it apart, and the conditions that ask them.

PostgreSQL has them since a migration, and an index of what `dx_grams` says of each row: no write can leave it behind.
SQLite gets `dx_folded` with each connection, for questions only; it reads every row.
"""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from plans.kana import HIRAGANA, KATAKANA

from .folding import fold
from .spellings import LETTERS, PATTERNS_AFTER, PATTERNS_BEFORE, WORDS

FOLDED, GRAMS, WANTED = "dx_folded", "dx_grams", "dx_wanted"
PREFIX = "dx_words_"  # of the indexes


def _folding(given: str) -> str:
    """`fold` in PostgreSQL's words. In each function anew: an index must not depend on where functions are looked up."""
    sql = _translated(f"lower(normalize({given}, NFKC))", LETTERS)
    sql = _replaced(sql, PATTERNS_BEFORE)
    sql = _translated(sql, (KATAKANA, HIRAGANA))
    for written, same in WORDS:
        sql = f"replace({sql}, '{written}', '{same}')"
    return _replaced(sql, PATTERNS_AFTER)


def _translated(sql: str, letters: tuple[str, str]) -> str:
    return f"translate({sql}, '{letters[0]}', '{letters[1]}')"


def _replaced(sql: str, patterns: tuple[tuple[str, str], ...]) -> str:
    for pattern, new in patterns:
        sql = f"regexp_replace({sql}, '{pattern}', '{new}', 'g')"
    return sql


def create_statements() -> list[str]:
    """`dx_grams`: every letter and every pair of neighbours in a text. `dx_wanted`: those of a word that must be there."""
    head = "(text) RETURNS {} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST {} AS $words$ "
    # Materialized: folded once, and not for every place.
    pieces = (
        f"WITH given AS MATERIALIZED (SELECT {_folding('$1')} AS folded) "  # noqa: S608 nothing from outside
        "SELECT COALESCE(array_agg(DISTINCT gram COLLATE \"C\"), '{}') "
        "FROM given, LATERAL generate_series(1, length(folded)) AS place, "
        "LATERAL (VALUES (substr(folded, place, 1)), (substr(folded, place, 2))) AS piece (gram) "
    )
    return [
        f"CREATE OR REPLACE FUNCTION {FOLDED}{head.format('text', 200)} SELECT {_folding('$1')} $words$",
        f"CREATE OR REPLACE FUNCTION {GRAMS}{head.format('text[]', 3000)} {pieces} "
        "WHERE position(' ' IN gram) = 0 $words$",
        f"CREATE OR REPLACE FUNCTION {WANTED}{head.format('text[]', 100)} {pieces} "
        "WHERE position(' ' IN gram) = 0 AND length(gram) = least(2, length(folded)) $words$",
    ]


def drop_statements() -> list[str]:
    return [f"DROP FUNCTION IF EXISTS {name}(text)" for name in (WANTED, GRAMS, FOLDED)]


def index_statement(table: str, columns: tuple[str, ...]) -> str:
    """The columns together, as `Holds` asks for them."""
    joined = " || ' ' || ".join(f'"{column}"' for column in columns)
    return f'CREATE INDEX IF NOT EXISTS "{PREFIX}{table}" ON "{table}" USING gin ({GRAMS}({joined}))'


def lay_anew(connection: BaseDatabaseWrapper) -> None:
    """For another folding: the functions are replaced, and what the indexes hold is worked out again."""
    if not has_index(connection):
        return
    with connection.cursor() as cursor:
        for statement in create_statements():
            cursor.execute(statement)
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND starts_with(indexname, %s)",
            [PREFIX],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'REINDEX INDEX "{name}"')


def has_index(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database can have the functions: PostgreSQL takes texts apart in UTF-8 only."""
    if connection.vendor != "postgresql":
        return False
    connection.ensure_connection()
    return connection.connection.info.parameter_status("server_encoding") == "UTF8"


def give_to_sqlite(*, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Called for each new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLDED, 1, _fold_any, deterministic=True)


def _fold_any(text: str | None) -> str | None:
    return None if text is None else fold(text)


class Joined(models.Func):
    """Columns of one row as one text."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


class Holds(models.Func):
    """Whether the columns of a row hold the word, in any spelling. `columns`: those of its index, in its order.

    `is_few`: the rows are a single plan's, found by the plan; the index of words would bring those of all plans.
    """

    output_field = models.BooleanField()

    def __init__(self, columns: tuple[str, ...], word: str, *, is_few: bool = False):
        super().__init__(Joined(*columns), models.Value(word), is_few=is_few)

    def as_sqlite(self, compiler, connection, **options):
        (text, given), (word, asked) = (compiler.compile(part) for part in self.get_source_expressions())
        return f"instr({FOLDED}({text}), {FOLDED}({word})) > 0", (*given, *asked)

    def as_postgresql(self, compiler, connection, **options):
        (text, given), (word, asked) = (compiler.compile(part) for part in self.get_source_expressions())
        if not has_index(connection):
            return f"position(lower({word}::text) IN lower({text})) > 0", (*asked, *given)
        holds = f"position({FOLDED}({word}::text) IN {FOLDED}({text})) > 0"
        if self.extra["is_few"]:
            return holds, (*asked, *given)
        return f"({GRAMS}{text} @> {WANTED}({word}::text) AND {holds})", (*given, *asked, *asked, *given)
