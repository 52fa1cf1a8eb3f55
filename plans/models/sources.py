"""Where the plan's rows come from: documents, relations to other plans and laws, and notes on unclear places."""

from django.db import models
from django.utils.translation import gettext_lazy

from plans.era import partial_date_label

from .base import NaturalKeyManager, PlanPart
from .fields import partial_date_field
from .glob import PARTIAL_DATES, has_form
from .history import History
from .plan import Plan


def partial_date_check(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=has_form(field, PARTIAL_DATES, blank=True), name=name)


class SourceDocument(PlanPart):
    """A document the plan's rows were taken from."""

    WORDS = ("title", "publisher", "description")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="documents", verbose_name=gettext_lazy("計画")
    )
    title = models.CharField(gettext_lazy("題名"), max_length=200)
    publisher = models.CharField(gettext_lazy("発行者"), max_length=100, blank=True)
    published = partial_date_field(gettext_lazy("発行日"))
    url = models.URLField(gettext_lazy("アドレス"), blank=True)
    description = models.TextField(gettext_lazy("説明"), blank=True)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("原本")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="document_code_unique"),
            partial_date_check("published", "document_published_form"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def published_label(self) -> str:
        return partial_date_label(self.published) if self.published else ""


class PlanRelation(PlanPart):
    """How the plan stands to another plan or a law, in the source's own wording."""

    WORDS = ("title", "wording")

    class Kind(models.TextChoices):
        UPPER = "upper", gettext_lazy("上位")
        PREDECESSOR = "predecessor", gettext_lazy("統合・継承")
        EMBODIES = "embodies", gettext_lazy("具体化")
        REFLECTS = "reflects", gettext_lazy("反映")
        ALIGNED = "aligned", gettext_lazy("整合")
        EQUIVALENT = "equivalent", gettext_lazy("相当")
        RELATED = "related", gettext_lazy("関連")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="relations", verbose_name=gettext_lazy("計画")
    )
    kind = models.CharField(gettext_lazy("関係"), max_length=20, choices=Kind)
    title = models.CharField(gettext_lazy("相手の計画・法令"), max_length=200)
    wording = models.TextField(gettext_lazy("原本の記述"), blank=True)
    dated = partial_date_field(gettext_lazy("策定などの日"))
    url = models.URLField(gettext_lazy("アドレス"), blank=True)
    related_plan = models.ForeignKey(
        Plan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="related_from",
        verbose_name=gettext_lazy("このポータルにある計画"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("他の計画・法令との関係")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="relation_code_unique"),
            partial_date_check("dated", "relation_dated_form"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def dated_label(self) -> str:
        return partial_date_label(self.dated) if self.dated else ""


class SourceNoteQuerySet(models.QuerySet):
    def figures_first(self):
        """Those that touch a figure or a date before the others, else in their order."""
        return self.order_by("-changes_figure", *self.model._meta.ordering)


class SourceNote(PlanPart):
    """A place where the source contradicts itself, is silent or unreadable, and what this portal chose."""

    WORDS = ("title", "found", "chosen")

    class Kind(models.TextChoices):
        CONTRADICTION = "contradiction", gettext_lazy("食い違い")
        SILENT = "silent", gettext_lazy("記載なし")
        UNREADABLE = "unreadable", gettext_lazy("読み取れない")
        CORRECTION = "correction", gettext_lazy("誤字の訂正")

    SAME_PLAN = ("goals", "actions")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="source_notes", verbose_name=gettext_lazy("計画")
    )
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=Kind)
    title = models.CharField(gettext_lazy("件名"), max_length=200)
    found = models.TextField(gettext_lazy("原本の記述"))
    chosen = models.TextField(gettext_lazy("このポータルの扱い"))
    is_unverified = models.BooleanField(
        gettext_lazy("原本未確認"),
        default=False,
        help_text=gettext_lazy("どちらの読み方も日本語として成り立ち、原本で確かめていないときに選びます。"),
    )
    changes_figure = models.BooleanField(
        gettext_lazy("数値や日付に関わる"),
        default=False,
        help_text=gettext_lazy("数値や日付の読み方が変わるときに選びます。ほかの注記より先に示します。"),
    )
    goals = models.ManyToManyField(
        "plans.Goal", blank=True, related_name="source_notes", verbose_name=gettext_lazy("関係する目標")
    )
    actions = models.ManyToManyField(
        "plans.Action", blank=True, related_name="source_notes", verbose_name=gettext_lazy("関係する取組")
    )

    objects = NaturalKeyManager.from_queryset(SourceNoteQuerySet)()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("出典の注記")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="source_note_code_unique")]

    @property
    def place(self) -> tuple[str, list[str]]:
        """The name of the page on which it stands as a whole, and what its address takes beside the plan."""
        return ("sources", []) if self.changes_figure else ("source-notes", [self.kind])

    def __str__(self) -> str:
        return self.title
