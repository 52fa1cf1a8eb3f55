"""Loads the rows of indicators, judges them, and keeps facts, evaluation, trend and forecast of each together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import prefetch_related_objects

from kpis.judging.evaluation import Evaluation, evaluate
from kpis.judging.facts import Facts, Observation, Point, TargetRow, ratio
from kpis.judging.forecast import Forecast, forecast
from kpis.judging.numbers import format_percent
from kpis.judging.periods import Period, periods_ending_with
from kpis.judging.ratings import Mark, Scale
from kpis.judging.rollup import RollUp, roll_up
from kpis.judging.sentences import (
    absent_text,
    baseline_name,
    expected_text,
    forecast_sentence,
    period_text,
    sentence,
    summed_period_text,
    value_text,
)
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Series, Verdict
from kpis.judging.trend import Trend, trend
from kpis.models import Indicator, Measurement, PlanRating
from plans.models import Plan


def facts_of(indicator: Indicator) -> Facts:
    """What is known of the indicator, as the rules take it. Use `Indicator.objects.with_figures()` for many."""
    baseline = None
    if indicator.baseline_value is not None:
        baseline = Point(Period.parse(indicator.baseline_period), indicator.baseline_value)
    return Facts(
        direction=Direction(indicator.direction),
        series=Series(indicator.series),
        frequency=Frequency(indicator.frequency),
        unit=indicator.unit,
        decimals=indicator.decimals,
        baseline=baseline,
        baseline_is_provisional=indicator.baseline_is_provisional,
        targets=tuple(
            TargetRow(Period.parse(row.period), row.value, row.effective_from)
            for row in indicator.targets.all()
        ),
        observations=tuple(map(observation_of, latest_revisions(indicator))),
        lower=indicator.lower,
        upper=indicator.upper,
        plan_start=indicator.plan.starts_on,
        plan_end=indicator.plan.ends_on,
        reporting_lag_days=indicator.reporting_lag_days,
        is_reference=indicator.is_reference,
        is_part_of_whole=indicator.is_part_of_whole,
        due_on=review_days(indicator.plan),
    )


def review_days(plan: Plan) -> dict[Period, date]:
    """When the plan's reviews ask for the periods that end with their quarters. Kept on the plan object."""
    if not hasattr(plan, "_review_days"):
        plan._review_days = {}
        for review in plan.reviews.all():
            plan._review_days |= dict.fromkeys(periods_ending_with(review.quarter), review.due_on)
    return plan._review_days


def approved(indicator: Indicator) -> list[Measurement]:
    """Every approved revision, oldest period first; at hand after `with_figures()`."""
    if not hasattr(indicator, "approved_measurements"):
        indicator.approved_measurements = list(indicator.measurements.approved())
    return indicator.approved_measurements


def latest_revisions(indicator: Indicator) -> list[Measurement]:
    """Per period the latest approved revision: what the public sees."""
    return list({row.period: row for row in approved(indicator)}.values())


def observation_of(row: Measurement) -> Observation:
    """The report as the rules take it."""
    return Observation(
        period=Period.parse(row.period),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        status=ObservationStatus(row.observation_status),
        as_of=row.as_of,
    )


def measured_value(row: Measurement) -> Decimal | None:
    """What the report says: its value, or the ratio of its parts; None without one."""
    if row.numerator is None or not row.denominator:
        return row.value
    return ratio(row.numerator, row.denominator, row.indicator.unit)


@dataclass(frozen=True)
class Assessment:
    """One indicator on one day: its facts, the verdict, and how people read both."""

    indicator: Indicator
    at: date
    facts: Facts
    evaluation: Evaluation
    scale: Scale | None

    @cached_property
    def sentence(self) -> str:
        return sentence(self.facts, self.evaluation)

    @cached_property
    def mark(self) -> Mark | None:
        """The plan's own mark; None where the plan has no scale of its own."""
        return self.scale.mark_of(self.evaluation) if self.scale else None

    @cached_property
    def trend(self) -> Trend | None:
        return trend(self.facts, self.evaluation.reading, self.at)

    @cached_property
    def forecast(self) -> Forecast | None:
        """Where the values lead; None for a bound, which is kept or not."""
        return forecast(self.facts, self.evaluation)

    @property
    def forecast_text(self) -> str:
        """Blank without a forecast, and where the target is met already."""
        if self.forecast is None or self.evaluation.verdict is Verdict.ACHIEVED:
            return ""
        return forecast_sentence(self.forecast)

    @property
    def later(self) -> Observation | None:
        """The newest value of a period after the last target's: shown, not judged."""
        target = self.evaluation.target
        newest = self.facts.known(self.at)[-1:]
        if target is None or not newest or newest[0].period.index <= target.period.index:
            return None
        return newest[0]

    @property
    def later_text(self) -> str:
        """令和7年度上半期 11件"""
        if self.later is None:
            return ""
        value = self.facts.value_of((self.later,))
        label = self.later.period.short_label_at(self.facts.frequency)
        return f"{label} {value_text(self.facts, value)}" if value is not None else label

    @property
    def value_text(self) -> str:
        """62%; of a year in progress the sum so far. Blank without a value."""
        found = self.evaluation
        if found.value is None:
            return ""
        return value_text(self.facts, found.value, found.goalpost)

    @property
    def absent_text(self) -> str:
        """What stands in the place of a value that is not there."""
        return absent_text(self.evaluation.verdict)

    @property
    def annualized_text(self) -> str:
        annualized = self.evaluation.annualized
        return value_text(self.facts, annualized) if annualized is not None else ""

    @property
    def period_text(self) -> str:
        """令和7年度第2四半期; of a year in progress …まで"""
        reading = self.evaluation.reading
        return period_text(self.facts, reading) if reading else ""

    @property
    def summed_period_text(self) -> str:
        """The same, of a year in progress …までの合計"""
        reading = self.evaluation.reading
        return summed_period_text(self.facts, reading) if reading else ""

    @property
    def target_text(self) -> str:
        """The last target in force. Blank where there is none."""
        if self.facts.direction is Direction.KEEP_WITHIN:
            assert self.facts.lower is not None  # noqa: S101 the database sees to both
            assert self.facts.upper is not None  # noqa: S101
            return f"{value_text(self.facts, self.facts.lower)}〜{value_text(self.facts, self.facts.upper)}"
        target = self.evaluation.target
        return value_text(self.facts, target.value) if target else ""

    @property
    def target_period_label(self) -> str:
        target = self.evaluation.target
        return target.period.end_label if target else ""

    @property
    def baseline_name(self) -> str:
        """基準, 仮の基準"""
        return baseline_name(self.evaluation)

    @property
    def baseline_text(self) -> str:
        baseline = self.evaluation.baseline
        return value_text(self.facts, baseline.value) if baseline else ""

    @property
    def baseline_period_label(self) -> str:
        baseline = self.evaluation.baseline
        return baseline.period.short_label_at(self.facts.frequency) if baseline else ""

    @property
    def expected_text(self) -> str:
        found = self.evaluation
        return (
            expected_text(self.facts, found.expected) if found.expected is not None and not found.keep else ""
        )

    @property
    def attainment_text(self) -> str:
        return _percent(self.evaluation.attainment)

    @property
    def pace_text(self) -> str:
        return _percent(self.evaluation.pace)

    @property
    def achievement_text(self) -> str:
        return _percent(self.evaluation.achievement)

    @property
    def year_progress_text(self) -> str:
        return _percent(self.evaluation.year_progress)


def _percent(ratio: Decimal | None) -> str:
    return format_percent(ratio) if ratio is not None else ""


def assess(indicator: Indicator, at: date, scale: Scale | None = None) -> Assessment:
    """The indicator's assessment on that day."""
    facts = facts_of(indicator)
    return Assessment(indicator, at, facts, evaluate(facts, at), scale)


def assess_all(indicators: Iterable[Indicator], at: date, scale: Scale | None = None) -> list[Assessment]:
    return [assess(indicator, at, scale) for indicator in indicators]


def assess_plan(plan: Plan, at: date) -> list[Assessment]:
    """Every indicator of the plan, in its order, in a constant number of queries."""
    rows = list(Indicator.objects.for_scorecard(plan))
    for row in rows:
        row.plan = plan
    return assess_all(rows, at, scale_of(plan))


def assess_plans(plans: Iterable[Plan], at: date) -> dict[int, list[Assessment]]:
    """The assessments of many plans by plan id, in a constant number of queries; without the plans' own marks."""
    by_id = {plan.pk: plan for plan in plans}
    prefetch_related_objects(list(by_id.values()), "reviews")
    found: dict[int, list[Assessment]] = {key: [] for key in by_id}
    for row in Indicator.objects.filter(plan__in=by_id).with_figures():
        row.plan = by_id[row.plan_id]
        found[row.plan_id].append(assess(row, at))
    return found


def scale_of(plan: Plan) -> Scale | None:
    """The scale the plan uses, None when it uses none."""
    rating = (
        PlanRating.objects.filter(plan=plan).select_related("scale").prefetch_related("scale__bands").first()
    )
    return rating.scale.as_scale() if rating else None


def roll_up_of(rows: Iterable[Assessment]) -> RollUp:
    return roll_up(row.evaluation for row in rows)


def has_marks(rows: Iterable[Assessment]) -> bool:
    """Whether the plan's marks say anything that the verdict's group does not."""
    return any(row.scale is not None and row.scale.says_more for row in rows)
