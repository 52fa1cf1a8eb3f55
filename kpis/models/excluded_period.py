"""Periods that are shown and not judged: a pandemic year, a system that stood still."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.periods import Period
from plans.era import date_label
from plans.ledger.states import Change, Difference, field_of
from plans.models import RevisionKind
from plans.models.base import NaturalKeyManager
from plans.models.history import History

from .fields import PeriodField, parsed, period_check, period_help
from .indicator import Indicator
from .period_part import PeriodPart


class ExcludedPeriod(PeriodPart):
    """A period of an indicator that the city takes out of the judgement, and the reason that the public reads."""

    WORDS = ("reason",)

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
        self._check_in_plan()

    def _check_in_plan(self) -> None:
        """Nothing is judged behind the plan's end. What is stored so already stays."""
        period, indicator = parsed(self.period), getattr(self, "indicator", None)
        ends_on = indicator.plan.ends_on if indicator is not None else None
        if period is None or ends_on is None or period.first_day <= ends_on:
            return
        if not (self.pk and ExcludedPeriod.objects.filter(pk=self.pk, period=self.period).exists()):
            raise ValidationError(
                {
                    "period": _("計画の終わり（%s）より後の期間です。期間を確かめてください。")
                    % date_label(ends_on)
                }
            )
