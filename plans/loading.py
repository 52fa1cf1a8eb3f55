"""Loads plans from YAML fixtures, checked row by row and saved all or not at all.

The files have the form of Django's own fixtures (a list of `model` and `fields`; relations by natural key). This loader
adds what loaddata lacks: every row passes the model's full_clean(), an error names the file, the row, the line and the
field, only rows that differ are written, and what the public knows changes with a reason only.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from plans.excerpts import excerpts
from plans.fixture_files import FixtureRow, LoadError, key_fields, natural_key_of, read_rows
from plans.fixture_order import bottom_last
from plans.fixture_values import NUMBERS, number_value, plain_value
from plans.ledger.promised import fields_of, links_of
from plans.ledger.revising import begin_ledgers, being_entered, marked, revising
from plans.ledger.states import text_of
from plans.load_act import (
    NO_GROUNDS,
    Act,
    FieldChange,
    LoadOutcome,
    LoadReport,
    NeedsGroundsError,
)
from plans.models import Plan
from plans.models.base import NaturalKeyModel, PlanPart, Promised
from plans.models.versions import StaleRow, count_up, is_own

MAX_ERRORS = 20


class _ConsequenceError(Exception):
    """The row fails only because a row it refers to has failed: one mistake, one message."""


@dataclass
class _Loader:
    act: Act
    report: LoadReport = field(default_factory=LoadReport)
    errors: list[str] = field(default_factory=list)
    failed: set[tuple] = field(default_factory=set)
    found: dict[tuple, models.Model] = field(default_factory=dict)
    loaded: dict[tuple, FixtureRow] = field(default_factory=dict)
    made: dict[type[models.Model], set[int]] = field(default_factory=dict)

    def lookup(self, model: type[models.Model], key: object) -> models.Model:
        """The row with that natural key. Raises ValidationError when there is none."""
        names = model.NATURAL_KEY
        if not isinstance(key, list) or len(key) != len(names):
            raise ValidationError(
                f"[{', '.join(names)}] の{len(names)}個の値を並べて書いてください（「{key}」）。"
            )
        key = tuple(str(part) for part in key)
        if (model, key) not in self.found:
            try:
                self.found[model, key] = model._default_manager.get_by_natural_key(*key)
            except ObjectDoesNotExist:
                if (model, key[-1]) in self.failed:
                    raise _ConsequenceError from None
                raise ValidationError(
                    f"{model._meta.verbose_name}「{' / '.join(key)}」がありません。先に書かれているか確かめてください。"
                ) from None
        return self.found[model, key]

    def load(self, row: FixtureRow) -> None:
        try:
            plain, links = self._resolve(row)
            instance = self._existing(row, plain) or row.model()
            is_new = instance.pk is None
            self._check_once(row, plain)
            if self._stays(row, instance, plain, links):
                self._unchanged(row, instance)
                return
            fields = [] if is_new else _differing(instance, plain)
            is_told = not (is_new or self.act.anew)
            changes = _changes(instance, {name: plain[name] for name in fields}, links) if is_told else []
            differs = is_new or bool(fields)
            for name, value in plain.items():
                setattr(instance, name, value)
            if differs:
                # The database checks its constraints itself when the row is saved: asking first costs a query each.
                instance.full_clean(validate_constraints=False)
            if (links or differs) and isinstance(instance, PlanPart):
                instance.check_links(links)
            changed_links = _differing_links(instance, links)
            self._check_promise(instance, is_new, [*fields, *changed_links])
            asks = (is_new or bool(changes)) and self.act.asks(instance, is_new=is_new)
            if asks:
                self.act.check_person(instance)
            if differs:
                self._save(instance)
            if is_new and isinstance(instance, Plan):
                self.act.new_plans.add(instance.pk)
        except (ValidationError, _ConsequenceError) as error:
            self.failed.add((row.model, str(row.values.get(row.model.NATURAL_KEY[-1]))))
            if isinstance(error, ValidationError):
                self._report(row, error)
            return
        for name in changed_links:
            getattr(instance, name).set(links[name])
        if changed_links and not is_new:
            count_up(row.model._default_manager.filter(pk=instance.pk))
        fields += changed_links
        self._remember(row, instance)
        self.report.add(LoadOutcome(row, is_new, tuple(fields), tuple(changes), asks))

    def _remember(self, row: FixtureRow, instance: models.Model) -> None:
        self.found[row.model, tuple(str(part) for part in instance.natural_key())] = instance

    def _unchanged(self, row: FixtureRow, instance: models.Model) -> None:
        if instance.pk is not None:
            self._remember(row, instance)
        self.report.add(LoadOutcome(row, is_new=False, fields=()))

    def _stays(self, row: FixtureRow, instance: models.Model, plain: dict, links: dict) -> bool:
        """Whether the file changes nothing here: of what is stored, or by a row that comes with a new owner only."""
        if instance.pk is None:
            owner = plain.get(getattr(row.model, "COMES_WITH", ""))
            return self.act.adds_only and owner is not None and owner.pk not in self.made.get(type(owner), ())
        if self.act.adds_only:
            return True
        if not (_differing(instance, plain) or _differing_links(instance, links)):
            return False
        why = self.act.why_kept(instance)
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

    def _resolve(self, row: FixtureRow) -> tuple[dict[str, object], dict[str, list[models.Model]]]:
        """The row's plain values and its many-to-many targets. Raises ValidationError keyed by field."""
        plain, links, errors = {}, {}, {}
        for name, raw in row.values.items():
            try:
                if isinstance(raw, ValidationError):
                    raise raw
                target = row.model._meta.get_field(name)
                if target.auto_created or is_own(target):
                    raise FieldDoesNotExist
                if target.many_to_many:
                    if not isinstance(raw, list):
                        raise ValidationError("一覧（- で始まる行の並び）で書いてください。")
                    links[name] = [self.lookup(target.related_model, key) for key in raw]
                elif target.is_relation:
                    plain[name] = None if raw is None else self.lookup(target.related_model, raw)
                elif not isinstance(target, NUMBERS):
                    plain[name] = plain_value(target, raw)
            except FieldDoesNotExist:
                known = "、".join(f.name for f in row.model._meta.get_fields() if not f.auto_created)
                errors[name] = f"この項目はありません。使える項目: {known}"
            except ValidationError as error:
                errors[name] = error.messages
        self._resolve_numbers(row, plain, errors)
        if errors:
            raise ValidationError(errors)
        return plain, links

    @staticmethod
    def _resolve_numbers(row: FixtureRow, plain: dict[str, object], errors: dict) -> None:
        """Numbers last: what they count, which may stand behind them, is said by other fields of the row."""
        unit = str(row.values.get("unit") or getattr(plain.get("indicator"), "unit", ""))
        for target in row.model._meta.fields:
            raw = row.values.get(target.name)
            if target.name not in row.values or not isinstance(target, NUMBERS) or target.name in errors:
                continue
            try:
                if isinstance(raw, ValidationError):
                    raise raw
                plain[target.name] = number_value(target, raw, unit)
            except ValidationError as error:
                errors[target.name] = error.messages

    def _check_once(self, row: FixtureRow, plain: dict[str, object]) -> None:
        """Raises ValidationError when an earlier row of the file has the same natural key."""
        key = (row.model, *(plain[name] for name in key_fields(row.model)))
        if key in self.loaded:
            raise ValidationError(
                f"同じものが{self.loaded[key].line}行目にもあります。どちらかを消すか、名前を変えてください。"
            )
        self.loaded[key] = row

    @staticmethod
    def _existing(row: FixtureRow, plain: dict[str, object]) -> NaturalKeyModel | None:
        names = key_fields(row.model)
        missing = [name for name in names if name not in plain]
        if missing:
            raise ValidationError(dict.fromkeys(missing, "この項目が必要です。"))
        return row.model._default_manager.filter(**{name: plain[name] for name in names}).first()

    def _report(self, row: FixtureRow, error: ValidationError) -> None:
        messages = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, sentences in messages.items():
            place = row.place("" if name == NON_FIELD_ERRORS else name)
            self.errors += [f"{place}: {sentence}" for sentence in sentences]


def _differing(instance: models.Model, plain: dict[str, object]) -> list[str]:
    return [name for name, value in plain.items() if not _same(getattr(instance, name), value)]


def _changes(
    instance: models.Model, plain: dict[str, object], links: dict[str, list[models.Model]]
) -> list[FieldChange]:
    """What the stored row says today and will say, as people read it."""
    found = []
    other = copy(instance)
    for name, value in plain.items():
        setattr(other, name, value)
        described = instance._meta.get_field(name)
        texts = excerpts(text_of(instance, described), text_of(other, described))
        found.append(FieldChange(str(described.verbose_name), *texts))
    for name in _differing_links(instance, links):
        rows = (getattr(instance, name).all(), links[name])
        texts = excerpts(*("、".join(map(str, each)) for each in rows))
        found.append(FieldChange(str(instance._meta.get_field(name).verbose_name), *texts))
    return found


def _differing_links(instance: models.Model, links: dict[str, list[models.Model]]) -> list[str]:
    if instance.pk is None:
        return [name for name, targets in links.items() if targets]
    return [name for name, targets in links.items() if set(getattr(instance, name).all()) != set(targets)]


def _same(stored: object, value: object) -> bool:
    """Whether they say the same. A form's lines end otherwise than a file's: that alone is no difference."""
    if isinstance(stored, str) and isinstance(value, str):
        return stored.replace("\r\n", "\n") == value.replace("\r\n", "\n")
    return stored == value


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
