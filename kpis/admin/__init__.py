"""Indicators, values and marks in the admin. Rights and scope: plans/access.py through plans/admin_scope.py."""

from django import forms
from django.contrib import admin
from django.db.models import DecimalField, TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.assessment.assessment import latest_revisions
from kpis.entry.forms import (
    BandFormSet,
    EntryForm,
    FigureForm,
    IndicatorForm,
    MeasurementForm,
    TargetForm,
    TargetFormSet,
    owner_names,
    value_of,
)
from kpis.entry.number_fields import ShareField
from kpis.judging.numbers import format_exact, format_value
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.staff.posted import sent_number
from plans.access import in_reach
from plans.admin import PartAdmin
from plans.admin_scope import ScopedAdmin, ScopedInline
from plans.exports import ListExport

from . import reviews  # noqa: F401 registers itself
from .entries import BOOKKEEPING, EntryAdmin, FigureAdmin, FigureDisplay
from .scale_preview import Preview, PreviewAdmin, plans_to_try, preview


class TargetInline(FigureDisplay, ScopedInline):
    model = models.Target
    form = TargetForm
    formset = TargetFormSet
    formfield_overrides = FigureDisplay.formfield_overrides | {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 24})}
    }
    fields = ["period", "value", "effective_from", "reason", "confirmed"]


@admin.register(models.Indicator)
class IndicatorAdmin(FigureAdmin, PartAdmin):
    form = IndicatorForm
    list_display = ["__str__", "role", "unit", "direction", "latest_value", "plan"]
    list_filter = ["plan", "role", "direction", "series", "frequency"]
    search_fields = ["name", "number", "code", "definition", "target_wording"]
    inlines = [TargetInline]
    fieldsets = [
        (None, {"fields": ["plan", "code", "role", "number", "name", "goal", "actions"]}),
        (gettext_lazy("計画の言葉"), {"fields": ["target_wording", "definition"]}),
        (
            gettext_lazy("値の数え方"),
            {
                "fields": [
                    "unit",
                    "decimals",
                    "series",
                    "frequency",
                    "reporting_lag_days",
                    "numerator_label",
                    "denominator_label",
                    "is_part_of_whole",
                ]
            },
        ),
        (
            gettext_lazy("目指す向きと基準"),
            {
                "fields": [
                    "direction",
                    "lower",
                    "upper",
                    "baseline_value",
                    "baseline_period",
                    "baseline_note",
                    "baseline_is_provisional",
                    "seen_baseline",
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

    @admin.display(description=gettext_lazy("最新の実績（承認済み）"))
    def latest_value(self, indicator: models.Indicator) -> str:
        rows = [row for row in latest_revisions(indicator) if value_of(row) is not None]
        if not rows:
            return ""
        last = max(rows, key=lambda row: Period.parse(row.period).index)
        when = Period.parse(last.period).short_label_at(Frequency(indicator.frequency))
        return f"{_value_text(last)}（{when}）"


@admin.register(models.Target)
class TargetAdmin(FigureAdmin, ListExport, ScopedAdmin):
    form = TargetForm
    list_display = ["indicator", "period_label", "value_text", "effective_from", "plan"]
    list_filter = ["indicator__plan"]
    list_select_related = ["indicator__plan__municipality"]
    search_fields = ["indicator__name", "indicator__number", "period", "reason"]
    fields = [
        "indicator",
        "period",
        "value",
        "effective_from",
        "reason",
        "confirmed",
        "source_place",
        "is_summary",
    ]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(["indicator"] if obj else []))

    @admin.display(description=gettext_lazy("目標の期間"), ordering="period")
    def period_label(self, target: models.Target) -> str:
        return target.period_label

    @admin.display(description=gettext_lazy("目標値"), ordering="value")
    def value_text(self, target: models.Target) -> str:
        return _("取り下げ") if target.value is None else format_exact(target.value, target.indicator.unit)

    @admin.display(description=gettext_lazy("計画"), ordering="indicator__plan")
    def plan(self, target: models.Target) -> str:
        return str(target.indicator.plan)


@admin.register(models.Measurement)
class MeasurementAdmin(EntryAdmin):
    OWNER = "indicator"

    form = MeasurementForm
    list_display = ["indicator", "period_label", "value_text", "observation_status", "state", "revision"]
    list_filter = ["indicator__plan", "state", "observation_status"]
    list_select_related = ["indicator__plan__municipality"]
    search_fields = ["indicator__name", "indicator__number", "period", "owner_name", "progress_comment"]
    fieldsets = [
        (None, {"fields": ["indicator", "period", "revision"]}),
        (
            gettext_lazy("値"),
            {
                "fields": [
                    "value",
                    "numerator",
                    "denominator",
                    "confirmed",
                    "as_of",
                    "observation_status",
                    "evidence_url",
                ]
            },
        ),
        (
            gettext_lazy("説明"),
            {"fields": ["progress_comment", "issues_comment", "response_comment"]},
        ),
        BOOKKEEPING,
    ]

    @admin.display(description=gettext_lazy("期間"), ordering="period")
    def period_label(self, row: models.Measurement) -> str:
        return Period.parse(row.period).short_label_at(Frequency(row.indicator.frequency))

    @admin.display(description=gettext_lazy("実績値"), ordering="value")
    def value_text(self, row: models.Measurement) -> str:
        return _("算定不可") if row.denominator == 0 else _value_text(row)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        key = str(initial.get("indicator", ""))
        indicator = in_reach(models.Indicator.objects.all(), request.user, self.rights["change"]).filter(
            pk=sent_number(key)
        )
        return {"owner_name": "".join(map(owner_names, indicator))} | initial


def _value_text(row: models.Measurement) -> str:
    value = value_of(row)
    return "" if value is None else format_value(value, row.indicator.unit, row.indicator.decimals)


@admin.register(models.ActionProgress)
class ActionProgressAdmin(EntryAdmin):
    OWNER = "action"

    form = EntryForm
    list_display = ["action", "period_label", "status", "state", "revision"]
    list_filter = ["action__plan", "state", "status"]
    list_select_related = ["action__plan__municipality"]
    search_fields = ["action__title", "action__number", "period", "comment"]
    fieldsets = [
        (None, {"fields": ["action", "period", "revision"]}),
        (gettext_lazy("進み方"), {"fields": ["status", "comment"]}),
        BOOKKEEPING,
    ]

    @admin.display(description=gettext_lazy("期間"), ordering="period")
    def period_label(self, row: models.ActionProgress) -> str:
        return Period.parse(row.period).short_label_at(Frequency.QUARTERLY)


class RatingBandInline(FigureDisplay, ScopedInline):
    model = models.RatingBand
    form = FigureForm
    formset = BandFormSet
    formfield_overrides = FigureDisplay.formfield_overrides | {DecimalField: {"form_class": ShareField}}
    fields = ["order", "mark", "label", "comparison", "threshold", "group"]


@admin.register(models.RatingScale)
class RatingScaleAdmin(PreviewAdmin, FigureAdmin, ScopedAdmin):
    """Shared by all cities: for superusers."""

    form = FigureForm
    list_display = ["name", "code", "metric", "marks"]
    list_filter = ["metric"]
    search_fields = ["name", "code", "description"]
    inlines = [RatingBandInline]
    fieldsets = [
        (None, {"fields": ["name", "code", "metric", "description", "order"]}),
        (
            gettext_lazy("段階のほかの印"),
            {"fields": [("not_rated_mark", "not_rated_label"), ("no_data_mark", "no_data_label")]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("bands")

    @admin.display(description=gettext_lazy("印"))
    def marks(self, scale: models.RatingScale) -> str:
        return " ".join(band.mark for band in scale.bands.all())

    def preview_of(self, request, form, formsets) -> Preview:
        (bands,) = formsets
        if "metric" in form.errors or not bands.is_valid():
            return Preview(problems=tuple(_sentences(form.errors, *bands.errors, bands.non_form_errors())))
        stored = self.get_queryset(request).filter(pk=form.instance.pk).first()
        return preview(plans_to_try(request), bands.as_scale(), stored and stored.as_scale())


@admin.register(models.PlanRating)
class PlanRatingAdmin(PreviewAdmin, FigureAdmin, ScopedAdmin):
    form = FigureForm
    list_display = ["plan", "scale"]
    list_filter = ["scale"]
    list_select_related = ["plan__municipality", "scale"]
    fields = ["plan", "scale"]

    def preview_of(self, request, form, formsets) -> Preview:
        if form.errors:
            return Preview(problems=tuple(_sentences(form.errors)))
        plan, scale = form.instance.plan, form.instance.scale
        return preview([plan], scale.as_scale())


def _sentences(*errors) -> list[str]:
    """The sentences of forms' errors, each once."""
    found = [
        sentence
        for part in errors
        for sentence in (
            [text for texts in part.values() for text in texts] if isinstance(part, dict) else part
        )
    ]
    return list(dict.fromkeys(found))
