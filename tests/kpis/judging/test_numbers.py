"""Numbers as people write and read them."""

from decimal import Decimal

import pytest

from kpis.judging.numbers import (
    format_against,
    format_exact,
    format_number,
    format_percent,
    format_value,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1200", "1200"),
        ("１２００", "1200"),
        ("1,200", "1200"),
        ("１，２００", "1200"),
        ("1 200", "1200"),
        ("　1,234,567.5　", "1234567.5"),
        ("12.50", "12.5"),
        ("１２．５", "12.5"),
        ("007", "7"),
        ("5千", "5000"),
        ("1.2万", "12000"),
        ("１．２万", "12000"),
        ("3万5千", "35000"),
        ("3万 5,000", "35000"),
        ("3千5百", "3500"),
        ("5千万", "50000000"),
        ("2百万", "2000000"),
        ("1億2000万", "120000000"),
        ("1億2,345万6,789", "123456789"),
        ("0.9兆", "900000000000"),
        ("△5", "-5"),
        ("▲5", "-5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("－5", "-5"),
        ("△ 1.2万", "-12000"),
        ("ー５", "-5"),  # the key of the minus, while kana are typed
        ("ｰ5", "-5"),
        ("—5", "-5"),
        ("―1.2万", "-12000"),
        ("-0", "0"),
        ("999999999999", "999999999999"),
        ("0.000001", "0.000001"),
        ("1.2300000", "1.23"),
    ],
)
def test_a_number_is_understood_as_people_write_it(text, value):
    understood = parse_number(text)
    assert understood.value == Decimal(value)
    assert "E" not in str(understood.value)
    assert str(understood.value) != "-0"


@pytest.mark.parametrize("text", ["", "  ", "　", "-", "－", "−", "ー", "―", "—"])
def test_a_dash_or_nothing_is_a_blank_and_not_zero(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,200件", "件", "1200"),
        ("1,200件", "", "1200"),
        ("1.2万人", "人", "12000"),
        ("300名", "人", "300"),
        ("62%", "%", "62"),
        ("６２％", "%", "62"),
        ("62%", "％", "62"),
        ("62 %", "", "62"),
        ("3.5時間", "時間", "3.5"),
        ("5回", "", "5"),
        ("1,200千円", "円", "1200000"),  # 1,200 × 1,000
        ("1,200千円", "千円", "1200"),
        ("5㎡", "㎡", "5"),
        ("2万件", "件/年", "20000"),
        ("2万件/年", "件/年", "20000"),
    ],
)
def test_the_unit_may_follow_the_number(text, unit, value):
    assert parse_number(text, unit=unit).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "NaN", "nan", "inf", "Infinity", "-inf", "1e5", "1E5", "１ｅ５", "0x10", "1.2.3", "1,23,4", "1,2345",
        ",123", "123,", "1.2,345", "1 2", "1,234 567", ".5", "5.", "--5", "△-5", "++5", "(△5)", "(5", "5/3", "10²", "①", "三万",
        "٣", "万", "千", "1.2万5千", "1万20000", "1万2億", "5千6千", "百二十", "なし", "1_000", "5〜7", "5\n6",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_what_was_typed_and_how_to_write_it(text):
    with pytest.raises(ValueError, match="1,200") as caught:
        parse_number(text)
    assert f"「{text.strip()}」" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("約1200", "「約1200」の「約」を除いて"),
        ("１２００程度", "「程度」を除いて"),
        ("1200以上", "「以上」を除いて"),
        ("3万5", "最後の数の位が分かりません"),  # 30,005, or 35,000 as it is spoken
        ("1億2000", "最後の数の位が分かりません"),
        ("1000000000000", "整数の部分は12桁まで"),
        ("1" * 30, "整数の部分は12桁まで"),
        ("1兆", "整数の部分は12桁まで"),
        ("0.1234567", "小数点以下は6桁まで"),
        ("1" * 100_000, "読み取れません"),
    ],
)
def test_a_refusal_says_what_to_change(text, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        parse_number(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "unit"), [("62%", "件"), ("120万人", "千円"), ("5時間", "人"), ("5件", "%")]
)
def test_another_unit_than_the_indicators_is_refused(text, unit):
    with pytest.raises(ValueError, match=f"この指標の単位「{unit}」と違います"):
        parse_number(text, unit=unit)


@pytest.mark.parametrize(
    ("text", "unit", "value", "echo"),
    [
        ("3千枚", "万枚", "0.3", "0.3万枚"),
        ("31,000枚", "万枚", "3.1", "3.1万枚"),
        ("3.1万枚", "万枚", "3.1", "3.1万枚"),
        ("△3千枚", "万枚", "-0.3", "−0.3万枚"),
        ("120万円", "千円", "1200", "1,200千円"),
        ("¥1,200", "千円", "1.2", "1.2千円"),
        ("3億円", "百万円", "300", "300百万円"),
        ("1,500名", "千人", "1.5", "1.5千人"),
        ("2,000件", "千件/年", "2", "2千件/年"),
    ],
)
def test_the_same_unit_in_another_magnitude_is_converted_exactly_and_said(text, unit, value, echo):
    found = parse_number(text, unit=unit)
    assert (found.value, found.echo) == (Decimal(value), echo)
    assert found.is_plain == (text == echo)


def test_what_cannot_be_said_exactly_in_the_indicators_unit_is_refused():
    with pytest.raises(ValueError, match="細かすぎます"):
        parse_number("1円", unit="億円")


def test_ten_thousands_of_a_unit_of_thousands_are_refused_as_ambiguous():
    with pytest.raises(ValueError, match="千円で数えた値かどうか"):
        parse_number("120万", unit="千円")


@pytest.mark.parametrize(
    ("text", "unit", "echo", "is_plain"),
    [
        ("１．２万", "件", "12,000件", False),
        ("1200", "件", "1,200件", True),
        ("1,200", "件", "1,200件", True),
        ("1,200件", "件", "1,200件", True),
        ("１２００", "", "1,200", False),
        ("△5", "%", "−5%", False),
        ("-5", "%", "−5%", True),
        ("0.375", "", "0.375", True),
    ],
)
def test_the_echo_says_how_it_was_understood(text, unit, echo, is_plain):
    understood = parse_number(text, unit=unit)
    assert (understood.text, understood.echo, understood.is_plain) == (text, echo, is_plain)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234567", 0, "1,234,567"),
        ("2.5", 0, "3"),  # half-up, not to the even 2
        ("-2.5", 0, "−3"),
        ("0.125", 2, "0.13"),
        ("-0.4", 0, "0"),
        ("5", 2, "5.00"),
        ("1E+3", 0, "1,000"),
        ("9.99E+39", 0, "9,990," + ",".join(["000"] * 12)),  # 40 digits: 4 + 12 × 3
        ("1E+40", 0, "1.00E+40"),
        ("-1.234E+50", 3, "−1.23E+50"),
    ],
)
def test_numbers_are_written_with_commas_and_rounded_half_up(value, decimals, text):
    assert format_number(Decimal(value), decimals) == text


def test_a_value_is_written_with_its_unit():
    assert format_value(Decimal(1200), "件", 0) == "1,200件"
    assert format_value(Decimal("61.5"), "%", 0) == "62%"
    assert format_exact(Decimal("1200.500000"), "円") == "1,200.5円"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        ("1.0299", "102%"),
        ("0.9999", "99%"),
        ("1", "100%"),
        ("-0.031", "−3%"),
        ("-0.0099", "0%"),
        ("0", "0%"),
        ("12.345", "1,234%"),
        ("1E+50", "1.00E+52%"),
    ],
)
def test_percentages_are_cut_off_towards_zero(ratio, text):
    assert format_percent(Decimal(ratio)) == text


@pytest.mark.parametrize(
    ("value", "target", "decimals", "text"),
    [
        ("94.6", "95", 0, "94.6"),  # 95 would look met
        ("94.96", "95", 0, "94.96"),  # 95.0 still would
        ("95.04", "95", 0, "95.04"),
        ("94.4", "95", 0, "94"),
        ("95", "95.000", 0, "95"),
        ("19999.9", "20000", 0, "19,999.9"),
        ("-0.04", "0", 1, "−0.04"),
        ("94.99999", "95", 1, "94.99999"),
    ],
)
def test_a_value_never_looks_like_a_target_that_it_misses(value, target, decimals, text):
    assert format_against(Decimal(value), Decimal(target), decimals) == text


def test_a_third_beside_a_target_cut_off_after_ten_digits_gets_the_eleventh():
    assert format_against(Decimal(1) / 3, Decimal("0.3333333333"), 1) == "0.33333333333"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("+0.5", "", "0.5"), ("＋0.5ポイント", "ポイント", "0.5"), ("＋0.5ポイント", "", "0.5"), ("±0", "%", "0"),
        ("±0.0ポイント", "ポイント", "0"), ("(120)", "件", "-120"), ("（120）", "件", "-120"), ("（120件）", "件", "-120"),
        ("(120)件", "件", "-120"), ("▲120", "件", "-120"), ("△120件", "件", "-120"), ("−120", "件", "-120"),
        ("1\u00a0200", "件", "1200"), ("1\u2009200\u202f件", "件", "1200"), ("\u00a078.4\u00a0%", "%", "78.4"),
        ("3ヵ所", "か所", "3"), ("3か所", "箇所", "3"), ("3カ所", "ヶ所", "3"), ("3ヶ所", "ヵ所", "3"), ("3箇所", "か所", "3"),
        ("3ヶ月", "か月", "3"), ("3カ国", "か国", "3"), ("3ヵ所", "", "3"), ("¥1,200", "円", "1200"), ("￥1,200", "円", "1200"),
        ("1,200円", "円", "1200"), ("¥1,200", "", "1200"), ("￥１，２００－", "円", "1200"), ("△¥1,200", "円", "-1200"),
        ("(¥1,200)", "円", "-1200"), ("ー￥1,200", "円", "-1200"), ("￥１，２００ー", "円", "1200"),
    ],
)  # fmt: skip
def test_signs_brackets_blanks_counters_and_yen_are_read(text, unit, value):
    assert parse_number(text, unit=unit).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit"), [("¥1,200", "千人"), ("¥1,200", "件"), ("＋0.5ポイント", "%"), ("3ヵ所", "件")]
)
def test_a_sign_of_another_unit_is_refused(text, unit):
    with pytest.raises(ValueError, match="単位"):
        parse_number(text, unit=unit)


def test_plus_or_minus_anything_but_nought_is_refused():
    with pytest.raises(ValueError, match="プラスかマイナスか"):
        parse_number("±5")


def test_a_minus_in_brackets_is_said_back():
    found = parse_number("(120)", unit="件")
    assert not found.is_plain
    assert found.echo == "−120件"
