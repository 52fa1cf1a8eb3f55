"""Rows of the schedule that still bear the former name of their goal: whether they change too, people decide."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from .models import Goal, Plan, ScheduleTrack

Names = Mapping[int, tuple[str, str]]  # of goals, by their ids: title and number


def names_of(plan: Plan) -> Names:
    return {key: (title, number) for key, title, number in plan.goals.values_list("pk", "title", "number")}


def called_as_before(goal: Goal, title: str, number: str) -> Iterator[ScheduleTrack]:
    """The goal's tracks with its former title, where that changed; else with its former number too."""
    if (goal.title, goal.number) == (title, number):
        return
    rows = goal.schedule_tracks.filter(title=title)
    yield from rows if goal.title != title else rows.filter(number=number)


def sentence(track: ScheduleTrack) -> str:
    return _("スケジュールの列「%s」は、この目標の前の名前のままです。") % track


def told_of_plan(plan: Plan, before: Names) -> list[str]:
    """A sentence for each such track of the plan, whose goals were called so before."""
    return [
        _(
            "スケジュールの列「%(track)s」は、目標「%(goal)s」の前の名前のままです。変えるときは、列も直してください。"
        )
        % {"track": track, "goal": goal}
        for goal in plan.goals.filter(pk__in=before)
        for track in called_as_before(goal, *before[goal.pk])
    ]
