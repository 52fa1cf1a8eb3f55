"""The history of a row as people read it: who saved it when and why, and which fields say something else since.

Rows of history are written with each save, and nothing changes or deletes them (plans/ledger/triggers.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.era import date_label
from plans.models import Revision, RevisionKind
from plans.models.base import Promised
from plans.people_names import person_label

from .promised import label_of
from .states import value_text, verbose_name

BOOKKEEPING = frozenset({"id", "updated_at", "public_since"})
SAME_ACT = timedelta(seconds=30)
PORTAL = "ポータル（取り込み・定期実行）"


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else; both texts as people read them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SavedState:
    """One row of the history, newest first in a list."""

    at: datetime
    who: str
    why: str
    fields: tuple[FieldChange, ...] = field(default_factory=tuple)

    @property
    def when(self) -> str:
        """令和7年（2025年）10月3日 14:05"""
        return f"{date_label(timezone.localdate(self.at))} {timezone.localtime(self.at):%H:%M}"


def saved_states(row: models.Model) -> list[SavedState]:
    """Every save of the row that changed something, and the revisions it belonged to, newest first."""
    records = list(row.history.select_related("history_user").order_by("history_id"))
    found = [
        SavedState(
            record.history_date,
            person_label(record.history_user) or _(PORTAL),
            why_of(record),
            tuple(field_changes(before, record)),
        )
        for before, record in zip([None, *records], records, strict=False)
    ]
    revisions = list(_revisions(row))
    kept = [
        line
        for place, line in enumerate(found)
        if place == 0 or (line.fields and not any(_tells(revision, line) for revision in revisions))
    ]
    return sorted([*kept, *revisions], key=lambda line: line.at, reverse=True)


def _tells(revision: SavedState, line: SavedState) -> bool:
    """Whether the save is the revision's own: recorded in the same moment, with nothing that it leaves out."""
    return abs(revision.at - line.at) < SAME_ACT and set(line.fields) <= set(revision.fields)


def why_of(record: models.Model) -> str:
    if record.history_type == "-":
        return _("削除")
    return record.history_change_reason or (_("登録") if record.history_type == "+" else _("編集"))


def _revisions(row: models.Model) -> Iterator[SavedState]:
    if not isinstance(row, Promised) or row.PROMISE_OF:
        return
    rows = Revision.objects.filter(subject_model=label_of(type(row)), subject_id=row.pk)
    for revision in rows.select_related("recorded_by"):
        words = {
            "kind": revision.get_kind_display(),
            "day": date_label(revision.effective_on),
            "reason": revision.reason,
        }
        if revision.kind == RevisionKind.MISPRINT:
            why = _("%(kind)s: %(reason)s") % words
        else:
            why = _("%(kind)s（%(day)sから）: %(reason)s") % words
        fields = tuple(
            FieldChange(
                verbose_name(type(row), change["field"]),
                change["before_text"] or _("空欄"),
                change["after_text"] or _("空欄"),
            )
            for change in revision.changes
        )
        yield SavedState(revision.recorded_at, person_label(revision.recorded_by) or _(PORTAL), why, fields)


def field_changes(
    before: models.Model | None, record: models.Model, hidden: frozenset[str] = BOOKKEEPING
) -> Iterator[FieldChange]:
    """The fields in which the record differs from the one before; of the first, those that somebody filled in."""
    for described in record.tracked_fields:
        if described.name in hidden:
            continue
        old = getattr(before, described.attname) if before else None
        new = getattr(record, described.attname)
        if old == new or (before is None and _says_nothing(described, new)):
            continue
        yield FieldChange(
            str(described.verbose_name), _text(described, before, old), _text(described, record, new)
        )


def _says_nothing(described: models.Field, value: object) -> bool:
    """Whether a first row holds it without anybody's doing."""
    return value in (None, "") or (described.has_default() and value == described.get_default())


def _text(described: models.Field, record: models.Model | None, value: object) -> str:
    """As the ledger has it; what says nothing, and a row that is gone, in words."""
    if value is None or value == "":
        return _("空欄")
    if described.is_relation:
        row = described.related_model._default_manager.filter(pk=value).first()
        return str(row) if row else _("削除された項目")
    return value_text(described, value)
