"""A value as it stands in a backup, and as each database keeps it.

JSON alone holds them: numbers with a point, moments (UTC) and days as text, binary content in base64. A column of JSON
stays the text that the database gave.
"""

import base64
import json
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Any

from .tables import Column, Table

# SQLite keeps numbers as floating point; Django reads them with so many digits, and so does everybody who sees them.
_FROM_FLOAT = Context(prec=15)


def portable(column: Column, value: Any) -> Any:
    """What the database gave, as the backup holds it."""
    if value is None:
        return None
    match column.kind:
        case "boolean":
            return bool(value)
        case "date":
            return value.isoformat()
        case "moment":
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case "decimal":
            exact = (
                _FROM_FLOAT.create_decimal_from_float(value) if isinstance(value, float) else Decimal(value)
            )
            return format(exact.quantize(Decimal(1).scaleb(-column.places), context=Context(prec=40)), "f")
        case "binary":
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def stored(column: Column, value: Any, vendor: str) -> Any:
    """What the backup holds, as it is handed to that database."""
    if value is None:
        return None
    if column.kind == "binary":
        return base64.b64decode(value)
    if vendor == "sqlite" and column.kind == "moment":
        return str(datetime.fromisoformat(value).replace(tzinfo=None))
    return value


def canonical(table: Table, row: list) -> bytes:
    """The row in a form that is the same from either database: PostgreSQL orders the keys of JSON anew."""
    found = [
        _sorted(value) if column.kind == "json" and value is not None else value
        for column, value in zip(table.columns, row, strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _sorted(text: str) -> str:
    return json.dumps(
        json.loads(text, parse_float=lambda number: str(Decimal(number).normalize())),
        sort_keys=True,
        ensure_ascii=False,
    )


def day_label(moment: str) -> str:
    """2026-04-01 09:30 of a moment in a header."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
