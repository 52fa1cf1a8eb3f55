"""Asks the database for the rows that hold words, have a number, or stand under a verdict."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from kpis.models import Indicator
from kpis.models.entry import State
from kpis.standings.asked import indicators_standing
from plans.models import Action, Department, Goal, Municipality, Plan, Term
from plans.models.living import Living
from plans.search_index.folding import fold
from plans.search_index.functions import Holds

from .kinds import INDICATOR_KIND, Kind, Reports
from .query import ACTION, GOAL, INDICATOR, KGI, KPI, Number, Word
from .verdict_words import Standing

PER_KIND = 30  # hits shown of each kind of row
MOST_TERMS = 60  # read of those that hold the word somewhere
MOST_REPORTS = 200  # read to find so many indicators: one has many
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


def with_same_meaning(words: Sequence[str], scope: Scope) -> list[Word]:
    """Each word with those that a glossary says to mean the same: 電子申請 with オンライン申請."""
    if not words:
        return []
    rows = scope.rows(Term).filter(
        Q(*(Holds(_TERM, word, is_few=bool(scope.plan)) for word in words), _connector=Q.OR)
    )
    terms = list(rows[:MOST_TERMS])
    return [Word(word, tuple(_others(word, terms))[:MOST_OTHERS]) for word in words]


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


def holding(kind: Kind, words: Sequence[Word], scope: Scope) -> list[Model]:
    """The rows that hold every word: one more than are shown, where there are more.

    Of one plan each word may stand anywhere, and the rows come in the plan's order. Of many, every word stands in the row
    itself, or every word in what it stands on, each asked for by an index of its own; the first that are found: to order
    what matches, everything that matches would have to be read.
    """
    own, *others = _ways(kind, is_few=bool(scope.plan))
    if scope.plan:
        rows = _related(kind, scope.rows(kind.model, kind.plan))
        for word in words:
            rows = rows.filter(Q(*(way(word) for way in (own, *others)), _connector=Q.OR))
        return list(rows[: PER_KIND + 1])
    found: dict[int, Model] = {}
    for way in (own, *others):
        rows = _related(kind, scope.rows(kind.model, kind.plan))
        for word in words:
            rows = rows.filter(way(word))
        found |= {row.pk: row for row in rows[: PER_KIND + 1]}
    return [found[key] for key in sorted(found)]


def _related(kind: Kind, rows: QuerySet) -> QuerySet:
    related = {name.rpartition("__")[0] for name in kind.beside}
    if kind.plan not in ("", "plan"):
        related.add(kind.plan.rpartition("__")[0])
    return rows.select_related(*related) if related else rows


def _ways(kind: Kind, *, is_few: bool) -> list:
    """Each asks whether a word stands in one of the places by which such a row is found; the row itself first."""
    ways = [lambda word: _holds(kind.own, word, is_few=is_few)]
    for path in kind.beside:
        ways.append(lambda word, path=path: _stands_on(kind, path, word))
    if kind.departments:
        ways.append(lambda word: _in_charge(kind, word))
    if kind.reports:
        ways.append(lambda word: Q(pk__in=reported(kind.reports, [word]).values(f"{kind.reports.owner}_id")))
    if kind.model is Plan:
        ways.append(_in_city)
    return ways


def _holds(columns: tuple[str, ...], word: Word, *, is_few: bool = False) -> Q:
    return Q(*(Holds(columns, text, is_few=is_few) for text in word.all), _connector=Q.OR)


def _stands_on(kind: Kind, path: str, word: Word) -> Q:
    relation, _between, column = path.partition("__")
    others = kind.model._meta.get_field(relation).related_model._default_manager.order_by()
    return Q(**{f"{relation}__in": others.filter(_holds((column,), word)).values("pk")})


def _in_charge(kind: Kind, word: Word) -> Q:
    departments = Department.objects.order_by().filter(_holds(("name",), word)).values("pk")
    asked = Q()
    for name in kind.departments:
        link = getattr(kind.model, name)
        rows = link.through._default_manager.filter(department__in=departments)
        asked |= Q(pk__in=rows.values(f"{kind.model._meta.model_name}_id"))
    return asked


def _in_city(word: Word) -> Q:
    named = Q(*(Q(name__contains=t) | Q(name_kana__contains=t) for t in word.all), _connector=Q.OR)
    return Q(municipality__in=Municipality.objects.order_by().filter(named).values("pk"))


def reported(reports: Reports, words: Sequence[Word], *, is_few: bool = False) -> QuerySet:
    """Approved reports whose comments hold one of the words; of several revisions of a period the last approved one."""
    rows = reports.model._default_manager.filter(state=State.APPROVED.value).order_by()
    later = rows.filter(
        **{f"{reports.owner}_id": OuterRef(f"{reports.owner}_id")},
        period=OuterRef("period"),
        revision__gt=OuterRef("revision"),
    )
    held = Q(*(_holds(reports.columns, word, is_few=is_few) for word in words), _connector=Q.OR)
    return rows.filter(held, ~Exists(later))


def numbered(number: Number, scope: Scope) -> dict[type[Model], list[Model]]:
    """Indicators, goals and actions of that number; of a number alone indicators and goals."""
    asked = [_NUMBERED[number.of]] if number.of else [Indicator, Goal]
    found = {}
    for model in asked:
        rows = scope.rows(model).filter(Q(code__in=number.codes) | Q(number__in=number.forms))
        if number.of in (KPI, KGI):
            rows = rows.filter(role=number.of)
        found[model] = list(rows[: PER_KIND + 1])
    return found


def standing_so(standing: Standing, words: Sequence[Word], scope: Scope) -> list[Indicator]:
    """Indicators with that verdict now, as it is stored; those that hold every word, where there are any."""
    asked = {"group": standing.group, "verdict": standing.verdict, "stale": standing.stale}
    rows = scope.rows(Indicator).filter(role__in=(Indicator.Role.KPI, Indicator.Role.KGI))
    for word in words:
        rows = rows.filter(_holds(INDICATOR_KIND.own, word) | _in_charge(INDICATOR_KIND, word))
    if words or scope.plan:
        return list(rows.filter(pk__in=indicators_standing(**asked).values("indicator_id"))[: PER_KIND + 1])
    # Of all plans the first that are found: the other way round every indicator that stands so would be read.
    keys = indicators_standing(**asked).filter(plan_id__in=scope.keys)
    first = list(keys.order_by().values_list("indicator_id", flat=True)[: 2 * PER_KIND])
    return list(rows.filter(pk__in=first)[: PER_KIND + 1])

