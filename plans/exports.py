"""Lists of the admin as files, with exactly the rows the list shows."""

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from import_export import resources
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, Format
from tablib import Dataset

from .colours import COLOURS
from .spreadsheets import FORMULA, XLSX_TYPE, cut_text, fit_text, is_exact
from .turns import turn

_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")
_A4 = 9
_WIDEST, _NARROWEST = 60, 8  # of a column, in half-width signs
_PAGE = 220  # half-width signs side by side that can still be read on a sheet of A4


class ExcelCSV(CSV):
    """UTF-8 with a byte order mark, so that Excel in Japan reads it right."""

    def get_title(self) -> str:
        return "csv"

    def export_data(self, dataset, **kwargs) -> str:
        rows = ([_harmless(value) for value in row] for row in dataset)
        return "\ufeff" + super().export_data(Dataset(*rows, headers=dataset.headers), **kwargs)


class ExcelWorkbook(Format):
    """A workbook with one sheet: the heading stays in view, numbers and dates are cells of their kind, text is text."""

    def get_title(self) -> str:
        return "xlsx"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return XLSX_TYPE

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        from xlsxwriter import Workbook

        file = io.BytesIO()
        with Workbook(file, {"in_memory": True}) as book:
            sheet = book.add_worksheet(dataset.title)
            looks = {
                "": book.add_format({"bold": True, "bg_color": COLOURS["blue-50"]}),
                date: book.add_format({"num_format": "yyyy-mm-dd"}),
                datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            }
            rows = [[_cell(value) for value in row] for row in dataset]
            widths = [
                _width([header, *(row[column] for row in rows)])
                for column, header in enumerate(dataset.headers)
            ]
            for column, (header, width) in enumerate(zip(dataset.headers, widths, strict=True)):
                sheet.write_string(0, column, header, looks[""])
                sheet.set_column(column, column, width)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    _write(sheet, number, column, value, looks)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(rows), len(dataset.headers) - 1)
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(-(-sum(widths) // _PAGE), 0)
            sheet.repeat_rows(0)
        return file.getvalue()


FORMATS = {"csv": ExcelCSV, "xlsx": ExcelWorkbook}


class ListExport(ExportMixin):
    """Adds export buttons to a list. Relations are written as natural keys, which import and fixtures use too.

    Bookkeeping (fields that no form edits) and the model's PRIVATE_FIELDS stay in the house.
    """

    export_more: Mapping[
        str, str
    ] = {}  # columns that the files have beside the fields, each with its property

    import_export_change_list_template = "admin/list_exports.html"
    formats = list(FORMATS.values())
    skip_export_form = True

    def has_export_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The rows of the list with the same query, as CSV or what `format` says."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        query = request.GET.copy()
        wanted = query.pop("format", ["csv"])[-1]
        if wanted not in FORMATS:
            raise Http404
        request.GET = query  # the list itself would take `format` for a filter
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:  # as the list answers a filter that it does not know
            return HttpResponseRedirect(reverse("admin:{}_{}_changelist".format(*self.get_model_info())))
        return self._do_file_export(FORMATS[wanted](), request, rows)

    def get_export_data(self, file_format, request, queryset, **kwargs):
        if not isinstance(file_format, ExcelWorkbook):
            return super().get_export_data(file_format, request, queryset, **kwargs)
        # Numbers and dates as they are, not as their texts.
        data = self.get_data_for_export(request, queryset, force_native_type=True, **kwargs)
        data.title = str(self.opts.verbose_name_plural)
        with turn():
            return file_format.export_data(data)

    def get_export_resource_classes(self, request):
        private = getattr(self.model, "PRIVATE_FIELDS", ())
        fields = [
            field.name
            for field in self.model._meta.fields
            if field.editable and not field.primary_key and field.name not in private
        ]
        more = {
            column: Field(attribute=name, column_name=column, readonly=True)
            for column, name in self.export_more.items()
        }
        options = {"model": self.model, "fields": [*fields, *more], "use_natural_foreign_keys": True}
        members = more | {"Meta": type("Meta", (), options)}
        return [type(f"{self.model.__name__}Resource", (resources.ModelResource,), members)]


def _harmless(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay plain."""
    is_run = isinstance(value, str) and value[:1] in FORMULA and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_run else value


def _cell(value: object) -> object:
    """What a cell can hold: a number within Excel's digits, a date, or text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date) and value.year >= 1900:  # a datetime is a date too; Excel knows none before
        return value
    if isinstance(value, Decimal):
        return float(value) if is_exact(value) else f"{value.normalize():f}"
    return cut_text(fit_text(str(value)))


def _write(sheet, row: int, column: int, value: object, looks: dict) -> None:
    """Each kind by its own verb: a text is never read as a formula, a link or a number."""
    match value:
        case None | "":
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, looks[type(value)])
        case _:
            sheet.write_string(row, column, value)


def _width(values: list[object]) -> int:
    """Of a column, in half-width signs: its longest line, within reason."""
    lines = [line for value in values if value is not None for line in str(value).split("\n")]
    longest = max((sum(2 if ord(sign) > 0xFF else 1 for sign in line[:_WIDEST]) for line in lines), default=0)
    return min(max(longest + 3, _NARROWEST), _WIDEST)
