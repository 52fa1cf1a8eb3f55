"""By what an indicator is measured, from JSON: its kind, how strictly and by which path, and the steps of a milestone."""

from dataclasses import dataclass, replace
from typing import Any

from .arithmetic import ratio
from .composition import Part, compose
from .facts_checks import check_keys
from .json_values import InputError, day_of, period_of, rows_of, term_of, text_of
from .known import Observation, Step, TargetRow, steps_as_targets
from .steps_checks import check_steps
from .terms import Direction, Formula, Frequency, Kind, Path, Series

KEYS = {"kind", "strict", "path", "steps", "compared_with"}
POINTS = {"ポイント", "%ポイント", "pt"}
STEP_KEYS = {"title", "planned", "real"}
# What every other indicator must say follows from a milestone's steps.
OF_A_MILESTONE: dict[str, Any] = {
    "direction": Direction.INCREASE.value, "series": Series.LEVEL.value, "targets": [], "measurements": [],
}  # fmt: skip
OF_WORDS: dict[str, Any] = {"targets": []}


@dataclass(frozen=True)
class GivenKind:
    kind: Kind
    strict: bool
    path: Path
    steps: tuple[Step, ...]
    has_done_months: bool


def with_defaults(given: dict[str, Any]) -> dict[str, Any]:
    """The object with what its kind leaves no choice about."""
    defaults = {Kind.MILESTONE.value: OF_A_MILESTONE, Kind.WORDS.value: OF_WORDS}.get(
        str(given.get("kind")), {}
    )
    return defaults | given


def kind_of(given: dict[str, Any]) -> GivenKind:
    """Raises InputError."""
    kind = Kind.NUMBER if given.get("kind") is None else term_of(Kind, given["kind"], "kind")
    strict = given.get("strict")
    if strict is not None and not isinstance(strict, bool):
        raise InputError("strict は true か false にしてください。")
    path = Path.LINEAR if given.get("path") is None else term_of(Path, given["path"], "path")
    steps = tuple(rows_of(given, "steps", _step)) if given.get("steps") is not None else ()
    if steps and kind is not Kind.MILESTONE:
        raise InputError('steps は、kind が "milestone" のときだけ書けます。')
    if kind is Kind.MILESTONE:
        if not steps:
            raise InputError("steps に、段階を1つ以上書いてください。")
        path = Path.STEPWISE
    starts = day_of(given.get("plan_start"), "plan_start")
    try:
        check_steps(steps, starts)
    except ValueError as error:
        raise InputError(f"steps: {error}") from None
    has_done_months = any("real" in row for row in given.get("steps") or () if isinstance(row, dict))
    return GivenKind(kind, bool(strict), path, steps, has_done_months)


def check_kind(
    found: GivenKind,
    direction: Direction,
    series: Series,
    targets: tuple[TargetRow, ...],
    observations: tuple[Observation, ...],
) -> None:
    """What a kind does not go together with. Raises InputError."""
    if found.kind is Kind.MILESTONE:
        _check_milestone(found, direction, series, targets, observations)
    if found.kind is Kind.WORDS:
        if targets:
            raise InputError('言葉の目標（kind が "words"）に、数値の targets は書けません。')
        if direction in (Direction.MONITOR, Direction.KEEP_WITHIN) or series is Series.CUMULATIVE:
            raise InputError(
                "言葉の目標の direction は increase、decrease、keep_at_least、keep_at_most のどれか、"
                "series は cumulative のほかにしてください。"
            )


def _check_milestone(
    found: GivenKind,
    direction: Direction,
    series: Series,
    targets: tuple[TargetRow, ...],
    observations: tuple[Observation, ...],
) -> None:
    if targets:
        raise InputError("段階で測る指標の目標は steps の planned です。targets は空にしてください。")
    if direction is not Direction.INCREASE or series is not Series.LEVEL:
        raise InputError("段階で測る指標の direction は increase、series は level にしてください。")
    for number, row in enumerate(observations):
        value = row.value
        if row.has_parts or (
            value is not None and (value != value.to_integral_value() or not 0 <= value <= len(found.steps))
        ):
            raise InputError(
                f"measurements[{number}].value は、終わった段階の数（0から{len(found.steps)}までの整数）にしてください。"
            )


def compared(
    observations: tuple[Observation, ...], others: tuple[Observation, ...], frequency: Frequency, unit: str
) -> tuple[Observation, ...]:
    """The differences from the other series, which has every period of the first. Raises InputError."""
    known = {row.period for row in others}
    for number, row in enumerate(observations):
        if row.period not in known:
            raise InputError(
                f"measurements[{number}]（{row.period}）と同じ期間の値が compared_with にありません。"
                "その期間の値を足すか、値がないときは status を M にしてください。"
            )
    parts = tuple(Part({row.period: _plain(row, unit) for row in rows}) for rows in (observations, others))
    return compose(Formula.DIFFERENCE, parts, frequency)


def _plain(row: Observation, unit: str) -> Observation:
    if row.has_parts and row.numerator is not None and row.denominator:
        # Two rates differ by points, each of them is per cent.
        value = ratio(row.numerator, row.denominator, "%" if unit in POINTS else unit)
        return replace(row, value=value, numerator=None, denominator=None)
    return row


def targets_of(found: GivenKind, targets: tuple[TargetRow, ...]) -> tuple[TargetRow, ...]:
    return steps_as_targets(found.steps) if found.kind is Kind.MILESTONE else targets


def _step(row: dict[str, Any], place: str) -> Step:
    check_keys(row, STEP_KEYS, place)
    title = text_of(row.get("title"), f"{place}.title").strip()
    if not title:
        raise InputError(f"{place}.title に、段階の名前を書いてください。")
    done = None if row.get("real") is None else period_of(row["real"], f"{place}.real")
    return Step(title, period_of(row.get("planned"), f"{place}.planned"), done)
