"""Template tags of the plan pages: prose with glossary links, dates in both calendars, the navigation's current item."""

import re
from collections.abc import Iterable
from datetime import date

from django import template
from django.db import models
from django.template import Context
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from plans.era import date_label
from plans.joining import in_brackets, listed, with_remark
from plans.models import SourceNote
from plans.opened_pages import seen
from plans.prefectures import prefecture_name

register = template.Library()
register.filter("listed", listed)
register.filter("with_remark", with_remark)

REPORT_PAGES = ("report", "report-revision", "report-comparison")
# Pages that show the plan as it stood on a day: the choice goes along from one to the other.
PAGES_OF_DAYS = ("overview", "map", "actions", "values", "schedule", "scorecard")
_BULLET = re.compile(r"^[・\-] ?")


@register.filter
def prefecture(stored: str) -> str:
    return prefecture_name(stored)


@register.simple_tag
def seen_rows(rows: models.Model | Iterable[models.Model]) -> str:
    """For a page that asks whether the rows are to be deleted: in which state it shows them."""
    return seen([rows] if isinstance(rows, models.Model) else rows)


@register.simple_tag(takes_context=True)
def prose(context: Context, text: str, *, skip: str = "") -> SafeString:
    """Plain text as HTML: blank lines part paragraphs, lines that begin with ・ make a list, terms are linked."""
    blocks: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        words = [line for line in lines if not _BULLET.match(line)]
        bullets = [_BULLET.sub("", line) for line in lines if _BULLET.match(line)]
        if words:
            blocks.append("<p>" + "<br>".join(_linked(context, line, skip) for line in words) + "</p>")
        if bullets:
            blocks.append(
                "<ul>" + "".join(f"<li>{_linked(context, line, skip)}</li>" for line in bullets) + "</ul>"
            )
    return mark_safe("".join(blocks))  # noqa: S308 every line is escaped in _linked


def _linked(context: Context, text: str, skip: str) -> str:
    glossary = context.get("glossary")
    return glossary.link(text, skip=skip) if glossary else escape(text)


@register.simple_tag(takes_context=True)
def note_address(context: Context, note: SourceNote) -> str:
    """Where a note on the source stands as a whole."""
    page, own = note.place
    return reverse(page, args=[context["city"].slug, context["plan"].slug, *own]) + f"#{note.anchor}"


@register.simple_tag(takes_context=True)
def plan_nav(context: Context, page: str, label: str) -> SafeString:
    """A link of the plan's navigation; the page one is on is marked for eyes and screen readers."""
    address = reverse(page, args=[context["city"].slug, context["plan"].slug])
    if "now" in context and page in PAGES_OF_DAYS:
        address += context["now"].query
    here = context["request"].resolver_match
    name = here.url_name if here else ""
    # A goal's page belongs to the map, an action's to the actions, an indicator's to the table: near, but not that very page.
    current = {
        page: "page",
        "goal": "true" if page == "map" else "",
        "action": "true" if page == "actions" else "",
        "indicator": "true" if page == "scorecard" else "",
        "source-notes": "true" if page == "sources" else "",
        **dict.fromkeys(REPORT_PAGES, "true" if page == "reports" else ""),
    }
    if not current.get(name):
        return format_html('<a href="{}">{}</a>', address, label)
    return format_html('<a href="{}" aria-current="{}">{}</a>', address, current[name], label)


@register.filter
def era_date(value: date | None) -> str:
    """令和5年（2023年）12月13日"""
    return date_label(value) if value else ""


@register.filter(name="in_brackets")
def remark(text: str) -> SafeString:
    """（p.12）; nothing for nothing."""
    return format_html(in_brackets("{}"), text) if text else SafeString()


@register.filter
def thousands(number: int) -> str:
    """1,741"""
    return f"{number:,}"
