"""What must hold between the parts of facts that came as JSON. A mistake is named with its place. Pure: no ORM."""

from datetime import date
from decimal import Decimal
from typing import Any

from .json_values import InputError
from .known import Observation, Point, TargetRow
from .periods import Period, fits, grain_sentence
from .terms import Frequency, Series


def check_keys(given: dict[str, Any], known: set[str], place: str) -> None:
    unknown = sorted(given.keys() - known)
    if unknown:
        at = f"{place}: " if place else ""
        raise InputError(
            f"{at}{'、'.join(unknown)} という項目はありません。使える項目: {'、'.join(sorted(known))}"
        )


def check_periods(
    observations: tuple[Observation, ...], frequency: Frequency, name: str = "measurements"
) -> None:
    seen: dict[Period, int] = {}
    for number, row in enumerate(observations):
        place = f"{name}[{number}].period"
        if not fits(row.period, frequency):
            raise InputError(f"{place}（{row.period}）: {grain_sentence(frequency)}")
        if row.period in seen:
            raise InputError(
                f"{place}（{row.period}）は {name}[{seen[row.period]}] と同じ期間です。1つにしてください。"
            )
        seen[row.period] = number


def check_years(
    series: Series, frequency: Frequency, baseline: Point | None, targets: tuple[TargetRow, ...]
) -> None:
    """A yearly sum is promised for a year; what stands at the same place, its last quarter or month, will do.

    Targets of calendar years are for figures of calendar years, and only for them.
    """
    places = [(f"targets[{number}].period", row.period) for number, row in enumerate(targets)]
    is_calendar = frequency is Frequency.CALENDAR_YEAR
    for place, period in places:
        if period.is_calendar != is_calendar:
            form = (
                "暦年の指標です。C2024 のように暦年で"
                if is_calendar
                else "年度の指標です。2024 のように年度で"
            )
            raise InputError(f"{place}（{period}）: {form}書いてください。")
    if not series.is_yearly_sum:
        return
    if baseline is not None:
        places.append(("baseline.period", baseline.period))
    for place, period in places:
        if period.index != period.year_end or period.is_calendar != is_calendar:
            raise InputError(
                f"{place}（{period}）: 1年間の量なので、{period.year} のように年度で書いてください。"
            )


def check_decisions(targets: tuple[TargetRow, ...]) -> None:
    """Of two decisions of one day on the same time, none would be the later one."""
    seen: dict[tuple[Period, date | None], int] = {}
    for number, row in enumerate(targets):
        key = (row.period, row.effective_from)
        if key in seen:
            raise InputError(
                f"targets[{number}]（{row.period}）は targets[{seen[key]}] と同じ時期の目標です。"
                "変更した目標には、effective_from に変更の日を書いてください。"
            )
        seen[key] = number


def check_range(lower: Decimal | None, upper: Decimal | None) -> None:
    if lower is not None and upper is not None and lower >= upper:
        raise InputError("lower は upper より小さい値にしてください。")
