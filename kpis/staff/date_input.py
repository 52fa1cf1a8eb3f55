"""A date in a form of the staff's screens."""

from django import forms


class DateInput(forms.DateInput):
    """The browser's own calendar; the date is sent as 2026-04-30."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")
