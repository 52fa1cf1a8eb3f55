"""Filters of the reports' pages: what a snapshot's row says in words."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpis.reports import indicator_words

from .kpi_tags import recorded

register = template.Library()

ARROWS = {"better": "↑", "worse": "↓"}

register.filter("absent_text", indicator_words.absent_text)
register.filter("value_marks", indicator_words.value_marks)
register.filter("previous_name", indicator_words.previous_name)
register.filter("previous_note", indicator_words.previous_note)
register.filter("baseline_when", indicator_words.baseline_when)


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
