"""What somebody typed, as they can read and copy it where it can no longer be sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

REPORTS = (
    "Measurement",
    "ActionProgress",
)  # whose fields the staff's screens ask for, row by row: value-12-comment
CHOSEN = ("status", "observation_status")


@dataclass(frozen=True)
class TypedText:
    """`label`: what the field is called; blank where that is not known."""

    label: str
    text: str


def typed_texts(fields: Iterable[tuple[str, str]]) -> list[TypedText]:
    """Of the posted fields those in which somebody writes; buttons, marks and versions are none.

    Rows are not named: whoever has lost the right to a row is told no more of it than they sent.
    """
    labels = _labels()
    found = []
    for name, text in fields:
        label = _("差し戻しの理由") if name.startswith("reason-") else labels.get(name.rpartition("-")[2], "")
        if text.strip() and (label or not text.isascii()):
            found.append(TypedText(label, text))
    return found


def _labels() -> dict[str, str]:
    """The names of the fields of a report, by the last part of their names in forms."""
    return {
        field.name: str(field.verbose_name)
        for model in REPORTS
        for field in apps.get_model("kpis", model)._meta.fields
        if field.editable and not field.is_relation and field.name not in CHOSEN
    }
