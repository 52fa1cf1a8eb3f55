"""What can be chosen by typing in a form of the admin: only for the fields that ask so, and only what that form offers."""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet

from .sent import sent_number


class SelectByTyping(AutocompleteSelect):
    """Django's own, with a name for those who hear the page (static/js/typing.js)."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["js/typing.js"])

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list[tuple]:
        """What is no number names no row: the form says so, and Django's own would fail to look for it."""
        return super().optgroups(name, [one for one in value if sent_number(str(one)) is not None], attrs)


class ChoicesByTyping(AutocompleteJsonView):
    """Answers admin.js's select. PermissionDenied where the person may not write such a row."""

    def has_perm(self, request, obj=None) -> bool:
        page = self.admin_site._registry.get(self.source_field.model)
        return (
            page is not None
            and self.source_field.name in page.get_autocomplete_fields(request)
            and (page.has_add_permission(request) or page.has_change_permission(request))
        )

    def get_queryset(self) -> QuerySet:
        page = self.admin_site._registry[self.source_field.model]
        rows = page.choices_by_typing(self.source_field, self.request)
        found, may_repeat = self.model_admin.get_search_results(
            self.request, rows, self.term.replace("\x00", "")
        )
        return found.distinct() if may_repeat else found
