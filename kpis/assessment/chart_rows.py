"""The table beside an indicator's chart: its numbers as rows, and what it cannot draw."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.charts.axis import short_place
from kpis.judging.break_words import break_note
from kpis.judging.coverage_words import awaited_text, covers_text, gap_text
from kpis.judging.facts import Facts
from kpis.judging.known import Break, Observation
from kpis.judging.periods import Period
from kpis.judging.target_words import target_move
from kpis.judging.terms import Frequency, ObservationStatus
from kpis.judging.trajectory import expected_at
from kpis.judging.value import ValueProblem, read_newest
from kpis.judging.wording import expected_text, goalpost_text, inside, time_text, value_text

from .assessment import Assessment

FORMER = gettext_lazy("数え方が変わる前")  # of a value in a former unit
Line = tuple[str, str, tuple[str, ...]]  # label, value, notes


@dataclass(frozen=True)
class ChartRow:
    """One line of the table beside the chart. Blank cells are blank in the picture too."""

    label: str
    short: str = ""  # R8 Q2: for a narrow table
    value: str = ""
    expected: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()


def chart_rows(assessment: Assessment) -> list[ChartRow]:
    """Everything the chart draws, by time: baseline, values, expected values, targets.

    And what it cannot draw: values of before a break that changed the unit, each in its own.
    """
    facts, found = assessment.facts, assessment.evaluation
    targets = {point.period.index: point for point in facts.targets_in_force(assessment.at)}
    baseline = found.baseline
    values = _values(facts, assessment.at) | _former_values(facts, assessment.at)
    move = None if found.keep else target_move(facts, assessment.at)
    former = move.before_point if move else None
    breaks = {_first_shown(facts, values, row): row for row in facts.breaks_known(assessment.at)}
    marks = [point.period.index for point in (baseline, former) if point]
    indexes = sorted({*values, *targets, *marks, *breaks})
    path_end = max(targets, default=0)
    rows = []
    for index in indexes:
        label, value, notes = values.get(index, ("", "", ()))
        target = targets.get(index)
        if baseline and baseline.period.index == index:
            notes = (*notes, f"{assessment.baseline_name} {value_text(facts, baseline.value)}")
            label = label or baseline.period.label_at(facts.frequency)
        if index in breaks:
            notes = (*notes, break_note(facts, breaks[index]))
            label = label or ("" if target else _beginning(facts, breaks[index]))
        if former and former.period.index == index:
            notes = (*notes, _("変更前の目標 %s") % goalpost_text(facts, former.value))
            label = label or time_text(facts, former)
        path = tuple(targets.values())
        judged = (
            bool(path)
            and not found.keep
            and not assessment.indicator.is_reference
            and index <= path[-1].period.index
        )
        after_start = baseline is None or index > baseline.period.index
        after_start = after_start and not facts.is_broken_between(index, max(path_end, index), assessment.at)
        rows.append(
            ChartRow(
                label=label or (time_text(facts, target) if target else ""),
                short=short_label(facts, index),
                value=value,
                expected=expected_text(facts, expected_at(path, baseline, index, facts.path))
                if judged and after_start
                else "",
                target=goalpost_text(facts, target.value) if target else "",
                notes=notes,
            )
        )
    return rows


def short_label(facts: Facts, index: int) -> str:
    """R8 Q2, R8 上期, R8.6; of a year, and of what is summed up over one, R8."""
    return short_place(facts.frequency, index, is_year=facts.series.is_yearly_sum)


def _first_shown(facts: Facts, values: Iterable[int], row: Break) -> int:
    """The first line that counts otherwise: the first value from the break on, or its own period's while there is none."""
    own = row.period.year_end if facts.series.is_yearly_sum else row.period.index
    return min((one for one in values if one >= row.period.index), default=own)


def _beginning(facts: Facts, row: Break) -> str:
    """The period that counts otherwise and has no value yet; of a yearly sum its year."""
    if facts.series.is_yearly_sum:
        return Period(row.period.year, is_calendar=row.period.is_calendar).label_at(Frequency.YEARLY)
    return row.period.label_at(facts.frequency)


def _values(facts: Facts, at: date) -> dict[int, Line]:
    return _year_values(facts, at) if facts.series.is_yearly_sum else _period_values(facts, at)


def _former_values(facts: Facts, at: date) -> dict[int, Line]:
    """Those in a former unit."""
    found: dict[int, Line] = {}
    changes = tuple(row for row in facts.breaks if row.unit_before is not None)
    for place, change in enumerate(changes):
        begin = changes[place - 1].period.index if place else 0
        rows = tuple(row for row in facts.observations if begin <= row.period.index < change.period.index)
        others = tuple(row for row in facts.breaks if row.unit_before is None)
        digits = facts.in_unit_of(rows[0].period).decimals if rows else facts.decimals
        unit = change.unit_before or ""
        then = replace(facts, unit=unit, decimals=digits, observations=rows, breaks=others)
        for index, (label, value, notes) in _values(then, at).items():
            found[index] = (label, value, (str(FORMER), *notes))
    return found


def _period_values(facts: Facts, at: date) -> dict[int, Line]:
    found: dict[int, Line] = {}
    for row in facts.known(at):
        value = facts.value_of((row,))
        text = value_text(facts, value) if value is not None else no_ratio(row)
        found[row.period.index] = (row.period.label_at(facts.frequency), text, tuple(value_notes(facts, row)))
    return found


def value_notes(facts: Facts, row: Observation) -> list[str]:
    """What is to be known of a period's value: that it is provisional, that it is not judged."""
    notes = [] if row.status is ObservationStatus.NORMAL else [str(row.status.label)]
    return notes + _exclusion(facts, row.period)


def _year_values(facts: Facts, at: date) -> dict[int, Line]:
    """Years with their sums, labelled by what they cover; of a year in progress also A*."""
    found: dict[int, Line] = {}
    for end in sorted({row.period.year_end for row in facts.known(at)}):
        reading = read_newest(facts, at, end)
        if reading is None:
            continue
        notes = []
        if reading.missing:
            notes.append(gap_text(facts, reading))
        if reading.awaited:
            notes.append(_("%sは報告待ち") % awaited_text(facts, reading))
        if reading.annualized is not None:
            notes.append(_("年換算 %s") % value_text(facts, reading.annualized))
        if reading.status is not ObservationStatus.NORMAL:
            notes.append(str(reading.status.label))
        notes += _exclusion(facts, reading.period)
        text = value_text(facts, reading.value) if reading.value is not None else _no_value(reading.problem)
        found[end] = (covers_text(facts, reading), text, tuple(notes))
    return found


def _exclusion(facts: Facts, period: Period) -> list[str]:
    excluded = facts.exclusion_of(period)
    if excluded is None:
        return []
    return [_("判定から除く（%s）") % inside(excluded.reason) if excluded.reason else _("判定から除く")]


def no_ratio(row: Observation) -> str:
    return _no_value(
        ValueProblem.NOTHING_TO_COUNT if row.is_nothing_to_count else ValueProblem.ZERO_DENOMINATOR
    )


def _no_value(problem: ValueProblem | None) -> str:
    """What stands in the place of a value that cannot be computed."""
    if problem is ValueProblem.NOTHING_TO_COUNT:
        return _("該当なし")
    return _("算定不可（分母が0）") if problem is ValueProblem.ZERO_DENOMINATOR else _("算定不可")
