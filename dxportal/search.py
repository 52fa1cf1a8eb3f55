"""Finds words in everything the plans say."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kpis.models import Indicator
from plans import models
from plans.models import Plan
from plans.models.living import Living
from plans.search_index.folding import plain_with_places, written_forms
from plans.search_index.functions import Holds

MAX_QUERY = 100  # characters
MAX_WORDS = 6
PER_KIND = 30  # hits shown of each kind of row
AROUND = 60  # characters shown on either side of the first hit


@dataclass(frozen=True)
class Hit:
    plan: Plan
    kind: str
    title: SafeString
    snippet: SafeString
    url: str
    ending: str = ""  # how it came to its end


@dataclass(frozen=True)
class Results:
    hits: tuple[Hit, ...]
    is_cut: bool  # more rows match than are shown


@dataclass(frozen=True)
class _Kind:
    """Where one kind of row is searched, and the page that shows it."""

    model: type[Model]
    label: str
    page: str
    title: str
    body: tuple[str, ...] = ()
    plan: str = "plan"
    anchor: str = ""  # attribute that names the row on a page shared with others
    own_page: bool = False

    @property
    def own(self) -> tuple[str, ...]:
        """The row's own columns, in the order of its index (the migrations that lay `dx_words_…`)."""
        return tuple(name for name in (self.title, *self.body) if "__" not in name)

    @property
    def beside(self) -> list[tuple[str]]:
        """What the row stands on, and is found by too: the track of an item, the department of a role."""
        return [(name,) for name in (self.title, *self.body) if "__" in name]


_KINDS = (
    _Kind(models.Plan, "計画", "overview", "title", ("summary",), plan=""),
    _Kind(models.Goal, "", "goal", "title", ("subtitle", "summary"), own_page=True),
    _Kind(models.Action, "", "action", "title", ("group", "summary"), own_page=True),
    _Kind(
        Indicator, "指標", "indicator", "name", ("target_wording", "definition", "data_source"), own_page=True
    ),
    _Kind(models.Statement, "", "values", "title", ("body",), anchor="anchor"),
    _Kind(models.ScheduleItem, "スケジュール", "schedule", "title", ("track__title",), anchor="anchor"),
    _Kind(models.Committee, "推進体制", "organization", "name", ("function", "secretariat"), anchor="anchor"),
    _Kind(
        models.Seat,
        "推進体制",
        "organization",
        "office",
        ("role", "person", "function"),
        plan="committee__plan",
    ),
    _Kind(models.PlanDepartment, "推進体制", "organization", "department__name", ("role",)),
    _Kind(models.Term, "用語", "glossary", "name", ("original", "aliases", "body"), anchor="anchor"),
    _Kind(models.PlanRelation, "他の計画・法令", "sources", "title", ("wording",), anchor="anchor"),
    _Kind(models.SourceDocument, "原本", "sources", "title", ("description",), anchor="anchor"),
    _Kind(models.SourceNote, "出典の注記", "sources", "title", ("found", "chosen"), anchor="anchor"),
)


def split_words(query: str) -> list[str]:
    """The words of a query: control characters dropped, long queries cut."""
    clean = "".join(" " if unicodedata.category(c).startswith("C") else c for c in query[:MAX_QUERY])
    return clean.split()[:MAX_WORDS]


def is_cut(query: str) -> bool:
    """Whether more was typed than is searched for."""
    return len(query) > MAX_QUERY or len(query.split()) > MAX_WORDS


def find(words: Sequence[str], plans: QuerySet[Plan], *, is_one: bool = False) -> Results:
    """Rows of these plans that hold every word, in a constant number of queries. `is_one`: it is a single plan's."""
    found, is_cut = [], False
    for kind in _KINDS:
        rows = _of_one_plan(kind, words, plans) if is_one else _of_many_plans(kind, words, plans)
        is_cut |= len(rows) > PER_KIND
        found += [(kind, row) for row in rows[:PER_KIND]]
    by_id = _plans_of(found)
    return Results(tuple(_hit(kind, row, by_id, words) for kind, row in found), is_cut)


def _plans_of(found: list[tuple[_Kind, Model]]) -> dict[int, Plan]:
    rows = Plan.objects.filter(pk__in={_plan_id(kind, row) for kind, row in found})
    return {plan.pk: plan for plan in rows.select_related("municipality").prefetch_related("labels")}


def _plan_id(kind: _Kind, row: Model) -> int:
    return _value(row, f"{kind.plan}_id") if kind.plan else row.pk


def _of_one_plan(kind: _Kind, words: Sequence[str], plans: QuerySet[Plan]) -> list[Model]:
    """In the plan's order."""
    rows = _rows(kind, plans)
    for word in words:
        rows = rows.filter(
            Q(*(Holds(columns, word, is_few=True) for columns in (kind.own, *kind.beside)), _connector=Q.OR)
        )
    return list(rows[: PER_KIND + 1])


def _of_many_plans(kind: _Kind, words: Sequence[str], plans: QuerySet[Plan]) -> list[Model]:
    """The first that are found: to order what matches, everything that matches would have to be read.

    Every word stands in the row itself, or every word in what it stands on: each is asked for by an index of its own.
    """
    found = {}
    for columns in (kind.own, *kind.beside):
        rows = _rows(kind, plans).order_by()
        for word in words:
            rows = rows.filter(_holds(kind, columns, word))
        found |= {row.pk: row for row in rows[: PER_KIND + 1]}
    return [found[key] for key in sorted(found)]


def _rows(kind: _Kind, plans: QuerySet[Plan]) -> QuerySet:
    keys = plans.order_by().values("pk")
    rows = kind.model.objects.filter(**{f"{kind.plan}__in" if kind.plan else "pk__in": keys})
    if issubclass(kind.model, Living):
        rows = rows.shown()
    related = {name.rpartition("__")[0] for (name,) in kind.beside}
    if kind.plan not in ("", "plan"):
        related.add(kind.plan.rpartition("__")[0])
    return rows.select_related(*related) if related else rows


def _holds(kind: _Kind, columns: tuple[str, ...], word: str) -> Q | Holds:
    relation, between, column = columns[0].partition("__")
    if not between:
        return Holds(columns, word)
    others = kind.model._meta.get_field(relation).related_model.objects.order_by()
    return Q(**{f"{relation}__in": others.filter(Holds((column,), word)).values("pk")})


def _value(row: Model, path: str) -> object:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _hit(kind: _Kind, row: Model, by_id: dict[int, Plan], words: Sequence[str]) -> Hit:
    plan = by_id[_plan_id(kind, row)]
    address = [plan.municipality.slug, plan.slug, *([row.code] if kind.own_page else [])]
    url = reverse(kind.page, args=address) + (f"#{_value(row, kind.anchor)}" if kind.anchor else "")
    body = " ".join(filter(None, (str(_value(row, field)) for field in kind.body)))
    title = " ".join(filter(None, (getattr(row, "number", ""), str(_value(row, kind.title)))))
    ending = row.get_ending_display() if isinstance(row, Living) else ""
    return Hit(plan, _label(kind, row, plan), mark_words(title, words), _snippet(body, words), url, ending)


def _label(kind: _Kind, row: Model, plan: Plan) -> str:
    if kind.model is models.Action:
        return plan.words["action"]
    if kind.model in (models.Goal, models.Statement):
        return plan.words[row.kind]
    return _(kind.label)


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where the words stand in the text, in whatever spelling; of two that overlap the longer."""
    forms = set().union(*map(written_forms, words))
    pattern = re.compile("|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form)))))
    folded, places = plain_with_places(text)
    for match in pattern.finditer(folded):
        # To the end of the last character, which may have become several, or several one.
        last = places[match.end() - 1]
        yield places[match.start()], next(place for place in places[match.end() :] if place > last)


def mark_words(text: str, words: Sequence[str]) -> SafeString:
    """The text as HTML with the words marked."""
    parts, done = [], 0
    for start, end in _places(text, words):
        if start >= done:
            parts += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
            done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 every part is escaped above


def _snippet(text: str, words: Sequence[str]) -> SafeString:
    text = " ".join(text.split())
    begins, ends = next(_places(text, words), (0, 0))
    start, end = max(0, begins - AROUND), ends + AROUND
    cut = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return mark_words(cut, words)
