"""Pages that speak of every plan, or of the site. May import both apps."""

import sys

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from kpis.assessment.assessing import assess_plans, roll_up_of
from plans.access import visible_plans
from plans.database_trouble import Trouble, lacks_tables, trouble_of
from plans.kinds import Publicity
from plans.models import FormerAddress, Goal, Municipality, Plan, SitePage
from plans.models.living import standing

from .health.schema import is_behind
from .search import find, is_cut, split_words
from .trouble_page import request_label, request_number, trouble_page

# Raw HTML in the text is shown as text, never run; links to scripts are dropped.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def _plan_cards(request: HttpRequest):
    """Plans for a card: their city, their goals, and how much they hold, in a constant number of queries."""
    goals = Goal.objects.filter(kind__in=[Goal.Kind.PILLAR, Goal.Kind.SUB_GOAL]).shown().defer("summary")
    return (
        visible_plans(request.user)
        .select_related("municipality")
        .prefetch_related("labels", Prefetch("goals", queryset=goals, to_attr="shown_goals"))
        .annotate(action_count=Count("actions", filter=Q(actions__state=Publicity.PUBLIC), distinct=True))
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    plans = list(_plan_cards(request))
    add_goals(plans)
    real = [plan for plan in plans if not plan.municipality.is_fictional]
    add_roll_ups(plans)
    rated = [row for plan in real for row in plan.rows]
    totals = {
        "cities": len({plan.municipality_id for plan in real}),
        "plans": len(real),
        "pillars": sum(len(plan.pillars) for plan in real),
        "actions": sum(plan.action_count for plan in real),
        "indicators": len(rated),
    }
    updates = sorted(real, key=lambda plan: plan.updated_at, reverse=True)[:5]
    return render(
        request,
        "home.html",
        {
            "real": real,
            "samples": [plan for plan in plans if plan not in real],
            "totals": totals,
            "roll_up": roll_up_of(rated),
            "newest": updates,
        },
    )


def add_goals(plans: list[Plan]) -> None:
    """Give each plan of a card the `pillars` that stand today, and how many sub-goals do."""
    today = timezone.localdate()
    for plan in plans:
        goals = standing(plan.shown_goals, today)
        plan.pillars = [goal for goal in goals if goal.kind == Goal.Kind.PILLAR]
        plan.sub_goal_count = len(goals) - len(plan.pillars)


def add_roll_ups(plans: list[Plan]) -> None:
    """Give each plan its judged `rows` (references left out) and their `roll_up`, in a constant number of queries."""
    found = assess_plans(plans, timezone.localdate())
    for plan in plans:
        plan.rows = [row for row in found[plan.pk] if not row.indicator.is_reference]
        plan.roll_up = roll_up_of(plan.rows)


@require_safe
def municipality(request: HttpRequest, city: str) -> HttpResponse:
    found = Municipality.objects.filter(slug=city).first()
    if found is None:
        former = (
            FormerAddress.objects.filter(path__startswith=f"{city}/", plan__in=visible_plans(request.user))
            .select_related("plan__municipality")
            .order_by("-pk")
            .first()
        )
        if former is None:
            raise Http404
        return redirect("municipality", former.plan.municipality.slug, permanent=True)
    plans = list(_plan_cards(request).filter(municipality=found))
    if not plans:
        raise Http404
    add_goals(plans)
    add_roll_ups(plans)
    return render(request, "municipality.html", {"city": found, "plans": plans})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = split_words(request.GET.get("q", ""))
    plans = list(visible_plans(request.user).select_related("municipality").prefetch_related("labels"))
    chosen = request.GET.get("plan", "")
    within = [plan for plan in plans if chosen in ("", "/".join(plan.natural_key()))]
    return render(
        request,
        "search.html",
        {
            "query": " ".join(words),
            "is_query_cut": is_cut(request.GET.get("q", "")),
            "plans": plans,
            "chosen": chosen,
            "results": find(words, within) if words else None,
        },
    )


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(SitePage, slug=slug)
    return render(request, "site_page.html", {"page": page, "body": _markdown.render(page.body)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /search/\n", content_type="text/plain")


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page: the same design, but nothing in it may ask the database or the session.

    Where the database only could not write, or not answer, the page says so (503). Django calls this while it handles the
    exception.
    """
    error = sys.exc_info()[1]
    trouble = trouble_of(error)
    if trouble is None and lacks_tables(error) and is_behind():
        trouble = Trouble.BEHIND
    if trouble is not None:
        return trouble_page(request, trouble)
    try:
        words = {"site_name": settings.SITE_NAME, "request_id": request_number()}
        page = render_to_string("500.html", words)
    except Exception:  # whatever broke the page may break this one too, e.g. static files never collected
        page = (
            '<!doctype html><html lang="ja"><meta charset="utf-8"><title>サーバーの不具合です</title>'
            "<h1>サーバーの不具合です</h1><p>しばらくしてから、もう一度お試しください。</p>"
            f"<p>{request_label()}</p></html>"
        )
    return HttpResponseServerError(page)
