"""Brings a workbook into the database: checked as somebody's right allows, saved all or not at all."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..access import Right, may
from ..loading import LoadError, LoadReport, Outcome, load_rows
from ..models import Municipality, Plan
from .cells import read_sheets
from .limits import Limits
from .reading import PlanRows, SheetRow, read_plan
from .sheet import LIMITS


class OutdatedError(Exception):
    """Somebody has changed the plan since the dry run."""


@dataclass(frozen=True)
class SheetCount:
    """Of one sheet: how many rows are new, changed, unchanged."""

    title: str
    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Change:
    """A row that is new or differs: where it stands, its name, the labels of the fields that differ."""

    place: str
    name: str
    is_new: bool
    labels: list[str]


@dataclass(frozen=True)
class WorkbookReport:
    """What importing a workbook does, or did."""

    city: str
    plan: str
    is_new_city: bool
    is_new_plan: bool
    loaded: LoadReport

    @property
    def sheets(self) -> list[SheetCount]:
        counts: dict[str, Counter] = {}
        for outcome in self.loaded.outcomes:
            counts.setdefault(outcome.row.file, Counter())[_kind(outcome)] += 1
        return [
            SheetCount(title, count["new"], count["changed"], count["unchanged"])
            for title, count in counts.items()
        ]

    @property
    def changes(self) -> list[Change]:
        return [
            Change(str(outcome.row), _name(outcome.row), outcome.is_new, _labels(outcome))
            for outcome in self.loaded.outcomes
            if outcome.is_new or outcome.fields
        ]

    @property
    def fingerprint(self) -> str:
        """The same as long as importing the file would do the same to the same rows."""
        done = [(str(outcome.row), outcome.is_new, outcome.fields) for outcome in self.loaded.outcomes]
        return hashlib.sha256(repr(done).encode()).hexdigest()

    @property
    def has_changes(self) -> bool:
        return bool(self.loaded.created or self.loaded.changed)

    def stored_plan(self) -> Plan:
        return Plan.objects.get_by_natural_key(self.city, self.plan)


def import_workbook(
    file: BinaryIO,
    *,
    user: AbstractUser | None = None,
    dry_run: bool = False,
    expected: str = "",
    limits: Limits = LIMITS,
) -> WorkbookReport:
    """Save the plan in the file. `dry_run` saves nothing, but finds every mistake that saving would find.

    `user`: who imports; None is an administrator at the command line. `expected`: the fingerprint of a dry run; when
    the database has changed meanwhile so that saving would do something else, OutdatedError is raised. Raises
    UnreadableFile and LoadError, both with Japanese sentences that name sheet and cell. Nothing is saved then.
    """
    found = read_plan(read_sheets(file, limits))
    with transaction.atomic():
        _check_right(found, user)
        city = Municipality.objects.filter(slug=found.city).first()
        is_new_plan = city is None or not city.plans.filter(slug=found.plan).exists()
        loaded = load_rows(found.rows)
        if user is not None and not user.is_superuser:
            _refuse_reports(loaded)
        report = WorkbookReport(found.city, found.plan, city is None, is_new_plan, loaded)
        if expected and report.fingerprint != expected:
            raise OutdatedError
        transaction.set_rollback(dry_run)
    return report


def _check_right(found: PlanRows, user: AbstractUser | None) -> None:
    """Raises LoadError when the user may not keep that city's plans."""
    if user is None or user.is_superuser:
        return
    city = Municipality.objects.filter(slug=found.city).first()
    if city is None:
        sentence = _(
            "市区町村「%s」は、まだ登録されていません。新しい市区町村を登録できるのは、システムの管理者だけです。"
        )
    elif not may(user, Right.CHANGE_PLAN, city.pk):
        sentence = _("市区町村「%s」の計画を変える権限がありません。「市区町村」シートを確かめてください。")
    else:
        return
    raise LoadError([sentence % found.city])


def _refuse_reports(loaded: LoadReport) -> None:
    """Raises LoadError for rows that would go past the way of a quarter's reports: entry, approval, history."""
    refused = [
        outcome.row
        for outcome in loaded.outcomes
        if outcome.row.table.is_reported and (outcome.is_new or outcome.fields)
    ]
    if refused:
        raise LoadError([_("%s: 実績値は四半期の入力で登録してください。") % row for row in refused])


def _kind(outcome: Outcome) -> str:
    if outcome.is_new:
        return "new"
    return "changed" if outcome.fields else "unchanged"


def _name(row: SheetRow) -> str:
    """By what people know the row."""
    for name in ("title", "name", "office", "label", "code"):
        if isinstance(row.values.get(name), str) and row.values[name]:
            return row.values[name]
    keys = (row.values.get(name) for name in row.table.key_names)
    return " ".join(str(key[-1] if isinstance(key, list) else key) for key in keys)


def _labels(outcome: Outcome) -> list[str]:
    columns = (outcome.row.table.column(name) for name in outcome.fields)
    return [column.label for column in columns if column]
