"""What is found, as the page shows it: under headings, indicators first, each with what it says of the words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpis.models import Indicator
from kpis.standings.asked import Short, in_short
from plans import models
from plans.models import Plan
from plans.models.living import Living
from plans.translations.counted import one
from plans.translations.memory import speak_of
from plans.translations.said import Untranslated, said

from .asking import PER_KIND, InCharge, Scope, holding, numbered, standing_so, with_same_meaning
from .kinds import INDICATORS, KINDS, SECTIONS, Kind, Section
from .marking import holds, mark_words, snippet
from .query import Query, Word, all_texts
from .reasons import Reason, reasons_of
from .verdict_words import Standing

FEW = 10  # hits shown under each heading, until somebody asks for all of that heading


@dataclass(frozen=True)
class Hit:
    plan: Plan
    kind: str  # what the plan calls it; blank where the heading says it
    title: SafeString
    url: str
    snippet: SafeString
    reason: str = ""  # whose words the snippet has: 担当, 令和8年度第1四半期の課題
    role: str = ""  # KGI, 参考
    ending: str = ""  # how it came to its end
    short: Short | None = None  # an indicator's value, target and verdict


@dataclass(frozen=True)
class Part:
    """The hits under one heading."""

    key: str
    label: str
    hits: tuple[Hit, ...]
    count: int  # of those found; not all of them need be among the hits
    is_cut: bool  # more rows match than were read
    more: str = ""  # an address that shows all of them

    @property
    def is_short(self) -> bool:
        return len(self.hits) < self.count


@dataclass(frozen=True)
class Results:
    parts: tuple[Part, ...] = ()
    others: tuple[str, ...] = ()  # words of the same meaning that were searched for, too
    is_unsure: bool = False  # of some plans it is not stored how they stand today
    is_one: bool = False  # of one heading, which somebody asked for

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def is_cut(self) -> bool:
        return any(part.is_cut for part in self.parts)


@dataclass
class _Found:
    """The rows under one heading, best first."""

    section: Section
    rows: list[tuple[Kind, Model]] = field(default_factory=list)
    is_cut: bool = False


def find(query: Query, scope: Scope, section: str = "") -> Results:
    """Rows of these plans that hold every word, have that number or stand so, in a bounded number of queries.

    `section`: the key of the one heading that is to be shown, with all that was found under it; else each has its first few.
    """
    words = with_same_meaning(query.words, scope)
    staff = InCharge(words, scope)
    by_section = {section: _Found(section) for section in SECTIONS}
    for kind in KINDS:
        rows = holding(kind, words, scope, staff)
        found = by_section[kind.section]
        found.is_cut |= len(rows) > PER_KIND
        found.rows += [(kind, row) for row in _best_first(kind, rows, query.words)]
    if query.number:
        _put_first(by_section, numbered(query.number, scope))
    asked: list[Indicator] = []
    is_unsure = False
    if query.asked:
        beside = [word for word in words if word.text in query.asked.rest]
        standings = standing_so(query.asked.standing, beside, scope, staff)
        asked, is_unsure = standings.rows, standings.is_unsure
    told = {row.pk for row in asked}
    first = _Found(Section("standing", _standing_label(query.asked.standing)) if query.asked else INDICATORS)
    first.rows = [(KINDS[0], row) for row in asked[:PER_KIND]]
    first.is_cut = len(asked) > PER_KIND
    indicators = by_section[INDICATORS]
    indicators.rows = [pair for pair in indicators.rows if pair[1].pk not in told]
    parts = [found for found in (first, *by_section.values()) if found.rows]
    chosen = [found for found in parts if found.section.key == section]
    most = PER_KIND * len(KINDS) if chosen else FEW
    more = _all_of(query.asked.standing, scope) if query.asked and first.is_cut else ""
    return Results(
        tuple(_parts(chosen or parts, query, words, {"standing": more}, most)),
        tuple(dict.fromkeys(other for word in words for other in word.others)),
        is_unsure,
        bool(chosen),
    )


def _best_first(kind: Kind, rows: list[Model], words: Sequence[str]) -> list[Model]:
    """What says it in its title stands first; else in the order in which they came."""
    in_title = {row.pk for row in rows if all(holds(_title(kind, row), word) for word in words)}
    return sorted(rows, key=lambda row: row.pk not in in_title)[:PER_KIND]


def _put_first(by_section: dict[Section, _Found], numbers: dict[type[Model], list[Model]]) -> None:
    for kind in KINDS:
        if kind.model in numbers:
            rows, found = numbers[kind.model], by_section[kind.section]
            told = {row.pk for row in rows}
            rest = [pair for pair in found.rows if pair[1].pk not in told]
            found.rows = [*((kind, row) for row in rows[:PER_KIND]), *rest][:PER_KIND]
            found.is_cut |= len(rows) > PER_KIND


def _standing_label(standing: Standing) -> str:
    if standing.stale:
        return _("今、実績の更新が遅れている指標")
    return _("今の判定が「%(verdict)s」の指標") % {"verdict": standing.label}


def _all_of(standing: Standing, scope: Scope) -> str:
    """The plan's own table, where it can show all that stand so."""
    if scope.plan is None or not standing.group:
        return ""
    return reverse("scorecard", args=scope.plan.natural_key()) + f"?group={standing.group}"


def _parts(
    parts: Sequence[_Found], query: Query, words: Sequence[Word], more: dict[str, str], most: int
) -> Iterator[Part]:
    pairs = [pair for part in parts for pair in part.rows[:most]]
    plans = _plans_of(pairs)
    speak_of({plan.municipality_id for plan in plans.values()}, *plans.values())
    shorts = in_short(row for _kind, row in pairs if isinstance(row, Indicator))
    texts = all_texts(words)
    reasons = reasons_of(pairs, words)
    if query.number:  # of those that print none the address has it
        reasons |= {
            (kind.model, row.pk): Reason(row.code, _("番号"))
            for kind, row in pairs
            if getattr(row, "code", "") in query.number.codes and not row.number
        }
    for part in parts:
        yield Part(
            part.section.key,
            str(part.section.label),
            tuple(_hit(kind, row, plans, shorts, reasons, texts) for kind, row in part.rows[:most]),
            len(part.rows),
            part.is_cut,
            more.get(part.section.key, ""),
        )


def _plans_of(pairs: Iterable[tuple[Kind, Model]]) -> dict[int, Plan]:
    rows = Plan.objects.filter(pk__in={_plan_id(kind, row) for kind, row in pairs})
    return {plan.pk: plan for plan in rows.select_related("municipality").prefetch_related("labels")}


def _plan_id(kind: Kind, row: Model) -> int:
    return _value(row, f"{kind.plan}_id") if kind.plan else row.pk


def _value(row: Model, path: str) -> object:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _title(kind: Kind, row: Model) -> str:
    return " ".join(filter(None, (getattr(row, "number", ""), str(_value(row, kind.title)))))


def _title_marked(kind: Kind, row: Model, texts: Sequence[str]) -> SafeString:
    """In the page's language where there is a translation; else the title says which language it is in."""
    title = said(str(_value(row, kind.title)))
    html = mark_words(str(title), texts)
    if isinstance(title, Untranslated):
        html = format_html('<span lang="ja" class="in-japanese">{}</span>', html)
    number = getattr(row, "number", "")
    return format_html("{} {}", mark_words(number, texts), html) if number else html


def _hit(
    kind: Kind,
    row: Model,
    plans: dict[int, Plan],
    shorts: dict[int, Short],
    reasons: dict[tuple[type[Model], int], Reason],
    texts: Sequence[str],
) -> Hit:
    plan = plans[_plan_id(kind, row)]
    page, own = kind.place(row)
    url = reverse(page, args=[*plan.natural_key(), *own]) + (
        f"#{_value(row, kind.anchor)}" if kind.anchor else ""
    )
    reason = reasons.get((kind.model, row.pk), Reason())
    is_indicator = isinstance(row, Indicator)
    return Hit(
        plan,
        _label(kind, row, plan),
        _title_marked(kind, row, texts),
        url,
        snippet(reason.text, texts),
        reason.of,
        row.role_mark if is_indicator else "",
        row.get_ending_display() if isinstance(row, Living) else "",
        shorts.get(row.pk) if is_indicator else None,
    )


def _label(kind: Kind, row: Model, plan: Plan) -> str:
    return one(plan.words[row.kind]) if kind.model in (models.Goal, models.Statement) else ""
