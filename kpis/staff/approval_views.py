"""The approver's page: what waits, approved one by one or together, or returned with a reason."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis.models import Review
from kpis.workflow.entries import baseline_notice
from plans.access import Right

from . import approval
from .posted import sent_number
from .review_page import render_staff, review_page


@require_http_methods(["GET", "POST"])
@review_page(Right.DECIDE_ENTRIES)
def approval_page(request: HttpRequest, review: Review) -> HttpResponse:
    """Everything of the plan that waits for the user: this quarter's reports first, then those of other periods."""
    if request.method == "POST":
        return _decide(request, review)
    return _render(request, review, approval.lines(request.user, review.plan))


def _render(request: HttpRequest, review: Review, found: list[approval.Line]) -> HttpResponse:
    return render_staff(
        request,
        "admin/kpis/approval.html",
        review,
        title=_("承認"),
        groups=[
            (_("この四半期"), [line for line in found if _is_of(line, review)]),
            (_("ほかの期間（改定など）"), [line for line in found if not _is_of(line, review)]),
        ],
        count=len(found),
    )


def _is_of(line: approval.Line, review: Review) -> bool:
    year = str(review.quarter.year) if review.quarter.number == 4 else None
    return line.entry.period in (review.period, year)


def _decide(request: HttpRequest, review: Review) -> HttpResponse:
    if "return" in request.POST:
        key = request.POST["return"]
        reason = request.POST.get(f"reason-{key}", "").replace("\0", "")
        found = approval.decide([(key, _version(request, key))], by=request.user, reason=reason)
        if found.refused:
            return _ask_again(request, review, key, reason, found.refused[0])
        done = _("%d件を差し戻しました。担当の人の入口に、理由とともに表示します。")
    else:
        one = request.POST.get("approve_one")
        keys = [one] if one else request.POST.getlist("pick")
        if not keys:
            messages.warning(request, _("承認するものを選んでください。"))
        found = approval.decide([(key, _version(request, key)) for key in keys], by=request.user)
        done = _("%d件を承認しました。市民のページに出ています。")
    if found.done:
        messages.success(request, done % len(found.done))
        for notice in filter(None, map(baseline_notice, found.done)):
            messages.info(request, notice)
    for sentence in found.refused:
        messages.error(request, sentence)
    return HttpResponseRedirect(request.get_full_path())


def _ask_again(request: HttpRequest, review: Review, key: str, reason: str, problem: str) -> HttpResponse:
    """The page with the reason as it was written, and why the report was not returned."""
    messages.error(request, problem)
    found = [
        replace(line, reason=reason, problem=problem) if line.key == key else line
        for line in approval.lines(request.user, review.plan)
    ]
    return _render(request, review, found)


def _version(request: HttpRequest, key: str) -> int:
    number = sent_number(request.POST.get(f"version-{key}", ""))
    return -1 if number is None else number


URLS = [("<int:pk>/approval/", approval_page, "kpis_review_approval")]
