"""A plan's own marks in the admin: rating scales, and which plan uses which."""

from django.contrib import admin
from django.db.models import DecimalField
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.entry.forms import FigureForm
from kpis.entry.number_fields import ShareField
from plans.admin_inlines import ScopedInline
from plans.admin_scope import ScopedAdmin

from .figures import FigureDisplay
from .forms import BandFormSet
from .scale_preview import ScalePreview, ScalePreviewAdmin, plans_to_try, preview


class RatingBandInline(FigureDisplay, ScopedInline):
    model = models.RatingBand
    form = FigureForm
    formset = BandFormSet
    formfield_overrides = FigureDisplay.formfield_overrides | {DecimalField: {"form_class": ShareField}}
    fields = ["order", "mark", "label", "comparison", "threshold", "group"]


@admin.register(models.RatingScale)
class RatingScaleAdmin(ScalePreviewAdmin, FigureDisplay, ScopedAdmin):
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

    def preview_of(self, request, form, formsets) -> ScalePreview:
        (bands,) = formsets
        if "metric" in form.errors or not bands.is_valid():
            return ScalePreview(
                problems=tuple(_sentences(form.errors, *bands.errors, bands.non_form_errors()))
            )
        stored = self.get_queryset(request).filter(pk=form.instance.pk).first()
        return preview(plans_to_try(request, stored), bands.as_scale(), stored and stored.as_scale())


@admin.register(models.PlanRating)
class PlanRatingAdmin(ScalePreviewAdmin, FigureDisplay, ScopedAdmin):
    form = FigureForm
    list_display = ["plan", "scale"]
    list_filter = ["scale"]
    list_select_related = ["plan__municipality", "scale"]
    fields = ["plan", "scale"]

    def preview_of(self, request, form, formsets) -> ScalePreview:
        if form.errors:
            return ScalePreview(problems=tuple(_sentences(form.errors)))
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
