"""How far a review is, for everybody who works on it; for the plan manager also its dates, its closing and reopening."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis.models import Review
from kpis.workflow import entries, reviews
from kpis.workflow.due_items import DueItem, days_text, due_items_of
from kpis.workflow.entries import Refused
from plans.access import Right, may
from plans.opened_form import OpenedForm
from plans.people_names import person_label

from .review_page import render_staff, review_page
from .review_status import place_of, status_of

SHOWN_HISTORY = 20  # the newest changes of the review


class ReviewForm(OpenedForm):
    """Dates and the overall comment."""

    class Meta:
        model = Review
        fields = ["due_on", "meeting_on", "overall_comment"]
        widgets = {
            "overall_comment": forms.Textarea(attrs={"rows": 5}),
        }


@dataclass(frozen=True)
class StatusFormProblem:
    """Why a form was not accepted. `form`: a due item's key or reopen; `text`: what had been written there."""

    form: str
    sentence: str
    text: str = ""

    @property
    def anchor(self) -> str:
        """Where on the page it is put right."""
        return "reopen-reason" if self.form == "reopen" else self.form


@dataclass(frozen=True)
class Blocking:
    """What keeps a review from closing. `url`: where it is worked on; `delete_url`: blank where it must stay."""

    due_item: DueItem
    url: str
    delete_url: str


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.VIEW_ENTRIES)
def status(request: HttpRequest, review: Review) -> HttpResponse:
    if request.method == "POST":
        return _act(request, review)
    return _render(request, review)


def _render(
    request: HttpRequest,
    review: Review,
    *,
    form: ReviewForm | None = None,
    problem: StatusFormProblem | None = None,
    still_open: tuple[DueItem, ...] = (),
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    is_manager = may(user, Right.RUN_REVIEWS, review.plan.municipality_id)
    asked = due_items_of(user, review, Right.VIEW_ENTRIES)
    found = status_of(review, asked, user, at=today, state=request.GET.get("state", ""))
    return render_staff(
        request,
        "admin/kpis/status.html",
        review,
        title=_("進み具合"),
        status_found=found,
        days_text=days_text(review, today),
        is_manager=is_manager,
        form=form or (ReviewForm(instance=review) if is_manager else None),
        problem=problem,
        still_open=_blocking(still_open, review, request),
        remedy=reviews.remedy(found.open) if is_manager and review.is_open else "",
        can_be_reopened=review.state == Review.State.CLOSED,
        changes=[
            (row, person_label(row.history_user))
            for row in review.history.select_related("history_user")[:SHOWN_HISTORY]
        ],
    )


def _blocking(due_items: tuple[DueItem, ...], review: Review, request: HttpRequest) -> tuple[Blocking, ...]:
    drafts = reviews.deletable(due_items)
    table = reverse("admin:kpis_review_status", args=[review.pk])
    return tuple(
        Blocking(
            due_item,
            place_of(due_item, review, request.user) or f"{table}#{due_item.key}",
            reverse("admin:kpis_actionprogress_delete", args=[due_item.entry.pk])
            if due_item.key in drafts
            else "",
        )
        for due_item in due_items
    )


def _act(request: HttpRequest, review: Review) -> HttpResponse:
    """What the plan manager does here, by the button's name."""
    if not may(request.user, Right.RUN_REVIEWS, review.plan.municipality_id):
        raise PermissionDenied(_("この計画のレビューを扱う権限がありません。"))
    for name, verb in VERBS.items():
        if name in request.POST:
            return verb(request, review)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.get_full_path())


def _change(request: HttpRequest, review: Review) -> HttpResponse:
    form = ReviewForm(request.POST, instance=Review.objects.get(pk=review.pk))
    if not form.is_valid():
        return _render(request, review, form=form)
    if form.has_changed():
        reviews.change_review(form.instance, by=request.user)
    messages.success(
        request, _("日程と総括を保存しました。") if form.has_changed() else _("変わったところはありません。")
    )
    return _back(request)


def _close(request: HttpRequest, review: Review) -> HttpResponse:
    try:
        reviews.close_review(review, by=request.user)
    except reviews.StillOpen as refusal:
        return _render(request, review, still_open=tuple(refusal.due_items))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%sを締め切りました。値は、改定でだけ直せます。") % review.label)
    return _back(request)


def _reopen(request: HttpRequest, review: Review) -> HttpResponse:
    reason = request.POST.get("reopen_reason", "")
    try:
        reviews.reopen_review(review, by=request.user, reason=reason)
    except Refused as refusal:
        return _render(request, review, problem=StatusFormProblem("reopen", str(refusal), reason))
    messages.success(request, _("%sを受付中に戻しました。") % review.label)
    return _back(request)


def _mark_missing(request: HttpRequest, review: Review) -> HttpResponse:
    key = request.POST["missing"]
    asked = due_items_of(request.user, review, Right.RUN_REVIEWS)
    due_item = next((due_item for due_item in asked if due_item.key == key and due_item.is_value), None)
    if due_item is None:
        messages.error(request, _("この指標は、このレビューでは値を求めていません。"))
        return _back(request)
    reason = request.POST.get(f"reason-{key}", "")
    try:
        entries.mark_missing(due_item.owner, due_item.period, by=request.user, reason=reason)
    except Refused as refusal:
        return _render(request, review, problem=StatusFormProblem(key, str(refusal), reason))
    except ValidationError as error:
        return _render(request, review, problem=StatusFormProblem(key, " ".join(error.messages), reason))
    messages.success(request, _("「%s」を値なしとして記録しました。") % due_item.owner)
    return _back(request)


VERBS = {"change": _change, "close": _close, "reopen": _reopen, "missing": _mark_missing}

URLS = [("<int:pk>/status/", status, "kpis_review_status")]
