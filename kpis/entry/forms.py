"""Forms of figures: numbers are echoed, doubts confirmed, nobody's work overwritten."""

import hashlib

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import facts_of
from kpis.judging.plausibility import Doubt
from kpis.models import Indicator, Measurement, PeriodEntry, State
from kpis.models.fields import parsed
from kpis.models.measurement import former_unit
from kpis.workflow import entries
from plans.admin_scope import PartForm
from plans.typed_fields import echoes

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


class DoubtForm(FigureForm):
    """Saves doubtful input only after exactly the doubts it shows have been confirmed."""

    DOUBTED: tuple[str, ...] = ()  # the fields whose change asks again

    confirmed = forms.CharField(label=gettext_lazy("確認"), required=False, widget=ConfirmWidget)

    def doubts(self) -> list[Doubt]:
        """What must be confirmed before the valid row is saved."""
        return []

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or (self.instance.pk and not set(self.DOUBTED) & set(self.changed_data)):
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

    def _post_clean(self) -> None:
        super()._post_clean()
        row: PeriodEntry = self.instance
        if not self.errors and row.pk is None and row.revision > 1:
            self._check_earlier_revision(row)
        if not self.errors and self.acting_user is not None:
            locked = entries.why_locked(row, by=self.acting_user)
            if locked:
                self.add_error(None, locked)

    def _check_earlier_revision(self, row: PeriodEntry) -> None:
        """A revision corrects what the public has seen."""
        owner = "indicator" if isinstance(row, Measurement) else "action"
        same = type(row).objects.filter(**{owner: getattr(row, owner), "period": row.period})
        if not same.filter(revision=row.revision - 1, state=State.APPROVED).exists():
            self.add_error(
                "revision",
                _("版%(before)dが承認されていません。改定は、承認された版の次の番号で登録します。")
                % {"before": row.revision - 1},
            )


class MeasurementForm(EntryForm, DoubtForm):
    DOUBTED = ("value", "numerator", "denominator")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        indicator = self._chosen_indicator()
        if indicator:
            self.set_unit(self._unit_of(indicator))

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
