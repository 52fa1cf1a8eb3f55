"""The one address of a page: whole, without what only tells where a visitor came from."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

# Of which pages a part of the query makes another page; of any page of a plan the day does (`?at=`).
MEANT = {
    "home": ("prefecture", "q", "samples", "after"),
    "search": ("q", "plan"),
    "changes": ("kind", "of", "code", "page"),
    "changes-compared": ("from", "to"),
    "report-comparison": ("from", "to"),
}


def canonical(request: HttpRequest, page: str, at: str = "") -> str:
    """`page`: the address's name; `at`: the quarter that the page shows, blank for today."""
    wanted = {name: request.GET[name] for name in MEANT.get(page, ()) if request.GET.get(name, "").strip()}
    if wanted.get("page") == "1":
        del wanted["page"]
    if at:
        wanted["at"] = at
    query = f"?{urlencode(wanted)}" if wanted else ""
    return request.build_absolute_uri(request.path) + query


def whole(request: HttpRequest, name: str, *args: str, query: Mapping[str, str] | None = None) -> str:
    """The whole address of that name; blank where the portal has none."""
    try:
        path = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return request.build_absolute_uri(path) + (f"?{urlencode(query)}" if query else "")
