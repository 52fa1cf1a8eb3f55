"""The quarter's entry grid: its rows with what to compare a value with, and what became of what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import facts_of, measured_text
from kpis.judging.comparison import EntryComparison, compare_entry, would_be, would_be_sentence
from kpis.judging.outcome import Evaluation
from kpis.judging.self_assessment import OwnAssessment, differing
from kpis.judging.terms import Frequency, ObservationStatus, Verdict
from kpis.models import Review, State
from kpis.staff.entry_changes import labelled_parts
from kpis.staff.wholes import wholes_by_part
from kpis.workflow.answers import was_returned
from kpis.workflow.due_items import DueItem, due_items_with_figures
from kpis.workflow.names import decision_text
from kpis.workflow.self_assessments import hint_of, told_of
from plans.access import Right
from plans.joining import listed
from plans.models import Department
from plans.people_names import person_name

from .edited_entry import EditedEntry, conflict_text
from .left_rows import LeftRow, left_rows


@dataclass(frozen=True)
class EntryPreview:
    """What the value in the form would mean once approved."""

    found: Evaluation | None = None
    sentence: str = ""
    year_total: str = ""
    notices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    differences: tuple[OwnAssessment, ...] = ()  # what the department says itself, far from that verdict
    hint: str = ""  # what of its own assessment lacks


@dataclass
class GridRow:
    """A line of the grid."""

    row: EditedEntry
    comparison: EntryComparison | None = None
    preview: EntryPreview | None = None
    feeds: str = ""  # the composites that its value goes into: 「県平均との差」

    @property
    def due_item(self) -> DueItem:
        return self.row.due_item

    @property
    def submitter(self) -> str:
        return person_name(self.row.entry.submitted_by) or self.row.entry.owner_name or _("担当部署")

    @property
    def writer(self) -> str:
        """Who wrote what is stored."""
        return person_name(self.row.entry.entered_by) or self.row.entry.owner_name

    @property
    def decision(self) -> str:
        """Who approved it, and when."""
        return decision_text(self.row.entry)

    @property
    def period_label(self) -> str:
        """令和7年度上半期"""
        return self.due_item.period.short_label_at(Frequency(self.due_item.owner.frequency))

    @property
    def history_url(self) -> str:
        return reverse(f"admin:kpis_{self.row.entry._meta.model_name}_history", args=[self.row.entry.pk])

    @property
    def correction_url(self) -> str:
        """Where a correction of an approved report begins, or in a closed review the report that is missing."""
        entry = self.row.entry
        name = f"admin:kpis_{entry._meta.model_name}"
        if entry.pk and entry.state != State.APPROVED:
            return reverse(f"{name}_change", args=[entry.pk])
        asked = (
            {"revision_of": entry.pk} if entry.pk else {entry.OWNER: entry.owner.pk, "period": entry.period}
        )
        return f"{reverse(f'{name}_add')}?{urlencode(asked)}"

    @property
    def was_returned(self) -> bool:
        return was_returned(self.row.entry)

    @property
    def has_texts(self) -> bool:
        """Whether any comment stands in the form already."""
        form = self.row.form
        own = [field for pair in getattr(form, "own_fields", ()) for field in pair]
        return any(field.value() for field in (*form.texts, *own))

    @property
    def conflict_text(self) -> str:
        return conflict_text(self.row.conflict) if self.row.conflict else ""

    @property
    def is_in_hand(self) -> bool:
        """Whether the page shows its inputs, or what became of them."""
        return not self.row.is_locked or self.has_problem

    @property
    def reported(self) -> str:
        """What stands in a row that is only shown: the value, or how the action goes."""
        entry = self.row.entry
        if not self.due_item.is_value:
            return entry.get_status_display()
        missing = entry.observation_status == ObservationStatus.MISSING
        if not missing and entry.denominator == 0:
            return _("算定不可")
        return measured_text(entry) or (entry.get_observation_status_display() if missing else "")

    @property
    def parts(self) -> str:
        """Of a ratio, what it was calculated from."""
        return labelled_parts(self.row.entry)

    @property
    def has_problem(self) -> bool:
        return bool(self.row.conflict or self.row.error or (self.row.form.is_bound and self.row.form.errors))


@dataclass
class Grid:
    """The rows of one person in one review."""

    review: Review
    values: list[GridRow] = field(default_factory=list)
    actions: list[GridRow] = field(default_factory=list)
    left: list[LeftRow] = field(default_factory=list)  # sent, and no longer the person's

    @property
    def rows(self) -> list[GridRow]:
        return [*self.values, *self.actions]

    @property
    def open_values(self) -> list[GridRow]:
        return [row for row in self.values if row.is_in_hand]

    @property
    def open_actions(self) -> list[GridRow]:
        return [row for row in self.actions if row.is_in_hand]

    @property
    def done(self) -> list[GridRow]:
        """Submitted and approved, or left open when the review was closed: out of the department's hands."""
        return [row for row in self.rows if not row.is_in_hand]

    @property
    def is_unsaved(self) -> bool:
        """Whether the page holds what was typed and is not stored."""
        return bool(self.left) or any(row.row.form.is_bound or row.has_problem for row in self.rows)

    @property
    def problems(self) -> list[GridRow]:
        return [row for row in self.rows if row.has_problem]

    @property
    def counts(self) -> dict[str, int]:
        """How many are answered, wait for approval, are left to do: together all. What is answered stays so while it is
        corrected; of corrections, how many are begun or returned, and how many wait."""
        rows = [row.due_item for row in self.rows]
        corrected = [row for row in rows if row.is_answered and row.entry is not row.answer]
        return {
            "answered": sum(row.is_answered for row in rows),
            "submitted": sum(row.waits_for_approval and not row.is_answered for row in rows),
            "left": sum(row.waits_for_department for row in rows),
            "all": len(rows),
            "corrections_waiting": sum(row.waits_for_approval for row in corrected),
            "corrections_begun": sum(not row.waits_for_approval for row in corrected),
        }


def due_items_to_enter(
    user: AbstractUser, review: Review, department: Department | None = None
) -> list[DueItem]:
    """What the user may fill in; of one department only, where one is chosen."""
    return [
        due_item
        for due_item in due_items_with_figures(review)
        if due_item.is_for(user, Right.WRITE_ENTRIES)
        and (department is None or department.pk in due_item.department_ids)
    ]


def grid(found: list[DueItem], review: Review, data: Mapping[str, str] | None = None) -> Grid:
    made = Grid(review)
    for due_item in found:
        row = GridRow(EditedEntry(due_item, data))
        (made.values if due_item.is_value else made.actions).append(row)
    return made


def filled(found: list[DueItem], review: Review, data: Mapping[str, str], *, user: AbstractUser) -> Grid:
    """The grid as the person sent it, with the rows that have left their hands meanwhile."""
    made = grid(found, review, data)
    made.left = left_rows(found, review, data, user=user)
    return made


def dress(made: Grid, at: date | None = None) -> Grid:
    """Adds what the page shows beside the inputs: once everything has been saved."""
    day = at or timezone.localdate()
    wholes = wholes_by_part(line.due_item.owner for line in made.open_values)
    for line in made.open_values:
        line.feeds = listed(_("「%s」") % whole for whole in wholes.get(line.due_item.owner.pk, ()))
        facts = facts_of(line.due_item.owner)
        entered = _entered(line.row)
        line.comparison = compare_entry(facts, line.due_item.period, day, entered)
        line.preview = _preview(line.row, day)
    return made


def _entered(row: EditedEntry):
    if row.form.is_bound and row.form.errors:
        return None
    return row.form.observation()


def preview(due_item: DueItem, data: Mapping[str, str], at: date | None = None) -> EntryPreview:
    """Of what is typed into one row, saved or not."""
    return _preview(EditedEntry(due_item, data, is_alone=True), at or timezone.localdate())


def _preview(row: EditedEntry, day: date) -> EntryPreview:
    form = row.form
    if form.is_bound:
        if not form.is_valid() and form.is_outdated:
            return EntryPreview()  # what is to be chosen stands beside the fields
        doubts = tuple(form.errors.get("confirmed", ()))
        problems = tuple(text for name, texts in form.errors.items() if name != "confirmed" for text in texts)
        if problems:
            return EntryPreview(problems=problems)
        notices = (*form.notices(), *doubts)
    else:
        notices = ()
    entered = form.observation()
    facts = facts_of(row.due_item.owner)
    if entered is None or not entered.has_value:
        year_total = compare_entry(facts, row.due_item.period, day).year_total
        return EntryPreview(notices=notices, year_total=year_total)
    found = would_be(facts, entered, day)
    return EntryPreview(
        found=None if found.verdict is Verdict.NOT_RATED else found,
        sentence=would_be_sentence(facts, entered, found),
        year_total=compare_entry(facts, row.due_item.period, day, entered).year_total,
        notices=notices,
        differences=tuple(differing(told_of(form.instance, found))),
        hint=hint_of(form.instance),
    )
