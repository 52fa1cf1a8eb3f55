"""Loads plans from YAML fixtures, checked row by row and saved all or not at all.

The files have the form of Django's own fixtures (a list of `model` and `fields`; relations by natural key). This loader
adds what loaddata lacks: every row passes the model's full_clean(), an error names the file, the row, the line and the
field, only rows that differ are written, and what the public knows changes with a reason only.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from plans.fixture_files import FixtureRow, LoadError, key_fields, natural_key_of, read_rows
from plans.fixture_order import bottom_last
from plans.ledger.grounds import Grounds
from plans.ledger.promised import fields_of, is_preparing, links_of, plan_of
from plans.ledger.revising import begin_ledgers, being_entered, marked, revising
from plans.models import Plan
from plans.models.base import NaturalKeyModel, PlanPart, Promised
from plans.models.versions import VersionField, count_up

MAX_ERRORS = 20
NO_GROUNDS = "公開済みの計画なので、変えたり足したりするには、変更の種類と理由が必要です。"


class NeedsGroundsError(LoadError):
    """Public rows would change, and nobody says why, or what is said cannot be."""


@dataclass
class Act:
    """One loading, of one file or several: what it may change of plans that the public knows already.

    `grounds`: why public rows change; each is recorded as a revision. Without them the first such row is a mistake, or,
    where `only_looks` (a dry run), it is counted in `needs_grounds`. `anew`: the fictional city is laid anew, unrecorded.
    """

    grounds: Grounds | None = None
    anew: bool = False
    only_looks: bool = False
    needs_grounds: int = 0
    new_plans: set[int] = field(default_factory=set)

    def is_known(self, row: models.Model) -> bool:
        """Whether the public knew the row's plan before this loading."""
        plan = plan_of(row) if isinstance(row, Promised) else None
        if plan is None or plan.public_since is None or not self.new_plans.isdisjoint({0, plan.pk}):
            return False
        return not is_preparing(getattr(row, row.PROMISE_OF) if row.PROMISE_OF else row)


@dataclass(frozen=True)
class LoadOutcome:
    """What a row did: it was new, or differed in these fields from what was stored, or (without any) in none."""

    row: "FixtureRow"
    is_new: bool
    fields: tuple[str, ...]


@dataclass
class LoadReport:
    """How many rows were new, differed from what was stored, or were the same; and which."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    outcomes: list[LoadOutcome] = field(default_factory=list)

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.outcomes + other.outcomes,
        )

    def add(self, outcome: LoadOutcome) -> None:
        self.outcomes.append(outcome)
        self.created += outcome.is_new
        self.changed += bool(outcome.fields) and not outcome.is_new
        self.unchanged += not (outcome.is_new or outcome.fields)


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
            fields = [] if is_new else _differing(instance, plain)
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
            if differs:
                _save(instance)
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
        self.found[row.model, tuple(str(part) for part in instance.natural_key())] = instance
        self.report.add(LoadOutcome(row, is_new, tuple(fields)))

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
        stored = type(instance)._default_manager.get(pk=instance.pk)
        known = instance.plan.public_since is not None and self.act.new_plans.isdisjoint(
            {0, instance.plan.pk}
        )
        if known and stored.shows_in_public:
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
                if target.auto_created or isinstance(target, VersionField):
                    raise FieldDoesNotExist
                if target.many_to_many:
                    if not isinstance(raw, list):
                        raise ValidationError("一覧（- で始まる行の並び）で書いてください。")
                    links[name] = [self.lookup(target.related_model, key) for key in raw]
                elif target.is_relation:
                    plain[name] = None if raw is None else self.lookup(target.related_model, raw)
                else:
                    plain[name] = self._plain(target, raw)
            except FieldDoesNotExist:
                known = "、".join(f.name for f in row.model._meta.get_fields() if not f.auto_created)
                errors[name] = f"この項目はありません。使える項目: {known}"
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return plain, links

    @staticmethod
    def _plain(target: models.Field, raw: object) -> object:
        if isinstance(target, models.CharField | models.TextField):
            if isinstance(raw, list | dict):
                raise ValidationError("文字列で書いてください。")
            if isinstance(raw, bool):
                raise ValidationError(
                    'yes、no、true などを文字として書くときは、引用符 " " で囲んでください。'
                )
            return "" if raw is None else str(raw).strip()
        return target.to_python(raw)

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


def _differing_links(instance: models.Model, links: dict[str, list[models.Model]]) -> list[str]:
    if instance.pk is None:
        return [name for name, targets in links.items() if targets]
    return [name for name, targets in links.items() if set(getattr(instance, name).all()) != set(targets)]


def _same(stored: object, value: object) -> bool:
    """Whether they say the same. A form's lines end otherwise than a file's: that alone is no difference."""
    if isinstance(stored, str) and isinstance(value, str):
        return stored.replace("\r\n", "\n") == value.replace("\r\n", "\n")
    return stored == value


def _save(instance: models.Model) -> None:
    """Raises ValidationError with the constraint's own sentence when the database refuses the row."""
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        instance.validate_constraints()
        raise


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
