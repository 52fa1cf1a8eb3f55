"""The stored translations of cities, for the page that is made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from plans.models import Municipality, Plan, Translation

from . import spoken
from .rows import Worded, speak

ENGLISH = "en"


@contextmanager
def in_language(language: str | None) -> Iterator[None]:
    """Within it plans' texts are spoken in that language; None: as they are, in Japanese."""
    before = spoken._memory.get()
    spoken.begin(None if language is None else {})
    try:
        yield
    finally:
        spoken._memory.set(before)


def speak_of(cities: Iterable[int], language: str, *rows: Worded) -> None:
    """Brings the translations of these cities (ids) into the page's language, and speaks the rows read before.

    Two queries. English pages call a city by its own English name where nobody translated it otherwise.
    """
    if not spoken.is_spoken():
        return
    keys = set(cities)
    found = Translation.objects.filter(municipality__in=keys, language=language)
    spoken.add(dict(found.order_by("-municipality", "-pk").values_list("original", "text")))
    for name, kana, english in Municipality.objects.filter(pk__in=keys).values_list(
        "name", "name_kana", "name_en"
    ):
        if english and language == ENGLISH:
            spoken.add({name: english})
        if kana:
            spoken.add_readings({name: kana})
    for row in rows:
        speak(row)


def speak_of_plan(plan: Plan, language: str) -> None:
    """The same of a plan's own city, and the plan itself."""
    city: Municipality = plan.municipality
    speak_of([city.pk], language, plan, city)
