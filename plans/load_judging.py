"""Rows of a file held against what is stored, each or many at once: what saving them would do, and its mistakes."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from plans.deletions import Deletion, deletion_by_person
from plans.fixture_files import FixtureRow, key_fields, natural_key_of
from plans.ledger.histories import FieldChange
from plans.ledger.promised import fields_of, links_of
from plans.load_act import NO_GROUNDS, Act, LoadOutcome, LoadReport
from plans.load_differences import differing, differing_links, field_changes
from plans.load_reports import REFUSALS, StoredReports
from plans.load_saving import save, save_together
from plans.load_values import RowValues, StaysDeletedError, existing
from plans.models import Plan
from plans.models.base import PlanPart
from plans.models.versions import count_up

MAX_ERRORS = 20


@dataclass
class _Judged:
    """A row held against what is stored: what saving it would do. Without `differs` and links nothing is written."""

    row: FixtureRow
    instance: models.Model
    is_new: bool = False
    differs: bool = False
    fields: list[str] = field(default_factory=list)
    links: dict[str, list[models.Model]] = field(default_factory=dict)
    changed_links: list[str] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    deletion: Deletion | None = None
    asks: bool = False

    @property
    def is_unchanged(self) -> bool:
        return not (self.is_new or self.fields or self.changed_links)


@dataclass
class Loader:
    act: Act
    report: LoadReport = field(default_factory=LoadReport)
    errors: list[str] = field(default_factory=list)
    values: RowValues = field(default_factory=RowValues)
    loaded: dict[tuple, FixtureRow] = field(default_factory=dict)
    made: dict[type[models.Model], set[int]] = field(default_factory=dict)

    def load(self, row: FixtureRow) -> None:
        try:
            plain, links = self.values.resolve(row)
            judged = self._judge(row, plain, links, existing(row, plain), checked=())
            if judged.differs:
                save(judged.instance, self.act)
        except REFUSALS as refusal:
            self._refuse(row, refusal)
        else:
            self._note(judged)

    def load_together(self, rows: list[FixtureRow]) -> None:
        """The same for reports of one kind, of which none refers to another: asked and stored together."""
        stored = StoredReports(self.values, rows)
        judged: dict[int, _Judged] = {}
        refused: dict[int, Exception] = {}
        for number, row in enumerate(rows):
            try:
                plain, links = stored.values_of(number)
                judged[number] = self._judge(
                    row, plain, links, stored.existing(number), stored.checked(plain), stored
                )
            except REFUSALS as refusal:
                refused[number] = refusal
        todo = {n: (each.instance, each.fields) for n, each in judged.items() if each.differs}
        refused |= save_together(todo, self.act)
        for number, row in enumerate(rows):
            if number in refused:
                self._refuse(row, refused[number])
            else:
                self._note(judged[number])
            if self.is_full:
                return

    @property
    def is_full(self) -> bool:
        """Whether so many mistakes are found that looking for more helps nobody."""
        return len(self.errors) >= MAX_ERRORS

    def _judge(
        self,
        row: FixtureRow,
        plain: dict[str, object],
        links: dict[str, list[models.Model]],
        instance: models.Model | None,
        checked: Collection[str],
        stored: StoredReports | None = None,
    ) -> _Judged:
        """What the row would do; its instance then has the file's values. `checked`: fields that need no look-up any more.

        Raises ValidationError, ConsequenceError, StaysDeletedError.
        """
        instance = instance or row.model()
        is_new = instance.pk is None
        before = instance if is_new else copy(instance)
        if not is_new:
            for name in instance.WRITTEN_IN_WAYS & plain.keys():
                plain[name] = instance.as_kept(name, str(plain[name]))
        self._check_once(row, plain)
        deletion = self._deletion(instance, plain, stored) if is_new else None
        if deletion and self._stays_deleted(row, deletion):
            raise StaysDeletedError
        if self._stays(row, instance, plain, links):
            return _Judged(row, instance)
        fields = [] if is_new else differing(instance, plain)
        is_told = not (is_new or self.act.anew)
        changes = field_changes(instance, {name: plain[name] for name in fields}, links) if is_told else []
        differs = is_new or bool(fields)
        for name, value in plain.items():
            setattr(instance, name, value)
        if differs:
            # The database checks its constraints itself when the row is saved: asking first costs a query each.
            instance.full_clean(exclude=checked, validate_constraints=False)
        if (links or differs) and isinstance(instance, PlanPart):
            instance.check_links(links)
        changed_links = differing_links(instance, links)
        self._check_promise(instance, before, is_new, [*fields, *changed_links])
        asks = bool(deletion or changes) or is_new
        asks = asks and (deletion is not None or self.act.asks(instance, is_new=is_new))
        if asks:
            self.act.check_person(instance)
        return _Judged(row, instance, is_new, differs, fields, links, changed_links, changes, deletion, asks)

    def _refuse(self, row: FixtureRow, refusal: Exception) -> None:
        if isinstance(refusal, StaysDeletedError):
            self.values.gone.add((row.model, natural_key_of(row)))
            self.report.add(LoadOutcome(row, is_new=False, fields=()))
            return
        self.values.failed.add((row.model, str(row.values.get(row.model.NATURAL_KEY[-1]))))
        if isinstance(refusal, ValidationError):
            self._report(row, refusal)

    def _note(self, judged: _Judged) -> None:
        """Sets the links of a row that is stored now, and keeps what it did."""
        row, instance = judged.row, judged.instance
        if judged.is_unchanged:
            if instance.pk is not None:
                self.values.remember(row, instance)
            self.report.add(LoadOutcome(row, is_new=False, fields=()))
            return
        if judged.is_new:
            self.made.setdefault(type(instance), set()).add(instance.pk)
            if isinstance(instance, Plan):
                self.act.new_plans.add(instance.pk)
        for name in judged.changed_links:
            getattr(instance, name).set(judged.links[name])
        if judged.changed_links and not judged.is_new:
            count_up(row.model._default_manager.filter(pk=instance.pk))
        self.values.remember(row, instance)
        self.report.add(
            LoadOutcome(
                row,
                judged.is_new,
                (*judged.fields, *judged.changed_links),
                tuple(judged.changes),
                judged.asks,
                self.act.shows(instance),
                str(judged.deletion or ""),
            )
        )

    def _stays(self, row: FixtureRow, instance: models.Model, plain: dict, links: dict) -> bool:
        """Whether the file changes nothing here: of what is stored, or by a row that comes with a new owner only."""
        if instance.pk is None:
            owner = plain.get(getattr(row.model, "COMES_WITH", ""))
            return self.act.adds_only and owner is not None and owner.pk not in self.made.get(type(owner), ())
        if self.act.adds_only:
            return True
        if not (differing(instance, plain) or differing_links(instance, links)):
            return False
        why = self.act.why_kept(instance)
        if why:
            self.act.kept.append(f"{row}: {why}")
        return bool(why)

    def _deletion(
        self, instance: models.Model, plain: dict[str, object], stored: StoredReports | None
    ) -> Deletion | None:
        """Whether somebody has deleted what would come back. Rows that come with a new plan are nobody's yet."""
        if self.act.anew:
            return None
        for name, value in plain.items():
            setattr(instance, name, value)
        if self.act.is_begun_now(instance):
            return None
        key = {name: plain[name] for name in key_fields(type(instance))}
        return None if stored and not stored.was_deleted(key) else deletion_by_person(type(instance), key)

    def _stays_deleted(self, row: FixtureRow, deletion: Deletion) -> bool:
        why = self.act.why_not_brought_back(deletion)
        if why:
            self.act.kept.append(f"{row}: {why}")
        return bool(why)

    def _check_promise(
        self, instance: models.Model, before: models.Model, is_new: bool, names: list[str]
    ) -> None:
        """Raises ValidationError where a public row would change without a reason, or an approved value at all."""
        if self.act.anew:
            return
        if getattr(instance, "STAYS_ONCE_APPROVED", False) and names and not is_new:
            self._check_approved(before)
        if getattr(instance, "PART_OF_REPORT", "") and (names or is_new):
            report = getattr(before, instance.PART_OF_REPORT)
            if report.pk not in self.made.get(type(report), ()):
                self._check_approved(report)
        if not self.act.is_known(instance) or self.act.grounds is not None:
            return
        kind = type(instance)
        promised = {f.name for f in fields_of(kind)} | {link.name for link in links_of(kind)}
        touched = [name for name in names if name in promised]
        if not (is_new or touched):
            return
        self.act.needs_grounds += 1
        if not self.act.only_looks:
            raise ValidationError(dict.fromkeys(touched, NO_GROUNDS) if touched else NO_GROUNDS)

    def _check_approved(self, stored: models.Model) -> None:
        """Raises ValidationError for an approved value, as the database's guard does: of a plan in preparation, too."""
        if stored.shows_in_public and not self.act.is_begun_now(stored):
            raise ValidationError(
                "承認済みの値は書きかえられません。版の番号を1つ増やした行を足してください。"
            )

    def _check_once(self, row: FixtureRow, plain: dict[str, object]) -> None:
        """Raises ValidationError when an earlier row of the file has the same natural key."""
        key = (row.model, *(plain[name] for name in key_fields(row.model)))
        if key in self.loaded:
            raise ValidationError(
                f"同じものが{self.loaded[key].line}行目にもあります。どちらかを消すか、名前を変えてください。"
            )
        self.loaded[key] = row

    def _report(self, row: FixtureRow, error: ValidationError) -> None:
        messages = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, sentences in messages.items():
            place = row.place("" if name == NON_FIELD_ERRORS else name)
            self.errors += [f"{place}: {sentence}" for sentence in sentences]
