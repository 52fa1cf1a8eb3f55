"""PDF files of reports, and reading them with other programs than the one that writes them: pypdf and Poppler."""

import functools
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from kpis.models import Report
from kpis.reports.document import Document
from kpis.reports.pdf.writing import write_pdf
from kpis.reports.snapshot.build import build_snapshot
from plans.era import Quarter, fiscal_year_of
from plans.models import Plan
from tests.tools import ran

_made: dict[tuple[str, str], bytes] = {}


def published(plan: Plan, year: int, number: int, revision: int = 1) -> Document:
    """The report of that quarter of the plan's year 1, 2 …: on every day those up to 2, 2 are published."""
    period = str(Quarter(fiscal_year_of(plan.starts_on) + year - 1, number))
    return Document.of_report(Report.objects.get(review__plan=plan, review__period=period, revision=revision))


def drafted(plan: Plan, year: int, number: int) -> Document:
    return Document.of_draft(build_snapshot(plan, Quarter(year, number), is_draft=True))


def altered(document: Document) -> dict:
    """A snapshot to change; `draft_of` makes a document of it again."""
    return deepcopy(document.snapshot) | {"is_draft": True}


def draft_of(snapshot: dict) -> Document:
    return Document.of_draft(json.loads(json.dumps(snapshot)))


def pdf_of(document: Document) -> bytes:
    """Made once for all the tests that read the same report."""
    key = (document.text, document.checksum)
    if key not in _made:
        _made[key] = write_pdf(document)
    return _made[key]


def reader(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


@functools.cache
def raw_text(content: bytes) -> str:
    """All text in the order in which it was set, without any white space: lines end where the cells are full."""
    return squeezed(ran("pdftotext", "-raw", "-", "-", content=content).decode())


@functools.cache
def pages_text(content: bytes) -> list[str]:
    """Every page's text as it lies on the page."""
    return ran("pdftotext", "-layout", "-", "-", content=content).decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def picture(content: bytes, page: int, folder: Path, *, dpi: int = 40) -> tuple[int, int, bytes]:
    """The page as width, height and bytes of red, green, blue, one after another."""
    (folder / "report.pdf").write_bytes(content)
    found = ran("pdftoppm", "-r", dpi, "-f", page, "-l", page, folder / "report.pdf")
    kind, width, height, depth, pixels = re.match(
        rb"(P6)\s(\d+)\s(\d+)\s(255)\s(.*)", found, re.DOTALL
    ).groups()
    assert (kind, depth) == (b"P6", b"255")
    return int(width), int(height), pixels


def elements(content: bytes) -> Iterator[DictionaryObject]:
    """Every structure element, in reading order."""

    def walk(node) -> Iterator[DictionaryObject]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for part in node:
                yield from walk(part)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(reader(content).trailer["/Root"]["/StructTreeRoot"]["/K"])


def attribute(element: DictionaryObject, name: str) -> object:
    """Of the element's attributes the one by that name; None without."""
    found = element.get("/A")
    found = found.get_object() if found is not None else []
    for part in found if isinstance(found, list) else [found]:
        if name in part.get_object():
            return part.get_object()[name]
    return None


def headings(content: bytes) -> list[str]:
    """The bookmarks' titles, as a reader lists them."""

    def flat(items) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item.title

    return list(flat(reader(content).outline))


def marks_of_letters(content: bytes, *, larger_than: float) -> Iterator[list[str]]:
    """Of each text set that large on the first and the last page: the tags around it.

    What is inside an /Artifact is not read aloud.
    """
    found = reader(content)
    for page in (found.pages[0], found.pages[-1]):
        around: list[str] = []
        for operands, operator in ContentStream(page["/Contents"].get_object(), found).operations:
            if operator in (b"BDC", b"BMC"):
                around.append(str(operands[0]))
            elif operator == b"EMC":
                around.pop()
            elif operator == b"Tf" and operands[1] > larger_than:
                yield list(around)
