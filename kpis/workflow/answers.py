"""What a returned report needs before it is handed in again: a change, or an answer to whoever returned it."""

from django.db import models
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry, State

from .self_assessments import said_of

# What a department says in a report. A blank at its end and the name of the day's department are no change.
SAID = (
    "value",
    "numerator",
    "denominator",
    "as_of",
    "observation_status",
    "status",
    "progress_comment",
    "issues_comment",
    "response_comment",
    "comment",
    "evidence_url",
    "internal_note",
    "revision_reason",
    "self_assessments",
)


def was_returned(row: PeriodEntry) -> bool:
    """Whether an approver has returned it and nobody has approved it since; also once it was taken back."""
    return row.state == State.RETURNED or bool(row.return_reason)


def what_is_unanswered(row: PeriodEntry) -> str:
    """Why the stored report cannot be handed in again as it is, as a sentence; blank when it can."""
    if not was_returned(row) or row.answer.strip():
        return ""
    returned = _as_returned(row)
    if returned is not None and said(returned) != said(row):
        return ""
    return _("差し戻されたときのままです。内容を直すか、「承認者への返事」に書いてから提出してください。")


def _as_returned(row: PeriodEntry) -> models.Model | None:
    """The line of its history that returned it last."""
    found = before = None
    for record in row.history.order_by("history_id"):
        if record.state == State.RETURNED and (before is None or before.state != State.RETURNED):
            found = record
        before = record
    return found


def said(row: models.Model) -> list[object]:
    """Two reports that say the same have equal ones."""
    texts = [said_of(row) if name == "self_assessments" else getattr(row, name, None) for name in SAID]
    return [text.replace("\r\n", "\n").strip() if isinstance(text, str) else text for text in texts]
