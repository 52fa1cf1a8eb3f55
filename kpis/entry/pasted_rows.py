"""Which row of the grid each line of a paste means: by number or name, or by position over all rows of the table."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .grid import GridRow
from .pasted_table import NAME, NO_FIELD, NUMBER, PERIOD, comparable, is_blank, slipped_date

_BETWEEN = ("", ".", ":", ",", "、", "-", "_", ")", "・")  # number and name in one cell: 2-3 名前, 2-3：名前


@dataclass(frozen=True)
class Line:
    """A line of the paste, counted from 1, and its row; without a row, the text that names none and why."""

    number: int
    cells: list[str]
    row: GridRow | None = None
    text: str = ""
    reason: str = ""


@dataclass
class Lines:
    """`is_short`: fewer lines than rows from the cursor on; whether that is meant only the person knows."""

    how: str
    lines: list[Line] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    is_short: bool = False


def names_of(row: GridRow) -> set[str]:
    owner = row.due_item.owner
    name = comparable(owner.name if row.due_item.is_value else owner.title)
    numbered = {number + mark + name for number in numbers_of(row) for mark in _BETWEEN}
    bracketed = {
        f"{pair[0]}{number}{pair[1]}{name}" for number in numbers_of(row) for pair in ("()", "[]", "【】")
    }
    return {comparable(owner), name} | numbered | bracketed


def numbers_of(row: GridRow) -> set[str]:
    """「KPI 1-1」 is also called 1-1."""
    owner = row.due_item.owner
    texts = (owner.number, owner.code, row.due_item.code, re.sub(r"^\D+(?=\d)", "", owner.number))
    return {comparable(text) for text in texts} - {""}


def by_position(rows: list[GridRow], body: list[list[str]], start: int, first: int) -> Lines:
    """From the row of the cursor down; as many lines as the table has rows are the whole table, from its top.

    Locked rows count: in a list that was copied as a whole they have their lines too.
    """
    found = Lines(_("番号も名称もないので、上から順に合わせました。提出・承認の済んだ行も数えます。"))
    while len(body) > len(rows) - start and is_blank(body[-1]) and len(body) != len(rows):
        body = body[:-1]
    if len(body) == len(rows):
        start = 0
    left = rows[start:]
    words = {"lines": len(body), "rows": len(left), "all": len(rows)}
    if len(body) > len(left):
        found.stops.append(
            _(
                "貼り付けたものは%(lines)d行ですが、ここから下は%(rows)d行です（表の全体は%(all)d行）。行をそろえるか、番号の列も一緒に写してください。"
            )
            % words
        )
    elif len(body) < len(left):
        found.is_short = True
        found.notices.append(
            _(
                "貼り付けたものは%(lines)d行で、ここから下の%(rows)d行より少なくなっています。抜けた行がないか、下の表で確かめてください。"
            )
            % words
        )
    found.lines = [
        Line(first + place, cells, row) for place, (row, cells) in enumerate(zip(left, body, strict=False))
    ]
    return found


def by_key(rows: list[GridRow], body: list[list[str]], columns: list[str], first: int) -> Lines:
    """Each line says which row it is for, whatever the order; lines without anything to put in may be headings."""
    found = Lines(_("番号か名称で合わせました。"))
    index: dict[str, dict[str, list[GridRow]]] = {NUMBER: defaultdict(list), NAME: defaultdict(list)}
    for row in rows:
        for role, texts in ((NUMBER, numbers_of(row)), (NAME, names_of(row))):
            for text in texts:
                index[role][text].append(row)
    named: dict[tuple[str, ...], list[int]] = defaultdict(list)
    meant: dict[tuple[str, ...], list[GridRow]] = {}
    for place, cells in enumerate(body):
        pairs = list(zip(columns, cells, strict=True))
        if not any(cell for role, cell in pairs if role not in NO_FIELD):
            continue
        keys = [(role, cell) for role, cell in pairs if role in (NUMBER, NAME) and cell]
        keys, notice = _without_dates(keys, index[NUMBER])
        if notice and notice not in found.notices:
            found.notices.append(notice)
        candidates, reason = _candidates(rows, index, keys)
        if len(candidates) > 1 and not reason:
            candidates, reason = _of_period(candidates, dict(pairs).get(PERIOD, ""))
        if reason:
            text = "　".join(cell for _role, cell in keys)
            found.lines.append(Line(first + place, cells, text=text, reason=reason))
            continue
        key = tuple(row.row.key for row in candidates)
        named[key].append(place)
        meant[key] = candidates
    for key, places in named.items():
        # Of a month's indicator there are three rows: three lines are theirs in turn.
        fits = len(places) == len(meant[key])
        for place, row in zip(places, meant[key] if fits else [None] * len(places), strict=True):
            reason = "" if fits else _same_number(meant[key], len(places))
            found.lines.append(
                Line(first + place, body[place], row, (row or meant[key][0]).due_item.name, reason)
            )
    found.lines.sort(key=lambda line: line.number)
    left = len(rows) - len({line.row.row.key for line in found.lines if line.row})
    if left:
        found.notices.append(_("この表の%d行は貼り付けたものにないので、そのままです。") % left)
    return found


def _without_dates(
    keys: list[tuple[str, str]], numbers: dict[str, list[GridRow]]
) -> tuple[list[tuple[str, str]], str]:
    """Without numbers that a spreadsheet has turned into dates, where the name says the row; and what to tell of it."""
    slipped = next((cell for role, cell in keys if role == NUMBER and slipped_date(cell)), "")
    if not slipped:
        return keys, ""
    if comparable(slipped) in numbers:  # 2月3日 can only have been 2-3
        words = {"cell": slipped, "number": comparable(slipped)}
        return keys, _(
            "番号「%(cell)s」は、Excelが日付に変えたものなので、%(number)s と読み取りました。"
        ) % words
    if any(role == NAME for role, _cell in keys):
        named = [(role, cell) for role, cell in keys if role == NAME]
        return named, _("番号「%s」は、Excelが日付に変えたものなので、名称で合わせました。") % slipped
    return keys, ""


def _candidates(
    rows: list[GridRow], index: dict[str, dict[str, list[GridRow]]], keys: list[tuple[str, str]]
) -> tuple[list[GridRow], str]:
    """The rows that number and name mean together, or why there is none."""
    if not keys:
        return [], _("番号も名称もないので、どの行か分かりません。")
    found = rows
    for role, cell in keys:
        # Number and name may stand in one cell, under either heading.
        known = index[role].get(comparable(cell)) or index[NAME].get(comparable(cell), [])
        if not known and role == NUMBER and slipped_date(cell):
            return [], _(
                "番号「%s」は、Excelが番号を日付に変えたものです。番号の列の表示形式を「文字列」にして書き直すか、名称の列も一緒に写してください。"
            ) % cell
        if not known and role == NUMBER:
            return [], _("番号「%s」は、この表にありません。") % cell
        if not known and len(keys) == 1:
            return [], _("名称「%s」は、この表にありません。") % cell
        found = [row for row in found if row in known]
    return found, "" if found else _("番号と名称が、別の行のものです。")


def _of_period(rows: list[GridRow], text: str) -> tuple[list[GridRow], str]:
    """Of the rows of one indicator the month's that the line names; without a name all, in turn."""
    if not text:
        return rows, ""
    found = [row for row in rows if row.due_item.is_of(text)]
    return found, "" if found else _("期間「%s」は、この表のこの指標にありません。") % text


def _same_number(rows: list[GridRow], count: int) -> str:
    if len(rows) == 1:
        return _("同じ番号か名称の行が、貼り付けたものに%d行あります。1行だけにしてください。") % count
    words = {"rows": len(rows), "count": count}
    return _("同じ番号の行が、この表には%(rows)d行、貼り付けたものには%(count)d行あります。") % words
