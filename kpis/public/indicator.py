"""One indicator: its page, its chart as a file, its record as CSV."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kpis.assessment.as_of import chosen_day
from kpis.assessment.assessing import actions_of, assess, has_marks, know_together, scale_of
from kpis.assessment.chart_rows import chart_rows
from kpis.assessment.course_rows import strip_of
from kpis.assessment.figures import figure_of, has_chart
from kpis.assessment.indicator_detail import ledger, reported_periods
from kpis.assessment.own_assessments import remember_all, scales_of
from kpis.assessment.part_rows import figures_of_parts
from kpis.documents.csv_files import RECORD_COLUMNS, csv_response, record_rows
from kpis.models import Indicator
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.models import Plan

OPEN_NOTES = 3  # on the source, before the others are folded away


@plan_page
def indicator(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """One indicator: verdict, chart, table, targets, reports, where it comes from."""
    return _page(request, plan, code)


def refused_file(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """In the place of a file for a day that nobody can ask for: the page, which says so, as a 400."""
    response = _page(request, plan, code)
    response.status_code = 400
    return response


def _page(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    now = chosen_day(request, plan)
    found = _find(plan, code, now.at)
    if found is None:
        now = now.instead(_("この指標は、その時点にはまだありませんでした。今日の時点を表示しています。"))
        found = found_indicator(plan, code, now.at)
    now = now.of(Indicator, code)
    assessment = assess(found, now.at, scale_of(plan))
    remember_all(found)
    siblings = as_of(
        plan.indicators.shown().only("plan", "code", "number", "name", "order", "role", "goal"), plan, now.at
    )
    know_together(assessment, siblings)
    notes = list(found.source_notes.figures_first())
    place = next(number for number, row in enumerate(siblings) if row.pk == found.pk)
    reports = reported_periods(assessment)
    return render_plan(
        request,
        "kpis/indicator.html",
        plan,
        now=now,
        indicator=found,
        row=assessment,
        has_marks=has_marks([assessment]),
        figures=[figure_of(assessment, wide=True), figure_of(assessment, wide=False)],
        part_figures=figures_of_parts(found, now.at),
        own_scales=scales_of(plan) if assessment.self_assessments else (),
        chart_rows=chart_rows(assessment),
        ledger=ledger(assessment),
        reports=reports,
        newest=reports[0] if reports else None,
        strip=strip_of(assessment, now.choices),
        has_chart=has_chart(assessment),
        actions=actions_of(found, plan, now.at),
        departments=found.departments.all(),
        notes=notes[:OPEN_NOTES],
        more_notes=notes[OPEN_NOTES:],
        previous=siblings[place - 1] if place else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
    )


def found_indicator(plan: Plan, code: str, at: date) -> Indicator:
    """The same. Raises Http404 where there was none."""
    found = _find(plan, code, at)
    if found is None:
        raise Http404
    return found


def _find(plan: Plan, code: str, at: date) -> Indicator | None:
    """The indicator as it was on that day; None where there is none, or was none yet."""
    found = (
        Indicator.objects.filter(plan=plan, code=code).shown().with_figures().select_related("goal").first()
    )
    rows = as_of([found] if found else [], plan, at)
    if not rows:
        return None
    found.plan = plan
    return found


@plan_page
def indicator_chart(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """The chart as a file that stands alone."""
    now = chosen_day(request, plan)
    if now.problem:
        return refused_file(request, plan, code)
    drawn = figure_of(assess(found_indicator(plan, code, now.at), now.at), wide=True, show_title=True)
    response = HttpResponse(drawn.svg, content_type="image/svg+xml; charset=utf-8")
    name = f"{plan.municipality.slug}-{plan.slug}-{code}{now.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return response


@plan_page
def indicator_csv(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """All that is public of the indicator, as a file; with `?at=` what was of it on that day, in its units."""
    now = chosen_day(request, plan)
    if now.problem:
        return refused_file(request, plan, code)
    rows = record_rows(plan, found_indicator(plan, code, now.at), now.at if now.quarter else None)
    return csv_response(f"{plan.municipality.slug}-{plan.slug}-{code}{now.suffix}", RECORD_COLUMNS, rows)
