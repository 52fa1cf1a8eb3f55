"""The files of a report: made once, kept, and the same for every reader."""

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.urls import reverse

from kpis.models import Report, ReportFile
from kpis.reports import formats
from kpis.reports.document import Document
from kpis.reports.formats import FORMATS, PAGE, ZIP, file_of, page_of, prepare, render
from kpis.reports.publishing import draft
from plans.content_version.reading import own_version_of
from tests.cities import REPORTED_QUARTER, build_report_city
from tests.kpis.workflow.test_at_the_same_moment import together, winners

pytestmark = pytest.mark.django_db


class Made(list):
    """Which formats were rendered, in order."""


@pytest.fixture
def made(monkeypatch) -> Made:
    """Every format but JSON is rendered by a stand-in that notes it, and never twice to the same bytes."""
    found = Made()

    def stand_in(key: str):
        def write(document: Document) -> bytes:
            found.append(key)
            return f"{key} {document.key} {len(found)}".encode()

        return write

    for key, row in FORMATS.items():
        if key != "json":
            monkeypatch.setitem(FORMATS, key, replace(row, render=stand_in(key)))
    return found


@pytest.fixture
def report(report_city) -> Report:
    return report_city.publish()


def kept(report: Report) -> set[str]:
    return set(report.files.values_list("format", flat=True))


def test_the_second_reader_gets_what_was_made_for_the_first(report, made):
    keys = [key for key in FORMATS if key != "json"]
    for count, key in enumerate(keys, start=1):
        first = file_of(report, key)
        again = file_of(Report.objects.get(pk=report.pk), key)
        assert again == first == f"{key} {REPORTED_QUARTER} {count}".encode()
    assert made == keys
    assert kept(report) == set(keys)


def test_json_is_the_report_itself_and_kept_nowhere_else(report, made):
    assert file_of(report, "json") == report.content.encode()
    assert hashlib.sha256(file_of(report, "json")).hexdigest() == report.checksum
    assert kept(report) == set()


def test_an_empty_file_is_kept_too(report, monkeypatch):
    calls = []
    monkeypatch.setitem(
        FORMATS, "csv", replace(FORMATS["csv"], render=lambda document: calls.append(1) or b"")
    )
    assert file_of(report, "csv") == file_of(report, "csv") == b""
    assert len(calls) == 1


def test_all_in_one_are_the_files_that_each_reader_gets(report, made):
    alone = file_of(report, "csv")
    whole = file_of(report, ZIP)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {f"kitayama-smart-plan-{REPORTED_QUARTER}.{key}" for key in FORMATS}
    assert found[f"kitayama-smart-plan-{REPORTED_QUARTER}.csv"] == alone
    assert found[f"kitayama-smart-plan-{REPORTED_QUARTER}.json"] == report.content.encode()
    assert sorted(made) == sorted(key for key in FORMATS if key != "json"), "each once"
    assert file_of(report, ZIP) == whole
    assert kept(report) == {*FORMATS, ZIP} - {"json"}


def test_the_same_files_give_the_same_zip(report, made):
    files = {"csv": b"1", "json": b"2"}
    document = Document.of_report(Report.objects.get(pk=report.pk))
    assert formats._zipped(document, files) == formats._zipped(Document.of_report(report), files)


def test_preparing_makes_everything_before_the_first_reader_comes(report, made):
    prepare(report)
    count = len(made)
    for key in (*FORMATS, ZIP):
        assert file_of(report, key)
    assert len(made) == count == len(FORMATS) - 1


def test_a_format_that_fails_keeps_nothing_and_is_tried_again(report, made, monkeypatch):
    good = FORMATS["pdf"]

    def fail(document: Document) -> bytes:
        raise RuntimeError("no font")

    monkeypatch.setitem(FORMATS, "pdf", replace(good, render=fail))
    with pytest.raises(RuntimeError):
        file_of(report, "pdf")
    prepare(report)  # what is published stays published
    assert kept(report) == {"xlsx", "csv", "actions.csv", "html", PAGE}
    monkeypatch.setitem(FORMATS, "pdf", good)
    assert file_of(report, "pdf")
    prepare(report)
    assert made.count("pdf") == 1


def test_an_unknown_format_is_none(report):
    for key in ("exe", "", "PDF", "../json"):
        with pytest.raises(KeyError):
            file_of(report, key)
        with pytest.raises(KeyError):
            render(Document.of_report(report), key)
    assert kept(report) == set()


def test_a_correction_has_files_of_its_own(report_city, report, made):
    first = file_of(report, "csv")
    report_city.revise(report_city.calls, value=20)
    from kpis.reports.publishing import publish_correction

    second = publish_correction(report_city.review, by=report_city.user("manager"), reason="数え直したため")
    assert file_of(second, "csv") == f"csv {REPORTED_QUARTER}-r2 2".encode()
    assert file_of(report, "csv") == first


def test_a_draft_is_made_anew_each_time(report_city, made):
    document = Document.of_draft(draft(report_city.plan, report_city.review))
    assert render(document, "csv") != render(document, "csv")
    with zipfile.ZipFile(io.BytesIO(render(document, ZIP))) as archive:
        assert set(archive.namelist()) == {
            f"kitayama-smart-plan-{REPORTED_QUARTER}-draft.{key}" for key in FORMATS
        }
    assert not ReportFile.objects.filter(report__review__plan=report_city.plan).exists()


def test_keeping_a_file_makes_the_plan_no_newer(report_city, report, made):
    before = type(report_city.plan).objects.get(pk=report_city.plan.pk).updated_at
    file_of(report, "csv")
    assert type(report_city.plan).objects.get(pk=report_city.plan.pk).updated_at == before


def test_a_visitors_download_leaves_pages_and_standings_as_they_are_kept(report_city, report, made):
    """What is kept of the plan elsewhere holds as long as its version is the same."""
    before = own_version_of(report_city.plan.pk)
    file_of(report, "csv")
    assert ReportFile.objects.filter(report=report).exists()
    assert own_version_of(report_city.plan.pk) == before


def test_where_another_process_was_first_its_file_is_the_one(report, made, monkeypatch):
    """It keeps its file while ours is being made."""
    good = FORMATS["csv"]

    def slow(document: Document) -> bytes:
        ReportFile.objects.create(report=report, format="csv", content=b"theirs")
        return good.render(document)

    monkeypatch.setitem(FORMATS, "csv", replace(good, render=slow))
    assert file_of(report, "csv") == b"theirs"
    assert [bytes(row.content) for row in report.files.all()] == [b"theirs"]


class TestDamage:
    """A disk failed, or somebody wrote over the file: nobody is given that."""

    def damage(self, report: Report, *keys: str) -> None:
        files = ReportFile.objects.filter(report=report)
        (files.filter(format__in=keys) if keys else files).update(content=b"damaged")

    def test_a_damaged_file_is_made_anew_and_kept(self, report, made):
        file_of(report, "csv")
        self.damage(report)
        assert file_of(report, "csv") == f"csv {REPORTED_QUARTER} 2".encode()
        assert file_of(report, "csv") == f"csv {REPORTED_QUARTER} 2".encode()
        assert made == ["csv", "csv"]
        assert not ReportFile.objects.damaged().exists()

    @pytest.mark.parametrize(
        "change",
        [
            lambda row: {"content": b""},
            lambda row: {"content": bytes(row.content)[:-1]},
            lambda row: {"content": bytes(row.content) * 2},
            lambda row: {"checksum": ""},
            lambda row: {"checksum": "0" * 64},
        ],
    )
    def test_a_reader_is_given_a_whole_one_however_it_is_damaged(self, client, report, made, change):
        for key in ("csv", "pdf", "xlsx", "html", ZIP):
            address = reverse("report-file", args=[*report.review.plan.natural_key(), report.key, key])
            assert client.get(address).status_code == 200
            row = report.files.get(format=key)
            ReportFile.objects.filter(pk=row.pk).update(**change(row))
            assert ReportFile.objects.damaged().count() == 1
            assert client.get(address).status_code == 200
            assert not ReportFile.objects.damaged().exists()

    def test_it_is_the_very_file_that_was_published_where_the_zip_has_it(self, report, made):
        file_of(report, ZIP)
        first = file_of(report, "pdf")
        count = len(made)
        self.damage(report, "pdf")
        assert file_of(report, "pdf") == first
        ReportFile.objects.filter(report=report, format="csv").delete()
        assert b"csv" in file_of(report, "csv")
        assert len(made) == count, "nothing is rendered"

    def test_a_damaged_zip_is_made_of_the_same_files(self, report, made):
        whole = file_of(report, ZIP)
        count = len(made)
        self.damage(report, ZIP)
        assert file_of(report, ZIP) == whole
        assert len(made) == count

    def test_the_page_too(self, report):
        first = page_of(report)
        self.damage(report, PAGE)
        assert page_of(report) == first
        assert not ReportFile.objects.damaged().exists()

    def test_who_cannot_write_is_given_the_file_all_the_same(self, report, made, monkeypatch):
        file_of(report, "csv")
        self.damage(report)

        def refuse(*_arguments, **_named):
            raise OperationalError("attempt to write a readonly database")

        monkeypatch.setattr(QuerySet, "update", refuse)
        assert file_of(report, "csv") == f"csv {REPORTED_QUARTER} 2".encode()


@pytest.mark.django_db(transaction=True)
def test_readers_at_the_same_moment_get_one_file(transactional_db, made):
    """Of what is heavy to make, on PostgreSQL in threads; SQLite runs them one after the other."""
    report = build_report_city().publish()
    calls = [lambda: file_of(Report.objects.get(pk=report.pk), "pdf") for _ in range(4)]
    answers = winners(together(calls))
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert made == ["pdf"]
    assert report.files.count() == 1
    assert not connection.in_atomic_block
