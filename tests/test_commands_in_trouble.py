"""Whatever keeps the database from it, every command ends in a Japanese sentence and an exit code that cron notices."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from dxportal.command_line import NOBODY_READS
from kpis.models import Review
from tests import database
from tests.called_commands import ROOT, call_commands
from tests.test_commands_that_write import COMMANDS, READS

NAME = "site.sqlite3"
AWAY = "postgres://nobody@127.0.0.1:1/nothing"
# Words of each command with which it comes to ask the database. Those of Django that everybody calls come along.
WORDS = {
    "backup": ["{folder}/new.dxbackup"],
    "clear_samples": ["--yes"],
    "copy_to_postgres": [AWAY],
    "create_demo_accounts": ["--reset"],
    "createsuperuser": ["--no-input", "--username", "a", "--email", "a@b.jp"],
    "doctor": [],
    "evaluate": ["--scale", "stars"],
    "export_entry_sheet": ["mihon/dx-plan", "{quarter}", "{folder}/new.xlsx"],
    "export_report": ["mihon/dx-plan", "latest", "--output", "{folder}/new.csv"],
    "export_workbook": ["mihon/dx-plan", "{folder}/new-plan.xlsx"],
    "import_entry_sheet": ["{folder}/sheet.csv", "--user", "mihon-editor"],
    "import_workbook": ["{folder}/plan.xlsx", "--yes"],
    "lint_plan": ["mihon/dx-plan"],
    "load_plans": ["--yes"],
    "load_samples": ["--yes"],
    "make_nation": ["--municipalities", "1", "--indicators", "4", "--quarters", "2", "--yes"],
    "open_reviews": [],
    "refresh_standings": ["--all"],
    "remove_city": ["mihon", "--yes", "--backup", "{folder}/before.dxbackup"],
    "restore": ["{folder}/site.dxbackup", "--yes"],
    "send_reminders": [],
    "verify_reports": [],
}
DJANGOS = {
    "clearsessions": [],
    "migrate": [],
}


def test_every_command_has_its_words():
    assert set(WORDS) == set(COMMANDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """The files that commands read."""
    made = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        call_command("backup", made / "site.dxbackup", verbosity=0)
        call_command("export_workbook", "mihon/dx-plan", made / "plan.xlsx", verbosity=0)
        quarter = Review.objects.filter(plan__slug="dx-plan").order_by("period").last().period
        call_command("export_entry_sheet", "mihon/dx-plan", quarter, made / "sheet.csv")
    (made / "quarter").write_text(quarter)
    return made


def called(folder: Path, url: str, names: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    places = {"folder": folder, "quarter": (folder / "quarter").read_text()}
    words = [[name, *(word.format(**places) for word in more)] for name, more in names.items()]
    return dict(zip(names, call_commands(words, url), strict=True))


@contextmanager
def loaded_file(folder: Path) -> Iterator[Path]:
    """A site in a file."""
    template = database.sqlite_template(database.TEMPLATES)
    with closing(sqlite3.connect(template)) as loaded, closing(sqlite3.connect(folder / NAME)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        loaded.backup(file)
    yield folder / NAME


def check(found: dict[str, tuple[int, str]], sentence: str, *, but: tuple[str, ...] = ()) -> None:
    """Each ended with the sentence, or one of its own; `but`: may have done its work."""
    for name, (code, said) in found.items():
        assert "Traceback" not in said, (name, said)
        last = said.strip().splitlines()[-1] if said.strip() else ""
        assert code == 1 or (code == 0 and name in but), (name, code, said)
        if code:
            own = ("CommandError: ", "直すところが")  # it caught it itself; the doctor's last line
            assert sentence in last or last.startswith(own), (name, said)
            assert said.isascii() is False, (name, said)


def test_a_database_that_does_not_answer(folder):
    check(called(folder, AWAY, WORDS | DJANGOS), "データベースに接続できません")


def test_a_file_that_somebody_else_has_locked(folder, tmp_path):
    with loaded_file(tmp_path) as file, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        check(called(folder, f"sqlite:///{file}", WORDS | DJANGOS), "順番が来ませんでした")


def test_a_file_into_which_somebody_else_writes_for_long(folder, tmp_path):
    reads = tuple(name for name, what in COMMANDS.items() if what == READS)
    idle = ("backup", "export_entry_sheet", "export_workbook", "open_reviews", "send_reminders", "migrate")
    with loaded_file(tmp_path) as file, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = called(folder, f"sqlite:///{file}", WORDS | DJANGOS)
        check(found, "順番が来ませんでした", but=(*reads, *idle))
        other.execute("ROLLBACK")
        assert other.execute("SELECT COUNT(*) FROM plans_municipality WHERE slug = 'mihon'").fetchone() == (
            1,
        )


def test_a_file_that_is_no_database(folder, tmp_path):
    (tmp_path / "broken.sqlite3").write_bytes(b"no database at all " * 500)
    check(called(folder, f"sqlite:///{tmp_path}/broken.sqlite3", WORDS), "壊れています")


def test_a_database_without_tables(folder, tmp_path):
    check(called(folder, f"sqlite:///{tmp_path}/new.sqlite3", WORDS), "manage.py migrate を実行してください")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_a_postgres_database_without_tables(folder, db):
    values = connection.settings_dict
    name = f"{values['NAME']}_empty"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            user = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT'] or 5432}"
            check(called(folder, f"postgres://{user}/{name}", WORDS), "manage.py migrate を実行してください")
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_nobody_who_reads_on_ends_a_command_quietly():
    """`manage.py help | head -1`: the reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    environment = os.environ | {
        "DXPORTAL_ENV": "", "SECRET_KEY": "tests-only-" + "x" * 50, "ALLOWED_HOSTS": "localhost"
    }  # fmt: skip
    called = [sys.executable, "manage.py", "help"]
    done = subprocess.run(
        called, stdout=writer, stderr=subprocess.PIPE, cwd=ROOT, env=environment, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (NOBODY_READS, b"")
