"""What was measured: values of indicators and the progress of actions, period by period."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from plans.access import Right, in_reach
from plans.models import Action, Plan
from plans.models.base import NaturalKeyManager, NaturalKeyModel, PartOfPlan

from ..periods import Period, fits, grain_sentence
from ..terms import Frequency, ObservationStatus
from .fields import PeriodField, known, number_field, parsed, period_check, period_help
from .indicator import Indicator


class State(models.TextChoices):
    """Where a report stands on its way to the public."""

    DRAFT = "draft", gettext_lazy("下書き")
    SUBMITTED = "submitted", gettext_lazy("提出済み")
    RETURNED = "returned", gettext_lazy("差し戻し")
    APPROVED = "approved", gettext_lazy("承認済み")


class EntryQuerySet(models.QuerySet):
    def editable_by(self, user):
        """What the user may fill in: of own departments, by plans/access.py."""
        return in_reach(self, user, Right.WRITE_ENTRIES)

    def latest(self):
        """Of every period the last revision, whatever its state."""
        owner = self.model.OWNER
        later = self.model.objects.filter(
            **{owner: models.OuterRef(owner)},
            period=models.OuterRef("period"),
            revision__gt=models.OuterRef("revision"),
        )
        return self.filter(~models.Exists(later))

    def approved(self):
        """What the public may see, oldest first; of several revisions of a period the last one holds."""
        return self.filter(state=State.APPROVED).order_by("period", "revision")


def _person(label: str) -> models.ForeignKey:
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


class PeriodEntry(PartOfPlan, NaturalKeyModel):
    """What a department reports for one period. A correction of an approved report is a new revision.

    Its state changes through the verbs of kpis/workflow.py only; each change leaves a row in `history`.
    """

    OWNER: str  # the name of the relation to what is reported on
    PRIVATE_FIELDS = ("internal_note",)  # in no file and on no public page

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
    entered_by = _person(gettext_lazy("入力した人"))
    submitted_by = _person(gettext_lazy("提出した人"))
    submitted_at = models.DateTimeField(gettext_lazy("提出した日時"), null=True, blank=True, editable=False)
    decided_by = _person(gettext_lazy("承認または差し戻しをした人"))
    decided_for = _person(gettext_lazy("代決の相手"))
    decided_at = models.DateTimeField(
        gettext_lazy("承認または差し戻しの日時"), null=True, blank=True, editable=False
    )
    return_reason = models.TextField(gettext_lazy("差し戻しの理由"), blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # optimistic lock
    updated_at = models.DateTimeField(gettext_lazy("更新日時"), default=timezone.now, editable=False)

    objects = NaturalKeyManager.from_queryset(EntryQuerySet)()
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    @property
    def shows_in_public(self) -> bool:
        return self.state == State.APPROVED

    @property
    def owner(self) -> models.Model:
        """What is reported on: the indicator, or the action."""
        return getattr(self, self.OWNER)

    @property
    def plan(self) -> Plan:
        return self.owner.plan

    def save(self, *args, **kwargs) -> None:
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def updated_on(self) -> date:
        return timezone.localdate(self.updated_at)

    def clean(self) -> None:
        super().clean()
        if self.revision and self.revision > 1 and not self.revision_reason.strip():
            raise ValidationError({"revision_reason": _("改定の理由を書いてください。市民にも表示します。")})

    def check_period(self, frequency: Frequency) -> None:
        """Raises ValidationError on `period` when its grain is another or it has not ended yet."""
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


def _named(row: PeriodEntry, frequency: Frequency) -> str:
    """令和7年度第3四半期（改定 版2）"""
    period = parsed(row.period)
    label = period.short_label_at(frequency) if period else row.period
    return label + (_("（改定 版%d）") % row.revision if row.revision > 1 else "")


class Measurement(PeriodEntry):
    """The value of an indicator for one period. Blank is not zero."""

    OWNER = "indicator"
    PLAN_PATH = "indicator__plan"
    DEPARTMENT_PATHS = ("indicator__departments",)
    NATURAL_KEY = (
        "indicator__plan__municipality__slug",
        "indicator__plan__slug",
        "indicator__code",
        "period",
        "revision",
    )

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name=gettext_lazy("指標")
    )
    value = number_field(gettext_lazy("実績値"))
    numerator = number_field(gettext_lazy("分子"))
    denominator = number_field(gettext_lazy("分母"))
    as_of = models.DateField(
        gettext_lazy("値の日付"),
        null=True,
        blank=True,
        help_text=gettext_lazy("空欄は、期間の最後の日を表します。"),
    )
    observation_status = models.CharField(
        gettext_lazy("値の状態"),
        max_length=1,
        choices=ObservationStatus.choices(),
        default=ObservationStatus.NORMAL.value,
        help_text=gettext_lazy("確定値、速報値、推計値、値なしから選びます。"),
    )
    progress_comment = models.TextField(gettext_lazy("取組状況"), blank=True)
    issues_comment = models.TextField(gettext_lazy("課題"), blank=True)
    response_comment = models.TextField(gettext_lazy("今後の対応"), blank=True)
    evidence_url = models.URLField(gettext_lazy("根拠資料のアドレス"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("実績値")
        ordering = ["indicator", "period", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "revision"],
                name="measurement_once_a_period",
                violation_error_message=gettext_lazy(
                    "この期間の実績値は、同じ版ですでに登録されています。直すときは、その行を開くか、版の番号を増やしてください。"
                ),
            ),
            period_check("period", "measurement_period_form"),
            known("observation_status", ObservationStatus, "measurement_status_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="measurement_state_known"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="measurement_revision_from_1"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="measurement_denominator_not_negative",
                violation_error_message=gettext_lazy("分母は0以上の値にしてください。"),
            ),
            models.CheckConstraint(
                # A value, or both parts of a ratio; nothing at all while M says why, or in a draft.
                condition=Q(value__isnull=True, numerator__isnull=False, denominator__isnull=False)
                | (
                    Q(numerator__isnull=True, denominator__isnull=True)
                    & (Q(value__isnull=False) | Q(observation_status="M") | ~Q(state="approved"))
                ),
                name="measurement_value_or_parts",
                violation_error_message=gettext_lazy(
                    "実績値を書くか、分子と分母の両方を書いてください。値がないときは、値の状態を「値なし」にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(observation_status="M") | Q(value__isnull=True, numerator__isnull=True),
                name="measurement_missing_is_blank",
                violation_error_message=gettext_lazy(
                    "値の状態が「値なし」のときは、値を空欄にしてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name} {_named(self, Frequency(self.indicator.frequency))}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).label_at(Frequency(self.indicator.frequency))

    def clean(self) -> None:
        super().clean()
        indicator = getattr(self, "indicator", None)
        if indicator is None or not self.period:
            return
        self.check_period(Frequency(indicator.frequency))
        errors = {**self._shape_errors(indicator), **self._size_errors(indicator), **self._as_of_errors()}
        if errors:
            raise ValidationError(errors)

    def _shape_errors(self, indicator: Indicator) -> dict[str, str]:
        if self.observation_status == ObservationStatus.MISSING:
            if not (self.issues_comment.strip() or self.progress_comment.strip()):
                return {"observation_status": _("値がない理由を「取組状況」か「課題」に書いてください。")}
            return {}
        if indicator.is_ratio and self.value is not None:
            return {"value": _("この指標は分子と分母で登録します。実績値は空欄にしてください。")}
        if not indicator.is_ratio and (self.numerator is not None or self.denominator is not None):
            return {"numerator": _("この指標は値をそのまま登録します。分子と分母は空欄にしてください。")}
        return {}

    def _size_errors(self, indicator: Indicator) -> dict[str, str]:
        if not indicator.is_part_of_whole:
            return {}
        if self.value is not None and not 0 <= self.value <= 100:
            return {"value": _("全体に占める割合なので、0から100までの値にしてください。")}
        if self.numerator is not None and self.denominator is not None:
            if self.numerator < 0:
                return {"numerator": _("分子は0以上の値にしてください。")}
            if 0 <= self.denominator < self.numerator:
                return {
                    "numerator": _(
                        "分子が分母より大きく、割合が100%を超えます。入れ違いがないか確かめてください。"
                    )
                }
        return {}

    def _as_of_errors(self) -> dict[str, str]:
        if self.as_of and self.as_of > timezone.localdate():
            return {"as_of": _("値の日付が今日より後になっています。")}
        period = parsed(self.period)
        if self.as_of and period and self.as_of < period.first_day and period.quarter is None:
            return {"as_of": _("値の日付が、その期間より前になっています。")}
        return {}


class ActionProgress(PeriodEntry):
    """How an action is going in one quarter, by the department's own judgement."""

    class Status(models.TextChoices):
        NOT_STARTED = "not-started", gettext_lazy("未着手")
        AS_PLANNED = "as-planned", gettext_lazy("予定どおり")
        DELAYED = "delayed", gettext_lazy("遅れ")
        COMPLETED = "completed", gettext_lazy("完了")
        CANCELLED = "cancelled", gettext_lazy("中止")

    OWNER = "action"
    PLAN_PATH = "action__plan"
    DEPARTMENT_PATHS = ("action__lead_departments",)
    NATURAL_KEY = (
        "action__plan__municipality__slug",
        "action__plan__slug",
        "action__code",
        "period",
        "revision",
    )

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="progress", verbose_name=gettext_lazy("取組")
    )
    status = models.CharField(gettext_lazy("進み方"), max_length=15, choices=Status)
    comment = models.TextField(gettext_lazy("取組状況"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("取組の進み方")
        ordering = ["action", "period", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "period", "revision"],
                name="action_progress_once_a_period",
                violation_error_message=gettext_lazy(
                    "この期間の進み方は、同じ版ですでに登録されています。直すときは、その行を開くか、版の番号を増やしてください。"
                ),
            ),
            period_check("period", "action_progress_period_form"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="action_progress_revision_from_1"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="action_progress_state_known"),
            models.CheckConstraint(
                condition=Q(status__in=["not-started", "as-planned", "delayed", "completed", "cancelled"]),
                name="action_progress_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {_named(self, Frequency.QUARTERLY)}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).label

    def clean(self) -> None:
        super().clean()
        if self.period:
            self.check_period(Frequency.QUARTERLY)
