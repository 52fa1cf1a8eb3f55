"""The report as PDF: A4 landscape, tagged for readers who cannot see (PDF/UA-1), typeset without any network."""

import json
import logging
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.utils.translation import gettext as _

from kpis.reports.document import Document
from kpis.reports.errors import ReportError

from . import glyphs
from .compiling import PDF, CompilerError, compiled
from .data import template_data

TEMPLATES = Path(__file__).parent / "typst"
MOST_NAMED = 20  # characters that the note names
LONGEST = 300  # seconds; a thousand indicators take five
logger = logging.getLogger(__name__)


def write_pdf(document: Document) -> bytes:
    """The PDF of the report or draft; the same document gives the same bytes. Raises ReportError."""
    data = _data_text(document)
    try:
        return compiled(TEMPLATES / "report.typ", TEMPLATES, data, PDF, _moment(document), longest=LONGEST)
    except CompilerError as error:
        logger.exception("PDF of %s: %s", document.file_name, (error.stderr or b"").decode(errors="replace"))
        raise ReportError(_("PDFを作れませんでした。Excelかウェブページを使ってください。")) from error


def _data_text(document: Document) -> str:
    """What the template reads."""
    missing: dict[str, int] = {}
    data = glyphs.fitted(template_data(document), missing)
    data["note"] = _note(missing)
    return json.dumps(data, ensure_ascii=False)


def _moment(document: Document) -> datetime:
    """When it was published; of a draft the day on which it stands."""
    if document.published_at:
        return document.published_at.astimezone(UTC).replace(microsecond=0)
    return datetime.combine(date.fromisoformat(document.report["at"]["date"]), time(), UTC)


def _note(missing: dict[str, int]) -> str:
    """Which characters the typefaces lack; blank when none."""
    if not missing:
        return ""
    named = "、".join(f"U+{ord(each):04X}" for each in sorted(missing)[:MOST_NAMED])
    more = _("など") if len(missing) > MOST_NAMED else ""
    return _("この書体にない文字は%(geta)sで示しています: %(named)s%(more)s（%(count)d件）") % {
        "geta": glyphs.GETA,
        "named": named,
        "more": more,
        "count": sum(missing.values()),
    }
