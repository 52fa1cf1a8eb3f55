"""Who carries the plan (推進体制): committees, their seats, and the departments' roles."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.translations.said import numbered

from .base import NaturalKeyModel, PartOfPlan, PlanPart, Sourced, check_no_loop
from .history import History
from .places import Department, of_another_city
from .plan import Plan


class Committee(PlanPart):
    WORDS = ("name", "function", "secretariat")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="committees", verbose_name=gettext_lazy("計画")
    )
    name = models.CharField(gettext_lazy("名称"), max_length=100)
    function = models.TextField(gettext_lazy("役割"), blank=True)
    secretariat = models.CharField(gettext_lazy("事務局"), max_length=100, blank=True)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("会議・推進組織")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="committee_code_unique")]

    def __str__(self) -> str:
        return self.name


class Seat(PartOfPlan, NaturalKeyModel, Sourced):
    """A place in a committee: who sits there by office (副市長), in which role (CXO), and what for."""

    WORDS = ("role", "office", "function")
    PLAN_PATH = "committee__plan"
    NATURAL_KEY = ("committee__plan__municipality__slug", "committee__plan__slug", "committee__code", "code")

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="seats", verbose_name=gettext_lazy("会議・推進組織")
    )
    parent = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("上位の席"),
    )
    code = models.CharField(gettext_lazy("コード"), max_length=50)
    role = models.CharField(gettext_lazy("役割名"), max_length=100, blank=True)
    office = models.CharField(gettext_lazy("職・部署"), max_length=100)
    person = models.CharField(gettext_lazy("氏名（原本にある場合）"), max_length=100, blank=True)
    function = models.TextField(gettext_lazy("担うこと"), blank=True)
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("席")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["committee", "code"], name="seat_code_unique")]

    def __str__(self) -> str:
        return numbered(self.role, self.office)

    def clean(self) -> None:
        super().clean()
        if self.parent is not None:
            if self.parent.committee_id != self.committee_id:
                raise ValidationError({"parent": _("「%s」は別の会議の席です。") % self.parent})
            check_no_loop(self)


class PlanDepartment(PartOfPlan, NaturalKeyModel, Sourced):
    """What a department does for the plan."""

    WORDS = ("role",)
    NATURAL_KEY = ("plan__municipality__slug", "plan__slug", "department__code")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="plan_departments", verbose_name=gettext_lazy("計画")
    )
    department = models.ForeignKey(
        Department, models.RESTRICT, related_name="plan_roles", verbose_name=gettext_lazy("部署")
    )
    role = models.TextField(gettext_lazy("この計画での役割"), blank=True)
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("担当部署の役割")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "department"], name="plan_department_unique"),
        ]

    def __str__(self) -> str:
        return str(self.department) if self.department_id else ""

    def clean(self) -> None:
        super().clean()
        if (
            self.plan_id
            and self.department_id
            and self.department.municipality_id != self.plan.municipality_id
        ):
            raise ValidationError({"department": of_another_city(self.department, self.plan.municipality)})
