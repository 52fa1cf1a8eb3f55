"""A small town of invented figures: two quarters closed and not yet published, and the people who run them."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from kpis.models import Indicator, Measurement, Report, Review
from kpis.reports.document import Document
from kpis.reports.publishing import publish
from kpis.workflow import entries
from plans.models import Action, Department, Municipality, Plan
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

EARLIER, PERIOD = "2024-Q2", "2024-Q3"


@dataclass
class Town:
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
        return Review.objects.select_related("plan__municipality").get(pk=self.reviews[PERIOD].pk)

    @property
    def earlier(self) -> Review:
        return Review.objects.select_related("plan__municipality").get(pk=self.reviews[EARLIER].pk)

    def user(self, name: str) -> AbstractUser:
        """As a new request finds the account: without what an earlier one has kept."""
        return get_user_model().objects.get(username=name)

    def publish(self, period: str = PERIOD) -> Report:
        return publish(self.review if period == PERIOD else self.earlier, by=self.user("manager"))

    def revise(self, indicator: Indicator, period: str = PERIOD, **fields) -> Measurement:
        """A correction of an approved value on its whole way: recorded, handed in, approved by somebody else."""
        last = indicator.measurements.filter(period=period).order_by("revision").last()
        values = {"revision_reason": "数え直したため", "revision": last.revision + 1} | fields
        row = Measurement(indicator=indicator, period=period, **values)
        manager = self.user("manager")
        row = entries.submit(entries.save_entry(row, by=manager), by=manager)
        return entries.approve(row, by=self.user("approver"))


def build() -> Town:
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
    town = Town(city, plan, section, calls, share, paper, reference, action)
    _report(town)
    for period, due_on in ((EARLIER, date(2024, 10, 30)), (PERIOD, date(2025, 1, 30))):
        town.reviews[period] = Review.objects.create(
            plan=plan, period=period, due_on=due_on, state="closed", closed_at=timezone.now()
        )
    make_member(city, "manager", "manager", department=section)
    make_member(city, "approver", "approver")
    make_member(city, "editor", "editor", department=section)
    make_member(make_city("minami", name="南山市"), "manager", "foreign")
    return town


def _report(town: Town) -> None:
    """What the departments have reported: everything approved."""
    make_measurement(town.paper, "2024-Q1", 230)
    for period, calls, online, status in ((EARLIER, 30, 590, "as-planned"), (PERIOD, 35, 591, "delayed")):
        make_measurement(town.calls, period, calls, owner_name="デジタル課")
        make_measurement(town.share, period, numerator=online, denominator=1000)
        make_measurement(town.paper, period, 230)
        make_progress(town.action, period, status, comment=f"{period}の取組状況")
    make_measurement(town.reference, PERIOD, 12345)


def entry(found: dict | Report | Document, code: str) -> dict:
    """What a snapshot, a report or a document says of that indicator."""
    if isinstance(found, Report):
        found = Document.of_report(found)
    snapshot = found.snapshot if isinstance(found, Document) else found
    return next(row for row in snapshot["indicators"] if row["code"] == code)


def note(found: dict, key: str) -> dict[str, str]:
    """What the snapshot's notes on the data's quality say under that key, by indicator."""
    rows = next(part["rows"] for part in found["quality"] if part["key"] == key)
    return {row["code"]: row["text"] for row in rows}


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them; it needs the byte order mark."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
