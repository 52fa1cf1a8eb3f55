"""The page in the other languages: for readers the switch, for search engines the alternates."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.urls import get_script_prefix

from plans.languages import languages, split_path, spoken

register = template.Library()


@dataclass(frozen=True)
class Version:
    """The page in one language."""

    code: str
    name: str
    path: str
    is_current: bool = False


@register.simple_tag
def page_language() -> str:
    """For <html lang>: ja, en, ja-x-easy."""
    return spoken().code


@register.inclusion_tag("_languages.html", takes_context=True)
def language_switch(context: Context) -> dict[str, object]:
    """Links to this very page in each language, each in its own words. Nothing where there is one language only."""
    return {"versions": _versions(context)}


@register.inclusion_tag("_alternates.html", takes_context=True)
def language_alternates(context: Context) -> dict[str, object]:
    """The full addresses, for <head>; x-default is the original."""
    return {"versions": _versions(context), "site": settings.SITE_URL}


def _versions(context: Context) -> list[Version]:
    request = context.get("request")
    every = list(languages())
    if request is None or len(every) < 2:
        return []
    here, rest = split_path(request.path_info)
    query = request.META.get("QUERY_STRING", "")
    behind = f"{rest}?{query}" if query else rest
    root = get_script_prefix()
    return [Version(row.code, row.name, f"{root}{row.prefix}{behind}", row == here) for row in every]
