"""Values of indicators and reports on actions in the admin."""

from typing import ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.assessment.stored_facts import measured_text
from kpis.entry.assessment_fields import OWN
from kpis.entry.forms import EntryForm, MeasurementForm
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from kpis.workflow.entries import owner_names
from kpis.workflow.self_assessments import aspects_of, field_name, told_of
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

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """What is worked out of other indicators is entered nowhere."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == self.OWNER:
            field.queryset = field.queryset.filter(formula="")
            field.error_messages["invalid_choice"] = _(
                "この市区町村のものから選んでください。計算で求める指標の値は、もとの指標に登録します。"
            )
        return field

    def get_fieldsets(self, request, obj=None):
        """With what the plan's departments assess, once it is known whose value it is."""
        found = [*super().get_fieldsets(request, obj)]
        if obj is not None and not self.has_change_permission(request, obj):
            names = ["assessed_text"] if obj.self_assessments.exists() else []
        else:
            names = self._own_names(request, obj)
        if names:
            found.insert(-1, (gettext_lazy("自己評価"), {"fields": names}))
        return found

    def _own_names(self, request, obj: models.Measurement | None) -> list[str]:
        indicator = self._indicator_of(request, obj)
        aspects = aspects_of(indicator.plan) if indicator is not None else []
        return [field_name(aspect, part) for aspect in aspects for part in ("mark", "reason")]

    def _indicator_of(self, request, obj: models.Measurement | None) -> models.Indicator | None:
        """The report's; of a new one as the form is sent, or as its address says."""
        row = obj or self._begun(request)
        if row is not None:
            return row.indicator
        sent = request.POST if request.method == "POST" else request.GET
        rows = in_reach(models.Indicator.objects.all(), request.user, self.rights["change"])
        return rows.filter(pk=sent_number(sent.get("indicator", ""))).first()

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form itself adds the fields of what is assessed: they are none of the model's."""
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        own = [name for name in names if name.startswith(OWN)]
        kwargs["fields"] = [name for name in names if name not in own]
        form = super().get_form(request, obj, change, **kwargs)
        form.assessed_of, form.asks_assessments = self._indicator_of(request, obj), bool(own)
        return form

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "assessed_text")

    @admin.display(description=gettext_lazy("自己評価"))
    def assessed_text(self, row: models.Measurement) -> str:
        return format_html_join("", "<p>{}　{}</p>", ((one.text, one.reason) for one in told_of(row)))

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
