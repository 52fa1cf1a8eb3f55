"""Of which other indicators an indicator is worked out, as it is written: a line each, with a weight (1-1 × 0.5)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kpis.judging.numbers import decimal_text
from plans.typed_numbers import read_number

_TIMES = re.compile(r"\s*[×✕*＊xｘ]\s*(?=[^×✕*＊xｘ]*$)")
_MARKS = re.compile(r"^[\s・●○]+")
SIGN = " × "
OWN = "\n"  # in the place of a code: no code is so


@dataclass(frozen=True)
class PartLine:
    """The code of an indicator of the same plan, and by what its values are multiplied."""

    code: str
    weight: Decimal = Decimal(1)


def read_parts(text: str, codes: Mapping[str, str]) -> tuple[PartLine, ...]:
    """The parts that are written, blank lines left out. `codes`: those of the plan's indicators by all that they are called;
    blank for what several are called, and `OWN` for the indicator itself.

    Raises ValueError with a sentence that names the line.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    return tuple(_part(number, line, codes) for number, line in lines if line)


def spoken(name: str) -> str:
    """What an indicator is called, as it is looked up: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _part(number: int, line: str, codes: Mapping[str, str]) -> PartLine:
    words = {"number": number, "line": line[:60]}
    line = _MARKS.sub("", line)
    code = codes.get(spoken(line))
    if code and code != OWN:
        return PartLine(code)
    name, *weight = _TIMES.split(line, maxsplit=1)
    code = codes.get(spoken(line), codes.get(spoken(name)))
    if code == OWN:
        raise ValueError(
            _("%(number)d行目（%(line)s）は、この指標自身です。もとになる、ほかの指標を書いてください。")
            % words
        )
    if code == "":
        raise ValueError(
            _("%(number)d行目（%(line)s）と呼ばれる指標が2つ以上あります。コードで書いてください。") % words
        )
    if code is None:
        raise ValueError(
            _(
                "%(number)d行目（%(line)s）の指標が、この計画にありません。"
                "番号（例: 1-1）、コード、指標名のどれかを、1行に1つ書いてください。"
            )
            % words
        )
    try:
        found = read_number(weight[0]) if weight else Decimal(1)
    except ValueError as error:
        raise ValueError(_("%(number)d行目（%(line)s）: %(why)s") % (words | {"why": error})) from None
    if not found:
        raise ValueError(
            _("%(number)d行目（%(line)s）の × の後に、0ではない数を書いてください（例: 1-1 × 0.5）。") % words
        )
    return PartLine(code, found)


def write_parts(parts: tuple[PartLine, ...]) -> str:
    """As they are stored: kpi-1-1 × 0.5"""
    return "\n".join(write_part(part.code, part.weight) for part in parts)


def write_part(name: str, weight: Decimal) -> str:
    """One line: what the part is called, and its weight where it has one."""
    return name if weight == 1 else f"{name}{SIGN}{decimal_text(weight)}"


def stored_parts(text: str) -> tuple[PartLine, ...]:
    """Back from `write_parts`. Whatever else somebody wrote past the model is no part."""
    found = []
    for line in text.splitlines():
        code, _sign, weight = line.strip().partition(SIGN)
        try:
            found.append(PartLine(code, Decimal(weight or "1")))
        except ArithmeticError:
            continue
    return tuple(found)
