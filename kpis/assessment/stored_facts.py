"""From stored rows to facts: what is known of an indicator, as the rules take it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from kpis.judging.arithmetic import CONTEXT, ratio
from kpis.judging.facts import Facts
from kpis.judging.known import Break, Ended, Excluded, Observation, Point, TargetRow, steps_as_targets
from kpis.judging.numbers import decimals_of, format_value
from kpis.judging.periods import Period, periods_ending_with
from kpis.judging.steps_words import steps_text
from kpis.judging.terms import Direction, Frequency, Kind, ObservationStatus, Path, Series
from kpis.models import Indicator, Measurement, Target
from kpis.models.measurement import former_unit
from kpis.models.steps import stored_steps
from plans.models import Plan

from .composed import composed_reports, part_breaks
from .composed_duties import duties_of
from .former_ranges import former_ranges

UNCHANGED = Fraction(1)


def facts_of(indicator: Indicator) -> Facts:
    """What is known of the indicator, as the rules take it. Use `Indicator.objects.with_figures()` for many."""
    baseline = None
    if indicator.baseline_value is not None:
        baseline = Point(Period.parse(indicator.baseline_period), indicator.baseline_value)
    kind, steps, duties = Kind(indicator.kind), stored_steps(indicator.steps), duties_of(indicator)
    facts = Facts(
        direction=Direction(indicator.direction),
        series=Series(indicator.series),
        frequency=Frequency(indicator.frequency),
        unit=indicator.unit,
        decimals=indicator.decimals,
        baseline=baseline,
        baseline_is_provisional=indicator.baseline_is_provisional,
        baseline_is_reading=indicator.baseline_is_reading,
        targets=steps_as_targets(steps)
        if kind is Kind.MILESTONE
        else tuple(target_row(indicator, row) for row in indicator.targets.all()),
        observations=tuple(observation_in(indicator, row) for row in latest_revisions(indicator)),
        lower=indicator.lower,
        upper=indicator.upper,
        former_ranges=former_ranges(indicator),
        margin=indicator.margin or Decimal(0),
        plan_start=indicator.plan.starts_on,
        plan_end=indicator.plan.ends_on,
        first_period=duties.first_period,
        last_period=duties.last_period,
        ended=Ended(str(indicator.get_ending_display()), indicator.ending_reason)
        if indicator.has_ending
        else None,
        excluded=tuple(
            Excluded(Period.parse(row.period), row.reason) for row in indicator.excluded_periods.all()
        ),
        breaks=_breaks(indicator),
        reporting_from=reporting_from(indicator.plan),
        reporting_lag_days=duties.lag_days,
        due_month=duties.due_month,
        is_reference=indicator.is_reference,
        is_part_of_whole=indicator.is_part_of_whole,
        due_on=review_days(indicator.plan),
        kind=kind,
        strict=indicator.strict,
        path=Path.STEPWISE if steps else Path(indicator.path),
        steps=steps,
    )
    return facts.with_digits_of(*_typed(indicator, facts))


def _typed(indicator: Indicator, facts: Facts) -> list[Decimal | None]:
    """The values as they were typed in today's unit; what a conversion or a formula makes has digits that nobody typed."""
    if indicator.unit_factor != 1 or indicator.formula:
        return []
    return [
        row.value
        for row in latest_revisions(indicator)
        if not row.conversion and facts.former_unit(Period.parse(row.period)) is None
    ]


def _breaks(indicator: Indicator) -> tuple[Break, ...]:
    """By time; of a composite those of its parts too, unless it says of the same period itself what changed."""
    own = [
        Break(Period.parse(row.period), row.reason, row.unit_before) for row in indicator.series_breaks.all()
    ]
    told = {row.period for row in own}
    of_parts = {row.period: row for row in part_breaks(indicator) if row.period not in told}
    return tuple(sorted([*own, *of_parts.values()], key=lambda row: row.period.index))


def target_row(indicator: Indicator, row: Target) -> TargetRow:
    """The decision as the rules take it: in the indicator's unit, or in the former one of its day."""
    row.indicator = indicator
    unit = row.former_unit
    value = row.value if unit is not None else converted(row.value, indicator.unit_factor)
    return TargetRow(Period.parse(row.period), value, row.effective_from, unit, row.is_of_former_count)


def converted(value: Decimal | None, factor: Fraction) -> Decimal | None:
    """The value times the factor of a conversion of units."""
    if value is None or factor == 1:
        return value
    return CONTEXT.divide(CONTEXT.multiply(value, factor.numerator), Decimal(factor.denominator))


def _period(text: str) -> Period | None:
    return Period.parse(text) if text else None


def reporting_from(plan: Plan) -> Period | None:
    """The first period for which the city reports here, as its policy says; at hand on the plan object."""
    policy = getattr(plan, "review_policy", None)
    return _period(policy.reporting_from) if policy is not None else None


def review_days(plan: Plan) -> dict[Period, date]:
    """When the plan's reviews ask for the periods that end with their quarters. Kept on the plan object."""
    if not hasattr(plan, "_review_days"):
        plan._review_days = {}
        for review in plan.reviews.all():
            plan._review_days |= dict.fromkeys(periods_ending_with(review.quarter), review.due_on)
    return plan._review_days


def approved(indicator: Indicator) -> list[Measurement]:
    """Every approved revision, oldest period first; at hand after `with_figures()`. Of a composed one what makes them up."""
    if indicator.formula:
        if not hasattr(indicator, "composed_measurements"):
            indicator.composed_measurements = composed_reports(indicator)
        return indicator.composed_measurements
    if not hasattr(indicator, "approved_measurements"):
        indicator.approved_measurements = list(indicator.measurements.approved())
    return indicator.approved_measurements


def keep_reports(indicator: Indicator, rows: list[Measurement]) -> None:
    """What `approved` answers from now on."""
    if indicator.formula:
        indicator.composed_measurements = rows
    else:
        indicator.approved_measurements = rows


def latest_revisions(indicator: Indicator) -> list[Measurement]:
    """Per period the latest approved revision: what the public sees."""
    return list({row.period: row for row in approved(indicator)}.values())


def observation_in(indicator: Indicator, row: Measurement) -> Observation:
    """The indicator's report in its unit, as the indicator stands in memory; of before another count in that count's unit."""
    return _observation(row, row.factor * factor_of(indicator, row))


def factor_of(indicator: Indicator, row: Measurement) -> Fraction:
    """By what a value is multiplied on a day before a conversion: one of a former count by nothing."""
    is_former = former_unit(indicator, Period.parse(row.period)) is not None
    return UNCHANGED if is_former else indicator.unit_factor


def observation_of(row: Measurement) -> Observation:
    """The report as the rules take it, in the unit of its count as that is today."""
    return _observation(row, row.factor)


def _observation(row: Measurement, factor: Fraction) -> Observation:
    return Observation(
        period=Period.parse(row.period),
        value=converted(row.value, factor),
        numerator=row.numerator,
        denominator=row.denominator,
        status=ObservationStatus(row.observation_status),
        as_of=row.as_of,
    )


def measured_value(row: Measurement) -> Decimal | None:
    """What the report says: its value, converted where it was reported in another unit, or the ratio of its parts."""
    if row.numerator is None or not row.denominator:
        return converted(row.value, row.factor)
    return ratio(row.numerator, row.denominator, row.indicator.unit)


def measured_text(row: Measurement) -> str:
    """The value as people read it, with its unit and every digit that was typed; blank for none."""
    value = measured_value(row)
    if value is None:
        return ""
    if row.indicator.kind == Kind.MILESTONE:
        return steps_text(stored_steps(row.indicator.steps), value)
    is_typed = row.numerator is None and not row.conversion and not row.indicator.formula
    typed = decimals_of(value) if is_typed else 0
    return format_value(value, row.unit, max(row.indicator.decimals, typed))
