"""The forms of short texts as the database checks them: in every SQLite tool, and alike in both databases."""

import re
import sqlite3

import pytest
from django.db import connection
from django.db.models import Q

from kpis.models.fields import PERIOD_FORMS
from kpis.models.measurement import IS_CONVERSION
from plans.content_version import triggers as counting
from plans.journal import laying
from plans.ledger import triggers
from plans.models.glob import PARTIAL_DATES, QUARTER, as_regex, has_form
from plans.search_index import on_sqlite

pytestmark = pytest.mark.django_db

FORMS = {
    "quarter": (has_form("text", [QUARTER]), r"[12][0-9]{3}-Q[1-4]"),
    "partial date": (has_form("text", PARTIAL_DATES), r"[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?"),
    "period": (has_form("text", PERIOD_FORMS), r"[12][0-9]{3}(-(Q[1-4]|0[1-9]|1[0-2]))?|C[12][0-9]{3}"),
    "code": (has_form("text", ["[0-9]" * 6]), r"[0-9]{6}"),
    "conversion": (IS_CONVERSION, r"[1-9][0-9]*(/[1-9][0-9]*)?"),
}
TEXTS = [
    "2024",
    "2024-Q1",
    "2024-Q5",
    "2024-Q",
    "2024-q1",
    "2024-06",
    "2024-00",
    "2024-12",
    "2024-13",
    "2024-1",
    "2024-06-30",
    "2024-6-30",
    "C2024",
    "c2024",
    "3024",
    "0999",
    "20240",
    "x2024",
    "2024x",
    "２０２４",
    "28214",
    "282146",
    "2821467",
    "28214a",
    "２８２１４６",
    "1000",
    "1/1000",
    "1/0",
    "0",
    "0/1",
    "01",
    "10/10",
    "1/01",
    "1/",
    "/1",
    "1/2/3",
    "1//2",
    "1.5",
    "-1",
    "1/-2",
    "１/１０",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_takes_what_it_names_and_nothing_else(form):
    rule, said = FORMS[form]
    for text in [*TEXTS, "", "2024\n", "\n2024", "1\n", "2024-Q1\n", " 2024"]:
        held = rule.check({"text": text, "conversion": text})
        assert held is bool(re.fullmatch(said, text)), text


def test_signs_of_regular_expressions_in_a_form_are_signs():
    assert as_regex("a.b*[^0-9/]?(") == r"^a\.b.*[^0-9/].\($"
    assert Q(text__glob="a.b*(").check({"text": "a.bc("})
    assert not Q(text__glob="a.b*(").check({"text": "axbc("})


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's own tools")
def test_a_dump_loads_into_a_sqlite_that_knows_nothing_of_django():
    connection.ensure_connection()
    dump = "\n".join(connection.connection.iterdump())
    plain = sqlite3.connect(":memory:")
    plain.executescript(dump)
    names = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            stored = cursor.fetchall()
            assert len(plain.execute(f'SELECT * FROM "{name}"').fetchall()) == len(stored), name  # noqa: S608
    assert plain.execute("SELECT count(*) FROM plans_municipality").fetchone()[0] == 3
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    laid = plain.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()[0]
    assert laid == sum(
        len(each)
        for each in (
            triggers.guards("sqlite"),
            counting.counters("sqlite"),
            laying.statements("sqlite"),
            on_sqlite.laid(),
        )
    )
    with pytest.raises(sqlite3.IntegrityError, match="公開済み"):
        plain.execute("DELETE FROM plans_goal")
    plain.close()


def test_nothing_in_the_schema_needs_a_function_of_django():
    schema = "\n".join(_schema())
    assert not re.search(r"\bREGEXP\b|\bdjango_\w+\(", schema, re.IGNORECASE)
    called = {name.upper() for name in re.findall(r"\b([A-Za-z_]+)\(", schema)}
    assert called <= {
        "ABS", "CHAR", "COALESCE", "IIF", "JSON_OBJECT", "JSON_PATCH", "JSON_VALID", "LENGTH", "RAISE", "RANDOM",
        "SQLITE_SEQUENCE", "STRFTIME", "VARCHAR",
    }  # fmt: skip


def _schema() -> list[str]:
    """Of SQLite: what this database says; of PostgreSQL nothing is to be feared."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return [row[0] for row in cursor.fetchall()]
