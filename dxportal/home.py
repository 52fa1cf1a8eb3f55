"""The first page: the plans of a few cities as cards; of many cities a way to one's own. May import both apps."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plans.access import visible_plans
from plans.models import Plan
from plans.prefectures import PREFECTURES, prefecture_name
from plans.sent import sent_text
from plans.translations.memory import speak_of

from .city_lists import NO_PREFECTURE, Group, cities_page, first_words, groups_for
from .plan_cards import MOST_CARDS, cards_of, newest_of

NEWEST = 5  # updates that the page names


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if sent_text(request, "q").strip() or sent_text(request, "prefecture"):
        return _cities(request)
    real, samples = groups_for(request.user)
    cards = _cards(request, (real, samples))
    shown = [plan for plan in cards if not plan.municipality.is_fictional]
    return render(
        request,
        "home.html",
        {
            "real": real,
            "real_cards": shown,
            "samples": samples,
            "sample_cards": [plan for plan in cards if plan.municipality.is_fictional],
            "events": newest_of(shown, NEWEST),
            "newest": _newest(request, real, shown),
        },
    )


def _cards(request: HttpRequest, groups: tuple[Group, ...]) -> list[Plan]:
    """The plans of each group that fits as cards. Of a larger one none is judged."""
    fitting = [group.is_sample for group in groups if 0 < group.plans <= MOST_CARDS]
    if not fitting:
        return []
    rows = visible_plans(request.user).filter(municipality__is_fictional__in=fitting)
    return cards_of(rows, MOST_CARDS * len(fitting))


def _newest(request: HttpRequest, group: Group, shown: list[Plan]) -> list[Plan]:
    if shown or not group.plans:
        return sorted(shown, key=lambda plan: plan.updated_at, reverse=True)[:NEWEST]
    rows = visible_plans(request.user).filter(municipality__is_fictional=False)
    return list(rows.select_related("municipality").order_by("-updated_at", "-pk")[:NEWEST])


def _cities(request: HttpRequest) -> HttpResponse:
    """Municipalities of a prefecture, or by a word, as a list."""
    wish = {
        "prefecture": sent_text(request, "prefecture"),
        "query": " ".join(sent_text(request, "q").split()),
        "is_sample": request.GET.get("samples") == "1",
    }
    place = "" if wish["prefecture"] == NO_PREFECTURE else wish["prefecture"]
    if place and place not in PREFECTURES:
        raise Http404(f"no prefecture is called {place!r}")  # nobody's own words stand as a heading
    page = cities_page(request.user, after=sent_text(request, "after"), **wish)
    speak_of((city.pk for city in page.cities), *page.cities)
    again = {
        "prefecture": wish["prefecture"],
        "q": wish["query"],
        "samples": "1" if wish["is_sample"] else "",
    }
    given = {name: value for name, value in again.items() if value}
    return render(
        request,
        "home_cities.html",
        {
            **wish,
            "searched": first_words(wish["query"]),
            "place": place,
            "heading": _heading(prefecture_name(place), wish["query"]),
            "cities": page.cities,
            "next": f"?{urlencode({**given, 'after': page.after})}" if page.after else "",
            "first": f"?{urlencode(given)}" if sent_text(request, "after") else "",
        },
    )


def _heading(place: str, query: str) -> str:
    words = {"place": place, "query": query}
    if place and query:
        return _("%(place)sで「%(query)s」に合う市区町村") % words
    if query:
        return _("「%(query)s」に合う市区町村") % words
    return _("%(place)sの市区町村") % words if place else _("都道府県の登録がない市区町村")
