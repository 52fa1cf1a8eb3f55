"""The room of a review's report: look at it as a draft, write the overall comment, publish it, correct it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpis.models import Report, Review
from kpis.public.reports import ListedReport, as_download
from kpis.reports import publishing
from kpis.reports.document import Document
from kpis.reports.errors import ReportError
from kpis.reports.formats import FORMATS, ZIP, ZIP_TYPE, prepare, render
from kpis.reports.html import bar, body
from kpis.reports.snapshot.changes import with_summary
from kpis.workflow.due_items import due_items
from kpis.workflow.entries import Refused, plain
from kpis.workflow.reviews import StillOpen, change_review
from plans.access import Right
from plans.joining import listed
from plans.layout import render_plan
from plans.turns import turn

from .comment_form import CommentForm
from .review_page import find_review, render_staff, review_page


@dataclass(frozen=True)
class ReportFormProblem:
    """Why the form was not accepted."""

    form: str
    sentence: str
    is_confirmed: bool = False  # the tick stands for what is asked again, but for another content


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.RUN_REVIEWS)
def room(request: HttpRequest, review: Review) -> HttpResponse:
    if request.method == "POST":
        for name, verb in VERBS.items():
            if name in request.POST:
                return verb(request, review)
        return _back(request)
    return _render(request, review)


def _render(
    request: HttpRequest,
    review: Review,
    problem: ReportFormProblem | None = None,
    form: CommentForm | None = None,
) -> HttpResponse:
    reports = [
        ListedReport(row) for row in Report.objects.of_plan(review.plan).filter(review=review).checked()
    ]
    draft = _draft(request, review)
    last = reports[0].report if reports else None
    found = publishing.differences(last, draft.snapshot) if last and last.is_intact else []
    return render_staff(
        request,
        "admin/kpis/report.html",
        review,
        status=422 if problem else 200,
        title=_("四半期報告"),
        reports=reports,
        draft=draft,
        bar=bar(draft.snapshot["counts"]["groups"]),
        formats=[(row.key, row.label) for row in FORMATS.values()] + [(ZIP, _("すべてをまとめたファイル"))],
        open_count=sum(due_item.blocks_closing for due_item in due_items(review)) if review.is_open else 0,
        left_out=_left_out(review, draft),
        differences=with_summary(found),
        problem=problem,
        reason=request.POST.get("reason", ""),
        form=form or CommentForm(instance=review),
    )


def _left_out(review: Review, draft: Document) -> str:
    """Indicators that the plan has today and had not when the quarter ended: the report tells of the plan as it was then."""
    told = {row["code"] for row in draft.snapshot["indicators"]}
    rows = review.plan.indicators.shown().exclude(code__in=told)
    return listed(_("「%s」") % row for row in rows if not row.has_ending)


def _draft(request: HttpRequest, review: Review) -> Document:
    """Without a turn (plans/turns.py): it takes as long as a page of the grid, for the plan's managers alone, and a POST that
    was told to come back later would lose what was typed."""
    office = publishing.office_of(request.user, review.plan)
    return Document.of_draft(publishing.draft(review.plan, review, office=office))


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.path)


def _comment(request: HttpRequest, review: Review) -> CommentForm:
    """What was sent of the comment: of one that this person left alone, what others have saved meanwhile."""
    return CommentForm(request.POST, instance=Review.objects.get(pk=review.pk))


def _refused(
    request: HttpRequest, review: Review, form: CommentForm, verb: str, *, asks: bool = True
) -> HttpResponse | None:
    """The page once more where the comment is to be chosen, or the confirmation is missing."""
    if not form.is_valid():
        return _render(request, review, ReportFormProblem(verb, ""), form)
    if asks and "confirmed" not in request.POST:
        words = _("公表は取り消せません。内容を確かめて、確認の欄に印を付けてください。")
        return _render(request, review, ReportFormProblem(verb, words), form)
    return None


def _save_comment(request: HttpRequest, review: Review) -> HttpResponse:
    form = _comment(request, review)
    if answer := _refused(request, review, form, "comment", asks=False):
        return answer
    form.instance.overall_comment = plain(form.cleaned_data["overall_comment"])
    change_review(form.instance, by=request.user, why=_("総括の変更"))
    messages.success(request, _("総括を保存しました。"))
    if request.POST.get("reason", "").strip():  # for the correction, below on the same page
        return _render(request, find_review(request, review.pk))
    return _back(request)


def _publish(request: HttpRequest, review: Review) -> HttpResponse:
    form = _comment(request, review)
    if answer := _refused(request, review, form, "publish"):
        return answer
    text = form.cleaned_data["overall_comment"]
    try:
        report = publishing.publish(review, by=request.user, overall_comment=text)
    except StillOpen as refusal:
        words = _("締め切りの後に加わったものがあります。「進み具合」で受付中に戻して済ませてください。")
        return _render(request, review, ReportFormProblem("publish", f"{refusal} {words}", True), form)
    except Refused as refusal:
        return _render(request, review, ReportFormProblem("publish", str(refusal), True), form)
    prepare(report)
    _published(request, review, text, _("%sの報告を公表しました。") % review.label)
    return _back(request)


def _published(request: HttpRequest, review: Review, text: str, done: str) -> None:
    """`review`: as it was read before; what was typed into the comment, `text`, went along."""
    if _as_stored(text) != _as_stored(review.overall_comment):
        done += _("書いた総括も保存し、この報告に載せました。")
    messages.success(request, done)


def _as_stored(text: str) -> str:
    return plain(text).replace("\r\n", "\n")


def _correct(request: HttpRequest, review: Review) -> HttpResponse:
    form = _comment(request, review)
    if answer := _refused(request, review, form, "correct"):
        return answer
    reason, text = request.POST.get("reason", ""), form.cleaned_data["overall_comment"]
    try:
        report = publishing.publish_correction(review, by=request.user, reason=reason, overall_comment=text)
    except Refused as refusal:
        return _render(request, review, ReportFormProblem("correct", str(refusal), True), form)
    prepare(report)
    words = _("%(label)sの%(revision)sを公表しました。")
    _published(request, review, text, words % {"label": review.label, "revision": report.revision_label})
    return _back(request)


VERBS = {"save": _save_comment, "publish": _publish, "correct": _correct}


@require_safe
@review_page(Right.RUN_REVIEWS)
def preview(request: HttpRequest, review: Review) -> HttpResponse:
    """The report's page as it would be published now, marked 案."""
    document = _draft(request, review)
    return render_plan(
        request,
        "kpis/reports/preview.html",
        review.plan,
        review=review,
        document=document,
        body=body(document),
    )


@require_safe
@review_page(Right.RUN_REVIEWS)
def draft_file(request: HttpRequest, review: Review, key: str) -> HttpResponse:
    """A file of the report as it would be published now. Not kept: the next one may differ."""
    content_type = FORMATS[key].content_type if key in FORMATS else ZIP_TYPE
    try:
        with turn():  # gathering the figures takes as long as setting them
            document = _draft(request, review)
            content = render(document, key)
    except ReportError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:kpis_review_report", args=[review.pk]))
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = "no-store"
    return as_download(response, document.file_name, key)


URLS = [
    ("<int:pk>/report/", room, "kpis_review_report"),
    ("<int:pk>/report/preview/", preview, "kpis_review_report_preview"),
    ("<int:pk>/report/draft.<report_file:key>", draft_file, "kpis_review_report_draft"),
]
