"""Forms that two people may have open at once: the second one to save sees what the first one wrote, and chooses.

The form carries a digest of every field as the page showed it. So it knows which fields this person changed and which
somebody else changed meanwhile: those that only the others changed take the others' content, of the rest both stand
there. What happens between reading the row and writing it the row's version tells (plans/models/versions.py).
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .ledger.states import value_text
from .people_names import person_name

AS_OPENED = "as_opened"  # the hidden field
MINE, THEIRS = "mine", "theirs"  # a choice, with the digest of what it was made against


class OpenedField(forms.CharField):
    """Nothing of the row: it never counts as changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: object, data: object) -> bool:
        return False


class OpenedForm(forms.ModelForm):
    """Of a row that somebody else may have saved since the page was opened."""

    as_opened = OpenedField(required=False, label=gettext_lazy("開いたときの内容"))

    theirs: tuple[str, ...] = ()  # fields that others changed since the page was opened
    # While this person was at the row too: fields that both changed, and the rest of `theirs`.
    contested: tuple[str, ...] = ()
    taken_over: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()  # of the contested: theirs was chosen, and the field written into since
    is_gone = False  # of a row in a table: somebody else has deleted it

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and AS_OPENED in self.fields:
            self.fields[AS_OPENED].initial = self._now()

    @property
    def is_outdated(self) -> bool:
        """Whether others changed something of the row that this person was changing too."""
        return bool(self.contested or self.taken_over)

    def full_clean(self) -> None:
        sent = self.data.get(self.add_prefix(AS_OPENED), "") if AS_OPENED in self.fields else ""
        opened = _parsed(sent)
        if self.is_bound and self.instance.pk:
            self._meet_others(opened)
        super().full_clean()
        if self.is_gone:
            self._errors.clear()
            if any(self._sent(name) != opened[name] for name in self._names() if name in opened):
                self.add_error(
                    None,
                    _(
                        "この行は、ほかの人が消しました。残すときは、新しい行に書き直してください。残さないときは、「削除」に印を付けてください。"
                    ),
                )
        elif self.is_bound and self.is_outdated:
            self._tell()

    def has_changed(self) -> bool:
        return not self.is_gone and super().has_changed()

    def _now(self) -> str:
        """name:digest of every field of the row as it is stored."""
        return " ".join(f"{name}:{self._stored(name)}" for name in self._names())

    def _names(self) -> Iterable[str]:
        own = {field.name for field in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)}
        return (name for name, field in self.fields.items() if name in own and not field.disabled)

    def _stored(self, name: str) -> str:
        return _digest(self.get_initial_for_field(self.fields[name], name))

    def _sent(self, name: str) -> str:
        """Blank where what was sent cannot be read."""
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            return _digest(field.clean(raw))
        except ValidationError:
            return ""

    def _meet_others(self, opened: dict[str, str]) -> None:
        names = [name for name in self._names() if name in opened]
        sent = {name: self._sent(name) for name in names}
        stored = {name: self._stored(name) for name in names}
        mine = {name for name in names if sent[name] != opened[name]}
        theirs = {name for name in names if stored[name] != opened[name]}
        if not theirs:
            return
        chosen = {name: self._chosen(name, sent[name], stored[name]) for name in theirs}
        self._put(name for name in theirs if name not in mine or chosen[name] == THEIRS)
        decided = {name for name in theirs if chosen[name] in (MINE, THEIRS)}
        self.theirs = tuple(name for name in names if name in theirs - decided)
        if mine - decided:  # else this person left the row alone, or has chosen
            both = (theirs & mine) - decided
            self.contested = tuple(
                name for name in self.theirs if name in both and sent[name] != stored[name]
            )
        if mine:
            self.taken_over = tuple(name for name in self.theirs if name not in mine)
        # What is still to be chosen stands as it was opened: it is asked for again.
        seen = {name: opened[name] if name in self.contested else stored[name] for name in names}
        self._send(AS_OPENED, [" ".join(f"{name}:{digest}" for name, digest in seen.items())])

    def _chosen(self, name: str, sent: str, stored: str) -> str:
        """Whose text is to stay, as chosen against what is stored now; blank where that is still to be asked.

        Somebody who chose the other's text and then wrote into the field anyway is asked again: both cannot be meant.
        """
        who, _colon, against = self.data.get(self.add_prefix(f"{name}-choice"), "").partition(":")
        against, _colon, over = against.partition(":")
        if against != stored:
            return ""
        if who == THEIRS and over and over != sent and sent != stored:
            self.rewritten += (name,)
            return ""
        return who

    def _put(self, names: Iterable[str]) -> None:
        """As if this person had sent what is stored."""
        for name in names:
            field = self.fields[name]
            value = field.prepare_value(self.get_initial_for_field(field, name))
            widget = getattr(field.widget, "widget", field.widget)  # the admin wraps that of a relation
            if isinstance(widget, forms.MultiWidget):
                for suffix, part, inner in zip(
                    widget.widgets_names, widget.decompress(value), widget.widgets, strict=True
                ):
                    self._send(f"{name}{suffix}", [inner.format_value(part) or ""])
            elif isinstance(widget, forms.CheckboxInput):
                self._send(name, ["on"] if value else [])
            else:
                shown = widget.format_value(value)
                self._send(name, [str(one) for one in shown] if isinstance(shown, list) else [shown or ""])

    def _send(self, name: str, values: list[str]) -> None:
        data = self.data.copy()
        if not isinstance(data, MultiValueDict):
            data = MultiValueDict(
                {key: value if isinstance(value, list) else [value] for key, value in data.items()}
            )
        if values:
            data.setlist(self.add_prefix(name), values)
        else:
            data.pop(self.add_prefix(name), None)
        self.data = data
        self.__dict__.pop("changed_data", None)

    def _tell(self) -> None:
        self.add_error(None, self._sentence())
        for name in self.contested:
            if name in self._errors:  # the choice stands first: what else is wrong may not matter then
                del self._errors[name]
            self.add_error(name, ValidationError(self._choice(name), code="contested"))

    def _sentence(self) -> str:
        who, when = last_saved(self.instance)
        form = (
            _("この画面を開いた後に、%(who)sさんが「%(row)s」を保存しました（%(when)s）。")
            if who
            else _("この画面を開いた後に、ほかの人が「%(row)s」を保存しました。")
        )
        stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        parts = [form % {"who": who, "when": when, "row": stored or self.instance}]
        if self.contested:
            parts.append(_("2人が変えた欄は、どちらの内容にするかを選んでください。"))
        if self.rewritten:
            labels = "、".join(f"「{self.fields[name].label}」" for name in self.rewritten)
            parts.append(
                _(
                    "%sは、ほかの人の内容を選んだ後に、欄の内容も書き替えられています。もう一度選んでください。"
                )
                % labels
            )
        if self.taken_over:
            texts = "、".join(f"{self.fields[name].label}「{self._text(name)}」" for name in self.taken_over)
            parts.append(_("次の欄は、その人の内容にしました: %s。") % texts)
        parts.append(_("内容を確かめて、もう一度保存してください。"))
        return "".join(parts)

    def _choice(self, name: str) -> SafeString:
        """Their text, and the question which one is to stay. Radios: no script is needed."""
        return format_html(
            '<span class="contested">{}<q class="theirs">{}</q>'
            '<label><input type="radio" name="{key}" value="mine:{digest}"> {}</label> '
            '<label><input type="radio" name="{key}" value="theirs:{digest}:{mine}"> {}</label></span>',
            _("%s: ほかの人は次の内容で保存しました。") % self.fields[name].label,
            self._text(name),
            _("自分が書いた内容にする"),
            _("ほかの人の内容にする"),
            key=self.add_prefix(f"{name}-choice"),
            digest=self._stored(name),
            mine=self._sent(name),
        )

    def _text(self, name: str) -> str:
        """What is stored now, as people read it."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if value is None or value == "" or value == []:
            return _("空欄")
        if isinstance(field, forms.ModelMultipleChoiceField):
            return "、".join(field.label_from_instance(row) for row in value)
        if isinstance(field, forms.ModelChoiceField):
            row = field.queryset.model._default_manager.filter(pk=value).first()
            return field.label_from_instance(row) if row else _("削除された項目")
        try:
            return value_text(self._meta.model._meta.get_field(name), value)
        except (FieldDoesNotExist, ValueError):
            return str(value)


def _parsed(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split())
    return {name: digest for name, _colon, digest in pairs}


def _digest(value: object) -> str:
    return hashlib.sha256(_canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _canonical(value: object) -> str:
    """One text for one content, whether it comes from the database or from a form."""
    if value is None or value is False:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(timezone.get_default_timezone()).isoformat()
    if isinstance(value, Iterable):
        return ",".join(sorted(_canonical(one) for one in value))
    return str(value)


def last_saved(row: models.Model) -> tuple[str, str]:
    """Who saved the row last, and when; blank where nobody is on record."""
    if hasattr(row, "history"):
        last = row.history.select_related("history_user").order_by("history_id").last()
        user, moment = (last.history_user, last.history_date) if last else (None, None)
    else:
        kind = ContentType.objects.get_for_model(row)
        entries = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
        last = entries.select_related("user").order_by("action_time").last()
        user, moment = (last.user, last.action_time) if last else (None, None)
    if user is None or moment is None:
        return "", ""
    moment = timezone.localtime(moment)
    return person_name(user), f"{moment.month}月{moment.day}日 {moment:%H:%M}"
