"""Forms of figures: numbers are echoed, doubts confirmed, nobody's work overwritten."""

import hashlib
from copy import copy
from decimal import Decimal

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import facts_of
from kpis.judging.numbers import format_exact
from kpis.judging.plausibility import Doubt
from kpis.judging.terms import Kind
from kpis.models import Indicator, Measurement, PeriodEntry, State
from kpis.models.fields import parsed
from kpis.models.measurement import former_unit
from kpis.models.steps import stored_steps
from kpis.staff.entry_changes import said
from kpis.workflow import entries
from kpis.workflow.closed_reviews import why_locked
from kpis.workflow.corrections import what_is_unchanged
from plans.part_form import PartForm
from plans.sent import sent_number
from plans.typed_fields import echoes

from . import under_way
from .assessment_fields import AssessmentFields
from .number_fields import ConfirmWidget, NumberField


class FigureForm(PartForm):
    """Shows a model's errors beside their fields, or above the form when the field is fixed; echoes numbers."""

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            for name in [name for name in errors.error_dict if name not in self.fields]:
                if name != NON_FIELD_ERRORS:
                    errors.error_dict.setdefault(NON_FIELD_ERRORS, []).extend(errors.error_dict.pop(name))
        super()._update_errors(errors)

    def set_unit(self, unit: str) -> None:
        for field in self.number_fields:
            field.unit = unit

    @property
    def number_fields(self) -> list[NumberField]:
        return [
            field for name, field in self.fields.items()
            if isinstance(field, NumberField) and name not in ("numerator", "denominator")
        ]  # fmt: skip

    def notices(self) -> list[str]:
        """What to tell after saving."""
        return echoes(self)

    def _text(self, name: str) -> str:
        """What others saved, numbers with their unit."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        is_figure = isinstance(field, NumberField) and isinstance(value, Decimal)
        return format_exact(value, field.unit) if is_figure else super()._text(name)


class DoubtForm(FigureForm):
    """Saves doubtful input only after exactly the doubts it shows have been confirmed."""

    DOUBTED: tuple[str, ...] = ()  # the fields whose change asks again

    confirmed = forms.CharField(label=gettext_lazy("確認"), required=False, widget=ConfirmWidget)

    def doubts(self) -> list[Doubt]:
        """What must be confirmed before the valid row is saved."""
        return []

    def _post_clean(self) -> None:
        super()._post_clean()
        if (
            self.errors
            or self.contested
            or (self.instance.pk and not set(self.DOUBTED) & set(self.changed_data))
        ):
            return
        doubts = self.doubts()
        if not doubts:
            return
        text = "\n".join(doubt.sentence for doubt in doubts)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if self.cleaned_data["confirmed"] == digest:
            return
        widget = self.fields["confirmed"].widget
        widget.digest = digest
        widget.sentence = "。".join(doubt.confirmation for doubt in doubts)
        for doubt in doubts:
            self.add_error("confirmed", doubt.sentence)


class EntryForm(FigureForm):
    """A report of a period."""

    # Who fills it in, where the form itself is to say that the quarter is closed: what was typed then stays in it.
    acting_user: AbstractUser | None = None
    # What a new report is of, where that stands fixed: a correction cannot be moved to another row or period.
    begun: PeriodEntry | None = None

    def __init__(self, *args, **kwargs):
        if self.begun is not None and kwargs.get("instance") is None:
            kwargs["instance"] = copy(self.begun)
        super().__init__(*args, **kwargs)
        if "revision" in self.fields:  # counted by the portal
            self.fields["revision"].widget = forms.HiddenInput()
            self.fields["revision"].required = False
        if "revision_reason" in self.fields:
            reason = self.fields["revision_reason"]
            reason.help_text = _(
                "承認済みの値や、締め切られた四半期を直すときに書きます。市民にも表示します。"
            )
            reason.required = self._revision() > 1
            reason.error_messages["required"] = _("改定の理由を書いてください。市民にも表示します。")

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 1

    def _revision(self) -> int:
        """As the form has it before it is checked."""
        text = str(self["revision"].value() if "revision" in self.fields else self.instance.revision)
        return sent_number(text) or 1

    def clean(self) -> dict:
        cleaned = super().clean()
        row = self.instance
        if self.acting_user is not None and row.pk and row.state not in entries.IN_HAND:
            raise ValidationError(self._has_left())
        return cleaned

    def _post_clean(self) -> None:
        met = self._met()
        if met is not None:
            self.add_error(None, under_way.refused(met))
            return
        approved = self._approved_already()
        if approved is not None:
            self._turn_into_correction(approved)
            return
        super()._post_clean()
        row: PeriodEntry = self.instance
        if not self.errors and row.pk is None and row.revision > 1:
            self._check_earlier_revision(row)
        if not self.errors and self.acting_user is not None:
            locked = why_locked(row, by=self.acting_user)
            if locked:
                self.add_error("revision_reason" if "revision_reason" in self.fields else None, locked)
            elif unchanged := what_is_unchanged(row):
                self.add_error(None, unchanged)

    def _has_left(self) -> str:
        """That it is out of the department's hands, and the way on."""
        if self.instance.state == State.SUBMITTED:
            return _(
                "この行は提出済みなので、保存していません。書いたものは下に残っています。提出を取り戻してから保存してください。"
            )
        return _(
            "この行は承認済みなので、保存していません。書いたものは下に残っています。直すときは「改定案を書く」から出してください。"
        )

    def _met(self) -> PeriodEntry | None:
        """What somebody else has written meanwhile, where a new report is to stand."""
        if self.instance.pk or self.errors or (self.begun is None and "revision" not in self.fields):
            return None
        last = self._last()
        if last is None:
            return None
        is_behind = self.begun is not None and last.revision >= self.begun.revision
        return last if is_behind or last.state != State.APPROVED else None

    def _last(self) -> PeriodEntry | None:
        """The newest revision of what the form is about."""
        kind, found = type(self.instance), self.cleaned_data
        wanted = {name: found.get(name, getattr(self.begun, name, None)) for name in (kind.OWNER, "period")}
        return kind.objects.filter(**wanted).order_by("revision").last()

    def _approved_already(self) -> PeriodEntry | None:
        """The approved report that a new one would stand beside, as its first revision: a correction is wanted."""
        if self.instance.pk or self.errors or "revision" not in self.fields:
            return None
        last = self._last()
        is_settled = last is not None and last.state == State.APPROVED
        return last if is_settled and self.cleaned_data["revision"] <= last.revision else None

    def _turn_into_correction(self, last: PeriodEntry) -> None:
        """The form comes back with everything typed, as what it must be: one more save makes it a correction."""
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(last.revision + 1)
        words = _(
            "この期間は承認済みです（%(what)s）。「改定の理由」を書いてもう一度保存すると、版%(number)dの改定案になります。"
        )
        self.add_error("revision_reason", words % {"what": said(last), "number": last.revision + 1})

    def _check_earlier_revision(self, row: PeriodEntry) -> None:
        """A revision corrects what the public has seen."""
        owner = "indicator" if isinstance(row, Measurement) else "action"
        same = type(row).objects.filter(**{owner: getattr(row, owner), "period": row.period})
        if not same.filter(revision=row.revision - 1, state=State.APPROVED).exists():
            self.add_error(
                None,
                _("版%(before)dが承認されていません。改定は、承認された版の次の番号で登録します。")
                % {"before": row.revision - 1},
            )


class MeasurementForm(AssessmentFields, EntryForm, DoubtForm):
    DOUBTED = ("value", "numerator", "denominator")

    asks_assessments = True
    assessed_of: Indicator | None = None  # where the page knows it: its sections name the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        indicator = self._chosen_indicator()
        if indicator:
            self.set_unit(self._unit_of(indicator))
        if indicator and indicator.kind == Kind.MILESTONE and "value" in self.fields:
            self.fields["value"].set_steps(stored_steps(indicator.steps))
            self.fields["value"].label = _("どの段階まで終わりましたか")
        if (assessed := self.assessed_of or indicator) and self.asks_assessments:
            self.add_assessments(assessed)

    def _unit_of(self, indicator: Indicator) -> str:
        """The unit of the period's value: a break may have changed it since."""
        period = parsed((self["period"].value() if "period" in self.fields else self.instance.period) or "")
        former = former_unit(indicator, period) if period else None
        return indicator.unit if former is None else former

    def _chosen_indicator(self) -> Indicator | None:
        if "indicator" not in self.fields:
            return self.instance.indicator if self.instance.indicator_id else None
        chosen = self["indicator"].value()
        try:
            return self.fields["indicator"].clean(chosen) if chosen else None
        except ValidationError:
            return None

    def clean(self) -> dict:
        cleaned = super().clean()
        indicator = cleaned.get("indicator") or self._chosen_indicator()
        if indicator and not cleaned.get("owner_name"):
            cleaned["owner_name"] = entries.owner_names(Measurement(indicator=indicator))
        return cleaned

    def doubts(self) -> list[Doubt]:
        indicator = self.instance.indicator
        reported = reported_values([indicator])[indicator.pk]
        return doubts_of_measurement(self.instance, facts_of(indicator), reported)

    def notices(self) -> list[str]:
        notices = super().notices()
        if self.instance.denominator == 0:
            notices.append(_("分母が0なので、割合は算定不可と表示します。"))
        return notices
