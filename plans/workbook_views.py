"""A plan's workbook in the admin: download, an empty template, and upload with a preview before anything is saved."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from io import BytesIO

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from plans.workbook.changes import WorkbookChange
from plans.workbook.guard import UnreadableFile
from plans.workbook.importing import OutdatedError, WorkbookReport, import_workbook
from plans.workbook.limits import MB, in_mb, too_large
from plans.workbook.sheet import LIMITS
from plans.workbook.writing import TooLongError, write_workbook

from .access import Right, in_reach, reach
from .fixture_files import LoadError
from .grounds_form import GroundsForm
from .load_act import NeedsGroundsError
from .models import Plan
from .spreadsheets import XLSX_TYPE
from .turns import turn
from .uploads import is_too_large

CONFIRM_WITHIN = 60 * 60  # seconds between preview and confirmation
SHOWN_CHANGES = 200
# The file waits in the page for its confirmation, where it is a third longer: it has to fit into a form.
WEB_LIMITS = replace(LIMITS, max_bytes=int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 0.7 / MB * 10) * MB // 10)


class WorkbookUploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("計画ブック（.xlsx）"),
        help_text=gettext_lazy("次の画面で中身を確かめるまで、何も保存しません。"),
        error_messages={
            "required": gettext_lazy("ファイルを選んでください。"),
            "empty": gettext_lazy("ファイルが空です。ファイルを選び直してください。"),
        },
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX_TYPE}"}),
    )


class _Shown:
    """The rows that the preview lists, and how many more there are."""

    def __init__(self, changes: list[WorkbookChange]):
        self.rows = changes[:SHOWN_CHANGES]
        self.more = len(changes) - len(self.rows)


def _for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who may change a plan somewhere."""

    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        if not reach(request.user, Right.CHANGE_PLAN):
            raise PermissionDenied(_("計画ブックを読み込む権限がありません。"))
        return view(request)

    return page


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    plans = in_reach(Plan.objects.select_related("municipality"), request.user, Right.VIEW_PLAN)
    plan = plans.filter(pk=pk).first()
    if plan is None:
        raise Http404
    content = BytesIO()
    try:
        with turn():
            write_workbook(content, plan, user=request.user)
    except TooLongError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:plans_plan_change", args=[pk]))
    sample = "-sample" if plan.municipality.is_fictional else ""
    return _file(content, f"{plan.municipality.slug}-{plan.slug}{sample}")


@require_safe
@_for_keepers
def template(request: HttpRequest) -> HttpResponse:
    content = BytesIO()
    write_workbook(content, None)
    return _file(content, "plan-template")


def _file(content: BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(content.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@_for_keepers
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it would do, confirm."""
    if request.method != "POST":
        return _page(request, WorkbookUploadForm())
    if "content" in request.POST:
        return _confirmed(request)
    form = WorkbookUploadForm(request.POST, request.FILES)
    is_whole = form.is_valid()
    if is_too_large(request):  # stopped on its way: the form finds no file
        return _refused(request, [too_large(WEB_LIMITS)])
    if not is_whole:
        return _page(request, form)
    file = form.cleaned_data["file"]
    if file.size > WEB_LIMITS.max_bytes:
        return _refused(request, [too_large(WEB_LIMITS, file.size)])
    return _preview(request, file.read())


def _preview(
    request: HttpRequest, content: bytes, *, grounds: GroundsForm | None = None, problems: Sequence[str] = ()
) -> HttpResponse:
    """What the file would do; where public rows change, with the questions for the reason."""
    try:
        report = import_workbook(BytesIO(content), user=request.user, dry_run=True, limits=WEB_LIMITS)
    except (UnreadableFile, LoadError) as error:
        return _refused(request, error.messages)
    packed = base64.urlsafe_b64encode(content).decode()
    return _page(
        request,
        WorkbookUploadForm(),
        report=report,
        grounds=(grounds or GroundsForm()) if report.public_changes else None,
        problems=problems,
        changed=_Shown([change for change in report.changes if not change.is_new]),
        new=_Shown([change for change in report.changes if change.is_new]),
        sheets=[sheet for sheet in report.sheets if sheet.has_changes],
        same_sheets=[sheet for sheet in report.sheets if not sheet.has_changes],
        content=_signer(request).sign(f"{report.fingerprint}.{packed}"),
    )


def _confirmed(request: HttpRequest) -> HttpResponse:
    try:
        signed = _signer(request).unsign(request.POST["content"], max_age=CONFIRM_WITHIN)
    except BadSignature:
        return _refused(request, [_("確かめてから時間がたちました。もう一度ファイルを選んでください。")])
    expected, _dot, packed = signed.partition(".")
    content = base64.urlsafe_b64decode(packed)
    form = GroundsForm(request.POST)
    if not form.is_valid():
        return _preview(request, content, grounds=form)
    grounds = form.grounds(request.user) if form.cleaned_data["revision_reason"].strip() else None
    try:
        report = import_workbook(
            BytesIO(content), user=request.user, grounds=grounds, expected=expected, limits=WEB_LIMITS
        )
    except OutdatedError:
        messages.warning(
            request,
            _("確かめている間に、登録済みの内容が変わりました。もう一度確かめてから読み込んでください。"),
        )
        return _preview(request, content)
    except NeedsGroundsError as error:
        return _preview(request, content, grounds=form, problems=error.messages)
    except (UnreadableFile, LoadError) as error:
        return _refused(request, error.messages)
    plan = report.stored_plan()
    _record(request, plan, report)
    return HttpResponseRedirect(reverse("admin:plans_plan_change", args=[plan.pk]))


def _record(request: HttpRequest, plan: Plan, report: WorkbookReport) -> None:
    """Tell the user, and note it in the plan's history."""
    sentence = _("計画ブックを読み込みました（新規 %(new)s件、変更 %(changed)s件）。") % {
        "new": report.loaded.created,
        "changed": report.loaded.changed,
    }
    flag = ADDITION if report.is_new_plan else CHANGE
    LogEntry.objects.log_actions(request.user.pk, [plan], flag, sentence, single_object=True)
    messages.success(request, sentence)


def _signer(request: HttpRequest) -> TimestampSigner:
    """What one user has previewed, no other can confirm."""
    return TimestampSigner(salt=f"plans.workbook.{request.user.pk}")


def _refused(request: HttpRequest, sentences: list[str]) -> HttpResponse:
    """The first page again; what is wrong with the file stands at its field."""
    form = WorkbookUploadForm({}, {})
    form.fields["file"].required = False  # a file was there: it has to be chosen anew
    form.add_error("file", sentences)
    return _page(request, form)


def _page(request: HttpRequest, form: WorkbookUploadForm, **context) -> HttpResponse:
    title = _("計画ブックを読み込む")
    if "report" in context:
        title = _("「%s」の計画ブックの内容を確かめる") % context["report"].subject.title
    context |= {
        **admin.site.each_context(request),
        "title": title,
        "form": form,
        "limit": in_mb(WEB_LIMITS.max_bytes),
        "shown": SHOWN_CHANGES,
    }
    return TemplateResponse(request, "admin/plans/workbook.html", context)


# Addresses below /admin/plans/plan/: route, view, name.
URLS = [
    ("<int:pk>/workbook/", download, "plans_plan_workbook"),
    ("workbook/", upload, "plans_plan_workbook_upload"),
    ("workbook/template/", template, "plans_plan_workbook_template"),
]
