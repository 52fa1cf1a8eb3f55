"""What the plan says otherwise on one day than on another, each day read in the units of that day."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import models

from plans.models import Plan, Revision, RevisionKind

from .reading import LedgerItem, LedgerLine, factor_text

# Corrections of a slip are no change of the plan: it had never meant what stood there.
NO_CHANGE = (RevisionKind.PUBLICATION, RevisionKind.MISPRINT)
NUMBER = re.compile(r"[-−]?[0-9][0-9,]*(\.[0-9]+)?")  # figures are written with either sign


@dataclass(frozen=True)
class ComparedSubject:
    """What differs in one subject between two days."""

    line: LedgerLine  # its newest change in between, for its name, type and page
    items: tuple[LedgerItem, ...]
    is_new: bool
    has_ended: bool
    # By what its unit was converted in between: ÷1,000; blank where it also changed otherwise.
    factor_text: str = ""


def compare(plan: Plan, first: date, last: date) -> list[ComparedSubject]:
    """What the plan says otherwise on the last day than on the first, subject by subject. Two queries.

    A slip that was corrected, whenever that was, is read as corrected on both days. Figures that only the unit changed
    are not told one by one: the unit is, with the factor.
    """
    rows = plan.revisions.filter(effective_on__gt=first, effective_on__lte=last).exclude(kind__in=NO_CHANGE)
    known: dict[tuple[str, int], _Known] = {}
    told = plan.revisions.filter(kind__in=(RevisionKind.MISPRINT, RevisionKind.CONVERSION)).order_by("pk")
    for row in told:
        known.setdefault(row.subject_key, _Known()).add(row)
    by_subject: dict[tuple[str, int], list[Revision]] = {}
    for row in rows.order_by("effective_on", "pk"):
        by_subject.setdefault(row.subject_key, []).append(row)
    found = (
        _compared(plan, revisions, known.get(key, _Known()), first, last)
        for key, revisions in by_subject.items()
    )
    return [row for row in found if row.items or row.is_new]


@dataclass(frozen=True)
class _Conversion:
    """That from a day on a subject's figures are read in another unit."""

    recorded: int  # its place in the record
    effective_on: date
    factor: Fraction
    unit_before: str
    unit_after: str

    def forth(self, text: str) -> str:
        return _converted(text, self.unit_before, self.unit_after, self.factor)

    def back(self, text: str) -> str:
        return _converted(text, self.unit_after, self.unit_before, 1 / self.factor)


@dataclass
class _Known:
    """Of one subject, in the order of recording: how its figures were converted, and its slips."""

    conversions: list[_Conversion] = field(default_factory=list)
    corrections: list[Revision] = field(default_factory=list)

    def add(self, row: Revision) -> None:
        if row.kind == RevisionKind.MISPRINT:
            self.corrections.append(row)
        elif row.factor:
            unit = next(change for change in row.changes if change["field"] == "unit")
            units = (str(unit["before_text"]), str(unit["after_text"]))
            self.conversions.append(_Conversion(row.pk, row.effective_on, Fraction(row.factor), *units))

    def on_day(self, text: str, recorded: int, day: date) -> str:
        """A figure as recorded there, in the unit of that day: what held only later is undone, what came since is done."""
        for one in reversed(self.conversions):
            if one.recorded < recorded and one.effective_on > day:
                text = one.back(text)
        for one in self.conversions:
            if one.recorded > recorded and one.effective_on <= day:
                text = one.forth(text)
        return text

    def between(self, first: date, last: date) -> list[_Conversion]:
        return [one for one in self.conversions if first < one.effective_on <= last]


@dataclass(frozen=True)
class _Side:
    """What a field said on one of the two days, and where in the record that stands."""

    text: str
    recorded: int


def _compared(
    plan: Plan, revisions: Sequence[Revision], known: _Known, first: date, last: date
) -> ComparedSubject:
    line = LedgerLine(revisions[-1], plan)
    sides: dict[str, tuple[LedgerItem, _Side, _Side]] = {}
    for revision in revisions:
        for item in LedgerLine(revision, plan).items:
            if revision.kind == RevisionKind.CONVERSION and _is_figure(line, item.field):
                continue
            before = sides[item.field][1] if item.field in sides else _Side(item.before, revision.pk)
            sides[item.field] = (item, before, _Side(item.after, revision.pk))
    between = known.between(first, last)
    items = []
    for item, before, after in sides.values():
        if _is_figure(line, item.field):
            texts = [
                _figure_on(side, item.field, known, day) for side, day in ((before, first), (after, last))
            ]
        else:
            texts = [_corrected(side.text, item.field, known.corrections) for side in (before, after)]
        if not _same(*texts, between):
            items.append(replace(item, before=texts[0], after=texts[1]))
    kinds = {revision.kind for revision in revisions}
    whole = Fraction(1)
    for one in between:
        whole *= one.factor
    return ComparedSubject(
        line,
        tuple(items),
        RevisionKind.ADDITION in kinds,
        any(item.field == "ending" and item.after for item in items),
        factor_text(whole) if whole != 1 and not any(map(_breaks_unit, revisions)) else "",
    )


def _breaks_unit(revision: Revision) -> bool:
    """Whether something else is counted in another unit from there on: its figures are decided anew, not converted."""
    is_break = revision.kind == RevisionKind.REDEFINITION
    return is_break and any(change["field"] == "unit" for change in revision.changes)


def _is_figure(line: LedgerLine, name: str) -> bool:
    """Whether the field is a number in the subject's unit, or a part of it, which may be one."""
    if ":" in name or line.model is None:
        return True
    return isinstance(line.model._meta.get_field(name), models.DecimalField)


def _figure_on(side: _Side, name: str, known: _Known, day: date) -> str:
    """A figure in the unit of that day, with its slips put right."""
    text = known.on_day(side.text, side.recorded, day)
    for revision in known.corrections:
        for change in revision.changes:
            before, after = (
                known.on_day(str(change[key]), revision.pk, day) for key in ("before_text", "after_text")
            )
            if change["field"] == name and _same(text, before, ()):
                text = after
    return text


def _corrected(text: str, name: str, corrections: Iterable[Revision]) -> str:
    """The text with its slips put right."""
    for revision in corrections:
        for change in revision.changes:
            if change["field"] == name and text == change["before_text"]:
                text = str(change["after_text"])
    return text


def _same(before: str, after: str, conversions: Iterable[_Conversion]) -> bool:
    """Whether both say the same, but for their units and for noughts at the end."""
    if before == after:
        return True
    for one in conversions:
        before = one.forth(before)
    return _plain(before) == _plain(after)


def _plain(text: str) -> str:
    """Without noughts at the end of its number: 4.0件 → 4件."""
    found = NUMBER.match(text)
    return f"{_written(_number(found[0]))}{text[found.end() :]}" if found else text


def _converted(text: str, unit: str, new_unit: str, factor: Fraction) -> str:
    """3,800件 → 3.8千件. What is no number in that unit stays: words, values of another way of counting."""
    number = text.removesuffix(unit)
    if not text.endswith(unit) or not NUMBER.fullmatch(number):
        return text
    written = _written(_number(number) * factor)
    return f"{written.replace('-', number[0])}{new_unit}" if written else text


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-"))


def _written(number: Fraction) -> str:
    """With every digit it has; blank where it has no end of them."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return ""
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():,f}"
