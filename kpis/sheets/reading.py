"""Reads a filled-in sheet: an .xlsx after plans/workbook/guard.py has looked at it, or a CSV, no further than it may go."""

import csv
import io
import warnings
from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from plans.cell_formats import is_in_thousands, is_percentage, number_text
from plans.workbook.guard import Extent, Limits, UnreadableFile, check_workbook
from plans.workbook.limits import formula_note
from plans.workbook.tables import reading_matter

from .columns import KEY, heading
from .csv_table import unescaped
from .raw_rows import (
    DATE,
    ERROR,
    NUMBER,
    OTHER,
    PERCENT,
    PLAIN,
    THOUSANDS,
    RawCell,
    SheetFile,
    no_table,
    read_table,
    stray_note,
)
from .writing import HELP_TITLE

LIMITS = Limits()
CSV_ENDINGS = (".csv", ".tsv", ".txt")
# Of the last ones the guard says better what they are.
BOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def read_file(file: BinaryIO, name: str, limits: Limits = LIMITS) -> SheetFile:
    """Reads an .xlsx, or a CSV when it is named so. Raises UnreadableFile with sentences that name the place."""
    if not name.lower().endswith(BOOK_ENDINGS + CSV_ENDINGS):
        raise UnreadableFile(
            [
                _(
                    "拡張子が .xlsx でも .csv でもありません。この画面からダウンロードしたファイルに書いて、選んでください。"
                )
            ]
        )
    head = file.read(2)
    file.seek(0)
    is_csv = name.lower().endswith(CSV_ENDINGS) and head != b"PK"
    found = _read_csv(file, limits) if is_csv else _read_workbook(file, limits)
    if found.strays:
        found.notices.append(stray_note(found.strays))
    return found


# -- Excel


def _read_workbook(file: BinaryIO, limits: Limits) -> SheetFile:
    extents = check_workbook(file, limits)
    book = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            return _read_sheets(book, extents)
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl answers malformed parts with errors of every kind
        raise UnreadableFile(
            [_("ファイルが壊れています。Excelで開き、「Excel ブック (*.xlsx)」で保存し直してください。")]
        ) from error
    finally:
        if book is not None:
            book.close()


def _read_sheets(book: Workbook, extents: dict[str, Extent]) -> SheetFile:
    if reading_matter() in extents and HELP_TITLE not in extents:
        raise UnreadableFile([_("これは計画ブックです。四半期のシートを選んでください。")])
    found = SheetFile()
    tables, left_aside = 0, []
    for title, extent in extents.items():
        if not extent.rows:
            continue
        lines = book[title].iter_rows(max_row=extent.rows, max_col=extent.columns)
        formulas = frozenset(extent.formulas)
        if read_table(_excel_lines(title, lines, formulas), _("「%s」シートに、") % title, found):
            tables += 1
        elif title != HELP_TITLE:
            left_aside.append(title)
    if not tables:
        raise no_table()
    if left_aside:
        found.notices.append(_("読み込まなかったシート: %s") % "、".join(left_aside))
    if found.formulas:
        found.notices.append(formula_note(found.formulas))
    return found


def _excel_lines(
    title: str, lines: Iterable, formulas: Container[str]
) -> Iterator[tuple[str, list[RawCell]]]:
    for number, line in enumerate(lines, start=1):
        cells = []
        for column, cell in enumerate(line, start=1):
            place = f"{get_column_letter(column)}{number}"
            cells.append(RawCell(f"「{title}」{place}", *_content(cell), is_formula=place in formulas))
        yield _("「%(sheet)s」%(row)d行目") % {"sheet": title, "row": number}, cells


def _content(cell) -> tuple[str, str]:
    """The text of an Excel cell and what Excel took it for."""
    value = cell.value
    if value is None:
        return "", PLAIN
    if isinstance(value, bool):
        return str(value).upper(), OTHER
    if isinstance(value, (date, datetime, time, timedelta)):
        return str(value), DATE
    if isinstance(value, (int, float)):
        return number_text(value, cell.number_format), _form_of(value, cell.number_format)
    return str(value), ERROR if cell.data_type == "e" else PLAIN


def _form_of(value: float, number_format: str | None) -> str:
    if is_percentage(number_format):
        return PERCENT
    return THOUSANDS if value and is_in_thousands(number_format) else NUMBER


# -- CSV


def _read_csv(file: BinaryIO, limits: Limits) -> SheetFile:
    data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise UnreadableFile(
            [
                _("ファイルが大きすぎます（%d MBまで）。部署ごとに分けてください。")
                % (limits.max_bytes // 1024**2)
            ]
        )
    text = _decode(data)
    first = text[:4096].splitlines()[0] if text.strip() else ""
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if first.count("\t") > first.count(",") else ","
    )
    found = SheetFile()
    try:
        if not read_table(_csv_lines(lines, limits), "", found):
            raise no_table()
    except csv.Error as error:
        raise UnreadableFile(
            [
                _('CSVの%d行目を読み取れません。引用符（"）の閉じ忘れがないか確かめてください。')
                % lines.line_num
            ]
        ) from error
    return found


def _decode(data: bytes) -> str:
    """UTF-8 with or without its mark, cp932 as Excel in Japan saves CSV, or UTF-16 with its mark (Unicodeテキスト)."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(
        [
            _(
                "文字コードが分かりません。Excelで「CSV UTF-8（コンマ区切り）」で保存し直すか、Excelのまま取り込んでください。"
            )
        ]
    )


def _csv_lines(lines: Iterable[list[str]], limits: Limits) -> Iterator[tuple[str, list[RawCell]]]:
    headings: list[str] = []
    for number, line in enumerate(lines, start=1):
        if number > limits.max_rows:
            raise UnreadableFile([_("CSVの行が多すぎます（%d行まで）。") % limits.max_rows])
        if len(line) > limits.max_columns:
            raise UnreadableFile(
                [
                    _("CSVの%(row)d行目の列が多すぎます（%(max)d列まで）。")
                    % {"row": number, "max": limits.max_columns}
                ]
            )
        if not headings and any(heading(text) == heading(KEY.header) for text in line):
            headings = line
        cells = []
        for column, text in enumerate(line):
            if len(text) > limits.max_text:
                raise UnreadableFile(
                    [
                        _("CSVの%(row)d行目に%(max)d字を超える欄があります。短くしてください。")
                        % {"row": number, "max": limits.max_text}
                    ]
                )
            name = (headings[column] if column < len(headings) else "") or _("%d列目") % (column + 1)
            address = _("%(row)d行目「%(column)s」") % {"row": number, "column": name}
            cells.append(RawCell(address, unescaped(text)))
        yield _("%d行目") % number, cells
