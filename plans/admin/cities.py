"""Cities and their departments."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import models
from plans.admin_inlines import ScopedInline
from plans.admin_revisions import refuse_deletion
from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport
from plans.ledger.revising import why_not_deletable
from plans.models.contacts import Reachable


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


class WithContacts(ScopedAdmin):
    """A form with a part of its own that says how people reach the row."""

    contacts_help = ""  # whose contacts they are, and when citizens are shown them

    def get_fieldsets(self, request, obj=None):
        own = [name for name in self.get_fields(request, obj) if name not in Reachable.CONTACTS]
        contacts = {"fields": list(Reachable.CONTACTS), "description": self.contacts_help}
        return [(None, {"fields": own}), (_("市民からの問い合わせ先"), contacts)]


@admin.register(models.Municipality)
class MunicipalityAdmin(WithContacts):
    list_display = ["name", "prefecture", "code", "slug", "is_fictional"]
    list_filter = ["is_fictional", "prefecture"]
    search_fields = ["name", "name_kana", "name_en", "slug", "code"]
    inlines = [DepartmentInline]

    contacts_help = gettext_lazy(
        "市の代表の連絡先です。部署に連絡先がないとき、市民にはこれを案内します。"
        "どれもないときは、公式サイトを案内します。"
    )

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


@admin.register(models.Translation)
class TranslationAdmin(ListExport, ScopedAdmin):
    """The city's texts in other languages: typed one by one, or all at once by a file."""

    list_display = ["original", "language", "text", "is_portals", "municipality"]
    list_filter = ["municipality", "language", "is_portals"]
    list_select_related = ["municipality"]
    search_fields = ["original", "text"]


@admin.register(models.Department)
class DepartmentAdmin(WithContacts):
    list_display = ["name", "parent", "municipality", "valid_from", "valid_until"]
    list_filter = ["municipality"]
    list_select_related = ["municipality", "parent"]
    search_fields = ["name", "code"]

    contacts_help = gettext_lazy(
        "担当する指標や取組のページの終わりに出ます。どれも空欄のときは、上位の部署、市の代表の順に案内します。"
    )

    def has_delete_permission(self, request, obj=None):
        """What it is in charge of passes to its successor first (組織改編)."""
        return super().has_delete_permission(request, obj) and not is_in_charge(obj)
