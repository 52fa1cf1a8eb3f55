"""How many rows a page takes at once: what a browser sends does not decide how long the portal works."""

from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _

ROOM = 50  # new rows, beside those that are stored; the page's button to add one stops there


class CappedRows:
    """An inline's formset that builds no form beyond its room; of a count beyond it none but those of stored rows."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stored = len(BaseModelFormSet.get_queryset(self))
        self.absolute_max = stored + ROOM
        self.max_num = self.max_num and self.absolute_max  # 0: nobody may add any
        self.error_messages["too_many_forms"] = (
            _("一度に足せるのは%d行までです。いくつかに分けて保存してください。") % ROOM
        )

    def initial_form_count(self) -> int:
        """Rows that others have deleted meanwhile may be among those sent, but not without end."""
        return min(super().initial_form_count(), self.absolute_max)

    def total_form_count(self) -> int:
        found = super().total_form_count()
        if self.is_bound and self.management_form.cleaned_data["TOTAL_FORMS"] > self.absolute_max:
            return self.absolute_max - ROOM
        return found
