"""Values of indicators and reports on actions in the admin."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.assessment.stored_facts import measured_text
from kpis.entry.forms import EntryForm, MeasurementForm
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.workflow.entries import owner_names
from plans.access import in_reach
from plans.department_filter import in_charge
from plans.sent import sent_number

from .entries import BOOKKEEPING, EntryAdmin


@admin.register(models.Measurement)
class MeasurementAdmin(EntryAdmin):
    OWNER = "indicator"
    export_more: ClassVar = {"unit": "unit_as_stored"}

    form = MeasurementForm
    list_display = ["indicator", "period_label", "value_text", "state", "observation_status", "revision"]
    list_filter = ["indicator__plan", in_charge("indicator__departments"), "state", "observation_status"]
    list_select_related = ["indicator__plan__municipality"]
    search_fields = ["indicator__name", "indicator__number", "period", "owner_name", "progress_comment"]
    fieldsets = [
        (None, {"fields": ["indicator", "period", "revision", "revision_reason"]}),
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

    def get_queryset(self, request):
        """Which unit a value stands in depends on the breaks behind it."""
        return super().get_queryset(request).prefetch_related("indicator__series_breaks")

    @admin.display(description=gettext_lazy("期間"), ordering="period")
    def period_label(self, row: models.Measurement) -> str:
        return Period.parse(row.period).short_label_at(Frequency(row.indicator.frequency))

    @admin.display(description=gettext_lazy("実績値"), ordering="value")
    def value_text(self, row: models.Measurement) -> str:
        return _("算定不可") if row.denominator == 0 else measured_text(row)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        key = str(initial.get("indicator", ""))
        indicator = in_reach(models.Indicator.objects.all(), request.user, self.rights["change"]).filter(
            pk=sent_number(key)
        )
        names = (owner_names(models.Measurement(indicator=row)) for row in indicator)
        return {"owner_name": "".join(names)} | initial


@admin.register(models.ActionProgress)
class ActionProgressAdmin(EntryAdmin):
    OWNER = "action"

    form = EntryForm
    list_display = ["action", "period_label", "status", "state", "revision"]
    list_filter = [
        "action__plan",
        in_charge("action__lead_departments", "action__supporting_departments"),
        "state",
        "status",
    ]
    list_select_related = ["action__plan__municipality"]
    search_fields = ["action__title", "action__number", "period", "comment"]
    fieldsets = [
        (None, {"fields": ["action", "period", "revision", "revision_reason"]}),
        (gettext_lazy("進み具合"), {"fields": ["status", "comment"]}),
        BOOKKEEPING,
    ]

    @admin.display(description=gettext_lazy("期間"), ordering="period")
    def period_label(self, row: models.ActionProgress) -> str:
        return Period.parse(row.period).short_label_at(Frequency.QUARTERLY)
