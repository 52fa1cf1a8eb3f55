"""An indicator and a plan as pictures: for slides, and for whoever shares the address of the page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kpis.assessment.as_of import JudgedDay, chosen_day
from kpis.assessment.assessing import assess
from kpis.pictures.of_indicator import card_png, chart_png
from kpis.pictures.of_plans import plan_card_png
from kpis.standings.reading import rows_of
from plans.layout import plan_page
from plans.ledger.as_of import as_of
from plans.models import Plan, Statement
from plans.models.living import standing

from .indicator import found_indicator, refused_file

PNG_TYPE = "image/png"
# Of the plan's words the one that says most in one line.
SPEAKING = (Statement.Kind.VISION, Statement.Kind.MISSION)


@plan_page
def indicator_picture(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """The chart with its heading as a picture that stands alone."""
    now = chosen_day(request, plan)
    if now.problem:
        return refused_file(request, plan, code)
    content = chart_png(assess(found_indicator(plan, code, now.at), now.at))
    return _answer(content, f"{plan.municipality.slug}-{plan.slug}-{code}{now.suffix}")


@plan_page
def indicator_card(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """What is shown where the page's address is shared."""
    now = chosen_day(request, plan)
    content = card_png(assess(found_indicator(plan, code, now.at), now.at))
    return _answer(content, f"{plan.municipality.slug}-{plan.slug}-{code}-card{now.suffix}")


@plan_page
def plan_card(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The same of the plan."""
    now = chosen_day(request, plan, (Plan, Statement))
    content = plan_card_png(plan, rows_of(plan, now.at).roll_up, _vision(plan, now), _day(now))
    return _answer(content, f"{plan.municipality.slug}-{plan.slug}-card{now.suffix}")


def _vision(plan: Plan, now: JudgedDay) -> str:
    """The plan's vision in its own words, else its mission; blank where it has neither."""
    rows = standing(as_of(plan.statements.shown(), plan, now.at), now.at)
    found = {row.kind: row.title for row in reversed(rows)}
    return next((found[kind] for kind in SPEAKING if found.get(kind)), "")


def _day(now: JudgedDay) -> str:
    return _("%(day)s現在") % {"day": now.day_label}


def _answer(content: bytes, name: str) -> HttpResponse:
    """Shown in the browser; who saves it gets a name that says what it is."""
    response = HttpResponse(content, content_type=PNG_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.png"'
    return response
