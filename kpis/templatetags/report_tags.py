"""Filters of the reports' pages: what a snapshot's row says in words."""

from django import template

from kpis.reports import indicator_words

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
