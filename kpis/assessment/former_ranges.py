"""The ranges that were to be kept before, as the plan's changes tell them."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from kpis.judging.known import FormerRange
from kpis.judging.terms import Direction
from kpis.models import Indicator
from plans.ledger.promised import label_of
from plans.models import Revision, RevisionKind

_BOUNDS = ("lower", "upper")
# A slip was never meant, and a target has its own record.
_NO_FORMER = (RevisionKind.PUBLICATION, RevisionKind.MISPRINT, RevisionKind.TARGET, RevisionKind.WITHDRAWAL)


def remember_ranges(indicators: Iterable[Indicator]) -> None:
    """Puts at hand what `former_ranges` reads: one query for all, none where no range is to be kept."""
    rows = [row for row in indicators if row.direction == Direction.KEEP_WITHIN.value]
    if not rows:
        return
    told: dict[int, list[Revision]] = {row.pk: [] for row in rows}
    found = Revision.objects.filter(subject_model=label_of(Indicator), subject_id__in=told)
    for revision in found.exclude(kind__in=_NO_FORMER).newest_first():
        told[revision.subject_id].append(revision)
    for row in rows:
        row.range_revisions = told[row.pk]


def former_ranges(indicator: Indicator) -> tuple[FormerRange, ...]:
    """By time, in the row's unit. What held before the unit became another one is left out: it bounded something else."""
    if indicator.direction != Direction.KEEP_WITHIN.value or not indicator.pk:
        return ()
    if not hasattr(indicator, "range_revisions"):
        remember_ranges([indicator])
    now = {name: getattr(indicator, name) for name in _BOUNDS}
    factor = Fraction(1)
    found: list[FormerRange] = []
    for revision in indicator.range_revisions:
        if indicator.seen_on is not None and revision.effective_on > indicator.seen_on:
            continue  # the row stands as before it
        if revision.factor:
            factor *= Fraction(revision.factor)
            continue
        before = {change["field"]: change["before"] for change in revision.changes}
        if "unit" in before:
            break
        given = {name: before[name] for name in _BOUNDS if name in before}
        now |= {name: _converted(text, factor) for name, text in given.items()}
        lower, upper = now["lower"], now["upper"]
        if lower is None or upper is None:
            break
        is_same_day = bool(found) and found[-1].until == revision.effective_on
        if given and is_same_day:
            found.pop()  # of several changes of one day only what stood before the first held
        if given:
            found.append(FormerRange(lower, upper, revision.effective_on))
    return tuple(reversed(found))


def _converted(text: object, factor: Fraction) -> Decimal | None:
    return None if text is None else Decimal(str(text)) * factor.numerator / factor.denominator
