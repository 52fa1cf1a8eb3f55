"""Judges indicators, and keeps facts, evaluation, trend and forecast of each together with how people read them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from kpis.judging.break_words import break_time
from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.coverage_words import covered_days, covers_text
from kpis.judging.facts import Facts
from kpis.judging.forecast import Forecast, forecast
from kpis.judging.forecast_sentences import (
    forecast_range_sentence,
    forecast_record_sentence,
    forecast_sentence,
)
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.ratings import Mark, Scale
from kpis.judging.self_assessment import OwnAssessment, differing
from kpis.judging.sentences import sentence
from kpis.judging.trend import Trend, own_trend_text, trend, trend_text
from kpis.judging.value import Reading
from kpis.judging.wording import (
    absent_text,
    judged_text,
    margin_text,
    overdue_text,
    range_text,
    value_text,
    with_status,
)
from kpis.models import Indicator
from plans.era import date_label
from plans.joining import listed, sentences

from .held_against import HeldAgainst
from .own_assessments import own_of, report_judged
from .part_rows import Composition, composition_of
from .step_rows import StepRow, step_rows
from .stored_facts import approved, factor_of
from .together import together_text


@dataclass(frozen=True)
class Assessment(HeldAgainst):
    """One indicator on one day: its facts, the verdict, and how people read both."""

    indicator: Indicator
    at: date
    facts: Facts
    evaluation: Evaluation
    scale: Scale | None

    @cached_property
    def citizen_sentence(self) -> str:
        """How it goes, for everybody."""
        return citizen_sentence(self.facts, self.evaluation)

    @cached_property
    def sentence(self) -> str:
        """How that comes about, with its numbers."""
        return sentence(self.facts, self.evaluation)

    @cached_property
    def mark(self) -> Mark | None:
        """The plan's own mark; None where the plan has no scale of its own."""
        return self.scale.mark_of(self.evaluation) if self.scale else None

    @cached_property
    def self_assessments(self) -> tuple[OwnAssessment, ...]:
        """What the department says of the period that is judged, beside the verdict."""
        return own_of(self)

    @property
    def far_assessments(self) -> list[OwnAssessment]:
        """Those that lie far from the verdict."""
        return differing(self.self_assessments)

    @property
    def self_assessed_period(self) -> str:
        """令和7年度（2025年度）: the period of which the department speaks."""
        report = report_judged(self)
        return Period.parse(report.period).label_at(self.facts.frequency) if report else ""

    @cached_property
    def trend(self) -> Trend | None:
        """Of the newest value known."""
        return trend(self.facts, self.evaluation.newest, self.at)

    @cached_property
    def judged_trend(self) -> Trend | None:
        """Of the value that is judged, where that is an older one."""
        return self.trend if self.is_newest_judged else trend(self.facts, self.evaluation.reading, self.at)

    @cached_property
    def forecast(self) -> Forecast | None:
        """Where the values lead; None for a bound, which is kept or not."""
        return forecast(self.facts, self.evaluation)

    @property
    def forecast_text(self) -> str:
        return forecast_sentence(self.forecast) if self.forecast else ""

    @property
    def forecast_range_text(self) -> str:
        if self.forecast is None:
            return ""
        return sentences(
            forecast_range_sentence(self.facts, self.forecast), forecast_record_sentence(self.forecast)
        )

    @property
    def value_text(self) -> str:
        """The value that is judged: 62%; of a year in progress the sum so far. Blank without a value."""
        return self._reading_text(self.evaluation.reading)

    @property
    def covers_text(self) -> str:
        """What that value covers: 令和7年度・4四半期の合計, 令和8年度第1四半期まで"""
        reading = self.evaluation.reading
        return covers_text(self.facts, reading) if reading else ""

    @property
    def covered_days(self) -> tuple[date | None, date | None]:
        reading = self.evaluation.reading
        return covered_days(self.facts, reading) if reading else (None, None)

    @property
    def own_text(self) -> str:
        """Of a yearly sum the newest period's own figure: 34.9時間. Blank where it is the value itself."""
        reading = self.evaluation.reading
        if reading is None or reading.own is None or reading.own == reading.value:
            return ""
        return value_text(self.facts, reading.own)

    @property
    def own_period_text(self) -> str:
        """令和7年度第4四半期"""
        reading = self.evaluation.reading
        return reading.period.short_label_at(self.facts.frequency) if reading else ""

    @property
    def is_newest_judged(self) -> bool:
        return self.evaluation.is_newest_judged

    @property
    def newest_text(self) -> str:
        """The newest value known, judged or not. Blank without one."""
        return self._reading_text(self.evaluation.newest)

    @property
    def newest_covers_text(self) -> str:
        newest = self.evaluation.newest
        return with_status(covers_text(self.facts, newest), newest.status) if newest else ""

    @property
    def later_text(self) -> str:
        """令和7年度上半期 11件: the newest value where the verdict rests on an older one."""
        if self.is_newest_judged or not self.newest_text:
            return ""
        return f"{self.newest_covers_text} {self.newest_text}"

    @property
    def later_because(self) -> str:
        """Why that newest value is not judged."""
        newest = self.evaluation.newest
        if self.is_newest_judged or newest is None:
            return ""
        if self.facts.exclusion_of(newest.period):
            return _("判定から除く期間の値")
        is_former = self.facts.is_before_break(newest.period, self.at)
        return _("数え方が変わる前の値") if is_former else _("目標の期限の後の値")

    @property
    def judged_text(self) -> str:
        """判定に使った値 6件（令和6年度上半期): where that is not the newest; without one, why the newest is not judged."""
        if not self.value_text:
            return self.later_because
        return _("判定に使った値 %(value)s（%(covers)s）") % {
            "value": self.value_text,
            "covers": self.covers_text,
        }

    def _reading_text(self, reading: Reading | None) -> str:
        if reading is None or reading.value is None:
            return ""
        return judged_text(self.facts, self.evaluation, reading.value)

    @property
    def absent_text(self) -> str:
        """What stands in the place of a value that is not there."""
        return absent_text(self.evaluation)

    @property
    def annualized_text(self) -> str:
        annualized = self.evaluation.annualized
        return value_text(self.facts, annualized) if annualized is not None else ""

    @property
    def overdue_text(self) -> str:
        """Of a late report, which one and since when. Blank where none is late."""
        overdue = self.evaluation.overdue
        return overdue_text(self.facts, overdue) if overdue else ""

    @property
    def trend_text(self) -> str:
        """前期比＋0.5ポイント. Blank where there is nothing to compare with."""
        return trend_text(self.facts, self.trend) if self.trend else ""

    @property
    def own_trend_text(self) -> str:
        """The same of the newest period's own figure: 前年同期比−1.2時間"""
        return own_trend_text(self.facts, self.trend) if self.trend else ""

    @property
    def margin_text(self) -> str:
        """±0.5ポイント"""
        return margin_text(self.facts)

    @property
    def excluded(self) -> list[dict[str, str]]:
        """Periods taken out of the judgement, as people of the indicator's frequency name them, with the reason."""
        frequency = self.facts.frequency
        return [
            {"label": row.period.label_at(frequency), "reason": row.reason} for row in self.facts.excluded
        ]

    @cached_property
    def converted_text(self) -> str:
        """件で報告した値を、千件に直して表示しています。 Blank where none was converted, or on a day before."""
        rows = [row for row in approved(self.indicator) if row.conversion]
        units = dict.fromkeys(
            row.reported_unit for row in rows if row.factor * factor_of(self.indicator, row) != 1
        )
        if not units:
            return ""
        words = {"from": listed(unit or _("単位なし") for unit in units), "to": self.facts.unit}
        return (
            _("「%(from)s」で報告した値と、そのころに決めた目標は、「%(to)s」に直して表示しています。")
            % words
        )

    @cached_property
    def composition(self) -> Composition | None:
        """Of what it is worked out; None for any other."""
        if not self.indicator.formula:
            return None
        newest = self.evaluation.newest
        return composition_of(self.indicator, self.at, newest.period if newest else None)

    @property
    def composition_text(self) -> str:
        """「市の値」から「県平均」を引いた差です。 Blank for any other."""
        return self.composition.sentence if self.composition else ""

    @property
    def together_text(self) -> str:
        """Of a line that is measured by several values, how each stands. Blank for any other."""
        return together_text(getattr(self.indicator, "measured_together", ()))

    @cached_property
    def steps(self) -> list[StepRow]:
        """Of a milestone; empty for any other."""
        return step_rows(self.facts, self.at)

    @property
    def former_ranges(self) -> list[dict[str, str]]:
        """Ranges that were to be kept before: 15.0%〜30.0%, and the last day on which that held. Newest first."""
        found = []
        for row in reversed(self.facts.ranges_before(self.at)):
            last = row.until - timedelta(days=1)
            found.append({"range": range_text(self.facts.with_range_of(last)), "until": date_label(last)})
        return found

    @property
    def breaks(self) -> list[dict[str, str]]:
        """Periods from which on something else is counted, as they are known on that day, with the reason."""
        return [
            {"label": break_time(self.facts, row), "reason": row.reason}
            for row in self.facts.breaks_known(self.at)
        ]

    @property
    def annualized_note(self) -> str:
        """What the year at this pace rests on."""
        reading = self.evaluation.reading
        if reading is not None and not reading.in_progress:
            return _("1年分に直すと")
        if reading is not None and reading.has_earlier_year:
            return _("過去の年度と同じ増え方なら")
        return _("同じペースで1年が終わると")
