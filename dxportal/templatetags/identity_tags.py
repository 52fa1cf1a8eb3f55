"""A city's emblem and colour in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dxportal.identity import colour_url, emblem_url
from plans.models import Municipality

register = template.Library()


@register.simple_tag
def city_emblem(city: Municipality) -> SafeString:
    """The picture beside the city's name, which says all that it says; nothing where the city has none."""
    address = emblem_url(city)
    if not address:
        return SafeString("")
    return format_html('<img class="emblem" src="{}" alt="" width="32" height="32">', address)


@register.simple_tag
def city_sheet(city: Municipality) -> SafeString:
    address = colour_url(city)
    return format_html('<link rel="stylesheet" href="{}">', address) if address else SafeString("")
