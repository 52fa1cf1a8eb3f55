"""Municipalities and their departments."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.city_colour import validate_colour
from plans.joining import listed
from plans.validators import validate_city_slug, validate_code, validate_municipality_code

from .base import (
    InForceQuerySet,
    NaturalKeyManager,
    NaturalKeyModel,
    Sourced,
    ValidRange,
    ancestors,
    check_no_loop,
    check_stays,
)
from .contacts import Reachable
from .glob import has_form
from .history import History


class Municipality(Reachable, NaturalKeyModel):
    """A city. Its contact is asked where a department has none."""

    WORDS = ("name", "counter", "hours")
    NATURAL_KEY = ("slug",)
    CONSTRAINTS_AT = {"code_unless_fictional": ("code",)}

    name = models.CharField(gettext_lazy("名称"), max_length=50)
    name_kana = models.CharField(gettext_lazy("よみ"), max_length=100, blank=True)
    name_en = models.CharField(gettext_lazy("英語名"), max_length=100, blank=True)
    slug = models.SlugField(
        gettext_lazy("アドレス名"),
        unique=True,
        validators=[validate_code, validate_city_slug],
        help_text=gettext_lazy("アドレスの最初の部分です。例: takarazuka"),
    )
    code = models.CharField(
        gettext_lazy("全国地方公共団体コード"),
        max_length=6,
        blank=True,
        validators=[validate_municipality_code],
        help_text=gettext_lazy("検査数字を含む6桁。架空の市だけ空欄にできます。"),
    )
    prefecture = models.CharField(gettext_lazy("都道府県"), max_length=10, blank=True)
    url = models.URLField(gettext_lazy("公式サイト"), blank=True)
    colour = models.CharField(
        gettext_lazy("市の色"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=gettext_lazy(
            "市のページの帯や見出しの印に使います。# と6桁で書きます。空欄のときは、ポータルの青です。"
        ),
    )
    is_fictional = models.BooleanField(
        gettext_lazy("架空の市"),
        default=False,
        help_text=gettext_lazy("この市のページとファイルには、すべて「サンプル」と表示します。"),
    )
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("市区町村")
        ordering = ["is_fictional", "order", "code", "slug"]
        # The first of 1,741 cities are found without sorting them.
        indexes = [models.Index(fields=ordering, name="municipality_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="municipality_code_unique",
                violation_error_message=gettext_lazy("この全国地方公共団体コードはすでに登録されています。"),
            ),
            models.CheckConstraint(
                condition=has_form("code", ["[0-9]" * 6]) | Q(code="", is_fictional=True),
                name="municipality_code_unless_fictional",
                violation_error_message=gettext_lazy(
                    "実在の市区町村には全国地方公共団体コード（6桁）が必要です。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("municipality", args=[self.slug])

    def save(self, *args, **kwargs) -> None:
        stored = Municipality.objects.filter(pk=self.pk).first()
        if stored is not None and stored.slug != self.slug:
            for plan in stored.plans.all():
                plan.keep_address(f"{stored.slug}/{plan.slug}")
        super().save(*args, **kwargs)


class Department(Reachable, ValidRange, NaturalKeyModel, Sourced):
    """A node of the city's organisation (局 > 部 > 課). It may cover its children: see Membership."""

    WORDS = ("name", "counter", "hours")
    NATURAL_KEY = ("municipality__slug", "code")
    CONSTRAINTS_AT = {"valid_range": ("valid_until",), "department_not_its_own_parent": ("parent",)}

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="departments", verbose_name=gettext_lazy("市区町村")
    )
    parent = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("上位の部署"),
    )
    code = models.CharField(gettext_lazy("コード"), max_length=50, validators=[validate_code])
    name = models.CharField(gettext_lazy("名称"), max_length=100)
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    objects = NaturalKeyManager.from_queryset(InForceQuerySet)()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("部署")
        ordering = ["municipality", "order", "code"]
        constraints = [
            *ValidRange.Meta.constraints,
            models.UniqueConstraint(fields=["municipality", "code"], name="department_code_unique"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="department_not_its_own_parent",
                violation_error_message=gettext_lazy("部署を自分自身の下に置くことはできません。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """総務局 行政マネジメント部 デジタル推進課"""
        return " ".join([*reversed([parent.name for parent in ancestors(self)]), self.name])

    @property
    def full_path(self) -> str:
        """北山市 > 総務局 > 窓口課"""
        above = reversed([parent.name for parent in ancestors(self)])
        return " > ".join([self.municipality.name, *above, self.name])

    def clean(self) -> None:
        super().clean()
        check_stays(self, "municipality", _("部署は市区町村をまたいで動かせません。"))
        if self.parent is None:
            return
        if self.parent.municipality_id != self.municipality_id:
            raise ValidationError({"parent": of_another_city(self.parent, self.municipality)})
        check_no_loop(self)


def of_another_city(department: Department, city: Municipality) -> str:
    """What is said of a department where one of `city` has to stand."""
    return _("「%(department)s」は別の市区町村の部署です。%(city)sの部署を選んでください。") % {
        "department": department.full_path,
        "city": city,
    }


def department_names(departments: Iterable[Department]) -> str:
    """総務課、デジタル推進課"""
    return listed(department.name for department in departments)
