"""Filters of the reports' pages: what a snapshot's row says in words."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from kpis.reports import indicator_words
from kpis.reports.snapshot.types import FrozenIndicator, Named

from .kpi_tags import recorded

T = TypeVar("T")

register = template.Library()

ARROWS = {"better": "↑", "worse": "↓"}

register.filter("previous_name", indicator_words.previous_name)


def _as_published(words: Callable[[FrozenIndicator], T]) -> Callable[[FrozenIndicator], T]:
    """In the words of the report, which the template then says in its own language (`recorded`)."""

    @wraps(words)
    def said(row: FrozenIndicator) -> T:
        with override(settings.LANGUAGE_CODE):
            return words(row)

    return said


for _words in (
    indicator_words.absent_text,
    indicator_words.value_marks,
    indicator_words.previous_note,
    indicator_words.baseline_when,
):
    register.filter(_words.__name__, _as_published(_words))


@register.filter
def in_charge(owner: str) -> SafeString:
    """（担当: 市民課）; without an owner nothing."""
    return format_html(_("（担当: {}）"), owner) if owner else SafeString()


@register.filter
def labels(rows: Iterable[Named]) -> list[str]:
    """The names of indicators or actions, as they were published."""
    return [row["label"] for row in rows]


@register.filter
def arrow(change: dict) -> str:
    """Which way a change went; blank where it is neither."""
    return ARROWS.get(change["course"], "")


@register.simple_tag(takes_context=True)
def indicator_name(context: Context) -> SafeString:
    """Of the row, in the page's language; where the page is the portal's, a link to the indicator."""
    row, snapshot = context["row"], context["snapshot"]
    name = recorded(row["label"])
    if not context["is_linked"]:
        return name
    place = [snapshot["city"]["slug"], snapshot["plan"]["slug"], row["code"]]
    return format_html('<a href="{}">{}</a>', reverse("indicator", args=place), name)
