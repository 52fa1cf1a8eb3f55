"""Works out what the first pages tell of an indicator; of a row that was stored it stands there already."""

from datetime import date

from kpis.assessment.assessment import Assessment
from kpis.assessment.indicator_detail import newest_report
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.target_words import target_move
from kpis.judging.terms import TROUBLED, Group
from plans.era import Quarter

from .rows import StoredRow
from .told import MovedTarget, NewestValue, Run, Told

YEARS_BACK = 2  # whole fiscal years before this one in which a change of the verdict is looked for

Row = Assessment | StoredRow


def told(row: Row) -> Told:
    """Everything at once: what is stored."""
    if isinstance(row, StoredRow):
        return row.told
    return Told(
        newest=newest_value(row),
        value=row.value_text,
        covers=row.covers_text,
        target=row.target_text,
        target_when=row.target_period_label,
        target_period=str(row.evaluation.target.period) if row.evaluation.target else "",
        runs=runs_of(row),
        moved=moved_target(row),
    )


def newest_value(row: Row) -> NewestValue | None:
    if isinstance(row, StoredRow):
        return row.told.newest
    report = newest_report(row)
    if report is None:
        return None
    measurement = report.measurement
    return NewestValue(
        label=report.label,
        value=report.value,
        is_revised=bool(report.earlier),
        because=row.later_because,
        place=(Period.parse(measurement.period).index, measurement.updated_at.isoformat()),
    )


def last_ended(at: date) -> Quarter:
    """The newest quarter whose last day has come."""
    quarter = Quarter.of(at)
    return quarter if quarter.last_day <= at else Quarter.from_index(quarter.index - 1)


def runs_of(row: Row) -> tuple[Run, ...]:
    """How the verdict stood at the ends of quarters, with what is known today: the last two groups, newest first."""
    if isinstance(row, StoredRow):
        return row.told.runs
    return _runs(row.facts, row.at)


def _runs(facts: Facts, at: date) -> tuple[Run, ...]:
    known = [seen.known_on for seen in facts.observations if seen.has_value and seen.known_on <= at]
    if not known:
        return ()
    last = last_ended(at)
    first = Quarter.of(min(known))
    earliest = Quarter(last.year - YEARS_BACK, 1)
    found: list[
        tuple[Quarter, Evaluation]
    ] = []  # where each group begins, newest first, and its newest verdict
    for index in range(last.index, max(first, earliest).index - 1, -1):
        quarter = Quarter.from_index(index)
        evaluation = evaluate(facts, quarter.last_day)
        if found and found[-1][1].group is evaluation.group:
            found[-1] = quarter, found[-1][1]
            continue
        if len(found) == 2:
            return _as_runs(found)
        found.append((quarter, evaluation))
    runs = _as_runs(found)
    if runs and first < earliest:
        oldest = runs[-1]
        runs = (*runs[:-1], Run(None, oldest.key, oldest.label))
    return runs


def _as_runs(found: list[tuple[Quarter, Evaluation]]) -> tuple[Run, ...]:
    return tuple(Run(quarter, row.group.key, row.label) for quarter, row in found)


def changed_in(row: Row, quarter: Quarter) -> tuple[Run, Run] | None:
    """The verdict's group before and after, where it was another one at the end of that quarter than of the one before."""
    if isinstance(row, StoredRow):
        runs = row.told.runs
        return (runs[1], runs[0]) if len(runs) == 2 and runs[0].quarter == quarter else None
    before = Quarter.from_index(quarter.index - 1)
    earlier, later = (evaluate(row.facts, one.last_day) for one in (before, quarter))
    if earlier.group is later.group or not earlier.is_reported:
        return None
    return Run(before, earlier.group.key, earlier.label), Run(quarter, later.group.key, later.label)


def trouble_since(row: Row) -> Run | None:
    """Since when it needs attention; None where it does not, or where that began after the last quarter's end."""
    if row.evaluation.group not in TROUBLED:
        return None
    runs = runs_of(row)
    keys = (
        {Group.LATE.key, Group.MISSED.key}
        if row.evaluation.group is Group.MISSED
        else {row.evaluation.group.key}
    )
    return runs[0] if runs and runs[0].key in keys else None


def moved_target(row: Row) -> MovedTarget | None:
    """The last one up to that day."""
    if isinstance(row, StoredRow):
        return row.told.moved
    found = target_move(row.facts, row.at)
    return MovedTarget(found.on.isoformat(), found.period_label, found.before, found.after) if found else None
