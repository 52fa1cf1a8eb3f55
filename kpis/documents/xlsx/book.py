"""The workbook: sheets, cell formats, properties, and what every page has in common."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpis.charts.palette import MARK
from plans.spreadsheets import FORMULA, LONGEST_TEXT, cut_text, fit_text

from .styles import FONT, Look

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Columns are counted in this font's digits: every program has it, or one as wide, and so the widths that the
    # heights of rows and the ends of pages are computed from. The cells have a font of their own.
    "default_format_properties": {
        "font_name": "Arial",
        "font_size": 10,
        "font_family": 2,
        "font_scheme": False,
    },
    "default_row_height": 17,
    "default_column_width": 64,
}
_LONGEST_LINE = 255  # of a page's header or footer
_A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}  # inches


@dataclass(frozen=True)
class BookProperties:
    """What a workbook says of itself: in its properties, above every printed page and below it.

    `created` has no time zone, and is never the present: the same contents give the same bytes. `custom`: further
    properties by name.
    """

    title: str
    subject: str
    author: str
    company: str
    category: str
    created: datetime
    keywords: Sequence[str] = ()
    comments: str = ""
    marks: Sequence[str] = ()  # サンプル, 案
    revision_label: str = ""
    custom: Mapping[str, str | int] = field(default_factory=dict)


class Book:
    """A workbook with these properties."""

    def __init__(self, properties: BookProperties):
        self.properties = _clean(properties)
        self._file = io.BytesIO()
        self.workbook = Workbook(self._file, _OPTIONS)
        self._formats: dict[frozenset[tuple[str, object]], Format] = {}

    def style(self, look: Look, number_format: str = "") -> Format:
        """The format of that look, made once."""
        if number_format:
            look = look | {"num_format": number_format}
        key = frozenset(look.items())
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(look)
        return self._formats[key]

    def write_text(self, sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
        """Text as text, whatever it begins with: also after somebody has edited the cell."""
        if text[:1] in FORMULA:
            look = look | {"quote_prefix": True}
        sheet.write_string(row, column, cut_text(text), self.style(look))

    def write_two(
        self, sheet: Worksheet, row: int, column: int, first: tuple[str, Look], second: tuple[str, Look]
    ) -> None:
        """Two texts in one cell, each in its own look; the cell has the first one's."""
        look = first[1] | {"quote_prefix": True} if first[0][:1] in FORMULA else first[1]
        room = LONGEST_TEXT // 2
        parts = [part for text, mine in (first, second) for part in (self.style(mine), text[:room])]
        sheet.write_rich_string(row, column, *parts, self.style(look))

    def add_sheet(self, name: str) -> Worksheet:
        """A sheet that prints on A4 landscape, with the marks above and the title below."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(**_MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        marks = " ".join([*self.properties.marks, self.properties.revision_label]).strip()
        if marks:
            sheet.set_header(
                f'&R&"{FONT},Bold"&12&K{MARK["text"][1:].upper()}{_escaped(marks)}', {"margin": 0.3}
            )
        left, right = f'&L&8&"{FONT},Regular"', f'&R&8&"{FONT},Regular"&P / &N'
        room = _LONGEST_LINE - len(left) - len(right)
        sheet.set_footer(left + _fitted(f"{self.properties.title} {name}", room) + right, {"margin": 0.3})
        return sheet

    def close(self) -> bytes:
        """The file's bytes; the same document gives the same bytes."""
        self._describe()
        self.workbook.worksheets()[0].activate()
        self.workbook.close()
        return self._file.getvalue()

    def _describe(self) -> None:
        told = self.properties
        self.workbook.set_properties(
            {
                "title": _cut(told.title),
                "subject": _cut(told.subject),
                "author": _cut(told.author),
                "company": _cut(told.company),
                "category": told.category,
                "keywords": "、".join(told.keywords),
                "comments": _cut(told.comments),
                "created": told.created,
            }
        )
        for name, value in told.custom.items():
            self.workbook.set_custom_property(name, value)


def _clean(properties: BookProperties) -> BookProperties:
    """Their texts without what no part of the file can hold."""
    told = properties
    return replace(
        told,
        title=fit_text(told.title),
        subject=fit_text(told.subject),
        author=fit_text(told.author),
        company=fit_text(told.company),
        comments=fit_text(told.comments),
        custom={name: fit_text(v) if isinstance(v, str) else v for name, v in told.custom.items()},
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else text[: _LONGEST_LINE - 1] + "…"


def _escaped(text: str) -> str:
    """& begins a code in headers and footers."""
    return " ".join(text.split()).replace("&", "&&")


def _fitted(text: str, room: int) -> str:
    """The text as a header can hold it, with … where it is cut."""
    text = " ".join(text.split())
    while len(_escaped(text)) > room:
        text = text[:-2] + "…"
    return _escaped(text)
