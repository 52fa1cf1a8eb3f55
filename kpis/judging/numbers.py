"""Numbers as people write and read them: 「１．２万件」 in, 12,000件 out. Pure: no ORM."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext

from django.utils.translation import gettext as _

MAX_INTEGER_DIGITS, MAX_DECIMALS = 12, 6
_MAX_TEXT = 80  # longer than any number with its unit
_MINUS = "−"
HUGE = Decimal("1E+40")  # from here on the digits say nothing any more
_CONTEXT = Context(prec=120, Emax=10**9, Emin=-(10**9), rounding=ROUND_HALF_UP)

# Full-width ASCII and the ideographic space. Not NFKC as a whole: it would read 10² as 102 and ① as 1.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BLANK = frozenset({"", "-", "−", "‐", "–", "—", "―", "ー"})
_SIGNS = "-−‐–△▲"
_FACTORS = {"兆": Decimal(10**12), "億": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
_SMALL_FACTORS = {"千": Decimal(1000), "百": Decimal(100), "": Decimal(1)}
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_BIG_GROUP = re.compile(r"\s*([^兆億万]+?)\s*([兆億万]|\Z)")
_SMALL_GROUP = re.compile(rf"\s*({_DIGITS})\s*(千|百|\Z)")
# Words that may follow a number of an indicator whose unit is not known.
_UNITS = (
    "時間",
    "パーセント",
    "ポイント",
    "か所",
    "箇所",
    "か月",
    "団体",
    "世帯",
    "件",
    "人",
    "名",
    "%",
    "円",
    "回",
    "点",
    "日",
    "分",
    "台",
    "校",
    "本",
    "年",
    "個",
    "冊",
    "社",
    "枚",
    "種類",
    "課",
    "組",
)
_SAME_UNITS = (
    frozenset({"人", "名"}),
    frozenset({"%", "パーセント"}),
    frozenset({"か所", "箇所", "カ所", "ヶ所"}),
)


@dataclass(frozen=True)
class Understood:
    """A number as it was typed and as it was understood."""

    value: Decimal
    text: str
    echo: str

    @property
    def is_plain(self) -> bool:
        """Whether there was nothing to interpret: the text is the number itself, with or without commas and unit."""
        digits = self.text.replace(",", "").replace("-", _MINUS)
        return bool(re.fullmatch(rf"{_MINUS}?[0-9]+(\.[0-9]+)?", digits)) or self.text == self.echo


def parse_number(text: str, *, unit: str = "") -> Understood | None:
    """The number somebody typed; None for a blank or a lone dash.

    `unit` is the indicator's own: it may follow the number, another one may not. Raises ValueError with a sentence.
    """
    narrow = text.translate(_NARROW).strip()
    if narrow in _BLANK:
        return None
    if len(narrow) > _MAX_TEXT:
        raise _not_a_number(text)
    own_unit = unicodedata.normalize("NFKC", unit).strip()
    number, has_own_unit = _without_unit(narrow, own_unit, text)
    sign = 1
    if number[:1] and number[0] in _SIGNS:
        sign, number = -1, number[1:].strip()
    _refuse_words(number, text)
    if not has_own_unit and own_unit[:1] in ("千", "万", "億", "百") and re.search("[兆億万千百]", number):
        raise ValueError(
            _(
                "「%(text)s」は、%(unit)sで数えた値かどうか分かりません。単位を除いて、数字だけで書いてください。"
            )
            % {"text": _short(text), "unit": unit}
        )
    value = _tidy(sign * _read_groups(number, text))
    _check_size(value, text)
    return Understood(value, text.strip(), format_value(value, unit, decimals_of(value)))


def _without_unit(narrow: str, own_unit: str, text: str) -> tuple[str, bool]:
    """The text before its unit, and whether that unit is the indicator's own."""
    allowed = {own_unit, own_unit.split("/")[0], *_same_as(own_unit)} - {""}
    for start in range(1, len(narrow)):
        if unicodedata.normalize("NFKC", narrow[start:]).strip() in allowed:
            return narrow[:start].strip(), True
    other = next((word for word in _UNITS if narrow.endswith(word)), "")
    if other and own_unit:
        raise ValueError(
            _(
                "「%(text)s」の単位が、この指標の単位「%(unit)s」と違います。%(unit)sで数えた値を書いてください。"
            )
            % {"text": _short(text), "unit": own_unit}
        )
    return narrow.removesuffix(other).strip(), False


def _same_as(unit: str) -> frozenset[str]:
    return next((same for same in _SAME_UNITS if unit in same), frozenset())


def _refuse_words(number: str, text: str) -> None:
    word = next(
        (
            word
            for word in ("およそ", "約", "程度", "以上", "以下", "未満", "超", "余り", "強", "弱")
            if word in number
        ),
        "",
    )
    if word:
        raise ValueError(
            _(
                "「%(text)s」の「%(word)s」を除いて、値だけを書いてください。確定していない値は「値の状態」で示します。"
            )
            % {"text": _short(text), "word": word}
        )


def _read_groups(number: str, text: str) -> Decimal:
    """1億2000万 = 1 × 億 + 2000 × 万."""
    if re.search(r"[兆億]\s*[0-9,.]+\Z|[万千百]\s*[0-9]\Z", number):
        # 3万5: some say it for 3万5千.
        raise ValueError(
            _("「%s」の最後の数の位が分かりません。35000、3万5千 のように書いてください。") % _short(text)
        )
    return _add_up(number, _BIG_GROUP, _FACTORS, lambda group: _read_group(group, text), text)


def _read_group(group: str, text: str) -> Decimal:
    """5千 = 5 × 千; 3千5百; 2000; 1.2"""
    return _add_up(
        group, _SMALL_GROUP, _SMALL_FACTORS, lambda digits: Decimal(re.sub("[, ]", "", digits)), text
    )


def _add_up(
    number: str,
    pattern: re.Pattern[str],
    factors: Mapping[str, Decimal],
    amount_of: Callable[[str], Decimal],
    text: str,
) -> Decimal:
    """The sum of amount × factor; each stays below the factor before it, and only the last may have a point."""
    total, position, limit, has_point = Decimal(0), 0, None, False
    while position < len(number) or limit is None:
        match = pattern.match(number, position)
        if not match or has_point:
            raise _not_a_number(text)
        amount = amount_of(match[1]) * factors[match[2]]
        if limit is not None and amount >= limit:
            raise _not_a_number(text)
        total += amount
        position, limit, has_point = match.end(), factors[match[2]], "." in match[1]
    return total


def _not_a_number(text: str) -> ValueError:
    return ValueError(
        _("「%s」を数として読み取れません。1200、1,200、12.5、1.2万、△5 のように書いてください。")
        % _short(text)
    )


def _check_size(value: Decimal, text: str) -> None:
    if abs(value) >= Decimal(10) ** MAX_INTEGER_DIGITS:
        raise ValueError(
            _(
                "「%(text)s」は大きすぎます。整数の部分は%(digits)d桁までです。単位を変えることも考えてください。"
            )
            % {"text": _short(text), "digits": MAX_INTEGER_DIGITS}
        )
    if decimals_of(value) > MAX_DECIMALS:
        raise ValueError(
            _("「%(text)s」は細かすぎます。小数点以下は%(digits)d桁までにしてください。")
            % {"text": _short(text), "digits": MAX_DECIMALS}
        )


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:40]}…"


def _tidy(value: Decimal) -> Decimal:
    """Without trailing zeros behind the point, without an exponent, and never −0."""
    with localcontext(_CONTEXT):
        if not value:
            return Decimal(0)
        value = value.normalize()
        return value.quantize(Decimal(1)) if value.adjusted() < 100 and _exponent(value) > 0 else value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 neither NaN nor infinite
    return exponent


def decimals_of(value: Decimal) -> int:
    return max(0, -_exponent(_tidy(value)))


def decimal_text(value: Decimal | None) -> str | None:
    """For files and commands: no exponent, at most 15 digits behind the point (half-up), no trailing zeros, never −0."""
    if value is None:
        return None
    with localcontext(_CONTEXT):
        text = f"{value:.15f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def format_exact(value: Decimal, unit: str = "") -> str:
    """With every digit it has: 12,000件, 0.375."""
    return format_value(value, unit, decimals_of(value))


def format_value(value: Decimal, unit: str, decimals: int) -> str:
    """1,200件, 62%"""
    return f"{format_number(value, decimals)}{unit}"


def format_number(value: Decimal, decimals: int) -> str:
    """1,200.5: rounded half-up, with commas; very large ones as 1.23E+45."""
    return _text(value, decimals, ROUND_HALF_UP)


def format_percent(ratio: Decimal) -> str:
    """1.0299 → 102%: cut off, so that 99.9 % never reads as 100 %."""
    with localcontext(_CONTEXT):
        return f"{_text(ratio * 100, 0, ROUND_DOWN)}%"


def format_against(value: Decimal, target: Decimal, decimals: int) -> str:
    """The value with as many more digits as it needs not to look like a target that it differs from."""
    text = format_number(value, decimals)
    if value == target:
        return text
    # A difference of d shows at the latest one digit after d's own first digit.
    with localcontext(_CONTEXT):
        last = max(decimals, -(value - target).adjusted() + 1)
    for digits in range(decimals, last + 1):
        text = format_number(value, digits)
        if text != format_number(target, digits):
            break
    return text


def _text(value: Decimal, decimals: int, rounding: str) -> str:
    with localcontext(_CONTEXT) as context:
        context.rounding = rounding
        if abs(value) >= HUGE:
            text = f"{abs(value):.2E}"
        else:
            text = f"{abs(value).quantize(Decimal(1).scaleb(-decimals)):,f}"
        return f"{_MINUS}{text}" if value < 0 and re.search("[1-9]", text) else text
