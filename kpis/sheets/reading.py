"""A filled-in sheet becomes rows of texts with the address of every cell. What they mean is not decided here.

An .xlsx passes plans/workbook/guard.py before any parser sees it; of a CSV no more lines are read than a sheet has.
"""

import csv
import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from plans.workbook.guard import Extent, Limits, UnreadableFile, check_workbook

from ..files import SAMPLE
from .columns import KEY, NAME, SEEN, Column, by_heading, heading
from .table import unescaped
from .writing import HELP_TITLE

LIMITS = Limits()
HEAD_WITHIN = 20  # the headings stand in one of the first rows
CSV_ENDINGS = (".csv", ".tsv", ".txt")
PLAIN, NUMBER, PERCENT, DATE, ERROR, OTHER = "", "number", "percent", "date", "error", "other"


@dataclass(frozen=True)
class RawCell:
    """What stands in a cell: its address as people say it, its text, and what the file took it for."""

    address: str
    text: str
    form: str = PLAIN


@dataclass(frozen=True)
class RawRow:
    """A row of the sheet: the place, the two hidden columns, and the other cells by column name."""

    place: str
    key: str
    seen: str
    cells: dict[str, RawCell] = field(default_factory=dict)

    def as_data(self) -> dict:
        """For storing it as JSON; `from_data` is the way back."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict) -> "RawRow":
        cells = {name: RawCell(**cell) for name, cell in data["cells"].items()}
        return cls(data["place"], data["key"], data["seen"], cells)


@dataclass
class SheetFile:
    """What was read: the rows, and notices about what was left aside."""

    rows: list[RawRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_file(file: BinaryIO, name: str, limits: Limits = LIMITS) -> SheetFile:
    """Reads an .xlsx, or a CSV when it is named so. Raises UnreadableFile with sentences that name the place."""
    head = file.read(2)
    file.seek(0)
    if name.lower().endswith(CSV_ENDINGS) and head != b"PK":
        return _read_csv(file, limits)
    return _read_workbook(file, limits)


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
    found = SheetFile()
    tables, left_aside = 0, []
    for title, extent in extents.items():
        if not extent.rows:
            continue
        lines = book[title].iter_rows(max_row=extent.rows, max_col=extent.columns)
        if _read_table(_excel_lines(title, lines), f"「{title}」", found):
            tables += 1
        elif title != HELP_TITLE:
            left_aside.append(title)
    if not tables:
        raise _no_table()
    if left_aside:
        found.notices.append(_("読み込まなかったシート: %s") % "、".join(left_aside))
    return found


def _excel_lines(title: str, lines: Iterable) -> Iterator[tuple[str, list[RawCell]]]:
    for number, line in enumerate(lines, start=1):
        cells = [
            RawCell(f"「{title}」{get_column_letter(column)}{number}", *_content(cell))
            for column, cell in enumerate(line, start=1)
        ]
        yield _("「%(sheet)s」%(row)d行目") % {"sheet": title, "row": number}, cells


def _content(cell) -> tuple[str, str]:
    """The text of an Excel cell and what Excel took it for. Numbers to the 15 digits that Excel shows of them."""
    value = cell.value
    if value is None:
        return "", PLAIN
    if isinstance(value, bool):
        return str(value).upper(), OTHER
    if isinstance(value, (date, datetime, time, timedelta)):
        return str(value), DATE
    if isinstance(value, (int, float)):
        if "%" in (cell.number_format or ""):
            return f"{_digits(value * 100)}%", PERCENT
        return _digits(value), NUMBER
    return str(value), ERROR if cell.data_type == "e" else PLAIN


def _digits(value: float) -> str:
    """0.1 + 0.2 is 0.3, as Excel shows it; never with an exponent."""
    return f"{Decimal(f'{value:.15g}'):f}"


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
        if not _read_table(_csv_lines(lines, limits), "", found):
            raise _no_table()
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
            name = headings[column] if column < len(headings) else _("%d列目") % (column + 1)
            address = _("%(row)d行目「%(column)s」") % {"row": number, "column": name}
            cells.append(RawCell(address, unescaped(text)))
        yield _("%d行目") % number, cells


# -- what both share


def _read_table(lines: Iterator[tuple[str, list[RawCell]]], where: str, found: SheetFile) -> bool:
    """Adds the rows below the headings to `found`. False when there are no headings of ours."""
    columns: dict[int, Column] | None = None
    for count, (place, cells) in enumerate(lines, start=1):
        if columns is None:
            columns = _columns(cells, where, found)
            if columns is None and count >= HEAD_WITHIN:
                return False
            continue
        row = {column.name: cells[index] for index, column in columns.items() if index < len(cells)}
        key, seen = row.pop(KEY.name, None), row.pop(SEEN.name, None)
        if any(cell.text.strip() for cell in (key, seen, *row.values()) if cell):
            found.rows.append(RawRow(place, key.text if key else "", seen.text if seen else "", row))
    return columns is not None


def _columns(cells: list[RawCell], where: str, found: SheetFile) -> dict[int, Column] | None:
    """Which column stands where; None when this is not the row of headings."""
    known = by_heading()
    headings = {index: heading(cell.text) for index, cell in enumerate(cells) if cell.text.strip()}
    columns = {
        index: known[text]
        for index, text in headings.items()
        if text in known and (known[text].is_input or known[text] in (KEY, SEEN, NAME))
    }
    names = [column.name for column in columns.values()]
    if KEY.name not in names:
        if sum(known[text].is_input for text in headings.values() if text in known) >= 2:
            raise UnreadableFile(
                [
                    _(
                        "%(where)s隠れている列「%(key)s」がありません。行を見分けられないので、シートをダウンロードし直して書いてください。"
                    )
                    % {"where": where, "key": KEY.header}
                ]
            )
        return None
    if SEEN.name not in names:
        raise UnreadableFile(
            [
                _(
                    "%(where)s隠れている列「%(key)s」がありません。シートをダウンロードし直して書いてください。"
                )
                % {"where": where, "key": SEEN.header}
            ]
        )
    twice = sorted({str(column.header) for column in columns.values() if names.count(column.name) > 1})
    if twice:
        raise UnreadableFile(
            [
                _("%(where)s見出し「%(name)s」の列が2つあります。1つにしてください。")
                % {"where": where, "name": "、".join(twice)}
            ]
        )
    others = [cells[index].text for index, text in headings.items() if text not in known and text != SAMPLE]
    if others:
        found.notices.append(
            _("%(where)s読み込まなかった列: %(names)s")
            % {"where": where, "names": "、".join(text.strip()[:20] for text in others[:10])}
        )
    return columns


def _no_table() -> UnreadableFile:
    return UnreadableFile(
        [
            _(
                "四半期の入力シートではありません。この画面からダウンロードしたファイルに書いて、取り込んでください（見出し「%s」が見つかりません）。"
            )
            % KEY.header
        ]
    )
