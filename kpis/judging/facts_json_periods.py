"""Periods with a meaning of their own, from JSON: those not judged, those from which another thing counts, the last one, and
until which another range was to be kept."""

from typing import Any

from .facts_checks import check_keys, check_range
from .json_values import InputError, day_of, number_of, optional_text, period_of, rows_of, text_of
from .known import Break, Ended, Excluded, FormerRange
from .periods import Period, fits, grain_sentence, periods_of_year
from .terms import Frequency, Series

RANGE_KEYS = {"lower", "upper", "until"}
EXCLUDED_KEYS = {"period", "reason"}
BREAK_KEYS = {"period", "reason", "unit_before"}
ENDED_KEYS = {"how", "reason"}


def excluded_of(given: object) -> tuple[Excluded, ...]:
    """["2020", {"period": "2021-Q1", "reason": "…"}]: periods that are shown and not judged."""
    if given is None:
        return ()
    if not isinstance(given, list):
        raise InputError("excluded は [ ] で囲んだ期間の一覧にしてください。")
    found = []
    for number, row in enumerate(given):
        place = f"excluded[{number}]"
        if isinstance(row, dict):
            check_keys(row, EXCLUDED_KEYS, place)
            reason = text_of(row.get("reason") or "", f"{place}.reason")
            found.append(Excluded(period_of(row.get("period"), f"{place}.period"), reason))
        else:
            found.append(Excluded(period_of(row, place)))
    return tuple(found)


def ranges_of(given: dict[str, Any]) -> tuple[FormerRange, ...]:
    """[{"lower": 15, "upper": 30, "until": "2025-04-01"}]: ranges that held until that day, another one from it on."""
    if given.get("former_ranges") is None:
        return ()
    found = rows_of(given, "former_ranges", _range)
    if len({row.until for row in found}) < len(found):
        raise InputError("former_ranges に同じ日が2回あります。")
    return tuple(sorted(found, key=lambda row: row.until))


def _range(row: dict[str, Any], place: str) -> FormerRange:
    check_keys(row, RANGE_KEYS, place)
    lower, upper = (number_of(row.get(name), f"{place}.{name}") for name in ("lower", "upper"))
    until = day_of(row.get("until"), f"{place}.until")
    if lower is None or upper is None or until is None:
        raise InputError(f"{place} には、lower、upper、until を書いてください。")
    check_range(lower, upper)
    return FormerRange(lower, upper, until)


def breaks_of(given: dict[str, Any], series: Series, frequency: Frequency) -> tuple[Break, ...]:
    """[{"period": "2024-Q1", "reason": "…", "unit_before": "人"}]: from when on another thing is counted."""
    if given.get("breaks") is None:
        return ()
    found = rows_of(given, "breaks", lambda row, place: _break(row, place, series, frequency))
    if len({row.period for row in found}) < len(found):
        raise InputError("breaks に同じ期間が2回あります。")
    return tuple(sorted(found, key=lambda row: row.period.index))


def _break(row: dict[str, Any], place: str, series: Series, frequency: Frequency) -> Break:
    check_keys(row, BREAK_KEYS, place)
    period = period_of(row.get("period"), f"{place}.period")
    if not fits(period, frequency):
        raise InputError(f"{place}.period（{period}）: {grain_sentence(frequency)}")
    first = periods_of_year(period.year, frequency)[0]
    if series.is_yearly_sum and period != first:
        raise InputError(
            f"{place}.period（{period}）は年度の途中です。1年の合計で見るので、{first} のように年度の最初の期間にしてください。"
        )
    reason = text_of(row.get("reason") or "", f"{place}.reason")
    return Break(period, reason, optional_text(row, "unit_before", place))


def ended_of(given: object, last: Period | None) -> Ended | None:
    """{"how": "統合", "reason": "…"}: that it came to an end with its last period, after which it is not judged."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise InputError("ended は {how, reason} のオブジェクトか null にしてください。")
    check_keys(given, ENDED_KEYS, "ended")
    if last is None:
        raise InputError("ended を書くときは、last_period も書いてください。")
    return Ended(text_of(given.get("how"), "ended.how"), text_of(given.get("reason") or "", "ended.reason"))
