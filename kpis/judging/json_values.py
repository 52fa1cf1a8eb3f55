"""Values out of JSON: terms, texts, periods, numbers, days. A mistake is named with its place. Pure: no ORM."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from plans.typed_dates import read_date
from plans.typed_periods import read_period

from .periods import Period
from .terms import LabelledEnum

T = TypeVar("T", bound=LabelledEnum)
MAX_DIGITS = 24  # of a number in all; no municipality measures finer or larger
YEARS = range(1900, 2200)
_SPAN = f"{YEARS.start}年から{YEARS.stop - 1}年まで"


class InputError(ValueError):
    """The line cannot be judged; the message names the place and the mend."""


def term_of(terms: type[T], given: object, place: str) -> T:
    try:
        return terms(text_of(given, place))
    except InputError:
        raise
    except ValueError:
        known = "、".join(value for value, _ in terms.choices())
        raise InputError(f"{place} の「{given}」は使えません。使えるもの: {known}") from None


def text_of(given: object, place: str) -> str:
    if not isinstance(given, str):
        raise InputError(f"{place} は文字列にしてください。")
    return given


def period_of(given: object, place: str) -> Period:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    try:
        period = Period.parse(read_period(text_of(given, place)))
        if period.year not in YEARS:
            raise InputError(f"{place}（{period}）は、{_SPAN}の期間にしてください。")
        return period
    except InputError:
        raise
    except ValueError as error:
        raise InputError(f"{place}: {error}") from None


def number_of(given: object, place: str) -> Decimal | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise InputError(f'{place} は "12.5" のような数の文字列か null にしてください。')
    try:
        number = Decimal("NaN" if isinstance(given, str) and "_" in given else given)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InputError(
            f'{place} の「{given}」は数ではありません。"12.5" のように書くか、値がないときは null にしてください。'
        )
    whole, fraction = max(number.adjusted() + 1, 1), max(-int(number.as_tuple().exponent), 0)
    if whole + fraction > MAX_DIGITS:
        raise InputError(f"{place} の桁数が多すぎます（{MAX_DIGITS}桁まで）。単位を千や万に変えてください。")
    return number


def day_of(given: object, place: str) -> date | None:
    if given is None:
        return None
    try:
        day = read_date(text_of(given, place))
        if day.year not in YEARS:
            raise InputError(f"{place}（{given}）は、{_SPAN}の日付にしてください。")
        return day
    except InputError:
        raise
    except ValueError as error:
        raise InputError(f"{place}: {error}") from None


def day_to_judge(given: object) -> date:
    """A day, or a quarter or year for its last day."""
    text = text_of(given, "at")
    try:
        read_period(text)
    except ValueError:
        day = day_of(text, "at")
        assert day is not None  # noqa: S101 the text is not null
        return day
    return period_of(text, "at").last_day


def count_of(given: object, place: str, default: int) -> int:
    if given is None:
        return default
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= 3650:
        raise InputError(f"{place} は0から3650までの整数にしてください。")
    return given


def rows_of(given: dict[str, Any], name: str, read: Callable[[dict[str, Any], str], Any]) -> list[Any]:
    rows = given[name]
    if not isinstance(rows, list):
        raise InputError(f"{name} は [ ] で囲んだ一覧にしてください。")
    places = [f"{name}[{number}]" for number in range(len(rows))]
    for row, place in zip(rows, places, strict=True):
        if not isinstance(row, dict):
            raise InputError(f"{place} は {{ }} で囲んだオブジェクトにしてください。")
    return [read(row, place) for row, place in zip(rows, places, strict=True)]


def optional_text(row: dict[str, Any], name: str, place: str) -> str | None:
    return None if row.get(name) is None else text_of(row[name], f"{place}.{name}")
