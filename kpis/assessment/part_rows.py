"""Of what an indicator is worked out, as pages and files tell it: in a sentence, and part by part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpis.charts import Figure, figure
from kpis.charts.axis import short_place
from kpis.charts.beside import Beside
from kpis.judging.composition_words import coarsened_sentence, composition_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Break
from kpis.judging.periods import Period
from kpis.judging.terms import Direction, Formula, Frequency, Series
from kpis.models import Indicator, Measurement
from kpis.models.parts import stored_parts
from plans.joining import sentences

from .composed import in_grain_of, parts_of
from .stored_facts import latest_revisions, measured_text, observation_of


@dataclass(frozen=True)
class PartRow:
    """One part with its value of the period that is looked at; blank where there is none."""

    indicator: Indicator
    value: str


@dataclass(frozen=True)
class PeriodRow:
    """The values of all parts in one period, and what they make."""

    label: str
    short: str
    parts: tuple[str, ...]
    whole: str


@dataclass(frozen=True)
class Composition:
    sentence: str
    compares: bool
    parts: tuple[PartRow, ...]
    periods: tuple[PeriodRow, ...]

    @property
    def few(self) -> tuple[PartRow, ...]:
        """Of a comparison what is compared: the indicator's own row tells it."""
        return self.parts if self.compares and all(part.value for part in self.parts) else ()


def composition_of(indicator: Indicator, at: date, period: Period | None) -> Composition | None:
    """None where nothing is worked out, or a part is not public. `period`: the one whose value is shown."""
    parts = [part for part in parts_of(indicator) if part is not None]
    lines = stored_parts(indicator.parts)
    if not parts or len(parts) < len(lines):
        return None
    values = [_values(part, at, indicator) for part in parts]
    own = _values(indicator, at, indicator)
    frequency = Frequency(indicator.frequency)
    periods = sorted({each for found in (own, *values) for each in found}, key=lambda each: each.index)
    return Composition(
        sentence=sentences(
            composition_sentence(
                Formula(indicator.formula),
                [str(part) for part in parts],
                [line.weight for line in lines],
                indicator.mean_years,
                is_survey=frequency.is_survey,
            ),
            *_coarsened_sentences(parts, frequency),
        ),
        compares=Formula(indicator.formula).compares,
        parts=tuple(
            PartRow(part, _text(found.get(period)) if period else "")
            for part, found in zip(parts, values, strict=True)
        ),
        periods=tuple(
            PeriodRow(
                each.label_at(frequency),
                short_place(frequency, each.index, is_year=False),
                tuple(_text(found.get(each)) for found in values),
                _text(own.get(each)),
            )
            for each in reversed(periods)
        ),
    )


def _coarsened_sentences(parts: Sequence[Indicator], frequency: Frequency) -> list[str]:
    """What is taken of parts that are reported more often than the whole."""
    shorter = [part for part in parts if part.frequency != frequency]
    by_kind = {
        is_sum: [str(part) for part in shorter if (part.series == Series.FLOW) is is_sum]
        for is_sum in (True, False)
    }
    return [coarsened_sentence(names, frequency, is_sum=is_sum) for is_sum, names in by_kind.items() if names]


def _values(indicator: Indicator, at: date, whole: Indicator) -> dict[Period, Measurement]:
    """What is known of it on that day, by the periods of the whole."""
    rows = in_grain_of(whole, indicator, latest_revisions(indicator))
    return {Period.parse(row.period): row for row in rows if observation_of(row).known_on <= at}


def _text(row: Measurement | None) -> str:
    return measured_text(row) if row is not None else ""


def figures_of_parts(indicator: Indicator, at: date) -> list[Figure]:
    """Both lines of a comparison, wide and narrow; none of what is no comparison, or has too little to see."""
    parts = [part for part in parts_of(indicator) if part is not None]
    if not indicator.formula or not Formula(indicator.formula).compares or len(parts) < 2:
        return []
    own, other = (_facts(part, indicator, at) for part in parts)
    if min(len(facts.observations) for facts in (own, other)) < 2 or own.unit != other.unit:
        return []
    return [_figure(parts, own, other, at, wide=wide) for wide in (True, False)]


def _figure(parts: Sequence[Indicator], own: Facts, other: Facts, at: date, *, wide: bool) -> Figure:
    return figure(
        own,
        evaluate(own, at),
        title=str(parts[0]),
        at=at,
        uid=f"parts-{parts[0].code}-{'wide' if wide else 'narrow'}",
        wide=wide,
        sample=parts[0].plan.municipality.is_fictional,
        show_title=False,
        beside=Beside(own_name=parts[0].name, name=parts[1].name, facts=other),
    )


def _facts(part: Indicator, whole: Indicator, at: date) -> Facts:
    """The part's values alone: what it is to reach itself stands on its own page."""
    part.plan = whole.plan
    rows = [observation_of(row) for row in _values(part, at, whole).values()]
    return Facts(
        direction=Direction.MONITOR,
        series=Series(part.series),
        frequency=Frequency(whole.frequency),
        unit=part.unit,
        decimals=part.decimals,
        observations=tuple(rows),
        plan_start=whole.plan.starts_on,
        plan_end=whole.plan.ends_on,
        breaks=tuple(
            Break(Period.parse(row.period), row.reason, row.unit_before) for row in part.series_breaks.all()
        ),
    ).with_digits_of(*(row.value for row in rows))
