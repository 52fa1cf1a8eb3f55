"""The pages of the entry grid: fill in, try out, save, hand in, take back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpis.models import Review
from kpis.staff.review_page import render_staff, review_page
from kpis.workflow import entries
from kpis.workflow.due_items import DueItem, days_text
from plans.access import Right, reach
from plans.department_choices import in_order
from plans.models import Department
from plans.sent import sent_department

from .grid import EntryPreview, Grid, dress, due_items_to_enter, filled, grid, preview
from .handing_in import HandIn, hand_in
from .pasting import paste
from .saving import SaveOutcome, save


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.WRITE_ENTRIES)
def entry_page(request: HttpRequest, review: Review) -> HttpResponse:
    """The grid. A fetch by static/js/grid.js gets the grid alone, everybody else the page."""
    department = sent_department(request, review.plan.municipality_id)
    found = due_items_to_enter(request.user, review, department)
    if request.method == "POST":
        if request.POST.get("recall"):
            return _recall(request, review, found, department)
        if "handin" in request.POST:
            return _hand_in(request, found)
        return _save(request, review, found, department)
    return _render(request, review, grid(found, review), department)


def _save(
    request: HttpRequest, review: Review, found: list[DueItem], department: Department | None
) -> HttpResponse:
    made = filled(found, review, request.POST, user=request.user)
    if "preview" in request.POST:
        messages.info(request, _("まだ保存していません。よければ「保存」を押してください。"))
        return _render(request, review, made, department)
    outcome = save(made, by=request.user, submit="submit" in request.POST)
    chosen = HandIn(made) if "submit" in request.POST and not (made.problems or made.left) else None
    is_list = chosen is not None and bool(chosen.chosen or chosen.others)
    _tell(request, made, outcome, is_list=is_list)
    if is_list:
        return _render(request, review, made, department, chosen=chosen)
    if made.problems or made.left or _is_fragment(request):
        return _render(request, review, made, department, has_saved=bool(outcome.saved))
    return HttpResponseRedirect(request.get_full_path())


def _tell(request: HttpRequest, made: Grid, outcome: SaveOutcome, *, is_list: bool) -> None:
    sentence = outcome.sentence
    if made.left:
        sentence += _("%d件は、担当の行ではなくなったので、保存していません。") % len(made.left)
    if "submit" in request.POST and (made.problems or made.left):
        sentence += _("まだ何も提出していません。確かめてから、もう一度「保存して提出」を押してください。")
    elif made.problems:
        sentence += _("直して、もう一度保存してください。")
    elif not sentence and not is_list:
        sentence = _("変わったところはありません。")
    if sentence:
        level = messages.WARNING if made.problems or made.left or outcome.unseen else messages.SUCCESS
        messages.add_message(request, level, sentence)
    for notice in outcome.notices:
        messages.info(request, notice)


def _hand_in(request: HttpRequest, found: list[DueItem]) -> HttpResponse:
    """What was ticked on the page of confirmation."""
    outcome = hand_in(found, request.POST, by=request.user)
    if outcome.done:
        messages.success(request, _("%d件を提出しました。") % len(outcome.done))
    for sentence in outcome.refused:
        messages.error(request, sentence)
    if not outcome.done and not outcome.refused:
        messages.warning(request, _("印のある行がないので、提出していません。保存した内容は残っています。"))
    return HttpResponseRedirect(request.get_full_path())


def _recall(
    request: HttpRequest, review: Review, found: list[DueItem], department: Department | None
) -> HttpResponse:
    """Takes a submission back; what was typed into other rows stays in the page."""
    due_item = next(
        (due_item for due_item in found if due_item.key == request.POST["recall"] and due_item.entry), None
    )
    if due_item is not None:
        try:
            entries.recall(due_item.entry, by=request.user)
            messages.success(
                request,
                _("「%s」の提出を取り戻しました。直してから、もう一度提出してください。") % due_item.name,
            )
        except entries.Refused as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("この画面を開いた後に、担当の行ではなくなったので、取り戻せません。"))
    mine = due_items_to_enter(request.user, review, department)
    made = filled(mine, review, request.POST, user=request.user)
    if made.is_unsaved:
        messages.warning(request, _("ほかの行に書いたものは、まだ保存していません。"))
        return _render(request, review, made, department)
    anchor = f"#{due_item.key}" if due_item else ""
    return HttpResponseRedirect(request.get_full_path() + anchor)


def _render(
    request: HttpRequest,
    review: Review,
    made: Grid,
    department: Department | None,
    *,
    has_saved: bool = False,
    chosen: HandIn | None = None,
) -> HttpResponse:
    """The grid; with `chosen`, the page that asks before anything is handed in."""
    part = "admin/kpis/_grid.html" if chosen is None else "admin/kpis/_grid_hand_in.html"
    context = {
        "title": _("この四半期の入力") if chosen is None else _("提出する前の確認"),
        "part": part,
        "grid": dress(made) if chosen is None else made,
        "chosen": chosen,
        "department": department,
        "departments": _departments(request, review),
        "days_text": days_text(review, timezone.localdate()),
        "has_saved": has_saved,
    }
    if _is_fragment(request):
        return TemplateResponse(request, part, {"review": review, "fragment": True} | context)
    return render_staff(request, "admin/kpis/entry.html", review, **context)


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("X-Fragment") == "grid"


def _departments(request: HttpRequest, review: Review) -> list[Department]:
    """The departments to choose from: those of the user's that have something to report in this plan."""
    found = reach(request.user, Right.WRITE_ENTRIES)
    rows = Department.objects.filter(municipality=review.plan.municipality)
    owning = rows.filter(indicators__plan=review.plan) | rows.filter(led_actions__plan=review.plan)
    if not found.covers(review.plan.municipality_id):
        owning = owning.filter(pk__in=found.departments)
    return in_order(owning.distinct())


@require_POST
@review_page(Right.WRITE_ENTRIES)
def preview_row(request: HttpRequest, review: Review) -> HttpResponse:
    """What the values typed into one row would mean; nothing is stored."""
    key = request.POST.get("row", "")
    found = due_items_to_enter(request.user, review)
    due_item = next((due_item for due_item in found if due_item.key == key and due_item.is_value), None)
    shown = preview(due_item, request.POST) if due_item else EntryPreview()
    return TemplateResponse(request, "admin/kpis/_preview_row.html", {"preview": shown})


@require_POST
@review_page(Right.WRITE_ENTRIES)
def paste_table(request: HttpRequest, review: Review) -> HttpResponse:
    """What of a paste would go where in the page as it is filled in now; nothing is stored."""
    found = due_items_to_enter(request.user, review, sent_department(request, review.plan.municipality_id))
    made = grid(found, review, request.POST)
    pasted = paste(made, request.POST.get("text", ""), request.POST.get("at", ""))
    return TemplateResponse(request, "admin/kpis/_grid_paste.html", {"paste": pasted})


URLS = [
    ("<int:pk>/entry/", entry_page, "kpis_review_entry"),
    ("<int:pk>/preview/", preview_row, "kpis_review_preview"),
    ("<int:pk>/paste/", paste_table, "kpis_review_paste"),
]
