"""The one reader of numbers that people type: １．２万件, △5, (120), ¥1,200, ＋0.5ポイント … Pure: no ORM.

Forms, sheets, workbooks and YAML files ask it. How numbers are printed: kpis/judging/numbers.py.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from django.utils.translation import gettext as _

MAX_INTEGER_DIGITS, MAX_DECIMALS = 12, 6
_MAX_TEXT = 80  # longer than any number with its unit
CONTEXT = Context(prec=120, Emax=10**9, Emin=-(10**9), rounding=ROUND_HALF_UP)

# Full-width ASCII and the ideographic space. Not NFKC as a whole: it would read 10² as 102 and ① as 1.
_NARROW: dict[int, int | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW |= {0x3000: 0x20, 0xFFE5: 0xA5, 0xFF70: 0x30FC}
# Blanks that do not break, and thin ones, as word processors and web pages put between digits; and what has no width.
_NARROW |= dict.fromkeys([0x00A0, 0x202F, *range(0x2000, 0x200B)], 0x20) | dict.fromkeys(
    [0x200B, 0x2060, 0xFEFF]
)
_BLANK = frozenset({"", "-", "−", "‐", "–", "—", "―", "ー"})
_MINUS_SIGNS = "-−‐–—―ー△▲"  # ー comes of the key of the minus while kana are typed
_SIGNS = _MINUS_SIGNS + "+"
# ¥1,200, with the sign before or behind it, and the dash that invoices put at the end.
_YEN = re.compile(rf"([{re.escape(_SIGNS)}]?)\s*[¥\\]\s*([{re.escape(_SIGNS)}]?[0-9].*?)[-ー]?")
_COUNTER = re.compile("[ヵカヶケ箇個](?=[所月国年])")
_COUNTERS = str.maketrans("ヵカヶケ箇", "かかかかか")
_FACTORS = {"兆": Decimal(10**12), "億": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
_SMALL_FACTORS = {"千": Decimal(1000), "百": Decimal(100), "": Decimal(1)}
_MULTIPLE = re.compile("(?=[千百兆億万])([千百]?)([兆億万]?)(.+)")  # 万枚, 百万円
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,3}(?: [0-9]{3})++|[0-9]++)(?:\.[0-9]++)?"
_BIG_GROUP = re.compile(r"\s*([^兆億万]+?)\s*([兆億万]|\Z)")
_SMALL_GROUP = re.compile(rf"(?<![0-9\s])\s*+({_DIGITS})\s*+(千|百|\Z)")
# Words that may follow a number of an indicator whose unit is not known.
COUNTERS = (
    "時間",
    "パーセント",
    "ポイント",
    "か所",
    "か月",
    "か国",
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
    frozenset({"ポイント", "pt", "%ポイント"}),
)


def read_number(text: str, *, unit: str = "") -> Decimal | None:
    """The number somebody typed; None for a blank or a lone dash.

    `unit` is what is counted in: it may follow the number, another one may not. 3千枚 and 3000枚 are 0.3 where 万枚 are
    counted. Raises ValueError with a sentence.
    """
    narrow = text.translate(_NARROW).strip()
    if narrow in _BLANK:
        return None
    if len(narrow) > _MAX_TEXT:
        raise _not_a_number(text)
    own_unit = unicodedata.normalize("NFKC", unit).strip()
    narrow, is_minus = _without_brackets(narrow)
    if yen := _YEN.fullmatch(narrow):
        narrow = f"{yen[1]}{yen[2]}円"
    number, has_own_unit, divisor = _without_unit(narrow, own_unit, text)
    if not is_minus:
        number, is_minus = _without_brackets(number)
    sign = -1 if is_minus else 1
    if number[:1] and number[0] in _SIGNS and not is_minus:
        sign, number = -1 if number[0] in _MINUS_SIGNS else 1, number[1:].strip()
    elif number[:1] == "±":
        number = number[1:].strip()
        if not re.fullmatch("0+([.]0+)?", number):
            raise ValueError(
                _("「%s」は、プラスかマイナスか決められません。5 か △5 のように書いてください。")
                % _short(text)
            )
    _refuse_words(number, text)
    if not has_own_unit and own_unit[:1] in ("千", "万", "億", "百") and re.search("[兆億万千百]", number):
        raise ValueError(
            _(
                "「%(text)s」は、%(unit)sで数えた値かどうか分かりません。単位を除いて、数字だけで書いてください。"
            )
            % {"text": _short(text), "unit": unit}
        )
    with localcontext(CONTEXT):
        value = tidy(sign * _read_groups(number, text) / divisor)
    _check_size(value, text)
    return value


def read_whole(text: str) -> int | None:
    """A number without a fraction, of what has no unit: an order, days, digits. Raises ValueError with a sentence."""
    found = None if _is_percentage(text) else read_number(text)
    if _is_percentage(text) or (found is not None and found % 1):
        raise ValueError(_("「%s」は整数ではありません。10 や 1,200 のように書いてください。") % _short(text))
    return None if found is None else int(found)


def _is_percentage(text: str) -> bool:
    return text.translate(_NARROW).strip().endswith("%")


def _without_brackets(text: str) -> tuple[str, bool]:
    """(120), as accountants write a minus."""
    inside = text[1:-1].strip()
    is_minus = text.startswith("(") and text.endswith(")") and re.match("[¥0-9]", inside) is not None
    return (inside, True) if is_minus else (text, False)


def _without_unit(narrow: str, own_unit: str, text: str) -> tuple[str, bool, Decimal]:
    """The text before its unit, whether that unit is the indicator's own, and how many of it make one of the indicator's."""
    own = plainly(own_unit)
    factor, base = _magnitude(own)
    for counted, divisor in ((own, Decimal(1)), (base, factor)):
        allowed = {counted, counted.split("/")[0], *_same_as(counted)} - {""}
        for start in range(1, len(narrow)):
            if plainly(narrow[start:]) in allowed:
                return narrow[:start].strip(), True, divisor
    other = next((word for word in COUNTERS if narrow.translate(_COUNTERS).endswith(word)), "")
    if other and own_unit:
        raise ValueError(
            _(
                "「%(text)s」の単位が、この指標の単位「%(unit)s」と違います。%(unit)sで数えた値を書いてください。"
            )
            % {"text": _short(text), "unit": own_unit}
        )
    return narrow[: len(narrow) - len(other)].strip(), False, Decimal(1)


def _magnitude(unit: str) -> tuple[Decimal, str]:
    """百万円 = 1,000,000 円; of a unit that is no multiple of another one, blank."""
    found = _MULTIPLE.fullmatch(unit)
    return (_SMALL_FACTORS[found[1]] * _FACTORS[found[2]], found[3]) if found else (Decimal(1), "")


def plainly(unit: str) -> str:
    """ヵ所, カ所, ヶ所, ケ所 and 箇所 are か所."""
    return _COUNTER.sub("か", unicodedata.normalize("NFKC", unit).strip())


def base_unit(unit: str) -> str:
    """枚 of 万枚; of a unit that is no multiple of another one, itself."""
    plain = plainly(unit)
    return _magnitude(plain)[1] or plain


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


def tidy(value: Decimal) -> Decimal:
    """Without trailing zeros behind the point, without an exponent, and never −0."""
    with localcontext(CONTEXT):
        if not value:
            return Decimal(0)
        value = value.normalize()
        return value.quantize(Decimal(1)) if value.adjusted() < 100 and _exponent(value) > 0 else value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 neither NaN nor infinite
    return exponent


def decimals_of(value: Decimal) -> int:
    return max(0, -_exponent(tidy(value)))
