"""The quarterly cycle: a review of a plan's quarter, a plan's own rules for it, and who has been reminded."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import Quarter
from plans.models import Plan
from plans.models.base import NaturalKeyManager, NaturalKeyModel, PartOfPlan
from plans.models.fields import DayField
from plans.models.glob import QUARTER, has_form
from plans.models.history import History, person_field

from .fields import PeriodField, parsed, period_check

DUE_DAYS = 30  # after the quarter's end, unless the plan's own policy says otherwise


class ReviewPolicy(PartOfPlan, NaturalKeyModel):
    """How a plan runs its quarters. A plan without one follows the defaults (`policy_of`)."""

    NATURAL_KEY = ("plan__municipality__slug", "plan__slug")

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="review_policy", verbose_name=gettext_lazy("計画")
    )
    due_days = models.PositiveSmallIntegerField(
        gettext_lazy("締切までの日数"),
        default=DUE_DAYS,
        validators=[MaxValueValidator(365)],
        help_text=gettext_lazy("四半期の終わりから数えます。レビューごとに変えられます。"),
    )
    reporting_from = PeriodField(
        gettext_lazy("報告を始める期間"),
        blank=True,
        help_text=gettext_lazy(
            "この期間から、締切を過ぎた値を「更新遅れ」に数えます。2024-Q3 のように書きます。"
            "空欄なら、最初に始めたレビューの四半期からです。"
        ),
    )
    opens_automatically = models.BooleanField(
        gettext_lazy("自動で始める"),
        default=True,
        help_text=gettext_lazy("四半期が終わったら、定期実行（open_reviews）でレビューを始めます。"),
    )
    allows_own_approval = models.BooleanField(
        gettext_lazy("自分の入力を自分で承認できる"),
        default=False,
        help_text=gettext_lazy(
            "選ばないと、入力または提出した人とは別の人が承認します（二人で確かめるため）。"
        ),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("レビューの決まり")
        constraints = [period_check("reporting_from", "policy_reporting_from_form", blank=True)]

    def __str__(self) -> str:
        return _("%sのレビューの決まり") % self.plan

    @property
    def shows_in_public(self) -> bool:
        return False


def policy_of(plan: Plan) -> ReviewPolicy:
    """The plan's own policy, else the defaults (not stored)."""
    return ReviewPolicy.objects.filter(plan=plan).first() or ReviewPolicy(plan=plan)


class Review(PartOfPlan, NaturalKeyModel):
    """The review of one quarter: the time in which its values are entered, approved and discussed.

    Values of the quarter are those whose period ends with it (half-years at Q2 and Q4, years at Q4). Its state changes
    through the verbs of kpis/workflow/reviews.py only.
    """

    WORDS = ("overall_comment",)

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("受付中")
        CLOSED = "closed", gettext_lazy("締切済み")
        PUBLISHED = "published", gettext_lazy("公表済み")

    NATURAL_KEY = ("plan__municipality__slug", "plan__slug", "period")
    FIXED_ONCE = {"reports": ("plan", "period")}  # plans/ledger/triggers.py

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews", verbose_name=gettext_lazy("計画"))
    period = PeriodField(gettext_lazy("四半期"), help_text=gettext_lazy("2024-Q3 のように書きます。"))
    due_on = DayField(
        gettext_lazy("締切"),
        help_text=gettext_lazy("各課が値を提出する期限です。この日を過ぎると「遅れ」に数えます。"),
    )
    meeting_on = DayField(gettext_lazy("会議の日"), null=True, blank=True)
    state = models.CharField(
        gettext_lazy("状態"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    overall_comment = models.TextField(
        gettext_lazy("総括"), blank=True, help_text=gettext_lazy("四半期報告の冒頭に載せます。")
    )
    closed_at = models.DateTimeField(gettext_lazy("締め切った日時"), null=True, blank=True, editable=False)
    closed_by = person_field(gettext_lazy("締め切った人"))

    objects = NaturalKeyManager()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("四半期レビュー")
        ordering = ["plan", "-period"]
        indexes = [models.Index(fields=["state", "due_on", "plan"], name="review_by_urgency")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"],
                name="review_once_a_quarter",
                violation_error_message=gettext_lazy("この四半期のレビューは、すでにあります。"),
            ),
            models.CheckConstraint(condition=has_form("period", [QUARTER]), name="review_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed", "published"]), name="review_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.title} {self.label}"

    @cached_property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.period)

    @property
    def label(self) -> str:
        """令和7年度（2025年度）第3四半期"""
        return self.quarter.label

    @property
    def shows_in_public(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def days_left(self, *, at: date | None = None) -> int:
        """Days until it is due; negative once that day has passed."""
        return (self.due_on - (at or timezone.localdate())).days

    def clean(self) -> None:
        super().clean()
        period = parsed(self.period) if self.period else None
        if period is None:
            return
        if period.quarter is None:
            raise ValidationError({"period": _("四半期を 2024-Q3 のように書いてください。")})
        if self._state.adding and period.first_day > timezone.localdate():
            raise ValidationError({"period": _("%sはまだ始まっていません。") % period.label})
        if self.due_on and self.due_on < period.first_day:
            raise ValidationError({"due_on": _("締切が、その四半期の始まりより前になっています。")})
        if self.meeting_on and self.meeting_on < period.first_day:
            raise ValidationError({"meeting_on": _("会議の日が、その四半期の始まりより前になっています。")})


def default_due_on(plan: Plan, quarter: Quarter) -> date:
    """When the values of that quarter are due, by the plan's policy."""
    return quarter.last_day + timedelta(days=policy_of(plan).due_days)


class Reminder(PartOfPlan):
    """Somebody was reminded of what is open in a review, by e-mail or by a printed list."""

    PLAN_PATH = "review__plan"

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="reminders", verbose_name=gettext_lazy("四半期レビュー")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=gettext_lazy("あて先")
    )
    sent_at = models.DateTimeField(gettext_lazy("送った日時"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("送った人"),
        help_text=gettext_lazy("空欄は定期実行です。"),
    )
    open_count = models.PositiveIntegerField(gettext_lazy("未処理の件数"))

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("督促の記録")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.sent_at:%Y-%m-%d}"

    @property
    def shows_in_public(self) -> bool:
        return False
