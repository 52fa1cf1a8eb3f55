"""What an indicator's page lists: the ledger of targets, the reports period by period."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kpis.judging.known import Point
from kpis.judging.numbers import format_exact, format_value
from kpis.judging.periods import Period
from kpis.judging.self_assessment import OwnAssessment
from kpis.judging.target_words import target_text
from kpis.judging.terms import Formula, Frequency, ObservationStatus
from kpis.judging.wording import (
    time_text,
    value_text,
)
from kpis.models import Indicator, Measurement, Target
from plans.era import date_label
from plans.joining import side_by_side

from .assessment import Assessment
from .chart_rows import no_ratio
from .composed import parts_of
from .own_assessments import said_of
from .stored_facts import approved, factor_of, observation_in, observation_of, target_row


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
    self_assessments: tuple[OwnAssessment, ...] = ()

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
    def has_comments(self) -> bool:
        row = self.measurement
        return bool(row.progress_comment or row.issues_comment or row.response_comment)

    @property
    def record_text(self) -> str:
        """当時の担当: 総務課・値の日付: …・登録: …"""
        row = self.measurement
        parts = (
            _("報告したときの値: %s") % self.as_reported if self.as_reported else "",
            _("当時の担当: %s") % row.owner_name if row.owner_name else "",
            _("値の日付: %s") % date_label(row.as_of) if row.as_of else "",
            _("登録: %s") % date_label(row.updated_on) if _was_entered(row) else "",
        )
        return side_by_side(parts)


def _was_entered(row: Measurement) -> bool:
    """Whether somebody entered it here. Of one that a file brought, the day of loading says nothing of the value."""
    hands = (row.entered_by_id, row.submitted_by_id, row.decided_by_id, row.submitted_at, row.decided_at)
    return any(hand is not None for hand in hands)


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
    blank = _("値なし") if seen.status is ObservationStatus.MISSING else no_ratio(seen)
    return ReportedPeriod(
        measurement=latest,
        label=seen.period.label_at(facts.frequency),
        value=value_text(facts, value) if value is not None else blank,
        parts=_parts(assessment, latest),
        status="" if seen.status is ObservationStatus.NORMAL else str(seen.status.label),
        as_reported=_as_reported(assessment, latest),
        self_assessments=said_of(assessment.indicator, latest),
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
    names = _names_of_parts(indicator)
    texts = (format_exact(row.numerator), format_exact(row.denominator))
    if not indicator.formula:
        texts = (format_value(row.numerator, "", 0), format_value(row.denominator, "", 0))
    return f"{names[0]} {texts[0]} ÷ {names[1]} {texts[1]}"


def _names_of_parts(indicator: Indicator) -> tuple[str, str]:
    """What the two numbers are called: of a composite by what its parts are called today."""
    if indicator.formula == Formula.YEAR_BEFORE:
        is_survey = Frequency(indicator.frequency).is_survey
        return _("その期の値"), _("前回の調査の値") if is_survey else _("前の年の同じ期の値")
    parts = [part for part in parts_of(indicator) if part is not None]
    if len(parts) == 2:
        return parts[0].name, parts[1].name
    return indicator.numerator_label, indicator.denominator_label


def newest_report(assessment: Assessment) -> ReportedPeriod | None:
    """The latest report with a value, judged or not. That there is none is no value."""
    for report in reported_periods(assessment):
        if observation_of(report.measurement).status is not ObservationStatus.MISSING:
            return report
    return None
