"""What stands around the promise: who works on it, its terms, and its sources."""

from django.contrib import admin

from plans import models
from plans.access import visible_plans
from plans.admin_inlines import ScopedInline
from plans.admin_scope import ScopedAdmin

from .lists import PartAdmin


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

    across_cities = ("related_plan",)

    def choices_by_typing(self, db_field, request):
        """A relation may lead to any plan that the user may see, another city's public one too."""
        return visible_plans(request.user).select_related("municipality")


@admin.register(models.SourceNote)
class SourceNoteAdmin(PartAdmin):
    list_display = ["title", "kind", "changes_figure", "is_unverified", "plan"]
    list_filter = ["plan", "kind", "changes_figure", "is_unverified"]
    search_fields = ["title", "found", "chosen"]
