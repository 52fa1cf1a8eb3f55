"""When and why a row's end changes the plan: both follow from the row, where nothing else of it changes."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils import timezone

from plans.models import Revision, RevisionKind
from plans.models.base import Promised
from plans.models.living import Living

from .promised import label_of


def ends_alone(row: Promised, changed: Collection[str]) -> bool:
    """Whether these fields, which change, say that the row ends now, and nothing else."""
    if not isinstance(row, Living) or not row.has_ending or "ending" not in changed:
        return False
    return {"ending", "ending_reason", row.LAST}.issuperset(changed)


def day_of_ending(row: Living, given: date | None) -> date | None:
    """The day from which the plan is without the row: the one after its last, where that has passed and nothing is
    recorded of the row from then on.

    `given`: the day of the change; None and today leave it to the row. None: today.
    """
    today = timezone.localdate()
    if given not in (None, today) or row.last_day is None or row.last_day >= today:
        return given
    day = row.last_day + timedelta(days=1)
    recorded = Revision.objects.filter(subject_model=label_of(type(row)), subject_id=row.pk)
    is_later = recorded.exclude(kind=RevisionKind.MISPRINT).filter(effective_on__gte=day).exists()
    return given if is_later else day
