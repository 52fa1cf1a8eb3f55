"""The stored translations of cities, for the page that is made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from plans.models import Municipality, Plan, Translation

from . import spoken
from .rows import Worded, speak


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
    """Brings the translations of these cities (ids) into the page's language, and speaks the rows read before. One query."""
    if not spoken.is_spoken():
        return
    found = Translation.objects.filter(municipality__in=set(cities), language=language)
    spoken.add(dict(found.order_by("-municipality", "-pk").values_list("original", "text")))
    for row in rows:
        speak(row)


def speak_of_plan(plan: Plan, language: str) -> None:
    """The same of a plan's own city, and the plan itself."""
    city: Municipality = plan.municipality
    speak_of([city.pk], language, plan, city)
