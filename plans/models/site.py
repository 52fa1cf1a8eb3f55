"""Texts of the portal itself that the city edits: the accessibility statement, the about page."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from plans.validators import validate_language

from .base import NaturalKeyModel
from .history import History


class SitePage(NaturalKeyModel):
    MARKS_FILE_AS_LOADED = True
    KEPT_ONCE_STORED = True
    NATURAL_KEY = ("slug", "language")

    class Slug(models.TextChoices):
        ABOUT = "about", gettext_lazy("このポータルについて")
        ACCESSIBILITY = "accessibility", gettext_lazy("アクセシビリティ")

    slug = models.CharField(gettext_lazy("ページ"), max_length=30, choices=Slug)
    language = models.CharField(
        gettext_lazy("言語"),
        max_length=20,
        default=settings.LANGUAGE_CODE,
        validators=[validate_language],
        help_text=gettext_lazy("例: ja（日本語）、en（英語）、ja-x-easy（やさしい日本語）"),
    )
    title = models.CharField(gettext_lazy("題名"), max_length=100)
    body = models.TextField(
        gettext_lazy("本文"),
        help_text=gettext_lazy(
            "見出しは行の始めに「## 」、箇条書きは「- 」を付けます（Markdown）。HTMLは使えません。"
        ),
    )
    updated_at = models.DateTimeField(gettext_lazy("更新日時"), default=timezone.now, editable=False)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("サイトの文章")
        ordering = ["slug", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="site_page_unique",
                violation_error_message=gettext_lazy("このページのこの言語の文章は、すでにあります。"),
            )
        ]

    def save(self, *args, **kwargs) -> None:
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def in_language(cls, slug: str, language: str) -> "SitePage | None":
        """The page in that language, else in the original; None where the site has none."""
        rows = {row.language: row for row in cls.objects.filter(slug=slug)}
        return rows.get(language) or rows.get(settings.LANGUAGE_CODE)

    @property
    def updated_on(self) -> date:
        return timezone.localdate(self.updated_at)
