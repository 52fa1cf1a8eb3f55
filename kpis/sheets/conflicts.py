"""What is said of a row that somebody else has saved since the sheet was made: both contents, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import measured_value
from kpis.models import Measurement, PeriodEntry
from plans.era import date_label
from plans.people_names import person_name

from .cell_values import text_of
from .columns import BY_NAME, SheetColumn


@dataclass(frozen=True)
class BothTexts:
    """A field that others changed: what is stored now, and what the sheet has, where it changes the field too."""

    column: SheetColumn
    stored: object
    given: object
    is_given: bool

    def said(self, unit: str) -> str:
        """実績値「5件」（シートでは「7件」）"""
        words = {"name": self.column.header, "stored": self._text(self.stored, unit)}
        if not self.is_given:
            return _("%(name)s「%(stored)s」") % words
        words["given"] = self._text(self.given, unit)
        return _("%(name)s「%(stored)s」（シートでは「%(given)s」）") % words

    def _text(self, value: object, unit: str) -> str:
        return text_of(self.column, value, unit) or _("空欄")


def conflict_sentence(entry: PeriodEntry, fields: Iterable[BothTexts]) -> str:
    """Who saved what since the sheet was made, field by field, and what to do."""
    last = entry.history.select_related("history_user").first()
    unit = entry.unit if isinstance(entry, Measurement) else ""
    if isinstance(entry, Measurement):
        value = measured_value(entry)
        what = text_of(BY_NAME["value"], value, unit) if value is not None else _("値なし")
    else:
        what = entry.get_status_display()
    when = timezone.localtime(entry.updated_at)
    parts = [
        _("シートを作った後に、%(who)sが%(when)sに保存しました（%(what)s、%(state)s）。")
        % {
            "who": person_name((last and last.history_user) or entry.entered_by) or _("ほかの人"),
            "when": f"{date_label(when.date())} {when:%H:%M}",
            "what": what,
            "state": entry.get_state_display(),
        }
    ]
    if texts := "、".join(field.said(unit) for field in fields):
        parts.append(_("その人が変えた欄: %s。") % texts)
    parts.append(_("この行は何も取り込んでいません。シートをダウンロードし直して、書き直してください。"))
    return "".join(parts)
