"""What all cities share, and who has which role: for superusers."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    """Who has which role is decided by superusers. A role makes its holder staff."""

    list_display = [
        "user",
        "role",
        "department_path",
        "municipality",
        "valid_from",
        "valid_until",
        "deputy_for",
    ]
    list_filter = ["municipality", "role"]
    list_select_related = [
        "user",
        "municipality",
        "department__municipality",
        "department__parent__parent__parent",
        "deputy_for",
    ]
    search_fields = ["user__username", "user__last_name", "user__first_name", "department__name"]

    @admin.display(description=gettext_lazy("部署"), ordering="department")
    def department_path(self, row: models.Membership) -> str:
        return row.department.full_path if row.department else _("全庁")

    def save_model(self, request, obj, form, change):
        was_staff = obj.user.is_staff
        deputies = _deputies_of(obj)
        super().save_model(request, obj, form, change)
        idle = deputies - _deputies_of(obj)
        if idle:
            sentence = _(
                "「%(person)s」の承認する役割が終わるので、代決者（%(deputies)s）は代決できなくなります。"
            )
            messages.warning(request, sentence % {"person": obj.user, "deputies": "、".join(sorted(idle))})
        if obj.made_staff and not was_staff:
            messages.info(request, _("「%s」は、これで管理画面にサインインできます。") % obj.user)

    def _has(self, request, right, obj):
        return request.user.is_superuser


def _deputies_of(row: models.Membership) -> set[str]:
    """The names of those who may decide today in the name of the role's holder."""
    deputies = models.Membership.objects.in_force(at=timezone.localdate()).filter(deputy_for=row.user_id)
    return {str(deputy.user) for deputy in deputies.select_related("user")}
