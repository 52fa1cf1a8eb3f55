"""What became of a report since somebody saw it last: its returns with their reasons, and what says something else now."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import measured_text, measured_value, observation_of
from kpis.judging.comparison import parts_text
from kpis.judging.numbers import format_exact
from kpis.judging.terms import Kind
from kpis.models import Measurement, PeriodEntry, State
from kpis.workflow.audit_log import BOOKKEEPING
from kpis.workflow.names import acting_name
from kpis.workflow.self_assessments import lines_of, marks_then, told_of
from plans.era import date_label
from plans.ledger.histories import PORTAL, FieldChange

FIGURES = ("value", "numerator", "denominator", "conversion", "reported_unit")  # told together, as 実績値
ANSWER = "answer"  # told beside the return that it answers
UNTOLD = BOOKKEEPING | {"period", "revision", "owner_name", ANSWER, *FIGURES}


@dataclass(frozen=True)
class Return:
    """The report was sent back once."""

    who: str
    at: datetime | None
    reason: str
    answer: str = ""  # of the department, where it gave one

    @property
    def when(self) -> str:
        """令和7年（2025年）7月3日 14:05"""
        if self.at is None:
            return ""
        return f"{date_label(timezone.localdate(self.at))} {timezone.localtime(self.at):%H:%M}"


@dataclass(frozen=True)
class Past:
    """What the history of a submitted report tells: its returns, oldest first, and as what it was handed in before."""

    returns: tuple[Return, ...] = ()
    seen: PeriodEntry | None = None  # None: handed in for the first time


def pasts(rows: Iterable[PeriodEntry]) -> dict[PeriodEntry, Past]:
    """Of each report. At most one query for each kind of report, and one for deputies."""
    records: dict[PeriodEntry, list[models.Model]] = {row: [] for row in rows}
    for kind in {type(row) for row in records}:
        by_id = {row.pk: row for row in records if type(row) is kind}
        found = kind.history.filter(id__in=by_id).select_related("history_user")
        for record in found.order_by("history_id"):
            records[by_id[record.id]].append(record)
    principals = {record.decided_for_id for found in records.values() for record in found} - {None}
    people = get_user_model().objects.in_bulk(principals) if principals else {}
    lines = lines_of([row.pk for row in records if isinstance(row, Measurement)])
    return {row: _past(row, found, people, lines.get(row.pk, ())) for row, found in records.items()}


def _past(
    row: PeriodEntry,
    records: list[models.Model],
    people: dict[int, models.Model],
    lines: Iterable[models.Model],
) -> Past:
    returns, seen, handed_in = [], None, None
    for before, record in zip([None, *records], records, strict=False):
        moved = before is None or before.state != record.state
        if record.state == State.RETURNED and moved:
            who = acting_name(record.history_user, people.get(record.decided_for_id)) or _(PORTAL)
            returns.append(Return(who, record.decided_at or record.history_date, record.return_reason))
            handed_in = handed_in or record
        if record.state == State.SUBMITTED and moved:
            seen = handed_in  # what this hand-in follows
            answer = getattr(record, ANSWER, "")
            if answer and returns:
                returns[-1] = replace(returns[-1], answer=answer)
        if record.state == State.SUBMITTED:
            handed_in = record
    return Past(tuple(returns), _as_stood(seen, row, lines) if seen is not None else None)


def _as_stood(record: models.Model, row: PeriodEntry, lines: Iterable[models.Model]) -> PeriodEntry:
    """The report as that row of its history has it. `lines`: the history of its self-assessments."""
    then = copy(row)
    for field in row._meta.concrete_fields:
        if not field.is_relation:
            setattr(then, field.attname, getattr(record, field.attname))
    if isinstance(then, Measurement):
        then.assessed = marks_then(record, lines)
    return then


def changes(before: PeriodEntry, after: PeriodEntry) -> list[FieldChange]:
    """What somebody who knows the one has not seen yet of the other, in the order of the form."""
    return list(_changes(before, after))


def _changes(before: PeriodEntry, after: PeriodEntry) -> Iterator[FieldChange]:
    if isinstance(after, Measurement):
        old, new = (figure_text(row) for row in (before, after))
        if old == new:  # a difference that rounding hides is one all the same
            old, new = (figure_text(row, exact=True) for row in (before, after))
        if old != new:
            yield FieldChange(str(after._meta.get_field("value").verbose_name), old, new)
        yield from _own_changes(before, after)
    for field in told_fields(after):
        old, new = (getattr(row, field.attname) for row in (before, after))
        told_apart = field.name == "revision_reason" and before.revision != after.revision
        if old != new and not told_apart:
            yield FieldChange(str(field.verbose_name), *(_text(field, row) for row in (before, after)))


def _own_changes(before: Measurement, after: Measurement) -> Iterator[FieldChange]:
    old, new = ({one.aspect: one for one in told_of(row)} for row in (before, after))
    for aspect in dict.fromkeys((*old, *new)):
        texts = [
            _("%(mark)s（理由: %(reason)s）") % {"mark": one.mark.text, "reason": one.reason}
            if one
            else _("空欄")
            for one in (old.get(aspect), new.get(aspect))
        ]
        if texts[0] != texts[1]:
            yield FieldChange(_("自己評価（%s）") % aspect, *texts)


def told_fields(row: PeriodEntry) -> list[models.Field]:
    """What a department writes besides the figure, the note that is not public last."""
    fields = [field for field in row._meta.concrete_fields if field.name not in UNTOLD]
    return sorted(fields, key=lambda field: field.name in row.PRIVATE_FIELDS)


def figure_text(row: Measurement, *, exact: bool = False) -> str:
    """1,200件; of a ratio also its parts."""
    value, parts = measured_value(row), parts_text(observation_of(row))
    if value is None:
        return parts or _("空欄")
    is_plain = exact and row.indicator.kind != Kind.MILESTONE
    text = format_exact(value, row.unit) if is_plain else measured_text(row)
    return _("%(value)s（%(parts)s）") % {"value": text, "parts": parts} if parts else text


def labelled_parts(row: PeriodEntry) -> str:
    """Of a ratio: 98 / 125（利用者 / 対象者）; blank for all else."""
    text = parts_text(observation_of(row)) if isinstance(row, Measurement) else ""
    names = [row.indicator.numerator_label, row.indicator.denominator_label] if text else []
    return f"{text}（{' / '.join(names)}）" if any(names) else text


def said(row: PeriodEntry) -> str:
    """What the report says in short: its figure, that it has none, or how the action goes."""
    if not isinstance(row, Measurement):
        return str(row.get_status_display())
    if row.value is None and row.numerator is None:
        return str(row.get_observation_status_display())
    return figure_text(row)


def _text(field: models.Field, row: PeriodEntry) -> str:
    value = getattr(row, field.attname)
    if value in (None, ""):
        return _("空欄")
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return date_label(value) if isinstance(field, models.DateField) else str(value)
