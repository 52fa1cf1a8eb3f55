"""What a page in another language says of its translations."""

from django import template

from plans.translations.said import has_portals_translations, is_translated

register = template.Library()


@register.inclusion_tag("plans/_translated.html")
def translated_note() -> dict[str, object]:
    """Whose translation the plan's texts are, and what the mark means. Nothing on a page in the original language."""
    return {"is_translated": is_translated(), "is_portals": has_portals_translations()}
