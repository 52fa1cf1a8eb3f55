"""What a city's texts are in another language, as its public pages show them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.validators import validate_language

from .base import NaturalKeyModel
from .history import History
from .places import Municipality

LONGEST = 600  # characters of a text that can be translated


class Translation(NaturalKeyModel):
    """A Japanese text of a city's plans in one other language, wherever the text stands."""

    KEPT_ONCE_STORED = True
    NATURAL_KEY = ("municipality__slug", "language", "original")

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="translations", verbose_name=gettext_lazy("市区町村")
    )
    language = models.CharField(
        gettext_lazy("言語"),
        max_length=20,
        validators=[validate_language],
        help_text=gettext_lazy("例: en（英語）、ja-x-easy（やさしい日本語）"),
    )
    original = models.CharField(
        gettext_lazy("日本語の文"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "計画に書いてあるとおりに書きます。1字でもちがうと使われません。例: オンラインで申請できる手続の数"
        ),
    )
    text = models.CharField(gettext_lazy("訳"), max_length=LONGEST)
    is_portals = models.BooleanField(
        gettext_lazy("ポータルの訳"),
        default=False,
        help_text=gettext_lazy(
            "市が確かめていない訳のときに選びます。ページに「このポータルによる訳」と表示します。"
        ),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("翻訳")
        ordering = ["municipality", "language", "original"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "language", "original"],
                name="translation_unique",
                violation_error_message=gettext_lazy("この文のこの言語の訳は、すでにあります。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"

    def clean(self) -> None:
        super().clean()
        if self.language == settings.LANGUAGE_CODE:
            raise ValidationError(
                {"language": _("訳の言語に、もとの言語（%s）は選べません。") % self.language}
            )
