"""On pages in a language written without kanji and kana: what stands there in Japanese says so, so that it is read out as Japanese.

A title that has no translation yet is marked where it is written (plans/translations/said.py), for eyes too. Texts of which nobody
knows a translation, as comments, sources and published reports, are marked here, in the finished page and for the ear only.
"""

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from .finished_pages import is_page

_PARTS = re.compile(r"(<!--.*?-->|<[^<>]*>)", re.DOTALL)
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_LETTER = "[々〆\u3040-\u30ff\u3400-\u9fff]"
# Digits, signs and a short foreign word belong to the Japanese text in which they stand.
_RUN = re.compile(rf"{_LETTER}(?:[^<>]{{0,12}}{_LETTER})*")
# Where HTML allows no element, or a program draws.
_PLAIN = frozenset(["head", "script", "style", "textarea", "select", "svg", "math", "template"])
# Of a text in one of these the letters do not tell whether it is Japanese.
_WITH_KANJI = ("ja", "zh")
_IN_JAPANESE = re.compile(r"""\slang=["']?ja\b""")


def in_japanese_marked(html: str) -> str:
    """The page, each run of Japanese in an element of its own; `bdi`, to which no style sheet gives a look."""
    return "".join(_written(html))


def _written(html: str) -> Iterator[str]:
    passed = ""  # the element in which nothing is changed
    depth = 0  # how often it is open
    for part in _PARTS.split(html):
        if not part.startswith("<"):
            yield part if passed else _RUN.sub(r'<bdi lang="ja">\g<0></bdi>', part)
            continue
        name = _NAME.match(part)
        if name and not part.endswith("/>"):
            tag, is_end = name[2].lower(), bool(name[1])
            if passed == tag:
                depth += -1 if is_end else 1
                passed = passed if depth else ""
            elif not passed and not is_end and (tag in _PLAIN or _IN_JAPANESE.search(part)):
                passed, depth = tag, 1
        yield part


def japanese_says_so(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Next to the view, as the readings of another language are."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_page(response) and not (get_language() or "ja").startswith(_WITH_KANJI):
            response.content = in_japanese_marked(response.content.decode(response.charset)).encode(
                response.charset
            )
        return response

    return answer
