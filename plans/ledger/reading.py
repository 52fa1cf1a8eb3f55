"""The ledger as people read it: every change, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from plans.asked import Asked
from plans.era import date_label
from plans.models import Plan, Revision, RevisionKind
from plans.models.base import Promised

from .promised import label_of, subjects
from .states import subject_model, verbose_name


@dataclass(frozen=True)
class LedgerItem:
    """One field of a change, as people read it; a side that said nothing is blank."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LedgerLine:
    """One act with its page: a revision; of a conversion with those of the targets that it converts."""

    revision: Revision
    plan: Plan
    parts: tuple[Revision, ...] = ()

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
        if self.model is None:
            return []
        rows = (self.revision, *self.parts)
        return [item_of(self.model, change) for row in rows for change in row.changes]

    @property
    def reason(self) -> str:
        """Blank where an item says the same: why a period is excluded, why something ended."""
        reason = self.revision.reason
        return "" if any(item.after.strip() == reason.strip() for item in self.items) else reason

    @property
    def factor_text(self) -> str:
        """Of a conversion by what earlier figures are multiplied: ÷1,000. Blank for any other change."""
        return factor_text(Fraction(self.revision.factor)) if self.revision.factor else ""

    @property
    def recorded_label(self) -> str:
        """The day on which it was recorded, where that is not the day from which it holds."""
        day = timezone.localdate(self.revision.recorded_at)
        return "" if day == self.revision.effective_on else date_label(day)

    @property
    def is_correction(self) -> bool:
        return self.revision.kind == RevisionKind.MISPRINT


def lines_of(rows: Iterable[Revision], plan: Plan) -> list[LedgerLine]:
    """The rows as lines, in their order; what a conversion converts stands under it. At most one query."""
    rows = list(rows)
    parts = _parts_of_conversions(rows, plan)
    known = {row.pk for row in rows}
    below = {part.pk for head, found in parts.items() if head in known for part in found}
    return [LedgerLine(row, plan, tuple(parts.get(row.pk, ()))) for row in rows if row.pk not in below]


def _parts_of_conversions(rows: Iterable[Revision], plan: Plan) -> dict[int, list[Revision]]:
    """By the row with the unit: those of the same act, which follow it in the record."""
    heads = [row for row in rows if row.factor]
    found: dict[int, list[Revision]] = {}
    if not heads:
        return found
    acts = plan.revisions.filter(
        kind=RevisionKind.CONVERSION,
        subject_id__in={row.subject_id for row in heads},
        effective_on__in={row.effective_on for row in heads},
    )
    last: dict[tuple[object, ...], int] = {}
    for row in acts.order_by("pk"):
        key = (*row.subject_key, row.effective_on)
        if row.factor:
            last[key] = row.pk
        elif key in last:
            found.setdefault(last[key], []).append(row)
    return found


def factor_text(factor: Fraction) -> str:
    """÷1,000, ×3÷2"""
    by = f"×{factor.numerator:,}" if factor.numerator != 1 or factor.denominator == 1 else ""
    return by + (f"÷{factor.denominator:,}" if factor.denominator != 1 else "")


def type_label(model: type[Promised], plan: Plan) -> str:
    return plan.words.get(model._meta.model_name, str(model._meta.verbose_name))


def item_of(model: type[Promised], change: Mapping[str, object]) -> LedgerItem:
    name = str(change["field"])
    return LedgerItem(name, verbose_name(model, name), str(change["before_text"]), str(change["after_text"]))


_ALL_KINDS = gettext_lazy("「%(asked)s」という変更の種類はありません。すべての種類の変更を表示しています。")
_ALL_TYPES = gettext_lazy("「%(asked)s」の変更という分け方はありません。すべての変更を表示しています。")


@dataclass(frozen=True)
class LedgerFilter:
    """What a visitor asked for in the address. `problems`: a sentence for each thing that nobody can ask for."""

    kind: str = ""
    of: str = ""  # the name of a subject's model: indicator
    code: str = ""  # of one subject; together with `of`
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "LedgerFilter":
        asked = Asked(query)
        kind = asked.one_of("kind", RevisionKind.values, _ALL_KINDS)
        of = asked.one_of("of", {model._meta.model_name for model in subjects()}, _ALL_TYPES)
        return cls(
            kind, of, query.get("code", "").replace("\0", "")[:50] if of else "", tuple(asked.problems)
        )

    def rows(self, plan: Plan) -> QuerySet[Revision]:
        rows = plan.revisions.all()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.of:
            rows = rows.filter(subject_model__endswith=f".{self.of}")
        if self.code:
            rows = rows.filter(subject_code=self.code)
        return rows.acts().newest_first()

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
