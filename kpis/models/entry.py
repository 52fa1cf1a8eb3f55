"""What every report has in common: its period and revision, its way to the public, who took part, its history."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.periods import fits, grain_sentence
from kpis.judging.terms import Frequency
from plans.models import Plan
from plans.models.base import NaturalKeyManager, NaturalKeyModel, PartOfPlan
from plans.models.history import History, person_field

from .fields import PeriodField, parsed, period_help


class State(models.TextChoices):
    """Where a report stands on its way to the public."""

    DRAFT = "draft", gettext_lazy("下書き")
    SUBMITTED = "submitted", gettext_lazy("提出済み")
    RETURNED = "returned", gettext_lazy("差し戻し")
    APPROVED = "approved", gettext_lazy("承認済み")


class EntryQuerySet(models.QuerySet):
    def approved(self):
        """What the public may see, oldest first; of several revisions of a period the last one holds."""
        return self.filter(state=State.APPROVED).order_by("period", "revision")

    def corrections(self):
        """Those of which `is_correction` holds."""
        return self.filter(models.Q(revision__gt=1) | ~models.Q(revision_reason=""))


class PeriodEntry(PartOfPlan, NaturalKeyModel):
    """What a department reports for one period. A correction of an approved report is a new revision.

    Its state changes through the verbs of kpis/workflow/entries.py only; each change leaves a row in `history`.
    """

    WORDS = ("revision_reason", "owner_name")
    OWNER: str  # the name of the relation to what is reported on
    STAYS_ONCE_APPROVED = True  # plans/ledger/triggers.py
    PRIVATE_FIELDS = ("internal_note", "answer")  # in no file and on no public page

    period = PeriodField(gettext_lazy("期間"), help_text=period_help())
    revision = models.PositiveSmallIntegerField(
        gettext_lazy("版"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy(
            "承認後に直すときは、番号を1つ増やした行を足します。市民には最新の版が見えます。"
        ),
    )
    revision_reason = models.CharField(gettext_lazy("改定の理由"), max_length=300, blank=True)
    internal_note = models.TextField(
        gettext_lazy("庁内メモ"), blank=True, help_text=gettext_lazy("市民には公開しません。")
    )
    owner_name = models.CharField(
        gettext_lazy("当時の担当"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("部署名など、その時点の担当。"),
    )
    state = models.CharField(gettext_lazy("状態"), max_length=10, choices=State, default=State.DRAFT)
    entered_by = person_field(gettext_lazy("入力した人"))
    submitted_by = person_field(gettext_lazy("提出した人"))
    submitted_at = models.DateTimeField(gettext_lazy("提出した日時"), null=True, blank=True, editable=False)
    decided_by = person_field(gettext_lazy("承認または差し戻しをした人"))
    decided_for = person_field(gettext_lazy("代決の相手"))
    decided_at = models.DateTimeField(
        gettext_lazy("承認または差し戻しの日時"), null=True, blank=True, editable=False
    )
    return_reason = models.TextField(gettext_lazy("差し戻しの理由"), blank=True, editable=False)
    answer = models.TextField(
        gettext_lazy("承認者への返事"),
        blank=True,
        help_text=gettext_lazy("差し戻しの理由への返事です。承認する人が読みます。市民には公開しません。"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)  # optimistic lock
    updated_at = models.DateTimeField(gettext_lazy("更新日時"), default=timezone.now, editable=False)

    objects = NaturalKeyManager.from_queryset(EntryQuerySet)()
    history = History(inherit=True, is_news=True)

    class Meta:
        abstract = True

    @property
    def shows_in_public(self) -> bool:
        return self.state == State.APPROVED

    @property
    def is_correction(self) -> bool:
        """Whether it says why it comes after what was settled (改定): a closed review takes nothing else."""
        return self.revision > 1 or bool(self.revision_reason.strip())

    @property
    def owner(self) -> models.Model:
        """What is reported on: the indicator, or the action."""
        return getattr(self, self.OWNER)

    @property
    def plan(self) -> Plan:
        return self.owner.plan

    def save(self, *args, **kwargs) -> None:
        self.before_save()
        super().save(*args, **kwargs)

    def before_save(self) -> tuple[str, ...]:
        self.updated_at = timezone.now()
        return (*super().before_save(), "updated_at")

    @property
    def updated_on(self) -> date:
        return timezone.localdate(self.updated_at)

    def clean(self) -> None:
        super().clean()
        if self.revision and self.revision > 1 and not self.revision_reason.strip():
            raise ValidationError({"revision_reason": _("改定の理由を書いてください。市民にも表示します。")})

    def check_period(self, frequency: Frequency) -> None:
        """Raises ValidationError on `period` when its grain is another or it has not begun yet."""
        period = parsed(self.period)
        if period is None:
            return
        if not fits(period, frequency):
            raise ValidationError({"period": grain_sentence(frequency)})
        if period.first_day > timezone.localdate():
            raise ValidationError(
                {
                    "period": _("%sはまだ始まっていません。期間を確かめてください。")
                    % period.label_at(frequency)
                }
            )


def named(row: PeriodEntry, frequency: Frequency) -> str:
    """令和7年度第3四半期（改定 版2）"""
    period = parsed(row.period)
    label = period.short_label_at(frequency) if period else row.period
    return label + (_("（改定 版%d）") % row.revision if row.revision > 1 else "")
