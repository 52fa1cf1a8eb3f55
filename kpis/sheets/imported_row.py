"""A row of a sheet that has come back, held against what is stored now."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import facts_of
from kpis.judging.facts import Facts
from kpis.judging.periods import Period
from kpis.models import PeriodEntry, Review, State
from kpis.workflow.due_items import DueItem
from plans.access import Right

from .addresses import address_of, field_of_rule
from .cell_values import CellValue, cell_value_of, text_of
from .columns import (
    BY_NAME,
    NAME,
    NUMBER,
    OWN_MARKS,
    OWN_REASONS,
    PROGRESS,
    SheetColumn,
    inputs_seen,
)
from .conflicts import BothTexts, conflict_sentence
from .own_cells import read_own
from .raw_rows import RawRow
from .row_keys import RowKey, Seen, fingerprint, inputs_of, plain
from .sheet_rows import period_label, previous_value
from .shown_cells import check_place

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(frozen=True)
class CellChange:
    """A field's stored and new value as people read them."""

    column: SheetColumn
    address: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return str(self.column.header)


@dataclass(frozen=True)
class SheetDueItems:
    """What a review asks for, by key, and whose the reader is."""

    review: Review
    user: object
    by_key: dict[tuple[str, str], DueItem]

    @classmethod
    def of(cls, review: Review, user, found: list[DueItem]) -> "SheetDueItems":
        return cls(review, user, {(due_item.kind, due_item.code): due_item for due_item in found})

    @cached_property
    def reported(self) -> dict[int, dict[Period, Decimal]]:
        """The values of the indicators asked for, by their ids."""
        return reported_values(row.owner for row in self.by_key.values() if row.is_value)

    @property
    def name(self) -> tuple[str, str, str]:
        plan = self.review.plan
        return plan.municipality.slug, plan.slug, self.review.period


@dataclass
class ImportedRow:
    """A row that has come back. `outcome` and what belongs to it are known once `resolve` and `take` have run."""

    raw: RawRow
    due_items: SheetDueItems
    outcome: str = UNCHANGED
    changes: list[CellChange] = field(default_factory=list)
    echoes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)  # addresses of signs that were read as blank
    is_submitted: bool = False
    is_incomplete: bool = False
    due_item: DueItem | None = None

    @property
    def label(self) -> str:
        """The indicator's or action's number and name; of an unknown row what stands in it."""
        if self.due_item is not None:
            return str(self.due_item.owner)
        cell = self.raw.cells.get(NAME.name)
        return cell.text.strip()[:60] if cell else ""

    @property
    def period_label(self) -> str:
        """Of which period the row is; blank where that is not known."""
        return period_label(self.due_item) if self.due_item is not None else ""

    @cached_property
    def key(self) -> RowKey | None:
        return RowKey.parse(self.raw.key)

    @cached_property
    def edited(self) -> list[str]:
        """The columns in which the row differs from the sheet as it was made; none where that is not known."""
        seen = Seen.parse(self.raw.seen)
        if seen is None or self.key is None:
            return []
        columns = inputs_seen(self.key.kind, len(seen.prints))
        if not columns:
            return []
        both = zip(columns, seen.prints, strict=True)
        return [column.name for column, base in both if self._is_edited(column, base)]

    @property
    def is_untouched(self) -> bool:
        """Whether the row is as the sheet was made."""
        seen = Seen.parse(self.raw.seen)
        return seen is not None and bool(inputs_seen(self.key.kind, len(seen.prints))) and not self.edited

    def _is_edited(self, column: SheetColumn, base: str) -> bool:
        cell = self.raw.cells.get(column.name)
        if cell is None or fingerprint(cell.text) == base:
            return False
        try:
            found = cell_value_of(cell, column, "")
        except ValueError:
            return True
        return found is not None and fingerprint(found.value) != base

    @cached_property
    def facts(self) -> Facts | None:
        return facts_of(self.due_item.owner) if self.due_item is not None and self.due_item.is_value else None

    def resolve(self) -> DueItem:
        """The due item that the row answers, within what the user may fill in. Raises ValidationError."""
        key = self.key
        if key is None:
            raise ValidationError(
                _(
                    "照合キーがないか、壊れています。シートをダウンロードし直し、行ごとではなく値だけを写してください。"
                )
            )
        if key.review != self.due_items.name:
            raise ValidationError(_("別の計画か、別の四半期のシートの行です。"))
        due_item = self.due_items.by_key.get((key.kind, key.code))
        if due_item is None:
            raise ValidationError(_("この四半期に報告するものではありません。"))
        if not due_item.is_for(self.due_items.user, Right.WRITE_ENTRIES):
            if self.is_untouched:  # of a sheet of the whole city: left to whose it is
                self.due_item = due_item
                return due_item
            raise ValidationError(_("ほかの部署の行です。担当の部署の行だけを取り込めます。"))
        self.due_item = due_item
        check_place(self.raw, due_item, self.due_items.by_key.values())
        return due_item

    def take(self, entry: PeriodEntry) -> None:
        """Puts what the sheet changes into `entry`. Raises ValidationError by field for what cannot be understood."""
        assert self.due_item is not None  # noqa: S101 `resolve` ran before
        key, seen = self.key, Seen.parse(self.raw.seen)
        columns = inputs_seen(key.kind, len(seen.prints)) if seen is not None else ()
        if not columns:
            raise ValidationError(_("照合番号がないか、壊れています。シートをダウンロードし直してください。"))
        stored = inputs_of(self.due_item)
        base = dict(zip((column.name for column in columns), seen.prints, strict=True))
        errors: dict[str, str] = {}
        given: dict[SheetColumn, CellValue] = {}
        for column in columns:
            cell = self.raw.cells.get(column.name)
            if cell is None or fingerprint(cell.text) == base[column.name]:
                continue
            try:
                value = self._read(column)
            except ValueError as error:
                errors[column.fields[key.kind]] = str(error)
                continue
            if value is not None and value.value is None and plain(cell.text):
                self.blanks.append(cell.address)
            if value is not None and fingerprint(value.value) != base[column.name]:
                given[column] = value
        errors |= self._foreign_cells()
        changed = {
            column: meaning
            for column, meaning in given.items()
            if plain(meaning.value) != plain(stored[column.name])
        }
        if changed or errors:
            self._refuse_conflict(seen, base, stored, given)
            self._refuse_locked()
        for column, meaning in changed.items():
            self._change(entry, column, stored[column.name], meaning)
        self._assess(entry, changed, stored, errors)
        if changed and key.kind == PROGRESS and not entry.status:
            errors.setdefault("status", _("進み具合を選んでください。"))
        if errors:
            raise ValidationError(errors)

    def _assess(
        self,
        entry: PeriodEntry,
        changed: dict[SheetColumn, CellValue],
        stored: dict[str, object],
        errors: dict[str, str],
    ) -> None:
        """Both cells of 自己評価 make sense only together."""
        if not any(column.is_own for column in changed):
            return
        now = stored | {column.name: meaning.value for column, meaning in changed.items()}
        try:
            entry.assessed = read_own(entry, plain(now[OWN_MARKS.name]), plain(now[OWN_REASONS.name]))
        except ValidationError as error:
            errors |= {name: " ".join(texts) for name, texts in error.message_dict.items()}

    def _read(self, column: SheetColumn) -> CellValue | None:
        previous = previous_value(self.facts, self.due_item.period) if self.facts is not None else None
        steps = self.facts.steps if self.facts is not None else ()
        return cell_value_of(self.raw.cells[column.name], column, self.due_item.unit, previous, steps)

    def _foreign_cells(self) -> dict[str, str]:
        """Something stands where this kind of row has no field: it is not lost without a word."""
        found = {}
        for name, cell in self.raw.cells.items():
            column = BY_NAME[name]
            if column.is_input and self.key.kind not in column.fields and cell.text.strip():
                found[name] = _("この行では「%s」を使いません。空欄にしてください。") % column.header
        return found

    def _change(self, entry: PeriodEntry, column: SheetColumn, old: object, meaning: CellValue) -> None:
        unit = self.due_item.unit
        if not column.is_own:
            setattr(entry, column.fields[self.key.kind], meaning.value)
        address = self.raw.cells[column.name].address
        self.changes.append(
            CellChange(
                column,
                address,
                text_of(column, old, unit),
                text_of(column, meaning.value, unit),
            )
        )
        if meaning.echo:
            self.echoes.append(f"{address}: {meaning.echo}")
        if meaning.doubt:
            self.doubts.append(f"{address}: {meaning.doubt}")

    def _refuse_locked(self) -> None:
        if not self.due_item.is_locked:
            return
        if self.due_item.state == State.SUBMITTED:
            raise ValidationError(_("提出済みです。入力の画面で取り戻してから、取り込んでください。"))
        words = (
            _("承認済みです。%s")
            if self.due_item.state == State.APPROVED
            else _("このレビューは締め切られています。%s")
        )
        way = _("直すときは、入力の画面の「改定案を書く」から、理由を付けて提出してください。")
        raise ValidationError(words % way)

    def _refuse_conflict(
        self, seen: Seen, base: dict[str, str], stored: dict[str, object], given: dict[SheetColumn, CellValue]
    ) -> None:
        """Somebody has saved other contents since the sheet was made: nothing of the row goes in, both are said."""
        entry = self.due_item.entry
        version = entry.version if entry else 0
        is_newer = entry is not None and entry.revision != self.key.revision
        theirs = [name for name in base if fingerprint(stored[name]) != base[name]]
        if not is_newer and (seen.version == version or not theirs):
            return
        if entry is None:
            raise ValidationError(
                _("シートを作った後に、ほかの人がこの行を消しました。シートをダウンロードし直してください。")
            )
        mine = {column.name: meaning.value for column, meaning in given.items()}
        fields = [
            BothTexts(column, stored[column.name], mine.get(column.name), column.name in mine)
            for column in map(BY_NAME.get, theirs)
        ]
        raise ValidationError(conflict_sentence(entry, fields))

    def weigh(self, entry: PeriodEntry) -> None:
        """Doubts about the value, seen beside the values of other periods."""
        if self.facts is None or not any(change.column.form == NUMBER for change in self.changes):
            return
        reported = self.due_items.reported[self.due_item.owner.pk]
        found = doubts_of_measurement(entry, self.facts, reported)
        self.doubts.extend(doubt.sentence for doubt in found)

    def refuse(self, error: ValidationError) -> None:
        """Keeps why the row was refused, each reason with the address of its cell."""
        self.outcome = REFUSED
        found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, texts in found.items():
            self.reasons.extend(f"{self._address_of(name, text)}: {text}" for text in texts)

    def _address_of(self, name: str, sentence: str) -> str:
        if self.key is None:
            return address_of(self.raw)
        is_ratio = self.due_item is not None and self.due_item.is_value and self.due_item.owner.is_ratio
        of_rule = field_of_rule(sentence, self.raw, self.edited, is_ratio=is_ratio)
        if of_rule or name == NON_FIELD_ERRORS:
            name = of_rule or next(iter(self.edited), "")
        return address_of(self.raw, name, self.key.kind)
