"""Rule 6: the verdict on the way to a target, the first row of the table that matches. Pure: no ORM."""

from decimal import Decimal

from .arithmetic import meets
from .facts import Facts
from .known import Point
from .outcome import Reason
from .terms import Verdict
from .trajectory import Progress
from .value import Reading

NEARLY_FROM = Decimal("0.90")  # of the way
NEARLY_WITHIN = Decimal("0.10")  # of the target, where the way is unknown
REVERSED_BELOW = Decimal("-0.05")
PACE_BANDS = (
    (Decimal("1.05"), Verdict.AHEAD),
    (Decimal("0.95"), Verdict.ON_TRACK),
    (Decimal("0.60"), Verdict.SLIGHTLY_BEHIND),
)
GAP_BANDS = (
    (Decimal("0.05"), Verdict.AHEAD),
    (Decimal("-0.05"), Verdict.ON_TRACK),
    (Decimal("-0.20"), Verdict.SLIGHTLY_BEHIND),
)


def judged_by_table(
    facts: Facts,
    last: Point,
    reading: Reading,
    progress: Progress,
    *,
    is_final: bool,
    is_first: bool,
    is_unchanged: bool,
) -> tuple[Verdict, Reason | None]:
    """Rule 6, rows from ACHIEVED down: the first that matches."""
    assert reading.value is not None  # noqa: S101 without a value it is not evaluable
    if _achieved(facts, last, reading, progress, is_final=is_final):
        return Verdict.ACHIEVED, None
    if is_final:
        is_near = _nearly(facts, reading.value, last.value, progress)
        return (Verdict.NEARLY if is_near else Verdict.NOT_ACHIEVED), None
    if reading.missing:
        return Verdict.NOT_EVALUABLE, Reason.GAP
    has_fallen_back = (
        progress.attainment is not None and progress.attainment < REVERSED_BELOW and not is_unchanged
    )
    reason = _too_early(reading, progress, is_first=is_first, has_fallen_back=has_fallen_back)
    if reason:
        return Verdict.TOO_EARLY, reason
    if progress.pace is not None:
        if has_fallen_back and not reading.in_progress:
            return Verdict.REVERSED, None
        verdict = _band(progress.pace, PACE_BANDS)
        if verdict is Verdict.AHEAD and is_unchanged and facts.margin:
            return Verdict.ON_TRACK, None  # what has not changed does not run ahead
        return verdict, None
    assert progress.gap is not None  # noqa: S101 one of the two judges
    return _band(progress.gap, GAP_BANDS), None


def _achieved(facts: Facts, last: Point, reading: Reading, progress: Progress, *, is_final: bool) -> bool:
    """A (not A*) meets the last target; before its period also no worse than expected.

    A year's sum so far is a lower bound of an increasing one only: a decreasing sum and a ratio need the full year.
    """
    assert reading.value is not None  # noqa: S101
    sign = facts.direction.sign
    if not facts.meets(reading.value, last.value):
        return False
    if is_final:
        return True
    if (reading.in_progress and reading.is_ratio) or (reading.is_part_of_year and sign < 0):
        return False
    return meets(reading.value, progress.expected, sign)


def _nearly(facts: Facts, value: Decimal, target: Decimal, progress: Progress) -> bool:
    if abs(value - target) <= facts.margin:
        return True
    if progress.attainment is not None:
        return progress.attainment >= NEARLY_FROM
    return abs(value - target) <= NEARLY_WITHIN * abs(target)


def _too_early(
    reading: Reading, progress: Progress, *, is_first: bool, has_fallen_back: bool
) -> Reason | None:
    if reading.is_lone_start:
        return Reason.FIRST_PERIOD
    if is_first and progress.gap is None:
        return Reason.FIRST_VALUE
    return Reason.NEAR_START if progress.near_start and not has_fallen_back else None


def _band(number: Decimal, bands: tuple[tuple[Decimal, Verdict], ...]) -> Verdict:
    return next((verdict for threshold, verdict in bands if number >= threshold), Verdict.BEHIND)
