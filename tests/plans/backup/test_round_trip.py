"""A backup restored is the same site: every row of every table, from one database to the other and back."""

import sqlite3
import stat

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from plans.backup import BackupError, restore, restoring, what_stands, write, writing
from plans.backup.copying import copy_to_postgres
from plans.backup.reading import last_key
from plans.backup.tables import is_up_to_date, tables
from plans.backup.upgrading import other_database, sqlite_settings
from plans.ledger import triggers
from plans.models import Goal, Municipality, Plan, SitePage
from tests.former_tables import FIRST, forget, lay_former
from tests.former_tables import FORMER as FORMER_NAMES

from .conftest import everything, postgres_database, raw

pytestmark = pytest.mark.django_db
# Migrations of a former version.
FORMER = [("plans", "0007_conversions"), ("kpis", "0008_conversions_and_breaks")]


def keys(used: str) -> dict[str, int]:
    """What each table gives next, less one."""
    known = connections[used]
    return {table.name: last_key(known, table) for table in tables(known) if table.counts_up}


def test_every_row_comes_back_in_either_database(site, neighbour, sqlite_file, tmp_path):
    here = everything("default")
    assert here["kpis.ReportFile"]
    counts = write(tmp_path / "first")
    assert counts == {table.name: counts[table.name] for table in tables(connection)}
    for other in {neighbour.alias: neighbour, "sqlite_file": sqlite_file}.values():
        assert restore(tmp_path / "first", using=other.alias) == counts
        assert everything(other.alias) == here
        assert keys(other.alias) == keys("default")
        assert triggers.missing(other) == []
        assert not triggers.left_open(other)
        with pytest.raises(DatabaseError, match="公開済み"), transaction.atomic(using=other.alias):
            Goal.objects.using(other.alias).all()._raw_delete(other.alias)
    write(tmp_path / "second", using="sqlite_file")
    SitePage.objects.all().delete()
    get_user_model().objects.filter(username="tanaka").update(username="suzuki")
    connection.check_constraints()
    restore(tmp_path / "second")
    assert everything("default") == here
    assert triggers.missing(connection) == []
    assert not Session.objects.exists()
    assert get_user_model().objects.get(username="tanaka").check_password("とても長い合言葉です")


def test_on_one_database_every_byte_is_the_same(site, sqlite_file, tmp_path):
    write(tmp_path / "first")
    restore(tmp_path / "first", using="sqlite_file")
    before = raw(sqlite_file)
    write(tmp_path / "second", using="sqlite_file")
    restore(tmp_path / "second", using="sqlite_file")
    assert raw(sqlite_file) == before
    plain = sqlite3.connect(sqlite_file.settings_dict["NAME"])
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    plain.close()


def test_the_file_is_for_its_owner_alone(site, tmp_path):
    (tmp_path / "site").touch(0o644)
    write(tmp_path / "site")
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("site*")] == ["site"]


def test_others_write_meanwhile_and_the_backup_is_of_one_moment(site, neighbour, tmp_path, monkeypatch):
    write(tmp_path / "first")
    restore(tmp_path / "first", using=neighbour.alias)
    before = everything(neighbour.alias)
    read = writing.rows_of
    saved = []

    def rows_of(known, table):
        """Between two tables somebody else saves, in a connection of their own."""
        yield from read(known, table)
        with other_database("somebody", dict(neighbour.settings_dict)):
            page = SitePage(slug=f"new-{len(saved)}", title=table.name, body="…")
            page.save(using="somebody")
            saved.append(page.pk)

    monkeypatch.setattr(writing, "rows_of", rows_of)
    write(tmp_path / "second", using=neighbour.alias)
    monkeypatch.undo()
    assert SitePage.objects.using(neighbour.alias).filter(pk__in=saved).count() == len(saved) > 80
    restore(tmp_path / "second", using=neighbour.alias)
    assert everything(neighbour.alias) == before


def test_a_backup_of_a_former_version_is_brought_up_to_date(site, tmp_path):
    with other_database("former", sqlite_settings(tmp_path / "former.sqlite3")) as former:
        models = lay_former(former, FORMER)
        city = {"slug": "kitayama", "name": "北山市", "code": "011002"}
        models.get_model("plans", "Municipality").objects.using("former").create(**city)
        models.get_model("auth", "User").objects.using("former").create(username="suzuki")
        write(tmp_path / "former", using="former")
    restore(tmp_path / "former")
    assert list(Municipality.objects.values("slug", "name", "code")) == [city]
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["suzuki"]
    assert not Plan.objects.exists()
    assert is_up_to_date(connection)
    assert triggers.missing(connection) == []
    assert ContentType.objects.get_for_model(Plan).pk
    assert Permission.objects.filter(content_type__app_label="plans").exists()


@pytest.mark.parametrize("missing", [FIRST, FORMER_NAMES], ids=["former", "first"])
def test_a_backup_of_the_same_tables_needs_no_upgrade_by_whichever_names_it_knows_them(
    site, tmp_path, monkeypatch, missing
):
    here = everything("default")["plans.Plan"]
    forget(missing)
    write(tmp_path / "site")
    for app, name in missing:
        MigrationRecorder(connection).record_applied(app, name)
    monkeypatch.setattr(restoring, "brought_up_to_date", None)
    restore(tmp_path / "site")
    assert everything("default")["plans.Plan"] == here
    assert not set(MigrationRecorder(connection).applied_migrations()) & missing
    assert is_up_to_date(connection)
    restore(tmp_path / "site")


def test_a_sqlite_site_moves_up_to_postgresql(site, sqlite_file, tmp_path):
    write(tmp_path / "first")
    restore(tmp_path / "first", using="sqlite_file")
    if connection.vendor == "sqlite":
        with pytest.raises(BackupError, match="postgres://"):
            copy_to_postgres("mysql://somewhere/else", using="sqlite_file")
        return
    with pytest.raises(BackupError, match="SQLiteを使っていません"):
        copy_to_postgres(address("target"))
    with postgres_database("target") as target:
        copy_to_postgres(address("target"), using="sqlite_file")
        assert everything("target") == everything("sqlite_file")
        assert keys("target") == keys("sqlite_file")
        assert triggers.missing(target) == []
        with pytest.raises(BackupError, match="空ではありません（市区町村 3、計画 4、ユーザー 1）"):
            copy_to_postgres(address("target"), using="sqlite_file")


def address(alias: str) -> str:
    own = connection.settings_dict
    return f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}_{alias}"


def test_an_empty_site_has_nothing_to_lose(neighbour):
    assert what_stands(neighbour.alias) == {}


def test_the_commands_say_what_they_did(site, tmp_path, capsys):
    call_command("backup", str(tmp_path / "site"))
    assert "バックアップを作りました" in capsys.readouterr().out
    call_command("restore", str(tmp_path / "site"), "--yes")
    assert "復元しました" in capsys.readouterr().out
