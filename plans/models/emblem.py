"""A city's emblem (市章, ロゴ): a small picture beside its name, kept in the database so that a backup has it."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy

from plans.emblem_files import MEDIA_TYPES, kind_of, validate_emblem

from .base import NaturalKeyModel
from .history import History
from .places import Municipality


def with_emblems(rows: models.QuerySet, city: str = "municipality") -> models.QuerySet:
    """The rows with their cities and what is known of their emblems, but without the pictures: no query more.

    `city`: the look-up path to the city.
    """
    return rows.select_related(f"{city}__emblem").defer(f"{city}__emblem__picture")


class Emblem(NaturalKeyModel):
    NATURAL_KEY = ("municipality__slug",)

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="emblem", verbose_name=gettext_lazy("市区町村")
    )
    picture = models.BinaryField(gettext_lazy("図"), validators=[validate_emblem])
    digest = models.CharField(
        gettext_lazy("図の照合値"), max_length=64, editable=False
    )  # SHA-256 of the picture
    source_place = models.CharField(
        gettext_lazy("図の出典"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy(
            "どこの図で、どのような条件で使えるか。例: 市ホームページ「市章」（使用承認 令和8年4月1日）"
        ),
    )

    history = History(excluded_fields=["picture"])

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("市章")
        ordering = ["municipality"]

    def __str__(self) -> str:
        return f"{self.municipality} {self._meta.verbose_name}"

    @property
    def media_type(self) -> str:
        """image/png, image/svg+xml."""
        return MEDIA_TYPES[kind_of(bytes(self.picture))]

    def before_save(self) -> tuple[str, ...]:
        self.digest = hashlib.sha256(self.picture).hexdigest()
        return ("digest",)

    def save(self, *args, **kwargs) -> None:
        self.before_save()
        super().save(*args, **kwargs)
