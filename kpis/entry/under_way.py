"""Two people at one correction: the second is told who has written what already, and where to go on."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry, State
from kpis.staff.entry_changes import said
from kpis.workflow.entries import IN_HAND
from plans.people_names import person_name


def address_of(row: PeriodEntry) -> str:
    return reverse(f"admin:kpis_{row._meta.model_name}_change", args=[row.pk])


def what_is_there(row: PeriodEntry) -> str:
    """田中さんが11月3日 14:05に書いた改定案（版2、12件、理由: 数え直し）が、承認を待っています。"""
    moment = timezone.localtime(row.updated_at)
    parts = [_("版%d") % row.revision, said(row)]
    if row.revision_reason:
        parts.append(_("理由: %s") % row.revision_reason)
    form = {
        State.DRAFT: _("%(who)sが%(when)sに書いた%(kind)s（%(what)s）が、書きかけであります。"),
        State.RETURNED: _("%(who)sが%(when)sに書いた%(kind)s（%(what)s）が、差し戻されています。"),
        State.SUBMITTED: _("%(who)sが%(when)sに書いた%(kind)s（%(what)s）が、承認を待っています。"),
        State.APPROVED: _("%(who)sが%(when)sに書いた%(kind)s（%(what)s）が、すでに承認されています。"),
    }[State(row.state)]
    return form % {
        "who": _("%sさん") % person_name(row.entered_by)
        if row.entered_by
        else row.owner_name or _("担当部署"),
        "when": f"{moment.month}月{moment.day}日 {moment:%H:%M}",
        "kind": _("改定案") if row.is_correction else _("報告"),
        "what": "、".join(parts),
    }


def way_on(row: PeriodEntry) -> str:
    """What somebody does who wanted to write the same."""
    if row.state in IN_HAND:
        return _("2つ目は作れないので、そこに書き足してください。")
    if row.state == State.SUBMITTED:
        return _("2つ目は作れません。書き足すときは、提出を取り戻してください。")
    return _("その内容を直すときは、そこから新しい改定案を書いてください。")


def refused(row: PeriodEntry) -> SafeString:
    """For the form of who was slower: what was typed stays in it."""
    return format_html(
        '{}{}{} <a href="{}" target="_blank" rel="noopener">{}</a>',
        what_is_there(row),
        way_on(row),
        _("この画面の内容は保存していません。下に残っているので、写せます。"),
        address_of(row),
        _("開く（新しいタブ）"),
    )
