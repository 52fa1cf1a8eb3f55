"""Whose rows a list or a form of the admin is about: the person's own city, or the one that whoever reaches several names.

A portal may hold every municipality of the country. A page therefore works within one city, and costs what it costs with one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

from .access import Right, city_of, city_path, in_reach, reach
from .models import Municipality
from .sent import sent_number, sent_text

CITY = "city"  # in an address: a city's id, or what somebody typed to find one
SHOWN = 20  # cities offered at once; more are found by typing

# What an address of a list says beside its search and filters.
NO_FILTER = ("after", "before", "p", "e", "o", "all", "_popup", "_to_field", "_facets", "_changelist_filters")


@dataclass(frozen=True)
class ChosenCity:
    """The city that a page is about."""

    city: Municipality | None = None
    is_only: bool = False  # the person has no other
    typed: str = ""  # what was typed to find one, where that led to none or to several
    offered: tuple[Municipality, ...] = ()  # where none is chosen: what was found, or all where they are few
    has_more: bool = False

    @property
    def is_open(self) -> bool:
        """Whether several cities' rows may stand on the page."""
        return self.city is None


def cities(user, right: Right) -> QuerySet[Municipality]:
    """The cities in which the person has that right, in whole or in part."""
    found = reach(user, right)
    rows = Municipality.objects.all()
    return rows if found.everywhere else rows.filter(pk__in=found.cities | found.cities_of_departments)


def chosen_city(request: HttpRequest, right: Right, named: str | None = None) -> ChosenCity:
    """The only city of the person, else what the address or `named` says. Kept on the request."""
    text = sent_text(request, CITY) if named is None else named.replace("\x00", "")
    kept = request.__dict__.setdefault("_chosen_cities", {})
    if right not in kept:
        first = list(cities(request.user, right).order_by("pk")[:2])
        kept[right] = ChosenCity(first[0], is_only=True) if len(first) == 1 else None
    if kept[right] is not None:
        return kept[right]
    if (right, text) not in kept:
        kept[right, text] = _find(cities(request.user, right), text.strip())
    return kept[right, text]


def _find(rows: QuerySet[Municipality], text: str) -> ChosenCity:
    if text:
        key = sent_number(text)
        exactly = Q(pk=key) if key is not None else Q(name=text) | Q(slug=text)
        named = list(rows.filter(exactly)[:2])
        if len(named) == 1:
            return ChosenCity(named[0])
        found = list(rows.filter(_named(text))[: SHOWN + 1])
        if len(found) == 1:
            return ChosenCity(found[0], typed=text)
        return ChosenCity(typed=text, offered=tuple(found[:SHOWN]), has_more=len(found) > SHOWN)
    few = list(rows[: SHOWN + 1])
    return ChosenCity(offered=tuple(few) if len(few) <= SHOWN else (), has_more=len(few) > SHOWN)


def _named(text: str) -> Q:
    return Q(name__icontains=text) | Q(name_kana__istartswith=text) | Q(slug__istartswith=text) | Q(code=text)


def is_list(request: HttpRequest) -> bool:
    """Whether the page is a list of the admin, or the file of one."""
    name = getattr(request.resolver_match, "url_name", "") or ""
    return name.endswith(("_changelist", "_export"))


def asks_for_some(query: QueryDict) -> bool:
    """Whether the address of a list searches or filters."""
    return any(value and name not in (*NO_FILTER, CITY, "format") for name, value in query.items())


def city_of_new_row(request: HttpRequest, model: type[Model], right: Right) -> ChosenCity:
    """Of a row that is not stored yet: where what was sent or the address says so, by its city or by what it will hang on."""
    for query in _queries(request):
        for name in _names(model):
            if found := _city_named(request, model, name, query.get(name, ""), right):
                return ChosenCity(found)
        if query.get(CITY):
            return chosen_city(request, right, query[CITY])
    return chosen_city(request, right, "")


def _queries(request: HttpRequest) -> Iterable[dict[str, str]]:
    """What the form sent, what the address says, and the list that the page was opened from."""
    if request.method == "POST":
        yield request.POST.dict()
    yield request.GET.dict()
    kept = QueryDict(request.GET.get("_changelist_filters", ""))
    yield {CITY: kept.get(CITY, "")}


def _names(model: type[Model]) -> list[str]:
    """The fields of the model by which a row belongs to a city, nearest first."""
    path = city_path(model) or ""
    own = {field.name for field in model._meta.fields}
    first = path.split("__")[0]
    return [
        name for name in dict.fromkeys((first, "plan", "revision_of")) if name in own or name == "revision_of"
    ]


def _city_named(
    request: HttpRequest, model: type[Model], name: str, text: str, right: Right
) -> Municipality | None:
    key = sent_number(text) if text else None
    if key is None:
        return None
    kind = model if name == "revision_of" else model._meta.get_field(name).related_model
    if kind is None or city_path(kind) is None:
        return None
    row = in_reach(kind._default_manager.all(), request.user, Right.VIEW_PLAN).filter(pk=key).first()
    city = city_of(row) if row is not None else None
    return cities(request.user, right).filter(pk=city).first() if city is not None else None
