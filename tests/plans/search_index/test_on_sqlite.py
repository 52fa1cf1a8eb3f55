"""The index on SQLite finds what reading every row finds, however a row was written, and needs nobody else's functions."""

import random
import sqlite3

import pytest
from django.db import OperationalError, connection

from dxportal.finding.kinds import KINDS
from plans.content_version.watched import models_of_the_portal
from plans.models import Department, Goal, ScheduleTrack, Term
from plans.search_index import keeping, on_sqlite
from plans.search_index.checks import words_stand
from plans.search_index.folding import fold
from plans.search_index.functions import Holds, wanted
from plans.search_index.sources import NUMBERS, SOURCES, joined
from tests.factories import make_goal, make_plan

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index itself"),
]
COLUMNS = SOURCES["plans_goal"]


def run(sql: str, *values: object) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def behind() -> int:
    return run(f"SELECT count(*) FROM {on_sqlite.BEHIND}")[0][0]


def kept() -> tuple[list, list]:
    return tuple(sorted(run(f"SELECT * FROM {table}")) for table in (on_sqlite.TEXTS, on_sqlite.PIECES))


def goals(word: str) -> set[str]:
    return set(Goal.objects.filter(Holds(COLUMNS, word)).values_list("code", flat=True))


def test_every_place_that_is_searched_has_one():
    asked = {kind.model._meta.db_table: kind.own for kind in KINDS if kind.own}
    asked |= {kind.reports.model._meta.db_table: kind.reports.columns for kind in KINDS if kind.reports}
    asked |= {Department._meta.db_table: ("name",), ScheduleTrack._meta.db_table: ("title",)}
    assert asked == SOURCES


@pytest.mark.parametrize("text", ["窓口の 手続き", "a b", "税", "", "ＤＸ推進"])
def test_pieces_are_letters_and_pairs_and_every_word_is_made_of_them(text):
    folded = fold(text)
    found = set(on_sqlite.pieces(folded))
    for word in folded.split():
        assert set(wanted(word)) <= found and set(word) <= found
    assert all(" " not in piece and len(piece) in (1, 2) for piece in found)


def test_two_hiragana_are_asked_for_last():
    assert on_sqlite.rarest(["する", "窓口", "口で"]) == "窓口"
    assert on_sqlite.rarest(["する", "るか"]) in ("する", "るか")


class TestWaysOfWriting:
    """Found at once, though the index is behind; and once more when it has caught up."""

    @pytest.fixture
    def plan(self):
        plan = make_plan()
        make_goal(plan, "1", title="行かない彗星")
        on_sqlite.catch_up(connection)
        assert behind() == 0
        return plan

    def then(self, word: str, codes: set[str]) -> None:
        assert goals(word) == codes
        on_sqlite.catch_up(connection)
        assert behind() == 0
        assert goals(word) == codes

    def test_a_new_row(self, plan):
        make_goal(plan, "2", title="書かないスイセイ、彗星")
        assert behind() > 0
        self.then("彗星", {"1", "2"})

    def test_a_changed_one_by_the_orm_and_by_sql(self, plan):
        Goal.objects.filter(code="1", plan=plan).update(title="別の題名")
        self.then("彗星", set())
        run("UPDATE plans_goal SET summary = '銀河の彗星' WHERE plan_id = %s", plan.pk)
        self.then("銀河", {"1"})

    def test_a_row_touched_elsewhere_is_not_read_again(self, plan):
        Goal.objects.filter(code="1", plan=plan).update(order=9)
        assert behind() == 0

    def test_a_deleted_one_leaves_nothing(self, plan):
        before = kept()
        row = make_goal(plan, "2", title="銀河鉄道の駅")
        on_sqlite.catch_up(connection)
        assert kept() != before
        run("DELETE FROM plans_goal WHERE id = %s", row.pk)
        self.then("銀河", set())
        assert kept() == before

    def test_one_that_takes_anothers_place(self, plan):
        names = ", ".join(
            f'"{field.column}"' for field in Goal._meta.concrete_fields if field.column != "title"
        )
        run(
            f"REPLACE INTO plans_goal ({names}, title) SELECT {names}, '銀河' FROM plans_goal WHERE plan_id = %s",
            plan.pk,
        )
        self.then("銀河", {"1"})
        assert goals("彗星") == set()

    @pytest.mark.parametrize("conflict", ["OR ABORT", "OR REPLACE", "OR FAIL", "OR IGNORE", "OR ROLLBACK"])
    def test_a_row_noted_already_whatever_the_statement_says_of_conflicts(self, plan, conflict):
        for title in ("彗星の尾", "銀河の腕"):
            run(f"UPDATE {conflict} plans_goal SET title = %s WHERE plan_id = %s", title, plan.pk)
        self.then("銀河", {"1"})

    def test_many_at_once(self, plan):
        rows = [
            Goal(plan=plan, code=f"b{n}", kind="pillar", title=f"銀河{n}号")
            for n in range(on_sqlite.AT_ONCE + 5)
        ]
        Goal.objects.bulk_create(rows)
        self.then("銀河", {row.code for row in rows})


def test_words_of_the_loaded_plans_are_found_as_by_reading_every_row():
    on_sqlite.catch_up(connection)
    assert behind() == 0
    dice = random.Random(1)  # noqa: S311 no secret
    for table in SOURCES:
        texts = [text for (text,) in run(f'SELECT {joined(table)} FROM "{table}"') if text]
        if not texts:
            continue
        model = next(model for model in models_of_the_portal() if model._meta.db_table == table)
        for _turn in range(12):
            text = dice.choice(texts)
            start = dice.randrange(len(text))
            word = text[start : start + dice.randint(1, 5)].strip()
            if not fold(word) or " " in fold(word):
                continue
            by_index = set(
                model._base_manager.filter(Holds(SOURCES[table], word)).values_list("pk", flat=True)
            )
            anew = run(
                f'SELECT id FROM "{table}" WHERE instr(dx_folded({joined(table)}), %s) > 0', fold(word)
            )
            assert by_index == {key for (key,) in anew}, (table, word)


def test_a_question_goes_by_the_index():
    plan = " ".join(
        str(row)
        for row in run(*_asked(Term.objects.order_by().filter(Holds(SOURCES["plans_term"], "銀河鉄道"))))
    )
    assert "SEARCH piece USING PRIMARY KEY (source=? AND piece=?)" in plan
    assert "SEARCH text USING PRIMARY KEY (source=? AND row_id=?)" in plan


def _asked(rows) -> tuple:
    sql, values = rows.query.sql_with_params()
    return f"EXPLAIN QUERY PLAN {sql}", *values


def test_other_programs_write_to_a_copy_of_the_database():
    """The triggers call no function that only the portal has."""
    copy = sqlite3.connect(":memory:")
    copy.deserialize(connection.connection.serialize())
    others = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE ?"
    for (name,) in copy.execute(others, [f"{on_sqlite.PREFIX}%"]).fetchall():
        copy.execute(f'DROP TRIGGER "{name}"')
    for table, columns in SOURCES.items():
        copy.execute(
            f'UPDATE "{table}" SET "{columns[0]}" = "{columns[0]}" || \'x\' WHERE id = (SELECT min(id) FROM "{table}")'
        )
    assert copy.execute(f"SELECT count(*) FROM {on_sqlite.BEHIND}").fetchone()[0] > 0
    copy.close()


def test_a_check_names_a_trigger_that_is_gone_or_altered():
    assert words_stand(None, databases=["default"]) == []
    name = f"{on_sqlite.PREFIX}plans_goal_insert"
    run(f'DROP TRIGGER "{name}"')
    (warning,) = words_stand(None, databases=["default"])
    assert warning.id == "plans.W008" and name in warning.hint
    run(f'CREATE TRIGGER "{name}" AFTER INSERT ON plans_goal BEGIN SELECT 1; END')
    (warning,) = words_stand(None, databases=["default"])
    assert warning.id == "plans.W009" and name in warning.hint


def test_laid_anew_it_knows_what_was_written_without_triggers():
    plan = make_plan()
    on_sqlite.drop(connection)
    row = make_goal(plan, "1", title="銀河の目標")
    on_sqlite.install(connection)
    assert behind() == 0 and goals("銀河") == {"1"}
    on_sqlite.drop(connection)
    run("DELETE FROM plans_goal WHERE id = %s", row.pk)
    on_sqlite.install(connection)
    assert (NUMBERS["plans_goal"], row.pk) not in {(source, key) for source, key, _text in kept()[0]}


@pytest.mark.django_db(transaction=True)
def test_a_request_that_writes_leaves_it_caught_up(admin_client):
    plan = make_plan()
    make_goal(plan, "1")
    assert behind() > 0
    admin_client.get("/search/?q=銀河")
    assert behind() > 0, "a question never writes"
    admin_client.post("/admin/logout/")
    assert behind() == 0


@pytest.mark.django_db(transaction=True)
def test_trouble_with_it_fails_nothing(monkeypatch, caplog):
    def broken(connection):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(on_sqlite, "catch_up", broken)
    with keeping.caught_up():
        pass
    assert "catches up" in caplog.text
