"""The room of a review's report: look at it as a draft, write the overall comment, publish it, correct it."""

import hashlib
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
from plans.layout import render_plan
from plans.turns import turn

from .review_page import find_review, render_staff, review_page


@dataclass(frozen=True)
class ReportFormProblem:
    """Why the form was not accepted. `text`: the overall comment as it was written."""

    form: str
    sentence: str
    text: str = ""
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


def _render(request: HttpRequest, review: Review, problem: ReportFormProblem | None = None) -> HttpResponse:
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
        differences=with_summary(found),
        problem=problem,
        reason=request.POST.get("reason", ""),
        comment=problem.text if problem else review.overall_comment,
        seen=mark_of(review.overall_comment),
    )


def _draft(request: HttpRequest, review: Review) -> Document:
    """Without a turn (plans/turns.py): it takes as long as a page of the grid, for the plan's managers alone, and a POST that
    was told to come back later would lose what was typed."""
    office = publishing.office_of(request.user, review.plan)
    return Document.of_draft(publishing.draft(review.plan, review, office=office))


def mark_of(text: str) -> str:
    """By which a form says which comment it was based on."""
    return hashlib.sha256(plain(text).replace("\r\n", "\n").encode()).hexdigest()[:16]


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.path)


def _comment_problem(request: HttpRequest, review: Review, form: str) -> ReportFormProblem | None:
    """Somebody else has changed the comment since this form was opened."""
    text = request.POST.get("overall_comment", "")
    if request.POST.get("seen") == mark_of(review.overall_comment) or mark_of(text) == mark_of(
        review.overall_comment
    ):
        return None
    words = _(
        "開いている間に、ほかの人が総括を変えました。今の総括は「%s」です。書いた文章は下に残っています。確かめてから、もう一度保存してください。"
    )
    return ReportFormProblem(form, words % (review.overall_comment or _("空欄")), text)


def _save_comment(request: HttpRequest, review: Review) -> HttpResponse:
    problem = _comment_problem(request, review, "comment")
    if problem:
        return _render(request, review, problem)
    review.overall_comment = plain(request.POST.get("overall_comment", ""))
    change_review(review, by=request.user, why=_("総括の変更"))
    messages.success(request, _("総括を保存しました。"))
    if request.POST.get("reason", "").strip():  # for the correction, below on the same page
        return _render(request, find_review(request, review.pk))
    return _back(request)


def _publish(request: HttpRequest, review: Review) -> HttpResponse:
    text = request.POST.get("overall_comment", "")
    problem = _comment_problem(request, review, "publish")
    if problem is None and "confirmed" not in request.POST:
        problem = ReportFormProblem(
            "publish", _("公表は取り消せません。内容を確かめて、確認の欄に印を付けてください。"), text
        )
    if problem:
        return _render(request, review, problem)
    try:
        report = publishing.publish(review, by=request.user, overall_comment=text)
    except StillOpen as refusal:
        words = _("締め切りの後に加わったものがあります。「進み具合」で受付中に戻して済ませてください。")
        return _render(request, review, ReportFormProblem("publish", f"{refusal} {words}", text, True))
    except Refused as refusal:
        return _render(request, review, ReportFormProblem("publish", str(refusal), text, True))
    prepare(report)
    _published(request, review, _("%sの報告を公表しました。") % review.label)
    return _back(request)


def _published(request: HttpRequest, review: Review, done: str) -> None:
    """`review`: as it was read before; what was typed into the comment went along."""
    if mark_of(request.POST.get("overall_comment", "")) != mark_of(review.overall_comment):
        done += _("書いた総括も保存し、この報告に載せました。")
    messages.success(request, done)


def _correct(request: HttpRequest, review: Review) -> HttpResponse:
    reason, text = request.POST.get("reason", ""), request.POST.get("overall_comment", "")
    problem = _comment_problem(request, review, "correct")
    if problem is None and "confirmed" not in request.POST:
        words = _("公表は取り消せません。内容を確かめて、確認の欄に印を付けてください。")
        problem = ReportFormProblem("correct", words, text)
    if problem:
        return _render(request, review, problem)
    try:
        report = publishing.publish_correction(review, by=request.user, reason=reason, overall_comment=text)
    except Refused as refusal:
        return _render(request, review, ReportFormProblem("correct", str(refusal), text, True))
    prepare(report)
    words = _("%(label)sの%(revision)sを公表しました。")
    _published(request, review, words % {"label": review.label, "revision": report.revision_label})
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
