"""Rows that a workbook had when it was taken out and has no more: deleted in it, or under another code."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from plans.fixture_files import LoadError
from plans.models import Municipality, Plan

from .limits import capped, some_of
from .opened import KEY_SEPARATOR, Digests, digest
from .reading import WorkbookRow
from .stored import StoredRows
from .tables import ModelTable, tables

CODE = "code"
NUMBERING = ("number", "order")  # what people change along with a code


@dataclass
class LostRows:
    """By their names: rows and whole sheets that the workbook lacks."""

    rows: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """Sentences for the preview."""
        forms = (
            (
                self.rows,
                _(
                    "ブックから消えた行があります（%(count)s件: %(names)s）。登録済みの内容は、そのまま残ります。"
                    "消すには、管理画面で消してください（公開した行は消さず、終わり方を書きます）。"
                ),
            ),
            (
                self.sheets,
                _(
                    "ブックから消えたシートがあります（%(count)s枚: %(names)s）。登録済みの内容は、そのまま残ります。"
                ),
            ),
        )
        return [form % {"count": len(names), "names": some_of(names)} for names, form in forms if names]


def lost_rows(
    rows: Iterable[WorkbookRow], stored: StoredRows, opened: Digests, titles: Collection[str]
) -> LostRows:
    """What became of the rows with which a stored plan's workbook was taken out. `titles`: of the sheets in the workbook.

    Raises LoadError where a row stands there under another code: codes stand in addresses, and the row would be there
    twice.
    """
    found, mistakes = LostRows(), []
    rows = list(rows)
    for table in tables():
        was = {key: digests for (title, key), digests in opened.items() if title == table.title}
        if not was or table.is_reported or table.model in (Municipality, Plan):
            continue
        known = {KEY_SEPARATOR.join(key): key for key in stored.all_of(table)}
        if table.title not in titles:
            found.sheets += [table.title] if known else []
            continue
        now = {KEY_SEPARATOR.join(row.key): row for row in rows if row.table is table}
        gone = {key: was[key] for key in was if key in known and key not in now}
        new = [row for key, row in now.items() if key not in was and key not in known]
        renamed = _renamed(table, new, gone)
        mistakes += [_renamed_sentence(table, row, known[key][-1]) for key, row in renamed.items()]
        found.rows += [_name(table, known[key]) for key in gone if key not in renamed]
    if mistakes:
        raise LoadError(capped(mistakes))
    return found


def _renamed(table: ModelTable, new: Iterable[WorkbookRow], gone: Digests | dict) -> dict[str, WorkbookRow]:
    """Of rows that are gone, the one new row that says the same under another code; none where in doubt."""
    if table.model.NATURAL_KEY[-1] != CODE:
        return {}
    pairs = [
        (key, row) for row in new for key, digests in gone.items() if _says_the_same(table, row, digests)
    ]
    keys, lines = [key for key, _row in pairs], [row.line for _key, row in pairs]
    return {key: row for key, row in pairs if keys.count(key) == 1 and lines.count(row.line) == 1}


def _says_the_same(table: ModelTable, row: WorkbookRow, was: dict[str, str]) -> bool:
    """Whether all but the code and what goes with it is as it was, and some of that is a text."""
    names = [name for name in row.values if name in was and name not in (CODE, *NUMBERING)]
    texts = [name for name in names if row.values[name] and _is_text(table, name)]
    return bool(texts) and all(digest(row.values[name]) == was[name] for name in names)


def _is_text(table: ModelTable, name: str) -> bool:
    column = table.column(name)
    return (
        column is not None
        and isinstance(column.field, models.CharField | models.TextField)
        and not column.choices
    )


def _renamed_sentence(table: ModelTable, row: WorkbookRow, code: str) -> str:
    form = _(
        "%(place)s: 登録済みの「%(was)s」の行が「%(now)s」になっています。コードはアドレスに使うので、登録した後は変えられません。"
        "「%(was)s」に戻してください。"
    )
    sentence = form % {"place": row.place(CODE), "was": code, "now": row.values[CODE]}
    if table.column("number"):
        sentence += _("市民に見せる番号は「%s」の列で変えられます。") % table.column("number").label
    return sentence + _("別のものを足すなら、元の行を残したまま、新しい行に書いてください。")


def _name(table: ModelTable, key: tuple[str, ...]) -> str:
    try:
        name = str(table.model._default_manager.get_by_natural_key(*key))
    except ObjectDoesNotExist:
        name = key[-1]
    return _("%(table)s「%(name)s」") % {"table": table.title, "name": name}
