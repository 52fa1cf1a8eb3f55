"""Brings a workbook into the database: checked as somebody's right allows, saved all or not at all."""

import hashlib
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import BinaryIO

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from plans.access import Right, may, visible_plans
from plans.fixture_files import LoadError
from plans.former_names import names_of, told_of_plan
from plans.ledger.grounds import Grounds
from plans.ledger.revising import begin_ledgers
from plans.load_act import Act, LoadOutcome, LoadReport
from plans.models import Municipality, Plan
from plans.previews import on_a_copy
from plans.shared_rows import add_shared

from .book_address import same_plan
from .cells import read_sheets
from .changes import WorkbookChange, changes_of, told_changes
from .kept_rows import keep_provisional_baselines, without_reports
from .limits import Limits, capped, formula_note, some_of
from .lost_rows import lost_rows
from .opened import meet_others, read_opened
from .reading import PlanRows, read_plan
from .sheet import LIMITS
from .stored import StoredRows, load_changes


class OutdatedError(Exception):
    """Somebody has changed the plan since the dry run."""


@dataclass(frozen=True)
class SheetCount:
    """Of one sheet: how many rows are new, changed, unchanged."""

    title: str
    new: int
    changed: int
    unchanged: int

    @property
    def has_changes(self) -> bool:
        return bool(self.new or self.changed)


@dataclass(frozen=True)
class WorkbookReport:
    """What importing a workbook does, or did. `subject`: the plan as it was before, or a new one as it will be."""

    city: str
    plan: str
    is_new_city: bool
    is_new_plan: bool
    subject: Plan
    loaded: LoadReport
    changes: list[WorkbookChange] = field(default_factory=list)
    notes: list[str] = field(
        default_factory=list
    )  # sentences: what the workbook holds and the import leaves out
    public_changes: int = 0  # rows that the public knows, or that become public: each becomes a revision

    @property
    def aim(self) -> str:
        """What the import is about, in a sentence."""
        words = {
            "city": self.subject.municipality.name,
            "plan": self.subject.title,
            "city_address": self.city,
            "plan_address": self.plan,
        }
        if self.is_new_city:
            form = _(
                "新しい市区町村「%(city)s」と、その計画「%(plan)s」を登録します（アドレス名 %(city_address)s/%(plan_address)s）。"
            )
        elif self.is_new_plan:
            form = _("「%(city)s」に、新しい計画「%(plan)s」を登録します（アドレス名 %(plan_address)s）。")
        else:
            form = _("登録済みの計画「%(plan)s」（%(city)s）を書きかえます。")
        return form % words

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
    def fingerprint(self) -> str:
        """The same as long as importing the file would put the same in the place of the same."""
        done = [(change.place, change.is_new, change.differences) for change in self.changes]
        return hashlib.sha256(repr(done).encode()).hexdigest()

    @property
    def told(self) -> list[str]:
        """The changes in lines, for the command."""
        return told_changes(self.changes)

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
    only_what_asks_nothing: bool = False,
    with_reports: bool = False,
    grounds: Grounds | None = None,
    expected: str = "",
    limits: Limits = LIMITS,
) -> WorkbookReport:
    """Save the plan in the file. `dry_run` saves nothing, but finds every mistake that saving would find.
    `only_what_asks_nothing`: nor where somebody must say yes first (`LoadReport.asked`).

    `user`: who imports; None is an administrator at the command line. `with_reports`: bring the reported values of a
    plan that is stored already along, past entry and approval; a new plan's always come along. `grounds`: why rows of a
    public plan change, which is refused without. `expected`: the fingerprint of a dry run; when the database has changed
    meanwhile so that saving would do something else, OutdatedError is raised. Raises
    UnreadableFile and LoadError, both with Japanese sentences that name sheet and cell. Nothing is saved then.
    """
    sheets = read_sheets(file, limits)
    found = read_plan(sheets)
    with on_a_copy() if dry_run else nullcontext(), transaction.atomic():
        opened, of_address = same_plan(found, read_opened(sheets), user)
        _check_right(found, user)
        _refuse_hidden_plans(found, user)
        city = Municipality.objects.filter(slug=found.city).first()
        # What is compared from here on is what is stored until the end.
        own = Plan.objects.filter(municipality=city, slug=found.plan).select_related("municipality")
        before = own.select_for_update(of=("self",)).first()
        if before is None:
            add_shared()
        stored = StoredRows(before)
        rows, notes = found.rows, of_address
        if before is not None:
            rows, skipped = (rows, []) if with_reports else without_reports(rows)
            notes += skipped
            notes += keep_provisional_baselines(rows, stored)
            notes += lost_rows(rows, stored, opened, {sheet.title.strip() for sheet in sheets}).notes
        meanwhile = meet_others(rows, stored, opened)
        notes += meanwhile.notes
        if before is not None and not opened:
            notes.append(
                _(
                    "このブックには、取り出したときの内容の記録がありません。取り出した後にポータルで直されたところも、ブックの内容で書きかえます。変わるところを、よく確かめてください。"
                )
            )
        called = names_of(before) if before is not None else {}
        act = Act(grounds=grounds, only_looks=dry_run, by=user)
        loaded = load_changes(rows, stored, act)
        notes += [
            _("%(row)s: %(deletion)sしたものを戻します。")
            % {"row": outcome.row, "deletion": outcome.deletion}
            for outcome in loaded.outcomes
            if outcome.deletion
        ]
        formulas = [f"「{sheet.title}」{place}" for sheet in sheets for place in sheet.formulas]
        notes += [formula_note(formulas)] if formulas else []
        begin_ledgers()
        if user is not None and not user.is_superuser:
            _refuse_reports(loaded)
        saved = Plan.objects.select_related("municipality").get(
            municipality__slug=found.city, slug=found.plan
        )
        notes += told_of_plan(saved, called)
        report = WorkbookReport(
            found.city,
            found.plan,
            city is None,
            before is None,
            before or saved,
            loaded,
            changes_of(loaded.outcomes, stored, saved, meanwhile.contested),
            notes,
            act.needs_grounds,
        )
        if expected and report.fingerprint != expected:
            raise OutdatedError
        transaction.set_rollback(dry_run or (only_what_asks_nothing and bool(loaded.asked)))
    return report


def _refuse_hidden_plans(found: PlanRows, user: AbstractUser | None) -> None:
    """The same answer for a plan that the user may not see and for one that does not exist: neither is told."""
    if user is None or user.is_superuser:
        return
    seen = {plan.natural_key() for plan in visible_plans(user).select_related("municipality")}
    seen.add((found.city, found.plan))
    hidden = [
        _("%s: この計画は見つかりません。市区町村と計画のアドレス名を確かめてください。") % row.place(name)
        for row in found.rows
        for name, key in row.values.items()
        if isinstance(key, list)
        and row.model._meta.get_field(name).related_model is Plan
        and tuple(map(str, key)) not in seen
    ]
    if hidden:
        raise LoadError(capped(hidden))


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
        form = _(
            "実績値などの報告が、登録済みのものと違います（%(count)s件: %(places)s）。"
            "実績値は四半期の入力で登録してください。ここでは、報告のシート（%(sheets)s）を消してから読み込みます。"
        )
        titles = dict.fromkeys(row.file for row in refused)
        names = {"count": len(refused), "places": some_of([*map(str, refused)]), "sheets": "、".join(titles)}
        raise LoadError([form % names])


def _kind(outcome: LoadOutcome) -> str:
    if outcome.is_new:
        return "new"
    return "changed" if outcome.fields else "unchanged"
