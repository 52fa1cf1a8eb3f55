"""What looks like a slip of the hand: parts of a ratio, and digits behind the point."""

from decimal import Decimal

import pytest

from kpis.judging.plausibility import doubt_of_digits, doubts_of_parts

from .factories import facts, period

NAMES = ("使った人", "全員")


def doubts(top: int, bottom: int, unit: str = "%", others=(), **more) -> list[str]:
    known = {period(f"{2020 + place}"): Decimal(value) for place, value in enumerate(others)}
    found = doubts_of_parts(facts(unit=unit, **more), NAMES, (Decimal(top), Decimal(bottom)), known)
    return [doubt.sentence for doubt in found]


@pytest.mark.parametrize(("top", "bottom"), [(0, 1), (1, 1), (99, 100)])
def test_ordinary_parts_are_not_doubted(top, bottom):
    assert doubts(top, bottom) == []


@pytest.mark.parametrize("top", [0, 5])
def test_a_denominator_of_nought_is_doubted(top):
    assert doubts(top, 0) == ["全員が0なので、割合は「算定不可」と表示します。"]


def test_a_part_below_nought_is_doubted():
    assert doubts(-1, 5) == ["使った人（−1）が、0より小さい数になっています。"]


def test_a_share_of_more_than_the_whole_is_doubted():
    [sentence] = doubts(1200, 1000)
    assert sentence.startswith("使った人（1,200）が全員（1,000）より大きく、割合が100%を超えます。")


def test_more_than_the_whole_is_usual_where_it_was_so_before_or_is_aimed_at():
    assert doubts(120, 100, others=[99, 101]) == []
    assert doubts(120, 100, targets={"2027": 110}) == []
    assert doubts(120, 100, unit="人/件") == []


def doubted(value: str, unit: str, decimals: int = 0, others=(), **more) -> str:
    known = {period(f"{2020 + place}"): Decimal(one) for place, one in enumerate(others)}
    found = doubt_of_digits(facts(unit=unit, decimals=decimals, **more), Decimal(value), known)
    return found.sentence if found else ""


def test_people_have_no_halves():
    assert doubted("3166.7", "人") == (
        "値（3,166.7人）に、小数点以下の数があります。人で数えるものなので、桁を確かめてください。"
    )


def test_more_digits_than_the_indicator_has_are_doubted():
    assert "小数点以下が2桁です。この指標では1桁までです。" in doubted("18.13", "分", 1)
    assert "小数点以下が3桁です。この指標では2桁までです。" in doubted("18.131", "分", others=["18.13"])


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "others"),
    [
        ("3166", "人", 0, []),
        ("3166.70", "人", 1, []),
        ("2.5", "人", 0, ["2.4"]),  # an average, as before
        ("78.45", "%", 0, []),  # nobody has said how many digits
        ("3.25", "万枚", 0, []),
        ("3.25", "件/日", 0, []),
        ("18.1", "分", 1, []),
    ],
)
def test_usual_digits_are_not_doubted(value, unit, decimals, others):
    assert doubted(value, unit, decimals, others) == ""


def test_the_digits_of_a_target_are_usual():
    assert doubted("2.5", "人", targets={"2027": "2.5"}) == ""
