"""The questions to somebody who changes something public: what kind of change, since when, why, by which decision."""

from django import forms
from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from .ledger.grounds import Grounds
from .ledger.rules import CHOSEN
from .models import RevisionKind
from .typed_admin import AdminDayInput
from .typed_fields import DayField

NAMES = ("revision_kind", "revision_on", "revision_reason", "revision_decision")
OFFERED = "revision_on_offered"  # the day on which the page was opened


class OfferedDayInput(AdminDayInput):
    """Comes with today; the form tells by `offered` whether somebody has written another day, also past midnight."""

    offered = ""

    def render(self, name, value, attrs=None, renderer=None):
        hidden = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(hidden, super().render(name, value, attrs, renderer), OFFERED, self.offered)


class GroundsForm(forms.Form):
    """Why something public changes: what kind of change it is, since when, the reason, the decision."""

    revision_kind = forms.ChoiceField(
        label=gettext_lazy("変更の種類"),
        choices=[(kind.value, kind.label) for kind in CHOSEN],
        initial=RevisionKind.CHANGE,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "「変更」は、その日から内容が変わること。「誤りの訂正」は、はじめからの書きまちがいを直すこと。"
            "「計画の改定」は、計画そのものが新しい版になること。"
        ),
    )
    revision_on = DayField(
        label=gettext_lazy("いつから"),
        initial=lambda: timezone.localdate(),
        required=False,
        widget=OfferedDayInput,
        help_text=gettext_lazy(
            "変更した内容が有効になる日。空欄は今日です（終わりだけを登録するときは、最後の日の翌日）。"
        ),
    )
    revision_reason = forms.CharField(
        label=gettext_lazy("変更の理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60, "class": "vLargeTextField"}),
        help_text=gettext_lazy("市民のページ「計画の変更」に表示します。"),
    )
    revision_decision = forms.CharField(
        label=gettext_lazy("根拠となる決定"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("あれば書きます。例: 令和7年11月18日 DX推進会議"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = self.data.get(OFFERED) or timezone.localdate().isoformat()
        if field := self.fields.get("revision_on"):  # a page that only shows has none
            field.widget.offered = self.offered

    def clean(self):
        """A slip has no day of its own: the one that the page offered stands for that on which it is saved."""
        found = super().clean()
        day, kind = self.cleaned_data.get("revision_on"), self.cleaned_data.get("revision_kind")
        if day and day.isoformat() == self.offered and kind == RevisionKind.MISPRINT:
            self.cleaned_data["revision_on"] = None
        return found

    def grounds(self, by: AbstractUser) -> Grounds:
        return grounds_in(self.cleaned_data, by)


def grounds_in(values: dict, by: AbstractUser | None) -> Grounds:
    return Grounds(
        reason=values.get("revision_reason") or "",
        effective_on=values.get("revision_on"),
        kind=RevisionKind(values.get("revision_kind") or RevisionKind.CHANGE),
        decision=values.get("revision_decision") or "",
        by=by,
    )


def sent_grounds(data: dict) -> Grounds:
    """A page's grounds as they were sent; the page's own form complains of what cannot be read."""
    form = GroundsForm(data)
    form.fields["revision_kind"].choices = RevisionKind.choices
    form.is_valid()
    return grounds_in(form.cleaned_data, None)
