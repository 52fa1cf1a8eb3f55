"""What a value is held against, as people read it: target, baseline, the expected value, and how far it has come."""

from datetime import date
from functools import cached_property

from kpis.judging.coverage_words import expected_when
from kpis.judging.facts import Facts
from kpis.judging.outcome import Evaluation, Reason
from kpis.judging.target_words import TargetTold, target_told
from kpis.judging.wording import (
    attainment_text,
    baseline_name,
    expected_text,
    goalpost_text,
    pace_text,
    range_text,
    share_text,
    time_text,
    value_text,
    words_goal_text,
)


class HeldAgainst:
    """The texts of a judged indicator's promise."""

    at: date
    facts: Facts
    evaluation: Evaluation

    @property
    def target_text(self) -> str:
        """The last target in force, of a bound as such: 120件, 10.0%以下, 20℃〜30℃. Blank where there is none.

        Of a target in words what it asks for, of a milestone its last step.
        """
        target = self.evaluation.target
        words = range_text(self.facts) or words_goal_text(self.facts)
        return words or (goalpost_text(self.facts, target.value) if target else "")

    @property
    def target_period_label(self) -> str:
        """令和7年度末; of a yearly sum 令和7年度."""
        target = self.evaluation.target
        return time_text(self.facts, target) if target else ""

    @cached_property
    def target_told(self) -> TargetTold:
        """What is said of the target beside or in the place of it."""
        return target_told(self.facts, self.at)

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
        """計画どおりなら. Blank for a bound, and where nothing is expected."""
        found = self.evaluation
        if found.expected is None or found.keep or found.reason is Reason.FIRST_VALUE:
            return ""
        return expected_text(self.facts, found.expected)

    @property
    def expected_when_text(self) -> str:
        """令和8年度第1四半期; of a yearly sum the whole year for which that is expected."""
        return expected_when(self.facts, self.evaluation)

    @property
    def attainment_text(self) -> str:
        """目標までの到達率"""
        return attainment_text(self.evaluation.attainment)

    @property
    def pace_text(self) -> str:
        """計画に対する進み"""
        return pace_text(self.evaluation.pace)

    @property
    def achievement_text(self) -> str:
        """達成率"""
        return share_text(self.evaluation.achievement)

    @property
    def year_progress_text(self) -> str:
        return share_text(self.evaluation.year_progress)
