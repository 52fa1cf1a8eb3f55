"""What a citizen reads first: how it goes, in words that a twelve-year-old understands. Pure: no ORM.

Each is a whole pattern. How the verdict comes about stands in the second sentence (sentences.py).
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from plans.joining import sentences

from .arithmetic import meets
from .bounds import is_kept
from .break_words import citizen_break_sentence, newest_break_sentence
from .citizen_unjudged import Unjudged
from .citizen_words import CitizenWords
from .coverage_words import covers_text
from .facts import Facts
from .kind_sentences import kind_citizen_sentence
from .known import Point
from .outcome import Evaluation
from .terms import Direction, Series, Verdict
from .value import Reading
from .wording import (
    bound_text,
    difference_text,
    expected_text,
    is_before_first_target,
    passed_deadline_text,
    value_text,
    with_status,
)


def citizen_sentence(facts: Facts, evaluation: Evaluation) -> str:
    """How the indicator stands on `evaluation.at`."""
    told = _Plain(facts, evaluation).sentence()
    if evaluation.reading is None:
        return told
    return sentences(
        told, citizen_break_sentence(facts, evaluation.at), newest_break_sentence(facts, evaluation)
    )


class _Plain(CitizenWords):
    """Finds the words for one evaluation."""

    def sentence(self) -> str:
        found = self.found
        unjudged = Unjudged(self.facts, found).sentence()
        if unjudged or found.reading is None:
            return unjudged
        of_kind = kind_citizen_sentence(self.facts, found)
        if of_kind:
            return sentences(of_kind, self._of_when(found.reading))
        if found.keep:
            return sentences(self._bound(found.reading), self._of_when(found.reading))
        if found.verdict in (Verdict.ACHIEVED, Verdict.NEARLY, Verdict.NOT_ACHIEVED):
            return self._ended(found.reading)
        return sentences(self._under_way(found.reading), self._of_when(found.reading))

    def _of_when(self, reading: Reading) -> str:
        """A value that should have been followed by another does not speak of today."""
        if not self.found.stale or self.found.is_past_deadline:
            return ""
        return _("これは%sの値で、次の値はまだ登録されていません。") % covers_text(self.facts, reading)

    # -- a bound to keep

    def _bound(self, reading: Reading) -> str:
        found = self.found
        assert found.keep is not None  # noqa: S101 the caller has looked
        words = {
            "bound": bound_text(self.facts, found.keep, found.bound),
            "value": self._shown(reading),
        }
        if reading.annualized is not None:
            return self._bound_of_a_year(reading, words)
        form = {
            Verdict.ON_TRACK: _("%(value)sで、%(bound)sの目標を守っています。"),
            Verdict.SLIGHTLY_BEHIND: self._just_outside(),
            Verdict.BEHIND: _("%(value)sで、%(bound)sの目標を外れています。"),
            Verdict.ACHIEVED: _("%(value)sで、%(bound)sの目標を最後まで守りました。"),
            Verdict.NEARLY: self._nearly_kept(reading),
            Verdict.NOT_ACHIEVED: _("%(value)sで、%(bound)sの目標を守れませんでした。"),
        }[found.verdict]
        told = form % words
        if found.is_past_deadline and found.target is not None:
            return sentences(told, passed_deadline_text(self.facts, found))
        return told

    def _nearly_kept(self, reading: Reading) -> str:
        found = self.found
        assert found.keep is not None  # noqa: S101 the caller has looked
        if not is_kept(self.facts, found.keep, found.bound, reading.judged):
            return _("最後は%(value)sで、%(bound)sの目標をわずかに外れました。")
        return _("最後は%(value)sで%(bound)sの目標を守りましたが、守れなかった期がありました。")

    def _just_outside(self) -> str:
        value, bound = self.found.reading.judged if self.found.reading else Decimal(0), self.found.bound
        limit = bound if bound is not None else self.facts.upper
        if self.facts.strict and value in (bound, self.facts.lower, self.facts.upper):
            return _("%(value)sで、%(bound)sの目標にわずかに届いていません。")
        if limit is not None and value > limit:
            return _("%(value)sで、%(bound)sの目標をわずかに超えています。")
        return _("%(value)sで、%(bound)sの目標をわずかに下回っています。")

    def _bound_of_a_year(self, reading: Reading, words: dict[str, str]) -> str:
        form = {
            Verdict.ON_TRACK: _("%(bound)sの目標を守れる見込みです。"),
            Verdict.SLIGHTLY_BEHIND: _("%(bound)sの目標をわずかに外れる見込みです。"),
        }.get(self.found.verdict, _("%(bound)sの目標を外れる見込みです。"))
        return sentences(self._year_at_this_pace(reading), form % words)

    def _year_at_this_pace(self, reading: Reading) -> str:
        value = self._text(reading.judged)
        if not reading.in_progress:  # of a year that began late or ended early
            return _("1年分に直すと%sになります。") % value
        if reading.has_earlier_year:
            return _("過去の年度と同じ増え方なら、1年で%sになります。") % value
        return _("同じペースで続くと、1年で%sになります。") % value

    # -- at the end, or the target reached

    def _ended(self, reading: Reading) -> str:
        found = self.found
        assert reading.value is not None and found.target is not None  # noqa: S101
        words = self._target_words | {
            "value": with_status(self._text(reading.value), reading.status),
            "left": difference_text(self.facts, found.target.value - reading.value),
        }
        if found.verdict is Verdict.ACHIEVED:
            if found.was_met_at_start:
                if self._has_always_met(found.target):
                    return _("%(value)sで、目標の%(target)sに、報告を始めたときから届いています。") % words
                return _("%(value)sで、目標の%(target)sに届いています。") % words
            if reading.period.index >= found.target.period.index:
                return _("%(value)sになり、目標の%(target)sを達成しました。") % words
            return _("%(value)sになり、目標の%(target)sに期限（%(when)s）より早く届きました。") % words
        if (
            found.verdict is Verdict.NEARLY and found.target.value == reading.value
        ):  # of a strict target its end itself
            return _("%(value)sで、目標の%(target)sにわずかに届きませんでした。") % words
        if found.verdict is Verdict.NEARLY and not found.is_newest_judged:
            return _("期限（%(when)s）の時点で%(value)sで、目標の%(target)sまであと%(left)sでした。") % words
        if found.verdict is Verdict.NEARLY:
            return _("%(value)sで、目標の%(target)sまであと%(left)sでした。") % words
        if found.is_worse_than_baseline and found.baseline is not None:
            words["baseline"] = value_text(self.facts, found.baseline.value)
            return (
                _("%(value)sで、目標の%(target)sに届きませんでした。始まりの%(baseline)sより悪くなりました。")
                % words
            )
        if not found.is_newest_judged:
            return _("期限（%(when)s）の時点で%(value)sで、目標の%(target)sに届きませんでした。") % words
        return _("%(value)sで、目標の%(target)sに届きませんでした。") % words

    def _has_always_met(self, target: Point) -> bool:
        if sum(row.period.index == target.period.index for row in self.facts.targets) > 1:
            return False  # what was asked for at the start was another value
        values = (self.facts.value_of((row,)) for row in self.facts.judged_rows(self.found.at))
        return all(self.facts.meets(value, target.value) for value in values if value is not None)

    # -- on the way

    def _under_way(self, reading: Reading) -> str:
        found = self.found
        words = self._target_words | {"value": self._shown(reading)}
        if found.verdict is Verdict.REVERSED and found.baseline is not None:
            words["baseline"] = value_text(self.facts, found.baseline.value)
            if reading.annualized is not None:
                form = _("始まりの%(baseline)sより悪い値です。目標は、%(when)sに%(target)sです。")
                return sentences(self._year_at_this_pace(reading), form % words)
            return (
                _("始まりの%(baseline)sより悪くなり、%(value)sです。目標は、%(when)sに%(target)sです。")
                % words
            )
        if found.was_met_at_start and reading.annualized is not None:
            form = _("報告を始めたときに届いていた目標の%(target)sには、届かない見込みです。")
            return sentences(self._year_at_this_pace(reading), form % words)
        if found.was_met_at_start:
            return _("報告を始めたときは目標の%(target)sに届いていましたが、%(value)sになりました。") % words
        return sentences(
            self._where_it_stands(reading), self._how_it_goes(reading), self._what_is_left(reading)
        )

    def _where_it_stands(self, reading: Reading) -> str:
        if reading.annualized is not None:
            return self._year_at_this_pace(reading)
        value = self._shown(reading)
        if self.found.is_unchanged:
            return _("始まりとほとんど変わらず、%sです。") % value
        baseline, sign = self.found.baseline, self.facts.direction.sign
        has_moved = baseline is not None and (reading.judged - baseline.value) * sign > 0
        if not has_moved:
            return _("%(covers)sは%(value)sです。") % {
                "covers": covers_text(self.facts, reading),
                "value": value,
            }
        if self.facts.direction is Direction.DECREASE:
            return _("%sまで減りました。") % value
        return _("%sまで進みました。") % value

    def _how_it_goes(self, reading: Reading) -> str:
        found = self.found
        assert found.expected is not None  # noqa: S101 what is judged has one
        expected = expected_text(self.facts, found.expected)
        if found.turns:  # or goes by steps
            return self._on_a_turning_path(expected)
        if is_before_first_target(self.facts, found):
            return self._against_first_target(expected)
        if found.is_unchanged and found.verdict in (Verdict.AHEAD, Verdict.ON_TRACK):
            return _("計画どおりなら%sのはずで、計画に合っています。") % expected
        is_as_planned = meets(reading.judged, found.expected, self.facts.direction.sign)
        form = {
            Verdict.AHEAD: _("計画どおりなら%sのはずで、計画より早く進んでいます。"),
            Verdict.ON_TRACK: _("計画どおりなら%sのはずで、計画どおりに進んでいます。")
            if is_as_planned
            else _("計画どおりなら%sのはずで、ほぼ計画どおりです。"),
            Verdict.SLIGHTLY_BEHIND: _("計画どおりなら%sのはずで、少し遅れています。"),
        }.get(found.verdict, _("計画どおりなら%sのはずで、遅れています。"))
        return form % expected

    def _on_a_turning_path(self, expected: str) -> str:
        """Where the plan goes up and down, more is neither further nor behind: only better or worse than planned."""
        form = {
            Verdict.AHEAD: _("計画どおりなら%sのはずで、計画より良い値です。"),
            Verdict.ON_TRACK: _("計画どおりなら%sのはずで、そのとおりです。")
            if self.found.gap == 0
            else _("計画どおりなら%sのはずで、ほぼ計画どおりです。"),
            Verdict.SLIGHTLY_BEHIND: _("計画どおりなら%sのはずで、計画より少し悪い値です。"),
        }.get(self.found.verdict, _("計画どおりなら%sのはずで、計画より悪い値です。"))
        return form % expected

    def _against_first_target(self, expected: str) -> str:
        form = {
            Verdict.AHEAD: _("最初の目標の%sより、良い値です。"),
            Verdict.ON_TRACK: _("最初の目標の%sと、ほぼ同じ水準です。"),
            Verdict.SLIGHTLY_BEHIND: _("最初の目標の%sまで、もう少しの水準です。"),
        }.get(self.found.verdict, _("最初の目標の%sには、まだ届かない水準です。"))
        return form % expected

    def _what_is_left(self, reading: Reading) -> str:
        """Of a value that stands for itself: how much is left to the target."""
        target = self.found.target
        if self.found.is_past_deadline and target is not None:
            return passed_deadline_text(self.facts, self.found)
        sums_up = self.facts.series in (Series.LEVEL, Series.CUMULATIVE)
        if target is None or not sums_up or self.found.turns:
            return ""
        if self.facts.meets(reading.judged, target.value) or reading.judged == target.value:
            return ""
        return _("目標まであと%sです。") % difference_text(self.facts, target.value - reading.judged)
