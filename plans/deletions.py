"""What is recorded of a row that was deleted: who deleted it, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from plans.people_names import person_name
from plans.sent import sent_number


@dataclass(frozen=True)
class Deletion:
    """`row`: as it stood; None where the model keeps no history (accounts, roles)."""

    name: str
    by: AbstractUser | None
    at: datetime
    row: models.Model | None = None

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at):%Y-%m-%d}に{person_name(self.by)}さんが削除"


def deletion_of(model: type[models.Model], key: dict[str, object]) -> Deletion | None:
    """Of the row with these values, by the model's history; None where the newest that is recorded of it is no deletion."""
    if not hasattr(model, "history"):
        return None
    rows = model.history.filter(**key).select_related("history_user")
    last = rows.order_by("history_id").last()
    if last is None or last.history_type != "-":
        return None
    return Deletion(str(last.instance), last.history_user, last.history_date, last.instance)


def deletion_by_person(model: type[models.Model], key: dict[str, object]) -> Deletion | None:
    """The same where a person has done it: what commands take away (the fictional city laid anew) is in nobody's name."""
    # An unsaved row has no key by which its history could be found: a part of it was never deleted.
    if any(isinstance(value, models.Model) and value.pk is None for value in key.values()):
        return None
    found = deletion_of(model, key)
    return found if found is not None and found.by is not None else None


def deletion_of_id(model: type[models.Model], object_id: str) -> Deletion | None:
    """Of the row that an address of the admin names; of a model without a history by the admin's own record."""
    if hasattr(model, "history"):
        return deletion_of(model, {model._meta.pk.attname: sent_number(object_id)})
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id=object_id, action_flag=DELETION)
    last = entries.select_related("user").order_by("action_time").last()
    return last and Deletion(last.object_repr, last.user, last.action_time)
