"""Texts as every file can hold them: of snapshots and of what is printed like one."""

import re
from typing import Any, TypeVar

from plans.spreadsheets import UNFIT, one_line_end

T = TypeVar("T")
# Beside what is unfit for a file, what would turn the reading direction or break a line unseen.
_UNWANTED = re.compile(f"[{UNFIT}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def clean(value: T) -> T:
    """The value with all its texts free of what no page, sheet or print can show, and of the space around."""
    return _clean(value)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNWANTED.sub("", one_line_end(value)).strip()
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value
