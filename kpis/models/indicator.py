"""What is measured: indicators and the ledger of their targets."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.facts import is_percent
from kpis.judging.periods import Period, due_period, fits, grain_sentence
from kpis.judging.terms import Direction, Frequency, Series
from plans.access import Right, in_reach
from plans.era import Quarter
from plans.models import Action, Department, Goal, Plan, SourceNote
from plans.models.base import NaturalKeyManager, PlanPart

from .fields import PeriodField, known, number_field, parsed, period_check, period_help


class IndicatorQuerySet(models.QuerySet):
    def rated_kinds(self):
        """KPIs and KGIs: what the plan measures itself by. References are shown apart."""
        return self.exclude(role=Indicator.Role.REFERENCE)

    def due_in(self, quarter: Quarter):
        """Those whose frequency asks for a value at that quarter's end. References are not reported on."""
        return self.rated_kinds().filter(
            frequency__in=[frequency.value for frequency in Frequency if due_period(frequency, quarter)]
        )

    def editable_by(self, user):
        """Those whose values the user may fill in: of own departments, by plans/access.py."""
        return in_reach(self, user, Right.WRITE_ENTRIES)

    def for_scorecard(self, plan: Plan):
        """The plan's indicators with all that judging and printing them needs, in a constant number of queries."""
        return self.filter(plan=plan).with_figures().select_related("goal").prefetch_related("departments")

    def with_figures(self):
        """With targets and approved measurements at hand, as `kpis.assessment` reads them."""
        # Asked through the relations: the modules of targets and measurements import this one.
        targets = self.model._meta.get_field("targets").related_model.objects
        measurements = self.model._meta.get_field("measurements").related_model.objects
        return self.prefetch_related(
            models.Prefetch("targets", queryset=targets.order_by("period", "effective_from", "pk")),
            models.Prefetch(
                "measurements", queryset=measurements.approved(), to_attr="approved_measurements"
            ),
        )


class Indicator(PlanPart):
    """One line of the plan's table of KPIs and KGIs, or a figure shown for reference."""

    class Role(models.TextChoices):
        KPI = "kpi", gettext_lazy("KPI（取組指標）")
        KGI = "kgi", gettext_lazy("KGI（最終目標）")
        REFERENCE = "reference", gettext_lazy("参考指標")

    MARKS_FILE_AS_LOADED = True
    SAME_PLAN = ("goal", "actions", "source_notes")
    SAME_CITY = ("departments",)
    DEPARTMENT_PATHS = ("departments",)

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="indicators", verbose_name=gettext_lazy("計画")
    )
    goal = models.ForeignKey(
        Goal,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=gettext_lazy("測る目標"),
        help_text=gettext_lazy("計画の表で、この指標が並んでいる目標。計画全体の指標なら空欄にします。"),
    )
    actions = models.ManyToManyField(
        Action, blank=True, related_name="indicators", verbose_name=gettext_lazy("関係する取組")
    )
    role = models.CharField(gettext_lazy("役割"), max_length=10, choices=Role, default=Role.KPI)
    number = models.CharField(gettext_lazy("番号"), max_length=20, blank=True)
    name = models.CharField(gettext_lazy("指標名"), max_length=200)
    definition = models.TextField(
        gettext_lazy("説明・数え方"), blank=True, help_text=gettext_lazy("何を、どう数えた値か。")
    )
    target_wording = models.TextField(
        gettext_lazy("計画に書かれた目標（原文）"),
        blank=True,
        help_text=gettext_lazy("計画の表の言葉のまま。例: 市政アンケート参加数 2万件/年"),
    )
    unit = models.CharField(
        gettext_lazy("単位"), max_length=20, blank=True, help_text=gettext_lazy("例: 件、人、%、時間")
    )
    decimals = models.PositiveSmallIntegerField(
        gettext_lazy("小数点以下の桁数"), default=0, validators=[MaxValueValidator(6)]
    )
    direction = models.CharField(
        gettext_lazy("目指す向き"),
        max_length=15,
        choices=Direction.choices(),
        default=Direction.INCREASE.value,
    )
    series = models.CharField(
        gettext_lazy("値の種類"), max_length=15, choices=Series.choices(), default=Series.LEVEL.value
    )
    frequency = models.CharField(
        gettext_lazy("報告の頻度"),
        max_length=15,
        choices=Frequency.choices(),
        default=Frequency.QUARTERLY.value,
    )
    reporting_lag_days = models.PositiveSmallIntegerField(
        gettext_lazy("報告までの日数"),
        default=30,
        validators=[MaxValueValidator(730)],
        help_text=gettext_lazy("期間の終わりから、値がそろうまでの日数です。"),
    )
    baseline_value = number_field(gettext_lazy("基準値"))
    baseline_period = PeriodField(gettext_lazy("基準値の期間"), blank=True, help_text=period_help())
    baseline_note = models.CharField(
        gettext_lazy("基準値の注記"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 前の計画の似た指標の値"),
    )
    baseline_is_provisional = models.BooleanField(
        gettext_lazy("仮の基準"),
        default=False,
        help_text=gettext_lazy("計画に基準値がなく、最初の実績を基準として使うときに選びます。"),
    )
    lower = number_field(gettext_lazy("範囲の下限"))
    upper = number_field(gettext_lazy("範囲の上限"))
    numerator_label = models.CharField(gettext_lazy("分子"), max_length=100, blank=True)
    denominator_label = models.CharField(gettext_lazy("分母"), max_length=100, blank=True)
    is_part_of_whole = models.BooleanField(
        gettext_lazy("全体に占める割合"),
        default=False,
        help_text=gettext_lazy("分子が分母の一部のときに選びます。100%を超える値を受け付けなくなります。"),
    )
    departments = models.ManyToManyField(
        Department, blank=True, related_name="indicators", verbose_name=gettext_lazy("担当部署")
    )
    data_source = models.CharField(
        gettext_lazy("数値の出どころ"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 電子申請システムの集計"),
    )
    source_notes = models.ManyToManyField(
        SourceNote, blank=True, related_name="indicators", verbose_name=gettext_lazy("関係する出典の注記")
    )

    objects = NaturalKeyManager.from_queryset(IndicatorQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("指標")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="indicator_code_unique",
                violation_error_message=gettext_lazy("この計画には、同じコードの指標がすでにあります。"),
            ),
            known("direction", Direction, "indicator_direction_known"),
            known("series", Series, "indicator_series_known"),
            known("frequency", Frequency, "indicator_frequency_known"),
            models.CheckConstraint(
                condition=Q(role__in=["kpi", "kgi", "reference"]), name="indicator_role_known"
            ),
            period_check("baseline_period", "indicator_baseline_period_form", blank=True),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True, baseline_period="")
                | Q(baseline_value__isnull=False) & ~Q(baseline_period=""),
                name="indicator_baseline_whole",
                violation_error_message=gettext_lazy(
                    "基準値とその期間は、両方を書くか、両方を空欄にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(direction="keep_within", lower__isnull=False, upper__isnull=False)
                | (~Q(direction="keep_within") & Q(lower__isnull=True, upper__isnull=True)),
                name="indicator_range_of_keep_within",
                violation_error_message=gettext_lazy(
                    "「範囲の中に保つ」指標には下限と上限の両方が必要です。ほかの向きでは両方を空欄にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True) | Q(upper__isnull=True) | Q(upper__gt=F("lower")),
                name="indicator_range_in_order",
                violation_error_message=gettext_lazy("範囲の上限は、下限より大きい値にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(numerator_label="", denominator_label="")
                | (~Q(numerator_label="") & ~Q(denominator_label="")),
                name="indicator_ratio_whole",
                violation_error_message=gettext_lazy(
                    "分子と分母は、両方を書くか、両方を空欄にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_part_of_whole=False) | Q(unit__in=["%", "％"]),
                name="indicator_part_in_percent",
                violation_error_message=gettext_lazy("「全体に占める割合」の単位は％にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[*self.plan.natural_key(), self.code])

    @property
    def is_reference(self) -> bool:
        return self.role == self.Role.REFERENCE

    @property
    def role_mark(self) -> str:
        """What stands beside the name of all but a KPI: KGI, 参考"""
        return {self.Role.KGI: "KGI", self.Role.REFERENCE: _("参考")}.get(self.role, "")

    @property
    def is_percent(self) -> bool:
        return is_percent(self.unit)

    @property
    def is_ratio(self) -> bool:
        """Whether its values are entered as numerator and denominator."""
        return bool(self.denominator_label)

    def clean(self) -> None:
        super().clean()
        if self.baseline_period and Series(self.series).is_yearly_sum:
            check_year(self.baseline_period, "baseline_period", _("基準値"))
        self._check_part_of_whole()
        self._check_frequency_stays()
        self._check_meaning_stays()

    def _check_part_of_whole(self) -> None:
        if self.is_part_of_whole and self.baseline_value is not None and not 0 <= self.baseline_value <= 100:
            raise ValidationError(
                {"baseline_value": _("全体に占める割合は、0から100までの値にしてください。")}
            )

    def _check_frequency_stays(self) -> None:
        """Values of another grain would be left behind."""
        if self.pk and any(
            not fits(Period.parse(text), Frequency(self.frequency))
            for text in self.measurements.values_list("period", flat=True).distinct()
        ):
            raise ValidationError(
                {
                    "frequency": _("登録済みの実績と合わない頻度です。%s")
                    % grain_sentence(Frequency(self.frequency))
                }
            )

    def _check_meaning_stays(self) -> None:
        """Approved values were understood by these: another reading would change them without a revision."""
        before = Indicator.objects.filter(pk=self.pk).first() if self.pk else None
        if before is None or not self.measurements.filter(state="approved").exists():
            return
        if before.is_ratio != self.is_ratio:
            raise ValidationError(
                {
                    "denominator_label": _(
                        "承認済みの実績があるので、分子と分母の有無は変えられません。新しい指標を作ってください。"
                    )
                }
            )
        if self.is_ratio and before.is_percent != self.is_percent:
            raise ValidationError(
                {
                    "unit": _(
                        "承認済みの割合の値が変わってしまうので、%とほかの単位は入れ替えられません。新しい指標を作ってください。"
                    )
                }
            )


def check_year(text: str, field: str, what: str) -> None:
    """Raises ValidationError on `field` when a yearly amount is given for a quarter."""
    period = parsed(text)
    if period and period.quarter:
        raise ValidationError({field: _("1年間の量の%sは、2024 のように年度で書いてください。") % what})
