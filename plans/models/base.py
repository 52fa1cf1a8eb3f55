"""What the models of a plan share: natural keys, the place in the source, and checks across rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.translations.rows import Worded
from plans.validators import validate_code

from .fields import DayField
from .placing import PlacedConstraints
from .versions import VersionedRow


class NaturalKeyManager(models.Manager):
    """Finds a row by the values of its model's NATURAL_KEY, as fixtures and workbooks name it."""

    def get_by_natural_key(self, *values: str) -> models.Model:
        return self.get(**dict(zip(self.model.NATURAL_KEY, values, strict=True)))


class NaturalKeyModel(Worded, VersionedRow, PlacedConstraints):
    """A row that people and files can name without knowing its database id."""

    NATURAL_KEY: tuple[str, ...]  # look-up paths, e.g. ("plan__municipality__slug", "plan__slug", "code")
    # A file of which a row of such a model is stored counts as loaded: `load_plans --missing-only` skips it.
    MARKS_FILE_AS_LOADED = False
    # The city's own words: once stored, no file writes over them.
    KEPT_ONCE_STORED = False
    # The relation to the row without which it means nothing: where a file only adds, it comes with a new one only.
    COMES_WITH = ""
    # The field in which a row names others of its model, of which it is made.
    PARTS_IN = ""
    # Fields whose text means the same in several ways of writing: see `as_kept`.
    WRITTEN_IN_WAYS: frozenset[str] = frozenset()

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        return tuple(reduce(getattr, path.split("__"), self) for path in self.NATURAL_KEY)

    def as_kept(self, name: str, text: str) -> str:
        """What a file's text for that field of the stored row says, as it would be stored; as it is where that is not known."""
        return text

    def before_save(self) -> tuple[str, ...]:
        """Sets what every save sets, and names those fields: `save` calls it, and whoever writes many rows at once."""
        return ()


class Sourced(models.Model):
    """A row taken from a document: it says where it stands there and whether its prose is a summary."""

    source_place = models.CharField(
        gettext_lazy("出典の箇所"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("原本のどこに書いてあるか。例: プラン 7ページ「主要取組①」"),
    )
    is_summary = models.BooleanField(
        gettext_lazy("要約"),
        default=False,
        help_text=gettext_lazy(
            "説明文が原文のままではなく、要約のときに選びます。ページに「要約」と表示します。"
        ),
    )

    class Meta:
        abstract = True


class InForceQuerySet(models.QuerySet):
    def in_force(self, *, at: date):
        """Rows that hold on that day; both ends of their range are included, an open end is no limit."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=at),
            Q(valid_until__isnull=True) | Q(valid_until__gte=at),
        )


class ValidRange(models.Model):
    """A row that holds from one day to another (a department between two April reorganisations, a role)."""

    valid_from = DayField(gettext_lazy("開始日"), null=True, blank=True)
    valid_until = DayField(gettext_lazy("終了日（最後の日）"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="%(class)s_valid_range",
                violation_error_message=gettext_lazy("終了日は開始日より後の日にしてください。"),
            )
        ]


class PartOfPlan(models.Model):
    """What the public sees of a plan makes the plan newer when it is saved or deleted."""

    PLAN_PATH = "plan"  # the look-up path from a row to its plan
    # Look-up paths to the departments the row belongs to; without any, it is the whole municipality's.
    DEPARTMENT_PATHS: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self._touch_plan()

    def delete(self, *args, **kwargs):
        self._touch_plan()
        return super().delete(*args, **kwargs)

    @property
    def shows_in_public(self) -> bool:
        return True

    def _touch_plan(self) -> None:
        self.touch_plans([self])

    @staticmethod
    def touch_plans(rows: Iterable["PartOfPlan"]) -> None:
        """Makes the plans of those rows newer that the public sees."""
        found = {row.plan_key for row in rows if row.shows_in_public}
        if found:
            plans = apps.get_model("plans", "Plan").objects.filter(pk__in=found)
            plans.update(updated_at=timezone.now())

    @property
    def plan_key(self) -> int:
        """The plan's id."""
        *between, last = self.PLAN_PATH.split("__")
        return getattr(reduce(getattr, between, self), f"{last}_id")


class Promised(models.Model):
    """A row that the public is shown as part of the promise: it changes by a revision only (plans/ledger/).

    Once its plan is public, the database refuses every other change.
    """

    # Columns that may change without a revision: they say nothing.
    NOT_PROMISED: tuple[str, ...] = ("order",)
    # Many-to-many relations that are part of the promise.
    PROMISED_LINKS: tuple[str, ...] = ()
    # Of a row that only belongs to another (a target): the relation to that row, whose revision it is.
    PROMISE_OF = ""
    # Of such a row: whether it stays once public. A target does; a period that is judged again need not.
    STAYS_IN_THE_LEDGER = False
    # Whether a row may be in preparation, unknown to the public of a public plan.
    MAY_PREPARE = False
    # The name of the public page that shows it, and whether its code stands in the address.
    PUBLIC_PAGE = ""
    PAGE_BY_CODE = False

    class Meta:
        abstract = True

    @classmethod
    def as_promised(cls, subject: models.Model, name: str, text: str) -> Self | None:
        """Of a part: the row in memory that its `promise_name` and `promise_text` tell of; None where they tell less."""
        return None

    def told(self, name: str) -> str:
        """What the field says to people, where that is not what is stored; blank: as any field of its kind."""
        return ""

    def check_change(self, names: Iterable[str], kind: str) -> None:
        """Raises ValidationError on `kind` where these fields cannot change in such a way from a day on."""

    def check_slip(self, names: Iterable[str]) -> None:
        """Raises ValidationError on `kind` where these fields cannot have been a slip."""

    def check_revision(self, names: Iterable[str], kind: str) -> None:
        """Raises ValidationError where all that changed of the stored row together does not make a whole."""

    def check_decided(
        self, former: "Promised | None", others: Iterable["Promised"], *, is_correction: bool
    ) -> None:
        """Of a part that stays: raises ValidationError on `effective_on` where it would come between those there before."""

    def check_corrected(self, former: "Promised | None") -> None:
        """Of a part (`former`: as it was): raises ValidationError on `kind` where putting it right would make others false."""

    def check_removed(self) -> None:
        """Of a part: raises ValidationError on `kind` where others would become false without it."""

    def follow_undone(self, names: Iterable[str]) -> None:
        """Sets right in the row in memory what follows when these fields were set back, by no conversion."""

    def undo_conversion(self, factor: str, changes: Iterable[Mapping[str, object]]) -> None:
        """Sets the row in memory back to the unit of before a conversion by that factor (1/1000)."""


class PlanPart(PartOfPlan, NaturalKeyModel, Sourced):
    """A row that belongs to one plan (the subclass declares `plan`) and is named there by its `code`.

    The code is ASCII, opaque and unique per plan and type; addresses and files use it, so it never changes
    once public. People read `number` and see the rows in `order`.
    """

    NATURAL_KEY = ("plan__municipality__slug", "plan__slug", "code")
    # Names of relations whose target must be a row of the same plan, or of the same municipality.
    SAME_PLAN: tuple[str, ...] = ()
    SAME_CITY: tuple[str, ...] = ()

    code = models.CharField(
        gettext_lazy("コード"),
        max_length=50,
        validators=[validate_code],
        help_text=gettext_lazy("アドレスやファイルに使う名前です。公開後は変えないでください。"),
    )
    order = models.PositiveIntegerField(gettext_lazy("並び順"), default=0)

    class Meta:
        abstract = True

    @property
    def anchor(self) -> str:
        """Its id on a page that shows many rows: the type keeps codes of different types apart."""
        return f"{self._meta.model_name}-{self.code}"

    def clean(self) -> None:
        super().clean()
        if self.plan_id is None:
            return
        single = {
            name: [getattr(self, name)]
            for name in (*self.SAME_PLAN, *self.SAME_CITY)
            if not self._meta.get_field(name).many_to_many and getattr(self, name, None) is not None
        }
        self.check_relations(single)
        check_stays(self, "plan", _("移す先の計画で新しく作ってください。"))

    def check_relations(self, relations: Mapping[str, Iterable[models.Model]]) -> None:
        """Refuse rows of another plan or city. Raises ValidationError naming the field.

        clean() passes the foreign keys, `check_links` the many-to-many choices.
        """
        errors = {}
        for name, rows in relations.items():
            for row in rows:
                if name in self.SAME_PLAN and row.plan_id != self.plan_id:
                    errors[name] = _("「%s」は別の計画のものです。この計画のものを選んでください。") % row
                elif name in self.SAME_CITY and row.municipality_id != self.plan.municipality_id:
                    errors[name] = (
                        _("「%s」は別の市区町村のものです。この市区町村のものを選んでください。") % row
                    )
        if errors:
            raise ValidationError(errors)

    def check_links(self, chosen: Mapping[str, Iterable[models.Model]]) -> None:
        """The same for many-to-many choices: whoever saves the row asks before saving them."""
        self.check_relations(chosen)


def check_stays(row: models.Model, owner: str, remedy: str) -> None:
    """Raises ValidationError on `owner` when a stored row is given another one.

    Its address would die, and what refers to it would be left behind.
    """
    if (
        row.pk
        and type(row).objects.filter(pk=row.pk).exclude(**{owner: getattr(row, f"{owner}_id")}).exists()
    ):
        raise ValidationError(
            {owner: _("「%(row)s」は移せません。%(remedy)s") % {"row": row, "remedy": remedy}}
        )


def ancestors(row: models.Model) -> Iterable[models.Model]:
    """The row's parents upwards. Stops when the chain comes back to a row it has seen."""
    seen = {row.pk} if row.pk else set()
    parent = row.parent
    while parent is not None:
        yield parent
        if parent.pk in seen:
            return
        seen.add(parent.pk)
        parent = parent.parent


def link_parents(rows: Iterable[models.Model]) -> dict[int, models.Model]:
    """The rows by id, each with its parent among them at hand: walking upwards then asks no more questions."""
    by_id = {row.pk: row for row in rows}
    for row in by_id.values():
        row.parent = by_id.get(row.parent_id)
    return by_id


def check_no_loop(row: models.Model) -> None:
    """Raises ValidationError on `parent` when the row would stand under itself."""
    if row.pk and any(parent.pk == row.pk for parent in ancestors(row)):
        raise ValidationError({"parent": _("「%s」を自分自身の下に置くことはできません。") % row})
