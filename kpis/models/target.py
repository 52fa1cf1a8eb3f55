"""The ledger of targets."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.numbers import format_exact
from kpis.judging.periods import Period
from kpis.judging.terms import Direction, Frequency, Kind, Series
from plans.era import date_label
from plans.ledger.states import Change, Difference, field_of
from plans.models import RevisionKind
from plans.models.base import NaturalKeyModel, PartOfPlan, Promised, Sourced
from plans.models.fields import DayField
from plans.models.history import History

from .fields import PeriodField, number_field, parsed, period_check
from .indicator import Indicator
from .indicator_checks import check_year, too_many_digits


class Target(PartOfPlan, NaturalKeyModel, Sourced, Promised):
    """What an indicator should reach by a period, as decided on a day. A later decision stands beside the earlier."""

    WORDS = ("reason", "decision")
    PLAN_PATH = "indicator__plan"
    NOT_PROMISED = ()
    PROMISE_OF = "indicator"
    STAYS_IN_THE_LEDGER = True
    NATURAL_KEY = (
        "indicator__plan__municipality__slug",
        "indicator__plan__slug",
        "indicator__code",
        "period",
        "effective_from",
    )

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name=gettext_lazy("指標")
    )
    period = PeriodField(
        gettext_lazy("目標の期間"),
        help_text=gettext_lazy(
            "その年度末（2025）か、四半期末（2025-Q4）までに達する値です。月末は 2025-06、暦年の指標は C2025 のように書きます。"
        ),
    )
    value = number_field(
        gettext_lazy("目標値"), help_text=gettext_lazy("空欄は、この期間の目標を取り下げたことを表します。")
    )
    effective_from = DayField(
        gettext_lazy("決めた日"), help_text=gettext_lazy("この日から、この目標で判定します。")
    )
    reason = models.TextField(
        gettext_lazy("理由"), blank=True, help_text=gettext_lazy("変更や取り下げの理由。市民にも表示します。")
    )
    decision = models.CharField(
        gettext_lazy("根拠となる決定"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 令和7年11月18日 DX推進会議。市民にも表示します。"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("目標値")
        ordering = ["indicator", "period", "effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "effective_from"],
                name="target_once_a_day",
                violation_error_message=gettext_lazy(
                    "同じ期間の目標が、同じ日にもう決められています。日付を確かめてください。"
                ),
            ),
            period_check("period", "target_period_form"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name} {self.period}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).end_label

    @property
    def promise_key(self) -> str:
        return f"{self.period}@{self.effective_from}"

    @property
    def promise_name(self) -> str:
        return self.period

    @property
    def former_unit(self) -> str | None:
        """The unit of a target that was decided before a break that changed the unit; None: the indicator's own."""
        breaks = [row for row in self.indicator.series_breaks.all() if row.unit_before is not None]
        later = [row for row in breaks if self.effective_from and self.effective_from < row.decided_on]
        return min(later, key=lambda row: row.decided_on).unit_before if later else None

    @property
    def is_of_former_count(self) -> bool:
        """Whether it was decided before a break that lies before its time, and was not confirmed with that."""
        time = Period.parse(self.period).index
        return any(
            self.effective_from < row.decided_on and Period.parse(row.period).index <= time
            for row in self.indicator.series_breaks.all()
            if self.effective_from and not (row.keeps_figures and row.unit_before is None)
        )

    @property
    def unit(self) -> str:
        return self.indicator.unit if self.former_unit is None else self.former_unit

    @property
    def promise_text(self) -> str:
        """50%, 取り下げ"""
        return _("取り下げ") if self.value is None else format_exact(self.value, self.unit)

    @classmethod
    def promise_label(cls, period: str) -> str:
        """目標値（令和7年度末）"""
        return _("目標値（%s）") % Period.parse(period).end_label

    def promise_added(self, others: Iterable["Target"]) -> Difference:
        """What this decision changes: from the target that held until its day, among the indicator's others."""
        earlier = [
            row
            for row in others
            if isinstance(row, Target)
            and row.period == self.period
            and row.effective_from < self.effective_from
        ]
        before = max(earlier, key=lambda row: row.effective_from).promise_text if earlier else ""
        change = Change(field_of(self), before or None, self.promise_text, before, self.promise_text)
        return Difference(
            self.indicator,
            (change,),
            kind=RevisionKind.WITHDRAWAL if self.value is None else RevisionKind.TARGET,
            effective_on=self.effective_from,
            reason=self.reason,
            decision=self.decision,
        )

    def check_decided(
        self, former: "Target | None", others: Iterable[models.Model], *, is_correction: bool
    ) -> None:
        """What was decided later was a change of what held until then: nothing comes between, or to another place."""
        if former is None:
            self._check_life()
        if former is None and is_correction:
            return
        day = self.effective_from
        low, high = (day, date.max) if former is None else sorted((former.effective_from, day))
        between = [
            row
            for row in others
            if isinstance(row, Target)
            and row.pk != self.pk
            and row.period == self.period
            and low <= row.effective_from <= high
        ]
        there = min(between, key=lambda row: row.effective_from, default=None)
        if there is None:
            return
        raise ValidationError(
            {
                "effective_on": _(
                    "%(period)sの目標には、%(day)sの決定があります。その前後に入れかわる日にはできません。"
                    "それより後の日にしてください。"
                )
                % {"period": self.period_label, "day": date_label(there.effective_from)}
            }
        )

    def clean(self) -> None:
        super().clean()
        indicator = getattr(self, "indicator", None)
        if indicator is None or not self.period:
            return
        frequency = Frequency(indicator.frequency)
        if Series(indicator.series).is_yearly_sum:
            check_year(self.period, "period", _("目標"), frequency)
        self._check_calendar(frequency)
        self._check_value(indicator)
        self._check_history()

    def _check_calendar(self, frequency: Frequency) -> None:
        """A value of a calendar year is never one of a fiscal year's end."""
        period = parsed(self.period)
        if period is None or period.is_calendar == (frequency is Frequency.CALENDAR_YEAR):
            return
        raise ValidationError(
            {
                "period": _(
                    "暦年を使うのは、報告の頻度が「暦年ごと」の指標だけです。2025 のように書いてください。"
                )
                if period.is_calendar
                else _("暦年ごとの指標です。目標の期間は C2025 のように書いてください。")
            }
        )

    def _check_life(self) -> None:
        """What has ended takes no new target; one that was set before may be withdrawn."""
        indicator = self.indicator
        period, last = parsed(self.period), parsed(indicator.last_period)
        if not indicator.has_ending or period is None or last is None or self.value is None:
            return
        if period.index > last.index:
            raise ValidationError(
                {
                    "period": _("この指標は%sで終わったので、その後の目標は決められません。")
                    % last.short_label_at(Frequency(indicator.frequency))
                }
            )

    def _check_value(self, indicator: Indicator) -> None:
        if self.value is None:
            return
        if indicator.kind == Kind.MILESTONE:
            told = _("段階で測る指標の目標は、指標の「段階と予定の月」に書きます。ここには書きません。")
            raise ValidationError({"value": told})
        if indicator.kind == Kind.WORDS:
            told = _(
                "言葉の目標の指標です。数値の目標があるなら、指標の「測り方」を「数で測る」にしてください。"
            )
            raise ValidationError({"value": told})
        if indicator.is_part_of_whole and not 0 <= self.value <= 100:
            raise ValidationError({"value": _("全体に占める割合は、0から100までの値にしてください。")})
        self._check_digits(indicator)
        # A first value that became the baseline may happen to be the target: nobody can mend that.
        is_stated = indicator.baseline_value is not None and not indicator.baseline_is_provisional
        if (
            indicator.direction in (Direction.INCREASE, Direction.DECREASE)
            and is_stated
            and indicator.baseline_value == self.value
        ):
            raise ValidationError(
                {
                    "value": _(
                        "目標値が基準値と同じです。値を保つ目標なら、指標の「目指す向き」を"
                        "「下回らないように保つ」か「上回らないように保つ」にしてください。"
                    )
                }
            )

    def _check_digits(self, indicator: Indicator) -> None:
        """Of a value that is written now, in the indicator's unit of today."""
        stored = Target.objects.filter(pk=self.pk).first() if self.pk else None
        if (stored is not None and stored.value == self.value) or (
            indicator.pk and self.former_unit is not None
        ):
            return
        sentence = too_many_digits(self.value, indicator.decimals)
        if sentence:
            raise ValidationError({"value": sentence})

    def _check_history(self) -> None:
        """Whoever moves a goalpost says why; only one that stands can be withdrawn."""
        if not (self.indicator.pk and self.effective_from and parsed(self.period)):
            return
        earlier = (
            Target.objects.filter(
                indicator=self.indicator, period=self.period, effective_from__lt=self.effective_from
            )
            .exclude(pk=self.pk)
            .order_by("-effective_from")
            .first()
        )
        if self.value is None and earlier is not None and earlier.value is None:
            words = {"period": self.period_label, "day": date_label(earlier.effective_from)}
            raise ValidationError(
                {"value": _("%(period)sの目標は、%(day)sにすでに取り下げています。") % words}
            )
        if self.value is None and earlier is None:
            raise ValidationError(
                {
                    "value": _(
                        "%sの目標は、この日より前に決められていないので、取り下げられません。"
                        "目標値を書くか、期間と日付を確かめてください。"
                    )
                    % self.period_label
                }
            )
        if earlier is not None and self.value is not None and earlier.value == self.value:
            words = {"period": self.period_label, "value": earlier.promise_text}
            raise ValidationError(
                {"value": _("%(period)sの目標は、すでに%(value)sです。変える値を書いてください。") % words}
            )
        if earlier is not None and not self.reason.strip():
            raise ValidationError(
                {"reason": _("目標を変えたり取り下げたりするときは、理由を書いてください。")}
            )
