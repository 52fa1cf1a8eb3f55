"""The history of a report as people read it: who did what when, from which state to which, and why.

Rows are written by the verbs only, and no screen changes or deletes them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.judging.numbers import format_exact
from kpis.judging.periods import Period
from kpis.models.fields import PeriodField
from plans.era import date_label

from .names import acting_name, person_name

# Fields that say what happened, and are shown as such; the others are content.
BOOKKEEPING = {
    "id",
    "version",
    "updated_at",
    "state",
    "entered_by",
    "submitted_by",
    "submitted_at",
    "decided_by",
    "decided_for",
    "decided_at",
    "closed_by",
    "closed_at",
    "return_reason",
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LoggedChange:
    """One row of the history."""

    at: datetime
    who: str
    why: str
    state: str
    state_label: str
    state_before: str = ""  # blank for the first row, and where the state stayed
    fields: tuple[FieldChange, ...] = field(default_factory=tuple)

    @property
    def when(self) -> str:
        """令和7年（2025年）10月3日 14:05"""
        return f"{date_label(timezone.localdate(self.at))} {timezone.localtime(self.at):%H:%M}"


def changes_of(row: models.Model) -> list[LoggedChange]:
    """The history of a report or a review, newest first."""
    records = list(row.history.select_related("history_user").order_by("history_date", "history_id"))
    people = _deputies(records)
    found = []
    for before, record in zip([None, *records], records, strict=False):
        found.append(
            LoggedChange(
                at=record.history_date,
                who=_who(before, record, people),
                why=_why(record),
                state=record.state,
                state_label=str(record.get_state_display()),
                state_before=str(before.get_state_display())
                if before and before.state != record.state
                else "",
                fields=tuple(_field_changes(before, record)),
            )
        )
    return found[::-1]


def _why(record: models.Model) -> str:
    if record.history_type == "-":
        return _("削除")
    return record.history_change_reason or _("登録")


def _deputies(records: list[models.Model]) -> dict[int, models.Model]:
    keys = {key for record in records if (key := getattr(record, "decided_for_id", None))}
    return get_user_model().objects.in_bulk(keys)


def _who(before: models.Model | None, record: models.Model, people: dict[int, models.Model]) -> str:
    decided = getattr(record, "decided_for_id", None)
    if decided and (before is None or before.decided_at != record.decided_at):  # later steps keep the note
        return acting_name(record.history_user, people.get(decided))
    return person_name(record.history_user) or _("ポータル（取り込み・定期実行）")


def _field_changes(before: models.Model | None, record: models.Model) -> list[FieldChange]:
    found = []
    for described in record.tracked_fields:
        if described.name in BOOKKEEPING or described.is_relation:
            continue
        old = getattr(before, described.attname) if before else None
        new = getattr(record, described.attname)
        if old == new or (before is None and _says_nothing(described, new)):
            continue
        found.append(FieldChange(str(described.verbose_name), _text(described, old), _text(described, new)))
    return found


def _says_nothing(described: models.Field, value: object) -> bool:
    """Whether a first row holds it without anybody's doing."""
    return value in (None, "") or (described.has_default() and value == described.get_default())


def _text(described: models.Field, value: object) -> str:
    if value is None or value == "":
        return _("空欄")
    if isinstance(value, Decimal):
        return format_exact(value)
    if isinstance(value, date):
        return date_label(value)
    if isinstance(described, PeriodField) and isinstance(value, str):
        return Period.parse(value).label
    return str(dict(described.flatchoices).get(value, value))
