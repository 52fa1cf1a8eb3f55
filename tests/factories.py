"""Makes cities, plans and people for tests that must not depend on the real data."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone

from kpis.models import (
    ActionProgress,
    AssessmentAspect,
    AssessmentScale,
    Indicator,
    Measurement,
    PlanRating,
    RatingScale,
    SelfAssessment,
    Target,
)
from plans.journal.acting import acting
from plans.ledger.revising import begin_ledgers
from plans.models import (
    Action,
    Committee,
    Department,
    Goal,
    Membership,
    Municipality,
    NationalPriority,
    Plan,
    PlanDepartment,
    PlanRelation,
    RevisionMark,
    ScheduleItem,
    ScheduleTrack,
    Seat,
    SourceDocument,
    SourceNote,
    Statement,
    Term,
    Translation,
)
from plans.validators import municipality_check_digit

_numbers = count(90000)


def make_city(slug: str = "kitayama", **fields) -> Municipality:
    """A real city with a valid code of its own."""
    head = str(next(_numbers))
    values = {"name": "北山市", "code": f"{head}{municipality_check_digit(head)}"} | fields
    return Municipality.objects.create(slug=slug, **values)


def make_plan(city: Municipality | None = None, slug: str = "smart-plan", **fields) -> Plan:
    """A plan with nothing in it, still being entered: the guard of public rows lets its rows through (`guarded`)."""
    values = {"title": "スマート計画"} | fields
    plan = Plan.objects.create(municipality=city or make_city(), slug=slug, **values)
    being_entered(plan)
    return plan


def being_entered(plan: Plan | None = None) -> None:
    """Let the plan's rows (None: every plan's) be written past the guard, as while it is entered for the first time."""
    RevisionMark.objects.create(plan_id=plan.pk if plan else 0)


def guarded(plan: Plan | None = None) -> None:
    """From now on the plan's rows (None: every plan's) change by a revision only, as of every public plan in use."""
    marks = RevisionMark.objects.all()
    (marks.filter(plan_id=plan.pk) if plan else marks).delete()
    begin_ledgers()


def make_goal(plan: Plan, code: str, kind: str = "pillar", parent: Goal | None = None, **fields) -> Goal:
    values = {"number": code, "title": f"目標{code}"} | fields
    return Goal.objects.create(plan=plan, code=code, kind=kind, parent=parent, **values)


def make_action(plan: Plan, code: str, *goals: Goal, **fields) -> Action:
    values = {"number": code, "title": f"取組{code}"} | fields
    action = Action.objects.create(plan=plan, code=code, **values)
    action.goals.set(goals)
    return action


def make_term(plan: Plan, code: str, name: str, **fields) -> Term:
    values = {"reading_group": "ア行", "body": f"{name}とは"} | fields
    return Term.objects.create(plan=plan, code=code, name=name, **values)


def make_item(track: ScheduleTrack, code: str, first: str, last: str = "", **fields) -> ScheduleItem:
    values = {"title": f"作業{code}"} | fields
    return ScheduleItem.objects.create(
        plan=track.plan, track=track, code=code, from_quarter=first, to_quarter=last or first, **values
    )


def make_indicator(plan: Plan, code: str, goal: Goal | None = None, **fields) -> Indicator:
    """A quarterly level in 件 that should grow, unless the fields say otherwise."""
    values = {"name": f"指標{code}", "unit": "件"} | fields
    return Indicator.objects.create(plan=plan, code=code, goal=goal, **values)


def make_target(
    indicator: Indicator, period: str, value: int | str | None, since: str = "2024-04-01", **fields
) -> Target:
    """What it should reach by the period; `since`: the day from which that holds. None: withdrawn."""
    return Target.objects.create(
        indicator=indicator, period=period, value=value, effective_from=date.fromisoformat(since), **fields
    )


def make_measurement(
    indicator: Indicator, period: str, value: int | str | None = None, **fields
) -> Measurement:
    """An approved report, unless the fields name another state."""
    values = {"value": value, "state": "approved"} | fields
    with acting(decides=True):  # as the verb that approved it
        return Measurement.objects.create(indicator=indicator, period=period, **values)


def make_progress(action: Action, period: str, status: str = "as-planned", **fields) -> ActionProgress:
    """An approved report on an action, unless the fields name another state."""
    values = {"state": "approved"} | fields
    with acting(decides=True):
        return ActionProgress.objects.create(action=action, period=period, status=status, **values)


def make_member(city: Municipality, role: str = "manager", name: str = "tanaka", **fields):
    """Somebody who works for the city in that role and may log in."""
    user = get_user_model().objects.create_user(name, is_staff=True)
    Membership.objects.create(user=user, municipality=city, role=role, **fields)
    return user


def make_small_plan(target: int = 5000) -> Plan:
    """A plan from April 2024 with a goal, an action, an indicator and its target; still being entered."""
    plan = make_plan(starts_on=date(2024, 4, 1))
    goal = make_goal(plan, "1", title="はじめの題名")
    make_action(plan, "1", goal)
    make_target(make_indicator(plan, "1", goal), "2026", target)
    return plan


def make_full_plan(city: Municipality, slug: str, rows: int) -> Plan:
    """A plan with that many rows of every type, each linked to others wherever a link is possible."""
    plan = make_plan(city, slug, starts_on=date(2024, 4, 1), summary="計画のあらまし")
    top = make_goal(plan, "top", "direction")
    pillars = [make_goal(plan, f"p{n}", "pillar", top) for n in range(rows)]
    goals = [make_goal(plan, f"g{n}", "sub-goal", pillars[0]) for n in range(rows)]
    for n in range(rows):
        _fill(plan, n, goals, top)
    for action in plan.actions.all():
        action.lead_departments.set(city.departments.all())
        action.supporting_departments.set(city.departments.all())
        action.national_priorities.set(NationalPriority.objects.all()[:rows])
        make_progress(action, "2024-Q1")
        make_progress(action, "2024-Q2", "delayed")
    PlanRating.objects.create(plan=plan, scale=RatingScale.objects.get(code="tama"))
    _measure(plan, [top, pillars[0], *goals])
    Translation.objects.get_or_create(
        municipality=city, language="en", original=top.title, defaults={"text": "The goal"}
    )
    return plan


QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def _measure(plan: Plan, goals: list[Goal]) -> None:
    """Two indicators per goal, one a reference, with a moved target and two years of quarterly values."""
    for n, goal in enumerate(goals):
        for role in ("kpi", "reference"):
            make_indicator(
                plan, f"{role}-{n}", goal, role=role, baseline_value=0, baseline_period="2023", order=n
            )
    rows = list(plan.indicators.all())
    for name, others in (
        ("actions", plan.actions.all()),
        ("departments", plan.municipality.departments.all()),
        ("source_notes", plan.source_notes.all()),
    ):
        _link_all(rows, name, list(others))
    Target.objects.bulk_create(
        Target(
            indicator=row,
            period=year,
            value=90 - 10 * k,
            effective_from=date(2024 + k, 4, 1),
            reason="見直し",
        )
        for row in rows
        for k in range(2)
        for year in ("2026", "2027")
    )
    Measurement.objects.bulk_create(
        Measurement(
            indicator=row,
            period=period,
            value=Decimal(5 * n),
            revision=revision,
            revision_reason="" if revision == 1 else "数え直し",
            state="approved",
            progress_comment="AIを使う",
        )
        for row in rows
        for n, period in enumerate(QUARTERS)
        for revision in (1, 2)
    )
    _assess(plan, len(goals) - 2)  # as many aspects as rows of every kind


def _assess(plan: Plan, count: int) -> None:
    """Every report's last revision is assessed by its department, in so many aspects."""
    scale = AssessmentScale.objects.create(plan=plan, code="marks", name="○と×")
    marks = [
        scale.marks.create(order=n, mark=mark, group=group)
        for n, (mark, group) in enumerate([("○", "順調"), ("×", "遅れ")])
    ]
    aspects = [
        AssessmentAspect.objects.create(plan=plan, code=f"a{n}", name=f"観点{n}", scale=scale, order=n)
        for n in range(count)
    ]
    SelfAssessment.objects.bulk_create(
        SelfAssessment(measurement=row, aspect=aspect, mark=marks[row.pk % 2], reason="AIを使ったため")
        for row in Measurement.objects.filter(indicator__plan=plan, revision=2)
        for aspect in aspects
    )


def _fill(plan: Plan, n: int, goals: list[Goal], top: Goal) -> None:
    """Row number n of every type but goals."""
    make_action(plan, f"a{n}", *goals, group=f"まとまり{n}", summary="AIを使う取組")
    make_term(plan, f"t{n}", f"用語{n}", aliases="AI" if n == 0 else "")
    Statement.objects.create(
        plan=plan, code=f"s{n}", kind=Statement.Kind.values[n % 8], title=f"言葉{n}", body="AI"
    )
    SourceDocument.objects.create(plan=plan, code=f"d{n}", title=f"原本{n}", published="2024-03")
    PlanRelation.objects.create(plan=plan, code=f"r{n}", kind="related", title=f"計画{n}", related_plan=plan)
    note = SourceNote.objects.create(
        plan=plan, code=f"n{n}", kind="silent", title=f"注記{n}", found="無", chosen="空欄"
    )
    note.goals.set([*goals, top])
    note.actions.set(plan.actions.all())
    track = ScheduleTrack.objects.create(plan=plan, code=f"k{n}", title=f"項目{n}", goal=top)
    make_item(track, f"ia{n}", "2024-Q1", "2030-Q4", action=plan.actions.get(code="a0"))
    make_item(track, f"ig{n}", "2030-Q1", "2030-Q2", goal=top, kind="meeting")
    committee = Committee.objects.create(plan=plan, code=f"c{n}", name=f"会議{n}")
    chair = Seat.objects.create(committee=committee, code="chair", office="市長")
    Seat.objects.create(committee=committee, code="member", office="局長", parent=chair)
    above = plan.municipality.departments.filter(code=f"{plan.slug}-{n - 1}").first()
    department = Department.objects.create(
        municipality=plan.municipality, code=f"{plan.slug}-{n}", name=f"課{n}", parent=above
    )
    PlanDepartment.objects.create(plan=plan, department=department, role="全体の調整")


def _link_all(rows: list[Indicator], name: str, others: list) -> None:
    """Every row with every one of the others."""
    field = Indicator._meta.get_field(name)
    link = field.remote_field.through
    link.objects.bulk_create(
        link(**{field.m2m_field_name(): row, field.m2m_reverse_field_name(): other})
        for row in rows
        for other in others
    )


def freeze_today(monkeypatch, day: date) -> None:
    """Let the portal believe that today is that day; other moments keep their own date."""
    real = timezone.localdate
    monkeypatch.setattr(
        timezone, "localdate", lambda value=None, zone=None: real(value, zone) if value else day
    )
