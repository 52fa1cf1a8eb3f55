"""The forms of the entry grid: a report of a period as one row, which knows whether it was touched."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy

from kpis.assessment.stored_facts import observation_of
from kpis.judging.known import Observation
from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress, Measurement
from kpis.workflow.answers import was_returned
from plans.opened_form import AS_OPENED

from .forms import EntryForm, MeasurementForm
from .number_fields import NumberField

TEXT_ROWS = 3
A_LINE = 14  # characters of a text field's line where it is narrowest
BOOKKEEPING = (AS_OPENED, "confirmed")


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": TEXT_ROWS})


class GridForm(EntryForm):
    """A report as a row of the grid. Whether it was touched is told from what the page showed, not from the database."""

    page_version: int | None = None  # of the row as the page showed it; -1 where that cannot be read

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[AS_OPENED].initial = self._now()  # of a report that is yet to be begun, too
        if not was_returned(self.instance):
            del self.fields["answer"]
        for name, field in self.fields.items():
            if name not in BOOKKEEPING:
                field.widget.attrs |= {"data-field": name}

    def forget_others(self) -> None:
        """What they saved does not count: nothing is stored of this form."""
        self.page_version = None
        self.fields.pop(AS_OPENED, None)

    def _meet_others(self, opened: dict[str, str]) -> None:
        """A page that does not say what it showed is asked about every field that differs: nothing is taken back unseen."""
        is_unknown = self.page_version == -1 or (not opened and self.page_version != self.instance.version)
        if is_unknown and self.page_version is not None:
            opened = dict.fromkeys(self._names(), "")
        super()._meet_others(opened)

    def _tell(self) -> None:
        """Of a text that both changed, one's own stands there in full as well."""
        super()._tell()
        for name in self.contested:
            widget = self.fields[name].widget
            if isinstance(widget, forms.Textarea):
                widget.attrs["rows"] = _rows_of(str(self.data.get(self.add_prefix(name), "")))

    @property
    def inputs(self) -> list[str]:
        return [name for name in self.fields if name not in BOOKKEEPING]

    def shown(self) -> str:
        """A digest of the inputs as the page shows them before anybody types."""
        return _digest(self._shown_text(name) if name in self.fields else "" for name in self._told)

    def sent(self) -> str:
        """A digest of the inputs as they were sent."""
        return _digest(str(self.data.get(self.add_prefix(name), "")) for name in self._told)

    @property
    def _told(self) -> list[str]:
        """The answer last, whether it is asked for or not: a row that was returned meanwhile is not touched by that."""
        return [*(name for name in self.inputs if name != "answer"), "answer"]

    def _shown_text(self, name: str) -> str:
        value = self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name))
        return "" if value is None else str(value)


def _rows_of(text: str) -> int:
    """As many as the text fills."""
    return max(TEXT_ROWS, sum(1 + len(line) // A_LINE for line in text.splitlines()))


def _digest(texts) -> str:
    text = "\x1f".join(text.replace("\r\n", "\n").strip() for text in texts)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class ValueForm(GridForm, MeasurementForm):
    evidence_url = forms.URLField(
        label=gettext_lazy("根拠資料のアドレス"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    class Meta:
        model = Measurement
        fields = [
            "value",
            "numerator",
            "denominator",
            "observation_status",
            "progress_comment",
            "issues_comment",
            "response_comment",
            "internal_note",
            "evidence_url",
            "answer",
        ]
        field_classes = dict.fromkeys(("value", "numerator", "denominator"), NumberField)
        widgets = {
            name: _area()
            for name in ("progress_comment", "issues_comment", "response_comment", "internal_note", "answer")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        indicator = self.instance.indicator
        for name in ("value",) if indicator.is_ratio else ("numerator", "denominator"):
            del self.fields[name]
        self.fields["observation_status"].choices = ObservationStatus.choices()
        for name in self.own_names:
            self.fields[name].widget.attrs.pop("data-field", None)  # nothing is pasted there
        for name in self.number_names:
            self.fields[name].widget.attrs |= {"class": "grid-number"}
        if indicator.is_ratio:
            self.fields["numerator"].label = indicator.numerator_label or self.fields["numerator"].label
            self.fields["denominator"].label = indicator.denominator_label

    @property
    def number_names(self) -> list[str]:
        return [name for name in ("value", "numerator", "denominator") if name in self.fields]

    @property
    def numbers(self):
        return [self[name] for name in self.number_names]

    @property
    def texts(self):
        return [
            self[name]
            for name in (
                "progress_comment",
                "issues_comment",
                "response_comment",
                "internal_note",
                "evidence_url",
            )
        ]

    def observation(self) -> Observation | None:
        """What stands in the form, as the rules take it; None without a value."""
        row = self.instance
        if row.value is None and row.numerator is None:
            return None
        return observation_of(row)


class ProgressForm(GridForm):
    status = forms.ChoiceField(
        label=gettext_lazy("進み具合"),
        choices=[("", gettext_lazy("選んでください")), *ActionProgress.Status.choices],
        error_messages={"required": gettext_lazy("進み具合を選んでください。")},
    )

    class Meta:
        model = ActionProgress
        fields = ["status", "comment", "internal_note", "answer"]
        widgets = {"comment": _area(), "internal_note": _area(), "answer": _area()}

    def notices(self) -> list[str]:
        return []

    @property
    def texts(self):
        return [self["comment"], self["internal_note"]]
