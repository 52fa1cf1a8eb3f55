"""The ledger: everything that was changed since the plan is public, as page and as CSV; any two days compared."""

from collections.abc import Iterable
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.documents.csv_files import SAMPLE, csv_response
from plans.asked import as_shown
from plans.era import date_label
from plans.layout import plan_page, render_plan
from plans.ledger.comparing import compare
from plans.ledger.reading import (
    LedgerFilter,
    LedgerItem,
    beginning_of,
    kinds_in,
    lines_of,
    types_in,
)
from plans.models import Plan
from plans.typed_dates import read_date

PER_PAGE = 50
COLUMNS = (
    "city_code", "city", "plan", "effective_on", "recorded_on", "kind", "kind_label", "subject_type", "subject_code",
    "subject", "field", "field_label", "before", "after", "reason", "decision", "factor", "sample",
)  # fmt: skip


@plan_page
def changes(request: HttpRequest, plan: Plan) -> HttpResponse:
    """計画の変更: newest first, a page at a time, in a constant number of queries."""
    wish = LedgerFilter.read(request.GET)
    pages = Paginator(wish.rows(plan), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render_plan(
        request,
        "kpis/changes.html",
        plan,
        wish=wish,
        page=page,
        problems=(*wish.problems, *_page_problem(request.GET.get("page", ""), page)),
        lines=lines_of(page, plan),
        kinds=kinds_in(plan),
        types=types_in(plan),
        beginning=beginning_of(plan),
        today=timezone.localdate(),
    )


def _page_problem(asked: str, page: Page) -> list[str]:
    """Where another page is shown than the one that was asked for."""
    if not asked.strip() or asked.strip() == str(page.number):
        return []
    form = _("「%(asked)s」というページはありません。%(pages)sページのうち%(number)sページを表示しています。")
    return [form % {"asked": as_shown(asked), "pages": page.paginator.num_pages, "number": page.number}]


@plan_page
def changes_csv(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The rows of the page with the same query, all of them: one line for each field that changed, those of an act together."""
    rows = LedgerFilter.read(request.GET).rows(plan)
    return csv_response(f"{plan.municipality.slug}-{plan.slug}-changes", COLUMNS, _csv_rows(plan, rows))


def _csv_rows(plan: Plan, rows: Iterable) -> Iterable[dict[str, object]]:
    city = plan.municipality
    for line in lines_of(rows, plan):
        row = line.revision
        whole = {
            "city_code": city.code,
            "city": city.name,
            "plan": plan.full_title,
            "effective_on": row.effective_on.isoformat(),
            "recorded_on": timezone.localdate(row.recorded_at).isoformat(),
            "kind": row.kind,
            "kind_label": line.kind_label,
            "subject_type": row.subject_model.rpartition(".")[2],
            "subject_code": row.subject_code,
            "subject": row.subject_name,
            "reason": row.reason,
            "decision": row.decision,
            "factor": row.factor,
            "sample": SAMPLE if city.is_fictional else "",
        }
        for item in line.items or [LedgerItem("", "", "", "")]:
            yield whole | {
                "field": item.field,
                "field_label": item.label,
                "before": item.before,
                "after": item.after,
            }


@plan_page
def comparison(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What the plan says otherwise on one day than on another."""
    beginning = beginning_of(plan)
    today = timezone.localdate()
    earliest = plan.known_from or today
    first, last, problem = _days(request, beginning.effective_on if beginning else earliest, today)
    return render_plan(
        request,
        "kpis/changes_compared.html",
        plan,
        first=first,
        last=last,
        asked={name: request.GET.get(name, "") for name in ("from", "to")} if problem else {},
        problem=problem,
        found=compare(plan, first, last),
        beginning=beginning,
        is_before_ledger=beginning is not None and first < beginning.effective_on,
        earliest=earliest,
        today=today,
    )


def _days(request: HttpRequest, first: date, last: date) -> tuple[date, date, str]:
    """The two days asked for, the earlier one first; where one cannot be read, the whole ledger and a sentence."""
    found = {}
    for name, own in (("from", first), ("to", last)):
        text = request.GET.get(name, "").strip()
        try:
            found[name] = read_date(text) if text else own
        except ValueError as error:
            return first, last, str(error)
    if found["from"] == found["to"]:
        problem = _("同じ日（%s）が2つ選ばれています。違う日を選んでください。") % date_label(found["from"])
        return first, last, problem
    return min(found.values()), max(found.values()), ""
