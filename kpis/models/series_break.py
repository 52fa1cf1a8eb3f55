"""Periods from which on an indicator counts something else: values of before and after cannot be compared."""

from collections.abc import Collection, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.periods import Period, fits, grain_sentence, periods_of_year
from kpis.judging.terms import Frequency, Series
from plans.era import date_label
from plans.ledger.states import Change, Difference, field_of
from plans.models import RevisionKind
from plans.models.base import NaturalKeyManager
from plans.models.fields import DayField
from plans.models.history import History

from .fields import PeriodField, parsed, period_check, period_help
from .indicator import Indicator
from .period_part import PeriodPart


class SeriesBreak(PeriodPart):
    """数え方の変更: from that period on the indicator counts otherwise. It is judged by the values from there on.

    `unit_before` is set where the unit changed with it: values of before keep that unit, and no chart shows them beside
    the new ones. `keeps_figures`: baseline and targets were confirmed to hold for the new way of counting too.
    """

    WORDS = ("reason", "unit_before")

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="series_breaks", verbose_name=gettext_lazy("指標")
    )
    period = PeriodField(
        gettext_lazy("新しい数え方の最初の期間"),
        help_text=gettext_lazy("この期間の値から、新しい数え方になります。") + period_help(),
    )
    decided_on = DayField(
        gettext_lazy("決めた日"),
        default=timezone.localdate,
        help_text=gettext_lazy("この日より前に決めた目標は、前の数え方の目標です。"),
    )
    reason = models.TextField(
        gettext_lazy("理由"), help_text=gettext_lazy("何が、なぜ変わったか。市民にも表示します。")
    )
    unit_before = models.CharField(gettext_lazy("前の単位"), max_length=20, null=True, blank=True)  # noqa: DJ001 blank is a unit too
    keeps_figures = models.BooleanField(
        gettext_lazy("基準値と目標は、新しい数え方でもそのまま使う"),
        default=False,
        help_text=gettext_lazy("選ばないときは、基準値と、これからの目標を、新しい数え方の値に変えます。"),
    )

    objects = NaturalKeyManager()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("数え方の変更")
        ordering = ["indicator", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period"],
                name="series_break_once",
                violation_error_message=gettext_lazy("この期間の数え方の変更は、すでに登録されています。"),
            ),
            period_check("period", "series_break_period_form"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="series_break_with_reason",
                violation_error_message=gettext_lazy("数え方が変わった理由を書いてください。"),
            ),
        ]

    @property
    def promise_text(self) -> str:
        if self.keeps_figures:
            return _("新しい数え方（基準値と目標はそのまま）")
        return _("新しい数え方")

    @classmethod
    def promise_label(cls, period: str) -> str:
        """数え方の変更（令和8年度第1四半期から）"""
        return _("数え方の変更（%sから）") % Period.parse(period).label

    def promise_added(self, others: Iterable[models.Model]) -> Difference:
        return Difference(
            self.indicator,
            (Change(field_of(self), None, self.promise_text, "", self.promise_text),),
            kind=RevisionKind.REDEFINITION,
            effective_on=self.decided_on,
            reason=self.reason,
        )

    def left_of_before(self, changed: Collection[str]) -> str:
        """What of baseline, bounds, margin and targets still speaks of the former way of counting, as a sentence; blank: nothing.

        `changed`: names of the indicator's fields and parts that change in the same act.
        """
        if self.keeps_figures and self.unit_before is None:
            return ""
        left = [name for name, place in self._figures() if place not in changed]
        if not left:
            return ""
        form = (
            _("%sは、前の数え方の値です。新しい数え方の値に変えるか、「そのまま使う」を選んでください。")
            if self.unit_before is None
            else _("%sは、前の単位の値です。新しい単位の値に変えてください。")
        )
        return form % "、".join(left)

    def _figures(self) -> Iterator[tuple[str, str]]:
        """Figures of the former way of counting that would go on to be judged by, each with its field's or part's name."""
        indicator, start = self.indicator, Period.parse(self.period).index
        is_stated = indicator.baseline_value is not None and not indicator.baseline_is_provisional
        if is_stated and Period.parse(indicator.baseline_period).index < start:
            yield _("基準値"), "baseline_value"
        # A margin of the same unit may well hold for the new way of counting; one of another unit says nothing.
        for name in ("lower", "upper", *(["margin"] if self.unit_before is not None else [])):
            if getattr(indicator, name) is not None:
                yield str(indicator._meta.get_field(name).verbose_name), name
        newest = {row.period: row for row in indicator.targets.order_by("effective_from")}
        for row in newest.values():
            is_anew = row.effective_from >= self.decided_on
            if row.value is not None and not is_anew and Period.parse(row.period).index >= start:
                yield _("目標値（%s）") % row.period_label, field_of(row)

    def check_decided(
        self, former: models.Model | None, others: Iterable[models.Model], *, is_correction: bool
    ) -> None:
        """Until its period begins the former count is measured, by the former promise."""
        first_day = Period.parse(self.period).first_day_at(Frequency(self.indicator.frequency))
        keeps = self.keeps_figures and self.unit_before is None
        if self.decided_on < first_day and not keeps:
            raise ValidationError(
                {
                    "effective_on": _(
                        "新しい数え方は%sからなので、目標や単位はそれより前の日から変えられません。日付を確かめてください。"
                    )
                    % date_label(first_day)
                }
            )

    def check_removed(self) -> None:
        if self.unit_before is not None:
            raise ValidationError(
                {
                    "kind": _(
                        "単位も変わった「数え方の変更」は消せません。前の値が、新しい単位の値として読まれてしまうためです。"
                        "理由の書きまちがいは、行を直してください。"
                    )
                }
            )

    def check_corrected(self, former: "SeriesBreak | None") -> None:
        if former is not None and former.unit_before is not None and former.period != self.period:
            raise ValidationError(
                {
                    "kind": _(
                        "単位も変わった「数え方の変更」の期間は直せません。その間の値の単位が変わってしまうためです。"
                    )
                }
            )

    def clean(self) -> None:
        super().clean()
        period = parsed(self.period)
        indicator = getattr(self, "indicator", None)
        if period is not None and indicator is not None:
            self._check_period(period, Frequency(indicator.frequency), Series(indicator.series))

    def _check_period(self, period: Period, frequency: Frequency, series: Series) -> None:
        if not fits(period, frequency):
            raise ValidationError({"period": grain_sentence(frequency)})
        if series.is_yearly_sum and period != periods_of_year(period.year, frequency)[0]:
            raise ValidationError(
                {
                    "period": _(
                        "1年間の合計で見る指標なので、年度の最初の期間（%s）から変えてください。"
                        "途中から変えると、1年の合計に2つの数え方が混ざります。"
                    )
                    % periods_of_year(period.year, frequency)[0]
                }
            )
        if period.first_day_at(frequency) > timezone.localdate():
            raise ValidationError(
                {
                    "period": _("%sはまだ始まっていません。その期間が始まってから登録してください。")
                    % period.label_at(frequency)
                }
            )
        first, last = parsed(self.indicator.first_period), parsed(self.indicator.last_period)
        if first is not None and period.index <= first.index:
            raise ValidationError(
                {"period": _("指標の最初の期間より後の期間を書いてください。それより前の値はありません。")}
            )
        if last is not None and period.index > last.index:
            raise ValidationError({"period": _("指標の最後の期間より後になっています。")})
