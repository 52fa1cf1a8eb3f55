"""What is measured: indicators and the ledger of their targets."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.arithmetic import is_percent
from kpis.judging.periods import Period
from kpis.judging.terms import Direction, Formula, Frequency, Kind, Path, Series
from plans.models import Action, Department, Goal, Plan, SourceNote
from plans.models.base import NaturalKeyManager, PlanPart, Promised
from plans.models.endings import EndsWithPeriod
from plans.models.history import History
from plans.translations.said import numbered

from .fields import PeriodField, number_field, parsed, period_help
from .indicator_checks import (
    check_digits,
    check_frequency_stays,
    check_kind,
    check_life,
    check_part_of_whole,
    check_shape_stays,
    check_year,
)
from .indicator_constraints import CONSTRAINTS, PLACES
from .indicator_promise import FIGURES, IndicatorPromise
from .indicator_rows import IndicatorQuerySet
from .parts_checks import check_parts


class Indicator(IndicatorPromise, EndsWithPeriod, PlanPart, Promised):
    """One line of the plan's table of KPIs and KGIs, or a figure shown for reference."""

    WORDS = (
        "name",
        "definition",
        "target_wording",
        "unit",
        "comparability_note",
        "baseline_note",
        "margin_reason",
        "numerator_label",
        "denominator_label",
        "data_source",
    )

    class Role(models.TextChoices):
        KPI = "kpi", gettext_lazy("KPI（取組指標）")
        KGI = "kgi", gettext_lazy("KGI（最終目標）")
        REFERENCE = "reference", gettext_lazy("参考指標")

    MARKS_FILE_AS_LOADED = True
    PARTS_IN = "parts"
    WRITTEN_IN_WAYS = frozenset({"steps", "parts"})
    SAME_PLAN = ("goal", "actions", "source_notes")
    STANDS_UNDER = ("goal",)
    SAME_CITY = ("departments",)
    DEPARTMENT_PATHS = ("departments",)
    PROMISED_LINKS = ("departments", "actions")
    CONSTRAINTS_AT = PLACES
    PUBLIC_PAGE = "indicator"
    PAGE_BY_CODE = True

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
    kind = models.CharField(
        gettext_lazy("測り方"), max_length=10, choices=Kind.choices(), default=Kind.NUMBER.value
    )
    steps = models.TextField(
        gettext_lazy("段階と予定の月"),
        blank=True,
        help_text=gettext_lazy(
            "できたかどうかで測る指標で、1行に1つ、予定の月と段階の名前を順に書きます。"
            "例: 2026年3月 検討。「できた・できない」だけなら1行です。"
        ),
    )
    formula = models.CharField(
        gettext_lazy("比べ方・合わせ方"),
        max_length=15,
        choices=Formula.choices(),
        blank=True,
        help_text=gettext_lazy(
            "値を入力せず、ほかの指標から計算するときに選びます。県平均などと比べるときは、その値も指標（役割は参考指標）として"
            "登録し、「差」か「比」を選びます。"
        ),
    )
    parts = models.TextField(
        gettext_lazy("計算のもとにする指標"),
        blank=True,
        help_text=gettext_lazy(
            "この計画の指標の番号か名前を、1行に1つ書きます。重みや係数は × の後に書きます。例: 1-1 × 0.5"
        ),
    )
    mean_years = models.PositiveSmallIntegerField(
        gettext_lazy("平均する年数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=gettext_lazy(
            "「数年間の平均」のとき、1から10までの年数。空欄なら、計画のはじめからの平均です。"
        ),
    )
    strict = models.BooleanField(
        gettext_lazy("目標の値ちょうどは含まない"),
        default=False,
        help_text=gettext_lazy("「10%未満」「50件を超える」のような目標で選びます。"),
    )
    path = models.CharField(
        gettext_lazy("目標までの道筋"),
        max_length=10,
        choices=Path.choices(),
        default=Path.LINEAR.value,
        help_text=gettext_lazy(
            "年度ごとに決まった目標があり、その間は増えなくてよいときは「段階ごと」を選びます。"
        ),
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
    due_month = models.PositiveSmallIntegerField(
        gettext_lazy("値がそろう月"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=gettext_lazy(
            "毎年決まった月に値がそろう指標（統計調査など）で、1から12までの月を書きます。空欄なら、上の日数で数えます。"
        ),
    )
    first_period = PeriodField(
        gettext_lazy("最初の期間"),
        blank=True,
        help_text=gettext_lazy(
            "この指標の値を測り始めた期間です。それより前の報告は求めません。数年に1回の調査では、調査する年度の1つを書きます。"
        ),
    )
    last_period = PeriodField(
        gettext_lazy("最後の期間"),
        blank=True,
        help_text=gettext_lazy("この指標の値を測り終えた期間です。それより後の報告は求めません。"),
    )
    comparability_note = models.TextField(
        gettext_lazy("比べるときの注意"),
        blank=True,
        help_text=gettext_lazy("調査方法の変更など、前の値と比べるときに市民が知っておくべきこと。"),
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
    baseline_is_reading = models.BooleanField(
        gettext_lazy("基準値はこのポータルの読み方"),
        default=False,
        help_text=gettext_lazy("計画が基準値として示していない値を、基準として使うときに選びます。"),
    )
    margin = number_field(
        gettext_lazy("誤差の幅（±）"),
        help_text=gettext_lazy("この幅までの違いは「変わらない」とみなします。標本調査などで使います。"),
    )
    margin_reason = models.CharField(
        gettext_lazy("誤差の幅の理由"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 標本調査の95%信頼区間"),
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
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("指標")
        ordering = ["order", "code"]
        constraints = CONSTRAINTS
        # For who knows the number and not the plan.
        indexes = [
            models.Index(fields=["code"], name="indicator_by_code"),
            models.Index(fields=["number"], name="indicator_by_number"),
        ]

    def __str__(self) -> str:
        return numbered(self.number, self.name)

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
    def final_period(self) -> Period | None:
        return parsed(self.last_period)

    def named_period(self, text: str) -> str:
        return Period.parse(text).short_label_at(Frequency(self.frequency))

    @property
    def last_label(self) -> str:
        """令和7年度第3四半期"""
        period = self.final_period
        return period.short_label_at(Frequency(self.frequency)) if period else ""

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
            check_year(self.baseline_period, "baseline_period", _("基準値"), Frequency(self.frequency))
        check_kind(self)
        check_parts(self)
        check_life(self)
        check_digits(self, FIGURES)
        check_part_of_whole(self)
        check_frequency_stays(self)
        check_shape_stays(self)
