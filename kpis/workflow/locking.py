"""How a report is stored: claimed by its version, so that nobody's work is overwritten, and with a row of history."""

from collections.abc import Iterable
from typing import TypeVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry, State
from plans.journal.acting import acting
from plans.people_names import person_name

from . import self_assessments

Entry = TypeVar("Entry", bound=PeriodEntry)

# Set by verbs alone: what a form holds of them does not count.
OF_VERBS = (
    "state",
    "submitted_by",
    "submitted_at",
    "decided_by",
    "decided_for",
    "decided_at",
    "return_reason",
)


class Refused(Exception):  # noqa: N818 an answer, not a mishap
    """The verb is not possible now; `str()` is a sentence for the person who tried."""


class Conflict(Refused):
    """Somebody else has saved the row since it was read; `current` is the row as it is stored now."""

    def __init__(self, current: PeriodEntry):
        self.current = current
        last = current.history.select_related("history_user").order_by("history_id").last()
        who = person_name(last.history_user) if last else ""
        words = {"who": _("%sさん") % who if who else _("ほかの人"), "state": current.get_state_display()}
        super().__init__(
            _(
                "この画面を開いた後に、%(who)sがこの行を変えました（今の状態: %(state)s）。内容を確かめて、選び直してください。"
            )
            % words
        )


def stored(row: Entry) -> Entry:
    """The row as the database has it now. Raises Refused when it is gone."""
    current = type(row).objects.select_related(row.PLAN_PATH).filter(pk=row.pk).first()
    if current is None:
        raise Refused(_("この行は、ほかの人が消しました。もう一度開いてください。"))
    return current


def claim(row: PeriodEntry, states: Iterable[State], seen_version: int) -> None:
    """Holds the row until the end of the transaction; saving it counts its version up, so that nobody else's verb finds it.

    Raises Refused, Conflict.
    """
    mine = type(row).objects.filter(pk=row.pk, version=seen_version, state__in=states)
    if mine.update(version=seen_version):
        row.version = seen_version
        return
    current = stored(row)
    if current.version != seen_version:
        raise Conflict(current)
    raise Refused(_("「%s」の行には、この操作はできません。") % current.get_state_display())


def keep_decisions(row: PeriodEntry, current: PeriodEntry | None) -> None:
    """Gives the row what verbs have noted on the stored one; without one, what a first draft has."""
    for name in OF_VERBS:
        field = row._meta.get_field(name)
        value = field.get_default() if current is None else getattr(current, field.attname)
        setattr(row, field.attname, value)


def check(row: PeriodEntry) -> None:
    """Raises ValidationError by field, in the words of what people entered; the database checks again by itself."""
    row.full_clean(exclude=["version"])
    self_assessments.check(row)


def require_sound(row: PeriodEntry) -> None:
    """Raises Refused when the report no longer fits: since it was saved, its indicator may have been defined anew."""
    try:
        check(row)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


def insert(row: Entry, by: AbstractUser, why: str) -> Entry:
    """Stores a new row. Raises ValidationError by field; Conflict when somebody was quicker."""
    try:
        with transaction.atomic():
            check(row)
            return record(row, by, why)
    except (IntegrityError, ValidationError):
        same = {row.OWNER: row.owner, "period": row.period, "revision": row.revision}
        found = type(row).objects.filter(**same).first()
        if found is None:
            raise
        raise Conflict(found) from None


def record(row: Entry, by: AbstractUser, why: str) -> Entry:
    """Saves the row; its history says who did it, and why."""
    row._history_user = by
    row._change_reason = why
    is_new = row.pk is None
    with acting(by, why, decides=row.state == State.APPROVED):
        if not is_new:
            self_assessments.keep(row, by, why)
        row.save()
        if is_new:
            self_assessments.keep(row, by, why, is_new=True)
    return row
