"""Three reports of the fictional city, kept as they were published, with all that is rendered from them.

`load_samples` made them on 10 November 2026: an ordinary quarter, a corrected one, and one with all twelve kinds of verdict.
They are of the first schema and the first rules of judging: their words are those of then. They are rendered without
charts, which would be drawn by today's rules. Whoever changes on purpose what is rendered, or updates the library that
writes workbooks, renders them anew, reads the difference, and says in the commit why published reports read differently:

DJANGO_SETTINGS_MODULE=tests.settings .venv/bin/django-admin shell --pythonpath . \\
    -c "from tests.kpis.reports.kept import render_anew; render_anew()"
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from kpis.models import Report
from kpis.reports.document import Document
from kpis.reports.formats import FORMATS
from kpis.reports.html import body
from kpis.reports.pdf.data import template_data

from .xlsx.workbooks import parts

FOLDER = Path(__file__).parent / "data"
PUBLISHED = {
    "2024-Q2": "2024-11-27T17:00:00+09:00",
    "2024-Q3-r2": "2025-03-28T17:00:00+09:00",
    "2026-Q1": "2026-08-26T17:00:00+09:00",
}
LONGEST_LINE = 400  # of the printed difference
_BETWEEN_TAGS = re.compile(r">\s+<")
_STYLES = re.compile("<style>.*</style>", re.DOTALL)


def document_of(key: str) -> Document:
    """The kept report, without a database."""
    text = read(f"{key}.json")
    checksum = hashlib.sha256(text.encode()).hexdigest()
    moment = datetime.fromisoformat(PUBLISHED[key])
    return Document.of_report(Report(content=text, checksum=checksum, published_at=moment))


def _format(document: Document, key: str) -> str:
    return FORMATS[key].render(document).decode()


def _body(document: Document) -> str:
    return without_layout(body(document))


def _html(document: Document) -> str:
    """The file without its style sheets, which are the portal's of the day."""
    return without_layout(_STYLES.sub("", _format(document, "html")))


def _pdf(document: Document) -> str:
    """What Typst sets: the PDF's bytes are its compiler's."""
    return without_layout(json.dumps(template_data(document), ensure_ascii=False, indent=1)) + "\n"


def _xlsx(document: Document) -> str:
    """All parts of the workbook, a line for each tag."""
    found = parts(FORMATS["xlsx"].render(document))
    return "".join(f"{name}\n{xml}\n" for name, xml in found.items()).replace("><", ">\n<")


RENDERED: dict[str, Callable[[Document], str]] = {
    "body.html": _body,
    "html": _html,
    "csv": lambda document: _format(document, "csv"),
    "actions.csv": lambda document: _format(document, "actions.csv"),
    "pdf.json": _pdf,
    "xlsx.xml": _xlsx,
}


def without_layout(text: str) -> str:
    """Space between tags is how a template is wrapped, and says nothing."""
    return _BETWEEN_TAGS.sub("><", text).strip()


def read(name: str) -> str:
    return gzip.decompress((FOLDER / f"{name}.gz").read_bytes()).decode()


def write(name: str, text: str) -> None:
    (FOLDER / f"{name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def render_anew() -> None:
    """Keeps what is rendered today, and prints what differs from what was kept."""
    for key in PUBLISHED:
        for name, render in RENDERED.items():
            then, now = read(f"{key}.{name}"), render(document_of(key))
            for line in unified_diff(then.split("\n"), now.split("\n"), f"{key}.{name}", "now", n=0):
                print(line[:LONGEST_LINE])
            write(f"{key}.{name}", now)
