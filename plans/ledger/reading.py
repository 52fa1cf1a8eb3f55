"""The ledger as people read it: every change, newest first, and what differs between any two days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from plans.era import date_label
from plans.models import Plan, Revision, RevisionKind
from plans.models.base import Promised

from .promised import label_of, subjects
from .states import subject_model, verbose_name

# Corrections of a slip are no change of the plan: it had never meant what stood there.
NO_CHANGE = (RevisionKind.PUBLICATION, RevisionKind.MISPRINT)


@dataclass(frozen=True)
class LedgerItem:
    """One field of a change, as people read it; a side that said nothing is blank."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LedgerLine:
    """One revision with its page."""

    revision: Revision
    plan: Plan

    @cached_property
    def model(self) -> type[Promised] | None:
        return subject_model(self.revision.subject_model)

    @property
    def day_label(self) -> str:
        return date_label(self.revision.effective_on)

    @property
    def kind_label(self) -> str:
        return str(self.revision.get_kind_display())

    @property
    def type_label(self) -> str:
        """指標, 取組, 目標 … as the plan calls it where it has a word of its own."""
        return type_label(self.model, self.plan) if self.model else ""

    @property
    def url(self) -> str:
        """The page of what changed; blank where it has none."""
        if self.model is None or not self.model.PUBLIC_PAGE:
            return ""
        address = self.plan.natural_key()
        args = [*address, self.revision.subject_code] if self.model.PAGE_BY_CODE else address
        return reverse(self.model.PUBLIC_PAGE, args=args)

    @property
    def items(self) -> list[LedgerItem]:
        return [item_of(self.model, change) for change in self.revision.changes] if self.model else []

    @property
    def factor_text(self) -> str:
        """Of a conversion by what earlier figures are multiplied: ÷1,000. Blank for any other change."""
        if not self.revision.factor:
            return ""
        whole = Fraction(self.revision.factor)
        by = f"×{whole.numerator:,}" if whole.numerator != 1 or whole.denominator == 1 else ""
        return by + (f"÷{whole.denominator:,}" if whole.denominator != 1 else "")

    @property
    def recorded_label(self) -> str:
        """The day on which it was recorded, where that is not the day from which it holds."""
        day = timezone.localdate(self.revision.recorded_at)
        return "" if day == self.revision.effective_on else date_label(day)

    @property
    def is_correction(self) -> bool:
        return self.revision.kind == RevisionKind.MISPRINT


def type_label(model: type[Promised], plan: Plan) -> str:
    return plan.words.get(model._meta.model_name, str(model._meta.verbose_name))


def item_of(model: type[Promised], change: Mapping[str, object]) -> LedgerItem:
    name = str(change["field"])
    return LedgerItem(name, verbose_name(model, name), str(change["before_text"]), str(change["after_text"]))


@dataclass(frozen=True)
class LedgerFilter:
    """What a visitor asked for in the address; what is not known is left out."""

    kind: str = ""
    of: str = ""  # the name of a subject's model: indicator
    code: str = ""  # of one subject; together with `of`

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "LedgerFilter":
        kind, of = query.get("kind", ""), query.get("of", "")
        return cls(
            kind if kind in RevisionKind.values else "",
            of if of in {model._meta.model_name for model in subjects()} else "",
            query.get("code", "")[:50] if of else "",
        )

    def rows(self, plan: Plan) -> QuerySet[Revision]:
        rows = plan.revisions.all()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.of:
            rows = rows.filter(subject_model__endswith=f".{self.of}")
        if self.code:
            rows = rows.filter(subject_code=self.code)
        return rows.newest_first()

    @property
    def query(self) -> str:
        """To be put behind addresses: kind=target&of=indicator"""
        found = {"kind": self.kind, "of": self.of, "code": self.code}
        return "&".join(f"{name}={value}" for name, value in found.items() if value)


def kinds_in(plan: Plan) -> list[tuple[str, str]]:
    """The kinds that the plan's ledger holds, in the order of their declaration."""
    there = set(plan.revisions.order_by().values_list("kind", flat=True).distinct())
    return [(kind.value, str(kind.label)) for kind in RevisionKind if kind.value in there]


def types_in(plan: Plan) -> list[tuple[str, str]]:
    """The kinds of rows that the plan's ledger speaks of."""
    there = set(plan.revisions.order_by().values_list("subject_model", flat=True).distinct())
    return [
        (model._meta.model_name, type_label(model, plan)) for model in subjects() if label_of(model) in there
    ]


def beginning_of(plan: Plan) -> Revision | None:
    """The ledger's first line: since when it is kept, and whether anything before is known."""
    return plan.revisions.filter(kind=RevisionKind.PUBLICATION).order_by("effective_on", "pk").first()


@dataclass(frozen=True)
class ComparedSubject:
    """What differs in one subject between two days."""

    line: LedgerLine  # its newest change in between, for its name, type and page
    items: tuple[LedgerItem, ...]
    is_new: bool
    has_ended: bool


def compare(plan: Plan, first: date, last: date) -> list[ComparedSubject]:
    """What the plan says otherwise on the last day than on the first, subject by subject. Two queries.

    A slip that was corrected, whenever that was, is read as corrected on both days.
    """
    rows = plan.revisions.filter(effective_on__gt=first, effective_on__lte=last).exclude(kind__in=NO_CHANGE)
    corrected: dict[tuple[str, int], list[Revision]] = {}
    for row in plan.revisions.filter(kind=RevisionKind.MISPRINT).order_by("pk"):
        corrected.setdefault(row.subject_key, []).append(row)
    by_subject: dict[tuple[str, int], list[Revision]] = {}
    for row in rows.order_by("effective_on", "pk"):
        by_subject.setdefault(row.subject_key, []).append(row)
    found = (_compared(plan, revisions, corrected.get(key, [])) for key, revisions in by_subject.items())
    return [row for row in found if row.items or row.is_new]


def _compared(plan: Plan, revisions: list[Revision], corrections: list[Revision]) -> ComparedSubject:
    line = LedgerLine(revisions[-1], plan)
    items: dict[str, LedgerItem] = {}
    for revision in revisions:
        for item in LedgerLine(revision, plan).items:
            before = items[item.field].before if item.field in items else item.before
            items[item.field] = LedgerItem(item.field, item.label, before, item.after)
    for name, item in items.items():
        items[name] = _corrected(item, corrections)
    kinds = {revision.kind for revision in revisions}
    return ComparedSubject(
        line,
        tuple(item for item in items.values() if item.before != item.after),
        RevisionKind.ADDITION in kinds,
        any(item.field == "ending" and item.after for item in items.values()),
    )


def _corrected(item: LedgerItem, corrections: Iterable[Revision]) -> LedgerItem:
    """The field with its slips put right on both sides."""
    before, after = item.before, item.after
    for revision in corrections:
        for change in revision.changes:
            if change["field"] == item.field:
                before = str(change["after_text"]) if before == change["before_text"] else before
                after = str(change["after_text"]) if after == change["before_text"] else after
    return replace(item, before=before, after=after)
