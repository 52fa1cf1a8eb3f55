"""What a cell means: the value of a report's field, or a sentence why it cannot be one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kpis.judging.known import Step
from kpis.judging.numbers import format_exact, parse_number
from kpis.judging.steps_words import read_steps_done
from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress
from plans.cell_formats import in_thousands_sentence
from plans.era import date_label
from plans.typed_choices import read_choice

from . import raw_rows as rows
from .columns import CHOICE, NUMBER, SheetColumn
from .raw_rows import RawCell
from .row_keys import plain

CHOICES = {
    "observation_status": ObservationStatus.choices(),
    "status": ActionProgress.Status.choices,
}
_DATE = re.compile(
    r"[0-9]{1,4}[/.年][0-9]{1,2}[/.月][0-9]{1,4}日?|[0-9]{1,2}/[0-9]{1,4}|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(\s.*)?|[0-9]{1,4}年[0-9]{1,2}月|(令和|平成|昭和|[RHS])\s*[0-9元]{1,2}[年.].*"
)
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's dates, as they count from March 1900 on


@dataclass(frozen=True)
class CellValue:
    """A field's value; `echo` says what was read into it, `doubt` what looks like a slip."""

    value: object
    echo: str = ""
    doubt: str = ""


def cell_value_of(
    cell: RawCell,
    column: SheetColumn,
    unit: str,
    previous: Decimal | None = None,
    steps: tuple[Step, ...] = (),
) -> CellValue | None:
    """What the cell says of its field; None where it says nothing and the field stays as it is.

    `unit`: of the row's value. `previous`: the value of the period before, which tells slips from the usual. `steps`: of a
    milestone, whose value is how many of them are done. Raises ValueError with a sentence for what cannot be understood.
    """
    if cell.form == rows.ERROR:
        raise ValueError(_("エラー値「%s」になっています。値を書いてください。") % cell.text[:20])
    if cell.form == rows.DATE:
        raise ValueError(_date_sentence(column))
    if cell.form == rows.THOUSANDS and column.form == NUMBER:
        raise ValueError(in_thousands_sentence(Decimal(cell.text.removeprefix("¥"))))
    if steps and column.name == "value":
        done = read_steps_done(cell.text, steps)
        return CellValue(
            done.value if done else None, "" if done is None or done.is_plain else _echo(cell, done.echo)
        )
    if column.form == NUMBER:
        return _number(cell, column, unit if column.name == "value" else "", previous)
    if column.form == CHOICE:
        return _choice(cell, column)
    return _text(cell)


def _date_sentence(column: SheetColumn) -> str:
    if column.form == NUMBER:
        return _("日付になっています。セルの表示形式を「標準」に戻し、数を書き直してください。")
    return _("日付になっています。セルの表示形式を「文字列」にして、書き直してください。")


def _number(cell: RawCell, column: SheetColumn, unit: str, previous: Decimal | None) -> CellValue:
    if _DATE.fullmatch(unicodedata.normalize("NFKC", cell.text).strip()):
        raise ValueError(_date_sentence(column))
    found = parse_number(cell.text, unit=unit)
    if found is None:
        return CellValue(None)
    is_number = cell.form == rows.NUMBER and not cell.text.startswith("¥")
    echo = "" if is_number or found.is_plain else _echo(cell, found.echo)
    if cell.form == rows.PERCENT:
        echo = _("セルの表示形式が％なので、%s と読み取りました。") % found.echo
    is_doubtful = column.name == "value" and not _is_usual(found.value, previous)
    return CellValue(found.value, echo, _doubt(found.value, unit) if is_doubtful else "")


def _echo(cell: RawCell, text: str) -> str:
    return _("「%(text)s」を %(echo)s と読み取りました。") % {"text": cell.text.strip(), "echo": text}


def _is_usual(value: Decimal, previous: Decimal | None) -> bool:
    """Whether the value is of the size of the one before it."""
    return previous is not None and 0 < previous / 2 <= value <= previous * 2


def _doubt(value: Decimal, unit: str) -> str:
    """Slips that only a spreadsheet makes: a percentage that became a share, a day that became a number."""
    if unicodedata.normalize("NFKC", unit) == "%" and 0 < abs(value) < 1:
        return _("%(value)s%% です。%(times)s%% のつもりなら、書き直してください。") % {
            "value": format_exact(value),
            "times": format_exact(value * 100),
        }
    if value == int(value) and _is_recent(int(value)):
        day = date.fromordinal(_EPOCH.toordinal() + int(value))
        return _("%(value)s は、%(day)sという日付が数に変わったものかもしれません。") % {
            "value": format_exact(value),
            "day": date_label(day),
        }
    return ""


def _is_recent(number: int) -> bool:
    """Whether Excel counts a day of these years by that number: of 2015 to 2039."""
    return 42_005 <= number <= 51_135


def _choice(cell: RawCell, column: SheetColumn) -> CellValue | None:
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if not text:
        return None
    meant = read_choice(text, CHOICES[column.name])
    if meant is not None:
        return CellValue(meant)
    labels = "、".join(str(label) for _value, label in CHOICES[column.name])
    raise ValueError(
        _("「%(text)s」は選べません。%(labels)sから選んでください。") % {"text": text[:20], "labels": labels}
    )


def _text(cell: RawCell) -> CellValue:
    text = plain(cell.text)
    if text.startswith(("=", "＝")):
        raise ValueError(_("数式のような書き方（=…）は取り込めません。先頭の「=」を除いてください。"))
    return CellValue(text)


def text_of(column: SheetColumn, value: object, unit: str) -> str:
    """A field's value as people read it; blank for nothing."""
    if isinstance(value, Decimal):
        return format_exact(value, unit if column.name == "value" else "")
    if column.form == CHOICE:
        return str(dict(CHOICES[column.name]).get(value, value) or "")
    return plain(value)
