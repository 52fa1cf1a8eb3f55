"""Rows that went out of a person's hands while their page was open: what was typed into them is shown, not dropped.

A department hands its indicators on, a role ends, a row no longer belongs to the quarter: the page that is sent still has
them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from kpis.models import Review
from kpis.workflow.due_items import DueItem, due_items_with_figures
from plans.access import Right

from .edited_entry import EditedEntry
from .grid_forms import BOOKKEEPING, ProgressForm, ValueForm

SEEN = "-seen"


@dataclass(frozen=True)
class LeftRow:
    """`name`: of the indicator or action, blank where nobody knows it any more. `typed`: labels and texts."""

    name: str
    why: str
    typed: list[tuple[str, str]]


def left_rows(
    found: Iterable[DueItem], review: Review, data: Mapping[str, str], *, user: AbstractUser
) -> list[LeftRow]:
    """Those of the sent rows that are not among the person's, and into which they typed."""
    mine = {due_item.key for due_item in found}
    keys = [name.removesuffix(SEEN) for name in data if name.endswith(SEEN)]
    gone = [key for key in keys if key not in mine]
    if not gone:
        return []
    known = {due_item.key: due_item for due_item in due_items_with_figures(review)}
    rows = [_left(known[key], data, user) if key in known else _unknown(key, data) for key in gone]
    return [row for row in rows if row is not None and row.typed]


def _left(due_item: DueItem, data: Mapping[str, str], user: AbstractUser) -> LeftRow | None:
    row = EditedEntry(due_item, data)
    if not row.is_typed:
        return None
    if due_item.is_for(user, Right.WRITE_ENTRIES):
        why = _("この画面で選んだ部署の行ではなくなりました。「すべての担当部署」を選ぶと、書けます。")
    else:
        why = _("この画面を開いた後に、%sの担当になりました。その部署に伝えてください。") % (
            due_item.department_names
        )
    return LeftRow(due_item.name, why, row.typed)


def _unknown(key: str, data: Mapping[str, str]) -> LeftRow:
    labels = {
        name: str(field.label)
        for form in (ValueForm, ProgressForm)
        for name, field in form.base_fields.items()
        if name not in BOOKKEEPING
    }
    typed = [
        (label, text) for name, label in labels.items() if (text := data.get(f"{key}-{name}", "").strip())
    ]
    return LeftRow("", _("この画面を開いた後に、この四半期に報告するものではなくなりました。"), typed)
