"""What the plan manager has typed on the status page: pressing one of its buttons takes nothing from the other fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from kpis.models import Review
from plans.opened_form import OpenedForm

from .review_status import Status, StatusLine

REASON, REOPEN = "reason-", "reopen_reason"


class ReviewForm(OpenedForm):
    """Dates and the overall comment."""

    class Meta:
        model = Review
        fields = ["due_on", "meeting_on", "overall_comment"]
        widgets = {
            "overall_comment": forms.Textarea(attrs={"rows": 5}),
        }


@dataclass(frozen=True)
class Typed:
    """What was sent and is not stored yet."""

    form: ReviewForm | None
    reasons: Mapping[str, str]  # by a due item's key, why there is no value
    reopen_reason: str

    @classmethod
    def of(cls, sent: QueryDict, review: Review, *done: str) -> "Typed":
        """`done`: names of the fields that are stored by now."""
        form = None
        if "due_on" in sent and "due_on" not in done:
            form = ReviewForm(sent, instance=Review.objects.get(pk=review.pk))
            form.is_valid()
        texts = {name: sent[name].replace("\0", "") for name in sent if name not in done}
        return cls(
            form if form is not None and form.has_changed() else None,
            {
                name.removeprefix(REASON): text
                for name, text in texts.items()
                if name.startswith(REASON) and text.strip()
            },
            texts.get(REOPEN, "").strip(),
        )

    def __bool__(self) -> bool:
        return bool(self.form or self.reasons or self.reopen_reason)

    def on(self, found: Status) -> Status:
        """The page's tables with the reasons."""
        tables = tuple(
            replace(table, lines=tuple(map(self._on, table.lines))) if self.reasons else table
            for table in found.tables
        )
        return replace(found, tables=tables)

    def _on(self, line: StatusLine) -> StatusLine:
        return replace(line, reason=self.reasons.get(line.due_item.key, ""))

    def sentences(self, found: Status, review: Review) -> Iterator[str]:
        """What is still to be saved, and the texts that have no place on the page any longer."""
        if self.form and self.form.is_valid():
            yield _("「日程と総括」は、まだ保存していません。書いたものは下に残っています。")
        if self.reopen_reason and review.state != Review.State.CLOSED:
            yield _("受付中に戻す理由は使いませんでした。書いた理由:「%s」") % self.reopen_reason
        places = {line.due_item.key for table in found.tables for line in table.lines if line.can_be_missing}
        for key, text in self.reasons.items():
            if key not in places:
                yield _("値がない理由は使いませんでした。書いた理由:「%s」") % text
