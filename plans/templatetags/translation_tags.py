"""What a page in another language says of its translations."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans.translations.said import Untranslated, has_portals_translations, is_translated, plain, said

register = template.Library()


@register.inclusion_tag("plans/_translated.html")
def translated_note() -> dict[str, object]:
    """Whose translation the plan's texts are, and what the mark means. Nothing on a page in the original language."""
    return {"is_translated": is_translated(), "is_portals": has_portals_translations()}


@register.filter
def is_said(text: str) -> bool:
    """Whether there is a text, and it stands in the page's language: else a list leaves it to the row's own page."""
    return bool(text) and not (isinstance(text, Untranslated) and isinstance(said(text), Untranslated))


@register.simple_tag
def option(value: str, label: object, chosen: str | None = None) -> SafeString:
    """A choice of a `<select>`. HTML allows no element in it: what is in Japanese is marked on the choice itself."""
    text, is_japanese = plain(str(label))
    marks = ("lang=ja" if is_japanese else "", "selected" if value == chosen else "")
    return format_html(
        '<option value="{}"{}>{}</option>', value, "".join(f" {mark}" for mark in marks if mark), text
    )
