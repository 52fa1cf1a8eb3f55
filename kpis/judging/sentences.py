"""What is said of an indicator: the sentence beside its verdict, and value, bound, time and absence in words. Pure: no ORM.

Each sentence carries the numbers that lead to its verdict, so that a reader can check it by hand.
"""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from .evaluation import Evaluation, Reason
from .facts import Facts, Point
from .forecast import Forecast
from .numbers import HUGE, format_against, format_percent, format_value
from .periods import Period
from .terms import Direction, Verdict
from .value import Reading


def sentence(facts: Facts, evaluation: Evaluation) -> str:
    """How the indicator stands on `evaluation.at`, for a citizen."""
    return _Words(facts, evaluation).sentence()


def value_text(facts: Facts, value: Decimal, target: Decimal | None = None) -> str:
    """62%, 1,200件: at the indicator's decimals, with more where it would look like a target that it misses."""
    if target is None:
        return format_value(value, facts.unit, facts.decimals)
    return format_against(value, target, facts.decimals) + facts.unit


def expected_text(facts: Facts, value: Decimal) -> str:
    """An expected value: one digit more than reported ones where it has one."""
    shown = Decimal(1).scaleb(-facts.decimals)
    digits = facts.decimals + (abs(value) < HUGE and value % shown != 0)
    return format_value(value, facts.unit, digits)


def time_text(facts: Facts, point: Point) -> str:
    """令和7年度末; of a yearly sum 令和7年度."""
    if facts.series.is_yearly_sum:
        return point.period.short_label_at(facts.frequency)
    return point.period.end_label


def point_text(facts: Facts, point: Point) -> str:
    """120時間（令和7年度末）"""
    return f"{value_text(facts, point.value)}（{time_text(facts, point)}）"


def bound_text(facts: Facts, evaluation: Evaluation) -> str:
    """95%以上, 20〜30℃の範囲"""
    if evaluation.keep is Direction.KEEP_WITHIN:
        assert facts.lower is not None  # noqa: S101 a range is judged only when it is whole
        assert facts.upper is not None  # noqa: S101
        lower = format_value(facts.lower, "", facts.decimals)
        return _("%(lower)s〜%(upper)sの範囲") % {"lower": lower, "upper": value_text(facts, facts.upper)}
    assert evaluation.bound is not None  # noqa: S101
    form = _("%s以上") if evaluation.keep is Direction.KEEP_AT_LEAST else _("%s以下")
    return form % value_text(facts, evaluation.bound)


def absent_text(verdict: Verdict) -> str:
    """What stands where a value should: nothing is approved, or no value follows from what is."""
    return _("算定不可") if verdict is Verdict.NOT_EVALUABLE else _("実績未登録")


def period_text(facts: Facts, reading: Reading) -> str:
    """令和7年度第2四半期; of a year in progress 令和7年度第2四半期まで"""
    label = reading.period.short_label_at(facts.frequency)
    return _("%sまで") % label if reading.in_progress else label


def summed_period_text(facts: Facts, reading: Reading) -> str:
    """The same, and that it is a sum so far: 令和7年度第2四半期までの合計"""
    if reading.in_progress and not reading.is_ratio:
        return _("%sまでの合計") % reading.period.short_label_at(facts.frequency)
    return period_text(facts, reading)


def baseline_name(evaluation: Evaluation) -> str:
    return _("仮の基準") if evaluation.baseline_is_provisional else _("基準")


def forecast_sentence(found: Forecast) -> str:
    """Where the values lead if they go on as before."""
    if found.met_in is None:
        return _("これまでの値の動きが続くと、10年以内に目標に届く見込みはありません。")
    return _("これまでの値の動きが続くと、%sに目標に届く見込みです。") % found.met_in_label


class _Words:
    """Builds the sentence of one evaluation."""

    def __init__(self, facts: Facts, evaluation: Evaluation):
        self.facts, self.result = facts, evaluation

    def sentence(self) -> str:
        by_verdict: dict[Verdict, Callable[[], str]] = {
            Verdict.NOT_RATED: self._not_rated,
            Verdict.NO_DATA: self._no_data,
            Verdict.NOT_EVALUABLE: self._not_evaluable,
            Verdict.TOO_EARLY: self._too_early,
        }
        say = by_verdict.get(self.result.verdict)
        if say is not None:
            return say()
        return self._kept() if self.result.keep else self._on_the_way()

    # -- parts

    @property
    def _period(self) -> str:
        assert self.result.reading is not None  # noqa: S101 without data: _no_data
        return self.result.reading.period.short_label_at(self.facts.frequency)

    @property
    def _value(self) -> str:
        """The value as judged: of a year in progress A*."""
        assert self.result.reading is not None  # noqa: S101
        return self._text(self.result.reading.judged)

    def _text(self, value: Decimal) -> str:
        return value_text(self.facts, value, self.result.goalpost)

    @property
    def _subject(self) -> str:
        """令和6年度第2四半期の実績62%, 令和6年度の年換算128時間（…までの合計64時間）"""
        reading = self.result.reading
        assert reading is not None  # noqa: S101
        if reading.annualized is not None and reading.value is not None:
            return _("%(year)sの年換算%(annual)s（%(period)sまでの合計%(value)s）") % {
                "year": self._year,
                "annual": self._value,
                "period": self._period,
                "value": value_text(self.facts, reading.value),
            }
        return _("%(period)sの実績%(value)s") % {
            "period": period_text(self.facts, reading),
            "value": self._value,
        }

    @property
    def _year(self) -> str:
        assert self.result.reading is not None  # noqa: S101
        return Period(self.result.reading.period.year).short_label_at(self.facts.frequency)

    @property
    def _target(self) -> str:
        assert self.result.target is not None  # noqa: S101 without one it is not rated
        return point_text(self.facts, self.result.target)

    @property
    def _target_by(self) -> str:
        """令和7年度末に120時間: for use inside brackets."""
        assert self.result.target is not None  # noqa: S101
        target = self.result.target
        return _("%(when)sに%(value)s") % {
            "when": time_text(self.facts, target),
            "value": value_text(self.facts, target.value),
        }

    @property
    def _path(self) -> str:
        """基準145時間（令和4年度）から目標120時間（令和7年度）へ進む途中の期待値128.3時間"""
        assert self.result.expected is not None  # noqa: S101
        expected = expected_text(self.facts, self.result.expected)
        if self.result.baseline is None:
            return _("%(year)sの期待値%(expected)s") % {"year": self._year, "expected": expected}
        return _("%(name)s%(baseline)sから目標%(target)sへ進む途中の期待値%(expected)s") % {
            "name": baseline_name(self.result),
            "baseline": point_text(self.facts, self.result.baseline),
            "target": self._target,
            "expected": expected,
        }

    # -- sentences

    def _not_rated(self) -> str:
        why = {
            Reason.MONITORED: _("動きを見守る指標なので、判定はしません"),
            Reason.REFERENCE: _("参考として載せている値なので、判定はしません"),
        }.get(self.result.reason or Reason.NO_TARGET, _("数値の目標がないので、判定はしません"))
        if self.result.value is None:
            return f"{why}。"
        value = value_text(self.facts, self.result.value)
        return _("%(why)s（%(period)sの値は%(value)s）。") % {
            "why": why,
            "period": self._period,
            "value": value,
        }

    def _no_data(self) -> str:
        if self.result.target is None:
            return _("実績がまだ登録されていません。")
        return _("実績がまだ登録されていません（目標は%s）。") % self._target_by

    def _not_evaluable(self) -> str:
        reading = self.result.reading
        assert reading is not None  # noqa: S101
        if self.result.reason is Reason.ZERO_DENOMINATOR:
            return _("%sは分母が0なので、割合を計算できません。") % self._period
        return _(
            "%(period)sまでの%(periods)d期のうち%(reported)d期しか値がないので、年度の合計を計算できません。"
        ) % {
            "period": self._period,
            "periods": reading.periods,
            "reported": reading.reported,
        }

    def _too_early(self) -> str:
        assert self.result.value is not None  # noqa: S101
        words = {"period": self._period, "value": self._text(self.result.value)}
        if self.result.reason is Reason.FIRST_PERIOD:
            form = _(
                "%(period)sの%(value)sがその年度の最初の値で、比べられる過去の年度もないので、判定には早い時期です。"
            )
        elif self.result.reason is Reason.FIRST_VALUE:
            form = _("%(period)sの%(value)sは最初の実績で、仮の基準になるので、次の実績から判定します。")
        else:
            assert self.result.expected is not None  # noqa: S101
            words["expected"] = expected_text(self.facts, self.result.expected)
            form = _(
                "%(period)sの実績は%(value)sですが、目標へ進みはじめたばかり（期待値%(expected)s）なので、判定には早い時期です。"
            )
        return form % words

    def _on_the_way(self) -> str:
        if self.result.verdict in (Verdict.ACHIEVED, Verdict.NEARLY, Verdict.NOT_ACHIEVED):
            return self._ended()
        if self.result.verdict is Verdict.REVERSED:
            assert self.result.baseline is not None  # noqa: S101 attainment needs one
            return _("%(subject)sは、基準の%(baseline)sより悪くなっています（目標は%(target)s）。") % {
                "subject": self._subject,
                "baseline": point_text(self.facts, self.result.baseline),
                "target": self._target_by,
            }
        words = {"subject": self._subject, "path": self._path, "verdict": self._verdict}
        # How it compares with the expected value: by pace, or by gap.
        if self.result.pace is not None:
            form = _("%(subject)sは、%(path)sに対して進み方が%(pace)sで、%(verdict)s。")
            return form % (words | {"pace": format_percent(self.result.pace)})
        gap = self.result.gap
        assert gap is not None  # noqa: S101 one of the two judges
        if not gap:
            return _("%(subject)sは、%(path)sと同じで、%(verdict)s。") % words
        form = (
            _("%(subject)sは、%(path)sより目標までの幅の%(share)sだけ良く、%(verdict)s。")
            if gap > 0
            else _("%(subject)sは、%(path)sより目標までの幅の%(share)sだけ悪く、%(verdict)s。")
        )
        return form % (words | {"share": format_percent(abs(gap))})

    @property
    def _verdict(self) -> str:
        return {
            Verdict.AHEAD: _("計画より早く進んでいます"),
            Verdict.ON_TRACK: _("順調です"),
            Verdict.SLIGHTLY_BEHIND: _("やや遅れています"),
            Verdict.BEHIND: _("遅れています"),
        }[self.result.verdict]

    def _ended(self) -> str:
        assert self.result.value is not None  # noqa: S101
        reading = self.result.reading
        assert reading is not None  # noqa: S101
        words = {
            "period": period_text(self.facts, reading),
            "value": self._text(self.result.value),
            "target": self._target,
            "attained": "",
        }
        if self.result.verdict is Verdict.ACHIEVED:
            form = (
                _("%(period)sの実績は%(value)sで、目標の%(target)sを達成しました。")
                if self.result.is_final
                else _("%(period)sの実績は%(value)sで、目標の%(target)sを期限より早く達成しています。")
            )
            return form % words
        if self.result.attainment is not None:
            words["attained"] = _("（進捗率%s）") % format_percent(self.result.attainment)
        if self.result.verdict is Verdict.NEARLY:
            return _("%(period)sの実績は%(value)sで、目標の%(target)sにあと少しでした%(attained)s。") % words
        return _("%(period)sの実績は%(value)sで、目標の%(target)sに届きませんでした%(attained)s。") % words

    def _kept(self) -> str:
        assert self.result.kept is not None  # noqa: S101 a bound counts its periods
        kept, due = self.result.kept
        words = {
            "subject": self._subject,
            "bound": bound_text(self.facts, self.result),
            "count": _("（%(due)d期のうち%(kept)d期で保てました）") % {"due": due, "kept": kept}
            if due
            else "",
        }
        form = {
            Verdict.ON_TRACK: _("%(subject)sは、%(bound)sを保つ目標どおりです%(count)s。"),
            Verdict.SLIGHTLY_BEHIND: _(
                "%(subject)sは、%(bound)sを保つ目標からわずかに外れています%(count)s。"
            ),
            Verdict.BEHIND: _("%(subject)sは、%(bound)sを保つ目標から外れています%(count)s。"),
            Verdict.ACHIEVED: _("%(subject)sで、%(bound)sを最後まで保つ目標を達成しました%(count)s。"),
            Verdict.NEARLY: _("%(subject)sで、%(bound)sを保つ目標を概ね達成しました%(count)s。"),
            Verdict.NOT_ACHIEVED: _("%(subject)sで、%(bound)sを保つ目標に届きませんでした%(count)s。"),
        }[self.result.verdict]
        return form % words
