"""The one reader of choices that people type: 予定通り is 予定どおり, 値無し is 値なし. Pure: no ORM.

Only other ways of writing a choice's own label are read, nothing that might mean it: 順調 is no 予定どおり. What is
pasted, sheets and workbooks ask it.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from plans.kana import TO_HIRAGANA

Value = TypeVar("Value")

# Words that some write with a character and some without, after the usual way of public offices (公用文の書き表し方).
_SPELLINGS = (
    ("どおり", re.compile("通り|とおり|(?<=予定)通(?!り)")),
    ("なし", re.compile("無し|(?<=値)無$")),
    ("遅れ", re.compile("おくれ|遅(?!れ)")),
)


def read_choice(text: str, choices: Iterable[tuple[Value, object]]) -> Value | None:
    """The choice that the text names, by its value or its label; None where it names none, or more than one."""
    meant = folded(text)
    found = [value for value, label in choices if str(value) and meant in (folded(value), folded(label))]
    return found[0] if len(found) == 1 else None


def folded(text: object) -> str:
    """As it is compared: without blanks, wide and narrow alike, one kana, one spelling."""
    plain = "".join(unicodedata.normalize("NFKC", str(text)).split()).casefold().translate(TO_HIRAGANA)
    for spelling, others in _SPELLINGS:
        plain = others.sub(spelling, plain)
    return plain
