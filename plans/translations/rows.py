"""Rows whose texts are said in the page's language as soon as they are read."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from .said import is_translated, said


class Worded(models.Model):
    """A row with texts of the plan. On a page in another language its texts in memory are translations; it is not saved."""

    WORDS: tuple[str, ...] = ()  # the fields that hold texts people read

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises RuntimeError on a page in another language: a translation is never to take the text's own place."""
        if is_translated():
            raise RuntimeError("a row read for a page in another language cannot be saved")
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db: str | None, field_names: Iterable[str], values: Iterable[Any]) -> "Worded":
        row = super().from_db(db, field_names, values)
        if is_translated():
            speak(row)
        return row


def speak(row: Worded) -> None:
    """Sets the texts of the row in memory to the page's language; those already set stay as they are."""
    for name in row.WORDS:
        text = row.__dict__.get(name)
        if text:
            row.__dict__[name] = said(text)
