"""Corrections (改定案): what they replace, and that they say something else."""

from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import measured_value
from kpis.judging.numbers import MAX_DECIMALS
from kpis.models import Measurement, PeriodEntry, State

from .answers import SAID, said


def former_of(row: PeriodEntry) -> PeriodEntry | None:
    """The approved report that this one would replace; of several revisions the last."""
    same = type(row).objects.filter(**{row.OWNER: row.owner, "period": row.period}, state=State.APPROVED)
    return same.filter(revision__lt=row.revision).order_by("revision").last()


def what_is_unchanged(row: PeriodEntry) -> str:
    """Why the correction cannot be handed in, as a sentence: it says what is approved already. Blank when it can."""
    former = former_of(row) if row.revision > 1 else None
    if former is None or _content(former) != _content(row):
        return ""
    return _(
        "承認済みの内容から変わったところがありません。直すところを書いてください。直すところがなければ、改定案は要りません。"
    )


def _content(row: PeriodEntry) -> list[object]:
    """Without the reason, which is no correction; a value in the unit of today, as the form shows it."""
    found = dict(zip(SAID, said(row), strict=True)) | {"revision_reason": None}
    if isinstance(row, Measurement) and row.value is not None:
        value = measured_value(row)
        found["value"] = round(value, MAX_DECIMALS) if value is not None else None
    return list(found.values())
