"""The KPI・KGI table: as a page, as CSV, as Excel."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from kpis.assessment.action_progress import ActionCounts, count_actions, latest_by_action
from kpis.assessment.as_of import JudgedDay, chosen_day
from kpis.assessment.assessing import assess_plan
from kpis.assessment.assessment import Assessment
from kpis.assessment.scorecard import scorecard_tables
from kpis.assessment.scorecard_wish import (
    SORTS,
    WATCH,
    ScorecardFilter,
    department_choices,
    filtered,
    goal_choices,
    group_choices,
    role_choices,
)
from kpis.documents.csv_files import SCORECARD_COLUMNS, csv_response, scorecard_rows
from kpis.judging.terms import TROUBLED
from kpis.standings.owners import owners_of
from kpis.standings.reading import rows_of
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.models import Plan
from plans.spreadsheets import XLSX_TYPE
from plans.tree import plan_tree
from plans.turns import turn

from .scorecard_workbook import write_scorecard

FEW = 3  # rows that need no filter


@plan_page
def scorecard(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The KPI・KGI table, as the plan prints it, with value, progress, verdict and trend."""
    return _page(request, plan)


def refused_file(request: HttpRequest, plan: Plan) -> HttpResponse:
    """In the place of a file for a day or a filter that nobody can ask for: the page, which says so, as a 400.

    Whoever fetches files by a script would take today's for those of another day.
    """
    response = _page(request, plan)
    response.status_code = 400
    return response


def _page(request: HttpRequest, plan: Plan) -> HttpResponse:
    now = chosen_day(request, plan)
    tree = plan_tree(plan, now.at)
    table = rows_of(plan, now.at)
    owners = owners_of(plan, table.rows)
    wish = ScorecardFilter.read(request.GET, tree, owners)
    shown = filtered(table.rows, wish, tree, owners)
    return render_plan(
        request,
        "kpis/scorecard.html",
        plan,
        now=now,
        wish=wish,
        choices={
            "group": group_choices(),
            "goal": goal_choices(tree, wish.goal, now.at),
            "role": role_choices(),
            "department": department_choices(owners),
            "sort": SORTS.items(),
        },
        parts=scorecard_tables(tree, shown, plan.words) if wish.sort == "plan" else None,
        rows=shown,
        count=len(table.rows),
        few=FEW,
        roll_up=table.roll_up,
        watched=sum(number for group, number in table.roll_up.all_counts if group in TROUBLED),
        watch=WATCH,
        has_marks=table.has_marks,
        # In the place of the counts of indicators, where none is rated.
        action_counts=None if table.roll_up.rated else _action_counts(plan, now.at),
    )


def _action_counts(plan: Plan, at: date) -> ActionCounts:
    actions = as_of(plan.actions.shown(), plan, at)
    return count_actions(actions, latest_by_action(plan, at), at)


def _wished(request: HttpRequest, plan: Plan) -> tuple[JudgedDay, ScorecardFilter, list[Assessment]]:
    """The rows of the page with the same address and query, judged, for a file."""
    now = chosen_day(request, plan)
    tree = plan_tree(plan, now.at)
    rows = assess_plan(plan, now.at)
    owners = owners_of(plan, rows)
    wish = ScorecardFilter.read(request.GET, tree, owners)
    return now, wish, filtered(rows, wish, tree, owners)


@plan_page
def scorecard_csv(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The rows of the page with the same address and query, as a file."""
    now, wish, rows = _wished(request, plan)
    if now.problem or wish.problems:
        return refused_file(request, plan)
    name = f"{plan.municipality.slug}-{plan.slug}-kpis{now.suffix}"
    return csv_response(name, SCORECARD_COLUMNS, scorecard_rows(plan, rows))


@plan_page
def scorecard_xlsx(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The rows of the page with the same address and query, as an Excel workbook to print and to calculate with."""
    now, wish, rows = _wished(request, plan)
    if now.problem or wish.problems:
        return refused_file(request, plan)
    with turn():
        content = write_scorecard(plan, rows, now, wish)
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"{plan.municipality.slug}-{plan.slug}-kpis{now.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
