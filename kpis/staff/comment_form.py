"""The overall comment (総括) of a review, which several people may have open."""

from django import forms

from kpis.models import Review
from plans.opened_form import OpenedForm


class CommentForm(OpenedForm):
    """Alone, as the report's room has it."""

    class Meta:
        model = Review
        fields = ["overall_comment"]
        widgets = {
            "overall_comment": forms.Textarea(
                attrs={"rows": 6, "id": "overall-comment", "aria-describedby": "overall-help"}
            )
        }
