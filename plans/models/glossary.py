"""The glossary (用語集)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from .base import PlanPart
from .history import History
from .plan import Plan


class Term(PlanPart):
    WORDS = ("name", "reading_group", "body")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="terms", verbose_name=gettext_lazy("計画"))
    name = models.CharField(gettext_lazy("用語"), max_length=100)
    original = models.CharField(gettext_lazy("もとの言葉"), max_length=100, blank=True)
    reading_group = models.CharField(
        gettext_lazy("五十音などの区分"), max_length=20, help_text=gettext_lazy("例: 英字、ア行、数字")
    )
    body = models.TextField(gettext_lazy("説明"))
    page = models.CharField(
        gettext_lazy("出てくるページ"),
        max_length=20,
        blank=True,
        help_text=gettext_lazy("原本の表記のまま。例: P8"),
    )
    aliases = models.TextField(
        gettext_lazy("本文での書き方"),
        blank=True,
        help_text=gettext_lazy("用語と違う書き方を、1行に1つ。本文に出てきたとき、この説明につなぎます。"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("用語")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="term_code_unique")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("glossary", args=self.plan.natural_key()) + f"#{self.anchor}"

    @property
    def spellings(self) -> list[str]:
        """Every way the term is written in running text."""
        return [self.name, *(alias for line in self.aliases.splitlines() if (alias := line.strip()))]
