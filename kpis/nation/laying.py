"""Lays the cities of a nation, a few in each transaction: a city is there whole or not at all."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.utils.translation import gettext as _

from plans.ledger.revising import marked
from plans.models import Municipality, Plan
from plans.shared_rows import add_shared

from .figure_rows import lay_figures
from .plan_rows import lay_plans
from .shape import Shape, slug_of, stored

CITIES_AT_ONCE = 10
# Rows a second on a small machine; only to say beforehand about how long it takes.
PACE = {"postgresql": 15_000, "sqlite": 8_000}


class OtherNationError(Exception):
    """What stands there was laid in another shape, or is somebody's own."""


def missing(shape: Shape) -> list[int]:
    """The numbers of the cities that are still to be laid. Raises OtherNationError."""
    numbers = {slug_of(number): number for number in range(1, shape.municipalities + 1)}
    taken = Municipality.objects.filter(slug__in=numbers, is_fictional=False).first()
    if taken is not None:
        raise OtherNationError(
            _("アドレス名「%(slug)s」は実在の市（%(name)s）が使っています。")
            % {"slug": taken.slug, "name": taken.name}
        )
    other = Plan.objects.filter(municipality__in=stored()).exclude(summary=shape.told).first()
    if other is not None:
        raise OtherNationError(
            _(
                "別の大きさか時期で作った見本の市区町村があります（%s）。--clear で消してから、作り直してください。"
            )
            % other.municipality
        )
    there = set(stored().values_list("slug", flat=True))
    return [number for slug, number in numbers.items() if slug not in there]


def minutes_for(shape: Shape, cities: int) -> int:
    """About how long it takes, at least one."""
    return max(1, round(shape.rows_of_city * cities / PACE[connection.vendor] / 60))


def lay_nation(shape: Shape, numbers: Iterable[int], tell: Callable[[int], None]) -> None:
    """Lays the cities with those numbers; `tell`: how many stand so far, after every transaction."""
    add_shared()
    numbers = list(numbers)
    for start in range(0, len(numbers), CITIES_AT_ONCE):
        some = numbers[start : start + CITIES_AT_ONCE]
        with transaction.atomic(), marked(0):
            lay_figures(shape, lay_plans(shape, some))
        tell(start + len(some))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the database plans its queries by what it knows of the tables
