"""Pages that speak of every plan, or show promise and progress together. May import both apps."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from kpis.assessment.action_progress import count_actions, latest_by_action, progress_of
from kpis.assessment.as_of import chosen_day
from kpis.assessment.assessing import assess, assess_plan, assess_plans, roll_up_of, scale_of
from kpis.assessment.indicator_detail import newest
from kpis.models import Report
from plans.access import visible_plans
from plans.era import Quarter
from plans.kinds import Publicity
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.models import Action, FormerAddress, Goal, Municipality, Plan, ScheduleItem, SitePage
from plans.models.base import link_parents
from plans.models.content import by_kind
from plans.models.living import ended, standing, standing_first
from plans.tree import Node, goal_tree, goals_with_actions, standing_tree

from .search import find, split_words

TASK = ScheduleItem.Kind.TASK
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


@plan_page
def overview(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The plan on one page: what it promises, how it is going, what belongs to it, what comes next."""
    today = timezone.localdate()
    now = chosen_day(request, plan)
    rows = [row for row in assess_plan(plan, now.at) if not row.indicator.is_reference]
    actions = as_of(plan.actions.shown(), plan, now.at)
    statements = by_kind(standing(as_of(plan.statements.shown(), plan, now.at), now.at))
    goals = goals_with_actions(plan, now.at)
    quarter = str(Quarter.of(today))
    ahead = plan.schedule_items.shown().filter(to_quarter__gte=quarter, done_on=None)
    ahead = standing(ahead.select_related("track"), today)
    ahead = [item for item in ahead if not item.track.is_over(today)]
    return render_plan(
        request,
        "plans/overview.html",
        plan,
        by_kind=statements,
        word_counts=[(kind, plan.words[kind], len(rows)) for kind, rows in statements.items()],
        tree=standing_tree(goals, now.at),
        ended_goals=ended(goals, now.at),
        now=now,
        roll_up=roll_up_of(rows),
        newest=newest(rows),
        actions=actions,
        action_counts=count_actions(actions, latest_by_action(plan, now.at), now.at),
        running=[row for row in ahead if row.kind == TASK and row.from_quarter <= quarter],
        upcoming=[row for row in ahead if row.kind != TASK][:5],
        documents=plan.documents.all(),
        phase=plan.phase(at=today),
        report=Report.objects.of_plan(plan).first(),
    )


@plan_page
def goal(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    now = chosen_day(request, plan)
    goals = link_parents(goals_with_actions(plan, now.at))
    found = next((row for row in goals.values() if row.code == code), None)
    if found is None:
        raise Http404
    siblings = [
        row for row in goals.values() if row.kind == found.kind and (row is found or not row.is_over(now.at))
    ]
    below = {child.goal.pk for child in _node_of(found, goal_tree(goals.values())).walk()}
    rows = [row for row in assess_plan(plan, now.at) if row.indicator.goal_id in below]
    items = Prefetch("items", queryset=ScheduleItem.objects.shown(), to_attr="shown_items")
    return render_plan(
        request,
        "plans/goal.html",
        plan,
        goal=found,
        trail=found.trail(),
        kind_label=plan.words[found.kind],
        node=_node_of(found, standing_tree(goals.values(), now.at, kept=found)),
        ended_goals=ended((row for row in goals.values() if row.parent is found), now.at),
        actions=found.actions.all(),
        now=now,
        rows=rows,
        roll_up=roll_up_of(row for row in rows if not row.indicator.is_reference),
        items=standing_first(plan.schedule_items.shown().filter(goal=found).exclude(track__goal=found)),
        tracks=standing_first(plan.schedule_tracks.shown().filter(goal=found).prefetch_related(items)),
        notes=found.source_notes.figures_first(),
        **_neighbours(siblings, found),
    )


@plan_page
def action(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    rows = list(plan.actions.shown())
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Http404
    goals = link_parents(plan.goals.shown())
    today = timezone.localdate()
    scale = scale_of(plan)
    indicators = list(found.indicators.shown().with_figures())
    for row in indicators:
        row.plan = plan
    serves = [goals[pk] for pk in found.goals.shown().values_list("pk", flat=True)]
    return render_plan(
        request,
        "plans/action.html",
        plan,
        action=found,
        serves=[(row, row.trail()) for row in serves],
        leads=found.lead_departments.all(),
        supporters=found.supporting_departments.all(),
        priorities=found.national_priorities.all(),
        progress=progress_of(found, today),
        rows=[assess(row, today, scale) for row in indicators],
        items=standing_first(found.schedule_items.shown()),
        notes=found.source_notes.figures_first(),
        **_neighbours(rows, found),
    )


def _node_of(goal: Goal, tree: Iterable[Node]) -> Node:
    return next(node for root in tree for node in root.walk() if node.goal is goal)


def _neighbours(rows: list[Goal] | list[Action], here: Goal | Action) -> dict[str, Goal | Action | None]:
    place = rows.index(here)
    return {
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
    }


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


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For the reverse proxy: answers 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page: the same design, but nothing in it may ask the database or the session."""
    try:
        page = render_to_string("500.html", {"site_name": settings.SITE_NAME})
    except Exception:  # whatever broke the page may break this one too, e.g. static files never collected
        page = (
            '<!doctype html><html lang="ja"><meta charset="utf-8"><title>サーバーの不具合です</title>'
            "<h1>サーバーの不具合です</h1><p>しばらくしてから、もう一度お試しください。</p></html>"
        )
    return HttpResponseServerError(page)
