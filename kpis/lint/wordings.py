"""What a target's own words say about how it is to be measured. Pure: no ORM. Only what is certain enough to ask about."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

# Years, and how often something is asked, are no amounts.
_TIMES = re.compile(
    r"(?:令和|平成|昭和|[RH])\s*(?:\d+|元)(?:年度?|[./]\d+)?(?:\d+月)?(?:第\d四半期)?|[12]\d{3}年度?(?:\d+月)?"
    r"|[0-9一二三四五六七八九十]+つの|\d+年(?:後|間|ごと|前|に)|第\d+|\d+月|\d+点満点|\d+人当たり|\d+(?:年|か月|日|時間|分)以内に(?!する)"
)
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([千百]?)([億万]?)")
_LEADING = re.compile("([千百]?)([億万]?)")
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10**4, "億": 10**8}
_TREND = re.compile("向上|改善|増加|増や|減少|減ら|低減|抑制|維持|拡大|縮小|高める|延伸|延ば")
_DONE = re.compile(
    "(?:策定|制定|導入|実施|設置|公開|開始|完了|整備|構築|改修|更新|移行|稼働)(?:する|した|を?完了(?:する)?)?$"
)
_STRICT = re.compile("未満|を超え|超$|[上下]回る|より(?:も)?(?:多|少な|高|低|早|短|長)")
_NOT_STRICT = re.compile("以上|以下|以内")
_LESS = re.compile(
    "以下|以内|未満|(?:減らす|減少傾向へ|(?:削減|縮減|短縮|減少|抑制)(?:する|させる)?)$"  # 短縮で年間500時間を生み出す
)
_MORE = re.compile("以上|を超え|(?:増やす|高める|(?:増加|向上|延伸|拡大)(?:する|させる)?)$")
_NEGATED = re.compile("させない|しない|増やさ|減らさ")
# 46%減らす, 600時間減らす: by how much. 120時間まで減らす says to what.
_SHARE_OF_CHANGE = re.compile(r"\d\s*[^\d\s、。までにへ]{0,6}?\s*(?:を|の|以上)?\s*(?:減|削|縮|短|増|向上)")
_RANK = re.compile(r"\d+\s*位")
_COMPARED = re.compile("平均(?:値)?(?:を|より|との|並み|以上|以下)|前年度?(?:同期)?(?:比|を上回|を下回|より)")
_RELATIVE = re.compile("減|削|縮|短|増|倍|割|比|平均|ずつ|合計|延べ|から")


def plain(wording: str) -> str:
    """Without its years, in half width, on one line."""
    return _TIMES.sub(" ", " ".join(unicodedata.normalize("NFKC", wording).split())).strip("。. ")


def names_a_time(wording: str) -> bool:
    """令和7年度までに: it says itself until when."""
    return bool(_TIMES.search(unicodedata.normalize("NFKC", wording)))


def numbers(wording: str) -> list[Decimal]:
    """The amounts that it names: 2万件 is 20000."""
    return list(_numbers(plain(wording)))


def _numbers(text: str) -> Iterator[Decimal]:
    for whole, rest, small, big in _NUMBER.findall(text):
        yield Decimal(whole.replace(",", "") + rest) * _FACTORS[small] * _FACTORS[big]


def unit_factor(unit: str) -> int:
    """How many single ones a unit is: 千枚 1000, 百万円 1000000, 件 1."""
    small, big = _LEADING.match(unicodedata.normalize("NFKC", unit)).groups()
    return _FACTORS[small] * _FACTORS[big]


def tells_a_trend(wording: str) -> bool:
    """向上, 減少傾向へ, 維持, and no amount."""
    return not numbers(wording) and bool(_TREND.search(plain(wording)))


def tells_what_is_done(wording: str) -> bool:
    """条例を制定する: something that is done or not."""
    text = plain(wording)
    return not numbers(wording) and not _TREND.search(text) and bool(_DONE.search(text))


def is_strict(wording: str) -> bool | None:
    """10%未満: the bound itself does not count; 以下: it does; None: the words do not say."""
    text = plain(wording)
    strict, other = bool(_STRICT.search(text)), bool(_NOT_STRICT.search(text))
    return None if strict == other else strict


def way(wording: str) -> int:
    """+1 where more is better by its words, −1 where less is; 0 where they do not say, or say a share of a change."""
    text = plain(wording)
    if _NEGATED.search(text) or _SHARE_OF_CHANGE.search(text):
        return 0
    less, more = bool(_LESS.search(text)), bool(_MORE.search(text))
    return more - less


def is_rank(wording: str) -> bool:
    return bool(_RANK.search(plain(wording)))


def compares(wording: str) -> bool:
    """県平均を上回る, 前年度比: held against other values."""
    return bool(_COMPARED.search(plain(wording)))


def only_number(wording: str) -> Decimal | None:
    """The amount to be reached, where it names one and says nothing of a change; else None."""
    found = numbers(wording)
    return found[0] if len(found) == 1 and not _RELATIVE.search(plain(wording)) else None
