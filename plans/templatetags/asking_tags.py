"""The end of a page: who is responsible, and how to ask; on paper the way back to the page."""

import segno
from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from plans.asking import asking, departments_asked_about, departments_of
from plans.models import Department, Plan
from plans.models.base import PlanPart

register = template.Library()
# Where the whole section stands; every other page leads to the plan's by its footer.
PAGES_THAT_ASK = ("overview", "indicator", "action", "goal")
# Where paper gets a code: not on pictures that fill a sheet, nor on long lists of texts.
PAGES_WITH_CODE = (*PAGES_THAT_ASK, "scorecard", "actions", "organization", "report", "report-revision")
PAGES_OF_DATES = ("overview", "schedule")
PAGES_TO_FOLLOW = ("overview", "schedule", "scorecard", "indicator", "changes", "reports")


def page_address(request: HttpRequest, query: str = "") -> str:
    """The page's whole address without what only tells where a visitor came from. `query`: what of it means something."""
    return request.build_absolute_uri(request.path) + query


def address_here(context: Context) -> str:
    """Of the page that is being made, on the day that it shows."""
    now = context.get("now")
    return page_address(context["request"], now.query if now else "")


def page_of(context: Context) -> str:
    """The name of the address that is being answered."""
    here = context["request"].resolver_match
    return here.url_name or "" if here else ""


@register.simple_tag(takes_context=True)
def has_ending(context: Context) -> bool:
    """Whether the page ends with a section that the tags of this file draw for the screen."""
    return page_of(context) in {*PAGES_THAT_ASK, *PAGES_TO_FOLLOW}


@register.inclusion_tag("plans/_asking.html", takes_context=True)
def ask_about(context: Context) -> dict[str, object]:
    """The section 「この指標について問い合わせる」, of what the page is about. One query."""
    if page_of(context) not in PAGES_THAT_ASK:
        return {}
    plan: Plan = context["plan"]
    row, heading, departments = _about(context, plan)
    name = plan.full_title if row is plan else f"{plan.title} {row}"
    subject = _("%(city)s「%(name)s」について") % {"city": plan.municipality.name, "name": name}
    found = asking(
        plan.municipality,
        departments,
        subject=subject,
        address=address_here(context),
        today=timezone.localdate(),
    )
    return {"asking": found, "heading": heading, "city": plan.municipality}


def _about(context: Context, plan: Plan) -> tuple[Plan | PlanPart, str, list[Department]]:
    """What the page is about, the heading, and the departments in charge of it today, whatever day the page shows."""
    page = page_of(context)
    if page == "indicator":
        row = context["indicator"]
        links = type(row).departments.through.objects.filter(indicator=row.pk)
        return row, _("この指標について問い合わせる"), departments_of(plan, links)
    if page == "action":
        row = context["action"]
        links = type(row).lead_departments.through.objects.filter(action=row.pk)
        return row, _("この取組について問い合わせる"), departments_of(plan, links)
    if page == "goal":
        return context["goal"], _("この目標について問い合わせる"), departments_asked_about(plan)
    return plan, _("この計画について問い合わせる"), departments_asked_about(plan)


@register.inclusion_tag("plans/_page_code.html", takes_context=True)
def page_code(context: Context) -> dict[str, str]:
    """On paper: a code to scan that leads back to the page, with its address in words. Less than 3 KB."""
    if page_of(context) not in PAGES_WITH_CODE:
        return {}
    address = address_here(context)
    drawn = segno.make(address, error="l", micro=False, boost_error=False)
    # A picture made of digits by segno itself: nothing in it comes from a visitor as text.
    picture = drawn.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return {"picture": mark_safe(picture.replace("<svg", '<svg aria-hidden="true"', 1)), "address": address}  # noqa: S308


@register.inclusion_tag("plans/_follow.html", takes_context=True)
def follow(context: Context) -> dict[str, object]:
    """更新を受け取る: the feed of what the page is about, and on the pages that speak of days the plan's calendar."""
    page = page_of(context)
    place = context["plan"].natural_key()
    code = context["indicator"].code if page == "indicator" else ""
    return {
        "indicator_feed": reverse("indicator-feed", args=[*place, code]) if code else "",
        "plan_feed": reverse("plan-feed", args=place) if page in PAGES_TO_FOLLOW else "",
        "calendar": reverse("calendar", args=place) if page in PAGES_OF_DATES else "",
    }
