"""The formats of a report, and the files kept of a published one."""

import io
import logging
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache, partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from kpis.documents.csv_files import csv_bytes
from kpis.models import Report
from plans.content_version.reading import version_with_site
from plans.languages import is_original
from plans.spreadsheets import CSV_TYPE, XLSX_TYPE
from plans.translations.memory import in_language
from plans.turns import turn

from .csv_rows import ACTION_COLUMNS, action_rows, indicator_columns, indicator_rows
from .document import Document
from .errors import require_intact
from .kept_files import ZIP, files_in_zip, keep, kept_file

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Format:
    """`key` is the file's ending."""

    key: str
    label: str
    content_type: str
    render: Callable[[Document], bytes]
    is_shown_in_browser: bool = False
    is_heavy: bool = False


def _xlsx(document: Document) -> bytes:
    from .xlsx import write_xlsx

    return write_xlsx(document)


def _pdf(document: Document) -> bytes:
    from kpis.reports.pdf.writing import write_pdf

    return write_pdf(document)


def _html(document: Document) -> bytes:
    from .html import write_html

    return write_html(document)


def _body(document: Document) -> str:
    from .html import body

    return body(document)


def _csv(document: Document) -> bytes:
    return csv_bytes(indicator_columns(document), indicator_rows(document))


def _actions_csv(document: Document) -> bytes:
    return csv_bytes(ACTION_COLUMNS, action_rows(document))


def _json(document: Document) -> bytes:
    return document.text.encode()


FORMATS = {
    row.key: row
    for row in (
        Format(
            "pdf",
            gettext_lazy("PDF（印刷・配布用）"),
            "application/pdf",
            _pdf,
            is_shown_in_browser=True,
            is_heavy=True,
        ),
        Format(
            "xlsx",
            gettext_lazy("Excel（様式とデータ）"),
            XLSX_TYPE,
            _xlsx,
            is_heavy=True,
        ),
        Format("csv", gettext_lazy("CSV（指標）"), CSV_TYPE, _csv),
        Format("actions.csv", gettext_lazy("CSV（取組）"), CSV_TYPE, _actions_csv),
        Format("json", gettext_lazy("JSON（すべての内容）"), "application/json", _json),
        Format("html", gettext_lazy("HTML（1つのファイル）"), "text/html; charset=utf-8", _html),
    )
}
PAGE = "page-6"  # count up when templates/kpis/reports changes its form
ZIP_TYPE = "application/zip"
MOST_TRANSLATED = (
    24  # bodies in other languages that a process holds, some 300 KB each: making one takes half a second
)


def render(document: Document, key: str) -> bytes:
    """The document in that format, or all formats in one zip. Raises KeyError for an unknown one."""
    if key == ZIP:
        return _zipped(document, {name: render(document, name) for name in FORMATS})
    # It was published in the original language, and is kept for every reader alike.
    with _turn(key), in_language(settings.LANGUAGE_CODE):
        return FORMATS[key].render(document)


def file_of(report: Report, key: str) -> bytes:
    """The report's file, made once and kept. Raises AlteredReportError."""
    require_intact(report)
    return _file(report, key)


def _file(report: Report, key: str) -> bytes:
    if key == "json":
        return report.content.encode()
    if key == ZIP:
        kept = kept_file(report, ZIP)
        if kept is not None:
            return kept
        files = {name: _file(report, name) for name in FORMATS}
        return keep(report, ZIP, _zipped(Document.of_report(report), files))
    with in_language(settings.LANGUAGE_CODE):  # whoever asks first, in whichever language: it is kept for all
        return _made_once(report, key, FORMATS[key].render)


def page_of(report: Report) -> str:
    """The body of the report's page: as published, made once and kept until the page's form changes.

    In another language headings, figures, days and names stand in today's translations, and sentences as published: it is made
    anew whenever the plan or a translation has changed. Raises AlteredReportError.
    """
    require_intact(report)
    if not is_original():
        version = version_with_site(report.review.plan_id)
        return _translated(report.pk, report.checksum, get_language(), version)
    return _made_once(report, PAGE, lambda document: _body(document).encode()).decode()


@lru_cache(maxsize=MOST_TRANSLATED)
def _translated(report_id: int, checksum: str, language: str, version: int) -> str:
    return _body(Document.of_report(Report.objects.select_related("review").get(pk=report_id)))


def _made_once(report: Report, key: str, make: Callable[[Document], bytes]) -> bytes:
    kept = kept_file(report, key)
    if kept is not None:
        return kept
    with _turn(key):
        kept = kept_file(report, key)  # somebody else may have waited for the same file
        if kept is not None:
            return kept
        # What was published is to stay the same, byte for byte: the zip has it, where the file alone is gone.
        original = files_in_zip(report, FORMATS).get(key)
        return keep(report, key, make(Document.of_report(report)) if original is None else original)


def _turn(key: str) -> AbstractContextManager[object]:
    return turn() if key in FORMATS and FORMATS[key].is_heavy else nullcontext()


def prepare(report: Report) -> None:
    """Makes and keeps page and files now, so that no reader waits for them.

    What cannot be made now is tried again for its first reader: what is published stays published.
    """
    makers: dict[str, Callable[[Report], object]] = {PAGE: page_of}
    makers |= {key: partial(file_of, key=key) for key in (*FORMATS, ZIP)}
    for key, make in makers.items():
        try:
            with in_language(settings.LANGUAGE_CODE):
                make(report)
        except Exception:
            log.exception("%s of the report %s could not be made", key, report.key)


def _zipped(document: Document, files: dict[str, bytes]) -> bytes:
    moment = timezone.localtime(document.published_at)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, content in files.items():
            info = zipfile.ZipInfo(f"{document.file_name}.{key}", moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()
