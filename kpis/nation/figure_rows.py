"""What is measured in the cities of a nation: indicators, targets, values, and how the actions go."""

from collections.abc import Iterator, Sequence
from random import Random

from kpis.models import ActionProgress, Indicator, Measurement, Target

from . import wording
from .bulk import lay, link
from .plan_rows import LaidCity, section_of, why
from .shape import ACTION_QUARTERS, OPEN_VALUES, Shape

INDICATOR = (
    "plan_id", "goal_id", "code", "number", "order", "name", "definition", "unit", "direction", "series",
    "baseline_value", "baseline_period", "numerator_label", "denominator_label", "is_part_of_whole", "data_source",
)  # fmt: skip
VALUE = ("indicator_id", "period", "value", "numerator", "denominator", "progress_comment", "updated_at")
ON_THE_WAY = ("state", "entered_by_id", "submitted_by_id", "submitted_at", "return_reason")


def lay_figures(shape: Shape, cities: Sequence[LaidCity]) -> None:
    """Stores the figures of those cities. In a transaction in which the guard is open."""
    at = shape.moment(shape.approved_quarters[-1])
    keys = lay(
        Indicator, INDICATOR, [line for one in cities for line in _indicators(shape, one)], at=at, why=why()
    )
    size = shape.indicators
    owned = [(one, keys[n * size : (n + 1) * size]) for n, one in enumerate(cities)]
    link(
        Indicator,
        "departments",
        ((key, section_of(one, n).pk) for one, own in owned for n, key in enumerate(own)),
    )
    first, last = shape.first_year, shape.ends_on.year - 1
    years = sorted({(first + last) // 2, last})
    lay(
        Target,
        ("indicator_id", "period", "value", "effective_from"),
        [
            (key, str(year), _target(n, year, first, last), shape.starts_on)
            for _one, own in owned
            for n, key in enumerate(own)
            for year in years
        ],
        at=at,
        why=why(),
    )
    lay(
        Measurement,
        (*VALUE, "state"),
        [line for one, own in owned for line in _approved(shape, one, own)],
        at=at,
        why=why(),
    )
    lay(
        Measurement,
        (*VALUE, *ON_THE_WAY),
        [line for one, own in owned for line in _on_the_way(shape, one, own)],
        at=at,
        why=why(),
    )
    lay(
        ActionProgress,
        ("action_id", "period", "status", "comment", "state", "updated_at"),
        [line for one in cities for line in _progress(shape, one)],
        at=at,
        why=why(),
    )


def _measure(n: int) -> tuple[str, str, str, str, int, int]:
    return wording.MEASURES[n % len(wording.MEASURES)]


def _indicators(shape: Shape, one: LaidCity) -> Iterator[tuple]:
    for n in range(shape.indicators):
        goal = one.goals[n // len(wording.MEASURES) % len(one.goals)]
        name, unit, direction, series, baseline, _target = _measure(n)
        again = n // (len(wording.MEASURES) * len(one.goals))
        is_ratio = unit == "%"
        yield (
            one.plan.pk, goal.pk, f"k{n + 1}", f"{n + 1}", n + 1,
            f"{goal.title}: {name}{f'（{again + 1}）' if again else ''}", f"{name}を、四半期ごとに数えます。",
            unit, direction, series, baseline, str(shape.first_year - 1),
            "済んだ数" if is_ratio else "", "対象の数" if is_ratio else "", is_ratio, "担当課の集計",
        )  # fmt: skip


def _target(n: int, year: int, first: int, last: int) -> int:
    """On the way from the baseline to the last year's target."""
    _name, _unit, direction, _series, baseline, target = _measure(n)
    if direction.startswith("keep"):
        return target
    return baseline + (target - baseline) * (year - first + 1) // (last - first + 1)


def _drawn(shape: Shape, one: LaidCity, what: str) -> Random:
    return Random(f"{shape.seed} {one.number} {what}")  # noqa: S311 the same every time


def _figures(n: int, done: float, draw: Random) -> tuple[int | None, int | None, int | None]:
    """Value, numerator, denominator after that share of the plan."""
    _name, unit, direction, series, baseline, target = _measure(n)
    if direction.startswith("keep"):
        reached: float = target + draw.uniform(-8, 4) * (1 if direction == "keep_at_most" else -1)
    elif series == "cumulative":
        reached = target * done
    else:
        reached = baseline + (target - baseline) * done * draw.uniform(0.9, 1.1)
    if series == "flow":  # of a quarter, where baseline and target are of a year
        reached /= 4
    if unit == "%":
        return None, max(0, min(wording.WHOLE, round(reached * wording.WHOLE / 100))), wording.WHOLE
    return max(0, round(reached)), None, None


def _approved(shape: Shape, one: LaidCity, keys: Sequence[int]) -> Iterator[tuple]:
    draw = _drawn(shape, one, "values")
    quarters = [(str(quarter), shape.moment(quarter)) for quarter in shape.approved_quarters]
    whole = max(len(quarters), 4 * (shape.ends_on.year - shape.first_year))
    for n, key in enumerate(keys):
        pace = draw.uniform(0.5, 1.25)
        for place, (period, at) in enumerate(quarters, start=1):
            figures = _figures(n, pace * place / whole, draw)
            yield key, period, *figures, wording.COMMENTS[(n + place) % len(wording.COMMENTS)], at, "approved"


def _on_the_way(shape: Shape, one: LaidCity, keys: Sequence[int]) -> Iterator[tuple]:
    """Of the quarter under review: drafts, submitted and returned values; most have not been entered yet."""
    draw = _drawn(shape, one, "open")
    period, at = str(shape.open_quarter), shape.moment(shape.open_quarter)
    for n, key in enumerate(keys[:OPEN_VALUES]):
        state = ("submitted", "submitted", "submitted", "draft", "returned")[n % 5]
        was_submitted = state != "draft"
        writer = one.people["editor"].pk
        figures = _figures(n, 0.5, draw)
        yield (
            key, period, *figures, wording.COMMENTS[n % len(wording.COMMENTS)], at, state, writer,
            writer if was_submitted else None, at if was_submitted else None,
            "数え方を確かめてください。" if state == "returned" else "",
        )  # fmt: skip


def _progress(shape: Shape, one: LaidCity) -> Iterator[tuple]:
    draw = _drawn(shape, one, "actions")
    for row in one.actions:
        for quarter in shape.approved_quarters[-ACTION_QUARTERS:]:
            status = draw.choice(("as-planned", "as-planned", "as-planned", "delayed", "not-started"))
            yield row.pk, str(quarter), status, wording.COMMENTS[0], "approved", shape.moment(quarter)
