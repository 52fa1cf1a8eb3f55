"""Periods that are shown and not judged: a pandemic year, a system that stood still."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.periods import Period
from plans.ledger.states import Change, Difference, field_of
from plans.models import RevisionKind
from plans.models.base import NaturalKeyManager, NaturalKeyModel, PartOfPlan, Promised
from plans.models.history import History

from .fields import PeriodField, period_check, period_help
from .indicator import Indicator


class ExcludedPeriod(PartOfPlan, NaturalKeyModel, Promised):
    """A period of an indicator that the city takes out of the judgement, and the reason that the public reads."""

    PLAN_PATH = "indicator__plan"
    NOT_PROMISED = ()
    PROMISE_OF = "indicator"
    NATURAL_KEY = (
        "indicator__plan__municipality__slug",
        "indicator__plan__slug",
        "indicator__code",
        "period",
    )

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="excluded_periods", verbose_name=gettext_lazy("指標")
    )
    period = PeriodField(gettext_lazy("期間"), help_text=period_help())
    reason = models.TextField(
        gettext_lazy("理由"), help_text=gettext_lazy("判定から除く理由です。市民にも表示します。")
    )

    objects = NaturalKeyManager()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("判定から除く期間")
        ordering = ["indicator", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period"],
                name="excluded_period_once",
                violation_error_message=gettext_lazy("この期間は、すでに判定から除いています。"),
            ),
            period_check("period", "excluded_period_form"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="excluded_period_with_reason",
                violation_error_message=gettext_lazy("判定から除く理由を書いてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name} {self.period_label}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).label

    @property
    def promise_key(self) -> str:
        return self.period

    @property
    def promise_name(self) -> str:
        return self.period

    @property
    def promise_text(self) -> str:
        return self.reason

    @classmethod
    def as_promised(cls, subject: models.Model, name: str, text: str) -> "ExcludedPeriod":
        return cls(indicator=subject, period=name, reason=text)

    @classmethod
    def promise_label(cls, period: str) -> str:
        """判定から除く期間（令和2年度）"""
        return _("判定から除く期間（%s）") % Period.parse(period).label

    def promise_added(self, others: Iterable[models.Model]) -> Difference:
        return Difference(
            self.indicator,
            (Change(field_of(self), None, self.reason, "", self.reason),),
            kind=RevisionKind.CHANGE,
            reason=self.reason,
        )

    def clean(self) -> None:
        super().clean()
        if not self.reason.strip():
            raise ValidationError({"reason": _("判定から除く理由を書いてください。")})
