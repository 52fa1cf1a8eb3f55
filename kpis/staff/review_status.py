"""Who is done in a review: its duties by department, each with its state, its last change and the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress, Measurement, Review, State
from kpis.workflow.departments import Group, Offices, by_departments
from kpis.workflow.due_items import NOTHING, Duty, is_late
from kpis.workflow.entries import IN_HAND, kind_of, person_name
from plans.access import Right

MISSING = "missing"  # approved, and says that there is no value
STATES = (State.APPROVED, State.SUBMITTED, State.RETURNED, State.DRAFT, NOTHING, MISSING)


def standing_of(duty: Duty) -> str:
    """One of STATES. What has been answered stays so while a correction of it is on its way."""
    if duty.answer is None:
        return duty.state
    status = getattr(duty.answer, "observation_status", None)
    return MISSING if status == ObservationStatus.MISSING else State.APPROVED


def state_label(state: str) -> str:
    if state == NOTHING:
        return _("未入力")
    return str(ObservationStatus.MISSING.label) if state == MISSING else str(State(state).label)


@dataclass(frozen=True)
class Line:
    """One duty. `url`: where the user works on it, blank when nowhere."""

    duty: Duty
    standing: str
    url: str
    is_late: bool  # the due day has passed, and it is the department that is waited for
    can_be_missing: bool  # the user may record that there is no value
    changed_at: datetime | None = None
    changed_by: str = ""
    changed_why: str = ""

    @property
    def label(self) -> str:
        return state_label(self.standing)

    @property
    def correction(self) -> str:
        """Of an answered duty: where its correction stands."""
        entry = self.duty.entry
        if self.duty.answer is None or entry is self.duty.answer:
            return ""
        return _("改定（版%(number)d）は%(state)s") % {
            "number": entry.revision,
            "state": self.duty.state_label,
        }


@dataclass(frozen=True)
class Table:
    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Count:
    """How many duties stand so; `state` blank: all of them."""

    state: str
    label: str
    number: int


@dataclass(frozen=True)
class Status:
    tables: tuple[Table, ...]
    counts: tuple[Count, ...]  # all of them first, then in the order of STATES
    state: str  # the filter, blank for all
    open: tuple[Duty, ...]  # what keeps the review from closing
    silent: tuple[Duty, ...]  # actions without a report: they do not keep it from closing

    @property
    def count(self) -> int:
        return self.counts[0].number

    @property
    def answered(self) -> int:
        return sum(row.number for row in self.counts if row.state in (State.APPROVED, MISSING))


def status_of(review: Review, asked: list[Duty], user: AbstractUser, *, at: date, state: str = "") -> Status:
    """How these duties stand on that day for that user. `state`: only those. A constant number of queries."""
    state = state if state in STATES else ""
    stands = [standing_of(duty) for duty in asked]
    counts = [Count("", _("すべて"), len(asked))]
    counts += [Count(key, state_label(key), stands.count(key)) for key in STATES]
    shown = [duty for duty, stand in zip(asked, stands, strict=True) if state in ("", stand)]
    changes = _last_changes(shown)
    lines = {duty.key: _line(duty, review, user, at, changes) for duty in shown}
    return Status(
        tables=tuple(
            Table(group, tuple(lines[duty.key] for duty in group.duties))
            for group in by_departments(shown, Offices(review.plan.municipality))
        ),
        counts=tuple(counts),
        state=state,
        open=tuple(duty for duty in asked if duty.blocks_closing),
        silent=tuple(duty for duty in asked if not duty.is_value and duty.state == NOTHING),
    )


def _line(duty: Duty, review: Review, user: AbstractUser, at: date, changes: dict) -> Line:
    entry = duty.entry
    change = changes.get((type(entry), entry.pk)) if entry else None
    return Line(
        duty=duty,
        standing=standing_of(duty),
        url=place_of(duty, review, user),
        # Who has handed in waits for the approver: the delay is not theirs.
        is_late=duty.waits_for_department and is_late(duty, at),
        can_be_missing=review.is_open
        and duty.is_value
        and not duty.is_answered
        and duty.state in (NOTHING, *IN_HAND)
        and duty.is_for(user, Right.RUN_REVIEWS),
        changed_at=change.history_date if change else entry and entry.updated_at,
        changed_by=person_name(change.history_user) if change else "",
        changed_why=(change.history_change_reason or "") if change else "",
    )


def place_of(duty: Duty, review: Review, user: AbstractUser) -> str:
    """The approver's page for what waits there, else the row of the entry grid."""
    if duty.waits_for_approval and duty.is_for(user, Right.DECIDE_ENTRIES):
        address = reverse("admin:kpis_review_approval", args=[review.pk])
        return f"{address}#{kind_of(duty.entry)}-{duty.entry.pk}"
    if duty.is_for(user, Right.WRITE_ENTRIES):
        return f"{reverse('admin:kpis_review_entry', args=[review.pk])}#{duty.key}"
    return ""


def _last_changes(duties: Iterable[Duty]) -> dict:
    """The newest row of history by model and report."""
    found = {}
    for model in (Measurement, ActionProgress):
        keys = [duty.entry.pk for duty in duties if isinstance(duty.entry, model)]
        rows = model.history.filter(id__in=keys).latest_of_each().select_related("history_user")
        found.update({(model, row.id): row for row in rows})
    return found
