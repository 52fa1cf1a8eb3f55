"""When two spellings are the same word: ＤＸ and dx, ﾃﾞｰﾀ and データ and でーた, 手続き and 手続."""

import unicodedata

from plans.kana import TO_HIRAGANA

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
    folded = plain(text)
    for written, same in VARIANTS:
        folded = folded.replace(written, same)
    return folded


def plain(text: str) -> str:
    """One width, one kana, small letters; the spelling as it was written."""
    return unicodedata.normalize("NFKC", text).lower().translate(TO_HIRAGANA)


def plain_with_places(text: str) -> tuple[str, list[int]]:
    """`plain(text)`, and of each of its characters where in the text it comes from; at last the text's length."""
    parts: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        # A mark belongs to the character before it: ﾃﾞ is one letter.
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "ﾞﾟ"):
            end += 1
        parts.append(plain(text[start:end]))
        places += [start] * len(parts[-1])
        start = end
    return "".join(parts), [*places, len(text)]


def written_forms(word: str) -> set[str]:
    """How a page may have written the word, each as `plain` gives it: with the other spellings of its parts."""
    found = {plain(word), fold(word)}
    for written, same in VARIANTS:
        found |= {form.replace(same, written) for form in found if same in form}
    return found
