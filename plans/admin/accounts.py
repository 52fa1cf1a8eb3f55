"""Accounts and groups: Django's own pages, which several people may have open at once as every other form."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.decorators import method_decorator

from plans.opened_form import OpenedForm

admin.site.unregister([Group, get_user_model()])


class AccountForm(OpenedForm, UserChangeForm):
    """An account as it was when the page was opened."""


class HeldRow:
    """Django's own tables count no saves: whoever saves holds the row from reading it until it is written."""

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return row
        return self.model._default_manager.select_for_update().filter(pk=row.pk).first()


@admin.register(Group)
class OpenedGroupAdmin(HeldRow, GroupAdmin):
    form = OpenedForm


@admin.register(get_user_model())
class AccountAdmin(HeldRow, UserAdmin):
    """When an account was made and last used is recorded, not typed."""

    form = AccountForm
    readonly_fields = ("last_login", "date_joined")

    @method_decorator(transaction.atomic)
    def user_change_password(self, request, id, form_url=""):
        """Django saves the whole account with the new password."""
        return super().user_change_password(request, id, form_url)
