"""Helpers for tests of the quarter's sheet: download it, write into it, hand it in."""

import io
import re
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from kpis.sheets.writing import HEAD_ROW

# The rows of the sheet city's window.
FORMS, SHARE, RATE, BOOKS, ACTION = (
    "電子申請の件数", "電子申請の割合", "満足した人の割合", "電子書籍の貸出", "手続の電子化",
)  # fmt: skip


class Desk:
    """Somebody at the page of a review."""

    def __init__(self, client, review):
        self.client, self.review = client, review
        self.page = reverse("admin:kpis_review_upload", args=[review.pk])

    def get(self, name: str = "kpis_review_sheet", **query):
        return self.client.get(reverse(f"admin:{name}", args=[self.review.pk]), query)

    def sheet(self, **query) -> bytes:
        return self.get(**query).content

    def csv(self, **query) -> str:
        return self.get("kpis_review_sheet_csv", **query).content.decode("utf-8-sig")

    def upload(self, content: bytes, name: str = "sheet.xlsx"):
        return self.client.post(self.page, {"file": SimpleUploadedFile(name, content)})

    def confirm(self, answer, **chosen):
        """Presses the button of a preview."""
        return self.client.post(self.page, {"parcel": answer.context["parcel"]} | chosen)

    def bring_in(self, content: bytes, name: str = "sheet.xlsx", **chosen):
        """Upload and confirm."""
        return self.confirm(self.upload(content, name), **chosen)


def refusals(answer) -> str:
    """Why rows or the whole file were refused."""
    run = answer.context["run"]
    reasons = [reason for imported in run.refused for reason in imported.reasons] if run else []
    return "\n".join([*answer.context["problems"], *reasons])


def column_of(sheet, header: str) -> int:
    return next(cell.column for cell in sheet[HEAD_ROW] if cell.value == header)


def row_of(sheet, name: str) -> int:
    column = column_of(sheet, "名称")
    return next(
        row for row in range(HEAD_ROW + 1, sheet.max_row + 1) if sheet.cell(row, column).value == name
    )


def cell_of(book: Workbook, name: str, header: str):
    """The cell of a row (by its name) in a column (by its heading)."""
    for sheet in book:
        if sheet.max_row < HEAD_ROW or header not in [cell.value for cell in sheet[HEAD_ROW]]:
            continue
        names = [cell.value for (cell,) in sheet.iter_rows(
            min_col=column_of(sheet, "名称"), max_col=column_of(sheet, "名称")
        )]  # fmt: skip
        if name in names:
            return sheet.cell(row_of(sheet, name), column_of(sheet, header))
    raise LookupError(name, header)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(content: bytes, values: dict[tuple[str, str], object]) -> bytes:
    """The workbook with these values, by name of the row and heading of the column."""
    book = opened(content)
    for (name, header), value in values.items():
        cell_of(book, name, header).value = value
    return saved(book)


def with_part(content: bytes, name: str, text: bytes, replace=None) -> bytes:
    """The zip with one more part, or with parts changed by `replace(name, data)`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, replace(part, data) if replace else data)
        if name:
            new.writestr(name, text)
    return file.getvalue()


def in_sheet(content: bytes, pattern: str, text: str) -> bytes:
    """The workbook with the first match of a pattern in the indicators' XML replaced."""

    def replace(part: str, data: bytes) -> bytes:
        if part != "xl/worksheets/sheet2.xml":
            return data
        found, count = re.subn(pattern, lambda match: text, data.decode(), count=1)
        assert count == 1, pattern
        return found.encode()

    return with_part(content, "", b"", replace)


def with_result(content: bytes, formula: str, result: str) -> bytes:
    """The book as Excel saves it: the formula's cell holds its result too."""
    kind = ' t="e"' if result.startswith("#") else ""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(
                    rf"<c ([^>]*)><f>{re.escape(formula)}</f><v ?/?>(</v>)?".encode(),
                    rf"<c \1{kind}><f>{formula}</f><v>{result}</v>".encode(),
                    text,
                )
            book.writestr(name, text)
    return target.getvalue()
