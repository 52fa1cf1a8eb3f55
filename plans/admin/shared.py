"""What all cities share, and who has which role: for superusers."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import models
from plans.admin_scope import ScopedAdmin
from plans.department_filter import in_charge
from plans.era import date_label


@admin.register(models.NationalPriority)
class NationalPriorityAdmin(ScopedAdmin):
    """Shared by all cities: for superusers."""

    list_display = ["title", "group", "taxonomy", "version", "note"]
    list_filter = ["taxonomy", "version", "group"]
    search_fields = ["title"]


@admin.register(models.SitePage)
class SitePageAdmin(ScopedAdmin):
    """Shared by all cities: for superusers."""

    list_display = ["title", "slug", "language", "updated_at"]


def can_sign_in(row: models.Membership) -> str:
    """What its holder's new role opens, and from when: of today, or of a day to come."""
    if row.valid_from is None or row.valid_from <= timezone.localdate():
        return _("「%s」は、これで管理画面にサインインできます。") % row.user
    return _(
        "「%(person)s」は、%(day)sから管理画面にサインインできます。それまではサインインできません。"
    ) % {
        "person": row.user,
        "day": date_label(row.valid_from),
    }


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
    list_filter = ["municipality", in_charge("department"), "role"]
    # As a person thinks: where, who, as what, and from when to when.
    fields = ["municipality", "department", "user", "role", "deputy_for", "valid_from", "valid_until"]
    list_select_related = [
        "user",
        "municipality",
        "department__municipality",
        "department__parent__parent__parent",
        "deputy_for",
    ]
    search_fields = ["user__username", "user__last_name", "user__first_name", "department__name"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            kwargs |= {"empty_label": _("全庁（部署を限らない）"), "help_text": _("下位の部署も含みます。")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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
            messages.info(request, can_sign_in(obj))

    def _has(self, request, right, obj):
        return request.user.is_superuser


def _deputies_of(row: models.Membership) -> set[str]:
    """The names of those who may decide today in the name of the role's holder."""
    deputies = models.Membership.objects.in_force(at=timezone.localdate()).filter(deputy_for=row.user_id)
    return {str(deputy.user) for deputy in deputies.select_related("user")}
