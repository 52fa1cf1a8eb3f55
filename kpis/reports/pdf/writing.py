"""The report as PDF: A4 landscape, tagged for readers who cannot see (PDF/UA-1), typeset without any network."""

import json
import logging
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from kpis.charts.palette import LOOKS, MARK
from kpis.reports.document import Document
from kpis.reports.errors import ReportError
from plans.colours import COLOURS

from . import glyphs
from .data import template_data

TEMPLATES = Path(__file__).parent / "typst"
PALETTE = json.dumps(
    {
        "colours": COLOURS,
        "mark": MARK,
        "looks": {key: look.named() | {"sign": look.sign} for key, look in LOOKS.items()},
    }
)
MOST_NAMED = 20  # characters that the note names
# Typst keeps what it worked out for the last ten compilations, 50 MB of each report; empty ones push it out.
FORGETTING = 11
logger = logging.getLogger(__name__)


def write_pdf(document: Document) -> bytes:
    """The PDF of the report or draft; the same document gives the same bytes. Raises ReportError."""
    text = _data_text(document)
    try:
        return typst.compile(
            str(TEMPLATES / "report.typ"),
            root=str(TEMPLATES),
            font_paths=glyphs.folders(),
            ignore_system_fonts=True,
            sys_inputs={"data": text, "palette": PALETTE},
            pdf_standards=["ua-1"],
            timestamp=_moment(document),
        )
    except typst.TypstError as error:
        logger.exception("PDF of %s: %s", document.file_name, error)
        raise ReportError(_("PDFを作れませんでした。Excelかウェブページを使ってください。")) from error
    finally:
        _forget()


def _data_text(document: Document) -> str:
    """What the template reads. Only the text stays while it is set: the compiler needs the room."""
    missing: dict[str, int] = {}
    data = glyphs.fitted(template_data(document), missing)
    data["note"] = _note(missing)
    return json.dumps(data, ensure_ascii=False)


def _forget() -> None:
    """Gives back the memory that the compiler holds for a next time that seldom comes."""
    none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    for _time in range(FORGETTING):
        typst.compile(b"", font_paths=none)


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
