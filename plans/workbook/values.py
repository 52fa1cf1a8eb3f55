"""Between a field's value and a cell: what is written, and what is understood when people fill it in."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from plans.spreadsheets import EXACT_DIGITS, fit_text
from plans.typed_choices import read_choice
from plans.typed_dates import read_date

from .cells import Value
from .tables import ModelColumn, is_own_address

YES, NO = "はい", "いいえ"
TRUTHS = {YES: True, "yes": True, "true": True, "1": True, "○": True} | {
    NO: False, "no": False, "false": False, "0": False, "×": False,
}  # fmt: skip
SEPARATOR = "; "
SEPARATORS = re.compile(r"(?<!\\)[;；\n]")
SLASH = re.compile(r"(?<!\\)/")
SPECIAL = re.compile(r"[\\/;；]")
FIRST_EXCEL_DATE = date(1900, 3, 1)  # before it Excel counts a day that there never was
# Days as Excel counts them, from 1982 to 2119: other numbers in a cell for a date are something else.
SERIALS = range(30_000, 80_000)
NOT_TEXT = date | time | timedelta


def to_cell(column: ModelColumn, value: object) -> str | int | float | date | None:
    """What stands in the cell for a plain field's value; None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value if value >= FIRST_EXCEL_DATE else value.isoformat()
    if isinstance(value, int):
        return value
    return fit_text(str(value))


def _number(value: Decimal) -> int | float | str:
    """As a number where a cell can hold it exactly, else as text."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if len(text.lstrip("-").replace(".", "").lstrip("0")) > EXACT_DIGITS:
        return text
    return float(text) if "." in text else int(text)


def key_cell(parts: tuple[object, ...]) -> str:
    """One target of a relation, as its cell names it."""
    return "/".join(SPECIAL.sub(r"\\\g<0>", str(part)) for part in parts)


def from_cell(column: ModelColumn, value: Value | None, *, city: str, plan: str) -> object:
    """The raw value as plans/loading.py takes it: relations as full natural keys, of the workbook's own plan.

    Raises ValidationError with a Japanese sentence when the cell cannot be understood.
    """
    if column.field.is_relation:
        return _relation(column, value, city=city, plan=plan)
    field = column.field
    if value is None:
        if field.has_default():
            return field.get_default()
        return None if field.null else ""
    if column.choices:
        return _choice(column, _text(value))
    if isinstance(field, models.BooleanField):
        return _truth(value)
    if isinstance(field, models.DateTimeField):
        return value if isinstance(value, datetime) else _text(value)
    if isinstance(field, models.DateField):
        return _date(value)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return _digits(value)
    return _text(value)


def _relation(column: ModelColumn, value: Value | None, *, city: str, plan: str) -> object:
    text = "" if value is None else _text(value)
    keys = [
        _key(column, item.strip(), city=city, plan=plan) for item in SEPARATORS.split(text) if item.strip()
    ]
    if column.is_many:
        return keys
    if len(keys) > 1:
        raise ValidationError(_("1つだけ書いてください。"))
    if not keys and not column.field.null:
        raise ValidationError(_("空欄です。%sを書いてください。") % column.label)
    return keys[0] if keys else None


def _key(column: ModelColumn, text: str, *, city: str, plan: str) -> list[str]:
    parts = [re.sub(r"\\(.)", r"\1", part.strip()) for part in SLASH.split(text)]
    if len(parts) != len(column.key):
        raise ValidationError(
            _("「%(text)s」は「%(form)s」の形で書いてください。") % {"text": text, "form": column.key_form}
        )
    own = dict(zip(column.key, parts, strict=True))
    return [own.get(path) or _own(column, path, city, plan) for path in column.target.NATURAL_KEY]


def _own(column: ModelColumn, path: str, city: str, plan: str) -> str:
    if not is_own_address(column.target, path):
        raise ValidationError(_("「%s」の形で書いてください。") % column.key_form)
    return city if path.endswith("municipality__slug") else plan


def _text(value: Value) -> str:
    if isinstance(value, NOT_TEXT):
        raise ValidationError(
            _(
                "日付や時刻になっています（Excelが 1-1 などを日付に変えることがあります）。"
                "セルの表示形式を「文字列」にして、入力し直してください。"
            )
        )
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _choice(column: ModelColumn, text: str) -> str:
    """The value, or the words by which the portal shows it."""
    if text in column.choices:
        return text
    meant = read_choice(text, column.choices.items())
    if meant is not None:
        return meant
    known = "、".join(f"{value}（{label}）" for value, label in column.choices.items())
    raise ValidationError(
        _("「%(text)s」は選べません。選べる値: %(known)s。") % {"text": text, "known": known}
    )


def _truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    known = TRUTHS.get(unicodedata.normalize("NFKC", _text(value)).lower())
    if known is None:
        raise ValidationError(_("「はい」か「いいえ」と書いてください。"))
    return known


def _date(value: Value) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in SERIALS:
        return from_excel(int(value)).date()
    text = "" if isinstance(value, NOT_TEXT) else str(value).strip()
    try:
        return read_date(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _digits(value: Value) -> str:
    """What stands there as text; the loader reads the number."""
    if isinstance(value, bool):
        raise ValidationError(_("数を書いてください。"))
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"  # never with an exponent
    return _text(value)
