"""The columns of the quarter's sheet, declared once: what is shown to compare with, and what may be filled in.

One declaration serves the Excel sheets (one per kind of row), the CSV (both kinds in one table) and the way back in.
Columns are found again by their heading, wherever they stand.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

VALUE, PROGRESS = "value", "progress"  # a row asks for an indicator's value, or for an action's progress
NUMBER, CHOICE, TEXT = "number", "choice", "text"


@dataclass(frozen=True)
class SheetColumn:
    """A column. `fields`: the model's field that it fills, by the kind of row; none when it is only shown.

    `width` counts characters, as Excel does. `is_part`: only where an indicator is a ratio.
    `is_own`: it fills no field of the model, but what is stored beside it (own_cells.py).
    """

    name: str
    header: str | Promise
    width: int
    kinds: tuple[str, ...] = (VALUE, PROGRESS)
    fields: dict[str, str] = field(default_factory=dict, hash=False)
    form: str = TEXT
    is_hidden: bool = False
    is_part: bool = False
    is_own: bool = False  # only where the plan's departments assess themselves

    @property
    def is_input(self) -> bool:
        return bool(self.fields)


def _same(name: str, *kinds: str) -> dict[str, str]:
    return dict.fromkeys(kinds, name)


KEY = SheetColumn("key", gettext_lazy("照合キー"), 40, is_hidden=True)
SEEN = SheetColumn("seen", gettext_lazy("照合番号"), 40, is_hidden=True)
ROW_NUMBER = SheetColumn("number", gettext_lazy("番号"), 7)
NAME = SheetColumn("name", gettext_lazy("名称"), 24)
UNIT = SheetColumn("unit", gettext_lazy("単位"), 5, (VALUE,))
PERIOD = SheetColumn("period", gettext_lazy("期間"), 10)
STATE = SheetColumn("state", gettext_lazy("状況"), 13)

OWN_MARKS = SheetColumn(
    "own_marks", gettext_lazy("自己評価"), 12, (VALUE,), _same("own_marks", VALUE), is_own=True
)
OWN_REASONS = SheetColumn(
    "own_reasons", gettext_lazy("自己評価の理由"), 26, (VALUE,), _same("own_reasons", VALUE), is_own=True
)

COLUMNS = (
    KEY,
    SEEN,
    ROW_NUMBER,
    NAME,
    UNIT,
    SheetColumn("departments", gettext_lazy("担当"), 11),
    PERIOD,
    SheetColumn("previous", gettext_lazy("前回の値"), 9, (VALUE,), form=NUMBER),
    SheetColumn("target", gettext_lazy("目標"), 9, (VALUE,), form=NUMBER),
    SheetColumn("target_time", gettext_lazy("目標の時期"), 9, (VALUE,)),
    SheetColumn("expected", gettext_lazy("今回の目安"), 10, (VALUE,), form=NUMBER),
    STATE,
    SheetColumn("parts", gettext_lazy("分子と分母の内容"), 14, (VALUE,), is_part=True),
    SheetColumn("value", gettext_lazy("実績値"), 10, (VALUE,), _same("value", VALUE), NUMBER),
    SheetColumn(
        "numerator", gettext_lazy("分子"), 9, (VALUE,), _same("numerator", VALUE), NUMBER, is_part=True
    ),
    SheetColumn(
        "denominator", gettext_lazy("分母"), 9, (VALUE,), _same("denominator", VALUE), NUMBER, is_part=True
    ),
    SheetColumn(
        "observation_status",
        gettext_lazy("値の状態"),
        8,
        (VALUE,),
        _same("observation_status", VALUE),
        CHOICE,
    ),
    SheetColumn("status", gettext_lazy("進み具合"), 11, (PROGRESS,), _same("status", PROGRESS), CHOICE),
    SheetColumn(
        "progress_comment",
        gettext_lazy("取組状況"),
        26,
        fields={VALUE: "progress_comment", PROGRESS: "comment"},
    ),
    SheetColumn("issues_comment", gettext_lazy("課題"), 20, (VALUE,), _same("issues_comment", VALUE)),
    SheetColumn(
        "response_comment", gettext_lazy("今後の対応"), 20, (VALUE,), _same("response_comment", VALUE)
    ),
    SheetColumn(
        "evidence_url", gettext_lazy("根拠資料のアドレス"), 14, (VALUE,), _same("evidence_url", VALUE)
    ),
    OWN_MARKS,
    OWN_REASONS,
)
BY_NAME = {column.name: column for column in COLUMNS}
INPUTS = {kind: tuple(column for column in COLUMNS if kind in column.fields) for kind in (VALUE, PROGRESS)}


def inputs_seen(kind: str, count: int) -> tuple[SheetColumn, ...]:
    """The inputs of which a sheet that was made for so many knows: an earlier portal's has none for 自己評価. Empty: of no sheet."""
    columns = INPUTS[kind]
    former = tuple(column for column in columns if not column.is_own)
    return next((one for one in (columns, former) if len(one) == count), ())


def columns_of(kinds: Iterable[str], *, with_parts: bool, with_own: bool) -> list[SheetColumn]:
    """The columns of a table with rows of these kinds. `with_parts`: numerator and denominator too; `with_own`: 自己評価."""
    wanted = set(kinds)
    return [
        column
        for column in COLUMNS
        if wanted.intersection(column.kinds)
        and (with_parts or not column.is_part)
        and (with_own or not column.is_own)
    ]


def heading(text: object) -> str:
    """A heading as it is compared: full width and half width alike, without blanks and line breaks."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def by_heading() -> dict[str, SheetColumn]:
    """Every column by its heading."""
    return {heading(column.header): column for column in COLUMNS}
