"""Formsets of figures: what they say of two rows with one key."""

from django import forms


class FigureFormSet(forms.BaseInlineFormSet):
    DUPLICATE: str  # what to say of two rows with one key

    def get_unique_error_message(self, unique_check) -> str:
        return str(self.DUPLICATE)

    def get_form_error(self) -> str:
        return str(self.DUPLICATE)
