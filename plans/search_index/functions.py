"""The functions of the database that fold a text and take it apart, and the conditions that ask them.

PostgreSQL has them since a migration, and an index of what `dx_grams` says of each row: no write can leave it behind.
SQLite gets `dx_folded` with each connection, for the rows of which its index is behind (`on_sqlite`).
"""

from collections.abc import Sequence
from functools import lru_cache

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from plans.kana import HIRAGANA, KATAKANA

from . import on_sqlite, sources
from .folding import fold
from .spellings import LETTERS, PATTERNS_AFTER, PATTERNS_BEFORE, WORDS

FOLDED, GRAMS = "dx_folded", "dx_grams"
FORMER = "dx_wanted"  # asked by the version before this one, which may still answer while a newer one is laid
PREFIX = "dx_words_"  # of the indexes
KEPT, LONGEST_KEPT = (
    20_000,
    300,
)  # folded texts that a process keeps for SQLite, and their characters: at most some 20 MB


def _steps() -> str:
    """`fold` in PostgreSQL's words, with the text in `given`. In each function anew: an index must not depend on where
    functions are looked up.
    """
    words = "given"
    for written, same in WORDS:
        words = f"replace({words}, '{written}', '{same}')"
    first = _replaced(_translated("lower(normalize(given, NFKC))", LETTERS), PATTERNS_BEFORE)
    return (
        f"given := {_translated(first, (KATAKANA, HIRAGANA))}; given := {words}; "
        f"given := {_replaced('given', PATTERNS_AFTER)}; "
    )


def _translated(sql: str, letters: tuple[str, str]) -> str:
    return f"translate({sql}, '{letters[0]}', '{letters[1]}')"


def _replaced(sql: str, patterns: tuple[tuple[str, str], ...]) -> str:
    for pattern, new in patterns:
        sql = f"regexp_replace({sql}, '{pattern}', '{new}', 'g')"
    return sql


def create_statements() -> list[str]:
    """`dx_folded`: the text as words are compared. `dx_grams`: every letter and every pair of neighbours in it.

    In PL/pgSQL, whose functions are taken apart once for each connection: as SQL they were with every question.
    """
    head = "(given text) RETURNS {} LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST {} AS $words$ BEGIN "
    pieces = (
        'SELECT array_agg(DISTINCT gram COLLATE "C") FROM generate_series(1, length(given)) AS place, '
        "LATERAL (VALUES (substr(given, place, 1)), (substr(given, place, 2))) AS piece (gram) "
        "WHERE position(' ' IN gram) = 0"
    )
    return [
        f"CREATE OR REPLACE FUNCTION {FOLDED}{head.format('text', 200)}{_steps()}RETURN given; END $words$",
        f"CREATE OR REPLACE FUNCTION {GRAMS}{head.format('text[]', 3000)}{_steps()}"
        f"RETURN COALESCE(({pieces}), '{{}}'); END $words$",
    ]


def drop_statements() -> list[str]:
    return [f"DROP FUNCTION IF EXISTS {name}(text)" for name in (FORMER, GRAMS, FOLDED)]


def wanted(word: str) -> list[str]:
    """Of a folded word the pieces that must be in a text that holds it: its pairs of neighbours, or its only letter."""
    pieces = [word] if len(word) == 1 else [word[place : place + 2] for place in range(len(word) - 1)]
    return sorted({piece for piece in pieces if " " not in piece})


def index_statement(table: str, columns: tuple[str, ...], where: str = "") -> str:
    """The columns together, as `Holds` asks for them. `where`: of which rows only, in SQL."""
    joined = " || ' ' || ".join(f'"{column}"' for column in columns)
    only = f" WHERE {where}" if where else ""
    return f'CREATE INDEX IF NOT EXISTS "{PREFIX}{table}" ON "{table}" USING gin ({GRAMS}({joined})){only}'


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
    if text is None or len(text) > LONGEST_KEPT:
        return None if text is None else fold(text)
    return _fold_kept(text)


@lru_cache(maxsize=KEPT)
def _fold_kept(text: str) -> str:
    """SQLite asks for the same titles and names with every search."""
    return fold(text)


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
        super().__init__(Joined(*columns), is_few=is_few, word=word)

    def as_sqlite(self, compiler, connection, **options):
        text, given = self._text(compiler)
        folded = fold(self.extra["word"])
        anew, asked = f"instr({FOLDED}({text}), %s) > 0", (*given, folded)
        column = self.get_source_expressions()[0].get_source_expressions()[0]
        source, asked_for = sources.NUMBERS.get(column.target.model._meta.db_table), wanted(folded)
        if source is None or not asked_for:
            return anew, asked
        key = f'"{column.alias}"."id"'
        noted = f"SELECT row_id FROM {on_sqlite.BEHIND} WHERE source = {source}"  # noqa: S608
        found = (
            f"SELECT text.row_id FROM {on_sqlite.PIECES} piece JOIN {on_sqlite.TEXTS} text "  # noqa: S608
            "ON text.source = piece.source AND text.row_id = piece.row_id "
            f"WHERE piece.source = {source} AND piece.piece = %s AND instr(text.folded, %s) > 0"
        )
        return (
            f"(({key} IN ({found}) AND {key} NOT IN ({noted})) OR ({key} IN ({noted}) AND {anew}))",
            (on_sqlite.rarest(asked_for), folded, *asked),
        )

    def as_postgresql(self, compiler, connection, **options):
        text, given = self._text(compiler)
        word = self.extra["word"]
        if not has_index(connection):
            return f"position(lower(%s::text) IN lower({text})) > 0", (word, *given)
        folded = fold(word)
        holds, asked = f"position(%s::text IN {FOLDED}({text})) > 0", (folded, *given)
        if self.extra["is_few"]:
            return holds, asked
        if len(folded) <= 2 and " " not in folded:
            return f"{GRAMS}{text} @> %s::text[]", (
                *given,
                wanted(folded),
            )  # a pair is in the text, or is not
        return f"({GRAMS}{text} @> %s::text[] AND {holds})", (*given, wanted(folded), *asked)

    def _text(self, compiler) -> tuple[str, Sequence[object]]:
        return compiler.compile(self.get_source_expressions()[0])
