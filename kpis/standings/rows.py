"""Rows of a plan's table as they were stored: they answer what the pages ask of an `Assessment`, and nothing more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextField, Value
from django.utils.safestring import SafeString, mark_safe

from kpis.assessment.assessment import Assessment
from kpis.judging.rollup import RollUp
from kpis.judging.standing import Standing
from kpis.judging.terms import Group, Verdict
from kpis.models import Indicator
from kpis.models import Standing as Stored

from .told import Told

GROUPS = {group.key: group for group in Group}


@dataclass(frozen=True)
class StoredIndicator:
    code: str
    number: str
    name: str
    role: str
    goal_id: int | None

    @property
    def is_reference(self) -> bool:
        return self.role == Indicator.Role.REFERENCE

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True)
class StoredRow:
    indicator: StoredIndicator
    evaluation: Standing
    citizen_sentence: str
    told: Told
    cells: SafeString


@dataclass(frozen=True)
class PlanRows:
    """A plan's table: its rows in the plan's order, and their counts without the references."""

    rows: list[Assessment] | list[StoredRow]
    roll_up: RollUp
    has_marks: bool


COLUMNS = (
    "code", "number", "name", "role", "goal_id", "verdict", "group", "label", "stale", "is_reported", "attainment",
    "is_of_words", "sentence", "report", "cells",
)  # fmt: skip


class DamagedError(Exception):
    """What is stored is no standing: somebody has written into the table."""


@contextmanager
def or_damaged() -> Iterator[None]:
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise DamagedError from error


def stored_rows(plan_id: int) -> list[StoredRow]:
    """Every row of the plan, in its order. One query. Raises DamagedError."""
    with or_damaged():
        return list(_read(Stored.objects.filter(plan_id=plan_id).order_by("place").values_list(*COLUMNS)))


def stored_rows_of(plan_ids: Iterable[int]) -> dict[int, list[StoredRow]]:
    """The rows of several plans, without the cells of their tables. One query. A damaged plan is left out."""
    ids = list(plan_ids)
    if not ids:
        return {}
    blank = Value("", output_field=TextField())
    by_plan: dict[int, list[tuple[Any, ...]]] = {key: [] for key in ids}
    rows = Stored.objects.filter(plan_id__in=ids).order_by("plan_id", "place").annotate(no_cells=blank)
    for plan_id, *row in rows.values_list("plan_id", *COLUMNS[:-1], "no_cells"):
        by_plan[plan_id].append(tuple(row))
    found = {}
    for key, values in by_plan.items():
        with suppress(DamagedError), or_damaged():
            found[key] = list(_read(values))
    return found


def _read(found: Iterable[tuple[Any, ...]]) -> Iterable[StoredRow]:
    for (
        code, number, name, role, goal, verdict, group, label, stale, is_reported, attainment, is_of_words, sentence, report, cells,
    ) in found:  # fmt: skip
        yield StoredRow(
            StoredIndicator(code, number, name, role, goal),
            Standing(
                verdict=Verdict(verdict),
                group=GROUPS[group],
                label=label,
                stale=stale,
                is_reported=is_reported,
                attainment=Decimal(attainment) if attainment else None,
                is_of_words=is_of_words,
            ),
            sentence,
            Told.read(report or {}),
            mark_safe(cells),  # noqa: S308 rendered by the table's own template when it was stored
        )
