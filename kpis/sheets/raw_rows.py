"""The rows of a filled-in sheet as texts with the address of every cell. What they mean is not decided here."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from kpis.documents.csv_files import SAMPLE
from plans.workbook.guard import UnreadableFile

from .columns import BY_NAME, KEY, NAME, SEEN, UNIT, SheetColumn, by_heading, heading

NEEDED = (KEY, SEEN, NAME, UNIT)  # beside the inputs: what says which row it is
STRAYS_SHOWN = 5
HEAD_WITHIN = 20  # the headings stand in one of the first rows
PLAIN, NUMBER, PERCENT, THOUSANDS = "", "number", "percent", "thousands"
DATE, ERROR, OTHER = "date", "error", "other"


@dataclass(frozen=True)
class RawCell:
    """What stands in a cell: its address as people say it, its text, and what the file took it for."""

    address: str
    text: str
    form: str = PLAIN
    is_formula: bool = False  # the text is the stored result of one


@dataclass(frozen=True)
class RawRow:
    """A row of the sheet: the place, the two hidden columns, and the other cells by column name."""

    place: str
    key: str
    seen: str
    cells: dict[str, RawCell] = field(default_factory=dict)

    def as_data(self) -> dict:
        """For storing it as JSON; `from_data` is the way back."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict) -> "RawRow":
        cells = {name: RawCell(**cell) for name, cell in data["cells"].items()}
        return cls(data["place"], data["key"], data["seen"], cells)


@dataclass
class SheetFile:
    """What was read: the rows, and notices about what was left aside."""

    rows: list[RawRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)  # the addresses of filled-in cells that hold one
    strays: list[str] = field(default_factory=list)  # the addresses of cells in columns without a heading


def read_table(lines: Iterator[tuple[str, list[RawCell]]], where: str, found: SheetFile) -> bool:
    """Adds the rows below the headings to `found`. False when there are no headings of ours."""
    columns: dict[int, SheetColumn] | None = None
    for count, (place, cells) in enumerate(lines, start=1):
        if columns is None:
            columns = _columns(cells, where, found)
            headed = {index for index, cell in enumerate(cells) if cell.text.strip()}
            if columns is None and count >= HEAD_WITHIN:
                return False
            continue
        row = {column.name: cells[index] for index, column in columns.items() if index < len(cells)}
        key, seen = row.pop(KEY.name, None), row.pop(SEEN.name, None)
        filled = [cell for name, cell in row.items() if name == NAME.name or BY_NAME[name].is_input]
        found.strays += [
            cell.address for index, cell in enumerate(cells) if index not in headed and cell.text.strip()
        ]
        if any(cell.text.strip() for cell in (key, seen, *filled) if cell):
            found.formulas += [
                cell.address for name, cell in row.items() if cell.is_formula and BY_NAME[name].is_input
            ]
            found.rows.append(RawRow(place, key.text if key else "", seen.text if seen else "", row))
    return columns is not None


def _columns(cells: list[RawCell], where: str, found: SheetFile) -> dict[int, SheetColumn] | None:
    """Which column stands where; None when this is not the row of headings."""
    known = by_heading()
    headings = {index: heading(cell.text) for index, cell in enumerate(cells) if cell.text.strip()}
    columns = {index: known[text] for index, text in headings.items() if text in known}
    names = [column.name for column in columns.values()]
    if KEY.name not in names:
        if sum(known[text].is_input for text in headings.values() if text in known) >= 2:
            raise UnreadableFile(
                [
                    _(
                        "%(where)s隠れている列「%(key)s」がありません。行を見分けられないので、シートをダウンロードし直して書いてください。"
                    )
                    % {"where": where, "key": KEY.header}
                ]
            )
        return None
    if SEEN.name not in names:
        raise UnreadableFile(
            [
                _(
                    "%(where)s隠れている列「%(key)s」がありません。シートをダウンロードし直して書いてください。"
                )
                % {"where": where, "key": SEEN.header}
            ]
        )
    twice = sorted(
        {
            str(column.header)
            for column in columns.values()
            if (column.is_input or column in NEEDED) and names.count(column.name) > 1
        }
    )
    if twice:
        raise UnreadableFile(
            [
                _("%(where)s見出し「%(name)s」の列が2つあります。1つにしてください。")
                % {"where": where, "name": "、".join(twice)}
            ]
        )
    others = [cells[index].text for index, text in headings.items() if text not in known and text != SAMPLE]
    if others:
        found.notices.append(
            _("%(where)s読み込まなかった列があります: %(names)s")
            % {"where": where, "names": "、".join(text.strip()[:20] for text in others[:10])}
        )
    return columns


def stray_note(addresses: list[str]) -> str:
    """That cells stand outside of every column."""
    more = _("ほか") if len(addresses) > STRAYS_SHOWN else ""
    return _("見出しのない列に書かれたもの（%s）は取り込みません。取組状況などの欄に書いてください。") % (
        "、".join(addresses[:STRAYS_SHOWN]) + more
    )


def no_table() -> UnreadableFile:
    return UnreadableFile(
        [
            _(
                "四半期の入力シートではありません。この画面からダウンロードしたファイルに書いて、取り込んでください（見出し「%s」が見つかりません）。"
            )
            % KEY.header
        ]
    )
