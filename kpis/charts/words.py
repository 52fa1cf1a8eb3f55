"""What a chart says, in words: for people who cannot see it."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from kpis.judging.break_words import break_time
from kpis.judging.coverage_words import covers_text, expected_when
from kpis.judging.facts import Facts
from kpis.judging.outcome import Evaluation, Reason
from kpis.judging.terms import Direction
from kpis.judging.trend import trend, trend_text
from kpis.judging.wording import expected_text, goalpost_text, range_text, target_point_text, value_text
from plans.era import date_label
from plans.joining import listed, with_remark
from plans.joining import sentences as in_a_row

from .content import Actual, Content


def describe(facts: Facts, evaluation: Evaluation, content: Content, at: date, *, has_zero: bool) -> str:
    """From when to when, first and last value, baseline, target, what was expected, where the axis starts."""
    sentences = [
        _actuals(facts, content),
        _beside(facts, content),
        _trend(facts, evaluation, at),
        *_promises(facts, evaluation, content, at),
        _forecast(facts, content),
        "" if has_zero else _("縦軸は0から始まりません。"),
    ]
    return in_a_row(*sentences)


def _actuals(facts: Facts, content: Content) -> str:
    if not content.actuals:
        return _("%s。") % content.nothing_text
    kind = _("年度ごとの棒グラフです。") if facts.series.is_yearly_sum else _("折れ線グラフです。")
    return in_a_row(kind, _from_first_to_last(facts, content), _breaks(facts, content))


def _beside(facts: Facts, content: Content) -> str:
    """比べる相手「県平均」の最新の値は62.0%（令和6年度）です。"""
    if not content.beside:
        return ""
    return _("比べる相手「%(name)s」の最新の値は%(value)sです。") % {
        "name": content.beside_name,
        "value": _with_time(facts, content.beside[-1]),
    }


def _breaks(facts: Facts, content: Content) -> str:
    """令和6年度第1四半期から数え方が変わり、その前の値とは比べられません。"""
    return in_a_row(
        *(
            _("%sから数え方が変わり、その前の値とは比べられません。") % break_time(facts, row)
            for row in content.breaks
        )
    )


def _from_first_to_last(facts: Facts, content: Content) -> str:
    """Only what counts alike is put from … to: no year's sum beside a part of a year, no excluded value."""
    last = content.actuals[-1]
    alike = [actual for actual in content.actuals if actual.is_whole and not actual.is_excluded]
    ends = [row.period.index for row in content.breaks if row.period.index <= last.index]
    alike = [
        actual for actual in alike if not actual.is_before_break and actual.index >= max(ends, default=0)
    ]
    if len(alike) < 2:
        return _("最新の実績は%sです。") % _with_time(facts, last)
    told = _("実績は%(first)sから%(last)sまでです。") % {
        "first": _with_time(facts, alike[0]),
        "last": _with_time(facts, alike[-1]),
    }
    if alike[-1] is last:
        return told
    return in_a_row(told, _("最新の実績は%sです。") % _with_time(facts, last))


def _with_time(facts: Facts, actual: Actual) -> str:
    """34件（令和7年度第2四半期）; of a year in progress 34件（令和7年度第2四半期までの合計、年換算 60件）."""
    label = (
        covers_text(facts, actual.reading)
        if actual.reading
        else actual.period.short_label_at(facts.frequency)
    )
    value = value_text(facts, actual.value)
    if actual.annualized is not None:
        words = _("%(value)s（%(covers)s、年換算 %(annualized)s）")
        return words % {"value": value, "covers": label, "annualized": value_text(facts, actual.annualized)}
    return with_remark(value, label)


def _trend(facts: Facts, evaluation: Evaluation, at: date) -> str:
    found = trend(facts, evaluation.newest, at)
    if found is None:
        return ""
    return _("%(change)sで「%(course)s」です。") % {
        "change": trend_text(facts, found),
        "course": found.course.label,
    }


def _promises(facts: Facts, evaluation: Evaluation, content: Content, at: date) -> list[str]:
    sentences = []
    if content.baseline:
        name = _("仮の基準") if content.baseline_is_provisional else _("基準")
        period = content.baseline.period.short_label_at(facts.frequency)
        words = {"name": name, "value": value_text(facts, content.baseline.value), "period": period}
        form = (
            _("%(name)sは%(value)s（%(period)s。このポータルが選んだ値）です。")
            if facts.baseline_is_reading
            else _("%(name)sは%(value)s（%(period)s）です。")
        )
        sentences.append(form % words)
    if content.targets:
        texts = listed(target_point_text(facts, point) for point in content.targets)
        sentences.append(_("目標は%sです。") % texts)
    if content.former:
        sentences.append(_("変更前の目標は%sです。") % target_point_text(facts, content.former))
    is_known = evaluation.expected is not None and evaluation.keep is None
    if content.path and is_known and evaluation.reading and evaluation.reason is not Reason.FIRST_VALUE:
        sentences.append(
            _("計画どおりなら、%(when)sは%(expected)sです。")
            % {
                "when": expected_when(facts, evaluation),
                "expected": expected_text(facts, evaluation.expected or Decimal(0)),
            }
        )
    for former in facts.ranges_before(at):
        then = facts.with_range_of(former.until - timedelta(days=1))
        words = {"day": date_label(former.until - timedelta(days=1)), "range": range_text(then)}
        sentences.append(_("%(day)sまでの目標は%(range)sの範囲です。") % words)
    for bound in content.bounds:
        if bound.end is not None and facts.direction is Direction.KEEP_WITHIN:
            continue  # told as a range
        if facts.says_its_bound:
            sentences.append(_("目標は%sです。") % goalpost_text(facts, bound.value))
            continue
        name = _("上限") if bound.direction is Direction.KEEP_AT_MOST else _("下限")
        sentences.append(
            _("目標の%(name)sは%(value)sです。") % {"name": name, "value": value_text(facts, bound.value)}
        )
    return sentences


def _forecast(facts: Facts, content: Content) -> str:
    if content.forecast is None:
        return ""
    return _("これまでの動きが続くと%(value)sの見込みです（10回のうち8回は%(low)sから%(high)sの間）。") % {
        "value": value_text(facts, content.forecast.to_value),
        "low": value_text(facts, content.forecast.low),
        "high": value_text(facts, content.forecast.high),
    }
