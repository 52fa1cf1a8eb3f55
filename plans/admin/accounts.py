"""Accounts: Django's own pages, which several people may have open at once as every other form."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db import transaction
from django.utils.decorators import method_decorator

from plans.admin_lists import KeyedLists
from plans.gone_row import KeptTexts
from plans.opened_form import OpenedForm

admin.site.unregister(get_user_model())


class AccountForm(OpenedForm, UserChangeForm):
    """An account as it was when the page was opened."""


class HeldRow:
    """Django's own tables count no saves: whoever saves holds the row from reading it until it is written."""

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return row
        return self.model._default_manager.select_for_update().filter(pk=row.pk).first()


def account_sections(fieldsets: Iterable[tuple]) -> list[tuple]:
    """The sections of an account's form: 姓 before 名, and without Django's groups and permissions."""
    hidden, names = ("groups", "user_permissions"), ("last_name", "first_name")
    found = []
    for title, options in fieldsets:
        rest = tuple(name for name in options["fields"] if name not in (*hidden, *names))
        has_names = set(names) <= set(options["fields"])
        found.append((title, options | {"fields": (*names, *rest) if has_names else rest}))
    return found


@admin.register(get_user_model())
class AccountAdmin(HeldRow, KeptTexts, KeyedLists, UserAdmin):
    """When an account was made and last used is recorded, not typed."""

    begins_anew = False  # a new account asks for its password
    form = AccountForm
    readonly_fields = ("last_login", "date_joined")
    fieldsets = account_sections(UserAdmin.fieldsets)
    list_display = ("username", "last_name", "first_name", "email", "is_staff")
    list_filter = ("is_staff", "is_superuser", "is_active")
    filter_horizontal = ()

    @method_decorator(transaction.atomic)
    def user_change_password(self, request, id, form_url=""):
        """Django saves the whole account with the new password."""
        return super().user_change_password(request, id, form_url)
