"""When two spellings are the same word: ＤＸ and dx, ﾃﾞｰﾀ and データ and でーた, 手続き and 手続."""

import unicodedata

FIRST_KATAKANA, LAST_KATAKANA = "ァ", "ヶ"
_TO_HIRAGANA = 0x60  # between a katakana's code and its hiragana's
KATAKANA = "".join(map(chr, range(ord(FIRST_KATAKANA), ord(LAST_KATAKANA) + 1)))
HIRAGANA = "".join(chr(ord(letter) - _TO_HIRAGANA) for letter in KATAKANA)
_KANA = str.maketrans(KATAKANA, HIRAGANA)
# In hiragana, each with the spelling that stands for both; tried in this order.
VARIANTS = (
    ("手続き", "手続"),
    ("申し込み", "申込"),
    ("申込み", "申込"),
    ("問い合わせ", "問合せ"),
    ("問い合せ", "問合せ"),
    ("問合わせ", "問合せ"),
    ("さーばー", "さーば"),
    ("ゕ所", "か所"),
    ("ゖ所", "か所"),
    ("け所", "か所"),
    ("箇所", "か所"),
    ("個所", "か所"),
)


def fold(text: str) -> str:
    """The text as words are compared. The database does the same: plans/search_index/functions.py."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_KANA)
    for written, same in VARIANTS:
        folded = folded.replace(written, same)
    return folded


def written_forms(word: str) -> set[str]:
    """How a page may have written the word: in either kana, with the other spellings of its parts."""
    hiragana = unicodedata.normalize("NFKC", word).translate(_KANA)
    found = {word, hiragana, fold(word)}
    for written, same in VARIANTS:
        found |= {form.replace(same, written) for form in found if same in form}
    return found | {form.translate(str.maketrans(HIRAGANA, KATAKANA)) for form in found}
