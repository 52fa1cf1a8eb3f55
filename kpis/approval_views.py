"""The approver's page: what waits, approved one by one or together, or returned with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.access import Right

from . import approval
from .models import Review
from .staff import render_staff, review_page
from .workflow import baseline_notice


@require_http_methods(["GET", "POST"])
@review_page(Right.DECIDE_ENTRIES)
def approval_page(request: HttpRequest, review: Review) -> HttpResponse:
    """Everything of the plan that waits for the user: this quarter's reports first, then those of other periods."""
    if request.method == "POST":
        return _decide(request)
    found = approval.lines(request.user, review.plan)
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
        reason="",
    )


def _is_of(line: approval.Line, review: Review) -> bool:
    year = str(review.quarter.year) if review.quarter.number == 4 else None
    return line.entry.period in (review.period, year)


def _decide(request: HttpRequest) -> HttpResponse:
    if "return" in request.POST:
        key = request.POST["return"]
        reason = request.POST.get(f"reason-{key}", "")
        found = approval.decide([(key, _version(request, key))], by=request.user, reason=reason)
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


def _version(request: HttpRequest, key: str) -> int:
    text = request.POST.get(f"version-{key}", "")
    return int(text) if text.isdecimal() else -1


URLS = [("<int:pk>/approval/", approval_page, "kpis_review_approval")]
