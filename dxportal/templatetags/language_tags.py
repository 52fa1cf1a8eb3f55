"""The page in the other languages: for readers the switch, for search engines the alternates."""

from dataclasses import dataclass
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template import Context
from django.urls import get_script_prefix
from django.utils.http import escape_leading_slashes

from plans.languages import languages, split_path, spoken

register = template.Library()
# What stands in a query as it is, beside letters and digits.
IN_QUERIES = "%/?:@!$&'()*+,;=[]~"


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
    # WSGI hands bytes over as Latin-1: letters that came unescaped are escaped as the bytes they are.
    query = quote(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=IN_QUERIES)
    behind = f"{rest}?{query}" if query else rest
    root = get_script_prefix()
    # A lost path of two slashes would lead to another host.
    paths = [escape_leading_slashes(f"{root}{row.prefix}{behind}") for row in every]
    return [Version(row.code, row.name, path, row == here) for row, path in zip(every, paths, strict=True)]
