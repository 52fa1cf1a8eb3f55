"""The PDF's tables: columns with widths, and cells as the template prints them.

A cell is a text or a dict: {"value", "notes"} a number with what stands under it; {"status", "notes"} a verdict with its
sign; {"parts"} words under small headings. See typst/cells.typ.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.charts.palette import LOOK_OF_STATUS
from kpis.reports.indicator_words import (
    absent_text,
    around_value,
    around_value_in_lines,
    baseline_when,
    comments_by_name,
    comments_note,
    in_lines,
    in_short,
    own_by_name,
)
from kpis.reports.snapshot.types import (
    FrozenAction,
    FrozenBand,
    FrozenIndicator,
    FrozenRule,
    ReportChange,
    Snapshot,
)
from kpis.reports.words import Words, words_of

from .glyphs import NARROW_ROOM, NUMBER_ROOM, breakable

Data = dict[str, object]  # what the template reads

NONE = "－"
_NUMBER = re.compile(r"−?[0-9,.]+")


def column(label: str, width: int = 0, align: str = "left") -> Data:
    """`width` in millimetres; 0 takes what is left."""
    return {"label": label, "width": width, "align": align}


def status(row: FrozenIndicator) -> Data:
    return {
        "key": row["group_key"],
        "label": row["verdict_label"],
        "stale": _("更新遅れ") if row["stale"] else "",
    }


def number(text: str | None, unit: str = "", notes: tuple[str, ...] = ()) -> Data:
    """The text without its unit, which has a column of its own; of a range to keep, as it is."""
    bare = (text or "").removesuffix(unit)
    shown = bare if _NUMBER.fullmatch(bare) else text
    return {
        "value": breakable(shown or NONE, NUMBER_ROOM),
        "notes": [breakable(note, NUMBER_ROOM) for note in notes if note],
    }


def comment_parts(row: FrozenIndicator, always: tuple[str, ...] = ()) -> list[list[str]]:
    """Progress, issues and response under their names; those in `always` also where nobody wrote any."""
    named = comments_by_name(row)
    found = [[term, breakable(text or _("記載なし"))] for term, text in named if text or term in always]
    note = comments_note(row)
    found += [["", breakable(note)]] if note else []
    return [*found, *([term, breakable(text)] for term, text in own_by_name(row))]


def indicator_table(
    groups: list[tuple[list[str] | None, list[FrozenIndicator]]], unrepeated: "Unrepeated"
) -> Data:
    """Rows under bands."""
    columns = [
        column(_("No."), 14),
        column(_("指標"), 42),
        column(_("単位"), 13),
        column(_("基準値"), 17, "right"),
        column(_("目標値"), 18, "right"),
        column(_("前回"), 19, "right"),
        column(_("今回"), 26, "right"),
        column(unrepeated.words.expected_head, 17, "right"),
        column(unrepeated.words.attainment_head, 17, "right"),
        column(_("判定"), 25),
        *([column(_("印"), 8, "center")] if unrepeated.has_marks else []),
        column(_("コメント")),
        column(_("担当"), 22),
    ]
    return {
        "columns": columns,
        "groups": [
            {"band": band, "rows": [_indicator_row(row, unrepeated) for row in rows]} for band, rows in groups
        ],
    }


@dataclass(frozen=True)
class Unrepeated:
    """What goes without saying in the long table, so that no row repeats it.

    `before`: the quarter compared with. `told`: codes whose issues and responses stand in the part before.
    """

    has_marks: bool
    before: str
    told: frozenset[str]
    words: Words

    @classmethod
    def of(cls, snapshot: Snapshot, told: Iterable[str]) -> "Unrepeated":
        against = snapshot["changes"]["against"]
        before = in_short(against["label"]) if against else ""
        return cls(bool(snapshot["scale"]), before, frozenset(told), words_of(snapshot["rule_version"]))


def _indicator_row(row: FrozenIndicator, unrepeated: Unrepeated) -> list[object]:
    unit, baseline, target = row["unit"], row["baseline"], row["target"]
    return [
        breakable(_number_of(row), NARROW_ROOM),
        breakable(row["name"]),
        breakable(unit, NARROW_ROOM),
        number(baseline and baseline["text"], unit, (in_lines(baseline_when(row)),)),
        number(target and target["text"], unit, (in_lines(target["label"]) if target else "",)),
        _previous(row, unrepeated),
        _value(row, in_words=False) | {"is_strong": True},
        number(row["expected_text"], unit),
        number(row["attainment_text"]),
        {"status": status(row), "notes": []},
        *([row["mark"] or NONE] if unrepeated.has_marks else []),
        {"parts": _comments(row, unrepeated)},
        breakable(row["owner"] or NONE, NARROW_ROOM),
    ]


def _number_of(row: FrozenIndicator) -> str:
    """As the plan numbers it; else its code here. References belong to another plan."""
    return row["number"] or ("" if row["role"] == "reference" else row["code"])


def _previous(row: FrozenIndicator, unrepeated: Unrepeated) -> Data:
    previous = row["previous"]
    label = previous["label"] if previous else ""
    is_usual = unrepeated.before and label.startswith(unrepeated.before)
    return number(previous and previous["text"], row["unit"], ("" if is_usual else in_lines(label),))


def _comments(row: FrozenIndicator, unrepeated: Unrepeated) -> list[list[str]]:
    parts = comment_parts(row)
    if row["code"] not in unrepeated.told:
        return parts
    return [part for part in parts if part[0] == _("取組状況")] + [["", _("課題と対応は前の章にあります。")]]


def _value(row: FrozenIndicator, *, in_words: bool = True) -> Data:
    """`in_words`: with its unit and its period; else only with a period that is not the report's."""
    value, unit = row["value"], "" if in_words else row["unit"]
    if value is None:
        return number(absent_text(row), notes=tuple(row["value_notes"]))
    when = value["label"]
    if not in_words and value["is_of_this_quarter"] and not value["is_sum"]:
        when = _("年度の途中") if value["in_progress"] else ""
    if in_words:
        return number(value["text"], unit, (when, *around_value(row)))
    return number(value["text"], unit, (in_lines(when), *around_value_in_lines(row)))


def changes_table(rows: list[ReportChange]) -> Data:
    """Verdicts and numbers are short; corrected texts need room."""
    arrows = {"better": "↗ ", "worse": "↘ "}
    has_texts = any(row["kind"] == "text" for row in rows)
    side = 72 if has_texts else 26
    return _plain(
        [
            column(_("指標・取組"), 46 if has_texts else 62),
            column(_("変わったこと"), 28),
            column(_("前"), side),
            column(_("後"), side),
            column(_("理由・説明")),
        ],
        [
            [
                breakable(row["label"]),
                _about(row, arrows),
                breakable(row["before"] or NONE),
                breakable(row["after"] or NONE),
                breakable(row["reason"] or NONE),
            ]
            for row in rows
        ],
    )


def _about(row: ReportChange, arrows: dict[str, str]) -> str:
    course = f"\n{arrows.get(row['course'], '')}{row['course_label']}" if row["course_label"] else ""
    return breakable(row["kind_label"]) + course


def attention_table(rows: list[FrozenIndicator], words: Words) -> Data:
    """The exceptions beyond those with a card."""
    return _plain(
        [
            column(_("指標"), 60),
            column(_("今回"), 24, "right"),
            column(words.expected, 24, "right"),
            column(_("目標"), 24, "right"),
            column(_("判定"), 27),
            column(_("課題・今後の対応")),
            column(_("担当"), 26),
        ],
        [
            [
                breakable(row["label"]),
                _value(row),
                number(row["expected_text"]),
                number(row["target"] and row["target"]["text"]),
                {"status": status(row), "notes": []},
                {"parts": comment_parts(row, always=(_("課題"), _("今後の対応")))},
                breakable(row["owner"] or NONE, NARROW_ROOM),
            ]
            for row in rows
        ],
    )


def overdue_table(rows: list[FrozenIndicator]) -> Data:
    return _plain(
        [
            column(_("指標"), 80),
            column(_("最後の値"), 40, "right"),
            column(_("判定"), 27),
            column(_("説明")),
            column(_("担当"), 40),
        ],
        [
            [
                breakable(row["label"]),
                _value(row),
                {"status": status(row) | {"stale": ""}, "notes": []},
                breakable(row["overdue_text"] + (row["citizen_sentence"] or row["sentence"])),
                breakable(row["owner"] or NONE),
            ]
            for row in rows
        ],
    )


def action_table(rows: list[FrozenAction], word: str) -> Data:
    return _plain(
        [
            column(word, 78),
            column(_("今回"), 42),
            column(_("前回"), 26),
            column(_("取組状況")),
            column(_("担当"), 40),
        ],
        [
            [
                breakable(row["label"]),
                {"status": _progress(row), "notes": _report_of(row)},
                breakable(row["previous_status_label"] or NONE),
                breakable(row["comment"] or NONE),
                breakable(row["owner"] or NONE),
            ]
            for row in rows
        ],
    )


def _progress(row: FrozenAction) -> Data:
    return {"key": LOOK_OF_STATUS.get(row["status"], "none"), "label": row["status_label"], "stale": ""}


def _report_of(row: FrozenAction) -> list[str]:
    """Of which quarter the status is, where it is an earlier one."""
    if not row["status"] or row["is_of_this_quarter"]:
        return []
    return [_("%sの報告") % in_short(row["label_of_period"])]


def verdict_table(rows: list[FrozenRule]) -> Data:
    return _plain(
        [column(_("判定"), 28), column(_("どんなとき")), column(_("区分"), 34)],
        [[row["label"], row["when"], row["group"]] for row in rows],
    )


def mark_table(rows: list[FrozenBand]) -> Data:
    return _plain(
        [column(_("印"), 14, "center"), column(_("意味")), column(_("どんなとき"), 50)],
        [[row["mark"], row["label"] or NONE, row["condition"]] for row in rows],
    )


def _plain(columns: list[Data], rows: Sequence[Sequence[object]]) -> Data:
    return {"columns": columns, "groups": [{"band": None, "rows": rows}]}
