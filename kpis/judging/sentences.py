"""How a verdict comes about, in sentences with every number that leads to it: a reader can check it by hand. Pure.

Each is a whole pattern, so that another language may order its words in its own way. What a citizen reads first is in
citizen_sentences.py.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from plans.joining import sentences

from .bound_sentences import bound_sentences
from .break_words import break_sentence, newest_break_sentence, nothing_since_sentence
from .coverage_words import awaited_text, counted_time, covers_text, gap_words
from .deadline_sentences import deadline_sentences
from .facts import Facts
from .kind_sentences import kind_sentences
from .numbers import format_percent
from .outcome import Evaluation, Reason
from .path_sentences import path_sentence
from .target_words import coming_sentence, ended_sentence, withdrawn_sentence
from .terms import Kind, Series, Verdict
from .value import Reading
from .wording import (
    FURTHEST,
    attainment_text,
    baseline_name,
    difference_text,
    goalpost_text,
    inside,
    judged_text,
    margin_text,
    pace_text,
    point_text,
    range_text,
    target_point_text,
    time_text,
    value_text,
    with_status,
)


def sentence(facts: Facts, evaluation: Evaluation) -> str:
    """How the verdict of `evaluation.at` comes about: one or more sentences."""
    told = sentences(*_Calculation(facts, evaluation).sentences())
    if evaluation.reading is None:
        return told
    return sentences(told, break_sentence(facts, evaluation.at), newest_break_sentence(facts, evaluation))


class _Calculation:
    """Builds the sentences of one evaluation."""

    def __init__(self, facts: Facts, evaluation: Evaluation):
        self.facts, self.found = facts, evaluation

    def sentences(self) -> Iterator[str]:
        found = self.found
        if found.verdict is Verdict.NOT_RATED:
            yield self._not_rated()
            yield from self._value()
            return
        if found.reading is None:
            yield self._no_data()
        elif found.verdict is Verdict.NOT_EVALUABLE:
            yield from self._not_evaluable(found.reading)
        elif found.verdict is Verdict.TOO_EARLY:
            yield from self._too_early(found.reading)
        elif self.facts.kind in (Kind.MILESTONE, Kind.WORDS):
            yield from kind_sentences(self.facts, found)
        else:
            yield from self._value()
            yield from bound_sentences(self.facts, found) if found.keep else self._way()
            yield from deadline_sentences(self.facts, found)
        yield from self._beside()

    def _text(self, value: Decimal) -> str:
        return judged_text(self.facts, self.found, value)

    # -- the value

    def _value(self) -> Iterator[str]:
        reading = self.found.reading
        if reading is None or reading.value is None:
            return
        yield _("%(covers)sは%(value)sです。") % {
            "covers": covers_text(self.facts, reading),
            "value": with_status(self._text(reading.value), reading.status),
        }
        if reading.own is not None and reading.reported > 1:
            yield _("このうち%(period)sは%(value)sです。") % {
                "period": reading.period.name_in_year(self.facts.frequency),
                "value": value_text(self.facts, reading.own),
            }
        if reading.awaited:
            yield _("%sは報告待ちです。") % awaited_text(self.facts, reading)
        if reading.annualized is not None:
            if not reading.in_progress:  # of a year that began late or ended early
                form = _("1年分に直すと%sになります（年換算）。")
            elif reading.has_earlier_year:
                form = _(
                    "過去の年度と同じ増え方なら、1年で%sになります（年換算。同じ時期までの割合で計算）。"
                )
            else:
                form = _("同じペースで続くと、1年で%sになります（年換算）。")
            yield form % self._text(reading.annualized)

    def _not_rated(self) -> str:
        if self.found.reason is Reason.ENDED:
            return ended_sentence(self.facts)
        if self.found.reason is Reason.NO_TARGET:
            known = withdrawn_sentence(self.facts, self.found.at) or coming_sentence(
                self.facts, self.found.at
            )
            return known or _("数値の目標がないので、判定はしません。")
        return {
            Reason.MONITORED: _("動きを見守る指標なので、判定はしません。"),
            Reason.REFERENCE: _("参考として載せている値なので、判定はしません。"),
        }.get(self.found.reason or Reason.NO_TARGET, _("数値の目標がないので、判定はしません。"))

    def _no_data(self) -> str:
        since = nothing_since_sentence(self.facts, self.found.at)
        if since:
            return since
        if self.found.target is None:
            return _("判定に使う実績は、まだ登録されていません。")
        return _("判定に使う実績は、まだ登録されていません（目標は%(target)s、期限は%(when)s）。") % {
            "target": range_text(self.facts) or goalpost_text(self.facts, self.found.target.value),
            "when": time_text(self.facts, self.found.target),
        }

    def _not_evaluable(self, reading: Reading) -> Iterator[str]:
        words = {"period": counted_time(self.facts, reading)}
        if self.found.reason is Reason.NOTHING_TO_COUNT:
            yield _("%(period)sは、数える対象がありませんでした（分母も分子も0）。") % words
        elif self.found.reason is Reason.ZERO_DENOMINATOR:
            yield _("%(period)sは分母が0なので、割合を計算できません。") % words
        elif self.found.reason is Reason.MIXED:
            yield (
                _(
                    "%(period)sまでに、そのままの値と、分子・分母で報告した値が混ざっているので、合計できません。"
                )
                % words
            )
        elif self.found.reason is Reason.GAP:
            yield from self._gap(reading)
        elif self.found.reason is Reason.PART_OF_YEAR:
            yield from self._value()
            yield _("1年の目標と比べるには、足りない期間があります。")
        elif self.found.reason is Reason.NO_END:
            yield from self._value()
            yield from self._no_end()
        else:
            yield from self._value()
            yield _("目標の期限を過ぎましたが、判定に足りる値がありません。")

    def _no_end(self) -> Iterator[str]:
        target = self.found.target
        last = self.facts.last_due(target.period.index) if target else None
        if last is None:
            return
        form = (
            _("%sの値はないと報告されているので、期限の時点の判定ができません。")
            if last in self.facts.missing_marks(self.found.at)
            else _("%sの値は判定に使わないので、期限の時点の判定ができません。")
        )
        yield form % last.short_label_at(self.facts.frequency)

    def _gap(self, reading: Reading) -> Iterator[str]:
        words = gap_words(self.facts, reading)
        yield (
            _("%(year)sは、%(missing)sの値がないので判定できません。")
            if reading.has_marked
            else _("%(year)sは、%(missing)sの報告がないので判定できません。")
        ) % words
        if reading.value is None:
            return
        if self.facts.series is Series.YEAR_TO_DATE:
            yield _("%(period)sまでは%(value)sです。") % words
        elif reading.reported == 1:
            yield _("%(period)sは%(value)sです。") % words
        elif reading.is_ratio:
            yield _("%(count)sを通した割合は%(value)sです。") % words
        else:
            yield _("%(count)sの合計は%(value)sです。") % words

    # -- what it is held against

    def _way(self) -> Iterator[str]:
        found = self.found
        if found.target is None or found.expected is None or found.reading is None:
            return
        if found.was_met_at_start:
            yield from self._from_target()
            return
        yield path_sentence(self.facts, self.found)
        if found.pace is not None and not found.is_final and not found.is_unchanged:
            yield self._pace(found.pace)
        elif found.gap is not None and not found.is_final:
            yield self._gap_to_path(found.gap)
        if found.attainment is not None and not found.is_unchanged:
            yield from self._attainment(found.attainment)
        if found.is_unchanged and found.baseline is not None and found.verdict is not Verdict.ACHIEVED:
            yield _("%(name)sとの差は誤差の幅（%(margin)s）の中なので、変わらないとみなします。") % {
                "name": baseline_name(found),
                "margin": margin_text(self.facts),
            }

    def _pace(self, pace: Decimal) -> str:
        if pace < 0 and self.found.baseline is None:
            return _("目標とは逆の向きの値です。")
        if pace < 0:
            return _("基準から、計画とは逆の向きに動きました。")
        if pace > FURTHEST:
            return _("計画の10倍以上進んでいます。")
        return _("計画に対する進みは%sです。") % pace_text(pace)

    def _attainment(self, attainment: Decimal) -> Iterator[str]:
        if attainment < 0 and self.found.annualized is not None:
            yield _("1年でその値になると、基準より悪い値です。")
        elif attainment < 0:
            if not self.found.is_worse_than_baseline or not self.found.is_final:
                yield _("基準より悪い値です。")
        elif attainment > FURTHEST:
            yield _("目標までの幅の10倍以上進んでいます。")
        elif self.found.annualized is not None:
            yield _("1年でその値になると、目標までの到達率は%sです。") % attainment_text(attainment)
        else:
            yield _("目標までの到達率は%sです。") % attainment_text(attainment)

    def _gap_to_path(self, gap: Decimal) -> str:
        if not gap:
            return _("計画どおりの値と同じです。")
        found = self.found
        assert found.reading is not None and found.expected is not None  # noqa: S101 there is a gap between them
        words = {"difference": difference_text(self.facts, found.reading.judged - found.expected)}
        way = found.target.value - found.baseline.value if found.target and found.baseline else None
        if not way or abs(gap) > FURTHEST:
            form = (
                _("計画どおりの値より%(difference)s良い値です。")
                if gap > 0
                else _("計画どおりの値より%(difference)s悪い値です。")
            )
            return form % words
        words |= {"part": format_percent(abs(gap)), "way": difference_text(self.facts, way)}
        form = (
            _(
                "計画どおりの値より%(difference)s良く、その差は基準と目標の差（%(way)s）の%(part)sにあたります。"
            )
            if gap > 0
            else _(
                "計画どおりの値より%(difference)s悪く、その差は基準と目標の差（%(way)s）の%(part)sにあたります。"
            )
        )
        return form % words

    def _from_target(self) -> Iterator[str]:
        found = self.found
        assert found.baseline is not None and found.target is not None  # noqa: S101
        yield _("最初の値の%(first)sが、目標の%(target)sをすでに満たしていました。") % {
            "first": point_text(self.facts, found.baseline),
            "target": target_point_text(self.facts, found.target),
        }
        is_told = found.target.value and found.gap is not None and -FURTHEST <= found.gap < 0
        if is_told and found.gap is not None:
            yield _("目標との差は、目標の%sにあたります。") % format_percent(abs(found.gap))

    def _too_early(self, reading: Reading) -> Iterator[str]:
        reason = self.found.reason
        value = reading.value if reading.value is not None else reading.judged
        yield _("%(period)sは%(value)sです。") % {
            "period": (
                reading.period.short_label_at(self.facts.frequency)
                if reason is Reason.FIRST_PERIOD
                else covers_text(self.facts, reading)
            ),
            "value": self._text(value),
        }
        if reason is Reason.FIRST_PERIOD:
            yield _(
                "見込みに使える過去の年度がなく、その年度の最初の値だけでは1年分を見込めないので、判定には早い時期です。"
            )
        elif reason is Reason.BEFORE_START and self.found.baseline is not None:
            yield _("基準（%s）より前の値なので、判定に使いません。") % point_text(
                self.facts, self.found.baseline
            )
        elif reason is Reason.YEAR_IN_PROGRESS:
            yield _("言葉の目標は1年分の値どうしで比べるので、判定には早い時期です。")
        elif reason is Reason.FIRST_VALUE:
            yield _("最初の実績で、仮の基準になるので、次の実績から判定します。")
        else:
            yield path_sentence(self.facts, self.found)
            yield _("目標へ進みはじめたばかりなので、判定には早い時期です。")

    # -- what stands beside it

    def _beside(self) -> Iterator[str]:
        found, facts = self.found, self.facts
        if facts.baseline_is_reading and found.baseline is not None and not found.keep:
            yield _("基準の値は、計画に書かれていないため、このポータルが選びました。")
        newest = found.newest
        if found.is_newest_judged or newest is None or newest.value is None:
            return
        if found.verdict is Verdict.NOT_RATED or facts.is_before_break(newest.period, found.at):
            return
        words = {"covers": covers_text(facts, newest), "value": value_text(facts, newest.value)}
        excluded = facts.exclusion_of(newest.period)
        if excluded is not None:
            words["reason"] = inside(excluded.reason)
            words["excluded"] = excluded.period.short_label_at(facts.frequency)
            form = (
                _(
                    "%(covers)sは%(value)sですが、%(excluded)sを判定から除いているので使いません（%(reason)s）。"
                )
                if excluded.reason
                else _("%(covers)sは%(value)sですが、%(excluded)sを判定から除いているので使いません。")
            )
            yield form % words
        elif found.target is not None:
            yield _("最新の値（%(covers)s）は%(value)sで、目標の期限の後なので判定には使いません。") % words
