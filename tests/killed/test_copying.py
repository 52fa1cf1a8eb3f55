"""A move to PostgreSQL that is killed leaves a target without the site or with the whole of it, and can be done again."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from .runner import Answer, Asked, Runner
from .sites import FileSite, Rows, rows_of_postgres
from .verbs import NOW

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs a PostgreSQL to move to: DATABASE_URL"
)
PEOPLES = ("plans_municipality", "plans_plan", "auth_user", "kpis_measurement", "plans_changerecord")


class Move:
    """A SQLite site of one city, and the PostgreSQL database to which it moves."""

    def __init__(self, site: FileSite, parameters: dict):
        self.site = site
        self.server = parameters | {"dbname": "postgres"}
        self.name = f"{parameters['dbname']}_moved_{os.getpid()}"
        self.runner = Runner(DATABASE_URL=f"sqlite:///{site.file}", COPY_TO=self._address(parameters))

    def _address(self, found: dict) -> str:
        who = f"{found['user']}:{found.get('password') or ''}"
        return f"postgres://{who}@{found['host']}:{found['port']}/{self.name}"

    def empty(self) -> None:
        """The mend that the command names: an empty database."""
        self.drop()
        with psycopg.connect(**self.server, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{self.name}"')

    def drop(self) -> None:
        with psycopg.connect(**self.server, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def run(self, dies_at: int = 0) -> Answer:
        return self.runner(Asked(self.site.name, ["copy_to_postgres"], NOW, dies_at))

    def rows(self) -> Rows:
        with psycopg.connect(**self.server | {"dbname": self.name}) as target:
            return rows_of_postgres(target)


@pytest.fixture(scope="module")
def move(tmp_path_factory, django_db_blocker) -> Iterator[Move]:
    with django_db_blocker.unblock():
        parameters = connection.get_connection_params()
    folder = tmp_path_factory.mktemp("site")
    site = FileSite(folder, folder / "nothing")
    made = Move(site, parameters)
    for word in ("migrate", "lay"):
        answer = made.runner(Asked(site.name, [word], NOW))
        assert answer.code == 0, answer.said
    site.keep()
    yield made
    made.runner.end()
    made.drop()


def _of_people(rows: Rows) -> list[tuple]:
    return [key for key in rows if key[0] in PEOPLES]


def test_a_killed_move_is_whole_or_nothing_and_can_be_done_again(move):
    move.empty()
    answer = move.run()
    assert answer.code == 0, answer.said
    whole = move.rows()
    assert {table for table, _key in _of_people(whole)} == set(PEOPLES)
    before = move.site.state()
    ends = []
    for moment in (2, answer.moments // 2, answer.moments - 5, answer.moments):
        move.empty()
        assert move.run(dies_at=moment).is_killed
        killed = move.rows()
        assert killed == whole or not _of_people(killed), moment
        ends.append("whole" if killed == whole else _again(move, whole))
        assert not move.site.state().differing(before), "the site itself stays as it is"
    assert ends == ["refused", "done", "done", "whole"]
    assert "空ではありません" in move.run().said, "and is not done again over it"


def _again(move: Move, whole: Rows) -> str:
    """What a second run comes to; where it is refused, after the mend that it names."""
    again = move.run()
    if again.code == 0:
        assert move.rows() == whole
        return "done"
    assert again.code == 1, again.said
    assert "空のデータベースを指定してください。" in again.said
    move.empty()
    assert move.run().code == 0
    assert move.rows() == whole
    return "refused"
