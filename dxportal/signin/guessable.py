"""Passwords that a guesser tries early, though they are long: repetitions, sequences, known words and names (ADR 28).

What is easy is worth little: "takarazuka2024" is a name and a year, 2, where twelve random characters are worth 12. Known
words are those of Django's list of common passwords, which each of its versions renews.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.models import Municipality

OWN = 7  # what a password is worth at least: a character 1, a listed word 2, a name, a sequence or a repetition 1
DIFFERENT = 5  # different characters, at least
LOOKED_AT = 128  # characters; a longer one is not guessed by its beginning
SHORTEST_WORD, LONGEST_WORD, SHORTEST_RUN = 4, 40, 4

_ROWS = (
    "1234567890-^",
    "qwertyuiop@[",
    "asdfghjkl;:]",
    "zxcvbnm,./",
    "!\"#$%&'()=~",
    "abcdefghijklmnopqrstuvwxyz",
)
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.")
_ALIKE = str.maketrans("0134578@$!|", "oleastbasil")
_DATE = re.compile(r"(?:19|20)\d{2}(?:[-/.]?(?:0[1-9]|1[0-2])(?:[-/.]?(?:0[1-9]|[12]\d|3[01]))?)?")
# Words of an office that the list, made of other countries' passwords, does not have.
_OFFICE_WORDS = (
    "kikaku", "jouhou", "joho", "denshi", "densan", "yakusho", "shiyakusho", "chousei", "gyousei", "gyosei", "soumu",
    "keikaku", "shisei", "nendo", "nihon", "japan", "tokyo", "osaka", "heisei", "reiwa", "shouwa", "sakura", "pasuwado",
    "pasuwaado", "kanri", "kanrisha", "portal", "dxportal", "digital", "dejitaru", "city", "town", "pref",
)  # fmt: skip


class GuessableValidator:
    """Named in AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        """Raises ValidationError with a sentence that says what to do instead."""
        plain = unicodedata.normalize("NFKC", password).casefold()[:LOOKED_AT]
        if len(set(plain)) < DIFFERENT:
            raise ValidationError(
                _("同じ文字のくり返しが多く、推測されやすいパスワードです。%s") % self._advice(),
                code="repeated",
            )
        names = _parts([*_names_of_the_site(), *_names_of(user)])
        if _worth(plain, names) < OWN:
            raise ValidationError(
                _(
                    "よくあることば、名前、並び（1234、qwertyなど）がほとんどで、推測されやすいパスワードです。%s"
                )
                % self._advice(),
                code="guessable",
            )

    def get_help_text(self) -> str:
        return _(
            "同じ文字のくり返し、キーボードの並び、市や本人の名前、よくあることばだけのものは使えません。"
        )

    def _advice(self) -> str:
        return _("関係のないことばを4つほどつなげるか、パスワード管理ソフトに作らせてください。")


def _worth(plain: str, names: frozenset[str]) -> int:
    """Of the whole password, its letters read as typed or as look-alikes, whichever is worth less."""
    return min(_worth_as_read(text, names) for text in {plain, plain.translate(_ALIKE)})


def _worth_as_read(text: str, names: frozenset[str]) -> int:
    """From the left, the longest easy piece each time."""
    sum_, at, before = 0, 0, set[str]()
    while at < len(text):
        length, worth = _piece(text, at, names)
        piece = text[at : at + length]
        if piece not in before:  # said once more, it is no news
            sum_ += worth
        if length > 1:
            before.add(piece)
        at += length
    return sum_


def _piece(text: str, at: int, names: frozenset[str]) -> tuple[int, int]:
    """Length and worth of the longest easy piece that begins there; a single character where there is none."""
    date = _DATE.match(text, at)
    lengths = (_run(text, at), _repetition(text, at), len(date[0]) if date else 0, _listed(text, at, names))
    return max((1, 1), (max(lengths), 1), (_listed(text, at, _common_words()), 2), key=lambda found: found[0])


def _run(text: str, at: int) -> int:
    """Along a row or column of the keyboard or the alphabet, forwards or backwards."""
    longest = 0
    for row in _lines():
        start = row.find(text[at])
        length = 0
        while (
            start >= 0
            and at + length < len(text)
            and row[start + length : start + length + 1] == text[at + length]
        ):
            length += 1
        longest = max(longest, length)
    return longest if longest >= SHORTEST_RUN else 0


@cache
def _lines() -> tuple[str, ...]:
    rows = (*_ROWS, *_COLUMNS)
    return (*rows, *(row[::-1] for row in rows), "01234567890", "98765432109876543210")


def _repetition(text: str, at: int) -> int:
    """The same character three times or more, or up to six characters that come again at once."""
    longest = 0
    for size in range(1, 7):
        unit = text[at : at + size]
        end = at + size
        while len(unit) == size and text.startswith(unit, end):
            end += size
        if end - at >= max(3, 2 * size):
            longest = max(longest, end - at)
    return longest


def _listed(text: str, at: int, words: frozenset[str]) -> int:
    lengths = range(min(LONGEST_WORD, len(text) - at), 1, -1)
    return next((length for length in lengths if text[at : at + length] in words), 0)


@cache
def _common_words() -> frozenset[str]:
    """As typed, and as look-alikes are read."""
    listed = {word for word in CommonPasswordValidator().passwords if len(word) >= SHORTEST_WORD}
    return frozenset({*listed, *(word.translate(_ALIKE) for word in listed), *_OFFICE_WORDS})


def _names_of_the_site() -> Iterable[str]:
    yield settings.SITE_NAME
    yield from (host for host in settings.ALLOWED_HOSTS if host != "*")


def _names_of(user: AbstractUser | None) -> Iterable[str]:
    """The account's, and its cities': a new account has none yet, so that all cities' names are taken."""
    cities = Municipality.objects.all()
    if user is not None:
        yield from (user.get_username(), user.first_name, user.last_name, user.email)
        own = cities.filter(memberships__user=user.pk) if user.pk else cities.none()
        cities = own if user.pk and own.exists() else cities
    for city in cities.values_list("slug", "name", "name_kana", "name_en")[:2000]:
        yield from city


def _parts(names: Iterable[str]) -> frozenset[str]:
    """Each name whole and in its parts, as letters are compared."""
    found = set()
    for name in names:
        text = unicodedata.normalize("NFKC", name or "").casefold()
        for part in (text, *re.split(r"[\W_]+", text)):
            found |= {part, part.translate(_ALIKE)}
    return frozenset(
        part for part in found if len(part) >= (3 if part.isascii() else 2) and not part.isdecimal()
    )
