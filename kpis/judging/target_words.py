"""How people read what became of a target: moved, withdrawn, or decided for a day that has not come. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from plans.era import date_label

from .facts import Facts
from .known import Point, TargetRow
from .numbers import decimals_of
from .terms import Direction, Kind
from .wording import goalpost_text, inside, range_text, time_text, words_goal_text


@dataclass(frozen=True)
class TargetMove:
    """The newest decision that changed a target: from which to which, since when. `after` blank: withdrawn."""

    period_label: str
    before: str
    after: str
    on: date
    before_point: Point | None  # None: in a former unit, which no chart of today's can show
    unit: str = ""
    is_of_new_count: bool = (
        False  # the former one promised another count: the two say nothing beside each other
    )

    @property
    def chip_text(self) -> str:
        """目標変更 45→50%, 目標取り下げ 45%, 新しい数え方の目標 50%"""
        if not self.after:
            return _("目標取り下げ %s") % self.before
        if self.is_of_new_count:
            return _("新しい数え方の目標 %s") % self.after
        # The unit once, where both end with it.
        before = (
            self.before.removesuffix(self.unit).rstrip() if self.after.endswith(self.unit) else self.before
        )
        return _("目標変更 %(before)s→%(after)s") % {"before": before, "after": self.after}


@dataclass(frozen=True)
class ComingTarget:
    """A target that holds from a day to come."""

    point: Point
    on: date


def target_move(facts: Facts, at: date) -> TargetMove | None:
    """What the newest decision known on that day changed, if it changed a target that had held before."""
    if facts.direction is Direction.KEEP_WITHIN:
        return _range_move(facts, at)
    found: list[tuple[date, int, TargetRow, Decimal | None]] = []
    for rows in _by_period(facts, at).values():
        before, after = rows[-2:] if len(rows) > 1 else (None, None)
        if before is None or after is None or before.value is None or after.effective_from is None:
            continue
        if (before.value, before.unit) != (after.value, after.unit):
            found.append((after.effective_from, after.period.index, before, after.value))
    if not found:
        return None
    day, _index, former, value = max(found, key=lambda row: row[:2])
    point = Point(former.period, former.value or Decimal(0))
    return TargetMove(
        period_label=time_text(facts, point),
        before=target_text(facts, former),
        after=goalpost_text(facts, value) if value is not None else "",
        unit=facts.unit,
        on=day,
        before_point=None if former.unit is not None or former.is_of_former_count else point,
        is_of_new_count=former.is_of_former_count,
    )


def _range_move(facts: Facts, at: date) -> TargetMove | None:
    """Of a range: from the one before to that of the day."""
    before = facts.ranges_before(at)
    if not before:
        return None
    until = before[-1].until
    former, now = (range_text(facts.with_range_of(day)) for day in (until - timedelta(days=1), at))
    return TargetMove(period_label="", before=former, after=now, on=until, before_point=None)


def target_text(facts: Facts, row: TargetRow) -> str:
    """45%; a target in a former unit in that unit. 取り下げ where withdrawn."""
    if row.value is None:
        return _("取り下げ")
    if row.unit is None:
        return goalpost_text(facts, row.value)
    return goalpost_text(replace(facts, unit=row.unit, decimals=decimals_of(row.value)), row.value)


def _by_period(facts: Facts, at: date) -> dict[int, list[TargetRow]]:
    """The decisions known on that day, by the period they speak of, oldest first."""
    found: dict[int, list[TargetRow]] = {}
    for row in sorted(facts.targets, key=lambda row: row.effective_from or date.min):
        if row.effective_from is None or row.effective_from <= at:
            found.setdefault(row.period.index, []).append(row)
    return found


def coming_target(facts: Facts, at: date) -> ComingTarget | None:
    """Where none is in force: the last target that holds from a day to come, as a draft or a young plan has it."""
    if facts.targets_in_force(at) or facts.withdrawn_on(at):
        return None
    rows = [
        ComingTarget(Point(row.period, row.value), row.effective_from)
        for row in facts.targets
        if row.effective_from and row.effective_from > at and row.value is not None
    ]
    return max(rows, key=lambda row: row.point.period.index, default=None)


def no_target_text(facts: Facts, at: date) -> str:
    """What stands in the target's place where none is in force; of a target in words, what it asks for."""
    if facts.kind is Kind.WORDS:
        return words_goal_text(facts)
    withdrawn = facts.withdrawn_on(at)
    if withdrawn is not None:
        return _("取り下げ（%s）") % date_label(withdrawn)
    return _("数値目標なし")


def withdrawn_sentence(facts: Facts, at: date) -> str:
    """令和7年（2025年）11月18日に目標（3,000件）を取り下げたので、判定はしません。 Blank where none is withdrawn."""
    withdrawn = facts.withdrawn_on(at)
    if withdrawn is None:
        return ""
    move = target_move(facts, at)
    day = date_label(withdrawn)
    if move is None or move.after:
        return _("%sに目標を取り下げたので、判定はしません。") % day
    return _("%(day)sに目標（%(target)s）を取り下げたので、判定はしません。") % {
        "day": day,
        "target": move.before,
    }


def ended_sentence(facts: Facts) -> str:
    """令和7年度第2四半期で終了した指標です（廃止）。判定はしません。 Blank for one that goes on."""
    if facts.ended is None or facts.last_period is None:
        return ""
    words = {
        "when": facts.last_period.short_label_at(facts.frequency),
        "how": facts.ended.how,
        "reason": inside(facts.ended.reason),
    }
    if not facts.ended.reason:
        return _("%(when)sで終わった指標です（%(how)s）。判定はしません。") % words
    return _("%(when)sで終わった指標です（%(how)s: %(reason)s）。判定はしません。") % words


def coming_sentence(facts: Facts, at: date) -> str:
    """目標は令和9年（2027年）4月1日から有効になるので、まだ判定しません。 Blank where none is to come."""
    coming = coming_target(facts, at)
    if coming is None:
        return ""
    return _("目標（%(target)s）は%(day)sから有効になるので、まだ判定しません。") % {
        "day": date_label(coming.on),
        "target": goalpost_text(facts, coming.point.value),
    }


@dataclass(frozen=True)
class TargetTold:
    """What is said of a target beside it, or in its place where none is in force."""

    move: TargetMove | None
    coming_text: str = ""  # 5,000件
    coming_label: str = ""  # 令和9年度末
    coming_from: str = ""  # 令和9年（2027年）4月1日から
    none_text: str = ""

    @property
    def chip_text(self) -> str:
        return self.move.chip_text if self.move else ""


def target_told(facts: Facts, at: date) -> TargetTold:
    move, coming = target_move(facts, at), coming_target(facts, at)
    if coming is None:
        return TargetTold(move, none_text=no_target_text(facts, at))
    return TargetTold(
        move,
        coming_text=goalpost_text(facts, coming.point.value),
        coming_label=time_text(facts, coming.point),
        coming_from=_("%sから") % date_label(coming.on),
    )
