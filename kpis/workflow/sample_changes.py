"""What the fictional city has changed of its plan since it is public: laid by the rules of every revision.

fixtures/mihon_changes.yaml names each change with its day, reason and decision, and the rows as they read from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from kpis.assessment.stored_facts import converted
from kpis.judging.periods import Period
from kpis.models import Indicator
from plans.fixture_files import FixtureRow, LoadError, natural_key_of, read_entries, row_of
from plans.ledger.grounds import Grounds
from plans.ledger.promised import label_of
from plans.ledger.taking_back import take_back_changes
from plans.load_act import Act
from plans.loading import load_rows
from plans.models import Plan, Revision, RevisionKind
from plans.samples import REPORTED_AFTER, place_years

from .meanings import convert

FILE = "mihon_changes.yaml"
HOUR = time(17)  # at which the fictional city records what it has decided
FIELDS = {"kind", "day", "reason", "decision", "factor", "rows"}


@dataclass(frozen=True)
class SampleChange:
    """One change: where the file tells it, since when it holds, on what grounds, and the rows as they read from then on."""

    place: str
    day: date
    grounds: Grounds
    rows: list[FixtureRow]


def read_changes(today: date) -> list[SampleChange]:
    """The changes that can be known today, in the file's order. Raises LoadError."""
    entries = read_entries(settings.FIXTURES_DIR / FILE, prepare=partial(place_years, today=today))
    found = [_read(number, *pair) for number, pair in enumerate(entries, start=1)]
    return [change for change in found if change.day <= today]


def _read(number: int, line: int, entry: Any) -> SampleChange:
    place = f"{FILE} {number}件目（{line}行目）"
    try:
        if unknown := entry.keys() - FIELDS:
            raise LoadError([f"{place}: 「{'、'.join(map(str, unknown))}」という項目はありません。"])
        kind, day = RevisionKind(entry["kind"]), date.fromisoformat(entry["day"])
        grounds = Grounds(
            reason=entry["reason"],
            effective_on=None if kind == RevisionKind.MISPRINT else day,  # a slip is put right for every day
            kind=kind,
            decision=entry.get("decision", ""),
            factor=Fraction(entry["factor"]) if "factor" in entry else None,
        )
        rows = [row_of(FILE, number, line, row) for row in entry["rows"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LoadError([f"{place}: kind、day、reason、rows を確かめてください（{error}）。"]) from error
    return SampleChange(place, day, grounds, rows)


def lay_changes(plans: Iterable[Plan]) -> None:
    """Changes the plans that have just been laid, one change after the other, each recorded on its day.

    Raises LoadError for a change that the rules refuse, and for one that changes nothing.
    """
    for plan in plans:
        for revision in plan.revisions.all():
            _record_on(revision.effective_on, revision.pk)
    for change in read_changes(timezone.localdate()):
        _lay(change)


def _lay(change: SampleChange) -> None:
    newest = Revision.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        if change.grounds.factor is None:
            load_rows(change.rows, Act(grounds=change.grounds))
        else:
            _convert(change)
    except (LoadError, ValidationError) as error:
        raise LoadError([f"{change.place}: {sentence}" for sentence in error.messages]) from error
    made = Revision.objects.filter(pk__gt=newest)
    if not made:
        raise LoadError([f"{change.place}: この変更で変わるものがありません。"])
    made.filter(kind=RevisionKind.MISPRINT).update(effective_on=change.day)
    _record_on(change.day, *made.values_list("pk", flat=True))


def _record_on(day: date, *keys: int) -> None:
    moment = timezone.make_aware(datetime.combine(day, HOUR))
    Revision.objects.filter(pk__in=keys).update(recorded_at=moment)


def _convert(change: SampleChange) -> None:
    """What was reported by that day is converted; later reports are stored in the new unit already."""
    for row in change.rows:
        indicator = Indicator.objects.get_by_natural_key(*natural_key_of(row))
        convert(indicator, row.values["unit"], int(row.values["decimals"]), change.grounds)
        later = [
            report.pk
            for report in indicator.measurements.all()
            if Period.parse(report.period).last_day + REPORTED_AFTER > change.day
        ]
        indicator.measurements.filter(pk__in=later).update(reported_unit="", conversion="")


def take_back(plans: Iterable[Plan]) -> None:
    """So the files find the rows as they laid them, whatever somebody who tried the portal has changed since."""
    for plan in plans:
        for revision in plan.revisions.filter(subject_model=label_of(Indicator)).exclude(factor=""):
            for indicator in Indicator.objects.filter(pk=revision.subject_id):
                _take_back_conversion(indicator, Fraction(revision.factor))
        take_back_changes(plan)


def _take_back_conversion(indicator: Indicator, factor: Fraction) -> None:
    for target in indicator.targets.all():
        indicator.targets.filter(pk=target.pk).update(value=converted(target.value, 1 / factor))
    indicator.measurements.update(reported_unit="", conversion="")
