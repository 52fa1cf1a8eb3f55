"""Whatever goes wrong is one sentence, and the site and the former backup are as they were."""

import errno
import json
import os
import signal
import warnings
import zipfile
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from plans import whole_files
from plans.backup import BackupError, archive, copying, reading, restore, restoring, write, writing
from plans.ledger import triggers
from plans.models import SitePage

from .conftest import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def backup(site, tmp_path):
    write(tmp_path / "site")
    return tmp_path / "site"


def cut(size):
    return lambda data: data[: int(len(data) * size)]


def flipped(place):
    def change(data):
        at = int(len(data) * place) if isinstance(place, float) else place
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        *((cut(size), "途中で切れている") for size in (0.01, 0.5, 0.999)),
        (lambda data: data[:-1], "途中で切れている"),
        (lambda data: data + b"\n", "途中で切れている"),
        *((flipped(place), "壊れています") for place in (60, 0.1, 0.5, 0.9, -100, -1)),
        (lambda data: b"", "バックアップではありません"),
        (lambda data: "メモ".encode(), "バックアップではありません"),
        (lambda data: b"SQLite format 3\0" + data, "バックアップではありません"),
    ],
)
def test_a_damaged_a_cut_off_and_a_foreign_file_are_refused(backup, change, sentence):
    data = change(backup.read_bytes())
    backup.write_bytes(data)
    before = everything("default")
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("restore", str(backup), "--yes")
    assert "\n" not in str(refusal.value)
    assert everything("default") == before


def test_a_zip_of_somebody_else_is_refused(site, tmp_path):
    with zipfile.ZipFile(tmp_path / "other", "w") as other:
        other.writestr("tables/plans_plan.jsonl", "")
    with pytest.raises(BackupError, match="バックアップではありません"):
        restore(tmp_path / "other")


def made_anew(file, drop: str = "", change=None) -> None:
    """The backup without an entry, or with another header, under a checksum that fits."""
    with zipfile.ZipFile(file) as old:
        entries = {name: old.read(name) for name in old.namelist() if name != drop}
    if change is not None:
        entries[archive.HEADER] = json.dumps(change(json.loads(entries[archive.HEADER]))).encode()
    with file.open("w+b") as content:
        book = zipfile.ZipFile(content, "w")
        book.comment = b"sha256:" + b"0" * 64
        for name, data in entries.items():
            book.writestr(name, data)
        book.close()
        content.flush()
        digest = archive.checksum(content)
        content.seek(-64, os.SEEK_END)
        content.write(digest.encode())


@pytest.mark.parametrize(
    ("drop", "change"),
    [
        ("tables/plans_plan.jsonl", None),
        ("contents.json", None),
        ("", lambda header: header | {"columns": {}}),
        ("", lambda header: header | {"columns": []}),
        ("", lambda header: header | {"format_version": "1"}),
        ("", lambda header: header | {"migrations": None}),
        ("", lambda header: []),
    ],
)
def test_a_file_that_is_no_backup_under_a_fitting_checksum_is_refused(backup, drop, change):
    made_anew(backup, drop, change)
    before = everything("default")
    with pytest.raises(CommandError, match=r"壊れています|合いません") as refusal:
        call_command("restore", str(backup), "--yes")
    assert "\n" not in str(refusal.value)
    assert everything("default") == before


@pytest.mark.parametrize(
    "url", ["foo", "postgres://", "postgres://127.0.0.1:5432/", "sqlite:///x", "http://x/y"]
)
def test_a_target_that_is_no_address_of_a_database_is_refused(monkeypatch, url):
    monkeypatch.setattr(copying, "require_up_to_date", lambda connection: None)
    monkeypatch.setattr(copying, "connections", {"default": SimpleNamespace(vendor="sqlite")})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BackupError, match="移す先は postgres://"):
            copying.copy_to_postgres(url)


def test_a_file_that_is_not_there_is_named(site, tmp_path):
    with pytest.raises(BackupError, match=r"none」を開けません"):
        restore(tmp_path / "none")


def test_a_backup_in_a_newer_form_is_refused(site, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FORMAT_VERSION", archive.FORMAT_VERSION + 1)
    write(tmp_path / "site")
    monkeypatch.undo()
    with pytest.raises(BackupError, match="新しい版のポータル"):
        restore(tmp_path / "site")


def test_a_backup_with_migrations_to_come_is_refused(site, tmp_path, monkeypatch):
    own = writing.migrations_of(connection)
    monkeypatch.setattr(
        writing, "migrations_of", lambda known: own | {"plans": [*own["plans"], "9999_to_come"]}
    )
    write(tmp_path / "site")
    with pytest.raises(BackupError, match="新しい版のポータル"):
        restore(tmp_path / "site")


def test_a_database_that_is_not_migrated_is_refused(backup, sqlite_file):
    recorder = MigrationRecorder(sqlite_file)
    recorder.record_unapplied("kpis", "0001_indicators_and_measurements")
    with pytest.raises(BackupError, match="migrate を実行"):
        restore(backup, using="sqlite_file")
    recorder.record_applied("kpis", "0001_indicators_and_measurements")
    recorder.record_applied("plans", "9999_to_come")
    with pytest.raises(BackupError, match="データベースは、新しい版のポータルのものです"):
        restore(backup, using="sqlite_file")
    recorder.flush()
    with pytest.raises(BackupError, match="migrate を実行"):
        restore(backup, using="sqlite_file")
    with pytest.raises(BackupError, match="migrate を実行"):
        write(backup.with_name("other"), using="sqlite_file")


def test_a_restore_that_fails_half_way_changes_nothing(backup, monkeypatch):
    SitePage.objects.create(slug="new", title="その後のページ", body="…")
    connection.check_constraints()
    before = everything("default")
    real = restoring.tally

    def other_rows(known, table):
        found = real(known, table)
        return found | {"rows": -1} if table.name == "plans_term" else found

    monkeypatch.setattr(restoring, "tally", other_rows)
    with pytest.raises(BackupError, match="サイトは元のままです（表 plans_term の行"):
        restore(backup)
    assert everything("default") == before
    assert triggers.missing(connection) == []


def killed(act) -> int:
    """Does it in a process of its own, which is to be killed; gives the signal."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def _kill_at(name, real):
    def act(known, table, *rest):
        if table.name == name:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(known, table, *rest)

    return act


def test_a_restore_that_is_killed_changes_nothing(backup, neighbour, monkeypatch):
    restore(backup, using=neighbour.alias)
    SitePage.objects.using(neighbour.alias).create(slug="new", title="その後のページ", body="…")
    before = everything(neighbour.alias)
    neighbour.close()
    monkeypatch.setattr(restoring, "_fill", _kill_at("plans_term", restoring._fill))
    assert killed(lambda: restore(backup, using=neighbour.alias)) == signal.SIGKILL
    monkeypatch.undo()
    assert everything(neighbour.alias) == before
    assert triggers.missing(neighbour) == []
    restore(backup, using=neighbour.alias)
    assert not SitePage.objects.using(neighbour.alias).filter(slug="new").exists()


def test_a_backup_that_is_killed_leaves_the_former_one(backup, neighbour, monkeypatch):
    former = backup.read_bytes()
    restore(backup, using=neighbour.alias)
    neighbour.close()
    monkeypatch.setattr(writing, "rows_of", _kill_at("plans_term", reading.rows_of))
    assert killed(lambda: write(backup, using=neighbour.alias)) == signal.SIGKILL
    monkeypatch.undo()
    assert backup.read_bytes() == former
    write(backup, using=neighbour.alias)
    restore(backup)
    assert [path.name for path in backup.parent.glob("site*") if "sqlite" not in path.name] == ["site"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "ディスクがいっぱいで"),
        (errno.EDQUOT, "ディスクがいっぱいで"),
        (errno.EROFS, "に書けません（書き込めないディスクです"),
    ],
)
def test_where_nothing_can_be_written_the_former_backup_stays(backup, monkeypatch, number, sentence):
    former = backup.read_bytes()

    def full(descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(whole_files.os, "fsync", full)
    with pytest.raises(CommandError, match=sentence):
        call_command("backup", str(backup))
    assert backup.read_bytes() == former
    assert [path.name for path in backup.parent.iterdir()] == ["site"]


def test_what_is_no_backup_is_not_written_over(site, tmp_path):
    (tmp_path / "db.sqlite3").write_bytes(b"SQLite format 3\0")
    with pytest.raises(BackupError, match="上書きしません"):
        write(tmp_path / "db.sqlite3")
    with pytest.raises(BackupError, match="に書けません（ファイルかフォルダーがありません"):
        write(tmp_path / "none" / "site")


def test_a_restore_asks_first_and_names_what_is_lost(backup, monkeypatch, capsys):
    asked = []
    answers = iter(["y", "復元"])
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    before = everything("default")
    with pytest.raises(CommandError, match="復元しませんでした"):
        call_command("restore", str(backup))
    assert "市区町村 3、計画 4、ユーザー 1" in capsys.readouterr().out
    assert everything("default") == before
    call_command("restore", str(backup))
    assert len(asked) == 2


def test_without_anybody_to_ask_nothing_is_restored(backup, monkeypatch):
    def nobody(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", str(backup))
