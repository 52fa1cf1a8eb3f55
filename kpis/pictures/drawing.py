"""From finished texts to a PNG: the compiler of the report's PDF draws it, one at a time, and visitors wait in the same line."""

import json
import logging
from pathlib import Path

from kpis.reports.pdf import glyphs
from kpis.reports.pdf.compiling import CompilerError, compiled
from plans.turns import CrowdedError, turn

TEMPLATES = Path(__file__).parent / "typst"
ROOT = (
    Path(__file__).resolve().parents[1]
)  # pictures use the report's signs and chips (reports/pdf/typst/cells.typ)
PNG = {"format": "png", "ppi": 144.0}  # two pixels a point
LONGEST = 20  # seconds; a picture takes less than one
Data = dict[str, object]  # what a template reads
logger = logging.getLogger(__name__)


def png(template: str, data: Data) -> bytes:
    """The picture; the same data give the same bytes. Raises CrowdedError where it cannot be drawn now."""
    text = data_text(data)
    with turn():
        try:
            return compiled(TEMPLATES / template, ROOT, text, PNG, longest=LONGEST)
        except CompilerError as error:
            said = getattr(error, "stderr", b"") or b""
            logger.exception("%s: %s", template, said.decode(errors="replace"))
            raise CrowdedError from error


def data_text(data: Data) -> str:
    """What the template reads: all texts printable, long words with places to break."""
    return json.dumps(glyphs.fitted(data, {}), ensure_ascii=False)
