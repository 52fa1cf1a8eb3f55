"""The record of every change."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from plans import models
from plans.admin_scope import ScopedAdmin
from plans.ledger.reading import LedgerLine


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
