"""Lists of the admin as files, with exactly the rows the list shows."""

import re
import tempfile
from collections.abc import Iterator, Mapping

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export import resources
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, Format

from .export_files import csv_pieces, is_long, sent, write_workbook
from .spreadsheets import FORMULA, XLSX_TYPE
from .turns import turn

READ_AT_ONCE = 500  # rows; in one query more for each kind of row that they belong to
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")


class ExcelCSV(CSV):
    """UTF-8 with a byte order mark, so that Excel in Japan reads it right."""

    def get_title(self) -> str:
        return "csv"


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

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """The rows of the list with the same query, as CSV or what `format` says."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        query = request.GET.copy()
        wanted = query.pop("format", ["csv"])[-1]
        if wanted not in FORMATS:
            raise Http404
        if (chosen := self.chosen(request)) is not None and chosen.is_open:
            messages.info(request, _("ファイルに保存するときは、先に市区町村を選んでください。"))
            return HttpResponseRedirect(reverse("admin:{}_{}_changelist".format(*self.get_model_info())))
        request.GET = query  # the list itself would take `format` for a filter
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:  # as the list answers a filter that it does not know
            return HttpResponseRedirect(reverse("admin:{}_{}_changelist".format(*self.get_model_info())))
        return self._do_file_export(FORMATS[wanted](), request, rows)

    def _do_file_export(self, file_format, request, queryset, export_form=None) -> HttpResponseBase:
        is_book = isinstance(file_format, ExcelWorkbook)
        resource = self.choose_export_resource_class(export_form, request)()
        headers, rows = _table(resource, queryset, native=is_book)
        response = self._book(headers, rows) if is_book else sent(csv_pieces(headers, rows))
        response["Content-Type"] = file_format.get_content_type()
        name = self.get_export_filename(request, queryset, file_format)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _book(self, headers: list[str], rows: Iterator[list[object]]) -> HttpResponseBase:
        """Written to the disk: in memory a long one would stay until it has been sent."""
        file = tempfile.TemporaryFile()  # noqa: SIM115 a long one is closed by its response
        try:
            with turn():
                write_workbook(file, str(self.opts.verbose_name_plural), headers, rows)
            length = file.tell()
            file.seek(0)
            if is_long(length):
                return FileResponse(file)  # it tells its length by itself
            response = HttpResponse(file.read())
        except BaseException:
            file.close()
            raise
        file.close()
        return response

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


def _table(
    resource: resources.Resource, queryset: QuerySet, *, native: bool
) -> tuple[list[str], Iterator[list]]:
    """The headings, and the rows as they are read. `native`: numbers and dates as they are, not as their texts."""
    fields = resource.get_export_fields()
    kind = {"force_native_type": True} if native else {}

    def rows() -> Iterator[list]:
        for row in _with_owners_once(queryset).iterator(chunk_size=READ_AT_ONCE):
            found = [field.export(row, **kind) for field in fields]
            yield found if native else [_no_formula(str(cell)) for cell in found]

    return resource.get_export_headers(), rows()


def _with_owners_once(queryset: QuerySet) -> QuerySet:
    """The same rows; what they belong to is read once for many of them, not with each."""
    joined = queryset.query.select_related
    if not isinstance(joined, dict):
        return queryset
    return queryset.select_related(None).prefetch_related(*_paths(joined))


def _paths(joined: Mapping[str, Mapping]) -> Iterator[str]:
    for name, further in joined.items():
        yield from (f"{name}__{path}" for path in _paths(further)) if further else (name,)


def _no_formula(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay plain."""
    return f"'{text}" if text[:1] in FORMULA and not _NUMBER.fullmatch(text) else text
