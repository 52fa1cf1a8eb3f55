"""A published quarterly report: the frozen snapshot of a review, and the files made of it."""

import json

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import Plan
from plans.models.base import PartOfPlan
from plans.models.history import person_field

from .review import Review
from .stored_checksum import StoredChecksum, checksum_of


def report_key(period: str, revision: int) -> str:
    """A report's name in addresses and files: 2025-Q3, 2025-Q3-r2."""
    return period if revision == 1 else f"{period}-r{revision}"


def revision_label(revision: int) -> str:
    """訂正版 第2版; blank for the first."""
    return _("訂正版 第%d版") % revision if revision > 1 else ""


class ReportQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan):
        """The plan's reports without their contents: the newest quarter first, of a quarter the newest revision."""
        rows = self.filter(review__plan=plan).select_related("review__plan__municipality").defer("content")
        return rows.order_by("-review__period", "-revision")

    def checked(self):
        """Each with the checksum that its stored content has now: whether it is intact costs no further question."""
        return self.annotate(found_checksum=StoredChecksum("content"))

    def intact(self):
        """Whose content is the one that was published."""
        return self.alias(found=StoredChecksum("content")).filter(found=models.F("checksum"))

    def altered(self):
        """Whose content is another one, without it: past the portal somebody wrote over it, or a disk failed."""
        found = self.alias(found=StoredChecksum("content")).exclude(found=models.F("checksum"))
        return found.defer("content")

    def newest_revisions(self):
        """Of every quarter the revision that holds."""
        later = self.model.objects.filter(
            review=models.OuterRef("review"), revision__gt=models.OuterRef("revision")
        )
        return self.filter(~models.Exists(later))


class Report(PartOfPlan):
    """What was published of a quarter. It never changes: a correction is a new revision (訂正版) that says why.

    `content` is the snapshot as JSON text, exactly as it is handed out; `checksum` is its SHA-256. Written by the verbs
    of kpis/reports/publishing.py only.
    """

    PLAN_PATH = "review__plan"
    STAYS_ONCE_PUBLISHED = True  # plans/ledger/triggers.py

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="reports", verbose_name=gettext_lazy("四半期レビュー")
    )
    revision = models.PositiveSmallIntegerField(
        gettext_lazy("版"), default=1, validators=[MinValueValidator(1)], editable=False
    )
    reason = models.TextField(gettext_lazy("訂正の理由"), blank=True, editable=False)
    content = models.TextField(gettext_lazy("内容"), editable=False)
    counts = models.JSONField(gettext_lazy("判定の内訳"), editable=False)  # the snapshot's own, for lists
    checksum = models.CharField(gettext_lazy("チェックサム"), max_length=64, editable=False)
    schema_version = models.PositiveSmallIntegerField(gettext_lazy("形式の版"), editable=False)
    rule_version = models.PositiveSmallIntegerField(gettext_lazy("判定の決まりの版"), editable=False)
    published_at = models.DateTimeField(gettext_lazy("公表した日時"), default=timezone.now, editable=False)
    published_by = person_field(gettext_lazy("公表した人"))

    objects = ReportQuerySet.as_manager()

    found_checksum: str | None = None  # of `checked()`

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("四半期報告")
        ordering = ["review", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["review", "revision"], name="report_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="report_revision_from_1"),
            models.CheckConstraint(
                condition=Q(revision=1, reason="") | (Q(revision__gt=1) & ~Q(reason="")),
                name="report_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.revision_label}".strip()

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("a published report never changes; publish a corrected revision")
        snapshot = json.loads(self.content)
        self.counts = snapshot["counts"]
        self.schema_version, self.rule_version = snapshot["schema_version"], snapshot["rule_version"]
        self.checksum = checksum_of(self.content.encode())
        super().save(*args, **kwargs)

    @property
    def is_intact(self) -> bool:
        """Whether the content is the one that was published: what is served is asked this first."""
        found = self.found_checksum
        if found is None and "content" not in self.get_deferred_fields():
            found = checksum_of(self.content.encode())
        elif found is None:
            found = Report.objects.filter(pk=self.pk).values_list(StoredChecksum("content"), flat=True).get()
        return found == self.checksum

    def get_absolute_url(self) -> str:
        """/…/reports/2025-Q3/, of a correction /…/reports/2025-Q3/r2/"""
        name, args = self.address
        return reverse(name, args=args)

    @property
    def address(self) -> tuple[str, list]:
        """The name of its address and what stands in it."""
        args = [*self.review.plan.natural_key(), self.review.period]
        return ("report", args) if self.revision == 1 else ("report-revision", [*args, self.revision])

    @property
    def key(self) -> str:
        """Its name in addresses and files: 2025-Q3, 2025-Q3-r2."""
        return report_key(self.review.period, self.revision)

    @property
    def revision_label(self) -> str:
        """訂正版 第2版; blank for the first."""
        return revision_label(self.revision)

    @property
    def edition_label(self) -> str:
        """初版, 訂正版 第2版"""
        return self.revision_label or _("初版")

    @property
    def label(self) -> str:
        """令和7年度（2025年度）第3四半期, of a correction with its 訂正版 第2版."""
        return f"{self.review.label} {self.revision_label}".strip()


class ReportFileQuerySet(models.QuerySet):
    def damaged(self):
        """Whose content is not the one that was made: a disk failed, or somebody wrote over it past the portal."""
        return self.alias(found=StoredChecksum("content")).exclude(found=models.F("checksum"))


class ReportFile(PartOfPlan):
    """A file made of a report, kept so that it is not made again for each reader."""

    PLAN_PATH = "report__review__plan"

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    format = models.CharField(max_length=20)  # a key of kpis/reports/formats.py
    content = models.BinaryField()
    checksum = models.CharField(max_length=64, editable=False)  # of the content as it was made: SHA-256
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("四半期報告のファイル")
        ordering = ["report", "format"]
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="report_file_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.format}"

    def save(self, *args, **kwargs) -> None:
        self.checksum = checksum_of(bytes(self.content))
        super().save(*args, **kwargs)

    @property
    def shows_in_public(self) -> bool:
        return False  # making it changes nothing that the public sees
