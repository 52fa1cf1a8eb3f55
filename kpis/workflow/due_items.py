"""What a review asks for, and who has done it: one due item per indicator due in the quarter and per action under way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kpis.assessment.former_ranges import remember_ranges
from kpis.judging.known import are_all_done
from kpis.judging.periods import Period, index_of, periods_ending_with, periods_in
from kpis.judging.terms import Frequency, Kind
from kpis.models import ActionProgress, Indicator, Measurement, PeriodEntry, Review, State
from kpis.models.steps import stored_steps
from plans.access import Right, may
from plans.era import Quarter, date_label
from plans.models import Action, Department, Plan
from plans.models.places import department_names
from plans.typed_dates import read_date
from plans.typed_periods import read_period

NOTHING = "none"  # no report yet, beside the states of kpis.models.State
ENDED = (ActionProgress.Status.COMPLETED, ActionProgress.Status.CANCELLED)


def called(owner: Indicator | Action, period: Period) -> str:
    """As lists call what is reported: of a month with the month, for a quarter asks for three."""
    return f"{owner}（{period.short_label_at(Frequency.MONTHLY)}）" if period.month else str(owner)


@dataclass(frozen=True)
class DueItem:
    """One report that the review asks for. `entry`: the newest revision, `answer`: the newest approved one."""

    review: Review
    owner: Indicator | Action
    period: Period
    entry: PeriodEntry | None = None
    answer: PeriodEntry | None = None
    departments: tuple[Department, ...] = field(default_factory=tuple)

    @property
    def is_value(self) -> bool:
        return isinstance(self.owner, Indicator)

    @property
    def key(self) -> str:
        """Its name in forms, files and addresses: value-12, progress-3; of a month value-12-2024-06."""
        own = f"{self.kind}-{self.owner.pk}"
        return f"{own}-{self.period}" if self.period.month else own

    @property
    def code(self) -> str:
        """What it is called in a sheet: the owner's code; of a month with the month, for a quarter asks for three."""
        return f"{self.owner.code}@{self.period}" if self.period.month else self.owner.code

    @property
    def name(self) -> str:
        """As lists call it."""
        return called(self.owner, self.period)

    def is_of(self, text: str) -> bool | None:
        """Whether a period or a day that somebody wrote beside it is its own; None where it is neither of both."""
        days = days_of(text)
        return None if days is None else self.period.first_day <= days[0] and days[1] <= self.period.last_day

    @property
    def kind(self) -> str:
        """`value` for an indicator's report, `progress` for an action's."""
        return "value" if self.is_value else "progress"

    @property
    def unit(self) -> str:
        """Of the value that is asked for: the indicator's, or that of before a break that changed it."""
        return (self.entry or self.new_entry()).unit if self.is_value else ""

    def new_entry(self) -> PeriodEntry:
        """An empty report, not stored."""
        model = Measurement if self.is_value else ActionProgress
        return model(**{model.OWNER: self.owner, "period": str(self.period)})

    @property
    def state(self) -> str:
        return self.entry.state if self.entry else NOTHING

    @property
    def state_label(self) -> str:
        return str(State(self.entry.state).label) if self.entry else _("未入力")

    @property
    def is_answered(self) -> bool:
        return self.answer is not None

    @property
    def is_locked(self) -> bool:
        """Whether it can only be read: handed in, approved, or of a closed review and no correction."""
        if self.entry is not None and self.entry.state not in (State.DRAFT, State.RETURNED):
            return True
        return not self.review.is_open and not (self.entry is not None and self.entry.is_correction)

    @property
    def waits_for_department(self) -> bool:
        return not self.is_answered and self.state in (NOTHING, State.DRAFT, State.RETURNED)

    @property
    def waits_for_approval(self) -> bool:
        return self.state == State.SUBMITTED

    @property
    def blocks_closing(self) -> bool:
        """Values must be answered; of actions, what has been begun must be brought to its end."""
        return not self.is_answered and (self.is_value or self.entry is not None)

    @cached_property
    def department_ids(self) -> list[int]:
        return [department.pk for department in self.departments]

    @property
    def department_names(self) -> str:
        return department_names(self.departments) or _("担当なし")

    def is_for(self, user: AbstractUser, right: Right) -> bool:
        return may(user, right, self.review.plan.municipality_id, self.department_ids)


def days_of(text: str) -> tuple[date, date] | None:
    """The first and the last day of what is written, a period or a day (a spreadsheet makes one of a month)."""
    try:
        period = Period.parse(read_period(text))
    except ValueError:
        pass
    else:
        return period.first_day, period.last_day
    try:
        day = read_date(text.split()[0] if text.strip() else "")
    except ValueError:
        return None
    return day, day


def due_items(review: Review, *, indicators: QuerySet | None = None) -> list[DueItem]:
    """Every due item of the review in the plan's order: indicators, then actions. A constant number of queries.

    `indicators`: the plan's indicators with more at hand than the due items need.
    """
    return [*_of_indicators(review, indicators), *_of_actions(review)]


def due_items_with_figures(review: Review) -> list[DueItem]:
    """The same, with all at hand that judging the indicators needs."""
    found = due_items(review, indicators=review.plan.indicators.with_figures())
    remember_ranges(item.owner for item in found if isinstance(item.owner, Indicator))
    return found


def due_items_of(user: AbstractUser, review: Review, right: Right) -> list[DueItem]:
    """The review's due items in which the user has that right."""
    return [due_item for due_item in due_items(review) if due_item.is_for(user, right)]


def _of_indicators(review: Review, indicators: QuerySet | None) -> list[DueItem]:
    rows = review.plan.indicators.all() if indicators is None else indicators
    rows = rows.due_in(review.quarter).prefetch_related("departments")
    entries = _by_owner(
        Measurement.objects.filter(indicator__plan=review.plan, period__in=_texts(review)).prefetch_related(
            "self_assessments"
        ),
        "indicator_id",
    )
    done = _done_before(review, [row for row in rows if row.kind == Kind.MILESTONE])
    found = []
    for row in rows:
        row.plan = review.plan
        if row.pk in done and row.pk not in entries:
            continue  # every step is done: it is not asked for again
        for period in due_periods(row, review.quarter):
            mine = [entry for entry in entries.get(row.pk, ()) if entry.period == str(period)]
            found.append(_due_item(review, row, period, mine, row.departments.all()))
    return found


def _done_before(review: Review, milestones: list[Indicator]) -> set[int]:
    """Those of which every step was done by the newest approved report on a period before the review's quarter."""
    if not milestones:
        return set()
    first = index_of(review.quarter.first_day)
    newest: dict[int, tuple[int, Decimal | None]] = {}
    for row in Measurement.objects.approved().filter(indicator__in=milestones):
        index = Period.parse(row.period).index
        if index < first and index >= newest.get(row.indicator_id, (0, None))[0]:
            newest[row.indicator_id] = index, row.value
    steps = {row.pk: stored_steps(row.steps) for row in milestones}
    return {key for key, (_index, value) in newest.items() if are_all_done(steps[key], value)}


def due_periods(indicator: Indicator, quarter: Quarter) -> tuple[Period, ...]:
    """The indicator's periods that the quarter's review asks for: within its life; of a survey in its years only."""
    first = Period.parse(indicator.first_period) if indicator.first_period else None
    last = Period.parse(indicator.last_period) if indicator.last_period else None
    found = periods_in(quarter, Frequency(indicator.frequency), first.year if first else None)
    return tuple(
        period
        for period in found
        if (first is None or period.index >= first.index) and (last is None or period.index <= last.index)
    )


def _of_actions(review: Review) -> list[DueItem]:
    period = Period(review.quarter.year, review.quarter.number)
    reports = ActionProgress.objects.filter(action__plan=review.plan, period__lte=str(period))
    by_action = _by_owner(reports, "action_id")
    found = []
    for action in review.plan.actions.shown().prefetch_related("lead_departments"):
        if not _lives_in(action, str(period)):
            continue
        action.plan = review.plan
        reports = by_action.get(action.pk, [])
        mine = [row for row in reports if row.period == str(period)]
        before = [row for row in reports if row.period != str(period) and row.state == State.APPROVED]
        if not mine and before and before[-1].status in ENDED:
            continue  # what has ended is not asked for again
        found.append(_due_item(review, action, period, mine, action.lead_departments.all()))
    return found


def _lives_in(action: Action, quarter: str) -> bool:
    """Whether the quarter (2025-Q3) lies between the action's first and last."""
    began = not action.first_period or action.first_period <= quarter
    return began and (not action.last_period or quarter <= action.last_period)


def _due_item(
    review: Review,
    owner: Indicator | Action,
    period: Period,
    entries: list[PeriodEntry],
    departments: Iterable[Department],
) -> DueItem:
    for entry in entries:
        setattr(entry, entry.OWNER, owner)
    approved = [entry for entry in entries if entry.state == State.APPROVED]
    return DueItem(
        review=review,
        owner=owner,
        period=period,
        entry=entries[-1] if entries else None,
        answer=approved[-1] if approved else None,
        departments=tuple(departments),
    )


def _texts(review: Review) -> set[str]:
    return set(map(str, periods_ending_with(review.quarter)))


def _by_owner(rows: QuerySet, key: str) -> dict[int, list[PeriodEntry]]:
    """The rows by what they report on, oldest first."""
    found: dict[int, list[PeriodEntry]] = {}
    people = ("entered_by", "submitted_by", "decided_by", "decided_for")
    for row in rows.select_related(*people).order_by("period", "revision"):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def is_late(due_item: DueItem, at: date) -> bool:
    return not due_item.is_answered and due_item.review.due_on < at


def open_reviews(plans: Iterable[Plan] | QuerySet) -> QuerySet[Review]:
    """Reviews under way in these plans (or plans of these ids), the most urgent first."""
    rows = Review.objects.filter(plan__in=plans, state=Review.State.OPEN)
    return rows.select_related("plan__municipality").order_by("due_on", "plan_id", "period")


def days_text(review: Review, day: date) -> str:
    """締切は令和7年（2025年）10月30日、あと3日です。"""
    days = review.days_left(at=day)
    due = date_label(review.due_on)
    if days > 0:
        return _("締切は%(due)s、あと%(days)d日です。") % {"due": due, "days": days}
    if days == 0:
        return _("今日（%s）が締切です。") % due
    return _("締切（%(due)s）を%(days)d日過ぎています。") % {"due": due, "days": -days}
