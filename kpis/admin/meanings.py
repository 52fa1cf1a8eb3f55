"""Another unit, or another thing counted from a period on: what the indicator's page asks for, and how it is saved."""

from datetime import date
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.entry.number_fields import NumberField
from kpis.models import Indicator, SeriesBreak
from kpis.models.indicator_promise import FIGURES
from kpis.workflow.meanings import (
    check_conversion,
    check_new_unit,
    prepare_break,
    rounds_values,
    settle_baseline,
    write_converted,
)
from plans.admin_revisions import RevisedFormSet
from plans.grounds_form import sent_grounds
from plans.ledger.grounds import Grounds
from plans.ledger.promised import is_public
from plans.ledger.rules import OF_FIGURES
from plans.models import RevisionKind
from plans.part_form import placed

FACTOR_NAMES = ("revision_multiply", "revision_divide")


class MeaningForm(forms.Form):
    """The two questions of a conversion, beside the page's grounds; and the two kinds of change that only numbers have."""

    revision_multiply = NumberField(
        label=gettext_lazy("換算：前の値に掛ける数"),
        required=False,
        help_text=gettext_lazy("「単位の換算」のときだけ書きます。千件を件にするなら 1000。"),
    )
    revision_divide = NumberField(
        label=gettext_lazy("換算：前の値を割る数"),
        required=False,
        help_text=gettext_lazy("「単位の換算」のときだけ書きます。件を千件にするなら 1000。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("revision_kind")
        if field is None or not is_public(self.instance):
            for name in FACTOR_NAMES:
                self.fields.pop(name, None)
            return
        field.choices = [*field.choices, *((kind.value, kind.label) for kind in OF_FIGURES)]
        field.help_text = f"{field.help_text}" + _(
            "「単位の換算」は、件を千件にするように、同じものを別の単位で書くこと。"
            "「数え方の変更」は、ある期間から、別のものや別の方法で数えること。"
        )

    # Of a conversion that can be done: the indicator as stored.
    converted_from: Indicator | None = None

    @property
    def is_conversion(self) -> bool:
        return self.cleaned_data.get("revision_kind") == RevisionKind.CONVERSION

    @property
    def factor(self) -> Fraction | None:
        """What earlier figures are multiplied by; None where nothing, or nothing possible, was written."""
        times, over = (self.cleaned_data.get(name) for name in FACTOR_NAMES)
        if (times is None) == (over is None) or over == 0:
            return None
        return Fraction(times) if times is not None else 1 / Fraction(over)

    def grounds(self, by=None) -> Grounds:
        found = super().grounds(by)
        return Grounds(**{**vars(found), "factor": self.factor}) if self.is_conversion else found

    def clean(self) -> dict:
        cleaned = super().clean()
        is_factor_good = self._check_factor()
        if self.instance.pk and self.is_conversion and "unit" in cleaned:
            self._check_conversion(is_factor_good=is_factor_good)
        return cleaned

    def _check_factor(self) -> bool:
        """Whether a conversion says by what; each complaint stands at the field that is to be mended."""
        there = [name for name in FACTOR_NAMES if name in self.fields]
        if not there or any(name in self.errors for name in there):
            return False
        written = [name for name in there if self.cleaned_data.get(name) is not None]
        if not self.is_conversion:
            for name in written:
                self.add_error(
                    name,
                    _(
                        "換算の数は「単位の換算」のときだけ書きます。変更の種類で「単位の換算」を選ぶか、空欄にしてください。"
                    ),
                )
        elif not written:
            self.add_error(
                there[0], _("換算の倍率を書いてください。件を千件にするなら、割る数に 1000 です。")
            )
        elif len(written) > 1:
            self.add_error(there[1], _("掛ける数と割る数は、どちらか一方だけを書いてください。"))
        elif self.cleaned_data[written[0]] <= 0:
            self.add_error(written[0], _("換算の数は、0より大きい数にしてください。"))
        else:
            return True
        return False

    def notices(self) -> list[str]:
        found = super().notices()
        if self.converted_from is not None and rounds_values(self.instance):
            found.append(
                _(
                    "換算した実績の一部は、四捨五入して表示します。必要なら、小数点以下の桁数を増やしてください。"
                )
            )
        return found

    def _check_conversion(self, *, is_factor_good: bool) -> None:
        for name in FIGURES:
            if name in self.changed_data:
                self.add_error(name, _("換算のときは、この値は自動で直します。元の値のままにしてください。"))
        stored = Indicator.objects.get(pk=self.instance.pk)
        decimals = self.cleaned_data.get("decimals") or 0
        try:
            if is_factor_good:
                check_conversion(stored, self.cleaned_data["unit"], self.factor, decimals)
            else:
                check_new_unit(stored, self.cleaned_data["unit"])
        except ValidationError as error:
            written = next((n for n in FACTOR_NAMES if self.cleaned_data.get(n) is not None), FACTOR_NAMES[0])
            self.add_error(None, placed(error, self.fields, {"factor": written}))
        else:
            self.converted_from = stored if is_factor_good else None


class SeriesBreakFormSet(RevisedFormSet):
    """数え方の変更 on the indicator's page: no figure of the former way of counting stays behind unseen."""

    DUPLICATE = gettext_lazy("この期間の数え方の変更は、すでに登録されています。")
    OWN_PLACES = {"keeps_figures": "keeps_figures", "reason": "reason"}
    page = None  # the page's formsets, targets among them

    def clean(self) -> None:
        before = Indicator.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if before is not None:
            new = [form for form in self.extra_forms if form.has_changed()]
            for form in new:
                if form.is_valid():
                    self._prepare(form, before)
            if not new and is_public(before) and sent_grounds(self.data).kind == RevisionKind.REDEFINITION:
                raise ValidationError(_("新しい数え方の最初の期間と理由を、行を足して書いてください。"))
        super().clean()

    def _prepare(self, form: forms.ModelForm, before: Indicator) -> None:
        row: SeriesBreak = form.instance
        row.indicator = self.instance
        row.decided_on = sent_grounds(self.data).day  # one act has one day
        try:
            prepare_break(row, before)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
            return
        left = row.left_of_before(self._changed(before, row.decided_on)) if is_public(before) else ""
        if left:
            form.add_error("keeps_figures", left)

    def _changed(self, before: Indicator, day: date) -> set[str]:
        """Names of what changes on this page: fields of the indicator, and targets that are decided anew."""
        fields = {name for name in FIGURES if getattr(before, name) != getattr(self.instance, name)}
        targets = {
            f"target:{form.instance.period}"
            for formset in self.page or ()
            if formset.prefix == "targets"
            for form in formset.forms
            if form.has_changed() and form.instance.period and _is_from(form.instance.effective_from, day)
        }
        return fields | targets


def _is_from(since: date | None, day: date) -> bool:
    """Whether a target is one of the new way of counting: an earlier one speaks of the former."""
    return since is not None and since >= day


def save_conversion(form: MeaningForm, indicator: Indicator, by) -> None:
    """Inside the page's revision: writes what a conversion changes beside the unit."""
    if form.converted_from is not None:
        write_converted(indicator, form.converted_from, form.factor, by=by)


def settle_breaks(formsets: list, by) -> None:
    """After the page is saved: a provisional baseline of before a new break gives way to the first value behind it."""
    for formset in formsets:
        for row in getattr(formset, "new_objects", ()):
            if isinstance(row, SeriesBreak):
                settle_baseline(row.indicator, row, by=by)
