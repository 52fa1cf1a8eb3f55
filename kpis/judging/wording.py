"""Values, times, ranges and shares in words: the pieces that sentences, tables and files print alike. Pure: no ORM."""

from decimal import Decimal, localcontext

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.era import date_label
from plans.joining import from_to, with_remark

from .arithmetic import CONTEXT
from .facts import Facts
from .known import Point
from .numbers import HUGE, format_against, format_exact, format_percent, format_value, with_unit
from .outcome import Evaluation, Reason
from .staleness import Overdue
from .steps_words import steps_goal_text, steps_text
from .terms import Direction, Kind, ObservationStatus, Verdict

FURTHEST = Decimal("9.99")  # of the way: beyond it a percentage says less than words
WHOLE = Decimal(100)  # percent


def value_text(facts: Facts, value: Decimal, target: Decimal | None = None) -> str:
    """62%, 1,200件: at the indicator's decimals, with more where it would look like a target that it misses.

    Of a milestone how far its steps are done: 試行まで完了（2/3）.
    """
    if facts.kind is Kind.MILESTONE:
        return steps_text(facts.steps, value)
    if facts.is_rank:
        return _("%s位") % format_value(value, "", facts.decimals)
    if target is None:
        return format_value(value, facts.unit, facts.decimals)
    return with_unit(format_against(value, target, facts.decimals), facts.unit)


def judged_text(facts: Facts, found: Evaluation, value: Decimal) -> str:
    """A value of that evaluation: it never looks like the target, the bound or the baseline that it differs from."""
    text = value_text(facts, value, found.goalpost)
    start = found.baseline.value if found.baseline and not found.keep else value
    if value == start or text != value_text(facts, start):
        return text
    return value_text(facts, value, start)


def difference_text(facts: Facts, difference: Decimal) -> str:
    """2手続; of percentages 0.7ポイント; of a milestone 1段階. Without a sign; never rounded to nothing."""
    size = abs(difference)
    if facts.kind is Kind.MILESTONE:
        return ngettext("%d段階", "%d段階", int(size)) % size
    text = format_against(size, Decimal(0), facts.decimals)
    return _with_unit(facts, text)


def _with_unit(facts: Facts, number: str) -> str:
    """Of percentages, points."""
    return _("%sポイント") % number if facts.is_percent else with_unit(number, facts.unit)


def margin_text(facts: Facts) -> str:
    """±0.5ポイント, with every digit it has."""
    return "±" + _with_unit(facts, format_exact(facts.margin))


def signed_difference_text(facts: Facts, difference: Decimal) -> str:
    """＋0.5ポイント, −3件, ±0件"""
    amount = difference_text(facts, difference)
    if difference > 0:
        return _("＋%s") % amount
    return f"−{amount}" if difference else f"±{amount}"


def expected_text(facts: Facts, value: Decimal) -> str:
    """An expected value: one digit more than reported ones where it has one."""
    if facts.kind is Kind.MILESTONE:
        return steps_text(facts.steps, value)
    with localcontext(CONTEXT):
        digits = facts.decimals + (abs(value) < HUGE and value % Decimal(1).scaleb(-facts.decimals) != 0)
    return format_value(value, facts.unit, digits)


def time_text(facts: Facts, point: Point) -> str:
    """令和7年度末; of a yearly sum 令和7年度."""
    if facts.series.is_yearly_sum:
        return point.period.short_label_at(facts.frequency)
    return point.period.end_label_at(facts.frequency)


def point_text(facts: Facts, point: Point) -> str:
    """120時間（令和7年度末）"""
    return with_remark(value_text(facts, point.value), time_text(facts, point))


def target_point_text(facts: Facts, point: Point) -> str:
    """10%未満（令和7年度末）: a target as its direction says it, with its time."""
    return with_remark(goalpost_text(facts, point.value), time_text(facts, point))


def range_text(facts: Facts) -> str:
    """20℃〜30℃: of an indicator that keeps within a range; blank for any other."""
    if facts.direction is not Direction.KEEP_WITHIN or facts.lower is None or facts.upper is None:
        return ""
    return from_to(value_text(facts, facts.lower), value_text(facts, facts.upper))


def bound_text(facts: Facts, keep: Direction, bound: Decimal | None) -> str:
    """95%以上, 10.0%以下, 20℃〜30℃の範囲; of a part of a whole 100%, which nothing exceeds."""
    if keep is Direction.KEEP_WITHIN or bound is None:
        return _("%sの範囲") % range_text(facts)
    if keep is Direction.KEEP_AT_LEAST and facts.is_part_of_whole and bound == WHOLE:
        return value_text(facts, bound)
    if facts.strict:
        return _strict_text(facts, keep.sign, bound)
    if facts.is_rank:
        return _("%s位以内") % format_value(bound, "", facts.decimals)
    form = _("%s以上") if keep is Direction.KEEP_AT_LEAST else _("%s以下")
    return form % value_text(facts, bound)


def _strict_text(facts: Facts, sign: int, value: Decimal) -> str:
    """10%未満, 50件を超える値"""
    return (_("%s超") if sign > 0 else _("%s未満")) % value_text(facts, value)


def goalpost_text(facts: Facts, value: Decimal) -> str:
    """A target as its direction says it: 120件, 95%以上, 10.0%以下, 10%未満; of a milestone the step: 実施."""
    if facts.kind is Kind.MILESTONE:
        return steps_goal_text(facts.steps, value)
    if facts.direction in (Direction.KEEP_AT_LEAST, Direction.KEEP_AT_MOST):
        return bound_text(facts, facts.direction, value)
    if facts.strict and facts.direction.sign:
        return _strict_text(facts, facts.direction.sign, value)
    return value_text(facts, value)


def words_goal_text(facts: Facts) -> str:
    """What a target in words asks for: 増やす・高める, 減らす, 下げずに保つ, 増やさずに保つ. Blank for any other."""
    if facts.kind is not Kind.WORDS:
        return ""
    return {
        Direction.INCREASE: _("増やす・高める"),
        Direction.DECREASE: _("減らす"),
        Direction.KEEP_AT_LEAST: _("下げずに保つ"),
        Direction.KEEP_AT_MOST: _("増やさずに保つ"),
    }.get(facts.direction, "")


def inside(reason: str) -> str:
    """A reason as it stands between brackets: without the full stop at its end."""
    return reason.strip().removesuffix("。")


def absent_text(found: Evaluation) -> str:
    """What stands where a value should: nothing is approved, or no value follows from what is."""
    if found.verdict is not Verdict.NOT_EVALUABLE:
        return _("実績未登録")
    return _("該当なし") if found.reason is Reason.NOTHING_TO_COUNT else _("算定不可")


def with_status(text: str, status: ObservationStatus) -> str:
    """100%（未確認）: what is not final says so."""
    if status is ObservationStatus.NORMAL:
        return text
    return with_remark(text, str(status.label))


def passed_deadline_text(facts: Facts, found: Evaluation) -> str:
    """That the target's day has passed without its value, and whether one is to come."""
    assert found.target is not None  # noqa: S101 the caller has looked
    period = found.target.period
    words = {"when": time_text(facts, found.target)}
    if facts.last_period is not None and facts.last_period.index < period.index:
        words["last"] = facts.last_period.short_label_at(facts.frequency)
        return _("目標の期限（%(when)s）は過ぎました。この指標の値は%(last)sまでです。") % words
    return _("目標の期限（%(when)s）は過ぎましたが、期限の値の報告はまだありません。") % words


def is_before_first_target(facts: Facts, found: Evaluation) -> bool:
    """Whether the value is held against a target that is still to come, for want of a baseline and of an earlier one."""
    targets, index = facts.targets_in_force(found.at), found.expected_index
    return found.baseline is None and bool(targets) and index is not None and index < targets[0].period.index


def baseline_name(evaluation: Evaluation) -> str:
    return _("仮の基準") if evaluation.baseline_is_provisional else _("基準")


def overdue_text(facts: Facts, overdue: Overdue) -> str:
    """令和7年度第4四半期の値がまだ登録されていません（報告の期限は令和8年（2026年）4月30日でした）。"""
    return _("%(period)sの値がまだ登録されていません（報告の期限は%(day)sでした）。") % {
        "period": overdue.period.short_label_at(facts.frequency),
        "day": date_label(overdue.due_on),
    }


def attainment_text(ratio: Decimal | None) -> str:
    """目標までの到達率: a percentage; behind the start, and far beyond the target, in words. Blank for None."""
    if ratio is None:
        return ""
    if ratio < 0:
        return _("基準より悪い値")
    return _("目標までの幅の10倍以上") if ratio > FURTHEST else format_percent(ratio)


def pace_text(ratio: Decimal | None) -> str:
    """計画に対する進み: a percentage; the other way, and far ahead, in words. Blank for None."""
    if ratio is None:
        return ""
    if ratio < 0:
        return _("計画と逆の向き")
    return _("計画の10倍以上") if ratio > FURTHEST else format_percent(ratio)


def share_text(ratio: Decimal | None) -> str:
    """達成率, 年度進捗率: a percentage, far beyond the whole in words. Blank for None."""
    if ratio is None:
        return ""
    return _("10倍以上") if ratio > FURTHEST else format_percent(ratio)
