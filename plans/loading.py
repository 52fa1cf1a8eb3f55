"""Loads plans from YAML fixtures, checked row by row and saved all or not at all.

The files have the form of Django's own fixtures (a list of `model` and `fields`; relations by natural key). This loader
adds what loaddata lacks: every row passes the model's full_clean(), an error names the file, the row, the line and the
field, only rows that differ are written, and what the public knows changes with a reason only.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from plans.deletions import Deletion, deletion_by_person
from plans.fixture_files import FixtureRow, LoadError, key_fields, natural_key_of, read_rows
from plans.fixture_order import bottom_last
from plans.journal.acting import acting
from plans.ledger.promised import fields_of, links_of
from plans.ledger.revising import begin_ledgers, being_entered, marked, revising
from plans.load_act import (
    NO_GROUNDS,
    Act,
    LoadOutcome,
    LoadReport,
    NeedsGroundsError,
)
from plans.load_differences import differing, differing_links, field_changes
from plans.load_values import ConsequenceError, RowValues, StaysDeletedError, existing
from plans.models import Plan
from plans.models.base import PlanPart, Promised
from plans.models.versions import StaleRow, count_up

MAX_ERRORS = 20


@dataclass
class _Loader:
    act: Act
    report: LoadReport = field(default_factory=LoadReport)
    errors: list[str] = field(default_factory=list)
    values: RowValues = field(default_factory=RowValues)
    loaded: dict[tuple, FixtureRow] = field(default_factory=dict)
    made: dict[type[models.Model], set[int]] = field(default_factory=dict)

    def load(self, row: FixtureRow) -> None:
        try:
            plain, links = self.values.resolve(row)
            instance = existing(row, plain) or row.model()
            is_new = instance.pk is None
            self._check_once(row, plain)
            deletion = self._deletion(instance, plain) if is_new else None
            if deletion and self._stays_deleted(row, deletion):
                raise StaysDeletedError
            if self._stays(row, instance, plain, links):
                self._unchanged(row, instance)
                return
            fields = [] if is_new else differing(instance, plain)
            is_told = not (is_new or self.act.anew)
            changes = (
                field_changes(instance, {name: plain[name] for name in fields}, links) if is_told else []
            )
            differs = is_new or bool(fields)
            for name, value in plain.items():
                setattr(instance, name, value)
            if differs:
                # The database checks its constraints itself when the row is saved: asking first costs a query each.
                instance.full_clean(validate_constraints=False)
            if (links or differs) and isinstance(instance, PlanPart):
                instance.check_links(links)
            changed_links = differing_links(instance, links)
            self._check_promise(instance, is_new, [*fields, *changed_links])
            asks = bool(deletion or changes) or is_new
            asks = asks and (deletion is not None or self.act.asks(instance, is_new=is_new))
            if asks:
                self.act.check_person(instance)
            if differs:
                self._save(instance)
            if is_new and isinstance(instance, Plan):
                self.act.new_plans.add(instance.pk)
        except StaysDeletedError:
            self.values.gone.add((row.model, natural_key_of(row)))
            self._unchanged(row, row.model())
            return
        except (ValidationError, ConsequenceError) as error:
            self.values.failed.add((row.model, str(row.values.get(row.model.NATURAL_KEY[-1]))))
            if isinstance(error, ValidationError):
                self._report(row, error)
            return
        for name in changed_links:
            getattr(instance, name).set(links[name])
        if changed_links and not is_new:
            count_up(row.model._default_manager.filter(pk=instance.pk))
        fields += changed_links
        self.values.remember(row, instance)
        is_public = self.act.shows(instance)
        self.report.add(
            LoadOutcome(row, is_new, tuple(fields), tuple(changes), asks, is_public, str(deletion or ""))
        )

    def _unchanged(self, row: FixtureRow, instance: models.Model) -> None:
        if instance.pk is not None:
            self.values.remember(row, instance)
        self.report.add(LoadOutcome(row, is_new=False, fields=()))

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

    def _deletion(self, instance: models.Model, plain: dict[str, object]) -> Deletion | None:
        """Whether somebody has deleted what would come back. Rows that come with a new plan are nobody's yet."""
        if self.act.anew:
            return None
        for name, value in plain.items():
            setattr(instance, name, value)
        if self.act.is_begun_now(instance):
            return None
        return deletion_by_person(type(instance), {name: plain[name] for name in key_fields(type(instance))})

    def _stays_deleted(self, row: FixtureRow, deletion: Deletion) -> bool:
        why = self.act.why_not_brought_back(deletion)
        if why:
            self.act.kept.append(f"{row}: {why}")
        return bool(why)

    def _save(self, instance: models.Model) -> None:
        """Raises ValidationError with the constraint's own sentence when the database refuses the row."""
        is_new = instance.pk is None
        if self.act.why:
            instance._change_reason = self.act.why
        if self.act.by is not None:
            instance._history_user = self.act.by
        try:
            with transaction.atomic():
                instance.save()
        except IntegrityError as error:
            instance.validate_constraints()
            raise ValidationError(refusal(error)) from error
        except StaleRow as error:
            raise ValidationError(
                f"読み込みの間に、ほかの人が「{instance}」を変えました。もう一度実行してください。"
            ) from error
        if is_new:
            self.made.setdefault(type(instance), set()).add(instance.pk)

    def _check_promise(self, instance: models.Model, is_new: bool, names: list[str]) -> None:
        """Raises ValidationError where a public row would change without a reason, or an approved value at all."""
        if self.act.anew:
            return
        if getattr(instance, "STAYS_ONCE_APPROVED", False) and names and not is_new:
            self._check_approved(instance)
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

    def _check_approved(self, instance: models.Model) -> None:
        """Raises ValidationError for an approved value, as the database's guard does: of a plan in preparation, too."""
        stored = type(instance)._default_manager.get(pk=instance.pk)
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


def refusal(error: IntegrityError) -> str:
    """What the database says where it refuses something that no rule of the portal explains."""
    said = str(error).splitlines()[0]
    return (
        f"データベースが受け付けませんでした（{said}）。画面やコマンドを通さずに書きかえた行があると、こうなります。"
        "「manage.py check --database default」で確かめてください。"
    )


@transaction.atomic
def load_rows(rows: list[FixtureRow], act: Act | None = None) -> LoadReport:
    """Load the rows in order, in one transaction. Raises LoadError with every mistake found; nothing is saved then.

    `act`: of several files the one loading they belong to; whoever began it begins the new plans' ledgers at its end.
    """
    stands_alone = act is None
    act = act or Act()
    act.new_plans |= being_entered()
    loader = _Loader(act)
    try:
        with ExitStack() as open_:
            open_.enter_context(acting(act.by, act.grounds.reason if act.grounds else act.why))
            for plan in _public_plans(rows) if act.grounds else ():
                if plan.pk not in act.new_plans:
                    open_.enter_context(revising(plan, act.grounds))
            open_.enter_context(marked(0))  # what may not change the loader itself refuses, row by row
            _load_each(loader, rows)
            if stands_alone:
                begin_ledgers()
    except ValidationError as error:  # the rules of a revision
        raise NeedsGroundsError(error.messages) from error
    return loader.report


def _load_each(loader: _Loader, rows: list[FixtureRow]) -> None:
    for row in bottom_last(rows):
        loader.load(row)
        if len(loader.errors) >= MAX_ERRORS:
            loader.errors.append(f"誤りが{MAX_ERRORS}件を超えたので、ここで止めました。")
            break
    if loader.errors:
        only_grounds = loader.act.needs_grounds and all(NO_GROUNDS in text for text in loader.errors)
        raise (NeedsGroundsError if only_grounds else LoadError)(loader.errors)


def _public_plans(rows: Iterable[FixtureRow]) -> list[Plan]:
    """The plans that the public knows among those that the rows belong to."""
    keys = {natural_key_of(row)[:2] for row in rows if issubclass(row.model, Promised)}
    found = Plan.objects.filter(public_since__isnull=False).select_related("municipality")
    return [plan for plan in found if plan.natural_key() in keys]


def load_file(path: Path, *, prepare: Callable[[str], str] = str, act: Act | None = None) -> LoadReport:
    return load_rows(read_rows(path, prepare=prepare), act)
