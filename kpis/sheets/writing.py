"""The quarter's sheet as an Excel workbook, ready to be filled in and printed."""

import io
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kpis.documents.csv_files import SAMPLE
from kpis.judging.numbers import decimals_of
from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress, Review
from plans.colours import argb
from plans.era import date_label
from plans.spreadsheets import FORMULA, is_exact

from .columns import CHOICE, NAME, NUMBER, PROGRESS, VALUE, SheetColumn, columns_of
from .row_keys import plain
from .sheet_rows import SheetRow

TITLE_ROW, NOTE_ROW, HEAD_ROW = 1, 2, 3
TITLES = {VALUE: "指標", PROGRESS: "取組"}
HELP_TITLE = "記入のしかた"
EVERY_DIGIT, EVERY_DIGIT_ID = "#,##0.0#####", 200  # Excel's own formats have smaller numbers
LINE_HEIGHT = 14  # points

FONT = "游ゴシック"
INPUT_FILL = PatternFill("solid", fgColor=argb("yellow-50"))
LOCKED_FILL = PatternFill("solid", fgColor=argb("grey-50"))
HEAD_FILL = PatternFill("solid", fgColor=argb("blue-50"))
LINE = Side(style="thin", color=argb("grey-420"))
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def write_sheet(review: Review, rows: Sequence[SheetRow], *, department: str = "") -> bytes:
    """The workbook with a sheet for the indicators, one for the actions, and help. `department`: whose rows these are.

    Only inputs are unlocked; there is no password. Nothing in it is a formula.
    """
    book = Workbook()
    _help(book.active, review)
    for kind, title in TITLES.items():
        mine = [row for row in rows if row.kind == kind]
        if mine:
            _table(book.create_sheet(title), review, kind, mine, department)
    book.active = min(1, len(book.worksheets) - 1)
    book.properties.title = plain(_("%s 四半期の入力") % subject(review))
    book.properties.creator = plain(review.plan.municipality.name)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def subject(review: Review) -> str:
    """【サンプル】見本市 DX計画 令和7年度（2025年度）第1四半期"""
    mark = f"【{SAMPLE}】" if review.plan.municipality.is_fictional else ""
    return f"{mark}{review.plan.municipality.name} {review.plan.title} {review.label}"


def _table(sheet: Worksheet, review: Review, kind: str, rows: Sequence[SheetRow], department: str) -> None:
    columns = columns_of(
        [kind], with_parts=any(row.is_ratio for row in rows), with_own=any(row.asks_own for row in rows)
    )
    first = next(n for n, column in enumerate(columns, start=1) if not column.is_hidden)
    title = f"{subject(review)} {sheet.title}"
    _write(
        sheet.cell(TITLE_ROW, first), f"{title}（{department}）" if department else title, bold=True, size=14
    )
    note = _("黄色い欄に書いてください。灰色と白の欄は変えられません。書き方は「%s」にあります。")
    _write(sheet.cell(NOTE_ROW, first), note % HELP_TITLE)
    for number, column in enumerate(columns, start=1):
        _head(sheet, number, column)
    for line, row in enumerate(rows, start=HEAD_ROW + 1):
        for number, column in enumerate(columns, start=1):
            cell = sheet.cell(line, number)
            _fill(cell, row, column)
            if column.form == NUMBER and column.name in row.open_inputs:
                _show_every_digit(sheet, cell, row, column)
        sheet.row_dimensions[line].height = _height(row, columns)
    _choices(sheet, columns, len(rows))
    _layout(sheet, columns, len(rows), title)


def _head(sheet: Worksheet, number: int, column: SheetColumn) -> None:
    cell = sheet.cell(HEAD_ROW, number)
    _write(cell, str(column.header), bold=True)
    cell.fill = INPUT_FILL if column.is_input else HEAD_FILL
    cell.border = BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    dimension = sheet.column_dimensions[get_column_letter(number)]
    dimension.width, dimension.hidden = column.width, column.is_hidden


def _fill(cell: Cell, row: SheetRow, column: SheetColumn) -> None:
    _write(cell, row.cells.get(column.name))
    is_open = column.name in row.open_inputs
    cell.protection = Protection(locked=not is_open)
    cell.border = BOX
    is_number = column.form == NUMBER
    cell.alignment = Alignment(
        horizontal="right" if is_number else "left", vertical="top", wrap_text=not is_number
    )
    if column.is_input:
        cell.fill = INPUT_FILL if is_open else LOCKED_FILL
    if is_number:
        cell.number_format = number_format(row, column)
    elif is_open:
        cell.number_format = "@"  # a text such as 4/1 stays what was typed


def _height(row: SheetRow, columns: Sequence[SheetColumn]) -> float:
    """Points for the row's longest text, within what Excel allows: LibreOffice does not fit rows by itself."""
    lines = 2
    for column in columns:
        text = row.cells.get(column.name)
        if isinstance(text, str) and not column.is_hidden:
            wide = [sum(2 if ord(sign) > 0xFF else 1 for sign in part) for part in text.split("\n")]
            lines = max(lines, sum(1 + width // column.width for width in wide))
    return min(400, 4 + LINE_HEIGHT * lines)


def _show_every_digit(sheet: Worksheet, cell: Cell, row: SheetRow, column: SheetColumn) -> None:
    """A value with more digits behind the point than usual is shown with all of them: 78.4 never as 78."""
    place, digits = cell.coordinate, _decimals(row, column)
    every = DifferentialStyle(numFmt=NumberFormat(numFmtId=EVERY_DIGIT_ID, formatCode=EVERY_DIGIT))
    formula = f"AND(ISNUMBER({place}),{place}<>ROUND({place},{digits}))"
    sheet.conditional_formatting.add(place, Rule(type="expression", dxf=every, formula=[formula]))


def number_format(row: SheetRow, column: SheetColumn) -> str:
    """Excel's format of that row's numbers; the expected value of a yearly sum says that it is the year's."""
    decimals = _decimals(row, column)
    if column.name == "expected":
        value = row.cells.get("expected")
        decimals += isinstance(value, Decimal) and value != round(value, decimals)
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    if column.name == "expected" and row.is_yearly_sum:
        return _('"年度で"%s') % digits
    return digits


def _decimals(row: SheetRow, column: SheetColumn) -> int:
    decimals = 0 if column.name in ("numerator", "denominator") else row.decimals
    typed = row.cells.get(column.name)
    return max(decimals, decimals_of(typed)) if column.is_input and isinstance(typed, Decimal) else decimals


def _write(cell: Cell, value: object, *, bold: bool = False, size: int = 10) -> None:
    """Numbers as numbers, everything else as text: also what a spreadsheet would take for a formula."""
    cell.font = Font(name=FONT, bold=bold, size=size)
    if value is None or value == "":
        return
    if isinstance(value, Decimal) and is_exact(value):
        cell.value = value
        return
    text = f"{value:f}" if isinstance(value, Decimal) else plain(value)
    cell.value = text
    cell.data_type = "s"
    if text[:1] in FORMULA:
        cell.quotePrefix = True


def _choices(sheet: Worksheet, columns: Sequence[SheetColumn], count: int) -> None:
    labels = {
        "observation_status": [str(label) for _value, label in ObservationStatus.choices()],
        "status": [str(label) for label in ActionProgress.Status.labels],
    }
    for number, column in enumerate(columns, start=1):
        if column.form != CHOICE:
            continue
        rule = DataValidation(
            type="list",
            formula1=f'"{",".join(labels[column.name])}"',
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=str(column.header),
            error=_("一覧から選んでください。"),
        )
        letter = get_column_letter(number)
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + count}")
        sheet.add_data_validation(rule)


def _layout(sheet: Worksheet, columns: Sequence[SheetColumn], count: int, title: str) -> None:
    """A4 landscape, as wide as a page; the heading and the names stay in view and on every page."""
    names = columns.index(NAME) + 1
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, names + 1)
    sheet.print_title_rows = f"{TITLE_ROW}:{HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{HEAD_ROW + count}"
    _page(sheet, title)
    sheet.protection.sheet = True
    # Widening a column to read it does no harm.
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _page(sheet: Worksheet, title: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.4, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter.left.text = plain(title).replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _help(sheet: Worksheet, review: Review) -> None:
    sheet.title = HELP_TITLE
    lines = [
        _("黄色い欄だけに書きます。ほかの欄は、書く値と見比べるためのものです。"),
        _("数は 1200、1,200、1.2万、△5 のどれでも読み取ります。空欄と 0 は別のものです。"),
        _(
            "段階で測る指標では、終わった段階の数（目標の欄の番号）か、段階の名前を書きます。まだなら 0 です。"
        ),
        _("割合の指標で「分子」と「分母」の欄が黄色いときは、両方を書きます。割合は自動で計算します。"),
        _("値がないときは、実績値を空欄にし、「値の状態」で「値なし」を選び、理由を「課題」に書きます。"),
        _(
            "提出済みと承認済みの行は灰色です。直すときは、入力の画面で取り戻すか、計画管理者に相談してください。"
        ),
        _(
            "書いていない行や欄があってもかまいません。使わない列は消せます。消した列の内容はそのまま残ります。"
        ),
        _("隠れている列（照合キーと照合番号）は、行を見分けるためのものです。消さないでください。"),
        _(
            "マクロ、セルの結合、ほかのファイルへのリンクがあると取り込めません。数式は、保存されている計算結果を読み取ります。"
        ),
        _(
            "書き終えたら保存し、「Excelで入力」の画面で読み込みます。取り込む前に、変わるところを確かめられます。"
        ),
        _("締切は%sです。") % date_label(review.due_on),
    ]
    _write(sheet.cell(1, 1), f"{subject(review)} {HELP_TITLE}", bold=True, size=14)
    for line, text in enumerate(lines, start=3):
        _write(sheet.cell(line, 1), f"{line - 2}. {text}", size=11)
        sheet.cell(line, 1).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width = 110
    _page(sheet, f"{subject(review)} {HELP_TITLE}")
    sheet.protection.sheet = True
