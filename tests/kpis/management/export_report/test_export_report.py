"""export_report: a report as a file, as cron asks for it."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils import timezone

from kpis.models import Report, Review
from kpis.reports import formats
from plans.era import Quarter
from tests.factories import freeze_today, make_indicator, make_measurement

from .conftest import MIHON, export, left_in, newest

KITAYAMA = "kitayama/smart-plan"


# The sample city's years move with the calendar: its quarters are named by what they are.
PUBLISHED, FUTURE = "a published quarter", "the next quarter"


TODAY = date(2026, 8, 10)  # in the second quarter of fiscal year 2026, where a test depends on it


@pytest.fixture
def today(monkeypatch):
    freeze_today(monkeypatch, TODAY)


@pytest.fixture
def plain_writers(monkeypatch):
    """The big writers replaced by one that says what it was given: this is about the command."""
    for key in ("pdf", "xlsx", "html"):
        monkeypatch.setitem(formats.FORMATS, key, replace(formats.FORMATS[key], render=_said(key)))


def _said(key):
    return lambda document: f"{key} {document.title}".encode()


def corrected(mihon) -> Report:
    """A second revision; the sample city has one."""
    return Report.objects.of_plan(mihon).get(revision=2)


def test_a_published_report_is_written_as_it_was_frozen(mihon, tmp_path):
    report = newest(mihon)
    said = export(MIHON, report.review.period, "--output", tmp_path / "report.json")
    content = (tmp_path / "report.json").read_bytes()
    assert content == report.content.encode()
    assert f"{len(content):,}バイト" in said
    assert report.review.label in said
    assert left_in(tmp_path) == ["report.json"]


@pytest.mark.parametrize("key", [*formats.FORMATS, formats.ZIP])
def test_the_ending_or_the_option_says_which_format(mihon, plain_writers, tmp_path, key):
    period = newest(mihon).review.period
    export(MIHON, period, "--output", tmp_path / f"by-ending.{key.upper()}")
    export(MIHON, period, "--output", tmp_path / "by-option", "--format", key)
    wanted = formats.file_of(newest(mihon), key)
    assert (tmp_path / f"by-ending.{key.upper()}").read_bytes() == wanted
    assert (tmp_path / "by-option").read_bytes() == wanted


def test_the_option_is_stronger_than_the_ending(mihon, tmp_path):
    export(MIHON, newest(mihon).review.period, "--output", tmp_path / "report.txt.csv", "--format", "json")
    assert json.loads((tmp_path / "report.txt.csv").read_text())["city"]["slug"] == "mihon"


@pytest.mark.parametrize(("name", "column"), [("actions.csv", "title"), ("x.csv", "target_wording")])
def test_the_two_tables_are_told_apart(mihon, tmp_path, name, column):
    export(MIHON, newest(mihon).review.period, "--output", tmp_path / name)
    with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
        assert column in next(csv.reader(file))


def test_the_newest_revision_unless_another_is_asked_for(mihon, tmp_path):
    report = corrected(mihon)
    period, file = report.review.period, tmp_path / "report.json"
    found = {}
    for arguments in ((), ("--revision", 1), ("--revision", 2)):
        export(MIHON, period, "--output", file, *arguments)
        found[arguments[-1:]] = json.loads(file.read_text())["report"]["revision"]
    assert found == {(): 2, (1,): 1, (2,): 2}


def test_latest_is_the_newest_that_is_published_or_the_draft_under_way(mihon, tmp_path):
    """A line of cron stays as it is from quarter to quarter."""
    file = tmp_path / "report.json"
    export(MIHON, "latest", "--output", file)
    assert file.read_bytes() == newest(mihon).content.encode()
    under_way = mihon.reviews.order_by("-period").first()
    export(MIHON, "LATEST", "--draft", "--output", file)
    drafted = json.loads(file.read_text())
    assert drafted["is_draft"] is True
    assert drafted["report"]["period"] == under_way.period > newest(mihon).review.period


def test_a_zip_holds_every_format(mihon, plain_writers, tmp_path):
    report = newest(mihon)
    export(MIHON, report.review.period, "--output", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert sorted(archive.namelist()) == sorted(
            f"mihon-dx-plan-{report.key}.{key}" for key in formats.FORMATS
        )
        assert archive.read(f"mihon-dx-plan-{report.key}.json") == report.content.encode()


def test_a_draft_needs_no_review_and_stores_nothing(plan, today, tmp_path):
    make_measurement(make_indicator(plan, "k"), "2026-Q1", 5)
    file = tmp_path / "draft.json"
    said = export(KITAYAMA, "2026-Q1", "--draft", "--output", file)
    snapshot = json.loads(file.read_text())
    assert snapshot["is_draft"] is True
    assert snapshot["indicators"][0]["value"]["value"] == "5"
    assert "【案】" in said
    assert not Review.objects.filter(plan=plan).exists()
    assert not Report.objects.filter(review__plan=plan).exists()


def test_a_draft_of_a_review_carries_its_comment(plan, today, tmp_path):
    Review.objects.create(
        plan=plan, period="2026-Q1", due_on=date(2026, 7, 30), overall_comment="おおむね順調"
    )
    export(KITAYAMA, "2026-Q1", "--draft", "--output", tmp_path / "draft.json")
    report = json.loads((tmp_path / "draft.json").read_text())["report"]
    assert (report["overall_comment"], report["revision"]) == ("おおむね順調", 1)


def test_a_draft_of_a_published_quarter_is_its_next_revision(mihon, tmp_path):
    report = newest(mihon)
    export(MIHON, report.review.period, "--draft", "--output", tmp_path / "draft.json")
    snapshot = json.loads((tmp_path / "draft.json").read_text())
    assert (snapshot["is_draft"], snapshot["report"]["revision"]) == (True, report.revision + 1)


def test_a_draft_of_the_running_quarter_stands_on_today(amagasaki, today, tmp_path):
    export("amagasaki/kyoso-dx", "2026-Q2", "--draft", "--output", tmp_path / "draft.json")
    report = json.loads((tmp_path / "draft.json").read_text())["report"]
    assert (report["at"]["date"], report["is_running"]) == (str(TODAY), True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["kitayama/none", "2025-Q1", "--output", "a.csv"], ["kitayama/none", "kitayama/smart-plan", MIHON]),
        (["kitayama", "2025-Q1", "--output", "a.csv"], ["登録されている計画"]),
        ([MIHON, "2025-Q5", "--output", "a.csv"], ["2025-Q5", "2025-Q4"]),
        ([MIHON, "第1四半期", "--output", "a.csv", "--draft"], ["第1四半期", "2025-Q4"]),
        ([MIHON, FUTURE, "--output", "a.csv"], ["第", "まだ始まっていません"]),
        ([MIHON, FUTURE, "--output", "a.csv", "--draft"], ["まだ始まっていません"]),
        (
            [MIHON, "2020-Q1", "--output", "a.csv"],
            ["令和2年度（2020年度）第1四半期", "公表したもの: 20", "--draft"],
        ),
        ([KITAYAMA, "2025-Q1", "--output", "a.csv"], ["まだありません", "--draft"]),
        ([KITAYAMA, "latest", "--output", "a.csv"], ["公表した報告はまだありません", "--draft"]),
        ([KITAYAMA, "latest", "--output", "a.csv", "--draft"], ["レビューを始めた四半期がまだありません"]),
        ([MIHON, PUBLISHED, "--output", "a.csv", "--revision", "9"], ["第9版はありません", "ある版: 1"]),
        ([MIHON, PUBLISHED, "--output", "a.csv", "--revision", "0"], ["第0版はありません"]),
        ([MIHON, PUBLISHED, "--output", "a.csv", "--revision", "1", "--draft"], ["一緒に使えません"]),
        ([MIHON, PUBLISHED, "--output", "a.doc"], ["形式がわかりません", "actions.csv", "zip"]),
        ([MIHON, PUBLISHED, "--output", "-"], ["形式がわかりません", "--format"]),
        ([MIHON, PUBLISHED, "--output", "a.csv", "--format", "docx"], ["「docx」という形式", "xlsx"]),
        ([MIHON, PUBLISHED, "--output", "none/a.csv"], ["none がありません"]),
        ([MIHON, PUBLISHED, "--output", "folder.csv"], ["folder.csv はファイルではありません"]),
    ],
)
def test_what_cannot_be_says_why(mihon, plan, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    quarters = {PUBLISHED: newest(mihon).review.period, FUTURE: Quarter.of(timezone.localdate()).next()}
    arguments = [quarters.get(argument, argument) for argument in arguments]
    with pytest.raises(CommandError) as error:
        export(*arguments)
    assert [word for word in words if word not in str(error.value)] == []
    assert left_in(tmp_path) == ["folder.csv"]


def test_nothing_is_said_when_nothing_should_be(mihon, tmp_path, capfd):
    assert not export(MIHON, newest(mihon).review.period, "--output", tmp_path / "a.csv", verbosity=0)
    assert tuple(capfd.readouterr()) == ("", "")


def test_the_standard_output_gets_the_file_and_nothing_else(mihon, capfdbinary):
    said = export(MIHON, newest(mihon).review.period, "--output", "-", "--format", "csv")
    out, err = capfdbinary.readouterr()
    assert (said, err) == ("", b"")
    assert out == formats.file_of(newest(mihon), "csv")


def test_a_job_is_told_by_the_exit_code(tmp_path):
    """As cron runs it: another folder, another process. No database is asked before the arguments are understood."""
    manage = Path(__file__).resolve().parents[4] / "manage.py"
    done = subprocess.run(
        [sys.executable, manage, "export_report", MIHON, "2025-Q1", "--output", "a.docx"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: 「a.docx」からは形式がわかりません")
    assert (done.stdout, left_in(tmp_path)) == ("", [])
