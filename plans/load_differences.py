"""What of a stored row would be written over by a file, and how it is told."""

from copy import copy

from django.db import models

from plans.excerpts import excerpts
from plans.ledger.histories import FieldChange
from plans.ledger.states import text_of


def differing(instance: models.Model, plain: dict[str, object]) -> list[str]:
    """The fields of the row that the file wants otherwise."""
    return [name for name, value in plain.items() if not _same(getattr(instance, name), value)]


def field_changes(
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
    for name in differing_links(instance, links):
        rows = (getattr(instance, name).all(), links[name])
        texts = excerpts(*("、".join(map(str, each)) for each in rows))
        found.append(FieldChange(str(instance._meta.get_field(name).verbose_name), *texts))
    return found


def differing_links(instance: models.Model, links: dict[str, list[models.Model]]) -> list[str]:
    """The same of its many-to-many links; those of a new row are all that the file gives."""
    if instance.pk is None:
        return [name for name, targets in links.items() if targets]
    return [name for name, targets in links.items() if set(getattr(instance, name).all()) != set(targets)]


def _same(stored: object, value: object) -> bool:
    """Whether they say the same. A form's lines end otherwise than a file's: that alone is no difference."""
    if isinstance(stored, str) and isinstance(value, str):
        return stored.replace("\r\n", "\n") == value.replace("\r\n", "\n")
    return stored == value
