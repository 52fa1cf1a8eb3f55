"""A plan's meetings, milestones and deadlines as a calendar (iCalendar, RFC 5545): whole days in Japan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kpis.models import Indicator, Review
from kpis.models.review import policy_of
from kpis.workflow.due_items import due_periods
from plans.era import Quarter
from plans.layout import plan_page
from plans.models import Plan, ScheduleItem
from plans.models.living import standing

AHEAD = 4  # quarters for which values are expected
A_DAY = timedelta(days=1)
# A calendar that has been subscribed to asks again after so long.
ASK_AGAIN = "P1D"


@dataclass(frozen=True)
class Appointment:
    """`key`: its name within the plan, for ever the same. `day`: the whole day; of what has none, its quarter's last."""

    key: str
    day: date
    title: str
    text: str
    path: str


@plan_page
def calendar(request: HttpRequest, plan: Plan) -> HttpResponse:
    found = [*_of_schedule(plan), *_of_reviews(plan), *_of_plan(plan)]
    response = HttpResponse(
        _written(request, plan, found).to_ical(), content_type="text/calendar; charset=utf-8"
    )
    name = f"{plan.municipality.slug}-{plan.slug}"
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _of_schedule(plan: Plan) -> Iterator[Appointment]:
    """Meetings and milestones that stand today, done ones too. One query."""
    kinds = (ScheduleItem.Kind.MEETING, ScheduleItem.Kind.MILESTONE)
    rows = plan.schedule_items.shown().filter(kind__in=kinds).select_related("track")
    today = timezone.localdate()
    for row in standing(rows, today):
        if row.track.is_over(today):
            continue
        day = row.done_on or row.planned_on or row.last.last_day
        yield Appointment(
            key=f"schedule/{row.code}",
            day=day,
            title=_item_title(row),
            text=_item_text(row),
            path=reverse("schedule", args=plan.natural_key()),
        )


def _item_title(row: ScheduleItem) -> str:
    words = {"title": row.title, "when": row.when_label}
    if row.done_on:
        return _("%(title)s（済み）") % words
    if row.planned_on and not row.is_uncertain:
        return row.title
    return _("%(title)s（%(when)sのうち）") % words


def _item_text(row: ScheduleItem) -> str:
    words = {"when": row.when_label, "kind": row.get_kind_display()}
    if row.is_uncertain:
        return (
            _("%(kind)s。計画に書かれた時期: %(when)s。時期は、計画の表からはっきり読み取れません。") % words
        )
    if row.done_on is None and row.planned_on is None:
        return (
            _(
                "%(kind)s。計画に書かれた時期: %(when)s。日は書かれていないので、期間の最後の日に置いています。"
            )
            % words
        )
    return _("%(kind)s。計画に書かれた時期: %(when)s。") % words


def _of_reviews(plan: Plan) -> Iterator[Appointment]:
    """Days on which values are due and discussed; for the quarters to come, when they are expected."""
    reviews = list(Review.objects.filter(plan=plan).order_by("period"))
    path = reverse("reports", args=plan.natural_key())
    for row in reviews:
        words = {"period": row.label}
        due = _("%(period)sの値の締切") % words
        yield Appointment(f"due/{row.period}", row.due_on, due, _("各部署が値を報告する期限です。"), path)
        if row.meeting_on:
            met = _("%(period)sの進み具合を話し合う会議") % words
            text = _("報告された値をもとに、計画の進み具合を話し合います。")
            yield Appointment(f"meeting/{row.period}", row.meeting_on, met, text, path)
    yield from _expected(plan, {row.period for row in reviews})


def _expected(plan: Plan, known: set[str]) -> Iterator[Appointment]:
    """Of the quarters that have no review yet, from the one that is running on, as long as the plan runs.

    A city that has never opened a review has set no rhythm: nothing is expected of it.
    """
    if not known:
        return
    today = timezone.localdate()
    indicators = list(Indicator.objects.filter(plan=plan).shown().rated_kinds().filter(formula=""))
    days = timedelta(days=policy_of(plan).due_days)
    first = Quarter.of(today).index
    for quarter in map(Quarter.from_index, range(first, first + AHEAD)):
        if str(quarter) in known or (plan.ends_on and quarter.first_day > plan.ends_on):
            continue
        count = sum(len(due_periods(row, quarter)) for row in _reported_in(indicators, quarter))
        if count:
            words = {"period": quarter.label, "count": count}
            yield Appointment(
                key=f"due/{quarter}",
                day=quarter.last_day + days,
                title=_("%(period)sの値が出そろう予定（%(count)s件）") % words,
                text=_("この日までに値が報告される予定です。公表は、このあとになります。"),
                path=reverse("scorecard", args=plan.natural_key()),
            )


def _reported_in(indicators: Iterable[Indicator], quarter: Quarter) -> list[Indicator]:
    return [row for row in indicators if not row.is_over(quarter.first_day)]


def _of_plan(plan: Plan) -> Iterator[Appointment]:
    words = {"plan": plan.title}
    path = plan.get_absolute_url()
    if plan.starts_on:
        yield Appointment("begin", plan.starts_on, _("「%(plan)s」の始まり") % words, "", path)
    if plan.ends_on:
        yield Appointment("end", plan.ends_on, _("「%(plan)s」の最後の日") % words, "", path)


def _written(request: HttpRequest, plan: Plan, found: Iterable[Appointment]) -> Calendar:
    city = plan.municipality
    host = request.get_host().partition(":")[0]
    name = _("%(city)s「%(plan)s」の予定") % {"city": city.name, "plan": plan.title}
    if city.is_fictional:
        name = _("【サンプル】%(title)s") % {"title": name}
    made = Calendar()
    made.add("prodid", "-//dxportal//plan calendar//JA")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Tokyo")
    made.add("x-published-ttl", ASK_AGAIN)
    for row in sorted(found, key=lambda row: (row.day, row.key)):
        made.add_component(_event(request, plan, row, host))
    return made


def _event(request: HttpRequest, plan: Plan, row: Appointment, host: str) -> Event:
    city = plan.municipality
    address = request.build_absolute_uri(row.path)
    title = _("%(title)s（%(city)s）") % {"title": row.title, "city": city.name}
    if city.is_fictional:
        title = _("【サンプル】%(title)s") % {"title": title}
    event = Event()
    event.add("uid", f"{'/'.join(plan.natural_key())}/{row.key}@{host}")
    event.add("dtstamp", _changed(plan))
    event.add("dtstart", row.day)
    event.add("dtend", row.day + A_DAY)  # the day after the last one
    event.add("summary", title)
    event.add("description", "\n".join(filter(None, (row.text, address))))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    return event


def _changed(plan: Plan) -> datetime:
    """When the calendar was last another one: so that it says the same as long as the plan does."""
    return plan.updated_at.replace(microsecond=0)
