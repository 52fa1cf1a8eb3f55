"""Indicators and the ledger of their targets in the admin."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.assessment.stored_facts import latest_revisions, measured_text, measured_value
from kpis.judging.numbers import format_exact
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.models.parts_checks import why_part_is_needed
from plans.admin.lists import PromisedAdmin
from plans.admin_inlines import ScopedInline
from plans.admin_revisions import RevisedAdmin, RevisedFormSet
from plans.department_filter import in_charge
from plans.exports import ListExport
from plans.grounds_form import NAMES
from plans.ledger.promised import is_public

from .figures import FigureDisplay
from .forms import IndicatorForm, TargetForm, TargetFormSet, TargetPageForm
from .meanings import FACTOR_NAMES, SeriesBreakFormSet, save_conversion, settle_breaks

KINDS_HELP = gettext_lazy(
    "計画の目標の言葉を見て選びます。「120件」「10%未満」「県内10位以内」のような数なら「数で測る」、"
    "「〜を実施する」「〜を策定する」なら「できたかどうかで測る」、「〜の向上」「減少傾向へ」「維持」なら「言葉の目標」、"
    "「県平均を上回る」「前年度比5%増」「5年間の平均」「2つの合計」なら「ほかと比べる・合わせる」です。"
)


class TargetInline(FigureDisplay, ScopedInline):
    model = models.Target
    form = TargetForm
    formset = TargetFormSet
    formfield_overrides = FigureDisplay.formfield_overrides | {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 24})}
    }
    fields = ["period", "value", "effective_from", "reason", "decision", "confirmed"]


class ExcludedPeriodInline(ScopedInline):
    model = models.ExcludedPeriod
    formset = RevisedFormSet
    fields = ["period", "reason"]
    extra = 0
    formfield_overrides = ScopedInline.formfield_overrides | {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}
    }


class SeriesBreakInline(ScopedInline):
    model = models.SeriesBreak
    formset = SeriesBreakFormSet
    fields = ["period", "reason", "keeps_figures"]
    extra = 0
    formfield_overrides = FigureDisplay.formfield_overrides | {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}
    }


@admin.register(models.Indicator)
class IndicatorAdmin(FigureDisplay, PromisedAdmin):
    form = IndicatorForm
    list_display = ["__str__", "role", "unit", "direction", "latest_value", "plan"]
    list_filter = ["plan", in_charge("departments"), "role", "kind", "direction", "series", "frequency"]
    search_fields = ["name", "number", "code", "definition", "target_wording", "steps"]
    radio_fields: ClassVar = {"kind": admin.VERTICAL}
    inlines = [TargetInline, SeriesBreakInline, ExcludedPeriodInline]
    fieldsets = [
        (None, {"fields": ["plan", "code", "role", "number", "name", "goal", "actions", "state"]}),
        (gettext_lazy("計画の言葉"), {"fields": ["target_wording", "definition"]}),
        (
            gettext_lazy("何で測りますか"),
            {
                "fields": ["kind", "steps", "formula", "parts", "mean_years"],
                "description": KINDS_HELP,
            },
        ),
        (
            gettext_lazy("値の数え方"),
            {
                "fields": [
                    "unit",
                    "decimals",
                    "series",
                    "frequency",
                    "first_period",
                    "last_period",
                    "reporting_lag_days",
                    "due_month",
                    "numerator_label",
                    "denominator_label",
                    "is_part_of_whole",
                    "margin",
                    "margin_reason",
                    "comparability_note",
                ]
            },
        ),
        (gettext_lazy("途中で終えるとき"), {"fields": ["ending", "ending_reason"]}),
        (
            gettext_lazy("目指す向きと基準"),
            {
                "fields": [
                    "direction",
                    "strict",
                    "path",
                    "lower",
                    "upper",
                    "baseline_value",
                    "confirmed",
                    "baseline_period",
                    "baseline_note",
                    "baseline_is_provisional",
                    "baseline_is_reading",
                ]
            },
        ),
        (gettext_lazy("担当"), {"fields": ["departments", "data_source"]}),
        (
            gettext_lazy("出典と並び順"),
            {"fields": ["source_place", "is_summary", "source_notes", "order"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_figures()

    def get_deleted_objects(self, objs, request):
        """What others are worked out of stays, unless they go with it."""
        *found, protected = super().get_deleted_objects(objs, request)
        going = {row.pk for row in objs}
        needed = [why_part_is_needed(row, going) for row in objs]
        return (*found, [*protected, *filter(None, needed)])

    def get_fieldsets(self, request, obj=None):
        """The questions of a conversion stand with the change's other grounds."""
        found = super().get_fieldsets(request, obj)
        if obj is None or not is_public(obj):
            return found
        return [
            (title, options | {"fields": [NAMES[0], *FACTOR_NAMES, *NAMES[1:]]})
            if "revision" in options.get("classes", ())
            else (title, options)
            for title, options in found
        ]

    def _create_formsets(self, request, obj, change):
        """Each formset knows the page's others: a new way of counting asks whether targets were decided anew."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        for formset in formsets:
            formset.page = formsets
        return formsets, inlines

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        save_conversion(form, obj, request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        settle_breaks(formsets, request.user)

    @admin.display(description=gettext_lazy("最新の実績（承認済み）"))
    def latest_value(self, indicator: models.Indicator) -> str:
        rows = [row for row in latest_revisions(indicator) if measured_value(row) is not None]
        if not rows:
            return ""
        last = max(rows, key=lambda row: Period.parse(row.period).index)
        when = Period.parse(last.period).short_label_at(Frequency(indicator.frequency))
        return f"{measured_text(last)}（{when}）"


@admin.register(models.Target)
class TargetAdmin(FigureDisplay, ListExport, RevisedAdmin):
    form = TargetPageForm
    export_more: ClassVar = {"unit": "unit"}
    list_display = ["indicator", "period_label", "value_text", "effective_from", "plan"]
    list_filter = ["indicator__plan", in_charge("indicator__departments")]
    list_select_related = ["indicator__plan__municipality"]
    search_fields = ["indicator__name", "indicator__number", "period", "reason"]
    fields = [
        "indicator",
        "period",
        "value",
        "effective_from",
        "reason",
        "decision",
        "confirmed",
        "source_place",
        "is_summary",
    ]

    def get_queryset(self, request):
        """Which unit a target stands in depends on the breaks since."""
        return super().get_queryset(request).prefetch_related("indicator__series_breaks")

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(["indicator"] if obj else []))

    @admin.display(description=gettext_lazy("目標の期間"), ordering="period")
    def period_label(self, target: models.Target) -> str:
        return target.period_label

    @admin.display(description=gettext_lazy("目標値"), ordering="value")
    def value_text(self, target: models.Target) -> str:
        return _("取り下げ") if target.value is None else format_exact(target.value, target.unit)

    @admin.display(description=gettext_lazy("計画"), ordering="indicator__plan")
    def plan(self, target: models.Target) -> str:
        return str(target.indicator.plan)
