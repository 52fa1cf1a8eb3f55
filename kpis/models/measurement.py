"""What was measured: values of indicators and the progress of actions, period by period."""

from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.periods import MONTHS_A_YEAR, Period
from kpis.judging.terms import Frequency, Kind, ObservationStatus
from plans.era import date_label
from plans.models import Action
from plans.models.fields import DayField
from plans.models.glob import has_form

from .entry import PeriodEntry, State, named
from .fields import known, number_field, parsed, period_check
from .indicator import Indicator
from .steps import stored_steps

# A whole number from 1, or a fraction of two: 1000, 1/1000.
IS_CONVERSION = Q(conversion__glob="[1-9]*") & ~Q(
    has_form("conversion", ["*[^0-9/]*", "*/*/*", "*/", "*/0*"]),
)
# What the history of a value says when its indicator's unit was converted: nobody worked on the value itself.
CONVERTED = "単位の換算"


def former_unit(indicator: Indicator, period: Period) -> str | None:
    """The unit of that period's values, where a break changed it since; None: the indicator's own."""
    breaks = [row for row in indicator.series_breaks.all() if row.unit_before is not None]
    later = [row for row in breaks if period.index < Period.parse(row.period).index]
    return min(later, key=lambda row: Period.parse(row.period).index).unit_before if later else None


NO_NEGATIVE_WHOLE = gettext_lazy("分母は0以上の値にしてください。")


class Measurement(PeriodEntry):
    """The value of an indicator for one period. Blank is not zero."""

    WORDS = (*PeriodEntry.WORDS, "progress_comment", "issues_comment", "response_comment")
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
    CONSTRAINTS_AT = {
        "once_a_period": ("period",),
        "denominator_not_negative": ("denominator",),
        "value_or_parts": ("numerator", "denominator"),
        "missing_is_blank": ("value",),
    }

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name=gettext_lazy("指標")
    )
    value = number_field(gettext_lazy("実績値"))
    numerator = number_field(gettext_lazy("分子"))
    denominator = number_field(gettext_lazy("分母"))
    as_of = DayField(
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
        help_text=gettext_lazy("確定値、速報値、推計値、未確認、値なしから選びます。"),
    )
    # Of a value that was reported before a conversion (件 → 千件): the unit as reported, and by what it is multiplied.
    reported_unit = models.CharField(
        gettext_lazy("報告したときの単位"), max_length=20, blank=True, editable=False
    )
    conversion = models.CharField(gettext_lazy("換算"), max_length=40, blank=True, editable=False)  # 1/1000
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
                violation_error_message=NO_NEGATIVE_WHOLE,
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
                condition=Q(conversion="") | IS_CONVERSION,
                name="measurement_conversion_form",
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
        return f"{self.indicator.name} {named(self, Frequency(self.indicator.frequency))}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).label_at(Frequency(self.indicator.frequency))

    @property
    def factor(self) -> Fraction:
        """By what the value as reported is multiplied to stand in the indicator's unit."""
        return Fraction(self.conversion or 1)

    @property
    def unit(self) -> str:
        """The unit in which its value stands, converted: the indicator's, or that of before a break that changed it."""
        former = former_unit(self.indicator, Period.parse(self.period))
        return self.indicator.unit if former is None else former

    @property
    def unit_as_stored(self) -> str:
        """That of the number in `value`: of a converted one the unit in which it was reported."""
        return self.reported_unit if self.conversion else self.unit

    def clean(self) -> None:
        super().clean()
        indicator = getattr(self, "indicator", None)
        if indicator is None or not self.period:
            return
        if indicator.formula:
            raise ValidationError(
                {
                    "indicator": _(
                        "この指標の値は、ほかの指標から計算します。もとの指標の値を登録してください。"
                    )
                }
            )
        self.check_period(Frequency(indicator.frequency))
        errors = {**self._shape_errors(indicator), **self._size_errors(indicator), **self._as_of_errors()}
        if errors:
            raise ValidationError(errors)

    def _shape_errors(self, indicator: Indicator) -> dict[str, str]:
        if self.observation_status == ObservationStatus.MISSING:
            told = _("値の状態が「値なし」のときは、値を空欄にしてください。")
            filled = [
                name for name in ("value", "numerator", "denominator") if getattr(self, name) is not None
            ]
            errors = dict.fromkeys(filled, told)
            if not (self.issues_comment.strip() or self.progress_comment.strip()):
                errors["observation_status"] = _("値がない理由を「取組状況」か「課題」に書いてください。")
            return errors
        if indicator.is_ratio and self.value is not None:
            return {"value": _("この指標は分子と分母で登録します。実績値は空欄にしてください。")}
        if not indicator.is_ratio and (self.numerator is not None or self.denominator is not None):
            return {"numerator": _("この指標は値をそのまま登録します。分子と分母は空欄にしてください。")}
        return {}

    def _size_errors(self, indicator: Indicator) -> dict[str, str]:
        if self.denominator is not None and self.denominator < 0:
            return {"denominator": str(NO_NEGATIVE_WHOLE)}
        if indicator.kind == Kind.MILESTONE:
            return self._step_errors(indicator)
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

    def _step_errors(self, indicator: Indicator) -> dict[str, str]:
        """Its value is how many steps are done, none of them before the plan began."""
        period, began = parsed(self.period), indicator.plan.starts_on
        done_on = self.as_of or (period.last_day if period else None)
        if self.value and began is not None and done_on is not None and done_on < began:
            told = _(
                "段階が終わった日が、計画の始まり（%s）より前になっています。期間か日付を確かめてください。"
            )
            return {"as_of" if self.as_of else "period": told % date_label(began)}
        count = len(stored_steps(indicator.steps))
        if self.value is None or (self.value == self.value.to_integral_value() and 0 <= self.value <= count):
            return {}
        return {
            "value": _(
                "終わった段階の数を、0から%(count)dまでの整数で書いてください（0は、まだ終わった段階がないとき）。"
            )
            % {"count": count}
        }

    def _as_of_errors(self) -> dict[str, str]:
        if self.as_of and self.as_of > timezone.localdate():
            return {"as_of": _("値の日付が今日より後になっています。")}
        period = parsed(self.period)
        if self.as_of and period and self.as_of < period.first_day and period.months == MONTHS_A_YEAR:
            return {"as_of": _("値の日付が、その期間より前になっています。")}
        return {}


class ActionProgress(PeriodEntry):
    """How an action is going in one quarter, by the department's own judgement."""

    WORDS = (*PeriodEntry.WORDS, "comment")

    class Status(models.TextChoices):
        NOT_STARTED = "not-started", gettext_lazy("未着手")
        AS_PLANNED = "as-planned", gettext_lazy("予定どおり")
        DELAYED = "delayed", gettext_lazy("遅れ")
        COMPLETED = "completed", gettext_lazy("完了")
        CANCELLED = "cancelled", gettext_lazy("中止")

    OWNER = "action"
    CONSTRAINTS_AT = {"action_progress_once_a_period": ("period",)}
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
    status = models.CharField(gettext_lazy("進み具合"), max_length=15, choices=Status)
    comment = models.TextField(gettext_lazy("取組状況"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("取組の進み具合")
        ordering = ["action", "period", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "period", "revision"],
                name="action_progress_once_a_period",
                violation_error_message=gettext_lazy(
                    "この期間の進み具合は、同じ版ですでに登録されています。直すときは、その行を開くか、版の番号を増やしてください。"
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
        return f"{self.action} {named(self, Frequency.QUARTERLY)}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).label

    def clean(self) -> None:
        super().clean()
        if self.period:
            self.check_period(Frequency.QUARTERLY)
