"""What the promised rows of a plan say at one moment, and what differs between two moments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.era import date_label
from plans.models import Plan, RevisionKind
from plans.models.base import Promised

from .promised import fields_of, label_of, links_of, parts_of, plan_path, shown, subjects

Key = tuple[type[Promised], int]


@dataclass(frozen=True)
class Change:
    """One field that says something else: raw values to compute with, texts to read."""

    field: str
    before: object
    after: object
    before_text: str
    after_text: str

    def as_json(self) -> dict[str, object]:
        return {
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "before_text": self.before_text,
            "after_text": self.after_text,
        }


@dataclass(frozen=True)
class Difference:
    """What differs in one subject. `kind`, `effective_on`, `reason`, `decision`: where the row itself says them."""

    subject: Promised
    changes: tuple[Change, ...]
    is_new: bool = False
    kind: RevisionKind | None = None
    effective_on: date | None = None
    reason: str = ""
    decision: str = ""
    part: Promised | None = None  # that was added, or written over; None with a `former`: taken away
    former: Promised | None = None  # as it was before
    others: tuple[Promised, ...] = ()  # the subject's parts before


@dataclass
class SubjectState:
    """A subject with the ids behind its links, and with its parts by their keys."""

    row: Promised
    links: dict[str, tuple[int, ...]] = field(default_factory=dict)
    parts: dict[tuple[str, str], Promised] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """Whose states are read: the whole plan, or these rows of it."""

    plan: Plan
    rows: tuple[Promised, ...] | None = None

    def read(self) -> dict[Key, SubjectState]:
        """The states as stored now. A few queries for each model."""
        found: dict[Key, SubjectState] = {}
        for model in subjects():
            mine = self._rows(model)
            if mine is None:
                continue
            states = {row.pk: SubjectState(row) for row in mine}
            _read_links(model, states)
            _read_parts(model, states)
            found |= {(model, pk): state for pk, state in states.items()}
        return found

    def _rows(self, model: type[Promised]) -> models.QuerySet | None:
        if self.rows is None:
            return shown(model._default_manager.filter(**{plan_path(model): self.plan.pk}))
        keys = [row.pk for row in self.rows if type(row) is model]
        return shown(model._default_manager.filter(pk__in=keys)) if keys else None


def _read_links(model: type[Promised], states: dict[int, SubjectState]) -> None:
    for link in links_of(model):
        through = link.remote_field.through
        owner = through._meta.get_field(link.m2m_field_name()).attname
        other = through._meta.get_field(link.m2m_reverse_field_name()).attname
        pairs = through._default_manager.filter(**{f"{owner}__in": states}).values_list(owner, other)
        for state in states.values():
            state.links[link.name] = ()
        for key, target in pairs.order_by(owner, other):
            states[key].links[link.name] += (target,)


def _read_parts(model: type[Promised], states: dict[int, SubjectState]) -> None:
    for part in parts_of(model):
        owner = part._meta.get_field(part.PROMISE_OF)
        for row in part._default_manager.filter(**{f"{owner.name}__in": states}):
            state = states[getattr(row, owner.attname)]
            setattr(row, owner.name, state.row)
            state.parts[label_of(part), row.promise_key] = row


def differences(before: dict[Key, SubjectState], after: dict[Key, SubjectState]) -> Iterator[Difference]:
    """What differs, subject by subject, in rows that are still there; the others are `gone`."""
    for key, now in after.items():
        then = before.get(key)
        if then is None:
            yield from _new_subject(now)
            continue
        changes = [*field_changes(then.row, now.row), *_link_changes(then, now)]
        if changes:
            yield changed(now.row, changes)
        yield from _part_differences(then, now)


def changed(row: Promised, changes: Iterable[Change]) -> Difference:
    """Fields or links of a subject that say something else now; that it ended is a kind of its own."""
    changes = tuple(changes)
    has_ended = any(change.field == "ending" and not change.before for change in changes)
    return Difference(row, changes, kind=RevisionKind.ENDING if has_ended else None)


def _new_subject(now: SubjectState) -> Iterator[Difference]:
    """A row that is new with its parts; a target that was moved before the public knew it stands in a line of its own."""
    rows = list(now.parts.values())
    told = [row.promise_added(rows) for row in rows]
    is_move = [any(change.before is not None for change in found.changes) for found in told]
    first = [
        change for found, moved in zip(told, is_move, strict=True) if not moved for change in found.changes
    ]
    yield Difference(now.row, tuple(first), is_new=True, kind=RevisionKind.ADDITION)
    yield from (found for found, moved in zip(told, is_move, strict=True) if moved)


def told_by_parts(states: dict[Key, SubjectState]) -> Iterator[Difference]:
    """What parts that stay tell of former changes: a target beside an earlier one of the same period."""
    for state in states.values():
        rows = [row for row in state.parts.values() if row.STAYS_IN_THE_LEDGER]
        for row in rows:
            found = row.promise_added(rows)
            if any(change.before is not None for change in found.changes):
                yield found


def gone(before: dict[Key, SubjectState], after: dict[Key, SubjectState]) -> list[Promised]:
    """Subjects and targets that are there no more."""
    found: list[Promised] = [state.row for key, state in before.items() if key not in after]
    for key, then in before.items():
        if key in after:
            left = {row.pk for row in after[key].parts.values()}
            found += [row for row in then.parts.values() if row.pk not in left and row.STAYS_IN_THE_LEDGER]
    return found


def field_changes(then: Promised, now: Promised) -> Iterator[Change]:
    for described in fields_of(type(now)):
        old, new = getattr(then, described.attname), getattr(now, described.attname)
        if old != new:
            yield Change(
                described.name, raw(old), raw(new), text_of(then, described), text_of(now, described)
            )


def _link_changes(then: SubjectState, now: SubjectState) -> Iterator[Change]:
    for link in links_of(type(now.row)):
        old, new = then.links[link.name], now.links[link.name]
        if set(old) != set(new):
            names = link.related_model._default_manager.in_bulk({*old, *new})
            texts = ["、".join(str(names[key]) for key in keys) for keys in (old, new)]
            yield Change(link.name, list(old), list(new), *texts)


def _part_differences(then: SubjectState, now: SubjectState) -> Iterator[Difference]:
    before = tuple(then.parts.values())
    old_by_id = {(type(row), row.pk): row for row in then.parts.values()}
    for row in now.parts.values():
        old = old_by_id.pop((type(row), row.pk), None)
        if old is None:
            found = row.promise_added([*then.parts.values(), *now.parts.values()])
            yield replace(found, part=row, others=before)
        elif any(field_changes(old, row)):
            kind = RevisionKind.MISPRINT if row.STAYS_IN_THE_LEDGER else None
            yield Difference(
                now.row, (part_change(old, row),), kind=kind, part=row, former=old, others=before
            )
    for row in old_by_id.values():
        yield part_removed(now.row, row)


def part_removed(subject: Promised, row: Promised) -> Difference:
    """That a part of the subject is there no more."""
    return Difference(
        subject, (Change(field_of(row), row.promise_text, None, row.promise_text, ""),), former=row
    )


def part_change(old: Promised, row: Promised) -> Change:
    before, after = old.promise_text, row.promise_text
    if before == after:  # only its period, its day or its words differ
        texts = [
            "・".join(
                f"{described.verbose_name}: {text_of(one, described)}"
                for described in fields_of(type(row))
                if getattr(old, described.attname) != getattr(row, described.attname)
            )
            for one in (old, row)
        ]
        return Change(field_of(row), before, after, *texts)
    return Change(field_of(row), before, after, before, after)


def field_of(part: Promised) -> str:
    """How a change names a part: target:2025"""
    return f"{part._meta.model_name}:{part.promise_name}"


def raw(value: object) -> object:
    """As JSON keeps it; a number as text, exactly."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def text_of(row: models.Model, described: models.Field) -> str:
    """What the field says, as people read it. Blank where it says nothing."""
    value = getattr(row, described.attname)
    if value is None or value == "":
        return ""
    own = row.told(described.name) if isinstance(row, Promised) else ""
    if own:
        return own
    if described.is_relation:
        return str(getattr(row, described.name))
    unit = getattr(row, "unit", "") if isinstance(value, Decimal) else ""
    return f"{value_text(described, value)}{unit}"


def value_text(described: models.Field, value: object) -> str:
    """A value of the field, which is no relation, as people read it."""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return date_label(value)
    shown = getattr(described, "shown", None)
    if shown is not None:
        return shown(value)
    return str(dict(described.flatchoices).get(value, value))


def verbose_name(subject_model: type[models.Model], name: str) -> str:
    """What people call the field of a change."""
    part, _colon, which = name.partition(":")
    if not which:
        return str(subject_model._meta.get_field(name).verbose_name)
    model = next(model for model in parts_of(subject_model) if model._meta.model_name == part)
    return model.promise_label(which)


def subjects_of(rows: Iterable[models.Model]) -> tuple[Promised, ...]:
    """The subjects of these rows: themselves, or what they belong to."""
    found = {}
    for row in rows:
        subject = getattr(row, row.PROMISE_OF) if row.PROMISE_OF else row
        found[type(subject), subject.pk] = subject
    return tuple(found.values())


def subject_model(label: str) -> type[Promised] | None:
    """The model of that label; None for one that is gone."""
    return next((model for model in subjects() if label_of(model) == label), None)
