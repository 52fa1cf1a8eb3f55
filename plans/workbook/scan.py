"""Reads the XML of a workbook's parts as a stream and refuses what no sheet to fill in needs.

Nothing here builds a tree: the time is bounded by the number of elements, the memory by the longest of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from .limits import Limits, UnreadableFile

MAX_DEPTH = 100
MAX_MESSAGES = 20


class _EnoughError(Exception):
    """So many problems are known that reading on would tell nobody more."""


def broken(part: str) -> UnreadableFile:
    return UnreadableFile(
        [
            _(
                "ファイルが壊れています（%(part)s を読めません）。Excelで開き直し、"
                "「Excel ブック (*.xlsx)」で保存してから、もう一度選んでください。"
            )
            % {"part": part}
        ]
    )


def _too_much() -> UnreadableFile:
    return UnreadableFile(
        [
            _(
                "ブックの中身が多すぎます。使っていない行・列・書式とシートを消してから、"
                "もう一度選んでください。"
            )
        ]
    )


@dataclass
class Budget:
    """What is left for all parts together, and what has been found."""

    limits: Limits
    elements: int = 0
    other_elements: int = 0
    characters: int = 0
    cells: int = 0
    long_strings: set[int] = field(default_factory=set)  # places in the table of shared strings
    problems: list[str] = field(default_factory=list)

    def count_element(self, *, in_sheet: bool) -> None:
        self.elements += 1
        self.other_elements += not in_sheet
        if self.elements > self.limits.max_elements or self.other_elements > self.limits.max_other_elements:
            raise _too_much()

    def count_text(self, length: int) -> None:
        self.characters += length
        if self.characters > self.limits.max_characters:
            raise _too_much()

    def problem(self, sentence: str) -> None:
        self.problems.append(sentence)
        if len(self.problems) >= MAX_MESSAGES:
            raise _EnoughError

    def raise_problems(self) -> None:
        if self.problems:
            raise UnreadableFile(self.problems)


class Scanner:
    """Sees every element of a part, and counts the characters of those it looks into."""

    parser: "expat.XMLParserType | None" = None  # while the part is parsed

    def __init__(self, budget: Budget):
        self.budget = budget
        self.length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name has its namespace before it."""

    def end(self, name: str) -> None:
        """An element ends."""

    def look_in(self) -> None:
        self.length = 0
        self.parser.CharacterDataHandler = self._count

    def look_away(self) -> None:
        self.parser.CharacterDataHandler = None

    def _count(self, text: str) -> None:
        self.length += len(text)
        self.budget.count_text(len(text))


def parse(
    part: str,
    chunks: Iterable[bytes],
    budget: Budget,
    start: Callable[[str, dict[str, str]], None] | None = None,
    scanner: Scanner | None = None,
) -> None:
    """Run the part through the parser. `start(name, attributes)` sees every element, its name with its namespace.

    Raises UnreadableFile when it is no XML, declares entities, nests too deeply or is too long.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0
    seen = start or (lambda name, attributes: None)
    if scanner is not None:
        scanner.parser = parser
        seen = scanner.start

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise broken(part)
        budget.count_element(in_sheet=scanner is not None)
        seen(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if scanner is not None:
            scanner.end(name)

    def doctype(*declared: object) -> None:
        raise UnreadableFile(
            [
                _(
                    "ファイルの中（%(part)s）に、Excelが書かない宣言（DOCTYPE）があります。"
                    "元の様式をダウンロードし直し、値だけを貼り付けてください。"
                )
                % {"part": part}
            ]
        )

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    try:
        fed = 0
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > budget.limits.max_token:
                raise broken(part)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise broken(part) from error
    except _EnoughError:
        raise UnreadableFile(budget.problems) from None
    finally:
        # The handlers and the parser hold each other: let go of them now, not at the next collection.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = None
        if scanner is not None:
            scanner.parser = None
