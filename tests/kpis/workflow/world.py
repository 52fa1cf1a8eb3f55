"""A small city hall for the tests of the verbs: one review, one indicator, one action, and everybody who works there."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from kpis.models import ActionProgress, Indicator, Measurement, PeriodEntry, Review, ReviewPolicy, State
from plans.models import Action, Department, Membership, Municipality, Plan
from tests.factories import make_action, make_city, make_indicator, make_plan

TODAY = date(2025, 8, 1)
PERIOD = "2025-Q1"  # April to June: its review is under way


@dataclass
class World:
    """A bureau with a section below it, and another bureau; the section has the indicator and the action."""

    city: Municipality
    plan: Plan
    section: Department
    indicator: Indicator
    action: Action
    review: Review

    def user(self, name: str) -> AbstractUser:
        """As a new request finds the account: without what an earlier one has kept."""
        return get_user_model().objects.get(username=name)

    def value(self, state: str = "draft", **fields) -> Measurement:
        """A stored report of the section's indicator: entered by `writer`, and where it has gone that far, submitted."""
        values = {"indicator": self.indicator, "period": PERIOD, "value": 10} | self.people(state)
        return Measurement.objects.create(**values | fields)

    def progress(self, state: str = "draft", **fields) -> ActionProgress:
        values = {"action": self.action, "period": PERIOD, "status": "as-planned"} | self.people(state)
        return ActionProgress.objects.create(**values | fields)

    def people(self, state: str) -> dict:
        writer = self.user("writer")
        found = {"state": state, "entered_by": writer}
        return found if state == State.DRAFT else found | {"submitted_by": writer}

    def allow_own_approval(self) -> None:
        ReviewPolicy.objects.update_or_create(plan=self.plan, defaults={"allows_own_approval": True})

    def close(self) -> None:
        Review.objects.filter(pk=self.review.pk).update(state=Review.State.CLOSED)


def person(name: str, *places: tuple, **fields) -> AbstractUser:
    """An account with a membership for each (city, role, department or None, further fields)."""
    user = get_user_model().objects.create_user(name, **{"is_staff": True} | fields)
    for city, role, department, more in places:
        Membership.objects.create(user=user, municipality=city, role=role, department=department, **more)
    return user


def build() -> World:
    city, foreign = make_city(), make_city("minami", name="南山市")
    make = Department.objects.create
    bureau = make(municipality=city, code="kyoku", name="総務局")
    section = make(municipality=city, code="ka", name="窓口課", parent=bureau)
    other = make(municipality=city, code="other", name="土木局")
    plan = make_plan(city, starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    indicator = make_indicator(plan, "1-1")
    indicator.departments.add(section)
    action = make_action(plan, "1")
    action.lead_departments.add(section)
    review = Review.objects.create(plan=plan, period=PERIOD, due_on=date(2025, 7, 30))
    person("writer", (city, "editor", section, {}))
    person("editor", (city, "editor", bureau, {}))
    person("editor of others", (city, "editor", other, {}))
    person("approver", (city, "approver", section, {}))
    person("approver of others", (city, "approver", other, {}))
    person("manager", (city, "manager", None, {}))
    person("foreign editor", (foreign, "editor", None, {}))
    person("foreign manager", (foreign, "manager", None, {}))
    person("former editor", (city, "editor", section, {"valid_until": date(2025, 7, 31)}))
    person("nobody")
    person("switched off", (city, "manager", None, {}), is_active=False)
    get_user_model().objects.create_superuser("superuser")
    return World(city, plan, section, indicator, action, review)


def snapshot(row: PeriodEntry) -> tuple[dict, int, object]:
    """Everything stored of the report, its history's length, and when the plan was last changed in public."""
    stored = type(row).objects.filter(pk=row.pk).values().first()
    return stored, row.history.count(), Plan.objects.get(pk=row.plan.pk).updated_at
