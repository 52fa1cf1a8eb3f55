"""One row of the entry grid: what a department reports for a period, bound to what it saw when it began.

Of two people at one row the form tells who changed which field (plans/opened_form.py); here stands what becomes of it.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry
from kpis.workflow import entries
from kpis.workflow.due_items import DueItem
from plans.people_names import person_name
from plans.sent import sent_number

from .grid_forms import BOOKKEEPING, GridForm, ProgressForm, ValueForm

TRIES = 5  # as plans/opened_pages.py: others may save between reading and writing


class EditedEntry:
    """A due item in the grid: its form, and what became of what was sent.

    `seen` names the version and the texts that the page showed; so an untouched row never conflicts, and a touched one
    is compared with what is stored now. `is_alone`: what others saved does not count, as in a preview of what is typed.
    """

    def __init__(self, due_item: DueItem, data: Mapping[str, str] | None = None, *, is_alone: bool = False):
        self.due_item = due_item
        self.is_alone = is_alone
        self.data = data
        self.entry: PeriodEntry = due_item.entry or due_item.new_entry()
        self.error = ""
        self.conflict: PeriodEntry | None = None  # handed in or approved while this person was typing
        self.saved = False
        self.is_picked = bool(self._sent("pick"))  # touched or ticked: meant to be handed in
        self.is_chosen = False  # and complete, so that it can be
        # Somebody else has saved it since the page was made, and the person has not seen that yet.
        self.is_news = self.was_sent and self._seen_version() != self.version
        self.form = self._form(data if self.was_sent and not self.is_locked else None)
        if self.form.is_bound and not self.is_touched:
            self.form = self._form(None)

    @property
    def key(self) -> str:
        return self.due_item.key

    @property
    def is_locked(self) -> bool:
        """Submitted, approved, or of a closed review: shown, not filled in."""
        return self.due_item.is_locked

    @property
    def has_left(self) -> bool:
        """Submitted or approved: out of the department's hands."""
        return self.due_item.entry is not None and self.due_item.entry.state not in entries.IN_HAND

    @property
    def version(self) -> int:
        return self.due_item.entry.version if self.due_item.entry else 0

    @property
    def seen(self) -> str:
        """For the hidden field: the version and the digest that the page shows."""
        if not self.form.is_bound or self._is_gone:
            return f"{self.version}:{self._form(None).shown()}"
        if self.form.is_outdated:  # the page now says what the others saved
            return f"{self.version}:{self._sent('seen').partition(':')[2]}"
        return self._sent("seen")

    @property
    def was_sent(self) -> bool:
        return self.data is not None and f"{self.key}-seen" in self.data

    @property
    def is_touched(self) -> bool:
        return self.form.is_bound and self.form.sent() != self._sent("seen").partition(":")[2]

    def save(self, *, by: AbstractUser) -> bool:
        """Stores what was typed. False when it was refused: `form.errors`, `error` or `conflict` say why."""
        if not self.form.is_bound:
            return self._notice_lost_input()
        if self._is_gone:
            self.error = _("この行は、ほかの人が消しました。もう一度保存すると、新しく登録します。")
            return False
        for _try in range(TRIES):
            if not self.form.is_valid():
                return False
            if self.due_item.entry is not None and _says_what_is_stored(self.form):
                self._renew()
                return True
            try:
                self.entry = entries.save_entry(self.form.instance, by=by, seen_version=self.version)
            except entries.Conflict as conflict:
                self.error = str(conflict)
                self._meet(conflict.current)
                if self.is_locked:
                    self.error = ""
                    return self._notice_lost_input()
            except entries.Refused as refusal:
                self.error = str(refusal)
                return False
            except ValidationError as error:
                self.error = " ".join(error.messages)
                return False
            else:
                # What was returned and opened again meanwhile is handed in only by who has seen that.
                was_news = self.is_news
                self._renew()
                self.error, self.saved, self.is_news = "", True, was_news
                return True
        return False

    def _meet(self, current: PeriodEntry) -> None:
        """Somebody saved it between this request's reading and writing it: the form is held against that."""
        self.entry, self.is_news = current, True
        self.due_item = replace(self.due_item, entry=current)
        self.form = self._form(None if self.is_locked else self.data)

    def checked_with(self, values: Mapping[str, str]) -> tuple[dict[str, str], str]:
        """What is wrong with these inputs by field, and what is doubtful, once they stand in the row with all else."""
        data = {f"{self.key}-{name}": self.form[name].value() or "" for name in self.form.inputs}
        tried = self._form(data | {f"{self.key}-{name}": text for name, text in values.items()})
        tried.forget_others()
        wrong = {name: " ".join(map(str, tried.errors[name])) for name in values if name in tried.errors}
        return wrong, " ".join(map(str, tried.errors.get("confirmed", ())))

    def _seen_version(self) -> int:
        number = sent_number(self._sent("seen").partition(":")[0])
        return -1 if number is None else number

    @property
    def _is_gone(self) -> bool:
        """The page showed a report that is no longer there."""
        return self.due_item.entry is None and self._seen_version() > 0

    @property
    def is_typed(self) -> bool:
        """Whether what was sent says something else than the page showed and than is stored, whatever the row's state."""
        if not self.was_sent:
            return False
        probe = self._form(self.data)
        return probe.sent() != self._sent("seen").partition(":")[2] and not _says_what_is_stored(probe)

    def _notice_lost_input(self) -> bool:
        """Somebody typed into a row that has been submitted or approved meanwhile, or whose review has been closed."""
        if not (self.is_locked and self.is_typed):
            return True
        if self.has_left:
            self.conflict = self.entry
        else:
            words = _(
                "%sは締め切られたので、保存していません。下の「改定案を書く」から、理由を付けて提出できます。"
            )
            self.error = words % self.due_item.review.label
        return False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was sent for a row that can no longer take it, to be read and copied."""
        if self.data is None:
            return []
        fields = self._form(None).fields
        names = [name for name in fields if name not in BOOKKEEPING and self._sent(name)]
        return [(str(fields[name].label), _as_read(fields[name], self._sent(name))) for name in names]

    def _renew(self) -> None:
        self.due_item = replace(self.due_item, entry=self.entry)
        self.form = self._form(None)
        self.is_news = False

    def _sent(self, name: str) -> str:
        return str(self.data.get(f"{self.key}-{name}", "")) if self.data is not None else ""

    def _form(self, data: Mapping[str, str] | None) -> GridForm:
        kind = ValueForm if self.due_item.is_value else ProgressForm
        # A form writes into its row even when it is refused: `entry` stays what is stored.
        form = kind(data, instance=copy(self.entry), prefix=self.key, auto_id="%s")
        if self.is_alone:
            form.forget_others()
        elif data is not None:
            form.page_version = self._seen_version()
        return form


def _says_what_is_stored(form: GridForm) -> bool:
    """Whether nothing differs, as when the answer to a first attempt was lost on its way and the same is sent again.

    Or when somebody chose another person's text in every field that both had changed.
    """
    return not set(form.changed_data) - set(BOOKKEEPING)


def conflict_text(row: PeriodEntry) -> str:
    """Who saved what, in a sentence."""
    return _("%(who)sが%(when)sに保存しました（%(state)s）。") % {
        "who": person_name(row.entered_by) or _("ほかの人"),
        "when": _when(row),
        "state": row.get_state_display(),
    }


def _as_read(field: forms.Field, text: str) -> str:
    """A choice by its name, all else as it was typed."""
    return str(dict(getattr(field, "choices", ())).get(text, text))


def _when(row: PeriodEntry) -> str:
    return timezone.localtime(row.updated_at).strftime("%H:%M")
