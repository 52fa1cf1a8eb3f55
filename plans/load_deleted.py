"""Rows of a file that people have deleted from the portal: they do not come back unnoticed."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from plans.people_names import person_name


@dataclass(frozen=True)
class Deletion:
    """Who deleted the row, and when."""

    day: date
    person: str

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}に{self.person}さんが削除"


def deletion_of(model: type[models.Model], key: dict[str, object]) -> Deletion | None:
    """The newest deletion of a row with these values by a person; None where nobody has deleted it.

    What commands take away (the fictional city laid anew) is in nobody's name.
    """
    if not hasattr(model, "history"):
        return None
    # An unsaved row has no key by which its history could be found: a part of it was never deleted.
    if any(isinstance(value, models.Model) and value.pk is None for value in key.values()):
        return None
    newest = (
        model.history.filter(**key)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if newest is None or newest.history_type != "-" or newest.history_user is None:
        return None
    return Deletion(timezone.localdate(newest.history_date), person_name(newest.history_user))
