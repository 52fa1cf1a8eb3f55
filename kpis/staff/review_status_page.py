"""How far a review is, for everybody who works on it; for the plan manager also its dates, its closing and reopening."""

from dataclasses import dataclass

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
from plans.people_names import person_label

from .review_page import find_review, render_staff, review_page
from .review_status import place_of, status_of
from .review_status_typed import ReviewForm, Typed

SHOWN_HISTORY = 20  # the newest changes of the review


@dataclass(frozen=True)
class StatusFormProblem:
    """Why a form was not accepted. `form`: a due item's key or reopen."""

    form: str
    sentence: str

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
    typed: Typed | None = None,
    problem: StatusFormProblem | None = None,
    still_open: tuple[DueItem, ...] = (),
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    is_manager = may(user, Right.RUN_REVIEWS, review.plan.municipality_id)
    asked = due_items_of(user, review, Right.VIEW_ENTRIES)
    found = status_of(review, asked, user, at=today, state=request.GET.get("state", ""))
    if typed is None and request.method == "POST":
        typed = Typed.of(request.POST, review)
    if typed is not None:
        for sentence in typed.sentences(found, review):
            messages.warning(request, sentence)
        found, form = typed.on(found), form or typed.form
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
        is_unsaved=bool(typed),
        reopen_reason=typed.reopen_reason if typed else "",
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
    return HttpResponseRedirect(request.get_full_path())


def _after(request: HttpRequest, review: Review, *done: str) -> HttpResponse:
    """The page with what is still to be saved, of all that was typed on it. `done`: the fields that did their part."""
    review = find_review(request, review.pk)
    typed = Typed.of(request.POST, review, *done)
    if not typed:
        return HttpResponseRedirect(request.get_full_path())
    return _render(request, review, typed=typed)


def _change(request: HttpRequest, review: Review) -> HttpResponse:
    form = ReviewForm(request.POST, instance=Review.objects.get(pk=review.pk))
    if not form.is_valid():
        return _render(request, review, form=form)
    if form.has_changed():
        reviews.change_review(form.instance, by=request.user)
    messages.success(
        request, _("日程と総括を保存しました。") if form.has_changed() else _("変わったところはありません。")
    )
    return _after(request, review, *ReviewForm.base_fields)


def _close(request: HttpRequest, review: Review) -> HttpResponse:
    try:
        reviews.close_review(review, by=request.user)
    except reviews.StillOpen as refusal:
        return _render(request, review, still_open=tuple(refusal.due_items))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%sを締め切りました。値は、改定でだけ直せます。") % review.label)
    return _after(request, review)


def _reopen(request: HttpRequest, review: Review) -> HttpResponse:
    try:
        reviews.reopen_review(review, by=request.user, reason=request.POST.get("reopen_reason", ""))
    except Refused as refusal:
        return _render(request, review, problem=StatusFormProblem("reopen", str(refusal)))
    messages.success(request, _("%sを受付中に戻しました。") % review.label)
    return _after(request, review, "reopen_reason")


def _mark_missing(request: HttpRequest, review: Review) -> HttpResponse:
    key = request.POST["missing"]
    asked = due_items_of(request.user, review, Right.RUN_REVIEWS)
    due_item = next((due_item for due_item in asked if due_item.key == key and due_item.is_value), None)
    if due_item is None:
        messages.error(request, _("この指標は、このレビューでは値を求めていません。"))
        return _after(request, review)
    reason = request.POST.get(f"reason-{key}", "")
    try:
        entries.mark_missing(due_item.owner, due_item.period, by=request.user, reason=reason)
    except Refused as refusal:
        return _render(request, review, problem=StatusFormProblem(key, str(refusal)))
    except ValidationError as error:
        return _render(request, review, problem=StatusFormProblem(key, " ".join(error.messages)))
    messages.success(request, _("「%s」を値なしとして記録しました。") % due_item.name)
    return _after(request, review, f"reason-{key}")


VERBS = {"change": _change, "close": _close, "reopen": _reopen, "missing": _mark_missing}

URLS = [("<int:pk>/status/", status, "kpis_review_status")]
