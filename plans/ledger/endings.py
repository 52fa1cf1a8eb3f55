"""The grounds of an ending that a form records: they follow from the row, where nothing else changes."""

from dataclasses import replace
from datetime import date, timedelta

from django.forms import ModelForm
from django.utils import timezone

from plans.models import Revision, RevisionKind
from plans.models.living import Living

from .grounds import Grounds
from .promised import fields_of, label_of, links_of


def grounds_of_ending(form: ModelForm, grounds: Grounds) -> Grounds:
    """Why it ended is why the plan changes, and the day after its last one is the day from which that holds.

    Where the form says otherwise, or changes something else too, its own grounds stay.
    """
    row = form.instance
    if not isinstance(row, Living) or not row.has_ending or grounds.kind != RevisionKind.CHANGE:
        return grounds
    stored = type(row).objects.filter(pk=row.pk).first() if row.pk else None
    promised = {one.name for one in (*fields_of(type(row)), *links_of(type(row)))}
    changed = promised.intersection(form.changed_data)
    if stored is None or stored.has_ending or not changed <= {"ending", "ending_reason", row.LAST}:
        return grounds
    reason = grounds.reason.strip() or row.ending_reason
    return replace(grounds, reason=reason, effective_on=_day(row, grounds.effective_on))


def _day(row: Living, given: date | None) -> date | None:
    """The day after the last one, where that has passed and nothing is recorded of the row from then on."""
    today = timezone.localdate()
    if given not in (None, today) or row.last_day is None or row.last_day >= today:
        return given
    day = row.last_day + timedelta(days=1)
    recorded = Revision.objects.filter(subject_model=label_of(type(row)), subject_id=row.pk)
    is_later = recorded.exclude(kind=RevisionKind.MISPRINT).filter(effective_on__gte=day).exists()
    return given if is_later else day
