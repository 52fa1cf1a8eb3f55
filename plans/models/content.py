"""The plan's words and its hierarchy: statements, goals and actions."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import Quarter
from plans.joining import with_remark
from plans.kinds import GoalKind, StatementKind
from plans.translations.said import numbered

from .base import NaturalKeyModel, PlanPart, Promised, ancestors, check_no_loop
from .endings import EndsOnDay, EndsWithPeriod
from .fields import quarter_field
from .glob import QUARTER, has_form
from .history import History
from .places import Department
from .plan import Plan
from .versions import VersionField


class Statement(EndsOnDay, PlanPart, Promised):
    """Words of the plan that stand for themselves: its mission, vision, values, principles, challenges …"""

    WORDS = ("number", "title", "body")

    Kind = StatementKind
    PUBLIC_PAGE = "values"

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="statements", verbose_name=gettext_lazy("計画")
    )
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=Kind)
    number = models.CharField(gettext_lazy("番号"), max_length=20, blank=True)
    title = models.CharField(gettext_lazy("見出し・原文"), max_length=300)
    body = models.TextField(gettext_lazy("本文"), blank=True)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("計画の言葉")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="statement_code_unique"),
            *EndsOnDay.Meta.constraints,
        ]

    def __str__(self) -> str:
        return numbered(self.number, self.title)

    def get_absolute_url(self) -> str:
        return reverse("values", args=self.plan.natural_key()) + f"#{self.anchor}"


def by_kind(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Kinds in the portal's order; a kind without any is left out."""
    found = {kind: [] for kind in StatementKind.values}
    for statement in statements:
        found[statement.kind].append(statement)
    return {kind: rows for kind, rows in found.items() if rows}


class Goal(EndsOnDay, PlanPart, Promised):
    """A node of the hierarchy: direction > pillar > sub-goal, where a plan may lack any level but one."""

    WORDS = ("number", "title", "subtitle", "summary")

    Kind = GoalKind

    # What may stand above each kind; None means the top of the plan.
    PARENT_KINDS = {
        Kind.DIRECTION: {None},
        Kind.PILLAR: {None, Kind.DIRECTION},
        Kind.SUB_GOAL: {Kind.PILLAR, Kind.SUB_GOAL},
    }
    SAME_PLAN = ("parent",)
    STANDS_UNDER = ("parent",)
    CONSTRAINTS_AT = {
        "goal_direction_at_top": ("parent",),
        "goal_sub_goal_has_parent": ("parent",),
        "goal_not_its_own_parent": ("parent",),
    }
    PUBLIC_PAGE = "goal"
    PAGE_BY_CODE = True

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals", verbose_name=gettext_lazy("計画"))
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("上位の目標"),
    )
    number = models.CharField(gettext_lazy("番号"), max_length=20, blank=True)
    title = models.CharField(gettext_lazy("題名"), max_length=200)
    subtitle = models.CharField(gettext_lazy("副題"), max_length=200, blank=True)
    summary = models.TextField(gettext_lazy("説明"), blank=True)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("目標")
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["code"], name="goal_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="goal_code_unique",
                violation_error_message=gettext_lazy("この計画には、同じコードの目標がすでにあります。"),
            ),
            *EndsOnDay.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind="direction") | Q(parent__isnull=True),
                name="goal_direction_at_top",
                violation_error_message=gettext_lazy(
                    "方向は計画のいちばん上に置きます。上位の目標を空欄にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="sub-goal") | Q(parent__isnull=False),
                name="goal_sub_goal_has_parent",
                violation_error_message=gettext_lazy("目標には、上位の柱または目標が必要です。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["direction", "pillar", "sub-goal"]),
                name="goal_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="goal_not_its_own_parent",
                violation_error_message=gettext_lazy("目標を自分自身の下に置くことはできません。"),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self.number, self.title)

    def get_absolute_url(self) -> str:
        return reverse("goal", args=[*self.plan.natural_key(), self.code])

    def clean(self) -> None:
        super().clean()
        allowed = self.PARENT_KINDS.get(self.kind)
        if allowed is not None and (self.parent.kind if self.parent else None) not in allowed:
            raise ValidationError({"parent": self._misplaced(allowed)})
        check_no_loop(self)
        self._check_children()

    def _misplaced(self, allowed: set) -> str:
        top = _("計画の最上位")
        where = (
            _("%(kind)s「%(parent)s」の下") % {"kind": self.parent.get_kind_display(), "parent": self.parent}
            if self.parent
            else top
        )
        return _("%(kind)sを%(where)sに置くことはできません。置ける場所: %(allowed)s。") % {
            "kind": self.get_kind_display(),
            "where": where,
            "allowed": "、".join(
                _("%sの下") % self.Kind(kind).label if kind else top for kind in sorted(allowed, key=str)
            ),
        }

    def _check_children(self) -> None:
        """A goal that changes its kind must not strand what stands below it."""
        for child in self.children.all() if self.pk else ():
            if self.kind not in self.PARENT_KINDS.get(child.kind, {self.kind}):
                raise ValidationError(
                    {"kind": _("下位に「%s」があるので、この種類には変えられません。") % child}
                )

    def trail(self) -> list["Goal"]:
        """The goals above this one, from the top down."""
        return list(ancestors(self))[::-1]


class NationalPriority(NaturalKeyModel):
    """An item of a national taxonomy, e.g. 自治体DX推進計画 重点取組事項; its version is part of the data."""

    WORDS = ("taxonomy", "group", "title", "note")
    MARKS_FILE_AS_LOADED = True
    NATURAL_KEY = ("taxonomy", "version", "code")
    VERSION = "lock_version"  # `version` is the taxonomy's

    taxonomy = models.CharField(gettext_lazy("体系"), max_length=100)
    version = models.CharField(gettext_lazy("版"), max_length=50)
    group = models.CharField(gettext_lazy("区分"), max_length=100, blank=True)
    code = models.CharField(gettext_lazy("コード"), max_length=50)
    title = models.CharField(gettext_lazy("名称"), max_length=200)
    note = models.CharField(gettext_lazy("注記"), max_length=200, blank=True)
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)
    lock_version = VersionField()

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("国の取組事項")
        ordering = ["taxonomy", "version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "version", "code"], name="national_priority_unique")
        ]

    def __str__(self) -> str:
        return with_remark(self.title, f"{self.taxonomy} {self.version}")


class Action(EndsWithPeriod, PlanPart, Promised):
    """What the city does (取組). It may serve several goals (主な取組)."""

    WORDS = ("title", "group", "summary")
    SAME_PLAN = ("goals",)
    STANDS_UNDER = ("goals",)
    CONSTRAINTS_AT = {"action_ends_after_start": ("last_period",)}
    PUBLIC_PAGE = "action"
    PAGE_BY_CODE = True
    SAME_CITY = ("lead_departments", "supporting_departments")
    DEPARTMENT_PATHS = ("lead_departments",)  # who supports an action does not report on it
    PROMISED_LINKS = ("goals", "lead_departments", "supporting_departments", "national_priorities")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions", verbose_name=gettext_lazy("計画"))
    number = models.CharField(gettext_lazy("番号"), max_length=20, blank=True)
    title = models.CharField(gettext_lazy("題名"), max_length=200)
    group = models.CharField(
        gettext_lazy("まとまり"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("計画が取組を見出しでまとめているとき、その見出し。例: その他の主な取組"),
    )
    summary = models.TextField(gettext_lazy("説明"), blank=True)
    goals = models.ManyToManyField(
        Goal, blank=True, related_name="actions", verbose_name=gettext_lazy("関係する目標")
    )
    lead_departments = models.ManyToManyField(
        Department, blank=True, related_name="led_actions", verbose_name=gettext_lazy("担当部署")
    )
    supporting_departments = models.ManyToManyField(
        Department, blank=True, related_name="supported_actions", verbose_name=gettext_lazy("関係部署")
    )
    national_priorities = models.ManyToManyField(
        NationalPriority, blank=True, related_name="actions", verbose_name=gettext_lazy("国の取組事項")
    )
    first_period = quarter_field(
        gettext_lazy("最初の四半期"),
        gettext_lazy("途中から始めた取組で書きます。例: 2025-Q1。それより前の報告は求めません。"),
        blank=True,
    )
    last_period = quarter_field(
        gettext_lazy("最後の四半期"),
        gettext_lazy("終わった取組で書きます。それより後の報告は求めません。"),
        blank=True,
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("取組")
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["code"], name="action_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="action_code_unique",
                violation_error_message=gettext_lazy("この計画には、同じコードの取組がすでにあります。"),
            ),
            *EndsWithPeriod.Meta.constraints,
            models.CheckConstraint(
                condition=has_form("first_period", [QUARTER], blank=True)
                & has_form("last_period", [QUARTER], blank=True),
                name="action_life_form",
            ),
            models.CheckConstraint(
                condition=Q(first_period="") | Q(last_period="") | Q(last_period__gte=F("first_period")),
                name="action_ends_after_start",
                violation_error_message=gettext_lazy("最後の四半期が、最初の四半期より前になっています。"),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self.number, self.title)

    def get_absolute_url(self) -> str:
        return reverse("action", args=[*self.plan.natural_key(), self.code])

    @property
    def final_period(self) -> Quarter | None:
        try:
            return Quarter.parse(self.last_period) if self.last_period else None
        except ValueError:  # the field's own validator says so; Django asks `clean` all the same
            return None

    def named_period(self, text: str) -> str:
        return Quarter.parse(text).label

    @property
    def last_label(self) -> str:
        """令和7年度（2025年度）第3四半期"""
        return self.final_period.label if self.final_period else ""
