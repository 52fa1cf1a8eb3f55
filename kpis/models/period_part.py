"""What the parts of an indicator that speak of one period share: how they are named, and where they belong."""

from kpis.judging.periods import Period
from plans.models.base import NaturalKeyModel, PartOfPlan, Promised


class PeriodPart(PartOfPlan, NaturalKeyModel, Promised):
    """A part of an indicator's promise, one for each period. The subclass has `indicator`, `period` and `reason`."""

    PLAN_PATH = "indicator__plan"
    NOT_PROMISED = ()
    PROMISE_OF = "indicator"
    CONSTRAINTS_AT = {
        "excluded_period_with_reason": ("reason",),
        "series_break_with_reason": ("reason",),
    }
    NATURAL_KEY = (
        "indicator__plan__municipality__slug",
        "indicator__plan__slug",
        "indicator__code",
        "period",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.indicator.name} {self.period_label if self.period else ''}".strip()

    @property
    def period_label(self) -> str:
        """令和7年度（2025年度）第1四半期"""
        return Period.parse(self.period).label

    @property
    def promise_key(self) -> str:
        return self.period

    @property
    def promise_name(self) -> str:
        return self.period
