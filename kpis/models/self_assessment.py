"""自己評価: what a department says of its own work for a period, beside the computed verdict and never instead of it.

A plan says which aspects are assessed (有効性, 効率性, 総合評価 …) and with which scale (A–D, ◎○△×, words): all of that is the
plan's own data. What a report says of them goes its way with the report (kpis/workflow/self_assessments.py).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.ratings import group_choices
from kpis.judging.self_assessment import ScaleError, ScaleMark, check_marks
from kpis.judging.terms import Group
from plans.models import Plan
from plans.models.base import NaturalKeyManager, NaturalKeyModel, PartOfPlan, check_stays
from plans.models.history import History
from plans.validators import validate_code

from .entry import State
from .measurement import Measurement

IN_USE = gettext_lazy(
    "承認された自己評価で使っているので、変えられません。言い方を変えるときは、新しい印や観点を足してください。"
)


class AssessmentScale(PartOfPlan, NaturalKeyModel):
    """Marks with which departments of a plan assess themselves."""

    WORDS = ("name", "description")
    MARKS_FILE_AS_LOADED = True
    NATURAL_KEY = ("plan__municipality__slug", "plan__slug", "code")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="assessment_scales", verbose_name=gettext_lazy("計画")
    )
    code = models.CharField(gettext_lazy("コード"), max_length=50, validators=[validate_code])
    name = models.CharField(gettext_lazy("名称"), max_length=100)
    description = models.TextField(
        gettext_lazy("説明"),
        blank=True,
        help_text=gettext_lazy("何をもとに印を選ぶか。市民にも表示します。"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("自己評価の尺度")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="assessment_scale_code_unique",
                violation_error_message=gettext_lazy(
                    "このコードの尺度がすでにあります。別のコードにしてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.plan_id is not None:
            check_stays(self, "plan", _("移す先の計画で新しく作ってください。"))


class AssessmentMark(PartOfPlan, NaturalKeyModel):
    """One mark of a scale, best first."""

    WORDS = ("label",)
    PLAN_PATH = "scale__plan"
    NATURAL_KEY = ("scale__plan__municipality__slug", "scale__plan__slug", "scale__code", "mark")
    COMES_WITH = "scale"
    FIXED_BY_REPORTS = {"assessments": ("scale", "mark", "label", "group")}  # plans/ledger/with_reports.py
    CONSTRAINTS_AT = {
        "assessment_mark_once": ("mark",),
        "assessment_mark_order_unique": ("order",),
        "assessment_mark_not_blank": ("mark",),
        "assessment_mark_group_known": ("group",),
    }

    scale = models.ForeignKey(
        AssessmentScale, models.CASCADE, related_name="marks", verbose_name=gettext_lazy("自己評価の尺度")
    )
    order = models.PositiveSmallIntegerField(
        gettext_lazy("順番"), help_text=gettext_lazy("良いほうから 1、2、3 …")
    )
    mark = models.CharField(gettext_lazy("印"), max_length=10)
    label = models.CharField(gettext_lazy("言葉"), max_length=50, blank=True)
    group = models.CharField(
        gettext_lazy("あたる公開の区分"),
        max_length=10,
        blank=True,
        choices=group_choices(),
        help_text=gettext_lazy("このポータルの判定と比べるための区分です。空欄の印は、判定と比べません。"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("自己評価の印")
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "mark"],
                name="assessment_mark_once",
                violation_error_message=gettext_lazy("同じ印がすでにあります。別の印にしてください。"),
            ),
            models.UniqueConstraint(
                fields=["scale", "order"],
                name="assessment_mark_order_unique",
                violation_error_message=gettext_lazy("同じ順番の印がすでにあります。順番を変えてください。"),
            ),
            models.CheckConstraint(condition=~Q(mark=""), name="assessment_mark_not_blank"),
            models.CheckConstraint(
                condition=Q(group="") | Q(group__in=[value for value, _label in group_choices()]),
                name="assessment_mark_group_known",
            ),
        ]

    def __str__(self) -> str:
        return self.as_mark().text

    def as_mark(self) -> ScaleMark:
        return ScaleMark(self.mark, self.label, Group(self.group) if self.group else None, self.order or 0)

    def clean(self) -> None:
        super().clean()
        changed = changed_in_use(self)
        if changed:
            raise ValidationError(dict.fromkeys(changed, str(IN_USE)))


class AssessmentAspect(PartOfPlan, NaturalKeyModel):
    """What of an indicator's period the plan's departments assess: 進み具合, 有効性, 効率性, 総合評価."""

    WORDS = ("name",)
    NATURAL_KEY = ("plan__municipality__slug", "plan__slug", "code")
    FIXED_BY_REPORTS = {"assessments": ("plan", "code", "name", "scale")}  # plans/ledger/with_reports.py

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="assessment_aspects", verbose_name=gettext_lazy("計画")
    )
    code = models.CharField(
        gettext_lazy("コード"),
        max_length=50,
        validators=[validate_code],
        help_text=gettext_lazy("ファイルの列の名前に使います。後から変えないでください。"),
    )
    name = models.CharField(
        gettext_lazy("観点"), max_length=30, help_text=gettext_lazy("例: 有効性、効率性、総合評価")
    )
    scale = models.ForeignKey(
        AssessmentScale, models.RESTRICT, related_name="aspects", verbose_name=gettext_lazy("自己評価の尺度")
    )
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("自己評価の観点")
        ordering = ["plan", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="assessment_aspect_code_unique",
                violation_error_message=gettext_lazy(
                    "このコードの観点がすでにあります。別のコードにしてください。"
                ),
            ),
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="assessment_aspect_name_unique",
                violation_error_message=gettext_lazy(
                    "同じ名前の観点がすでにあります。別の名前にしてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.plan_id is None or self.scale_id is None:
            return
        if self.scale.plan_id != self.plan_id:
            raise ValidationError(
                {"scale": _("「%s」は別の計画の尺度です。この計画の尺度を選んでください。") % self.scale}
            )
        changed = changed_in_use(self)
        if changed:
            raise ValidationError(dict.fromkeys(changed, str(IN_USE)))
        self._check_scale()

    def _check_scale(self) -> None:
        """A scale that tells nothing, or two things at once, is not taken: a file may have brought it so."""
        try:
            check_marks([row.as_mark() for row in self.scale.marks.all()])
        except ScaleError as error:
            words = {"scale": self.scale, "why": error}
            raise ValidationError(
                {"scale": _("尺度「%(scale)s」を先に直してください。%(why)s") % words}
            ) from None


class SelfAssessment(PartOfPlan, NaturalKeyModel):
    """One aspect of a report as its department sees it, with the reason. It is part of the report: approved with it, and
    kept as it is from then on; a correction of the report carries its own.
    """

    WORDS = ("reason",)
    PLAN_PATH = "aspect__plan"  # also of a history whose report is gone
    DEPARTMENT_PATHS = ("measurement__indicator__departments",)
    PART_OF_REPORT = "measurement"  # plans/ledger/with_reports.py
    MUST_AGREE, MUST_AGREE_ON = ("mark", "aspect"), "scale"
    NATURAL_KEY = (
        "measurement__indicator__plan__municipality__slug",
        "measurement__indicator__plan__slug",
        "measurement__indicator__code",
        "measurement__period",
        "measurement__revision",
        "aspect__plan__municipality__slug",
        "aspect__plan__slug",
        "aspect__code",
    )
    CONSTRAINTS_AT = {
        "self_assessment_once": ("aspect",),
        "self_assessment_with_reason": ("reason",),
    }

    measurement = models.ForeignKey(
        Measurement, models.CASCADE, related_name="self_assessments", verbose_name=gettext_lazy("実績値")
    )
    aspect = models.ForeignKey(
        AssessmentAspect, models.RESTRICT, related_name="assessments", verbose_name=gettext_lazy("観点")
    )
    mark = models.ForeignKey(
        AssessmentMark, models.RESTRICT, related_name="assessments", verbose_name=gettext_lazy("印")
    )
    reason = models.TextField(
        gettext_lazy("理由"), help_text=gettext_lazy("なぜその印にしたか。市民にも表示します。")
    )

    objects = NaturalKeyManager()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("自己評価")
        ordering = ["measurement", "aspect__order", "aspect"]
        constraints = [
            models.UniqueConstraint(
                fields=["measurement", "aspect"],
                name="self_assessment_once",
                violation_error_message=gettext_lazy("この観点の自己評価は、すでにあります。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="self_assessment_with_reason",
                violation_error_message=gettext_lazy("自己評価の理由を書いてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measurement} {self.aspect}: {self.mark}"

    @property
    def shows_in_public(self) -> bool:
        return self.measurement.state == State.APPROVED

    def clean(self) -> None:
        super().clean()
        errors = {}
        if not self.reason.strip():
            errors["reason"] = _("自己評価の理由を書いてください。")
        aspect, mark = getattr(self, "aspect", None), getattr(self, "mark", None)
        if aspect is not None and mark is not None and aspect.scale_id != mark.scale_id:
            errors["mark"] = _(
                "印「%(mark)s」は、観点「%(aspect)s」の尺度にありません。この尺度の印を選んでください。"
            ) % {"mark": mark, "aspect": aspect}
        measurement = getattr(self, "measurement", None)
        if aspect is not None and measurement is not None and aspect.plan_id != measurement.indicator.plan_id:
            errors["aspect"] = _("「%s」は別の計画の観点です。この計画の観点を選んでください。") % aspect
        if errors:
            raise ValidationError(errors)


def changed_in_use(row: AssessmentMark | AssessmentAspect) -> list[str]:
    """Which of the fields were changed of a stored row with which an approved report was assessed."""
    stored = type(row).objects.filter(pk=row.pk).first() if row.pk else None
    if stored is None:
        return []
    fields = [row._meta.get_field(name) for name in row.FIXED_BY_REPORTS["assessments"]]
    changed = [f.name for f in fields if getattr(stored, f.attname) != getattr(row, f.attname)]
    is_used = changed and row.assessments.filter(measurement__state=State.APPROVED).exists()
    return changed if is_used else []
