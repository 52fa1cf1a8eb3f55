"""What a row of a file says, as values of its model: numbers and dates read, other rows found by their natural keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models

from plans.fixture_files import FixtureRow, key_fields
from plans.fixture_values import NUMBERS, number_value, plain_value
from plans.models.base import NaturalKeyModel
from plans.models.versions import is_own


class ConsequenceError(Exception):
    """The row fails only because a row it refers to has failed: one mistake, one message."""


class StaysDeletedError(Exception):
    """The row stays away with the deleted row that it refers to."""


@dataclass
class RowValues:
    """`found`: rows by model and natural key; `failed`: those of the file that cannot be saved, `gone`: that stay deleted."""

    found: dict[tuple, models.Model] = field(default_factory=dict)
    failed: set[tuple] = field(default_factory=set)
    gone: set[tuple] = field(default_factory=set)

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
                    raise ConsequenceError from None
                if (model, key) in self.gone:
                    raise StaysDeletedError from None
                raise ValidationError(
                    f"{model._meta.verbose_name}「{' / '.join(key)}」がありません。先に書かれているか確かめてください。"
                ) from None
        return self.found[model, key]

    def read_ahead(self, rows: Iterable[FixtureRow]) -> None:
        """Looks up together what these rows refer to; what is not found is looked for, and told, row by row."""
        wanted: dict[type[models.Model], set[tuple]] = {}
        for row in rows:
            for name, raw in row.values.items():
                target = _target(row.model, name)
                if target is not None and isinstance(raw, list) and len(raw) == len(target.NATURAL_KEY):
                    wanted.setdefault(target, set()).add(tuple(str(part) for part in raw))
        for model, keys in wanted.items():
            self._read_ahead(model, {key for key in keys if (model, key) not in self.found})

    def _read_ahead(self, model: type[models.Model], keys: set[tuple]) -> None:
        *above, last = model.NATURAL_KEY
        owners = [path.rpartition("__")[0] for path in model.NATURAL_KEY if "__" in path]
        for place in {key[:-1] for key in keys}:
            names = {key[-1] for key in keys if key[:-1] == place}
            found = model._default_manager.filter(
                **dict(zip(above, place, strict=True)), **{f"{last}__in": names}
            )
            for row in found.select_related(*owners):
                key = tuple(str(part) for part in row.natural_key())
                if key in keys:
                    self.found[model, key] = row

    def remember(self, row: FixtureRow, instance: models.Model) -> None:
        self.found[row.model, tuple(str(part) for part in instance.natural_key())] = instance

    def resolve(self, row: FixtureRow) -> tuple[dict[str, object], dict[str, list[models.Model]]]:
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


def _target(model: type[models.Model], name: str) -> type[NaturalKeyModel] | None:
    """To which rows that field of the model leads, one for each row; None where it is no such field."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    is_named = field.is_relation and not field.auto_created and not field.many_to_many
    return field.related_model if is_named and issubclass(field.related_model, NaturalKeyModel) else None


def own_key(row: FixtureRow, plain: dict[str, object]) -> dict[str, object]:
    """The values by which the row is told from others. Raises ValidationError where the file does not give them whole."""
    names = key_fields(row.model)
    missing = [name for name in names if name not in plain]
    if missing:
        raise ValidationError(dict.fromkeys(missing, "この項目が必要です。"))
    return {name: plain[name] for name in names}


def existing(row: FixtureRow, plain: dict[str, object]) -> NaturalKeyModel | None:
    """The stored row of that natural key. Raises ValidationError where the file does not give the key whole."""
    return row.model._default_manager.filter(**own_key(row, plain)).first()
