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
    with translation.override(code), said.beginning({} if code != settings.LANGUAGE_CODE else None):
        yield


def speak_of(cities: Iterable[int], *rows: Worded) -> None:
    """Brings the translations of these cities (ids) into the page's language, and speaks the rows read before.

    Two queries. English pages call a city by its own English name where nobody translated it otherwise.
    """
    if not said.is_translated():
        return
    keys, language = set(cities), translation.get_language()
    found = Translation.objects.filter(municipality__in=keys, language=language)
    said.add(dict(found.order_by("-municipality", "-pk").values_list("original", "text")))
    for name, kana, english in Municipality.objects.filter(pk__in=keys).values_list(
        "name", "name_kana", "name_en"
    ):
        if english and language == ENGLISH:
            said.add({name: english})
        if kana:
            said.add_readings({name: kana})
    for row in rows:
        speak(row)


def speak_of_plan(plan: Plan) -> None:
    """The same of a plan's own city, and the plan itself."""
    city: Municipality = plan.municipality
    speak_of([city.pk], plan, city)
