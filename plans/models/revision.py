"""The memory of the promise: every change of what the public has been shown, and the mark that lets a change through.

A public row changes through `plans.ledger.revising` only: it sets the mark, lets the change happen, and records what was
before and after. The database refuses everything else (plans/ledger/triggers.py).
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from plans.translations.rows import Worded

from .base import PartOfPlan
from .fields import DayField
from .history import person_field
from .plan import Plan


class RevisionKind(models.TextChoices):
    """What kind of change it was. A misprint was never meant; everything else holds from its day on."""

    PUBLICATION = "publication", gettext_lazy("公開")
    EDITION = "edition", gettext_lazy("計画の改定")
    TARGET = "target", gettext_lazy("目標の変更")
    WITHDRAWAL = "withdrawal", gettext_lazy("目標の取り下げ")
    CHANGE = "change", gettext_lazy("変更")
    REDEFINITION = "redefinition", gettext_lazy("数え方の変更")
    CONVERSION = "conversion", gettext_lazy("単位の換算")
    ADDITION = "addition", gettext_lazy("追加")
    ENDING = "ending", gettext_lazy("終了")
    MISPRINT = "misprint", gettext_lazy("誤りの訂正")


class RevisionQuerySet(models.QuerySet):
    def newest_first(self):
        """By the day from which they hold; of one day the last recorded first."""
        return self.order_by("-effective_on", "-pk")

    def acts(self):
        """Without the rows of what a conversion converts: they stand under the row of its unit."""
        units = self.model.objects.exclude(factor="").filter(
            plan=OuterRef("plan"),
            subject_model=OuterRef("subject_model"),
            subject_id=OuterRef("subject_id"),
            effective_on=OuterRef("effective_on"),
            pk__lt=OuterRef("pk"),
        )
        return self.exclude(Q(kind=RevisionKind.CONVERSION, factor="") & Exists(units))


class Revision(Worded, PartOfPlan):
    """One change of one row: what was before and after, from which day, why, and who recorded it.

    `changes` is a list of {field, before, after, before_text, after_text}: raw values to compute with, and the texts
    as people read them on that day. Rows are written by `plans.ledger.revising` only, and never change.
    """

    WORDS = ("subject_name", "reason", "decision")

    Kind = RevisionKind

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="revisions", verbose_name=gettext_lazy("計画")
    )
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=RevisionKind)
    subject_model = models.CharField(gettext_lazy("対象の種類"), max_length=50)  # kpis.indicator
    subject_id = models.PositiveBigIntegerField(gettext_lazy("対象のID"))
    subject_code = models.CharField(gettext_lazy("コード"), max_length=50, blank=True)
    subject_name = models.CharField(gettext_lazy("対象"), max_length=350)  # as it was called on that day
    changes = models.JSONField(gettext_lazy("変更の内容"), default=list)
    effective_on = DayField(gettext_lazy("いつから"))
    # Of a conversion: by what earlier figures are multiplied, as a fraction (1/1000); blank: they stay as they are.
    factor = models.CharField(gettext_lazy("換算"), max_length=40, blank=True)
    reason = models.TextField(gettext_lazy("理由"))
    decision = models.CharField(gettext_lazy("根拠となる決定"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(gettext_lazy("記録した日時"), default=timezone.now)
    recorded_by = person_field(gettext_lazy("記録した人"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("計画の変更")
        ordering = ["-effective_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RevisionKind.values), name="revision_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="revision_with_reason"),
        ]
        indexes = [
            models.Index(fields=["plan", "-effective_on", "-id"], name="revision_newest_first"),
            models.Index(fields=["subject_model", "subject_id"], name="revision_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject_name}"

    @property
    def subject_key(self) -> tuple[str, int]:
        """Of which row it is."""
        return self.subject_model, self.subject_id


class RevisionMark(models.Model):
    """Lets the changes of one transaction through the database's guard. It is gone before the transaction ends.

    `plan_id` 0: every plan. `subject_model` blank: the whole plan; else the row with that id, 0 being a new one.
    """

    plan_id = models.PositiveBigIntegerField()
    subject_model = models.CharField(max_length=50, blank=True)
    subject_id = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("変更の印")
        indexes = [models.Index(fields=["plan_id"], name="revision_mark_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.subject_model} {self.subject_id}"
