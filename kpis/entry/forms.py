"""Forms of figures: numbers are echoed, doubts confirmed, nobody's work overwritten."""

import hashlib
from decimal import Decimal

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.assessment.assessment import facts_of
from kpis.judging import ratings
from kpis.judging.periods import Period
from kpis.judging.plausibility import Doubt, doubts_of_target, doubts_of_value
from kpis.models import Indicator, Measurement, PeriodEntry, State
from kpis.workflow import entries
from plans.admin_scope import PartForm

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
        return [field.echo for field in self.fields.values() if isinstance(field, NumberField) and field.echo]


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


class IndicatorForm(FigureForm):
    seen_baseline = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_unit(self.data.get(self.add_prefix("unit"), self.instance.unit))
        self.fields["seen_baseline"].initial = _baseline(self.instance)

    def clean(self) -> dict:
        """An approval may have stored a baseline since the page was opened: it is not taken away unseen."""
        cleaned = super().clean()
        stored = Indicator.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if stored and "seen_baseline" in self.data and self.data["seen_baseline"] != _baseline(stored):
            raise ValidationError(
                _("この画面を開いた後に、基準値が登録されました。開き直して、内容を確かめてください。")
            )
        return cleaned


def _baseline(indicator: Indicator) -> str:
    value = indicator.baseline_value
    return "" if value is None else f"{value.normalize():f} {indicator.baseline_period}"


class TargetForm(DoubtForm):
    DOUBTED = ("period", "effective_from")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.indicator_id:
            self.set_unit(self.instance.indicator.unit)

    def doubts(self) -> list[Doubt]:
        return doubts_of_target(Period.parse(self.instance.period), self.instance.effective_from)


class FigureFormSet(forms.BaseInlineFormSet):
    DUPLICATE: str  # what to say of two rows with one key

    def get_unique_error_message(self, unique_check) -> str:
        return str(self.DUPLICATE)

    def get_form_error(self) -> str:
        return str(self.DUPLICATE)


class TargetFormSet(FigureFormSet):
    """The ledger on its indicator's page, judged by what the page says of the indicator."""

    DUPLICATE = gettext_lazy("同じ期間の目標が、同じ日に2つあります。日付を確かめてください。")

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        self._settle(form)
        return form

    @property
    def empty_form(self):
        form = super().empty_form
        self._settle(form)
        return form

    def _settle(self, form: TargetForm) -> None:
        form.set_unit(self.data.get("unit", self.instance.unit))
        form.fields["confirmed"].widget.in_table = True

    def clean(self) -> None:
        super().clean()
        rows = [
            form
            for form in self.forms
            if form.is_valid() and form.instance.period and not self._should_delete_form(form)
        ]
        for form in rows:
            row = form.instance
            moved = any(
                other.instance.period == row.period and other.instance.effective_from < row.effective_from
                for other in rows
            )
            if moved and not row.reason.strip():
                form.add_error("reason", _("目標を変えたり取り下げたりするときは、理由を書いてください。"))


class EntryForm(FigureForm):
    """A report of a period. Two people at the same row: the second is told, and nothing is overwritten."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Who fills it in, where the form itself is to say that the quarter is closed: what was typed then stays in it.
    acting_user: AbstractUser | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict:
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen_version")
        if self.instance.pk and seen is not None and seen != self.instance.version:
            raise ValidationError(
                _(
                    "この画面を開いた後に、ほかの人がこの行を保存しました。開き直して、内容を確かめてください。"
                )
            )
        return cleaned

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
            self.set_unit(indicator.unit)

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
            cleaned["owner_name"] = owner_names(indicator)
        return cleaned

    def doubts(self) -> list[Doubt]:
        row = self.instance
        facts = facts_of(row.indicator)
        value = value_of(row)
        if value is None:
            return []
        others = {
            Period.parse(other.period): theirs
            for other in row.indicator.measurements.exclude(period=row.period).order_by("revision")
            if (theirs := value_of(other)) is not None
        }
        return doubts_of_value(facts, Period.parse(row.period), value, others)

    def notices(self) -> list[str]:
        notices = super().notices()
        if self.instance.denominator == 0:
            notices.append(_("分母が0なので、割合は算定不可と表示します。"))
        return notices


def value_of(row: Measurement) -> Decimal | None:
    """The value, or the ratio of the parts."""
    if row.numerator is None or not row.denominator:
        return row.value
    return row.numerator * (100 if row.indicator.is_percent else 1) / row.denominator


def owner_names(indicator: Indicator) -> str:
    """The owning departments, as long as the field takes them."""
    longest = Measurement._meta.get_field("owner_name").max_length
    return "、".join(department.name for department in indicator.departments.all())[:longest]


class BandFormSet(FigureFormSet):
    """The bands of a scale make sense only together."""

    DUPLICATE = gettext_lazy("同じ順番の段階が2つあります。順番を変えてください。")

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.metric:
            return
        try:
            ratings.check(self.as_scale())
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def as_scale(self) -> ratings.Scale:
        """The scale as the page shows it, saved or not."""
        scale = self.instance
        bands = [
            form.instance
            for form in self.forms
            if form.has_changed() or form.instance.pk
            if not self._should_delete_form(form)
        ]
        return ratings.Scale(
            code=scale.code,
            name=scale.name,
            metric=ratings.Metric(scale.metric),
            bands=tuple(band.as_band() for band in sorted(bands, key=lambda band: band.order)),
            not_rated=ratings.Mark(scale.not_rated_mark, scale.not_rated_label),
            no_data=ratings.Mark(scale.no_data_mark, scale.no_data_label),
        )
