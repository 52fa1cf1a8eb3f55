"""The text of a reminder: plain, in Japanese, with the days left, what is open, and the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.models import Review

from .due_items import DueItem, days_text
from .entries import IN_HAND

SHOWN = 20  # items of a list before "and n more"


@dataclass(frozen=True)
class LetterList:
    """What waits, of one kind. `url` blank: the mail has no links."""

    title: str
    lines: tuple[str, ...]
    more: int
    url: str


@dataclass(frozen=True)
class LetterSection:
    """What one review asks of the person."""

    title: str
    days_text: str
    lists: tuple[LetterList, ...]


Waiting = tuple[
    Review, Sequence[DueItem], Sequence[DueItem]
]  # the review, what is to be entered, what to be decided on


def letter(
    name: str, address: str, waiting: Sequence[Waiting], *, day: date, site: str, to: BaseEmailBackend
) -> EmailMessage:
    """The mail to that person about what waits on that day. `site`: the beginning of links, or blank."""
    context = {
        "name": name,
        "parts": [_part(*row, day=day, site=site.rstrip("/")) for row in waiting],
        "site": site,
        "site_name": settings.SITE_NAME,
        "is_sample": _is_sample(waiting),
    }
    return EmailMessage(
        subject=subject(waiting, day),
        body=render_to_string("kpis/mail/reminder.txt", context).strip() + "\n",
        to=[address],
        connection=to,
        headers={"Auto-Submitted": "auto-generated"},  # no out-of-office answers
    )


def subject(waiting: Sequence[Waiting], day: date) -> str:
    """【サンプル】スマート計画 第1四半期 入力のお願い（あと5日）: what is asked of the person, and no more"""
    # What is open is more urgent than a correction of what is closed.
    review = min((row[0] for row in waiting), key=lambda row: (not row.is_open, row.due_on))
    enters, decides = (any(row[place] for row in waiting) for place in (1, 2))
    asked = (
        _("入力・承認のお願い") if enters and decides else _("承認のお願い") if decides else _("入力のお願い")
    )
    words = {"plan": review.plan.title, "label": review.label, "asked": asked}
    if review.is_open:
        text = _("%(plan)s %(label)s %(asked)s（%(left)s）") % (
            words | {"left": _left(review.days_left(at=day))}
        )
    else:
        text = _("%(plan)s %(label)s 改定案の%(asked)s") % words
    # A title is one line of the mail's head.
    return " ".join(((_("【サンプル】") if _is_sample(waiting) else "") + text).split())


def _left(days: int) -> str:
    if days == 0:
        return _("今日が締切")
    return _("あと%d日") % days if days > 0 else _("締切を%d日経過") % -days


def _is_sample(waiting: Sequence[Waiting]) -> bool:
    return any(review.plan.municipality.is_fictional for review, *_rest in waiting)


def _part(
    review: Review, to_enter: Sequence[DueItem], to_decide: Sequence[DueItem], *, day: date, site: str
) -> LetterSection:
    lists = []
    for title, due_items, address in (
        (_("入力と提出を待っているもの"), to_enter, "admin:kpis_review_entry"),
        (_("承認を待っているもの"), to_decide, "admin:kpis_review_approval"),
    ):
        if due_items:
            url = f"{site}{reverse(address, args=[review.pk])}" if site else ""
            lines = tuple(map(_line, due_items[:SHOWN]))
            lists.append(LetterList(title, lines, max(len(due_items) - SHOWN, 0), url))
    when = days_text(review, day) if review.is_open else _("締め切った四半期の改定案です。")
    return LetterSection(f"{review.plan} {review.label}", when, tuple(lists))


def _line(due_item: DueItem) -> str:
    """Its name, and that it was begun or returned, or corrects what is approved already."""
    owner = due_item.name
    if due_item.state in IN_HAND:
        return f"{owner}（{due_item.state_label}）"
    return _("%s（改定案）") % owner if due_item.entry and due_item.entry.is_correction else owner
