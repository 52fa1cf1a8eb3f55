"""The overview: a plan on one page, the answer first. May import both apps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.action_progress import Status, count_actions, latest_by_action
from kpis.assessment.as_of import chosen_day
from kpis.assessment.stored_facts import reporting_from
from kpis.judging.periods import Period
from kpis.judging.rollup_words import actions_sentence
from kpis.models import Indicator, Review
from kpis.models.review import DUE_DAYS
from kpis.standings.reading import rows_of
from kpis.standings.rows import PlanRows
from kpis.standings.telling import last_ended, told
from plans.era import Quarter, date_label
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.models import Action, Goal, Plan, ScheduleItem, Statement
from plans.models.content import by_kind
from plans.models.living import ended, standing
from plans.tree import goals_alone, standing_tree

from .plan_news import news, troubles

TASK = ScheduleItem.Kind.TASK
UPCOMING = 3  # milestones and meetings that the overview names


@plan_page
def overview(request: HttpRequest, plan: Plan) -> HttpResponse:
    """How it is going, what needs attention, what changed; what it promises, how it is built, what comes next."""
    now = chosen_day(request, plan, (Plan, Goal, Action, Statement, Indicator))
    table = rows_of(plan, now.at)
    statements = by_kind(standing(as_of(plan.statements.shown(), plan, now.at), now.at))
    goals = goals_alone(plan, now.at)
    shown, in_trouble = troubles(table.rows, plan, now.query)
    reviews = [] if now.quarter else list(plan.reviews.order_by("-period")[:2])
    return render_plan(
        request,
        "plans/overview.html",
        plan,
        now=now,
        roll_up=table.roll_up,
        is_reported=bool(table.roll_up.reported),
        troubles=shown,
        in_trouble=in_trouble,
        news=news(table.rows, plan, now.at, now.query) if table.roll_up.reported else None,
        aims=_aims(table),
        expected="" if now.quarter else _expected(plan, reviews, now.at),
        actions=_actions(plan, now.at) if not table.roll_up.rated else None,
        by_kind=statements,
        word_counts=[(kind, plan.words[kind], len(rows)) for kind, rows in statements.items()],
        tree=standing_tree(goals, now.at),
        ended_goals=ended(goals, now.at),
        upcoming=[] if now.quarter else _ahead(plan),
        phase=plan.phase(at=now.at),
        report_url=_report_url(plan, reviews),
    )


@dataclass(frozen=True)
class Aims:
    """How many indicators have a target, of any kind, and by when: texts as people read them, the earliest first."""

    count: int
    times: list[str]


def _aims(table: PlanRows) -> Aims:
    """Of a plan of which no value is known: what it has set out to reach."""
    found = [told(row) for row in table.rows if not row.indicator.is_reference]
    times: dict[int, str] = {}
    for words in found:
        if words.target_period:
            ends = Period.parse(words.target_period).index
            # Of a year and its end, which are one day, the end is told.
            times[ends] = max(times.get(ends, ""), words.target_when, key=len)
    return Aims(table.roll_up.with_target, [times[ends] for ends in sorted(times)])


@dataclass(frozen=True)
class ActionsTold:
    """How the actions go, where no indicator is rated."""

    sentence: str
    counts: tuple[tuple[str, str, int], ...]
    unknown: int


def _actions(plan: Plan, at: date) -> ActionsTold:
    actions = as_of(plan.actions.shown(), plan, at)
    found = count_actions(actions, latest_by_action(plan, at), at)
    kept = sum(
        count for value, _label, count in found.counts if value in (Status.COMPLETED, Status.AS_PLANNED)
    )
    return ActionsTold(
        actions_sentence(found.total, kept, found.total - found.unknown),
        found.counts,
        found.unknown if found.counts else 0,
    )


def _expected(plan: Plan, reviews: list[Review], at: date) -> str:
    """When the next values are due: by the open review, else by the plan's usual days. Blank for a plan that reports nothing."""
    opened = next((row for row in reviews if row.is_open), None)
    if opened is not None and opened.due_on >= at:
        return _due(opened.quarter, opened.due_on)
    if plan.ends_on and plan.ends_on < at:
        return ""
    if not reviews:
        return _first_expected(plan, at)
    quarter = Quarter.from_index(max(last_ended(at).index, reviews[0].quarter.index) + 1)
    return _due(quarter, quarter.last_day + timedelta(days=_days(reviews[0])))


def _first_expected(plan: Plan, at: date) -> str:
    """Of a plan that has had no review yet: by its policy. Blank where it does not say since when the city reports."""
    begin = reporting_from(plan)
    if begin is None:
        return ""
    quarter, days = Quarter.of(begin.last_day), timedelta(days=plan.review_policy.due_days)
    if quarter.last_day + days < at:
        quarter = Quarter.from_index(max(last_ended(at).index, quarter.index))
        quarter = quarter if quarter.last_day + days >= at else quarter.next()
    return _due(quarter, quarter.last_day + days)


def _days(review: Review) -> int:
    """After a quarter's end, as last time."""
    return max((review.due_on - review.quarter.last_day).days, 0) if review.due_on else DUE_DAYS


def _due(quarter: Quarter, day: date) -> str:
    return _("%(quarter)sの値は、%(day)sまでに集めます。") % {
        "quarter": quarter.label,
        "day": date_label(day),
    }


def _report_url(plan: Plan, reviews: Iterable[Review]) -> str:
    """The newest published report's."""
    for row in reviews:
        if row.state == Review.State.PUBLISHED:
            return reverse("report", args=[plan.municipality.slug, plan.slug, row.period])
    return ""


def _ahead(plan: Plan) -> list[ScheduleItem]:
    """The next milestones and meetings."""
    today = timezone.localdate()
    quarter = str(Quarter.of(today))
    rows = plan.schedule_items.shown().filter(to_quarter__gte=quarter, done_on=None).exclude(kind=TASK)
    ahead = standing(rows.select_related("track"), today)
    return [
        row
        for row in ahead
        if not row.track.is_over(today) and (row.planned_on is None or row.planned_on >= today)
    ][:UPCOMING]
