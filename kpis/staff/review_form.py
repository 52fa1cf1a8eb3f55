"""The plan manager's forms of a review."""

from django import forms

from kpis.models import Review


class DateInput(forms.DateInput):
    """The browser's own calendar; the date is sent as 2026-04-30."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class ReviewForm(forms.ModelForm):
    """Dates and the overall comment."""

    class Meta:
        model = Review
        fields = ["due_on", "meeting_on", "overall_comment"]
        widgets = {
            "due_on": DateInput(),
            "meeting_on": DateInput(),
            "overall_comment": forms.Textarea(attrs={"rows": 5}),
        }
