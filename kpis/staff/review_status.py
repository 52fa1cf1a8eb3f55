"""Who is done in a review: its due items by department, each with its state, its last change and the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress, Measurement, Review, State
from kpis.models.measurement import CONVERTED
from kpis.workflow.departments import DepartmentGroup, DepartmentTree, by_departments
from kpis.workflow.due_items import NOTHING, DueItem, is_late
from kpis.workflow.entries import IN_HAND, kind_of
from plans.access import Right
from plans.people_names import person_label

MISSING = "missing"  # approved, and says that there is no value
STATES = (State.APPROVED, State.SUBMITTED, State.RETURNED, State.DRAFT, NOTHING, MISSING)


def shown_state_of(due_item: DueItem) -> str:
    """One of STATES. What has been answered stays so while a correction of it is on its way."""
    if due_item.answer is None:
        return due_item.state
    status = getattr(due_item.answer, "observation_status", None)
    return MISSING if status == ObservationStatus.MISSING else State.APPROVED


def state_label(state: str) -> str:
    if state == NOTHING:
        return _("未入力")
    return str(ObservationStatus.MISSING.label) if state == MISSING else str(State(state).label)


@dataclass(frozen=True)
class StatusLine:
    """One due_item. `url`: where the user works on it, blank when nowhere."""

    due_item: DueItem
    shown_state: str
    url: str
    is_late: bool  # the due day has passed, and it is the department that is waited for
    can_be_missing: bool  # the user may record that there is no value
    changed_at: datetime | None = None
    changed_by: str = ""
    changed_why: str = ""
    reason: str = ""  # for recording that there is no value: what was written

    @property
    def label(self) -> str:
        return state_label(self.shown_state)

    @property
    def correction_url(self) -> str:
        """Its own page, which says what comes next."""
        entry = self.due_item.entry
        return reverse(f"admin:kpis_{entry._meta.model_name}_change", args=[entry.pk])

    @property
    def correction(self) -> str:
        """Of an answered due item: where its correction stands."""
        entry = self.due_item.entry
        if self.due_item.answer is None or entry is self.due_item.answer:
            return ""
        return _("改定（版%(number)d）は%(state)s") % {
            "number": entry.revision,
            "state": self.due_item.state_label,
        }


@dataclass(frozen=True)
class StatusTable:
    group: DepartmentGroup
    lines: tuple[StatusLine, ...]


@dataclass(frozen=True)
class Count:
    """How many due items stand so; `state` blank: all of them."""

    state: str
    label: str
    number: int


@dataclass(frozen=True)
class Status:
    tables: tuple[StatusTable, ...]
    counts: tuple[Count, ...]  # all of them first, then in the order of STATES
    state: str  # the filter, blank for all
    open: tuple[DueItem, ...]  # what keeps the review from closing
    silent: tuple[DueItem, ...]  # actions without a report: they do not keep it from closing

    @property
    def count(self) -> int:
        return self.counts[0].number

    @property
    def answered(self) -> int:
        return sum(row.number for row in self.counts if row.state in (State.APPROVED, MISSING))


def status_of(
    review: Review, asked: list[DueItem], user: AbstractUser, *, at: date, state: str = ""
) -> Status:
    """How these due items stand on that day for that user. `state`: only those. A constant number of queries."""
    state = state if state in STATES else ""
    stands = [shown_state_of(due_item) for due_item in asked]
    counts = [Count("", _("すべて"), len(asked))]
    counts += [Count(key, state_label(key), stands.count(key)) for key in STATES]
    shown = [due_item for due_item, stand in zip(asked, stands, strict=True) if state in ("", stand)]
    changes = _last_changes(shown)
    lines = {due_item.key: _line(due_item, review, user, at, changes) for due_item in shown}
    return Status(
        tables=tuple(
            StatusTable(group, tuple(lines[due_item.key] for due_item in group.due_items))
            for group in by_departments(shown, DepartmentTree(review.plan.municipality))
        ),
        counts=tuple(counts),
        state=state,
        open=tuple(due_item for due_item in asked if due_item.blocks_closing),
        silent=tuple(due_item for due_item in asked if not due_item.is_value and due_item.state == NOTHING),
    )


def _line(due_item: DueItem, review: Review, user: AbstractUser, at: date, changes: dict) -> StatusLine:
    entry = due_item.entry
    change = changes.get((type(entry), entry.pk)) if entry else None
    return StatusLine(
        due_item=due_item,
        shown_state=shown_state_of(due_item),
        url=place_of(due_item, review, user),
        # Who has handed in waits for the approver: the delay is not theirs.
        is_late=due_item.waits_for_department and is_late(due_item, at),
        can_be_missing=review.is_open
        and due_item.is_value
        and not due_item.is_answered
        and due_item.state in (NOTHING, *IN_HAND)
        and due_item.is_for(user, Right.RUN_REVIEWS),
        changed_at=change.history_date if change else entry and entry.updated_at,
        changed_by=person_label(change.history_user) if change else "",
        changed_why=(change.history_change_reason or "") if change else "",
    )


def place_of(due_item: DueItem, review: Review, user: AbstractUser) -> str:
    """The approver's page for what waits there, else the row of the entry grid."""
    if due_item.waits_for_approval and due_item.is_for(user, Right.DECIDE_ENTRIES):
        address = reverse("admin:kpis_review_approval", args=[review.pk])
        return f"{address}#{kind_of(due_item.entry)}-{due_item.entry.pk}"
    if due_item.is_for(user, Right.WRITE_ENTRIES):
        return f"{reverse('admin:kpis_review_entry', args=[review.pk])}#{due_item.key}"
    return ""


def _last_changes(due_items: Iterable[DueItem]) -> dict:
    """The newest row of history by model and report; a conversion of the unit is no work on a value."""
    found = {}
    for model in (Measurement, ActionProgress):
        keys = [due_item.entry.pk for due_item in due_items if isinstance(due_item.entry, model)]
        rows = model.history.filter(id__in=keys).exclude(history_change_reason=CONVERTED)
        rows = rows.latest_of_each().select_related("history_user")
        found.update({(model, row.id): row for row in rows})
    return found
