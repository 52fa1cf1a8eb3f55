"""What an indicator's page lists: the chart's numbers as rows, the ledger of targets, the reports period by period."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kpis.judging.break_words import break_note
from kpis.judging.facts import Facts
from kpis.judging.known import Break, Observation, Point
from kpis.judging.numbers import format_exact, format_value
from kpis.judging.periods import Period
from kpis.judging.target_words import target_move, target_text
from kpis.judging.terms import Frequency, ObservationStatus
from kpis.judging.trajectory import expected_at
from kpis.judging.value import ValueProblem, read_newest
from kpis.judging.wording import (
    awaited_text,
    covers_text,
    expected_text,
    gap_text,
    goalpost_text,
    inside,
    time_text,
    value_text,
)
from kpis.models import Measurement, Target
from plans.era import date_label

from .assessment import Assessment
from .stored_facts import approved, factor_of, observation_in, observation_of, target_row

Line = tuple[str, str, tuple[str, ...]]  # label, value, notes


@dataclass(frozen=True)
class ChartRow:
    """One line of the table beside the chart. Blank cells are blank in the picture too."""

    label: str
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
                value=value,
                expected=expected_text(facts, expected_at(path, baseline, index))
                if judged and after_start
                else "",
                target=goalpost_text(facts, target.value) if target else "",
                notes=notes,
            )
        )
    return rows


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
            found[index] = (label, value, (_("数え方が変わる前"), *notes))
    return found


def _period_values(facts: Facts, at: date) -> dict[int, Line]:
    found: dict[int, Line] = {}
    for row in facts.known(at):
        value = facts.value_of((row,))
        text = value_text(facts, value) if value is not None else _no_ratio(row)
        notes = [] if row.status is ObservationStatus.NORMAL else [str(row.status.label)]
        notes += _exclusion(facts, row.period)
        found[row.period.index] = (row.period.label_at(facts.frequency), text, tuple(notes))
    return found


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


def _no_ratio(row: Observation) -> str:
    return _no_value(
        ValueProblem.NOTHING_TO_COUNT if row.is_nothing_to_count else ValueProblem.ZERO_DENOMINATOR
    )


def _no_value(problem: ValueProblem | None) -> str:
    """What stands in the place of a value that cannot be computed."""
    if problem is ValueProblem.NOTHING_TO_COUNT:
        return _("該当なし")
    return _("算定不可（分母が0）") if problem is ValueProblem.ZERO_DENOMINATOR else _("算定不可")


@dataclass(frozen=True)
class LedgerRow:
    """One decision about a target."""

    target: Target
    when: str  # 令和7年度末; of a yearly sum 令和7年度
    number: Decimal | None  # in the unit of that day
    value: str  # 取り下げ where withdrawn
    is_in_force: bool
    is_future: bool  # decided for a day that has not come
    is_over: bool = False  # it held to the end of the indicator, or was to hold after it

    @property
    def state_label(self) -> str:
        if self.is_over:
            return _("終了")
        if self.is_in_force:
            return _("有効")
        return _("これから有効") if self.is_future else _("変更前")


def ledger(assessment: Assessment) -> list[LedgerRow]:
    """Every target ever set, newest decision first."""
    rows = list(assessment.indicator.targets.all())
    holding: dict[str, Target] = {}
    for row in sorted(rows, key=lambda row: row.effective_from):
        if row.effective_from <= assessment.at:
            holding[row.period] = row
    return [
        LedgerRow(
            target=row,
            when=_time(assessment, row),
            number=(told := target_row(assessment.indicator, row)).value,
            value=target_text(assessment.facts, told),
            is_in_force=(holds := holding.get(row.period) is row),
            is_future=(comes := row.effective_from > assessment.at),
            is_over=(holds or comes) and assessment.facts.is_over(assessment.at),
        )
        for row in sorted(rows, key=lambda row: (row.effective_from, row.period), reverse=True)
    ]


def _time(assessment: Assessment, row: Target) -> str:
    return time_text(assessment.facts, Point(Period.parse(row.period), row.value or Decimal(0)))


@dataclass(frozen=True)
class ReportedPeriod:
    """What was reported for a period: the revision that holds, and those it replaced."""

    measurement: Measurement
    label: str
    value: str
    parts: str
    status: str
    as_reported: str = ""  # of a value that was converted: 3,450件
    replaced_because: str = ""  # of an earlier revision: the reason given by the one that replaced it
    earlier: tuple["ReportedPeriod", ...] = ()

    @property
    def replaced_text(self) -> str:
        """Of an earlier revision: what it said, and why it was replaced."""
        if not self.replaced_because:
            return _("改定前: %s") % self.value
        return _("改定前: %(value)s（改定の理由: %(reason)s）") % {
            "value": self.value,
            "reason": self.replaced_because,
        }

    @property
    def record_text(self) -> str:
        """当時の担当: 総務課・値の日付: …・登録: …"""
        row = self.measurement
        parts = (
            _("報告したときの値: %s") % self.as_reported if self.as_reported else "",
            _("当時の担当: %s") % row.owner_name if row.owner_name else "",
            _("値の日付: %s") % date_label(row.as_of) if row.as_of else "",
            _("登録: %s") % date_label(row.updated_on),
        )
        return "・".join(part for part in parts if part)


def reported_periods(assessment: Assessment) -> list[ReportedPeriod]:
    """Approved reports that speak of a day up to the one looked at, newest first, each with its earlier revisions."""
    by_period: dict[str, list[Measurement]] = {}
    for row in approved(assessment.indicator):
        by_period.setdefault(row.period, []).append(row)
    found = [
        _report(assessment, rows)
        for rows in by_period.values()
        if observation_of(rows[-1]).known_on <= assessment.at
    ]
    return sorted(found, key=lambda report: Period.parse(report.measurement.period).index, reverse=True)


def _report(assessment: Assessment, rows: list[Measurement], replaced_because: str = "") -> ReportedPeriod:
    *earlier, latest = rows
    seen = observation_in(assessment.indicator, latest)
    facts = assessment.facts.in_unit_of(seen.period)
    value = facts.value_of((seen,)) if seen.has_value else None
    blank = _("値なし") if seen.status is ObservationStatus.MISSING else _no_ratio(seen)
    return ReportedPeriod(
        measurement=latest,
        label=seen.period.label_at(facts.frequency),
        value=value_text(facts, value) if value is not None else blank,
        parts=_parts(assessment, latest),
        status="" if seen.status is ObservationStatus.NORMAL else str(seen.status.label),
        as_reported=_as_reported(assessment, latest),
        replaced_because=replaced_because,
        earlier=tuple(
            _report(assessment, [row], newer.revision_reason)
            for row, newer in reversed(list(zip(earlier, rows[1:], strict=True)))
        ),
    )


def _as_reported(assessment: Assessment, row: Measurement) -> str:
    """Of a value that is shown converted: what was reported. Blank on a day before the conversion."""
    if not row.conversion or row.value is None or row.factor * factor_of(assessment.indicator, row) == 1:
        return ""
    return format_exact(row.value, row.reported_unit)


def _parts(assessment: Assessment, row: Measurement) -> str:
    """The parts of a ratio: 申請 1,234 ÷ 全体 2,345"""
    if row.numerator is None or row.denominator is None:
        return ""
    indicator = assessment.indicator
    return (
        f"{indicator.numerator_label} {format_value(row.numerator, '', 0)} ÷ "
        f"{indicator.denominator_label} {format_value(row.denominator, '', 0)}"
    )


def _with_value(row: Assessment) -> list[ReportedPeriod]:
    return [
        report
        for report in reported_periods(row)
        if observation_of(report.measurement).status is not ObservationStatus.MISSING
    ]


def newest(rows: Iterable[Assessment], count: int = 5) -> list[tuple[Assessment, ReportedPeriod]]:
    """The latest value of each indicator, newest period first: what changed. That there is none is no value."""
    found = [(row, report) for row in rows for report in _with_value(row)[:1]]
    found.sort(
        key=lambda pair: (Period.parse(pair[1].measurement.period).index, pair[1].measurement.updated_at),
        reverse=True,
    )
    return found[:count]
