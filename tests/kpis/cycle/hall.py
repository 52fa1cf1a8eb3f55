"""A city hall under review: a bureau with two sections, another bureau, and the people who work there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone

from kpis.models import Indicator, Measurement, Review
from plans.models import Action, Department, Membership, Municipality, Plan
from tests.factories import make_action, make_city, make_indicator, make_plan

TODAY = date(2025, 7, 25)
PERIOD = "2025-Q1"  # April to June; its values are due on the 30th of July


def moment(day: int, hour: int = 9, month: int = 7) -> datetime:
    """That day of 2025 in Japan."""
    return datetime(2025, month, day, hour, tzinfo=timezone.get_default_timezone())


@dataclass
class Hall:
    city: Municipality
    plan: Plan
    bureau: Department
    section: Department  # of the bureau: has the indicators `first` and `second`
    archive: Department  # of the bureau: has the action
    works: Department  # another bureau: has the indicator `third`
    first: Indicator
    second: Indicator
    third: Indicator
    action: Action
    review: Review

    def user(self, name: str) -> AbstractUser:
        """As a new request finds the account."""
        return get_user_model().objects.get(username=name)

    def value(self, indicator: Indicator, state: str = "draft", **fields) -> Measurement:
        values = {"period": PERIOD, "value": 10, "state": state} | fields
        return Measurement.objects.create(indicator=indicator, **values)

    def status(self, **query) -> str:
        return reverse("admin:kpis_review_status", args=[self.review.pk], query=query)

    @property
    def reminders(self) -> str:
        return reverse("admin:kpis_review_reminders", args=[self.review.pk])

    def answer_all(self) -> None:
        for row in (self.first, self.second, self.third):
            self.value(row, "approved")


def person(name: str, city: Municipality, role: str, department: Department | None = None, **fields):
    """Somebody with that role; `fields` of the membership."""
    user = get_user_model().objects.create_user(name, email=f"{name}@example.jp", is_staff=True)
    Membership.objects.create(user=user, municipality=city, role=role, department=department, **fields)
    return user


def build() -> Hall:
    city = make_city()
    make = Department.objects.create
    bureau = make(municipality=city, code="kyoku", name="総務局", order=1)
    section = make(municipality=city, code="ka", name="窓口課", parent=bureau, order=2)
    archive = make(municipality=city, code="bunsho", name="文書課", parent=bureau, order=3)
    works = make(municipality=city, code="doboku", name="土木局", order=4)
    plan = make_plan(city, starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    first, second, third = (
        make_indicator(plan, code, name=name, order=n)
        for n, (code, name) in enumerate((("1", "申請の件数"), ("2", "窓口の待ち時間"), ("3", "道路の点検")))
    )
    first.departments.add(section)
    second.departments.add(section)
    third.departments.add(works)
    action = make_action(plan, "1", title="公文書の電子化")
    action.lead_departments.add(archive)
    review = Review.objects.create(plan=plan, period=PERIOD, due_on=date(2025, 7, 30))
    person("manager", city, "manager")
    person("editor", city, "editor", section)
    person("approver", city, "approver", bureau)
    person("foreign", make_city("minami", name="南山市"), "manager")
    return Hall(city, plan, bureau, section, archive, works, first, second, third, action, review)
