"""Brings the rows of a sheet in: shown first, then stored, by the same verbs and checks as the entry grid.

django-import-export carries the run (transaction, dry run, a result for each row). What it would decide by itself is
decided here: a row is found by its hidden key among the due items of the person, never in the whole table; it is stored
by kpis/workflow/entries.py, which asks for rights, checks the model and leaves history; nothing is written in bulk.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from import_export import resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from tablib import Dataset

from kpis.models import PeriodEntry, Review
from kpis.workflow import entries
from kpis.workflow.due_items import due_items_with_figures
from plans.era import Quarter
from plans.models import Plan
from plans.previews import on_a_copy
from plans.workbook.guard import UnreadableFile

from .columns import BY_NAME, INPUTS
from .conflicts import conflict_sentence
from .imported_row import (
    CHANGED,
    NEW,
    REFUSED,
    UNCHANGED,
    ImportedRow,
    SheetDueItems,
)
from .raw_rows import RawRow
from .row_keys import RowKey
from .sheet_rows import sheet_rows
from .shown_cells import written_into

SHOWN_PLACES = 3
COLUMN = "row"  # the data set has one column: the row with all that is known of it
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: UNCHANGED,
    RowResult.IMPORT_TYPE_INVALID: REFUSED,
}


class ReportResource(resources.Resource):
    """Values and progress of one review as one person may report them."""

    class Meta:
        instance_loader_class = BaseInstanceLoader  # get_instance looks itself
        use_transactions = True
        use_bulk = False  # bulk writing passes by save() and history
        clean_model_instances = False  # save_entry checks the model, its constraints included
        report_skipped = True
        skip_diff = True  # the imported itself knows what differs

    def __init__(self, user: AbstractUser, *, submit: bool = False):
        super().__init__()
        self.user = user
        self.submit = submit

    def get_instance(self, instance_loader, row) -> PeriodEntry | None:
        """The stored report, of the person's own due items only. Raises ValidationError for any other row."""
        due_item = row[COLUMN].resolve()
        return copy(due_item.entry) if due_item.entry else None

    def init_instance(self, row=None) -> PeriodEntry:
        return row[COLUMN].due_item.new_entry()

    def import_instance(self, instance, row, **kwargs) -> None:
        row[COLUMN].take(instance)

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        return not row[COLUMN].changes and not import_validation_errors

    def do_instance_save(self, instance, is_create) -> None:
        """Stores the report by the department's verb."""
        try:
            entries.save_entry(
                instance,
                by=self.user,
                seen_version=0 if is_create else instance.version,
                why=_("Excelの取り込み"),
            )
        except entries.Conflict as conflict:
            raise ValidationError(conflict_sentence(conflict.current, [])) from conflict
        except (entries.Refused, PermissionDenied) as refusal:
            raise ValidationError(str(refusal)) from refusal

    def after_save_instance(self, instance, row, **kwargs) -> None:
        imported = row[COLUMN]
        imported.weigh(instance)
        if not self.submit:
            return
        if entries.what_is_missing(instance):
            imported.is_incomplete = True
            return
        try:
            entries.submit(instance, by=self.user, why=_("Excelの取り込み"))
        except (entries.Refused, PermissionDenied) as refusal:
            raise ValidationError(str(refusal)) from refusal
        imported.is_submitted = True


@dataclass
class Run:
    """What a run brought, or would bring. `is_stored`: whether anything is in the database now.

    `left_behind`: unchanged rows that a preview has seen and the confirmation does not carry.
    """

    review: Review
    imported_rows: list[ImportedRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    is_stored: bool = False
    left_behind: int = 0

    def of(self, *outcomes: str) -> list[ImportedRow]:
        return [imported for imported in self.imported_rows if imported.outcome in outcomes]

    @property
    def accepted(self) -> list[ImportedRow]:
        """The rows that store something."""
        return self.of(NEW, CHANGED)

    @property
    def refused(self) -> list[ImportedRow]:
        return self.of(REFUSED)

    @property
    def unchanged(self) -> list[ImportedRow]:
        return self.of(UNCHANGED)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(imported.outcome for imported in self.imported_rows)
        found[UNCHANGED] += self.left_behind
        return {outcome: found[outcome] for outcome in (NEW, CHANGED, UNCHANGED, REFUSED)}

    @property
    def has_doubts(self) -> bool:
        return any(imported.doubts for imported in self.accepted)

    @property
    def sentence(self) -> str:
        """What was stored, for the person who did it."""
        submitted = sum(imported.is_submitted for imported in self.accepted)
        incomplete = sum(imported.is_incomplete for imported in self.accepted)
        parts = [
            _("%(count)d件を取り込みました（新規%(new)d件、変更%(changed)d件）。")
            % {"count": len(self.accepted), "new": self.counts[NEW], "changed": self.counts[CHANGED]}
        ]
        if submitted:
            parts.append(_("%d件を提出しました。") % submitted)
        if incomplete:
            parts.append(_("書き終えていない%d件は提出していません。") % incomplete)
        if self.refused:
            parts.append(_("%d件は取り込んでいません。") % len(self.refused))
        return "".join(parts)


def reviews_of(rows: Iterable[RawRow]) -> set[tuple[str, str, str]]:
    """City, plan and quarter of every review that the rows name."""
    keys = (RowKey.parse(row.key) for row in rows)
    return {key.review for key in keys if key is not None}


def check_review(rows: list[RawRow], review: Review) -> None:
    """Raises UnreadableFile for a sheet of another review, or one without a row."""
    if not rows:
        raise UnreadableFile([_("シートに行がありません。シートをダウンロードし直して書いてください。")])
    named = reviews_of(rows)
    if not named or (review.plan.municipality.slug, review.plan.slug, review.period) in named:
        return
    raise UnreadableFile(
        [
            _("このファイルは別のシートです（%(other)s）。%(own)sのシートを選んでください。")
            % {"other": _name_of(*sorted(named)[0]), "own": _full_name(review.plan, review.label)}
        ]
    )


def _name_of(city: str, plan: str, quarter: str) -> str:
    """What the keys of a sheet call a review, as people call it where they may know the plan."""
    try:
        label = Quarter.parse(quarter).label
    except ValueError:
        label = quarter[:20]
    public = Plan.objects.filter(public_since__isnull=False, municipality__slug=city, slug=plan)
    known = public.select_related("municipality").first()
    return _full_name(known, label) if known else f"{city[:50]}/{plan[:50]} {label}"


def _full_name(plan: Plan, label: str) -> str:
    return f"{plan.municipality.name} {plan.title} {label}"


def run(
    rows: Iterable[RawRow],
    review: Review,
    *,
    by: AbstractUser,
    store: bool = False,
    only_accepted: bool = False,
    submit: bool = False,
) -> Run:
    """Holds the rows against what is stored and, with `store`, stores them: all, or nothing.

    `only_accepted`: stores the rows that are fine although others are refused. Everything happens in one transaction,
    which a preview does to a copy: what it shows has passed every check. The rows' refusals are in the result.
    """
    with nullcontext() if store else on_a_copy():
        return _run(rows, review, by=by, store=store, only_accepted=only_accepted, submit=submit)


def _run(
    rows: Iterable[RawRow],
    review: Review,
    *,
    by: AbstractUser,
    store: bool,
    only_accepted: bool,
    submit: bool,
) -> Run:
    due_items = SheetDueItems.of(review, by, due_items_with_figures(review))
    found = Run(review, [ImportedRow(raw, due_items) for raw in rows])
    _refuse_doubles(found.imported_rows)
    todo = [imported for imported in found.imported_rows if imported.outcome != REFUSED]
    has_doubles = len(todo) < len(found.imported_rows)
    result = ReportResource(by, submit=submit).import_data(
        Dataset(*((imported,) for imported in todo), headers=[COLUMN]),
        dry_run=not store or (has_doubles and not only_accepted),
        rollback_on_validation_errors=not only_accepted,
    )
    for imported, answer in zip(todo, result.rows, strict=True):
        if answer.errors:
            raise answer.errors[0].error  # a mishap, not an answer to the person: nothing is stored
        imported.outcome = OUTCOMES[answer.import_type]
        if answer.validation_error is not None:
            imported.refuse(answer.validation_error)
    found.is_stored = store and bool(found.accepted) and (only_accepted or not found.refused)
    found.notices = _notices(found)
    return found


def _refuse_doubles(imported_rows: list[ImportedRow]) -> None:
    """A report that stands in two rows: nobody can tell which one is meant."""
    places: dict[str, list[str]] = {}
    for imported in imported_rows:
        if imported.key is not None:
            places.setdefault(str(imported.key), []).append(imported.raw.place)
    for imported in imported_rows:
        others = places.get(str(imported.key), [])
        if len(others) > 1:
            sentence = _("同じ行が%sにあります。1つだけ残してください。") % _listed(others)
            imported.refuse(ValidationError(sentence))


def _listed(places: list[str]) -> str:
    return "、".join(places[:SHOWN_PLACES]) + (
        _("など%dか所") % len(places) if len(places) > SHOWN_PLACES else ""
    )


def _notices(found: Run) -> list[str]:
    """What the sheet leaves as it is: inputs whose columns are not there, and cells that are only shown."""
    kinds = {imported.key.kind for imported in found.imported_rows if imported.key}
    there = {name for imported in found.imported_rows for name in imported.raw.cells}
    wanted = {
        column.name for kind in kinds for column in INPUTS[kind] if not (column.is_part or column.is_own)
    }
    missing = [str(BY_NAME[name].header) for name in BY_NAME if name in wanted - there]
    notices = [_("列がないので、そのままにする欄: %s") % "、".join(missing)] if missing else []
    known = [imported for imported in found.imported_rows if imported.due_item is not None]
    rows = sheet_rows(imported.due_item for imported in known)
    pairs = zip(known, rows, strict=True)
    written = [cell for imported, row in pairs for cell in written_into(imported.raw, row)]
    if written:
        sentence = _(
            "番号、担当、期間、目標など、見るための欄が、今のポータルの内容と違います（%s）。これらの欄は取り込みません。"
        )
        notices.append(sentence % _listed([cell.address for cell in written]))
    blanks = [address for imported in found.imported_rows for address in imported.blanks]
    if blanks:
        notices.append(
            _("「－」などの記号は、空欄と読み取りました（%s）。値を出せないときは「値の状態」で示します。")
            % _listed(blanks)
        )
    return notices
