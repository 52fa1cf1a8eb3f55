"""The plan itself, what it calls its parts, and the addresses it once had."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from plans.era import date_label
from plans.kinds import LABELLED_KINDS, GoalKind
from plans.translations.said import Untranslated, numbered
from plans.validators import validate_code, validate_plan_slug

from .base import NaturalKeyManager, NaturalKeyModel, PartOfPlan, Promised, Sourced, check_stays
from .fields import DayField
from .history import History
from .places import Municipality

YEARS = range(1868, 3000)  # of plans: what lies outside is a slip


class PlanQuerySet(models.QuerySet):
    def public(self):
        """Plans that citizens may read. Drafts (案) are public too, once the city publishes them."""
        return self.filter(is_public=True)


class Plan(NaturalKeyModel, Sourced, Promised):
    WORDS = ("title", "edition", "summary", "licence")

    class Kind(models.TextChoices):
        PLAN = "plan", gettext_lazy("計画")
        VISION = "vision", gettext_lazy("ビジョン")
        STRATEGY = "strategy", gettext_lazy("戦略")
        POLICY = "policy", gettext_lazy("方針")

    MARKS_FILE_AS_LOADED = True
    NATURAL_KEY = ("municipality__slug", "slug")
    PUBLIC_PAGE = "overview"
    CONSTRAINTS_AT = {"plan_ends_after_start": ("ends_on",)}
    # A moved address redirects, and the rest is the portal's own.
    NOT_PROMISED = ("order", "slug", "updated_at", "licence", "licence_url")

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="plans", verbose_name=gettext_lazy("市区町村")
    )
    slug = models.SlugField(
        gettext_lazy("アドレス名"),
        validators=[validate_code, validate_plan_slug],
        help_text=gettext_lazy(
            "アドレスの2番目の部分です。例: dx-vision。変えると、古いアドレスから自動で転送します。"
        ),
    )
    title = models.CharField(gettext_lazy("題名"), max_length=200)
    edition = models.CharField(gettext_lazy("版"), max_length=50, blank=True)
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=Kind, default=Kind.PLAN)
    adopted_on = DayField(gettext_lazy("策定日"), null=True, blank=True)
    starts_on = DayField(gettext_lazy("開始日"), null=True, blank=True)
    ends_on = DayField(
        gettext_lazy("終了日"),
        null=True,
        blank=True,
        help_text=gettext_lazy("空欄は「必要に応じて見直し」を意味します。"),
    )
    is_draft = models.BooleanField(gettext_lazy("案"), default=False)
    is_public = models.BooleanField(
        gettext_lazy("公開する"), default=True, help_text=gettext_lazy("選ばないと、職員だけが見られます。")
    )
    summary = models.TextField(gettext_lazy("概要"), blank=True)
    licence = models.CharField(
        gettext_lazy("利用条件"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 公共データ利用規約（第1.0版）。空欄は「原本に記載なし」と表示します。"),
    )
    licence_url = models.URLField(gettext_lazy("利用条件のアドレス"), blank=True)
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)
    updated_at = models.DateTimeField(gettext_lazy("更新日時"), default=timezone.now, editable=False)
    # Since then the public knows the plan, and what it says changes by a revision only. Never taken back.
    public_since = DayField(gettext_lazy("公開した日"), null=True, blank=True, editable=False)

    objects = NaturalKeyManager.from_queryset(PlanQuerySet)()
    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("計画")
        ordering = ["municipality", "order", "-starts_on", "slug"]
        indexes = [models.Index(fields=["-updated_at", "-id"], name="plan_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slug"],
                name="plan_slug_unique",
                violation_error_message=gettext_lazy(
                    "この市区町村には、同じアドレス名の計画がすでにあります。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_start",
                violation_error_message=gettext_lazy("終了日は開始日より後の日にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(public_since__isnull=False),
                name="plan_public_since_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title_with_city

    @property
    def title_with_city(self) -> str:
        """The city before the title, unless the title begins with it: 尼崎市 あまがさき共創DXプラン, 見本市DX推進計画."""
        return self._with_city(self.title)

    @property
    def full_title_with_city(self) -> str:
        return self._with_city(self.full_title)

    def _with_city(self, title: str) -> str:
        city = self.municipality.name
        return title if str(title).startswith(str(city)) else numbered(city, title)

    def keep_address(self, path: str) -> None:
        """Remembers an address (city/plan) that the plan is about to lose: it redirects from then on."""
        FormerAddress.objects.update_or_create(path=path, defaults={"plan": self})

    @property
    def begins_on(self) -> date | None:
        """The first day of its term; of a plan that names none, the day on which it was adopted."""
        return self.starts_on or self.adopted_on

    def get_absolute_url(self) -> str:
        return reverse("overview", args=[self.municipality.slug, self.slug])

    def clean(self) -> None:
        super().clean()
        check_stays(self, "municipality", _("計画は市区町村をまたいで動かせません。"))
        for name in ("adopted_on", "starts_on", "ends_on"):
            day = getattr(self, name)
            if day and day.year not in YEARS:
                raise ValidationError(
                    {name: _("%d年は計画の年として使えません。年を確かめてください。") % day.year}
                )

    @property
    def known_from(self) -> date | None:
        """The first day of which the plan can say anything: it was adopted, began, or was shown to the public."""
        return min(filter(None, (self.adopted_on, self.starts_on, self.public_since)), default=None)

    def save(self, *args, update_fields=None, **kwargs) -> None:
        stored = Plan.objects.select_related("municipality").filter(pk=self.pk).first()
        if stored is not None and stored.slug != self.slug:
            stored.keep_address(f"{stored.municipality.slug}/{stored.slug}")
        self.updated_at = timezone.now()
        if self.is_public and self.public_since is None:
            self.public_since = timezone.localdate()
        if update_fields is not None:
            update_fields = {*update_fields, "updated_at", "public_since"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @cached_property
    def words(self) -> dict[str, str]:
        """What this plan calls each kind of row: its own label, else the portal's word."""
        return {kind: str(label) for kind, label in LABELLED_KINDS} | {
            row.kind: row.label for row in self.labels.all()
        }

    @property
    def sub_goal_word(self) -> str:
        """For templates, which cannot look up a key with a hyphen."""
        return self.words[GoalKind.SUB_GOAL]

    @property
    def updated_on(self) -> date:
        return timezone.localdate(self.updated_at)

    @property
    def full_title(self) -> str:
        """Title with its 案 and edition: DX推進ビジョン（案）第1版"""
        title = self.title
        if self.is_draft:
            told = pgettext("a plan's title", "%(title)s（案）") % {"title": title}
            title = Untranslated(told) if isinstance(title, Untranslated) else told
        return numbered(title, self.edition)

    @property
    def term_label(self) -> str:
        """The plan's term in both calendars."""
        if self.starts_on and self.ends_on:
            words = {"from": date_label(self.starts_on), "to": date_label(self.ends_on)}
            return _("%(from)sから%(to)sまで") % words
        if self.starts_on:
            return _("%sから（終わりの日は決めず、必要に応じて見直し）") % date_label(self.starts_on)
        if self.ends_on:
            return _("%sまで") % date_label(self.ends_on)
        return _("期間の定めなし（必要に応じて見直し）")

    def phase(self, *, at: date) -> str:
        """Whether the plan is 開始前, 実施中 or 期間終了 on that day; follows from its dates."""
        if self.starts_on and at < self.starts_on:
            return _("開始前")
        if self.ends_on and at > self.ends_on:
            return _("期間終了")
        return _("実施中") if self.starts_on else _("必要に応じて見直し")


class PlanLabel(PartOfPlan, NaturalKeyModel, Promised):
    """What this plan calls a kind of row (柱 / 取組項目 / 目指す姿 …). Where none is given, the portal's word."""

    WORDS = ("label",)
    NOT_PROMISED = ()
    PROMISE_OF = "plan"
    NATURAL_KEY = ("plan__municipality__slug", "plan__slug", "kind")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="labels", verbose_name=gettext_lazy("計画"))
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=LABELLED_KINDS)
    label = models.CharField(gettext_lazy("この計画での呼び名"), max_length=50)

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("呼び名")
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="plan_label_unique")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}"

    @property
    def promise_key(self) -> str:
        return self.kind

    @property
    def promise_name(self) -> str:
        return self.kind

    @property
    def promise_text(self) -> str:
        return self.label

    @classmethod
    def as_promised(cls, subject: models.Model, name: str, text: str) -> "PlanLabel":
        return cls(plan=subject, kind=name, label=text)

    @classmethod
    def promise_label(cls, kind: str) -> str:
        """呼び名（柱）"""
        return _("呼び名（%s）") % dict(LABELLED_KINDS).get(kind, kind)

    def promise_added(self, others: Iterable[models.Model]) -> "Difference":  # noqa: F821 plans/ledger/states.py
        from plans.ledger.states import Change, Difference, field_of

        word = str(dict(LABELLED_KINDS).get(self.kind, ""))
        return Difference(self.plan, (Change(field_of(self), None, self.label, word, self.label),))


class FormerAddress(models.Model):
    """An address a plan once had. Public addresses never die: the old one redirects."""

    path = models.CharField(gettext_lazy("以前のアドレス"), max_length=120, unique=True)
    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="former_addresses", verbose_name=gettext_lazy("計画")
    )

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("以前のアドレス")

    def __str__(self) -> str:
        return f"/{self.path}/"
