"""The public pages of the indicators: the table, one indicator, and the rules by which they are judged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from plans.layout import plan_page, render_plan
from plans.models import Plan
from plans.tree import plan_tree

from . import scorecard as table
from .charts import figure
from .examples import worked_examples
from .files import RECORD_COLUMNS, SCORECARD_COLUMNS, csv_response, record_rows, scorecard_rows
from .history import chart_rows, ledger, reports
from .models import Indicator, RatingScale
from .moments import Moment, moment
from .progress import count_actions, latest_by_action
from .reports.formats import XLSX_TYPE
from .rules import IDEA, NOTES, SECTIONS, VERDICT_RULES
from .scorecard_file import write_scorecard
from .standing import Standing, judge, plan_standings, roll_up_of, scale_of

FEW = 3  # rows that need no filter


@plan_page
def scorecard(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The KPI・KGI table, as the plan prints it, with value, progress, verdict and trend."""
    now = moment(request, plan)
    tree = plan_tree(plan)
    rows = plan_standings(plan, now.at)
    wish = table.Wish.read(request.GET, tree)
    shown = table.chosen(rows, wish, tree)
    actions = list(plan.actions.all())
    return render_plan(
        request,
        "kpis/scorecard.html",
        plan,
        now=now,
        wish=wish,
        choices={
            "group": table.group_choices(),
            "goal": table.goal_choices(tree, wish.goal),
            "role": table.role_choices(),
            "sort": table.SORTS.items(),
        },
        parts=table.parts(tree, shown) if wish.sort == "plan" else None,
        rows=shown,
        count=len(rows),
        few=FEW,
        roll_up=roll_up_of(row for row in rows if not row.indicator.is_reference),
        has_marks=_has_marks(rows),
        action_counts=count_actions(actions, latest_by_action(plan, now.at)),
    )


def _has_marks(rows: list[Standing]) -> bool:
    """Whether the plan's marks say anything that the verdict's group does not."""
    return any(row.scale is not None and row.scale.metric.value != "group" for row in rows)


@plan_page
def scorecard_csv(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The rows of the page with the same address and query, as a file."""
    now = moment(request, plan)
    tree = plan_tree(plan)
    wish = table.Wish.read(request.GET, tree)
    rows = table.chosen(plan_standings(plan, now.at), wish, tree)
    name = f"{plan.municipality.slug}-{plan.slug}-kpis{_suffix(now)}"
    return csv_response(name, SCORECARD_COLUMNS, scorecard_rows(plan, rows))


@plan_page
def scorecard_xlsx(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The rows of the page with the same address and query, as an Excel workbook to print and to calculate with."""
    now = moment(request, plan)
    tree = plan_tree(plan)
    wish = table.Wish.read(request.GET, tree)
    rows = table.chosen(plan_standings(plan, now.at), wish, tree)
    response = HttpResponse(write_scorecard(plan, rows, now, wish), content_type=XLSX_TYPE)
    name = f"{plan.municipality.slug}-{plan.slug}-kpis{_suffix(now)}"
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@plan_page
def indicator(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """One indicator: verdict, chart, table, targets, reports, where it comes from."""
    now = moment(request, plan)
    found = _find(plan, code)
    standing = judge(found, now.at, scale_of(plan))
    siblings = list(plan.indicators.only("plan", "code", "number", "name", "order"))
    place = next(number for number, row in enumerate(siblings) if row.pk == found.pk)
    return render_plan(
        request,
        "kpis/indicator.html",
        plan,
        now=now,
        indicator=found,
        row=standing,
        has_marks=_has_marks([standing]),
        figures=[_figure(standing, wide=True), _figure(standing, wide=False)],
        chart_rows=chart_rows(standing),
        ledger=ledger(standing),
        reports=reports(standing),
        actions=found.actions.all(),
        departments=found.departments.all(),
        notes=found.source_notes.all(),
        previous=siblings[place - 1] if place else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
    )


def _find(plan: Plan, code: str) -> Indicator:
    found = Indicator.objects.filter(plan=plan, code=code).with_figures().select_related("goal").first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


def _figure(standing: Standing, *, wide: bool, show_title: bool = False):
    """The chart; its title is left out where the page's heading says the same."""
    indicator = standing.indicator
    return figure(
        standing.facts,
        standing.evaluation,
        title=indicator.name,
        at=standing.at,
        uid=f"chart-{indicator.code}-{'wide' if wide else 'narrow'}",
        wide=wide,
        sample=indicator.plan.municipality.is_fictional,
        forecast=standing.forecast,
        show_title=show_title,
    )


@plan_page
def indicator_chart(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """The chart as a file that stands alone."""
    now = moment(request, plan)
    drawn = _figure(judge(_find(plan, code), now.at), wide=True, show_title=True)
    response = HttpResponse(
        render_to_string("kpis/_chart.svg", {"figure": drawn}), content_type="image/svg+xml; charset=utf-8"
    )
    name = f"{plan.municipality.slug}-{plan.slug}-{code}{_suffix(now)}"
    response["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return response


@plan_page
def indicator_csv(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """All that is public of the indicator, as a file."""
    row = judge(_find(plan, code), moment(request, plan).at)
    name = f"{plan.municipality.slug}-{plan.slug}-{code}"
    return csv_response(name, RECORD_COLUMNS, record_rows(plan, row))


def _suffix(now: Moment) -> str:
    return f"-{now.quarter}" if now.quarter else ""


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How progress is judged, with examples computed by the same code, and the marks that plans may use."""
    scales = [scale.as_scale() for scale in RatingScale.objects.prefetch_related("bands")]
    descriptions = dict(RatingScale.objects.values_list("code", "description"))
    return render(
        request,
        "kpis/method.html",
        {
            "examples": worked_examples(),
            "verdict_rules": VERDICT_RULES,
            "rule_idea": IDEA,
            "rule_notes": NOTES,
            "rule_sections": SECTIONS,
            "scales": [(scale, descriptions[scale.code]) for scale in scales],
        },
    )
