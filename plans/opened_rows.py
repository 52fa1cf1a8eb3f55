"""Tables of rows that two people may have open at once: see plans/opened_form.py for one row."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from .opened_form import OpenedForm


class OpenedRows(forms.BaseInlineFormSet):
    """Rows that others have added, deleted or changed meanwhile: each form keeps the row that it was opened with."""

    def get_queryset(self) -> Sequence[models.Model]:
        """The stored rows; of a table that was sent, in the order in which it was sent. Of a row that is gone, a blank one."""
        rows = super().get_queryset()
        if not self.is_bound or self.save_as_new:
            return rows
        if not hasattr(self, "_as_sent"):
            by_key = {str(row.pk): row for row in rows}
            keys = [self._sent_key(place) for place in range(self.initial_form_count())]
            self._as_sent = [by_key.get(key) or self.model(**{self.fk.name: self.instance}) for key in keys]
        return self._as_sent

    def _sent_key(self, place: int) -> str:
        return self.data.get(f"{self.add_prefix(place)}-{self.model._meta.pk.name}", "")

    def _construct_form(self, i: int, **kwargs) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        if not self.is_bound or self.save_as_new or i >= self.initial_form_count():
            return form
        if form.instance.pk is None and isinstance(form, OpenedForm) and self._sent_key(i).isdecimal():
            form.is_gone = True
            form.fields[self.model._meta.pk.name] = forms.CharField(required=False, widget=forms.HiddenInput)
        return form

    def clean(self) -> None:
        for form in self.initial_forms:
            if self._should_delete_form(form) and getattr(form, "theirs", ()):
                raise ValidationError(
                    _(
                        "「%s」は、この画面を開いた後に、ほかの人が変えました。内容を確かめて、削除してよければ、もう一度保存してください。"
                    )
                    % form.instance
                )
        super().clean()
