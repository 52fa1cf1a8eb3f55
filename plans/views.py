"""The plan's own pages. Pages that show promise and progress together live in dxportal/plan_pages.py."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from plans.models.base import ancestors, link_parents
from plans.models.content import by_kind
from plans.models.living import ended, standing
from plans.translations.counted import one

from .access import visible_plans
from .agenda import build_agenda
from .chosen_day import chosen_day
from .era import Quarter
from .layout import plan_page, render_plan
from .ledger.as_of import as_of
from .models import Plan, ScheduleItem, ScheduleTrack, Sourced, SourceNote, Statement
from .timeline import build_timeline, items_as_of


@plan_page
def goals(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The hierarchy is the list of goals."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponseRedirect(reverse("map", args=[plan.municipality.slug, plan.slug]) + query)


@plan_page
def values(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Every statement, by kind, in the order of the kinds; what has ended at the end."""
    now = chosen_day(request, plan, (Plan, Statement))
    rows = as_of(plan.statements.shown(), plan, now.at)
    sections = [(kind, plan.words[kind], found) for kind, found in by_kind(standing(rows, now.at)).items()]
    former = [(one(plan.words[row.kind]), row) for row in ended(rows, now.at)]
    return render_plan(request, "plans/values.html", plan, now=now, sections=sections, former=former)


@plan_page
def glossary(request: HttpRequest, plan: Plan) -> HttpResponse:
    terms = plan.terms.all()
    groups = [(name, list(members)) for name, members in groupby(terms, key=lambda term: term.reading_group)]
    return render_plan(request, "plans/glossary.html", plan, groups=groups)


@plan_page
def schedule(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The schedule; on an earlier day, what had been planned by then, and what was done."""
    now = chosen_day(request, plan, (Plan, ScheduleTrack, ScheduleItem))
    items = items_as_of(plan, now.at)
    tracks = as_of(plan.schedule_tracks.shown().select_related("goal"), plan, now.at)
    of_the_day = {track.pk: track for track in tracks}
    for item in items:
        item.track = of_the_day.get(item.track_id, item.track)
    going_on = {track.pk for track in standing(tracks, now.at)}
    shown = [item for item in standing(items, now.at) if item.track_id in going_on]
    timeline = build_timeline(standing(tracks, now.at), shown)
    return render_plan(
        request,
        "plans/schedule.html",
        plan,
        now=now,
        timeline=timeline,
        today_at=timeline.place_of(now.at),
        agenda=build_agenda(shown, now.at),
        ended_tracks=[
            (track, [item for item in items if item.track_id == track.pk]) for track in ended(tracks, now.at)
        ],
        ended_items=[item for item in ended(items, now.at) if item.track_id in going_on],
        sources=_places(items),
        current=Quarter.of(now.at),
    )


@plan_page
def organization(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Committees with their seats, and the departments' roles in the shape of the city's organisation."""
    roles = list(plan.plan_departments.all())
    departments = link_parents(plan.municipality.departments.all())
    for role in roles:
        role.department = departments[role.department_id]
        role.parents = list(ancestors(role.department))[::-1]
    committees = list(plan.committees.prefetch_related("seats__parent"))
    for committee in committees:
        seats = committee.seats.all()
        committee.rows = [
            (role, list(members)) for role, members in groupby(seats, key=lambda seat: seat.role)
        ]
    return render_plan(
        request,
        "plans/organization.html",
        plan,
        committees=committees,
        roles=roles,
        role_sources=_places(roles),
    )


def _places(rows: Iterable[Sourced]) -> list[str]:
    """The places in the source of these rows, each once, in order."""
    return list(dict.fromkeys(row.source_place for row in rows if row.source_place))


@plan_page
def sources(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The documents, the plan's relations to others, and what this portal chose where a source is unclear."""
    readable = visible_plans(request.user).select_related("municipality")
    relations = plan.relations.prefetch_related(Prefetch("related_plan", queryset=readable))
    return render_plan(
        request,
        "plans/sources.html",
        plan,
        documents=plan.documents.all(),
        relations=relations,
        **_notes(plan),
    )


# A note on many pages is a note on the whole plan: naming them all would only hide it.
MAX_PAGES_OF_NOTE = 4


def _notes(plan: Plan) -> dict[str, object]:
    """Those that touch a figure or a date as a whole; of the others the titles by kind, each kind has a page of its own."""
    figures, others = [], defaultdict(list)
    for note in _with_pages(plan.source_notes.all()):
        (figures if note.changes_figure else others[note.kind]).append(note)
    return {
        "figure_notes": figures,
        "other_notes": [
            (kind, label, others[kind]) for kind, label in SourceNote.Kind.choices if others[kind]
        ],
        "other_count": sum(map(len, others.values())),
    }


@plan_page
def notes(request: HttpRequest, plan: Plan, kind: str) -> HttpResponse:
    """The notes of a kind that touch no figure: a plan may have a hundred of them."""
    if kind not in SourceNote.Kind:
        raise Http404
    rows = plan.source_notes.filter(kind=kind, changes_figure=False)
    return render_plan(
        request, "plans/notes.html", plan, notes=_with_pages(rows), kind_label=SourceNote.Kind(kind).label
    )


def _with_pages(notes: QuerySet[SourceNote]) -> list[SourceNote]:
    """The notes, each with the pages of the goals and actions it speaks of."""
    found = list(notes.prefetch_related("goals", "actions"))
    for note in found:
        pages = [
            (name, row)
            for name, rows in (("goal", note.goals.all()), ("action", note.actions.all()))
            for row in rows
            if not row.is_preparing
        ]
        note.pages = pages if len(pages) <= MAX_PAGES_OF_NOTE else []
    return found
