"""A plan's own marks (A–D, ◎○△×, S/A/B/C) as data."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from kpis.judging import ratings
from plans.models import Plan
from plans.models.base import NaturalKeyModel, PartOfPlan
from plans.models.history import History
from plans.validators import validate_code

from .fields import number_field


class RatingScale(NaturalKeyModel):
    """Turns one metric of an evaluation into a mark by ordered bands. Shared by all cities."""

    WORDS = ("name", "description", "not_rated_label", "no_data_label")
    MARKS_FILE_AS_LOADED = True
    NATURAL_KEY = ("code",)

    code = models.CharField(gettext_lazy("コード"), max_length=50, unique=True, validators=[validate_code])
    name = models.CharField(gettext_lazy("名称"), max_length=100)
    metric = models.CharField(gettext_lazy("もとにする数"), max_length=15, choices=ratings.Metric.choices())
    description = models.TextField(
        gettext_lazy("説明"),
        blank=True,
        help_text=gettext_lazy("どこで使われている印か、何がこのポータルの決めたことか。"),
    )
    not_rated_mark = models.CharField(gettext_lazy("判定対象外の印"), max_length=10, default="－")
    not_rated_label = models.CharField(gettext_lazy("判定対象外の言葉"), max_length=50, blank=True)
    no_data_mark = models.CharField(gettext_lazy("判定できないときの印"), max_length=10, default="－")
    no_data_label = models.CharField(gettext_lazy("判定できないときの言葉"), max_length=50, blank=True)
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("判定の印")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def as_scale(self) -> ratings.Scale:
        """The scale as the pure core takes it. Asks the database for its bands unless they are prefetched."""
        return ratings.Scale(
            code=self.code,
            name=self.name,
            metric=ratings.Metric(self.metric),
            bands=tuple(band.as_band() for band in self.bands.all()),
            not_rated=ratings.Mark(self.not_rated_mark, self.not_rated_label),
            no_data=ratings.Mark(self.no_data_mark, self.no_data_label),
        )


class RatingBand(NaturalKeyModel):
    """One band of a scale, best first: the first band that holds gives the mark."""

    WORDS = ("label",)
    NATURAL_KEY = ("scale__code", "order")
    CONSTRAINTS_AT = {"rating_band_group_or_threshold": ("threshold", "group")}
    COMES_WITH = "scale"

    scale = models.ForeignKey(
        RatingScale, models.CASCADE, related_name="bands", verbose_name=gettext_lazy("判定の印")
    )
    order = models.PositiveSmallIntegerField(
        gettext_lazy("順番"), help_text=gettext_lazy("良いほうから 1、2、3 …")
    )
    mark = models.CharField(gettext_lazy("印"), max_length=10)
    label = models.CharField(gettext_lazy("言葉"), max_length=50, blank=True)
    comparison = models.CharField(
        gettext_lazy("比べ方"), max_length=2, choices=ratings.Comparator.choices(), default="ge"
    )
    threshold = number_field(
        gettext_lazy("境目"), help_text=gettext_lazy("100%は 1 と書きます。空欄は「それ以外すべて」です。")
    )
    group = models.CharField(
        gettext_lazy("公開の区分"),
        max_length=10,
        blank=True,
        choices=ratings.group_choices(),
        help_text=gettext_lazy("もとにする数が「公開の区分」のときだけ選びます。"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("印の段階")
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "order"],
                name="rating_band_order_unique",
                violation_error_message=gettext_lazy("同じ順番の段階がすでにあります。"),
            ),
            models.CheckConstraint(
                condition=Q(group="") | Q(threshold__isnull=True),
                name="rating_band_group_or_threshold",
                violation_error_message=gettext_lazy(
                    "公開の区分と境目は、どちらか一方だけを書いてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scale}: {self.mark}"

    def as_band(self) -> ratings.Band:
        return ratings.Band(
            mark=ratings.Mark(self.mark, self.label),
            comparison=ratings.Comparator(self.comparison),
            threshold=self.threshold,
            group=self.group,
        )


class PlanRating(PartOfPlan, NaturalKeyModel):
    """Which scale a plan uses. A plan without one uses the portal's own."""

    NATURAL_KEY = ("plan__municipality__slug", "plan__slug")

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="rating", verbose_name=gettext_lazy("計画")
    )
    scale = models.ForeignKey(
        RatingScale, models.RESTRICT, related_name="plans", verbose_name=gettext_lazy("判定の印")
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("計画が使う判定の印")

    def __str__(self) -> str:
        return f"{self.plan}: {self.scale}"

    def clean(self) -> None:
        super().clean()
        if self.scale_id:
            try:
                ratings.check(self.scale.as_scale())
            except ValueError as error:
                raise ValidationError({"scale": str(error)}) from None
