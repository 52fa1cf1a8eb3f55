"""What all cities share, and who has which role: for superusers."""

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import models
from plans.admin_scope import ScopedAdmin
from plans.people_names import person_label


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
        before = _deputies_acting(obj.user)
        super().save_model(request, obj, form, change)
        idle = before - _deputies_acting(obj.user)
        if idle:
            sentence = _(
                "「%(person)s」の承認する役割が終わるので、代決者（%(deputies)s）は代決できなくなります。"
            )
            names = {"person": obj.user, "deputies": "、".join(sorted(map(person_label, idle)))}
            messages.warning(request, sentence % names)
        if obj.made_staff and not was_staff:
            messages.info(request, _("「%s」は、これで管理画面にサインインできます。") % obj.user)

    def _has(self, request, right, obj):
        return request.user.is_superuser


def _deputies_acting(user: AbstractUser) -> set[AbstractUser]:
    """Who may decide in that person's name today."""
    rows = models.Membership.objects.acting(at=timezone.localdate()).filter(deputy_for=user)
    return {row.user for row in rows.select_related("user")}
