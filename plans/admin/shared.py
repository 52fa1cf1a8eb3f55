"""What all cities share, and who has which role: for superusers."""

from django.contrib import admin

from plans import models
from plans.admin_scope import ScopedAdmin


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
class MembershipAdmin(ScopedAdmin):
    """Who has which role is decided by superusers."""

    list_display = ["user", "role", "department", "municipality", "valid_from", "valid_until", "deputy_for"]
    list_filter = ["municipality", "role"]
    list_select_related = ["user", "municipality", "department", "deputy_for"]
    search_fields = ["user__username", "user__last_name", "user__first_name"]

    def _has(self, request, right, obj):
        return request.user.is_superuser
