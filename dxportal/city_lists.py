"""Municipalities as a site with many of them shows them: by prefecture, and by name, fifty on a page."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from plans.access import visible_plans
from plans.kana import TO_HIRAGANA
from plans.models import Municipality
from plans.prefectures import REGIONS, prefecture_name

PAGE = 50  # municipalities
MAX_QUERY = 50  # characters
NO_PREFECTURE = "none"  # in an address: those that say no prefecture

User = AbstractUser | AnonymousUser


@dataclass
class Group:
    """The real municipalities that have plans to read, or the samples: how many, and of which prefectures."""

    is_sample: bool
    cities: int = 0
    plans: int = 0
    by_prefecture: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # municipalities

    @property
    def regions(self) -> list[tuple[str, list[tuple[str, str, int]]]]:
        """Of each region its prefectures: address, name, number of municipalities. Those without any are left out."""
        left = dict(self.by_prefecture)
        found = []
        for region, names in REGIONS:
            rows = [(name, prefecture_name(name), left.pop(name)) for name in names if name in left]
            if rows:
                found.append((str(region), rows))
        rows = [
            (name or NO_PREFECTURE, name or _("都道府県の登録なし"), count)
            for name, count in sorted(left.items())
        ]
        return [*found, (_("そのほか"), rows)] if rows else found


def groups_for(user: User) -> tuple[Group, Group]:
    """The real municipalities and the samples, in one query."""
    found = Group(is_sample=False), Group(is_sample=True)
    place = ("municipality__is_fictional", "municipality__prefecture")
    rows = visible_plans(user).order_by().values_list(*place)
    for is_sample, prefecture, cities, plans in rows.annotate(
        Count("municipality", distinct=True), Count("pk")
    ):
        group = found[is_sample]
        group.by_prefecture[prefecture] += cities
        group.cities += cities
        group.plans += plans
    return found


@dataclass(frozen=True)
class CityPage:
    """Fifty municipalities, each with its `shown_plans`; `after`: where the next page begins, blank on the last."""

    cities: list[Municipality]
    after: str


def first_words(query: str) -> str:
    """As much of a long query as is searched for: whole words, where the first is not too long itself."""
    if len(query) <= MAX_QUERY:
        return query
    return query[: MAX_QUERY + 1].rpartition(" ")[0] or query[:MAX_QUERY]


def cities_page(user: User, *, is_sample: bool, prefecture: str, query: str, after: str) -> CityPage:
    """Those of the prefecture whose name, reading or prefecture holds every word. `after`: the last one's address name."""
    plans = visible_plans(user)
    rows = Municipality.objects.filter(
        Exists(plans.filter(municipality=OuterRef("pk"))), is_fictional=is_sample
    )
    if prefecture:
        rows = rows.filter(prefecture="" if prefecture == NO_PREFECTURE else prefecture)
    for word in unicodedata.normalize("NFKC", first_words(query)).split():
        rows = rows.filter(_named(word))
    rows = _after(rows, after).order_by("order", "code", "slug")
    shown = Prefetch("plans", queryset=plans, to_attr="shown_plans")
    found = list(rows.prefetch_related(shown)[: PAGE + 1])
    for city in found:
        for plan in city.shown_plans:
            plan.municipality = city
    return CityPage(found[:PAGE], found[PAGE - 1].slug if len(found) > PAGE else "")


def _named(word: str) -> Q:
    return (
        Q(name__icontains=word)
        | Q(name_kana__icontains=word.translate(TO_HIRAGANA))
        | Q(prefecture__icontains=word)
    )


def _after(rows: QuerySet, slug: str) -> QuerySet:
    """Those that come after the municipality with that address name; all where there is none."""
    last = Municipality.objects.filter(slug=slug).first() if slug else None
    if last is None:
        return rows
    return rows.filter(
        Q(order__gt=last.order)
        | Q(order=last.order, code__gt=last.code)
        | Q(order=last.order, code=last.code, slug__gt=last.slug)
    )
