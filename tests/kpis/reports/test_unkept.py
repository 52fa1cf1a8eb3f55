"""Where a file cannot be kept or made, or another is being made: readers are served, or told in a sentence."""

import io
import zipfile
from dataclasses import replace
from threading import Event, Thread

import pytest
from django.db import OperationalError
from django.urls import reverse

from kpis.models import Report, ReportFile
from kpis.reports import formats
from kpis.reports.document import Document
from kpis.reports.errors import ReportError
from kpis.reports.formats import FORMATS, PAGE, ZIP, file_of, page_of, prepare, render
from kpis.reports.publishing import draft
from plans import turns
from tests.cities import REPORTED_QUARTER

pytestmark = pytest.mark.django_db

ROOT = "/kitayama/smart-plan/reports/"
HEAVY, LIGHT = ("pdf", "xlsx"), ("csv", "actions.csv", "json", "html")
SENTENCE = "PDFを作れませんでした。"


def put(monkeypatch, key: str, render) -> None:
    monkeypatch.setitem(FORMATS, key, replace(FORMATS[key], render=render))


@pytest.fixture
def report(report_city) -> Report:
    return report_city.publish()


@pytest.fixture
def plain_heavy(monkeypatch) -> None:
    """PDF and Excel by writers that take no time."""
    for key in HEAVY:
        put(monkeypatch, key, lambda document, key=key: f"{key} {document.key}".encode())


class TestADatabaseThatCannotKeep:
    @pytest.fixture
    def full(self, monkeypatch) -> None:
        def refuse(*_arguments, **_named):
            raise OperationalError("attempt to write a readonly database")

        monkeypatch.setattr(ReportFile.objects, "create", refuse)

    def test_serves_every_file_and_the_page(self, client, report, plain_heavy, full, caplog):
        for key in (*FORMATS, ZIP):
            answer = client.get(f"{ROOT}{REPORTED_QUARTER}.{key}")
            assert (answer.status_code, bool(answer.content)) == (200, True), key
        assert "申請の件数" in client.get(f"{ROOT}{REPORTED_QUARTER}/").content.decode()
        assert not report.files.exists()
        unkept = {record.getMessage().split()[0] for record in caplog.records}
        assert unkept == {*FORMATS, ZIP, PAGE} - {"json"}

    def test_gives_whole_zips(self, report, plain_heavy, full):
        with zipfile.ZipFile(io.BytesIO(file_of(report, ZIP))) as archive:
            assert archive.testzip() is None
            assert len(archive.namelist()) == len(FORMATS)
            assert (
                archive.read(f"kitayama-smart-plan-{REPORTED_QUARTER}.pdf")
                == f"pdf {REPORTED_QUARTER}".encode()
            )

    def test_keeps_again_when_it_can(self, report, plain_heavy, monkeypatch):
        with monkeypatch.context() as patched:
            patched.setattr(ReportFile.objects, "create", lambda **_named: 1 / 0)
            with pytest.raises(ZeroDivisionError):  # only what the database says is swallowed
                file_of(report, "csv")
        file_of(report, "csv")
        assert [row.format for row in report.files.all()] == ["csv"]


class TestPreparing:
    def test_what_fails_is_logged_and_the_rest_is_made(self, report, plain_heavy, monkeypatch, caplog):
        def fail(_document):
            raise RuntimeError("no font")

        put(monkeypatch, "pdf", fail)
        prepare(report)
        # Neither the file nor the zip that needs it.
        assert {row.format for row in report.files.all()} == {PAGE, "xlsx", "csv", "actions.csv", "html"}
        failed = [record for record in caplog.records if record.exc_info]
        assert [record.getMessage() for record in failed] == [
            f"{key} of the report {REPORTED_QUARTER} could not be made" for key in ("pdf", ZIP)
        ]
        assert all(str(record.exc_info[1]) == "no font" for record in failed)

    def test_a_page_that_fails_stops_no_file(self, report, plain_heavy, monkeypatch, caplog):
        monkeypatch.setattr(formats, "_body", lambda _document: 1 / 0)
        prepare(report)
        assert {row.format for row in report.files.all()} == {*FORMATS, ZIP} - {"json"}
        assert f"{PAGE} of the report {REPORTED_QUARTER} could not be made" in caplog.text


class TestAFileThatCannotBeMade:
    @pytest.fixture
    def unfit(self, plain_heavy, monkeypatch) -> None:
        def fail(_document):
            raise ReportError(SENTENCE)

        put(monkeypatch, "pdf", fail)

    @pytest.mark.parametrize("key", ["pdf", ZIP])
    def test_the_public_reads_why_beside_the_other_files(self, client, report, unfit, key):
        answer = client.get(f"{ROOT}{REPORTED_QUARTER}.{key}")
        page = answer.content.decode()
        assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert f'<p class="notice" role="alert">{SENTENCE}</p>' in page
        assert f'href="{ROOT}{REPORTED_QUARTER}.xlsx"' in page
        assert "ETag" not in answer or report.checksum not in answer["ETag"]
        assert client.get(f"{ROOT}{REPORTED_QUARTER}.xlsx").status_code == 200
        assert not report.files.filter(format=key).exists()

    @pytest.mark.parametrize("key", ["pdf", ZIP])
    def test_the_manager_is_led_back_to_the_room_with_it(self, client, report_city, unfit, key):
        client.force_login(report_city.user("manager"))
        room = reverse("admin:kpis_review_report", args=[report_city.review.pk])
        answer = client.get(f"{room}draft.{key}", follow=True)
        assert answer.redirect_chain == [(room, 302)]
        assert SENTENCE in answer.content.decode()
        assert client.get(f"{room}draft.xlsx").status_code == 200


class Turn:
    """The turn of the heavy formats. Who asks for it is noted."""

    def __init__(self):
        self.asked = Event()

    def __call__(self):
        self.asked.set()
        return turns.turn()


class TestTurns:
    @pytest.fixture
    def turn(self, monkeypatch) -> Turn:
        found = Turn()
        monkeypatch.setattr(formats, "turn", found)
        return found

    def test_pages_and_light_files_do_not_ask_for_one(self, report, turn):
        document = Document.of_report(report)
        for key in LIGHT:
            assert render(document, key)
            assert file_of(report, key)
        assert page_of(report)
        assert not turn.asked.is_set()

    @pytest.mark.parametrize("key", HEAVY)
    def test_what_is_kept_waits_for_nobody(self, report, plain_heavy, turn, key):
        first = file_of(report, key)
        assert turn.asked.is_set()
        turn.asked.clear()
        assert file_of(report, key) == first
        assert not turn.asked.is_set()

    def test_one_heavy_file_after_the_other_and_the_light_ones_between(self, report_city, turn, monkeypatch):
        document = Document.of_draft(draft(report_city.plan, report_city.review))
        begun, may_end, log = Event(), Event(), []

        def slow(_document) -> bytes:
            log.append("pdf begins")
            begun.set()
            assert may_end.wait(timeout=30)
            log.append("pdf ends")
            return b"pdf"

        put(monkeypatch, "pdf", slow)
        put(monkeypatch, "xlsx", lambda _document: log.append("xlsx") or b"xlsx")
        first, second = (Thread(target=render, args=(document, key)) for key in HEAVY)
        first.start()
        assert begun.wait(timeout=30)
        turn.asked.clear()
        second.start()
        assert turn.asked.wait(timeout=30)
        for key in LIGHT:
            assert render(document, key)
            log.append(key)
        may_end.set()
        for thread in (first, second):
            thread.join(timeout=30)
        assert log == ["pdf begins", *LIGHT, "pdf ends", "xlsx"]

    def test_a_failure_gives_the_turn_back(self, report, turn, monkeypatch):
        put(monkeypatch, "pdf", lambda _document: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            file_of(report, "pdf")
        assert not turns._own.locked()
