"""The approver's page: each submitted report with what it changes and what looks doubtful, approved or returned."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis.judging.periods import Period, periods_ending_with
from kpis.models import Measurement, PeriodEntry, Review, State
from kpis.workflow import entries
from kpis.workflow.due_items import called
from kpis.workflow.entries import baseline_notice
from plans.access import Right, in_reach, reach
from plans.joining import listed
from plans.sent import sent_number

from .approval_cards import KINDS, SubmittedEntry, submitted_entries
from .approval_written import Written, unused_reason
from .next_steps import next_steps
from .review_page import render_staff, review_page
from .wholes import worked_out_of


@dataclass
class Decided:
    """What deciding brought: how many went through, and why others did not."""

    done: list[PeriodEntry] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # by the report's key


def decide(picked: Iterable[tuple[str, int]], *, by: AbstractUser, reason: str | None = None) -> Decided:
    """Approves each picked report (key and the version that was shown), or returns it with the reason.

    Each stands by itself: one that cannot be decided on does not hold up the others. Of a report out of the person's
    reach not even its name is told.
    """
    found = Decided()
    for key, version in picked:
        row = _find(key, by)
        if row is None:
            found.refused[key] = _why_not_found(key, by)
            continue
        try:
            if reason is None:
                found.done.append(entries.approve(row, by=by, seen_version=version))
            else:
                found.done.append(entries.send_back(row, by=by, reason=reason, seen_version=version))
        except entries.Refused as refusal:
            found.refused[key] = f"{called(row.owner, Period.parse(row.period))}: {refusal}"
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
        "今の担当は、計画管理者に確かめてください。"
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
        is_unsaved=any(line.reason for line in found),
    )


def _is_of(line: SubmittedEntry, review: Review) -> bool:
    return Period.parse(line.entry.period) in periods_ending_with(review.quarter)


def _act(request: HttpRequest, review: Review) -> HttpResponse:
    """Decides, and shows the page again with everything that was written and ticked on the other cards."""
    written = Written.of(request.POST)
    if "return" in request.POST:
        keys = [request.POST["return"]]
        reason = request.POST.get(f"reason-{keys[0]}", "").replace("\0", "")
        found = decide([(keys[0], written.versions.get(keys[0], -1))], by=request.user, reason=reason)
        problems = found.refused
        done = _("%d件を差し戻しました。担当の人の入口に、理由とともに表示します。")
    else:
        one = request.POST.get("approve_one")
        keys = [one] if one else request.POST.getlist("pick")
        if not keys:
            messages.warning(request, _("承認するものを選んでください。"))
        # Who wrote why a report is to go back, and ticked it with all the others, has not made up their mind.
        problems = {} if one else {key: _undecided() for key in keys if key in written.reasons}
        picked = [(key, written.versions.get(key, -1)) for key in keys if key not in problems]
        found = decide(picked, by=request.user)
        done = _("%d件を承認しました。市民のページに出ています。")
    _tell(request, review, found, done)
    if request.POST.get("approve_one") in written.reasons and found.done:
        messages.warning(request, unused_reason(written.reasons[keys[0]]))
    for sentence in [*found.refused.values(), *problems.values()]:
        messages.error(request, sentence)
    return _once_more(request, review, written.without(found.done), problems)


def _undecided() -> str:
    return _("差し戻す理由が書いてあるので、承認していません。差し戻すか、理由を消してから承認してください。")


def _tell(request: HttpRequest, review: Review, found: Decided, done: str) -> None:
    if not found.done:
        return
    messages.success(request, done % len(found.done))
    for notice in filter(None, map(baseline_notice, found.done)):
        messages.info(request, notice)
    again = worked_out_of(
        row.indicator for row in found.done if isinstance(row, Measurement) and row.state == State.APPROVED
    )
    if again:
        messages.info(
            request, _("次の指標も計算し直しました: %s") % listed(_("「%s」") % row for row in again)
        )
    mine = [row for row in found.done if row.plan.pk == review.plan_id]
    for step in dict.fromkeys(next_steps(mine, request.user, review.plan, {}).values()):
        messages.info(request, step.message)


def _once_more(
    request: HttpRequest, review: Review, written: Written, problems: dict[str, str]
) -> HttpResponse:
    """By a redirect where nothing is to be kept: the address alone would lose what was written."""
    if not written and not problems:
        return HttpResponseRedirect(request.get_full_path())
    waiting = submitted_entries(request.user, review.plan)
    shown, lost = written.on(waiting, problems), list(written.lost(waiting))
    if shown == waiting and not lost:
        return HttpResponseRedirect(request.get_full_path())
    for sentence in lost:
        messages.warning(request, sentence)
    return _render(request, review, shown)


URLS = [("<int:pk>/approval/", approval_page, "kpis_review_approval")]
