"""Asks the database for the rows that hold words, have a number, or stand under a verdict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from kpis.models import Indicator
from kpis.models.entry import State
from kpis.standings.asked import are_all_stored, indicators_standing, true_among
from plans.models import Action, Department, Goal, Municipality, Plan, Term, Translation
from plans.models.living import Living
from plans.search_index.folding import fold
from plans.search_index.functions import Holds
from plans.translations.said import is_translated

from .kinds import INDICATOR_KIND, Kind, Reports
from .query import ACTION, GOAL, INDICATOR, KGI, KPI, Number, Word
from .verdict_words import Standing

PER_KIND = 30  # hits shown of each kind of row
MOST_TERMS = 60  # read of those that hold the word somewhere
MOST_REPORTS = 100  # read to find so many indicators: one has many
MOST_DEPARTMENTS = 200  # read of those whose name holds the word
MOST_STANDING = 120  # read of the indicators of all plans that stand so
MOST_ORIGINALS = 20  # texts whose translation holds the word
MOST_OTHERS = 4  # words of the same meaning, of each word

_TERM = ("name", "original", "aliases", "body")
_NUMBERED = {INDICATOR: Indicator, KPI: Indicator, KGI: Indicator, GOAL: Goal, ACTION: Action}


class Scope:
    """The plans somebody may see: all, or a single one, `plan`."""

    def __init__(self, plans: QuerySet[Plan], plan: Plan | None = None):
        self.plans = plans
        self.plan = plan

    @property
    def keys(self) -> QuerySet | list[int]:
        return [self.plan.pk] if self.plan else self.plans.order_by().values("pk")

    def rows(self, kind_of: type[Model], plan: str = "plan") -> QuerySet:
        """Its rows that the public may see; of one plan in their order."""
        rows = kind_of._default_manager.filter(**{f"{plan}__in" if plan else "pk__in": self.keys})
        if issubclass(kind_of, Living):
            rows = rows.shown()
        return rows if self.plan else rows.order_by()


def named_cities(words: Sequence[str], plans: QuerySet[Plan]) -> dict[int, str]:
    """The cities with such plans that one of the words names, by their ids: 宝塚市, たからづかし, Takarazuka."""
    english = [Q(name_en__iexact=form) for word in words if word.isascii() for form in (word, f"{word} City")]
    named = Q(Q(name__in=words), Q(name_kana__in=words), *english, _connector=Q.OR)
    rows = Municipality.objects.filter(named, pk__in=plans.order_by().values("municipality"))
    found = {}
    for key, *names in rows.values_list("pk", "name", "name_kana", "name_en"):
        forms = {form for name in names for form in (name.casefold(), name.casefold().removesuffix(" city"))}
        found[key] = next(word for word in words if word.casefold() in forms)
    return found


def with_same_meaning(words: Sequence[str], scope: Scope) -> list[Word]:
    """Each word with those that a glossary says to mean the same: 電子申請 with オンライン申請."""
    if not words:
        return []
    rows = scope.rows(Term).filter(
        Q(*(Holds(_TERM, word, is_few=bool(scope.plan)) for word in words), _connector=Q.OR)
    )
    terms = list(rows[:MOST_TERMS])
    return [
        Word(word, tuple(_others(word, terms))[:MOST_OTHERS], tuple(_originals(word, scope)))
        for word in words
    ]


def _originals(word: str, scope: Scope) -> Iterable[str]:
    """On a page in another language: the Japanese texts whose translations hold the word."""
    if not is_translated():
        return []
    rows = Translation.objects.filter(language=get_language(), text__icontains=word)
    if scope.plan:
        rows = rows.filter(municipality=scope.plan.municipality_id)
    return dict.fromkeys(rows.order_by().values_list("original", flat=True)[:MOST_ORIGINALS])


def _others(word: str, terms: Iterable[Term]) -> Iterable[str]:
    told = {fold(word)}
    for term in terms:
        spellings = [text for text in (*term.spellings, term.original.strip()) if text]
        if fold(word) not in map(fold, spellings):
            continue
        for text in spellings:
            if fold(text) not in told and len(text) > 1:
                told.add(fold(text))
                yield text


def holding(kind: Kind, words: Sequence[Word], scope: Scope, staff: "InCharge") -> list[Model]:
    """The rows that hold every word: one more than are shown, where there are more.

    Of one plan each word may stand anywhere, and the rows come in the plan's order. Of many, every word stands in the row
    itself, or every word in what it stands on, each asked for by an index of its own; the first that are found: to order
    what matches, everything that matches would have to be read.
    """
    rows = _related(kind, scope.rows(kind.model, kind.plan))
    if scope.plan:
        for word in words:
            rows = rows.filter(Q(*_anywhere(kind, word, staff), _connector=Q.OR))
        return list(rows[: PER_KIND + 1])
    found: dict[int, Model] = {}
    for asked in _by_one_index(kind, words, staff):
        found |= {row.pk: row for row in rows.filter(*asked)[: PER_KIND + 1]}
    return [found[key] for key in sorted(found)]


def _anywhere(kind: Kind, word: Word, staff: "InCharge") -> Iterator[Q]:
    yield _holds(kind.own, word, is_few=True)
    for path in kind.beside:
        yield _stands_on(kind, path, word)
    if kind.departments:
        yield staff.of(kind, word)
    if kind.reports:
        yield Q(pk__in=reported(kind.reports, [word]).values(f"{kind.reports.owner}_id"))


def _by_one_index(kind: Kind, words: Sequence[Word], staff: "InCharge") -> Iterator[list[Q]]:
    """The ways to such rows. What is reported and who is in charge is read first: no guess of the database is in the way."""
    yield [_holds(kind.own, word) for word in words]
    for path in kind.beside:
        yield [_stands_on(kind, path, *words)]  # all in one question: each is cheap beside the rarest of them
    if kind.departments and all(staff.departments[word] for word in words):
        yield [staff.of(kind, word) for word in words]
    if kind.reports:
        told = reported(kind.reports, words, of_all=True).values_list(f"{kind.reports.owner}_id", flat=True)
        if keys := set(told[:MOST_REPORTS]):
            yield [Q(pk__in=keys)]
    if kind.model is Plan:
        yield [_in_city(word) for word in words]


class InCharge:
    """The departments whose names hold a word, read once."""

    def __init__(self, words: Iterable[Word], scope: Scope):
        rows = Department.objects.order_by()
        if scope.plan:
            rows = rows.filter(municipality=scope.plan.municipality_id)
        is_few = bool(scope.plan)
        self.departments: dict[Word, list[int]] = {
            word: list(
                rows.filter(_holds(("name",), word, is_few=is_few)).values_list("pk", flat=True)[
                    :MOST_DEPARTMENTS
                ]
            )
            for word in words
        }

    def of(self, kind: Kind, word: Word) -> Q:
        asked = Q(pk__in=[])
        for name in kind.departments:
            through = getattr(kind.model, name).through._default_manager
            rows = through.filter(department__in=self.departments[word])
            asked |= Q(pk__in=rows.values(f"{kind.model._meta.model_name}_id"))
        return asked


def _related(kind: Kind, rows: QuerySet) -> QuerySet:
    related = {name.rpartition("__")[0] for name in kind.beside}
    if kind.plan not in ("", "plan"):
        related.add(kind.plan.rpartition("__")[0])
    return rows.select_related(*related) if related else rows


def _holds(columns: tuple[str, ...], word: Word, *, is_few: bool = False) -> Q:
    return Q(*(Holds(columns, text, is_few=is_few) for text in word.all), _connector=Q.OR)


def _stands_on(kind: Kind, path: str, *words: Word) -> Q:
    """What it stands on holds each of the words."""
    relation, _between, column = path.partition("__")
    others = kind.model._meta.get_field(relation).related_model._default_manager.order_by()
    return Q(**{f"{relation}__in": others.filter(*(_holds((column,), word) for word in words)).values("pk")})


def _in_city(word: Word) -> Q:
    named = Q(*(Q(name__contains=t) | Q(name_kana__contains=t) for t in word.all), _connector=Q.OR)
    return Q(municipality__in=Municipality.objects.order_by().filter(named).values("pk"))


def reported(
    reports: Reports, words: Sequence[Word], *, of_all: bool = False, is_few: bool = False
) -> QuerySet:
    """Approved reports whose comments hold one of the words, or all; of several revisions of a period the last approved."""
    rows = reports.model._default_manager.filter(state=State.APPROVED.value).order_by()
    later = rows.filter(
        **{f"{reports.owner}_id": OuterRef(f"{reports.owner}_id")},
        period=OuterRef("period"),
        revision__gt=OuterRef("revision"),
    )
    connector = Q.AND if of_all else Q.OR
    held = Q(*(_holds(reports.columns, word, is_few=is_few) for word in words), _connector=connector)
    return rows.filter(held, ~Exists(later))


def numbered(number: Number, scope: Scope) -> dict[type[Model], list[Model]]:
    """Indicators, goals and actions of that number; of a number alone indicators and goals."""
    asked = [_NUMBERED[number.of]] if number.of else [Indicator, Goal]
    found = {}
    for model in asked:
        named = Q(code__in=number.codes)
        if model is Indicator:
            named |= Q(number__in=number.forms)
        rows = scope.rows(model).filter(named)
        if number.of in (KPI, KGI):
            rows = rows.filter(role=number.of)
        found[model] = list(rows[: PER_KIND + 1])
    return found


@dataclass(frozen=True)
class Standings:
    rows: list[Indicator]
    is_unsure: bool  # of some plans it is not stored how they stand today


def standing_so(standing: Standing, words: Sequence[Word], scope: Scope, staff: InCharge) -> Standings:
    """Indicators with that verdict now, as it is stored; those that hold every word, where there are any."""
    asked = indicators_standing(group=standing.group, verdict=standing.verdict, stale=standing.stale)
    rows = scope.rows(Indicator).rated_kinds()
    so = Exists(asked.filter(indicator_id=OuterRef("pk")).order_by())
    if scope.plan:
        for word in words:
            held = _holds(INDICATOR_KIND.own, word, is_few=True)
            rows = rows.filter(held | staff.of(INDICATOR_KIND, word))
        found = list(rows.filter(so))
    elif words:
        ways = [[_holds(INDICATOR_KIND.own, word) for word in words]]
        if all(staff.departments[word] for word in words):
            ways.append([staff.of(INDICATOR_KIND, word) for word in words])
        both = {row.pk: row for way in ways for row in rows.filter(*way).filter(so)[:MOST_STANDING]}
        found = [both[key] for key in sorted(both)]
    else:
        # The first that are found: the other way round every indicator that stands so would be read.
        keys = asked.order_by().values_list("indicator_id", flat=True)[:MOST_STANDING]
        found = list(rows.filter(pk__in=list(keys)))
    true = true_among({row.plan_id for row in found})
    plans = scope.plans.filter(pk=scope.plan.pk) if scope.plan else scope.plans
    is_unsure = any(row.plan_id not in true for row in found) or not are_all_stored(plans)
    return Standings([row for row in found if row.plan_id in true], is_unsure)
