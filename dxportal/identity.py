"""A city's own face on its pages: its emblem, and its colour as a style sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from plans.access import visible_plans
from plans.city_colour import dark_of
from plans.models import Emblem, Municipality

VERSION = "v"  # in an address: which emblem or colour it was; such an answer never changes
_LONG = "public, max-age=31536000, immutable"
# An emblem opened as a page of its own may draw itself and do nothing else.
_NOTHING_BUT_ITSELF = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def emblem_url(city: Municipality) -> str:
    """Its address; blank where the city has none. Read the city with `with_emblems`."""
    emblem = getattr(city, "emblem", None)
    return f"{reverse('emblem', args=[city.slug])}?{VERSION}={emblem.digest[:12]}" if emblem else ""


def colour_url(city: Municipality) -> str:
    """The address of the style sheet that colours its pages; blank where the city has no colour of its own."""
    return f"{reverse('city-colour', args=[city.slug])}?{VERSION}={city.colour[1:]}" if city.colour else ""


@require_safe
def emblem(request: HttpRequest, city: str) -> HttpResponse:
    found = get_object_or_404(Emblem, municipality=_public_city(request, city))
    answer = HttpResponse(bytes(found.picture), content_type=found.media_type)
    answer["Content-Security-Policy"] = _NOTHING_BUT_ITSELF
    return _kept(request, answer, found.digest[:12])


@require_safe
def city_colour(request: HttpRequest, city: str) -> HttpResponse:
    colour = _public_city(request, city).colour
    if not colour:
        raise Http404
    sheet = (
        f":root {{ --city: {colour}; }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --city: {dark_of(colour)}; }} }}\n"
    )
    return _kept(request, HttpResponse(sheet, content_type="text/css; charset=utf-8"), colour[1:])


def _public_city(request: HttpRequest, slug: str) -> Municipality:
    """One that has a plan which this visitor may see. Raises Http404."""
    found = get_object_or_404(Municipality, slug=slug)
    if not visible_plans(request.user).filter(municipality=found).exists():
        raise Http404
    return found


def _kept(request: HttpRequest, answer: HttpResponse, version: str) -> HttpResponse:
    if request.GET.get(VERSION) == version:
        answer["Cache-Control"] = _LONG
    return answer
