"""The plan's structure in the admin. Rights and scope: plans/access.py through plans/admin_scope.py."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.urls import path
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import models
from .access import visible_plans
from .admin_revisions import RevisedAdmin, RevisedFormSet, refuse_deletion
from .admin_scope import SamePlanFormSet, SamePlanInline, ScopedAdmin, ScopedInline
from .exports import ListExport
from .ledger.reading import LedgerLine
from .ledger.revising import why_not_deletable


def is_in_charge(department: models.Department | None) -> bool:
    """Whether indicators or actions belong to it: they would be left without a department."""
    return (
        department is not None
        and department.pk is not None
        and any(
            getattr(department, name).exists() for name in ("indicators", "led_actions", "supported_actions")
        )
    )


class DepartmentFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if is_in_charge(form.instance):
                raise ValidationError(
                    _("「%s」は指標か取組を担当しています。先に組織改編で引き継いでください。")
                    % form.instance
                )


class DepartmentInline(ScopedInline):
    model = models.Department
    formset = DepartmentFormSet
    fields = ["code", "name", "parent", "valid_from", "valid_until", "order"]
    show_change_link = True


@admin.register(models.Municipality)
class MunicipalityAdmin(ScopedAdmin):
    list_display = ["name", "prefecture", "code", "slug", "is_fictional"]
    list_filter = ["is_fictional", "prefecture"]
    search_fields = ["name", "name_kana", "name_en", "slug", "code"]
    inlines = [DepartmentInline]

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def delete_view(self, request, object_id, extra_context=None):
        """A city with a public plan stays: so do its plan and all that was promised."""
        city = self.get_object(request, object_id)
        public = city.plans.filter(public_since__isnull=False).first() if city else None
        if public is None or not self.has_delete_permission(request, city):
            return super().delete_view(request, object_id, extra_context)
        return refuse_deletion(request, self, city, why_not_deletable(public))


@admin.register(models.Department)
class DepartmentAdmin(ScopedAdmin):
    list_display = ["name", "parent", "municipality", "valid_from", "valid_until"]
    list_filter = ["municipality"]
    list_select_related = ["municipality", "parent"]
    search_fields = ["name", "code"]

    def has_delete_permission(self, request, obj=None):
        """What it is in charge of passes to its successor first (組織改編)."""
        return super().has_delete_permission(request, obj) and not is_in_charge(obj)


class PlanLabelInline(ScopedInline):
    model = models.PlanLabel


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
    fields = ["department", "role", "order"]


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
        from .workbook_views import URLS

        own = [path(route, self.admin_site.admin_view(view), name=name) for route, view, name in URLS]
        return [*own, *super().get_urls()]


class PartAdmin(ListExport, ScopedAdmin):
    """A row of a plan: listed with its plan, filtered by it."""

    list_filter = ["plan"]
    list_select_related = ["plan__municipality"]


class PromisedAdmin(RevisedAdmin, PartAdmin):
    """A row that is part of the promise."""


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


@admin.register(models.Action)
class ActionAdmin(PromisedAdmin):
    list_display = ["__str__", "group", "plan", "source_place"]
    list_filter = ["plan", "group", "national_priorities"]
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


class SeatInline(ScopedInline):
    model = models.Seat
    fields = ["code", "role", "office", "person", "function", "order"]
    show_change_link = True


@admin.register(models.Committee)
class CommitteeAdmin(PartAdmin):
    list_display = ["name", "plan", "secretariat"]
    search_fields = ["name", "function"]
    inlines = [SeatInline]


@admin.register(models.Seat)
class SeatAdmin(ScopedAdmin):
    list_display = ["__str__", "person", "committee"]
    list_filter = ["committee__plan"]
    list_select_related = ["committee__plan__municipality"]
    search_fields = ["role", "office", "person", "function"]


@admin.register(models.PlanDepartment)
class PlanDepartmentAdmin(ScopedAdmin):
    list_display = ["department", "role", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan__municipality", "department"]
    search_fields = ["department__name", "role"]


@admin.register(models.Term)
class TermAdmin(PartAdmin):
    list_display = ["name", "original", "reading_group", "page", "plan"]
    list_filter = ["plan", "reading_group"]
    search_fields = ["name", "original", "body", "aliases"]


@admin.register(models.SourceDocument)
class SourceDocumentAdmin(PartAdmin):
    list_display = ["title", "publisher", "published", "plan"]
    search_fields = ["title", "publisher"]


@admin.register(models.PlanRelation)
class PlanRelationAdmin(PartAdmin):
    list_display = ["title", "kind", "dated", "plan"]
    list_filter = ["plan", "kind"]
    search_fields = ["title", "wording"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A relation may lead to any plan that the user may see, another city's public one too."""
        if db_field.name == "related_plan":
            kwargs["queryset"] = visible_plans(request.user).select_related("municipality")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.Revision)
class RevisionAdmin(ScopedAdmin):
    """The record of every change: read only. A mistaken change is changed again, with a reason."""

    list_display = ["effective_on", "kind", "subject_name", "reason", "recorded_by", "plan"]
    list_filter = ["plan", "kind"]
    list_select_related = ["plan__municipality", "recorded_by"]
    search_fields = ["subject_name", "subject_code", "reason", "decision"]
    fields = [
        "plan", "kind", "subject_name", "effective_on", "reason", "decision", "recorded_at", "recorded_by", "items",
    ]  # fmt: skip
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("変更の内容"))
    def items(self, row: models.Revision) -> str:
        lines = (
            (item.label, item.before or "－", item.after or "－") for item in LedgerLine(row, row.plan).items
        )
        return format_html_join(mark_safe("<br>"), "{}: {} → {}", lines)


@admin.register(models.SourceNote)
class SourceNoteAdmin(PartAdmin):
    list_display = ["title", "kind", "changes_figure", "is_unverified", "plan"]
    list_filter = ["plan", "kind", "changes_figure", "is_unverified"]
    search_fields = ["title", "found", "chosen"]


@admin.register(models.NationalPriority)
class NationalPriorityAdmin(ScopedAdmin):
    """Shared by all cities: for superusers."""

    list_display = ["title", "group", "taxonomy", "version", "note"]
    list_filter = ["taxonomy", "version", "group"]
    search_fields = ["title"]


@admin.register(models.SitePage)
class SitePageAdmin(ScopedAdmin):
    """Shared by all cities: for superusers."""

    list_display = ["title", "slug", "updated_at"]


@admin.register(models.Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who has which role is decided by superusers (Django's own permissions)."""

    list_display = ["user", "role", "department", "municipality", "valid_from", "valid_until", "deputy_for"]
    list_filter = ["municipality", "role"]
    list_select_related = ["user", "municipality", "department", "deputy_for"]
    search_fields = ["user__username", "user__last_name", "user__first_name"]
