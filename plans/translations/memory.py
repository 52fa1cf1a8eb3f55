"""The stored translations of cities, for the page that is made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from plans.models import Municipality, Plan, Translation

from . import said
from .rows import Worded, speak

ENGLISH = "en"


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Within it the portal's and the plans' texts are said in that language; in the original as they are."""
    with translation.override(code), said.page_in(is_original=code == settings.LANGUAGE_CODE):
        yield


def speak_of(cities: Iterable[int], *rows: Worded) -> None:
    """Brings the translations of these cities (ids) into the page's language, and speaks the rows read before.

    Two queries. English pages call a city by its own English name where nobody translated it otherwise.
    """
    if not said.is_translated():
        return
    keys, language = set(cities), translation.get_language()
    found = list(
        Translation.objects.filter(municipality__in=keys, language=language)
        .order_by("-municipality", "-pk")
        .values_list("original", "text", "is_portals")
    )
    names = list(Municipality.objects.filter(pk__in=keys).values_list("name", "name_kana", "name_en"))
    english = {name: own for name, _kana, own in names if own} if language == ENGLISH else {}
    said.add(
        english | {original: text for original, text, _is_portals in found},
        readings={name: kana for name, kana, _english in names if kana},
        is_portals=any(is_portals for _original, _text, is_portals in found),
    )
    for row in rows:
        speak(row)


def speak_of_plan(plan: Plan) -> None:
    """The same of a plan's own city, and the plan itself."""
    city: Municipality = plan.municipality
    speak_of([city.pk], plan, city)
