"""What is promised: the plan, its words, its hierarchy and its schedule."""

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import models
from plans.admin_inlines import SamePlanFormSet, SamePlanInline, ScopedInline
from plans.admin_revisions import RevisedAdmin, RevisedFormSet
from plans.department_filter import in_charge
from plans.former_names import called_as_before, sentence

from .lists import PromisedAdmin


class PlanLabelInline(ScopedInline):
    model = models.PlanLabel
    formset = RevisedFormSet


class SourceDocumentInline(ScopedInline):
    model = models.SourceDocument
    fields = ["code", "title", "publisher", "published", "url", "order"]
    show_change_link = True


class PlanRelationInline(ScopedInline):
    model = models.PlanRelation
    fk_name = "plan"
    fields = ["code", "kind", "title", "dated", "url", "order"]
    show_change_link = True


class PlanDepartmentInline(ScopedInline):
    model = models.PlanDepartment
    fields = ["department", "role", "answers_questions", "order"]


class FormerAddressInline(ScopedInline):
    model = models.FormerAddress
    readonly_fields = ["path"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.Plan)
class PlanAdmin(RevisedAdmin):
    list_display = ["title", "municipality", "edition", "is_draft", "is_public", "starts_on", "ends_on"]
    list_filter = ["municipality", "kind", "is_draft", "is_public"]
    list_select_related = ["municipality"]
    search_fields = ["title", "municipality__name", "summary"]
    inlines = [
        PlanLabelInline,
        SourceDocumentInline,
        PlanRelationInline,
        PlanDepartmentInline,
        FormerAddressInline,
    ]
    fieldsets = [
        (None, {"fields": ["municipality", "title", "edition", "kind", "slug", "is_public", "is_draft"]}),
        (gettext_lazy("期間"), {"fields": ["adopted_on", "starts_on", "ends_on"]}),
        (
            gettext_lazy("説明と出典"),
            {"fields": ["summary", "is_summary", "source_place", "licence", "licence_url", "order"]},
        ),
    ]

    def get_urls(self):
        from plans.workbook_views import URLS

        own = [path(route, self.admin_site.admin_view(view), name=name) for route, view, name in URLS]
        return [*own, *super().get_urls()]


@admin.register(models.Statement)
class StatementAdmin(PromisedAdmin):
    list_display = ["__str__", "kind", "plan", "source_place", "is_summary"]
    list_filter = ["plan", "kind", "is_summary"]
    search_fields = ["title", "body", "code"]


class SubGoalInline(ScopedInline):
    model = models.Goal
    fk_name = "parent"
    fields = ["number", "title", "kind", "order"]
    readonly_fields = fields
    can_delete = False
    show_change_link = True
    verbose_name_plural = gettext_lazy("下位の目標（題名から開いて直します）")

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(models.Goal)
class GoalAdmin(PromisedAdmin):
    list_display = ["__str__", "kind", "parent", "plan"]
    list_filter = ["plan", "kind"]
    list_select_related = ["plan__municipality", "parent"]
    search_fields = ["title", "subtitle", "summary", "code", "number"]
    inlines = [SubGoalInline]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            _name_tracks_called_as_before(request, form)


def _name_tracks_called_as_before(request: HttpRequest, form: ModelForm) -> None:
    was = [form.initial.get(name, "") for name in ("title", "number")]
    for track in called_as_before(form.instance, *was):
        link = reverse("admin:plans_scheduletrack_change", args=[track.pk])
        linked = format_html('<a href="{}">{}</a>', link, _("列を変更する"))
        messages.warning(request, format_html("{}{}", sentence(track), linked))


@admin.register(models.Action)
class ActionAdmin(PromisedAdmin):
    list_display = ["__str__", "group", "plan", "source_place"]
    list_filter = [
        "plan",
        in_charge("lead_departments", "supporting_departments"),
        "group",
        "national_priorities",
    ]
    search_fields = ["title", "summary", "code", "number"]


class ScheduleItemFormSet(SamePlanFormSet, RevisedFormSet):
    """Items of a track: of its plan, and under the page's grounds."""


class ScheduleItemInline(SamePlanInline):
    model = models.ScheduleItem
    formset = ScheduleItemFormSet
    fields = [
        "code",
        "kind",
        "title",
        "from_quarter",
        "to_quarter",
        "planned_on",
        "done_on",
        "is_uncertain",
        "state",
        "order",
    ]
    show_change_link = True


@admin.register(models.ScheduleTrack)
class ScheduleTrackAdmin(PromisedAdmin):
    list_display = ["__str__", "goal", "plan"]
    list_select_related = ["plan__municipality", "goal"]
    search_fields = ["title"]
    inlines = [ScheduleItemInline]


@admin.register(models.ScheduleItem)
class ScheduleItemAdmin(PromisedAdmin):
    list_display = [
        "title",
        "kind",
        "track",
        "from_quarter",
        "to_quarter",
        "planned_on",
        "done_on",
        "is_uncertain",
    ]
    list_filter = ["plan", "kind", "track", "is_uncertain"]
    list_select_related = ["plan__municipality", "track"]
    search_fields = ["title", "code"]
