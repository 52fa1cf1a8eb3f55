"""export_report: the file is whole or the old one stays, with its rights."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError

from kpis.reports import formats

from .conftest import MIHON, export, left_in, newest


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("loop.csv", "リンクがたがいを指しています"),
        ("loop.csv/report.csv", "リンクがたがいを指しています"),
        (f"{'長' * 300}.csv", "名前が長すぎます"),
        (f"{'a' * 300}/report.csv", "名前が長すぎます"),
        ("/".join(["a" * 100] * 60) + "/report.csv", "名前が長すぎます"),
    ],
    ids=["loop", "in a loop", "long name", "long folder", "long path"],
)
def test_a_path_that_leads_nowhere_says_why(mihon, tmp_path, monkeypatch, output, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop.csv").symlink_to("round.csv")
    (tmp_path / "round.csv").symlink_to("loop.csv")
    with pytest.raises(CommandError, match=f"には書き込めません（{words}）。$"):
        export(MIHON, newest(mihon).review.period, "--output", output)
    assert left_in(tmp_path) == ["loop.csv", "round.csv"]


def test_a_device_is_never_replaced(mihon):
    with pytest.raises(CommandError, match="/dev/null はファイルではありません"):
        export(MIHON, newest(mihon).review.period, "--output", "/dev/null", "--format", "csv")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116 a device


def test_an_error_of_a_writer_is_named_and_the_old_file_stays(mihon, tmp_path, monkeypatch):
    class TooLongError(ValueError):
        pass

    def broken(document):
        raise TooLongError("表が紙に入りません")

    monkeypatch.setitem(formats.FORMATS, "pdf", replace(formats.FORMATS["pdf"], render=broken))
    file = tmp_path / "report.pdf"
    file.write_bytes(b"the old one")
    for key in ("pdf", "zip"):
        with pytest.raises(CommandError, match=f"{key} を作れませんでした.*TooLongError: 表が紙に入りません"):
            export(MIHON, newest(mihon).review.period, "--output", file, "--format", key)
    assert file.read_bytes() == b"the old one"
    assert left_in(tmp_path) == ["report.pdf"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_error_while_writing_leaves_the_old_file_and_nothing_beside_it(mihon, tmp_path, monkeypatch, step):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    file = tmp_path / "report.csv"
    file.write_bytes(b"the old one")
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    with pytest.raises(CommandError, match="書き込めません（ディスクに空きがありません）"):
        export(MIHON, newest(mihon).review.period, "--output", file)
    assert file.read_bytes() == b"the old one"
    assert left_in(tmp_path) == ["report.csv"]


def test_an_older_file_is_replaced_and_keeps_who_may_read_it(mihon, tmp_path):
    file, link = tmp_path / "report.csv", tmp_path / "latest.csv"
    file.write_bytes(b"x" * 1_000_000)
    file.chmod(0o640)
    link.symlink_to(file)
    export(MIHON, newest(mihon).review.period, "--output", link)
    assert file.read_bytes() == formats.file_of(newest(mihon), "csv")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert left_in(tmp_path) == ["latest.csv", "report.csv"]


def test_a_new_file_is_as_readable_as_any_other(mihon, tmp_path):
    (tmp_path / "other").touch()
    export(MIHON, newest(mihon).review.period, "--output", tmp_path / "report.csv")
    assert (tmp_path / "report.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_relative_path_stands_in_the_folder_of_who_asks(mihon, tmp_path, monkeypatch):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    export(MIHON, newest(mihon).review.period, "--output", "../報告.csv")
    assert left_in(tmp_path) == ["sub", "報告.csv"]
