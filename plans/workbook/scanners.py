"""What the sheets and the texts of a workbook must not hold, element by element, each named by its cell."""

import re

from django.utils.translation import gettext as _

from .limits import Extent, UnreadableFile
from .scan import Budget, Scanner, broken

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
ROW = re.compile(r"[1-9][0-9]{0,6}\Z")
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576


def column_number(letters: str) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class StringScanner(Scanner):
    """The table of shared strings: remembers which are too long, so that their cells can be named."""

    ITEM = f"{MAIN} si"

    def __init__(self, budget: Budget):
        super().__init__(budget)
        self.index = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.ITEM:
            self.index += 1
            self.look_in()

    def end(self, name: str) -> None:
        if name == self.ITEM:
            self.look_away()
            if self.length > self.budget.limits.max_text:
                self.budget.long_strings.add(self.index)


class SheetScanner(Scanner):
    """One sheet: where values stand, and what must not stand there."""

    ROOT, ROW, CELL = f"{MAIN} worksheet", f"{MAIN} row", f"{MAIN} c"
    VALUE, INLINE, FORMULA, MERGED = f"{MAIN} v", f"{MAIN} is", f"{MAIN} f", f"{MAIN} mergeCell"

    def __init__(self, title: str, part: str, budget: Budget):
        super().__init__(budget)
        self.title, self.part = title, part
        self.row = self.column = 0
        self.rows = self.columns = 0
        self.is_shared = self.is_counted = False
        self.text: list[str] = []
        self.is_far_known = False
        self.is_text = self.is_formula = self.has_result = False
        self.formulas: list[str] = []
        self.errors: list[str] = []

    @property
    def extent(self) -> Extent:
        return Extent(self.rows, self.columns, tuple(self.formulas), tuple(self.errors))

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def place(self) -> str:
        return _("「%(sheet)s」シートの %(cell)s") % {
            "sheet": self.title,
            "cell": self.address,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.CELL:
            self._enter_cell(attributes)
        elif name == self.VALUE:
            self._value()
            if self.is_shared:
                self.text = []
                self.parser.CharacterDataHandler = self.text.append
            else:
                self.look_in()
        elif name == self.ROW:
            self._enter_row(attributes)
        elif name == self.INLINE:
            self._value()
            self.look_in()
        elif name == self.FORMULA:
            self._value()
            self.is_formula = True
        elif name == self.MERGED:
            self._merged(attributes)

    def end(self, name: str) -> None:
        if name == self.CELL:
            self._leave_formula()
        elif name == self.VALUE:
            self.look_away()
            if self.is_shared:
                text = "".join(self.text).strip()
                self.has_result = bool(text)
                if (
                    self.budget.long_strings
                    and text.isdecimal()
                    and int(text[:9]) in self.budget.long_strings
                ):
                    self._too_long()
            else:
                self.has_result = self.is_text or self.length > 0
                if self.length > self.budget.limits.max_text:
                    self._too_long()
        elif name == self.INLINE:
            self.look_away()
            if self.length > self.budget.limits.max_text:
                self._too_long()

    def _enter_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self.row += 1
        elif ROW.match(number) and int(number) <= LAST_ROW:
            self.row = int(number)
        else:
            raise broken(self.part)
        self.column = 0

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self.column += 1
        else:
            found = ADDRESS.match(address)
            if found is None:
                raise broken(self.part)
            self.column, row = column_number(found[1]), int(found[2])
            if self.column > LAST_COLUMN or row != self.row:
                raise broken(self.part)
        self.is_shared = attributes.get("t") == "s"
        if attributes.get("t") == "e":
            self.errors.append(self.address)
        self.is_text = attributes.get("t") == "str"  # a formula's result, which may be an empty text
        self.is_counted = self.is_formula = self.has_result = False

    def _value(self) -> None:
        """Something stands in the cell."""
        if self.is_counted:
            return
        self.is_counted = True
        limits = self.budget.limits
        self.budget.cells += 1
        if self.budget.cells > limits.max_cells:
            raise UnreadableFile(
                [
                    _(
                        "値のあるセルが%(count)s個を超えています。ファイルを分けるか、不要な値を消してください。"
                    )
                    % {"count": limits.max_cells}
                ]
            )
        if self.row > limits.max_rows or self.column > limits.max_columns:
            self._far()
            return
        self.rows = max(self.rows, self.row)
        self.columns = max(self.columns, self.column)

    def _far(self) -> None:
        """The first such cell says it all."""
        if self.is_far_known:
            return
        self.is_far_known = True
        limits = self.budget.limits
        self.budget.problem(
            _(
                "%(place)s に値があります。読み込めるのは%(rows)s行、%(columns)s列（%(letters)s列）までです。"
                "離れたところにある値を消してください。"
            )
            % {
                "place": self.place(),
                "rows": limits.max_rows,
                "columns": limits.max_columns,
                "letters": column_letters(limits.max_columns),
            }
        )

    def _leave_formula(self) -> None:
        """What is read of a formula is its stored result: without one nobody knows what the person saw."""
        if not self.is_formula:
            return
        if self.has_result or self.budget.limits.formulas_allowed:
            self.formulas.append(self.address)
            return
        self.budget.problem(
            _(
                "%sに数式がありますが、計算結果がファイルに保存されていません。"
                "Excelで開いて保存し直すか、値だけにしてください（コピーして「値の貼り付け」）。"
            )
            % self.place()
        )

    def _too_long(self) -> None:
        self.budget.problem(
            _("%(place)sの文字数が%(count)s文字を超えています。短くしてください。")
            % {"place": self.place(), "count": self.budget.limits.max_text}
        )

    def _merged(self, attributes: dict[str, str]) -> None:
        if not self.budget.limits.merged_allowed:
            self.budget.problem(
                _("「%(sheet)s」シートの %(cells)s が結合されています。セルの結合を解除してください。")
                % {"sheet": self.title, "cells": attributes.get("ref", "")[:30]}
            )
