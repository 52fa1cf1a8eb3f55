"""自己評価 goes its way with its report: entered, returned, approved and corrected as a part of it.

A report in memory may have `assessed`: what it is to say of each aspect once it is saved. None, or without it: what is stored
stays. It is written before a stored report is saved, for once that is approved the database lets nothing of it change.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.self_assessment import OwnAssessment
from kpis.models import AssessmentAspect, AssessmentMark, Measurement, PeriodEntry, SelfAssessment
from plans.ledger.histories import FieldChange
from plans.models import Plan

Marks = dict[int, tuple[int, str]]  # by aspect's id: the mark's id, the reason


def aspects_of(plan: Plan) -> list[AssessmentAspect]:
    """What the plan's departments assess, in order, with the scales and their marks. Kept on the plan object."""
    if not hasattr(plan, "_assessment_aspects"):
        rows = AssessmentAspect.objects.filter(plan=plan).select_related("scale")
        plan._assessment_aspects = list(rows.prefetch_related("scale__marks").order_by("order", "code"))
    found: list[AssessmentAspect] = plan._assessment_aspects
    return found


def stored_marks(row: Measurement) -> Marks:
    """What is stored of the report; at hand after `prefetch_related("self_assessments")`."""
    if row.pk is None:
        return {}
    return {one.aspect_id: (one.mark_id, one.reason) for one in row.self_assessments.all()}


def marks_of(row: Measurement) -> Marks:
    """What the report in memory says, saved or not."""
    pending: Marks | None = getattr(row, "assessed", None)
    return stored_marks(row) if pending is None else pending


def lines_of(reports: Iterable[int]) -> dict[int, list[models.Model]]:
    """The history of what was said of the reports of these ids, oldest first. One query."""
    found: dict[int, list[models.Model]] = {}
    for line in SelfAssessment.history.filter(measurement_id__in=reports).order_by("history_id"):
        found.setdefault(line.measurement_id, []).append(line)
    return found


def marks_then(record: models.Model, lines: Iterable[models.Model] | None = None) -> Marks:
    """What was said of a report when that line of its history was written. `lines`: of `lines_of`, where they are at hand."""
    found: Marks = {}
    for line in lines_of([record.id]).get(record.id, ()) if lines is None else lines:
        if line.history_date > record.history_date:
            break
        if line.history_type == "-":
            found.pop(line.aspect_id, None)
        else:
            found[line.aspect_id] = (line.mark_id, line.reason)
    return found


def said_of(row: models.Model) -> list[tuple[int, int, str]]:
    """Of a report or of a line of its history: two that say the same have equal ones."""
    if hasattr(row, "instance_type"):
        found = marks_then(row) if row.instance_type is Measurement else {}
    else:
        found = marks_of(row) if isinstance(row, Measurement) else {}
    texts = [(key, mark, reason.replace("\r\n", "\n").strip()) for key, (mark, reason) in found.items()]
    return sorted(texts)


def carry(row: PeriodEntry, former: PeriodEntry | None) -> None:
    """A correction that says nothing of its own begins with what was said before."""
    if isinstance(row, Measurement) and former is not None and getattr(row, "assessed", None) is None:
        row.assessed = stored_marks(former)


def check(row: PeriodEntry) -> None:
    """Raises ValidationError, by the names of the forms' fields, where what the report is to say makes no sense."""
    if not isinstance(row, Measurement):
        return
    aspects = {aspect.pk: aspect for aspect in aspects_of(row.plan)}
    errors: dict[str, list[str]] = {}
    for key, (mark, reason) in (getattr(row, "assessed", None) or {}).items():
        one = SelfAssessment(measurement=row, aspect_id=key, mark_id=mark, reason=reason)
        try:
            one.full_clean(exclude=["measurement"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            aspect = aspects.get(key)
            for name, texts in error.message_dict.items():
                place = (
                    field_name(aspect, name) if aspect and name in ("mark", "reason") else NON_FIELD_ERRORS
                )
                errors.setdefault(place, []).extend(texts)
    if errors:
        raise ValidationError(errors)


def field_name(aspect: AssessmentAspect, part: str) -> str:
    """Of a form's field. `part`: mark, reason."""
    return f"own_{aspect.code}_{part}"


def keep(row: PeriodEntry, by: AbstractUser, why: str, *, is_new: bool = False) -> None:
    """Stores what the report says, with a history of its own. `is_new`: the report was stored just now, at that moment."""
    wanted: Marks | None = getattr(row, "assessed", None)
    if wanted is None or not isinstance(row, Measurement):
        return
    stored = {one.aspect_id: one for one in SelfAssessment.objects.filter(measurement=row)}
    line = row.history.order_by("history_id").last() if is_new and wanted else None
    moment = line.history_date if line is not None else None
    for key, (mark, reason) in wanted.items():
        one = stored.pop(key, None) or SelfAssessment(measurement=row, aspect_id=key)
        if one.pk is None or (one.mark_id, one.reason) != (mark, reason):
            one.measurement, one.mark_id, one.reason = row, mark, reason
            if moment is not None:
                one._history_date = moment
            _signed(one, by, why).save()
    for one in stored.values():
        _signed(one, by, why).delete()
    row.assessed = None
    row.__dict__.setdefault("_prefetched_objects_cache", {}).pop("self_assessments", None)


def _signed(one: SelfAssessment, by: AbstractUser, why: str) -> Any:
    one._history_user, one._change_reason = by, why
    return one


def what_lacks(row: PeriodEntry) -> list[str]:
    """Aspects of which the report says nothing yet, where it has a value: a hint, no refusal."""
    if not isinstance(row, Measurement) or (row.value is None and row.numerator is None):
        return []
    found = marks_of(row)
    return [aspect.name for aspect in aspects_of(row.plan) if aspect.pk not in found]


def hint_of(row: PeriodEntry) -> str:
    """自己評価（有効性、効率性）がまだです。 Blank where nothing lacks."""
    lacking = what_lacks(row)
    return _("自己評価（%s）がまだです。") % "、".join(lacking) if lacking else ""


def told_of(row: Measurement, found: Evaluation | None = None) -> list[OwnAssessment]:
    """What the report says, beside the verdict that it would have; compared where that rests on the same period."""
    reading = found.reading if found is not None else None
    is_same = found is not None and reading is not None and reading.period == Period.parse(row.period)
    marks, told = marks_of(row), []
    for aspect in aspects_of(row.plan):
        key, reason = marks.get(aspect.pk, (None, ""))
        mark = next((one for one in aspect.scale.marks.all() if one.pk == key), None)
        if mark is not None:
            judged = (found.group, found.label) if found is not None and is_same else (None, "")
            told.append(OwnAssessment(aspect.code, aspect.name, mark.as_mark(), reason, *judged))
    return told


def assessment_changes(row: models.Model, records: list[models.Model]) -> dict[int, list[FieldChange]]:
    """What changed of the assessments at each line of the report's history, by the line's id. Three queries at most."""
    if not isinstance(row, Measurement):
        return {}
    lines = list(SelfAssessment.history.filter(measurement_id=row.pk).order_by("history_id"))
    aspects = {
        one.pk: one for one in AssessmentAspect.objects.filter(pk__in={line.aspect_id for line in lines})
    }
    marks = {one.pk: one for one in AssessmentMark.objects.filter(pk__in={line.mark_id for line in lines})}
    found: dict[int, list[FieldChange]] = {}
    before: dict[int, str] = {}
    for line in lines:
        text = ""
        if line.history_type != "-":
            words = {"mark": marks.get(line.mark_id, _("削除された印")), "reason": line.reason}
            text = _("%(mark)s（理由: %(reason)s）") % words
        # Of a stored report they are written before it.
        later = (record for record in records if record.history_date >= line.history_date)
        record = next(later, records[-1] if records else None)
        if record is not None:
            name = _("自己評価（%s）") % aspects.get(line.aspect_id, _("削除された観点"))
            change = FieldChange(name, before.get(line.aspect_id) or _("空欄"), text or _("空欄"))
            found.setdefault(record.history_id, []).append(change)
        before[line.aspect_id] = text
    return found
