"""The approver's page: each submitted report with what it changes and what looks doubtful, approved or returned."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis.judging.periods import Period, periods_ending_with
from kpis.models import PeriodEntry, Review
from kpis.workflow import entries
from kpis.workflow.entries import baseline_notice
from plans.access import Right, in_reach, reach
from plans.sent import sent_number

from .approval_cards import KINDS, SubmittedEntry, submitted_entries
from .next_steps import next_steps
from .review_page import render_staff, review_page


@dataclass
class Decided:
    """What deciding brought: how many went through, and why others did not."""

    done: list[PeriodEntry] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def decide(picked: Iterable[tuple[str, int]], *, by: AbstractUser, reason: str | None = None) -> Decided:
    """Approves each picked report (key and the version that was shown), or returns it with the reason.

    Each stands by itself: one that cannot be decided on does not hold up the others. Of a report out of the person's
    reach not even its name is told.
    """
    found = Decided()
    for key, version in picked:
        row = _find(key, by)
        if row is None:
            found.refused.append(_why_not_found(key, by))
            continue
        try:
            if reason is None:
                found.done.append(entries.approve(row, by=by, seen_version=version))
            else:
                found.done.append(entries.send_back(row, by=by, reason=reason, seen_version=version))
        except entries.Refused as refusal:
            found.refused.append(f"{row.owner}: {refusal}")
    return found


def _find(key: str, user: AbstractUser) -> PeriodEntry | None:
    kind, _dash, pk = key.partition("-")
    model = KINDS.get(kind)
    if model is None:
        return None
    return in_reach(model.objects.filter(pk=sent_number(pk)), user, Right.DECIDE_ENTRIES).first()


def _why_not_found(key: str, user: AbstractUser) -> str:
    """Of a report of a city where the user decides on some: that it has left their hands. Its name is not told."""
    kind, _dash, pk = key.partition("-")
    row = KINDS[kind].objects.filter(pk=sent_number(pk)).first() if kind in KINDS else None
    if row is None or not reach(user, Right.DECIDE_ENTRIES).touches(row.plan.municipality_id):
        return _("選んだものが見つかりません。この画面に出ているものから選んでください。")
    return _(
        "選んだものは、承認の担当から外れたため、何もしていません（画面を開いた後に、部署の担当かあなたの役割が変わりました）。"
        "いまの担当は、計画管理者に確かめてください。"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.DECIDE_ENTRIES)
def approval_page(request: HttpRequest, review: Review) -> HttpResponse:
    """Everything of the plan that waits for the user: this quarter's reports first, then those of other periods."""
    if request.method == "POST":
        return _act(request, review)
    return _render(request, review, submitted_entries(request.user, review.plan))


def _render(request: HttpRequest, review: Review, found: list[SubmittedEntry]) -> HttpResponse:
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


def _is_of(line: SubmittedEntry, review: Review) -> bool:
    return Period.parse(line.entry.period) in periods_ending_with(review.quarter)


def _act(request: HttpRequest, review: Review) -> HttpResponse:
    if "return" in request.POST:
        key = request.POST["return"]
        reason = request.POST.get(f"reason-{key}", "").replace("\0", "")
        found = decide([(key, _version(request, key))], by=request.user, reason=reason)
        if found.refused:
            return _ask_again(request, review, key, reason, found.refused[0])
        done = _("%d件を差し戻しました。担当の人の入口に、理由とともに表示します。")
    else:
        one = request.POST.get("approve_one")
        keys = [one] if one else request.POST.getlist("pick")
        if not keys:
            messages.warning(request, _("承認するものを選んでください。"))
        found = decide([(key, _version(request, key)) for key in keys], by=request.user)
        done = _("%d件を承認しました。市民のページに出ています。")
    if found.done:
        messages.success(request, done % len(found.done))
        for notice in filter(None, map(baseline_notice, found.done)):
            messages.info(request, notice)
        mine = [row for row in found.done if row.plan.pk == review.plan_id]
        for step in dict.fromkeys(next_steps(mine, request.user, review.plan, {}).values()):
            messages.info(request, step.message)
    for sentence in found.refused:
        messages.error(request, sentence)
    return HttpResponseRedirect(request.get_full_path())


def _ask_again(request: HttpRequest, review: Review, key: str, reason: str, problem: str) -> HttpResponse:
    """The page with the reason as it was written, and why the report was not returned."""
    messages.error(request, problem)
    found = [
        replace(line, reason=reason, problem=problem) if line.key == key else line
        for line in submitted_entries(request.user, review.plan)
    ]
    return _render(request, review, found)


def _version(request: HttpRequest, key: str) -> int:
    number = sent_number(request.POST.get(f"version-{key}", ""))
    return -1 if number is None else number


URLS = [("<int:pk>/approval/", approval_page, "kpis_review_approval")]
