"""Download and upload of the quarter's sheet: fill in, see every difference, confirm."""

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kpis.documents.clean_texts import clean
from kpis.documents.csv_files import SAMPLE
from kpis.models import Review
from kpis.staff.review_page import render_staff, review_page
from kpis.workflow.due_items import DueItem, due_items_of
from plans.access import Right, reach
from plans.department_choices import in_order
from plans.models import Department
from plans.sent import sent_department
from plans.spreadsheets import CSV_TYPE, XLSX_TYPE
from plans.turns import turn
from plans.uploads import MAX_UPLOAD, is_too_large
from plans.workbook.guard import UnreadableFile

from .confirmation import ConfirmationLost, read_signed_rows, sign_rows
from .csv_table import write_csv
from .imported_row import CHANGED, NEW, REFUSED, UNCHANGED
from .importing import Run, check_review, run
from .raw_rows import RawRow
from .reading import read_file
from .sheet_rows import due_items_for, sheet_rows
from .writing import write_sheet


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("記入したファイル"),
        help_text=gettext_lazy("Excel（.xlsx）かCSV。10MBまで。"),
        error_messages={"required": gettext_lazy("ファイルを選んでください。")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.WRITE_ENTRIES)
def upload(request: HttpRequest, review: Review) -> HttpResponse:
    """GET: help and downloads. POST with a file: the preview. POST with the preview's parcel: stores it."""
    if request.method == "POST":
        if "parcel" in request.POST:
            return _confirm(request, review)
        return _preview(request, review)
    return _page(request, review, SheetUploadForm())


def _preview(request: HttpRequest, review: Review) -> HttpResponse:
    form = SheetUploadForm(request.POST, request.FILES)
    is_whole = form.is_valid()
    if is_too_large(request):
        size = MAX_UPLOAD // 1024**2
        return _page(
            request,
            review,
            SheetUploadForm(),
            problems=[_("ファイルが%dMBを超えています。シートだけのファイルを選んでください。") % size],
        )
    if not is_whole:
        return _page(request, review, form)
    file = form.cleaned_data["file"]
    try:
        sheet = read_file(file, file.name)
        check_review(sheet.rows, review)
        found = run(sheet.rows, review, by=request.user)
        stays = [imported.raw for imported in found.of(NEW, CHANGED, REFUSED)]
        parcel = _parcel(stays, review, request, found)
    except UnreadableFile as error:
        return _page(request, review, SheetUploadForm(), problems=error.messages)
    except ConfirmationLost as error:
        return _page(request, review, SheetUploadForm(), problems=[str(error)])
    notices = [*sheet.notices, *found.notices]
    return _page(request, review, SheetUploadForm(), found=found, parcel=parcel, notices=notices)


def _confirm(request: HttpRequest, review: Review) -> HttpResponse:
    try:
        rows, unchanged = read_signed_rows(request.POST["parcel"], review, request.user)
    except ConfirmationLost as error:
        return _page(request, review, SheetUploadForm(), problems=[str(error)])
    found = run(
        rows,
        review,
        by=request.user,
        store=True,
        only_accepted="only_accepted" in request.POST,
        submit="submit" in request.POST,
    )
    if found.is_stored:
        messages.success(request, found.sentence)
        return HttpResponseRedirect(reverse("admin:kpis_review_entry", args=[review.pk]))
    found.left_behind = unchanged
    problem = (
        _(
            "取り込めない行があります。直してから読み込み直すか、「取り込める行だけ取り込む」を選んでください。"
        )
        if found.accepted
        else _("取り込める変更はありません。直して読み込み直してください。")
    )
    parcel = _parcel(rows, review, request, found)
    return _page(request, review, SheetUploadForm(), found=found, parcel=parcel, problems=[problem])


def _parcel(rows: list[RawRow], review: Review, request: HttpRequest, found: Run) -> str:
    """What the confirmation hands in; blank where there is nothing to store. Raises ConfirmationLost."""
    if not found.accepted:
        return ""
    return sign_rows(rows, review, request.user, unchanged=found.counts[UNCHANGED])


def _page(
    request: HttpRequest,
    review: Review,
    form: SheetUploadForm,
    *,
    found: Run | None = None,
    parcel: str = "",
    problems: list[str] | None = None,
    notices: list[str] | None = None,
) -> HttpResponse:
    mine = due_items_of(request.user, review, Right.WRITE_ENTRIES)
    return render_staff(
        request,
        "admin/kpis/upload.html",
        review,
        title=_("Excelで入力"),
        form=form,
        run=found,
        parcel=parcel,
        problems=problems or [],
        notices=notices or [],
        has_rows=bool(mine),
        departments=_departments(request, review, mine),
        takes_files=review.is_open or any(not due_item.is_locked for due_item in mine),
    )


def _departments(request: HttpRequest, review: Review, asked: list[DueItem]) -> list[Department]:
    """The departments whose sheets the user may download: those with something to report, in the city's order."""
    found = reach(request.user, Right.WRITE_ENTRIES)
    theirs = {
        department
        for due_item in asked
        for department in due_item.departments
        if found.covers(review.plan.municipality_id, [department.pk])
    }
    return in_order(theirs)


@require_safe
@review_page(Right.WRITE_ENTRIES)
def sheet_xlsx(request: HttpRequest, review: Review) -> HttpResponse:
    """The sheet to fill in, as Excel. `?department=`: of that department and those below it."""
    department = _department(request, review)
    rows = sheet_rows(due_items_for(review, user=request.user, department=department))
    with turn():
        content = write_sheet(review, rows, department=department.name if department else "")
    return _download(content, XLSX_TYPE, f"{file_name(review, department)}.xlsx")


@require_safe
@review_page(Right.WRITE_ENTRIES)
def sheet_csv(request: HttpRequest, review: Review) -> HttpResponse:
    """The same as CSV."""
    department = _department(request, review)
    content = write_csv(review, sheet_rows(due_items_for(review, user=request.user, department=department)))
    return _download(content, CSV_TYPE, f"{file_name(review, department)}.csv")


def _department(request: HttpRequest, review: Review) -> Department | None:
    """The department asked for: 404 outside the city, 403 outside the user's reach."""
    city = review.plan.municipality_id
    department = sent_department(request, city)
    if department and not reach(request.user, Right.WRITE_ENTRIES).covers(city, [department.pk]):
        raise PermissionDenied(_("この部署のシートを開く権限がありません。"))
    return department


# What some system, shell or spreadsheet or other takes for more than a letter of a file's name: of ASCII all but letters,
# digits, dot, hyphen and low line.
_UNFIT_FOR_A_NAME = re.compile(r"[\x00-,/:-@\[-^`{-\x7f]+|\.\.+")


def file_name(review: Review, department: Department | None = None) -> str:
    """サンプル_見本市_2025-Q1_総務課, without its ending."""
    city = review.plan.municipality
    parts = [SAMPLE if city.is_fictional else "", city.name, review.plan.slug, review.period]
    name = "_".join(part for part in [*parts, department.name if department else ""] if part)
    return _UNFIT_FOR_A_NAME.sub("-", clean(name))


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response


URLS = [
    ("<int:pk>/upload/", upload, "kpis_review_upload"),
    ("<int:pk>/sheet.xlsx", sheet_xlsx, "kpis_review_sheet"),
    ("<int:pk>/sheet.csv", sheet_csv, "kpis_review_sheet_csv"),
]
