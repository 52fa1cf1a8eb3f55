"""Who did something to a row, when, and what it said before: the history that every shown model keeps."""

from functools import cache

from django.conf import settings
from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .versions import VersionField


class HistoryLines(HistoryManager):
    """The library makes a new class each time that a row's history is asked for; it is always the same one."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """Each saved state as a row. An account that left a trace is switched off, never deleted: the record names it.

    `is_news`: what people did last is asked of all rows together (kpis/staff/desk_news.py).
    """

    def __init__(self, *args, is_news: bool = False, **options):
        self.is_news = is_news
        super().__init__(*args, **{"history_manager": HistoryLines} | options)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, object]:
        found = super().get_meta_options(model)
        if self.is_news:
            by_people = models.Index(
                fields=["-history_date"],
                condition=models.Q(history_user__isnull=False),
                name=f"{model._meta.model_name}_by_people",
            )
            found["indexes"] = [by_people]
        return found

    def fields_included(self, model: type[models.Model]) -> list[models.Field]:
        return [row for row in super().fields_included(model) if not isinstance(row, VersionField)]

    def _get_history_user_fields(self) -> dict[str, models.ForeignKey]:
        found = super()._get_history_user_fields()
        user = found["history_user"]
        user.remote_field.on_delete = models.PROTECT
        return found


def person_field(label: str) -> models.ForeignKey:
    """Somebody who did something here. An account that did is switched off, never deleted: the record names it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )
