"""Facts from JSON, as the `evaluate` command takes them. Every mistake is named with its place."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from .facts import Facts
from .facts_checks import check_decisions, check_keys, check_periods, check_range, check_years
from .facts_json_kinds import KEYS as KIND_KEYS
from .facts_json_kinds import check_kind, compared, kind_of, targets_of, with_defaults
from .facts_json_periods import breaks_of, ended_of, excluded_of, ranges_of
from .json_values import (
    InputError,
    count_of,
    day_of,
    day_to_judge,
    number_of,
    optional_text,
    period_of,
    rows_of,
    term_of,
    text_of,
)
from .known import Observation, Point, TargetRow
from .periods import Period, fits, grain_sentence
from .terms import Direction, Frequency, ObservationStatus, Series

KEYS = {
    "id", "direction", "series", "frequency", "unit", "decimals", "baseline", "targets", "lower", "upper",
    "measurements", "margin", "plan_start", "plan_end", "first_period", "last_period", "excluded", "reporting_from",
    "reporting_lag_days", "due_month", "due_on", "is_reference", "is_part_of_whole", "breaks", "former_ranges", "ended",
    "at", *KIND_KEYS,
}  # fmt: skip
# Of the rows; those of a report's facts that only say in words what the others hold are read over.
BASELINE_KEYS = {"period", "value", "is_provisional", "is_reading"}
TARGET_KEYS = {"period", "value", "effective_from", "text", "reason", "unit", "is_of_former_count"}
MEASUREMENT_KEYS = {
    "period", "value", "numerator", "denominator", "status", "as_of", "label", "text", "parts", "status_label", "revision",
    "reason",
}  # fmt: skip
NEEDED = ("direction", "series", "targets", "measurements", "at")


def read_facts(line: bytes | str) -> tuple[dict[str, Any], Facts, date]:
    """The object as given, its facts, and the day to judge. Raises InputError."""
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        given = json.loads(
            text.removeprefix("\ufeff"),
            parse_float=_number,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise InputError("UTF-8として読めません。") from None
    except InputError:
        raise
    except json.JSONDecodeError as error:
        raise InputError(f"JSONとして読めません（{error.colno}文字目のあたり）。") from None
    except RecursionError:
        raise InputError("JSONとして読めません（かっこの入れ子が深すぎます）。") from None
    except ValueError:
        raise InputError("JSONとして読めません（数の桁が多すぎます）。") from None
    if not isinstance(given, dict):
        raise InputError("{ } で囲んだ1つのオブジェクトを書いてください。")
    given = with_defaults(given)
    missing = [key for key in NEEDED if key not in given]
    if missing:
        raise InputError(f"{'、'.join(missing)} がありません。")
    check_keys(given, KEYS, "")
    return given, _facts(given), day_to_judge(given["at"])


def _no_constant(name: str) -> None:
    raise InputError(f"{name} は使えません。値がないときは null と書いてください。")


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"「{text}」は数として大きすぎます。") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name in found if sum(name == other for other, _value in pairs) > 1)
        raise InputError(f"{twice} が2回あります。1つにしてください。")
    return found


def _facts(given: dict[str, Any]) -> Facts:
    observations = tuple(rows_of(given, "measurements", _observation))
    targets = tuple(rows_of(given, "targets", _target))
    frequency = _frequency(given.get("frequency"), observations)
    series = term_of(Series, given["series"], "series")
    check_periods(observations, frequency)
    unit = text_of("" if given.get("unit") is None else given["unit"], "unit")
    if given.get("compared_with") is not None:
        others = tuple(rows_of(given, "compared_with", _observation))
        check_periods(others, frequency, "compared_with")
        observations = compared(observations, others, frequency, unit)
    baseline = given.get("baseline")
    numbers = [number_of(given.get(name), name) for name in ("lower", "upper")]
    point = _baseline(baseline) if baseline is not None else None
    check_years(series, frequency, point, targets)
    check_decisions(targets)
    check_range(*numbers)
    first, last = (_life(given, name, frequency) for name in ("first_period", "last_period"))
    if first is not None and last is not None and last.index < first.index:
        raise InputError("last_period は first_period より後にしてください。")
    starts, ends = (day_of(given.get(name), name) for name in ("plan_start", "plan_end"))
    if starts is not None and ends is not None and ends < starts:
        raise InputError("plan_end は plan_start より後にしてください。")
    values = [point.value if point else None, *numbers]
    values += [row.value for row in targets] + [row.value for row in observations]
    direction, kind = term_of(Direction, given["direction"], "direction"), kind_of(given)
    check_kind(kind, direction, series, targets, observations)
    return Facts(
        direction=direction,
        series=series,
        frequency=frequency,
        unit=unit,
        decimals=_decimals(given.get("decimals"), values),
        baseline=point,
        baseline_is_provisional=_flag(baseline, "is_provisional") if isinstance(baseline, dict) else False,
        baseline_is_reading=_flag(baseline, "is_reading") if isinstance(baseline, dict) else False,
        targets=targets_of(kind, targets),
        lower=numbers[0],
        upper=numbers[1],
        former_ranges=ranges_of(given),
        margin=_margin(given.get("margin")),
        observations=observations,
        plan_start=starts,
        plan_end=ends,
        first_period=first,
        last_period=last,
        ended=ended_of(given.get("ended"), last),
        excluded=excluded_of(given.get("excluded")),
        breaks=breaks_of(given, series, frequency),
        reporting_from=_optional_period(given, "reporting_from"),
        due_month=_month(given.get("due_month")),
        reporting_lag_days=count_of(given.get("reporting_lag_days"), "reporting_lag_days", 30),
        is_reference=_flag(given, "is_reference"),
        is_part_of_whole=_flag(given, "is_part_of_whole"),
        due_on=_due_days(given.get("due_on")),
        kind=kind.kind,
        strict=kind.strict,
        path=kind.path,
        steps=kind.steps,
        has_done_months=kind.has_done_months,
    )


def _margin(given: object) -> Decimal:
    margin = number_of(given, "margin")
    if margin is not None and margin < 0:
        raise InputError("margin は0以上にしてください。")
    return margin or Decimal(0)


def _month(given: object) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= 12:
        raise InputError("due_month は1から12までの整数にしてください。")
    return given


def _optional_period(given: dict[str, Any], name: str) -> Period | None:
    return None if given.get(name) is None else period_of(given[name], name)


def _life(given: dict[str, Any], name: str, frequency: Frequency) -> Period | None:
    """The first or last period of an indicator's life; a year or quarter that ends with one of its own will do."""
    period = _optional_period(given, name)
    if period is not None and frequency.is_survey and not fits(period, frequency):
        raise InputError(f"{name}（{period}）: {grain_sentence(frequency)}")
    return period


def _flag(given: dict[str, Any], name: str) -> bool:
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise InputError(f"{name} は true か false にしてください。")
    return bool(value)


def _due_days(given: object) -> dict[Period, date]:
    """{"2024-Q3": "2025-01-20"}: when the value of a period is due, where it is not `reporting_lag_days` after its end."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise InputError("due_on は {期間: 日付} のオブジェクトにしてください。")
    found = {}
    for text, day in given.items():
        due = day_of(day, f"due_on.{text}")
        if due is None:
            raise InputError(f"due_on.{text} に日付がありません。")
        found[period_of(text, "due_on")] = due
    return found


def _target(row: dict[str, Any], place: str) -> TargetRow:
    check_keys(row, TARGET_KEYS, place)
    return TargetRow(
        period_of(row.get("period"), f"{place}.period"),
        number_of(row.get("value"), f"{place}.value"),
        day_of(row.get("effective_from"), f"{place}.effective_from"),
        optional_text(row, "unit", place),
        _flag(row, "is_of_former_count"),
    )


def _observation(row: dict[str, Any], place: str) -> Observation:
    check_keys(row, MEASUREMENT_KEYS, place)
    found = Observation(
        period=period_of(row.get("period"), f"{place}.period"),
        value=number_of(row.get("value"), f"{place}.value"),
        numerator=number_of(row.get("numerator"), f"{place}.numerator"),
        denominator=number_of(row.get("denominator"), f"{place}.denominator"),
        status=term_of(
            ObservationStatus, "A" if row.get("status") is None else row["status"], f"{place}.status"
        ),
        as_of=day_of(row.get("as_of"), f"{place}.as_of"),
    )
    is_empty = found.value is None and found.numerator is None and found.denominator is None
    if found.status is ObservationStatus.MISSING and not is_empty:
        raise InputError(f"{place}: status が M（値なし）のときは、値を書かないでください。")
    if not row.keys() & {"value", "numerator", "denominator", "status"}:
        raise InputError(
            f'{place} に値がありません。値がないと報告されたときは status を "M" にしてください。'
        )
    if (found.numerator is None) != (found.denominator is None):
        raise InputError(f"{place}: numerator と denominator は、両方を書くか、両方を省いてください。")
    if found.denominator is not None and found.denominator < 0:
        raise InputError(f"{place}.denominator は0以上にしてください。")
    if found.value is not None and found.numerator is not None:
        raise InputError(
            f"{place}: value と、numerator・denominator の組は、どちらか一方だけを書いてください。"
        )
    return found


def _baseline(given: object) -> Point:
    if not isinstance(given, dict):
        raise InputError("baseline は {period, value} のオブジェクトか null にしてください。")
    check_keys(given, BASELINE_KEYS, "baseline")
    value = number_of(given.get("value"), "baseline.value")
    if value is None:
        raise InputError("baseline.value がありません。基準値がないときは baseline を null にしてください。")
    return Point(period_of(given.get("period"), "baseline.period"), value)


def _frequency(given: object, observations: tuple[Observation, ...]) -> Frequency:
    """As given; else by the periods: monthly, quarterly, of calendar years, or yearly."""
    if given is not None:
        return term_of(Frequency, given, "frequency")
    if any(row.period.month for row in observations):
        return Frequency.MONTHLY
    if observations and all(row.period.is_calendar for row in observations):
        return Frequency.CALENDAR_YEAR
    return Frequency.QUARTERLY if any(row.period.quarter for row in observations) else Frequency.YEARLY


def _decimals(given: object, values: list[Decimal | None]) -> int:
    """How many digits the sentence shows behind the point: as given, else as many as the numbers have."""
    if given is not None:
        return min(count_of(given, "decimals", 0), 6)
    exponents = [-int(value.normalize().as_tuple().exponent) for value in values if value is not None]
    return min(max([0, *exponents]), 6)
