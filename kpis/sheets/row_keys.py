"""What the two hidden columns say: which report a row stands for, and what it held when the sheet was made.

Because of them rows may be sorted, moved and left out, and what somebody else saved in the meantime is noticed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal

from kpis.assessment.stored_facts import measured_value
from kpis.judging.numbers import format_exact
from kpis.workflow.due_items import DueItem
from plans.spreadsheets import LONGEST_TEXT, fit_text

from .columns import INPUTS
from .own_cells import own_text


@dataclass(frozen=True)
class RowKey:
    """Names a report: kitayama/smart-plan/2025-Q1/value/1-1/1 is revision 1 of indicator 1-1 in that review."""

    city: str
    plan: str
    quarter: str
    kind: str
    code: str
    revision: int

    @classmethod
    def parse(cls, text: str) -> "RowKey | None":
        parts = text.strip().split("/")
        if len(parts) != 6 or parts[3] not in INPUTS or not parts[5].isdecimal() or len(parts[5]) > 4:
            return None
        return cls(*parts[:5], int(parts[5]))

    @classmethod
    def of(cls, due_item: DueItem) -> "RowKey":
        plan = due_item.review.plan
        return cls(
            plan.municipality.slug,
            plan.slug,
            due_item.review.period,
            due_item.kind,
            due_item.code,
            due_item.entry.revision if due_item.entry else 1,
        )

    @property
    def review(self) -> tuple[str, str, str]:
        """City, plan and quarter."""
        return self.city, self.plan, self.quarter

    def __str__(self) -> str:
        return "/".join(map(str, astuple(self)))


@dataclass(frozen=True)
class Seen:
    """The version a row had (0: no report yet), and a fingerprint of each input."""

    version: int
    prints: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Seen | None":
        head, _, prints = text.strip().partition(":")
        if not head.startswith("v") or not head[1:].isdecimal() or len(head) > 12 or not prints:
            return None
        return cls(int(head[1:]), tuple(prints.split(".")))

    @classmethod
    def of(cls, due_item: DueItem) -> "Seen":
        return cls(due_item.entry.version if due_item.entry else 0, tuple(prints_of(due_item)))

    def __str__(self) -> str:
        return f"v{self.version}:{'.'.join(self.prints)}"


def inputs_of(due_item: DueItem) -> dict[str, object]:
    """What is stored in the fields that may be filled in, by column name; of no report the fields' defaults."""
    entry = due_item.entry or due_item.new_entry()
    kind = due_item.kind
    found = {
        column.name: own_text(entry, column.name) if column.is_own else getattr(entry, column.fields[kind])
        for column in INPUTS[kind]
    }
    if getattr(entry, "conversion", ""):  # reported in a former unit: as the row's unit has it
        found["value"] = measured_value(entry)
    return found


def prints_of(due_item: DueItem) -> Iterable[str]:
    return (fingerprint(value) for value in inputs_of(due_item).values())


def fingerprint(value: object) -> str:
    return hashlib.sha256(plain(value).encode()).hexdigest()[:10]


def plain(value: object) -> str:
    """The value as text that stays the same on its way through Excel, LibreOffice and CSV."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_exact(value)
    return fit_text(str(value)).strip()[:LONGEST_TEXT]
