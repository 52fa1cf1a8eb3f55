"""Who works on a plan: a user's role in a municipality or one of its departments."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import date_label
from plans.people_names import person_name

from .base import InForceQuerySet, ValidRange, ancestors
from .places import Department, Municipality, of_another_city
from .placing import PlacedConstraints
from .versions import VersionedRow


class RoleQuerySet(InForceQuerySet):
    def in_force(self, *, at: date):
        """Roles that hold on that day. A deputy's holds while the person they act for decides in the city themselves: who has
        lost the authority cannot lend it.
        """
        lends = InForceQuerySet(self.model, using=self._db).in_force(at=at)
        lends = lends.filter(
            user=OuterRef("deputy_for"),
            municipality=OuterRef("municipality"),
            deputy_for__isnull=True,
            user__is_active=True,
        )
        return (
            super()
            .in_force(at=at)
            .filter(
                Q(deputy_for__isnull=True)
                | Q(deputy_for__is_superuser=True, deputy_for__is_active=True)
                | Exists(lends.exclude(role=self.model.Role.EDITOR))
            )
        )


class Membership(ValidRange, VersionedRow, PlacedConstraints):
    """What each role may do stands in plans/access.py."""

    CONSTRAINTS_AT = {
        "valid_range": ("valid_until",),
        "membership_not_own_deputy": ("deputy_for",),
        "membership_unique": ("role",),
    }

    class Role(models.TextChoices):
        EDITOR = "editor", gettext_lazy("入力担当")
        APPROVER = "approver", gettext_lazy("承認者")
        MANAGER = "manager", gettext_lazy("計画管理者")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=gettext_lazy("ユーザー"),
    )
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="memberships", verbose_name=gettext_lazy("市区町村")
    )
    department = models.ForeignKey(
        Department,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=gettext_lazy("部署"),
        help_text=gettext_lazy("下位の部署も含みます。空欄は全庁を意味します。"),
    )
    role = models.CharField(gettext_lazy("役割"), max_length=20, choices=Role)
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=gettext_lazy("代決の相手"),
        help_text=gettext_lazy("この人に代わって承認するときに選びます。代決として記録します。"),
    )

    # Whether its holder is staff because of this role: see plans/staffing.py.
    made_staff = models.BooleanField(gettext_lazy("役割による職員権限"), default=False, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("担当者の役割")
        ordering = ["municipality", "department", "role"]
        constraints = [
            *ValidRange.Meta.constraints,
            models.UniqueConstraint(
                F("user"),
                F("municipality"),
                Coalesce(F("department"), 0),
                F("role"),
                Coalesce(F("deputy_for"), 0),
                name="membership_unique",
                violation_error_message=gettext_lazy("同じ役割がすでに登録されています。"),
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | ~Q(deputy_for=F("user")),
                name="membership_not_own_deputy",
                violation_error_message=gettext_lazy("自分自身の代決者にはなれません。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}（{self.department or self.municipality}）"

    def clean(self) -> None:
        super().clean()
        if None not in (self.department_id, self.municipality_id) and (
            self.department.municipality_id != self.municipality_id
        ):
            raise ValidationError({"department": of_another_city(self.department, self.municipality)})
        if self.deputy_for_id and self.role == self.Role.EDITOR:
            raise ValidationError({"deputy_for": _("代決の相手は、承認する役割でだけ選べます。")})
        is_past = self.valid_until is not None and self.valid_until < timezone.localdate()
        if self.municipality_id is not None and not is_past and self._gives_more():
            self._check_department_lasts()
            self._check_principal_decides()

    def _gives_more(self) -> bool:
        """Whether it gives something that the stored row does not: a role can be cut short whatever else has changed."""
        stored = Membership.objects.filter(pk=self.pk).first() if self.pk else None
        gives = ("user_id", "municipality_id", "department_id", "role", "deputy_for_id")
        if stored is None or any(getattr(stored, name) != getattr(self, name) for name in gives):
            return True
        begins, ends = (self.valid_from or date.min, self.valid_until or date.max)
        return begins < (stored.valid_from or date.min) or ends > (stored.valid_until or date.max)

    def _check_department_lasts(self) -> None:
        """Raises ValidationError where the department has ended on the first day, from today on, on which the role holds."""
        last = self.department.valid_until if self.department_id else None
        first = max(timezone.localdate(), self.valid_from or date.min)
        if last is None or last >= first:
            return
        sentence = _("「%(name)s」は%(day)sに終わった部署です。引き継いだ部署を選んでください。")
        names = {"name": self.department.path, "day": date_label(last)}
        raise ValidationError({"department": sentence % names})

    def _check_principal_decides(self) -> None:
        """Raises ValidationError where the person deputised for decides nothing of their own in the city meanwhile."""
        if not self.deputy_for_id:
            return
        names = {"person": person_name(self.deputy_for), "city": self.municipality}
        if not self.deputy_for.is_active:
            sentence = _("%(person)sさんのアカウントは使えなくなっています。いま承認する人を選んでください。")
            raise ValidationError({"deputy_for": sentence % names})
        if self.deputy_for.is_superuser:
            return
        first = max(timezone.localdate(), self.valid_from or date.min)
        own = Membership.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=first),
            user=self.deputy_for_id,
            municipality=self.municipality_id,
            deputy_for__isnull=True,
        ).exclude(role=self.Role.EDITOR)
        if self.valid_until:
            own = own.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=self.valid_until))
        decides = list(own.select_related("department"))
        if decides:
            self._check_lies_within(decides, names)
            return
        sentence = _(
            "%(person)sさんには、%(city)sで承認する役割（承認者・計画管理者）がありません。"
            "先にその人の役割を登録するか、承認する人を選んでください。"
        )
        raise ValidationError({"deputy_for": sentence % names})

    def _check_lies_within(self, decides: list["Membership"], names: dict) -> None:
        """Raises ValidationError where it reaches further than the person's own roles: nobody lends what they have not."""
        by_department = self.role == self.Role.APPROVER
        above = (self.department, *ancestors(self.department)) if by_department and self.department_id else ()
        for own in decides:
            if own.role == self.Role.MANAGER or own.department_id is None or own.department in above:
                return
        names["places"] = "、".join(dict.fromkeys(own.department.path for own in decides))
        if by_department:
            sentence = _(
                "%(person)sさんが承認するのは「%(places)s」とその下の部署だけです。"
                "その中の部署を選ぶか、先にその人の役割を直してください。"
            )
            raise ValidationError({"department": sentence % names})
        sentence = _(
            "%(person)sさんが承認するのは「%(places)s」とその下の部署だけなので、計画管理者の代決はできません。「承認者」を選んでください。"
        )
        raise ValidationError({"role": sentence % names})
