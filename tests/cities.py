"""The invented cities of the tests: each with its plan, its people and the day on which its tests stand.

SmallCity: one review, one indicator, one action, and everybody who may or may not do something with them.
BureauCity: a review with several departments, for reminders, progress and reorganisation.
SheetCity: two departments and four indicators, for the quarter's Excel sheet.
ReportCity: two closed quarters that wait for their reports.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone

from kpis.models import (
    ActionProgress,
    Indicator,
    Measurement,
    PeriodEntry,
    Report,
    Review,
    ReviewPolicy,
    State,
)
from kpis.reports.publishing import publish
from kpis.workflow import entries
from plans.models import Action, Department, Membership, Municipality, Plan
from tests.factories import (
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_progress,
    make_target,
)

PERIOD = "2025-Q1"  # April to June: its review is under way in the small, the bureau and the sheet city
SMALL_CITY_DAY = date(2025, 8, 1)
BUREAU_CITY_DAY = date(2025, 7, 25)  # five days before the values are due
SHEET_CITY_DAY = date(2025, 7, 10)
EARLIER_QUARTER, REPORTED_QUARTER = "2024-Q2", "2024-Q3"  # of the report city


class _WithPeople:
    def user(self, name: str) -> AbstractUser:
        """As a new request finds the account: without what an earlier one has kept."""
        return get_user_model().objects.get(username=name)


@dataclass
class SmallCity(_WithPeople):
    """A bureau with a section below it, and another bureau; the section has the indicator and the action."""

    city: Municipality
    plan: Plan
    section: Department
    indicator: Indicator
    action: Action
    review: Review

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


def member(name: str, *places: tuple, **fields) -> AbstractUser:
    """An account with a membership for each (city, role, department or None, further fields)."""
    user = get_user_model().objects.create_user(name, **{"is_staff": True} | fields)
    for city, role, department, more in places:
        Membership.objects.create(user=user, municipality=city, role=role, department=department, **more)
    return user


def _people(places: dict[str, tuple | None]) -> None:
    """As `member` for each, in three statements: hundreds of tests begin with it. Who is staff already owes that to no role."""
    model = get_user_model()
    users = model.objects.bulk_create(
        model(username=name, is_staff=True, is_active=name != "switched off", password=make_password(None))
        for name in places
    )
    ends = {"former editor": date(2025, 7, 31)}
    Membership.objects.bulk_create(
        Membership(
            user=user,
            municipality=place[0],
            role=place[1],
            department=place[2],
            valid_until=ends.get(user.username),
        )
        for user, place in zip(users, places.values(), strict=True)
        if place
    )


def build_small_city() -> SmallCity:
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
    _people(
        {
            "writer": (city, "editor", section),
            "editor": (city, "editor", bureau),
            "editor of others": (city, "editor", other),
            "approver": (city, "approver", section),
            "approver of others": (city, "approver", other),
            "manager": (city, "manager", None),
            "foreign editor": (foreign, "editor", None),
            "foreign manager": (foreign, "manager", None),
            "former editor": (city, "editor", section),
            "nobody": None,
            "switched off": (city, "manager", None),
        }
    )
    get_user_model().objects.create_superuser("superuser")
    return SmallCity(city, plan, section, indicator, action, review)


def snapshot(row: PeriodEntry) -> tuple[dict, int, object]:
    """Everything stored of the report, its history's length, and when the plan was last changed in public."""
    stored = type(row).objects.filter(pk=row.pk).values().first()
    return stored, row.history.count(), Plan.objects.get(pk=row.plan.pk).updated_at


def moment(day: int, hour: int = 9, month: int = 7) -> datetime:
    """That day of 2025 in Japan."""
    return datetime(2025, month, day, hour, tzinfo=timezone.get_default_timezone())


@dataclass
class BureauCity(_WithPeople):
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


def staff_member(name: str, city: Municipality, role: str, department: Department | None = None, **fields):
    """Somebody with that role; `fields` of the membership."""
    user = get_user_model().objects.create_user(name, email=f"{name}@example.jp", is_staff=True)
    Membership.objects.create(user=user, municipality=city, role=role, department=department, **fields)
    return user


def build_bureau_city() -> BureauCity:
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
    staff_member("manager", city, "manager")
    staff_member("editor", city, "editor", section)
    staff_member("approver", city, "approver", bureau)
    staff_member("foreign", make_city("minami", name="南山市"), "manager")
    return BureauCity(city, plan, bureau, section, archive, works, first, second, third, action, review)


@dataclass
class SheetCity:
    """The city, its plan and review, what is reported, and who reports it."""

    city: Municipality
    plan: Plan
    window: Department
    library: Department
    forms: Indicator
    share: Indicator  # a ratio of parts
    rate: Indicator
    books: Indicator  # of the library; the others of the window
    action: Action
    review: Review
    editor: AbstractUser
    librarian: AbstractUser
    manager: AbstractUser


def build_sheet_city() -> SheetCity:
    city = make_city()
    plan = make_plan(city, starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    window = Department.objects.create(municipality=city, code="window", name="窓口課", order=1)
    library = Department.objects.create(municipality=city, code="library", name="図書館", order=2)
    forms = make_indicator(plan, "1-1", name="電子申請の件数", number="1", order=1)
    share = make_indicator(
        plan, "1-2", name="電子申請の割合", number="2", order=2, unit="%", decimals=1,
        numerator_label="電子申請", denominator_label="すべての申請",
    )  # fmt: skip
    rate = make_indicator(plan, "1-3", name="満足した人の割合", number="3", order=3, unit="%", decimals=1)
    books = make_indicator(plan, "2-1", name="電子書籍の貸出", number="4", order=4)
    for indicator in (forms, share, rate):
        indicator.departments.add(window)
    books.departments.add(library)
    action = make_action(plan, "a1", title="手続の電子化")
    action.lead_departments.add(window)
    make_target(forms, "2027", 2000)
    make_measurement(forms, "2024-Q4", 1000)
    review = Review.objects.create(plan=plan, period="2025-Q1", due_on=date(2025, 7, 30))
    editor = make_member(city, "editor", "ueda", department=window)
    librarian = make_member(city, "editor", "honda", department=library)
    manager = make_member(city, "manager", "kanri")
    return SheetCity(
        city, plan, window, library, forms, share, rate, books, action, review, editor, librarian, manager
    )


@dataclass
class ReportCity(_WithPeople):
    city: Municipality
    plan: Plan
    section: Department
    calls: Indicator  # 0 → 100 in five years, exactly on its way
    share: (
        Indicator  # a ratio, 50 % → 80 %: on its way in the earlier quarter, a little behind in the later one
    )
    paper: Indicator  # a flow that should shrink
    reference: Indicator
    action: Action
    reviews: dict[str, Review] = field(default_factory=dict)

    @property
    def review(self) -> Review:
        """Of the later quarter, as stored now and on a plan that remembers nothing."""
        return Review.objects.select_related("plan__municipality").get(pk=self.reviews[REPORTED_QUARTER].pk)

    @property
    def earlier(self) -> Review:
        return Review.objects.select_related("plan__municipality").get(pk=self.reviews[EARLIER_QUARTER].pk)

    def publish(self, period: str = REPORTED_QUARTER) -> Report:
        return publish(self.review if period == REPORTED_QUARTER else self.earlier, by=self.user("manager"))

    def revise(self, indicator: Indicator, period: str = REPORTED_QUARTER, **fields) -> Measurement:
        """A correction of an approved value on its whole way: recorded, handed in, approved by somebody else."""
        last = indicator.measurements.filter(period=period).order_by("revision").last()
        values = {"revision_reason": "数え直したため", "revision": last.revision + 1} | fields
        row = Measurement(indicator=indicator, period=period, **values)
        manager = self.user("manager")
        row = entries.submit(entries.save_entry(row, by=manager), by=manager)
        return entries.approve(row, by=self.user("approver"))


def build_report_city() -> ReportCity:
    city = make_city(code="011002", prefecture="北海道")
    section = Department.objects.create(municipality=city, code="dx", name="デジタル課")
    plan = make_plan(city, starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    goal = make_goal(plan, "1")
    calls = make_indicator(
        plan, "1-1", goal, name="申請の件数", order=1, baseline_value=0, baseline_period="2022"
    )
    share = make_indicator(
        plan, "1-2", goal, name="オンラインの割合", order=2, unit="%", decimals=1, baseline_value=50,
        baseline_period="2022", numerator_label="オンライン", denominator_label="全体",
    )  # fmt: skip
    paper = make_indicator(
        plan, "2-1", name="紙の使用量", order=3, unit="枚", direction="decrease", series="flow",
        baseline_value=1000, baseline_period="2022",
    )  # fmt: skip
    reference = make_indicator(plan, "ref", name="人口", order=4, role="reference", unit="人")
    for row, value in ((calls, 100), (share, 80), (paper, 500)):
        make_target(row, "2027", value, "2023-04-01")
        row.departments.add(section)
    action = make_action(plan, "a1", goal, title="窓口の改革")
    action.lead_departments.add(section)
    made = ReportCity(city, plan, section, calls, share, paper, reference, action)
    _report(made)
    for period, due_on in ((EARLIER_QUARTER, date(2024, 10, 30)), (REPORTED_QUARTER, date(2025, 1, 30))):
        made.reviews[period] = Review.objects.create(
            plan=plan, period=period, due_on=due_on, state="closed", closed_at=timezone.now()
        )
    make_member(city, "manager", "manager", department=section)
    make_member(city, "approver", "approver")
    make_member(city, "editor", "editor", department=section)
    make_member(make_city("minami", name="南山市"), "manager", "foreign")
    return made


def _report(made: ReportCity) -> None:
    """What the departments have reported: everything approved."""
    make_measurement(made.paper, "2024-Q1", 230)
    for period, calls, online, status in (
        (EARLIER_QUARTER, 30, 590, "as-planned"),
        (REPORTED_QUARTER, 35, 591, "delayed"),
    ):
        make_measurement(made.calls, period, calls, owner_name="デジタル課")
        make_measurement(made.share, period, numerator=online, denominator=1000)
        make_measurement(made.paper, period, 230)
        make_progress(made.action, period, status, comment=f"{period}の取組状況")
    make_measurement(made.reference, REPORTED_QUARTER, 12345)
