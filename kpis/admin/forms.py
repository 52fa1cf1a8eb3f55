"""The admin's forms of indicators, targets and marks."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.entry.forms import DoubtForm
from kpis.judging import ratings
from kpis.judging.periods import Period
from kpis.judging.plausibility import Doubt, doubts_of_baseline, doubts_of_target
from kpis.models.parts_checks import parts_to_edit
from plans.admin_revisions import RevisedForm, RevisedFormSet
from plans.grounds_form import sent_grounds
from plans.models import RevisionKind

from .meanings import MeaningForm


class IndicatorForm(MeaningForm, RevisedForm, DoubtForm):
    DOUBTED = ("baseline_value",)

    class Media:
        js = ("js/kinds.js",)

    def __init__(self, *args, **kwargs):
        row = kwargs.get("instance")
        if row is not None and row.formula:  # before what the form was opened with is noted
            kwargs["initial"] = {"parts": parts_to_edit(row)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.set_unit(self.data.get(self.add_prefix("unit"), self.instance.unit))

    def doubts(self) -> list[Doubt]:
        row = self.instance
        return doubts_of_baseline(row.baseline_value, row.unit, _numbers(row.lower, row.upper))


def _numbers(*found: Decimal | None) -> list[Decimal]:
    return [number for number in found if number is not None]


class TargetForm(DoubtForm):
    DOUBTED = ("period", "effective_from", "value")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.indicator_id:
            self.set_unit(self.instance.unit if self.instance.pk else self.instance.indicator.unit)

    def doubts(self) -> list[Doubt]:
        row = self.instance
        of = row.indicator
        return doubts_of_target(
            Period.parse(row.period),
            row.effective_from,
            row.value,
            row.unit if row.pk else of.unit,
            _numbers(of.baseline_value, of.lower, of.upper),
        )


class TargetPageForm(RevisedForm, TargetForm):
    """A target on a page of its own."""


class TargetFormSet(RevisedFormSet):
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
        former = form.instance.former_unit if form.instance.pk else None
        form.set_unit(self.data.get("unit", self.instance.unit) if former is None else former)
        form.fields["confirmed"].widget.in_table = True

    def clean(self) -> None:
        super().clean()
        is_converted = sent_grounds(self.data).kind == RevisionKind.CONVERSION
        for form in self.forms if is_converted else ():
            if form.has_changed():
                form.add_error(
                    None,
                    _(
                        "換算のときは、目標値は自動で直します。目標を変えるときは、先に換算だけを保存してください。"
                    ),
                )
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


class BandFormSet(BaseInlineFormSet):
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
