"""The record of changes in the admin: read only, a page at a time, and as CSV for an audit."""

import csv
import json
from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kpis.documents.csv_files import CSV_TYPE, csv_cell
from plans.journal.reading import in_words, label_of, lines_for, may_read, tables_for
from plans.models import ChangeRecord
from plans.typed_fields import DayField

PER_PAGE = 50
BELOW = "below"  # in an address: the line below which the page begins
AT_ONCE = 500  # lines of the CSV in memory
COLUMNS = (
    "id", "at", "who_id", "who", "way", "why", "operation", "table", "table_label", "row", "city_id", "before", "after",
    "act",
)  # fmt: skip


class RecordFilter(forms.Form):
    """Which lines to show, and the line below which the page begins."""

    day = DayField(label=gettext_lazy("日"), required=False)
    who = forms.CharField(label=gettext_lazy("だれが（一部でも可）"), max_length=150, required=False)
    table = forms.ChoiceField(label=gettext_lazy("表"), required=False)
    below = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, tables: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", _("すべて")), *tables]


@require_safe
def change_records(request: HttpRequest) -> HttpResponse:
    rows, form = _asked(request)
    below = form.cleaned_data.get(BELOW) if form.is_valid() else None
    # One more than fits tells whether there are older ones: nothing is counted.
    found = list((rows.filter(pk__lt=below) if below else rows)[: PER_PAGE + 1])
    query = request.GET.copy()
    query.pop(BELOW, None)
    context = admin.site.each_context(request) | {
        "title": _("変更記録"),
        "is_nav_sidebar_enabled": False,
        "filter": form,
        "is_filtered": any(query.values()),
        "is_later_page": bool(below),
        "lines": in_words(found[:PER_PAGE]),
        "older": urlencode({BELOW: found[PER_PAGE - 1].pk}) if len(found) > PER_PAGE else "",
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "admin/change_records.html", context)


@require_safe
def change_records_csv(request: HttpRequest) -> HttpResponseBase:
    """Every line of the list, with all that it holds, newest first."""
    rows, form = _asked(request)
    if not form.is_valid():
        return HttpResponseRedirect(f"{reverse('admin:change-records')}?{request.GET.urlencode()}")
    response = StreamingHttpResponse(_csv(rows), content_type=CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="change-records.csv"'
    return response


def _asked(request: HttpRequest):
    if not may_read(request.user):
        raise PermissionDenied(_("変更記録は、計画管理者とシステムの管理者だけが見られます。"))
    form = RecordFilter(request.GET, tables=tables_for(request.user))
    if not form.is_valid():  # what was asked is not known: nothing, rather than everything
        return ChangeRecord.objects.none(), form
    chosen = form.cleaned_data
    rows = lines_for(
        request.user,
        day=chosen.get("day"),
        who=chosen.get("who", "").replace("\x00", ""),
        table=chosen.get("table", ""),
    )
    return rows, form


class _Line:
    """What the CSV's writer writes a line into."""

    def write(self, text: str) -> str:
        return text


def _csv(rows) -> Iterator[str]:
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield writer.writerow([csv_cell(value) for value in _values(row)])


def _values(row: ChangeRecord) -> list[object]:
    before, after = (json.dumps(side, ensure_ascii=False) if side else "" for side in (row.before, row.after))
    return [
        row.pk, row.at.isoformat(), row.who_id, row.who, row.way, row.why, row.get_operation_display(), row.table_name,
        label_of(row.table_name), row.row_key, row.city_id, before, after, row.act,
    ]  # fmt: skip
