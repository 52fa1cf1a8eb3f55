"""自己評価 in the forms of a report: for each aspect of the plan a mark to choose and the reason.

They are fields of the form and not of the model: what they say goes with the report (kpis/workflow/self_assessments.py).
"""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpis.models import AssessmentAspect, Indicator, Measurement
from kpis.workflow.corrections import former_of
from kpis.workflow.self_assessments import Marks, aspects_of, field_name, marks_of, stored_marks
from plans.opened_form import AS_OPENED

OWN = "own_"


class AssessmentFields:
    """Of a form of a Measurement. `add_assessments` is called once its indicator is known."""

    aspects: list[AssessmentAspect] = []

    def add_assessments(self, indicator: Indicator) -> None:
        self.aspects = aspects_of(indicator.plan)
        said = self._said_before()
        for aspect in self.aspects:
            mark, reason = field_name(aspect, "mark"), field_name(aspect, "reason")
            choices = [(str(one.pk), str(one)) for one in aspect.scale.marks.all()]
            self.fields[mark] = forms.ChoiceField(
                label=_("自己評価（%s）") % aspect.name,
                required=False,
                choices=[("", _("（まだ付けない）")), *choices],
            )
            self.fields[reason] = forms.CharField(
                label=_("自己評価の理由（%s）") % aspect.name,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("なぜその印にしたか。市民にも表示します。"),
            )
            key, text = said.get(aspect.pk, ("", ""))
            self.initial.setdefault(mark, str(key))
            self.initial.setdefault(reason, text)
        if self.aspects and self.instance.pk and AS_OPENED in self.fields:
            self.fields[AS_OPENED].initial = self._now()

    def _said_before(self) -> Marks:
        """What the form begins with: as stored; a correction with what it corrects."""
        row: Measurement = self.instance
        if row.pk is not None:
            return stored_marks(row)
        former = former_of(row) if row.revision > 1 and row.indicator_id else None
        return stored_marks(former) if former is not None else {}

    @property
    def own_names(self) -> list[str]:
        return [field_name(aspect, part) for aspect in self.aspects for part in ("mark", "reason")]

    @property
    def own_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Mark and reason of each aspect, for the page."""
        return [(self[field_name(row, "mark")], self[field_name(row, "reason")]) for row in self.aspects]

    def _names(self) -> Iterable[str]:
        """With those that two people may both have changed."""
        return (*super()._names(), *(name for name in self.own_names if not self.fields[name].disabled))

    def _text(self, name: str) -> str:
        """A mark by what it says."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if name.startswith(OWN) and isinstance(field, forms.ChoiceField) and value:
            return str(dict(field.choices).get(str(value), value))
        return super()._text(name)

    def clean(self) -> dict:
        cleaned = super().clean()
        found: Marks = {}
        for aspect in self.aspects:
            mark, reason = field_name(aspect, "mark"), field_name(aspect, "reason")
            key, text = cleaned.get(mark, ""), (cleaned.get(reason) or "").strip()
            if key and not text:
                self.add_error(
                    reason, ValidationError(_("自己評価（%s）の理由を書いてください。") % aspect.name)
                )
            elif text and not key and mark in cleaned:
                self.add_error(
                    mark,
                    ValidationError(
                        _("自己評価（%s）の印を選んでください。付けないときは、理由を空欄にしてください。")
                        % aspect.name
                    ),
                )
            elif key:
                found[aspect.pk] = (int(key), text)
        if self.aspects:
            self.instance.assessed = found
        return cleaned

    def own_marks(self) -> Marks:
        return marks_of(self.instance)
