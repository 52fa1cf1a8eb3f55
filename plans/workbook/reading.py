"""The sheets of a filled-in workbook as rows of a plan; every mistake is named by sheet and cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.fixture_files import FixtureRow, LoadError
from plans.models import Municipality, Plan

from .cells import SheetCells, Value, address
from .guide import FORMAT, MARK_ROW, VERSION
from .tables import (
    FIRST_ROW,
    ModelColumn,
    ModelTable,
    glossary_title,
    is_implied,
    opened_title,
    reading_matter,
    tables,
)
from .values import from_cell

NAME_ROW = 2


@dataclass
class WorkbookRow(FixtureRow):
    """A row of a sheet; `cells` has the address of each field's cell."""

    table: ModelTable | None = None
    cells: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return _("「%(sheet)s」シート %(row)s行目") % {"sheet": self.file, "row": self.line}

    @property
    def key(self) -> tuple[str, ...]:
        """What it would be named by once it is stored: its natural_key(), as text."""
        return tuple(str(self._part(*path.partition("__")[::2])) for path in self.model.NATURAL_KEY)

    def _part(self, name: str, rest: str) -> object:
        value = self.values.get(name)
        if not (rest and isinstance(value, list)):
            return value
        return value[self.model._meta.get_field(name).related_model.NATURAL_KEY.index(rest)]

    def place(self, name: str = "") -> str:
        if not name:
            return str(self)
        label = self.model._meta.get_field(name).verbose_name
        if name not in self.cells:
            return f"{self}（{label}）"
        return _("「%(sheet)s」シート %(cell)s（%(label)s）") % {
            "sheet": self.file,
            "cell": self.cells[name],
            "label": label,
        }


@dataclass(frozen=True)
class PlanRows:
    """The rows of a workbook in an order in which they can be saved, and the addresses they are about."""

    city: str
    plan: str
    rows: list[WorkbookRow]


@dataclass(frozen=True)
class Page:
    """A table's sheet: which column of the sheet holds which column of the table, and the lines with values."""

    table: ModelTable
    columns: dict[int, ModelColumn]
    lines: dict[int, dict[int, Value]]


def read_plan(sheets: Iterable[SheetCells]) -> PlanRows:
    """Raises LoadError when the sheets are not those of a plan's workbook."""
    by_title = {sheet.title.strip(): sheet for sheet in sheets}
    _check_kind(by_title)
    known = {table.title: table for table in tables()}
    mistakes = [
        _(
            "「%(title)s」というシートは読み込めません。シートの名前を元に戻すか、シートを消してください。"
            "使える名前: %(known)s。"
        )
        % {"title": title, "known": "、".join(known)}
        for title in by_title
        if title not in known and title not in (reading_matter(), glossary_title(), opened_title())
    ]
    pages = []
    for title, table in known.items():
        try:
            if title in by_title:
                pages.append(_page(table, by_title[title]))
        except LoadError as error:
            mistakes += error.messages
    if mistakes:
        raise LoadError(mistakes)
    city, plan = (_address(pages, model) for model in (Municipality, Plan))
    rows = [row for page in pages for row in _parents_first(page.table, rows_of(page, city, plan))]
    return PlanRows(city, plan, rows)


def _check_kind(sheets: dict[str, SheetCells]) -> None:
    guide = sheets.get(reading_matter())
    mark = guide.rows.get(MARK_ROW, {}) if guide else {}
    if str(mark.get(2, "")) != FORMAT:
        raise LoadError(
            [
                _(
                    "計画ブックではありません（「%s」シートの様式の印がありません）。"
                    "計画ブックの様式をダウンロードし、そこに書いてください。"
                )
                % reading_matter()
            ]
        )
    if str(mark.get(3, "")) != VERSION:
        raise LoadError(
            [
                _(
                    "計画ブックの様式の版（%(found)s）が、このポータルの版（%(version)s）と違います。"
                    "新しい様式をダウンロードし、そこに書き写してください。"
                )
                % {"found": mark.get(3, ""), "version": VERSION}
            ]
        )


def _page(table: ModelTable, sheet: SheetCells) -> Page:
    """Raises LoadError when row 2 does not name the columns."""
    names = {column: str(value).strip() for column, value in sheet.rows.get(NAME_ROW, {}).items()}
    columns, mistakes = {}, []
    for number, name in names.items():
        column, cell = table.column(name), address(NAME_ROW, number)
        where = _("「%(sheet)s」シート %(cell)s") % {"sheet": table.title, "cell": cell}
        if column is None:
            mistakes.append(
                _("%(where)s: 「%(name)s」という項目はありません。使える名前: %(known)s。")
                % {"where": where, "name": name, "known": "、".join(c.name for c in table.columns)}
            )
        elif column in columns.values():
            mistakes.append(_("%(where)s: 項目「%(name)s」が2つあります。") % {"where": where, "name": name})
        else:
            columns[number] = column
    lines = {number: cells for number, cells in sheet.rows.items() if number >= FIRST_ROW}
    missing = [name for name in table.key_names if name not in names.values()] if lines else []
    if missing:
        mistakes.append(
            _(
                "「%(sheet)s」シートの2行目に、読み込みに使う名前 %(names)s がありません。"
                "様式の2行目を元に戻してください。"
            )
            % {"sheet": table.title, "names": "、".join(missing)}
        )
    elif not mistakes:
        mistakes += _nameless(table, lines, columns)
    if mistakes:
        raise LoadError(mistakes)
    return Page(table, columns, lines)


def _nameless(
    table: ModelTable, lines: dict[int, dict[int, Value]], columns: dict[int, ModelColumn]
) -> Iterable[str]:
    """Values in a column without a name would be lost without a word."""
    first = {}
    for line, cells in lines.items():
        for column in cells.keys() - columns.keys():
            first.setdefault(column, line)
    for column, line in sorted(first.items()):
        yield _(
            "「%(sheet)s」シート %(cell)s: 2行目に項目の名前がない列に値があります。値を消すか、%(head)sに名前を書いてください。"
        ) % {"sheet": table.title, "cell": address(line, column), "head": address(NAME_ROW, column)}


def _address(pages: list[Page], model: type[Municipality] | type[Plan]) -> str:
    """The city's or the plan's slug: its sheet has one row."""
    table = next(table for table in tables() if table.model is model)
    page = next((page for page in pages if page.table is table), None)
    lines = page.lines if page else {}
    if len(lines) != 1:
        raise LoadError(
            [
                _("「%(sheet)s」シートには、1行だけ書いてください（今は%(count)s行です）。")
                % {"sheet": table.title, "count": len(lines)}
            ]
        )
    ((line, cells),) = lines.items()
    number = next(number for number, column in page.columns.items() if column.name == "slug")
    slug = cells.get(number)
    if not isinstance(slug, str) or not slug.strip():
        raise LoadError(
            [
                _("「%(sheet)s」シート %(cell)s（%(label)s）: 文字で書いてください。例: dx-vision")
                % {
                    "sheet": table.title,
                    "cell": address(line, number),
                    "label": table.column("slug").label,
                }
            ]
        )
    return slug.strip()


def rows_of(page: Page, city: str, plan: str) -> Iterable[WorkbookRow]:
    """The page's lines as rows of that city's plan; a cell that cannot be understood stands there as its mistake."""
    table = page.table
    for count, (line, cells) in enumerate(page.lines.items(), start=1):
        values: dict[str, object] = {
            field.name: [city] if field.related_model is Municipality else [city, plan]
            for field in table.model._meta.fields
            if field.is_relation and is_implied(table.model, field)
        }
        for number, column in page.columns.items():
            try:
                values[column.name] = from_cell(column, cells.get(number), city=city, plan=plan)
            except ValidationError as error:
                values[column.name] = error
        addresses = {column.name: address(line, number) for number, column in page.columns.items()}
        yield WorkbookRow(table.title, count, line, table.model, values, table, addresses)


def _parents_first(table: ModelTable, rows: Iterable[WorkbookRow]) -> list[WorkbookRow]:
    """A row may stand above its parent in the sheet, but not be saved before it."""
    rows = list(rows)
    loops = [column.name for column in table.columns if column.key and column.target is table.model]
    if not loops:
        return rows
    by_key = {_own_key(table, row): row for row in rows}
    placed: dict[int, WorkbookRow] = {}

    def place(row: WorkbookRow) -> None:
        chain = [row]
        while (above := _above(chain[-1], loops, by_key)) and above.line not in placed and above not in chain:
            chain.append(above)
        for link in reversed(chain):
            placed.setdefault(link.line, link)

    for row in rows:
        place(row)
    return list(placed.values())


def _above(row: WorkbookRow, loops: list[str], by_key: dict[tuple, WorkbookRow]) -> WorkbookRow | None:
    for name in loops:
        key = row.values.get(name)
        if isinstance(key, list):
            return by_key.get(tuple(key))
    return None


def _own_key(table: ModelTable, row: WorkbookRow) -> tuple:
    """The row's natural key as relations write it."""
    key: list[object] = []
    for name in dict.fromkeys(path.split("__")[0] for path in table.model.NATURAL_KEY):
        value = row.values.get(name)
        key += value if isinstance(value, list) else [value]
    return tuple(key)
