"""Katakana and hiragana of the same sound."""

FIRST_KATAKANA, LAST_KATAKANA = "ァ", "ヶ"
_APART = 0x60  # between a katakana's code and its hiragana's
KATAKANA = "".join(map(chr, range(ord(FIRST_KATAKANA), ord(LAST_KATAKANA) + 1)))
HIRAGANA = "".join(chr(ord(letter) - _APART) for letter in KATAKANA)
TO_HIRAGANA = str.maketrans(KATAKANA, HIRAGANA)  # for str.translate
