"""The lives of the plan's rows: in preparation, public, and in the end ended for a reason."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import date_label
from plans.kinds import Publicity

from .base import NaturalKeyManager

Row = TypeVar("Row", bound="Living")
NAMED = 5  # rows that a sentence names before it counts the others


class LivingQuerySet(models.QuerySet):
    def shown(self):
        """Without what is in preparation: what public pages, files and duties know."""
        return self.filter(state=Publicity.PUBLIC)


class Living(models.Model):
    """A row with a life of its own inside the plan: in preparation, public from a day on, ended for a reason.

    What is in preparation is on no public page and in no file. What has ended stays at its address, and says so.
    The subclass has `ending` and `ending_reason`, and says how its end is dated: `EndsWithPeriod`, `EndsOnDay`.
    """

    MAY_PREPARE = True
    LAST = ""  # the field that names its last period or day
    # Relations to what it stands under: what is public and goes on stands under what is public and goes on.
    STANDS_UNDER: tuple[str, ...] = ()
    # The day on which somebody looks at this row in memory; None: today.
    seen_on: date | None = None

    state = models.CharField(
        gettext_lazy("公開の状態"),
        max_length=10,
        choices=Publicity,
        default=Publicity.PUBLIC,
        help_text=gettext_lazy("準備中のものは職員だけに見えます。公開すると、準備中には戻せません。"),
    )

    objects = NaturalKeyManager.from_queryset(LivingQuerySet)()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Publicity.values), name="%(class)s_publicity_known")
        ]

    @property
    def is_preparing(self) -> bool:
        return self.state == Publicity.PREPARING

    @property
    def shows_in_public(self) -> bool:
        return not self.is_preparing

    @property
    def has_ending(self) -> bool:
        return bool(self.ending)

    @property
    def last_day(self) -> date | None:
        """The last day on which it is part of the plan; None where none is named."""
        raise NotImplementedError

    @property
    def last_label(self) -> str:
        """Its last period or day, as people read it; blank where none is named."""
        raise NotImplementedError

    def is_over(self, at: date) -> bool:
        """Whether it had come to its end on that day."""
        return self.has_ending and self.last_day is not None and self.last_day < at

    @property
    def has_come_to_end(self) -> bool:
        return self.is_over(self.seen_on or timezone.localdate())

    def goes_on_after(self, day: date) -> bool:
        """Whether it goes on when what it stands under ends on that day."""
        return not self.has_ending or self.last_day is None or self.last_day > day

    def check_typed(self) -> None:
        """Raises ValidationError for what a person may not write in a new row, though a file may tell so of a source."""

    def clean(self) -> None:
        super().clean()
        self._check_stays_public()
        self._check_ending_whole()
        self._check_ends_in_plan()
        self._check_what_stands_under()

    def _check_stays_public(self) -> None:
        plan = getattr(self, "plan", None) if self.plan_id else None
        if not self.pk or not self.is_preparing or plan is None or plan.public_since is None:
            return
        if type(self).objects.filter(pk=self.pk, state=Publicity.PUBLIC).exists():
            raise ValidationError(
                {"state": _("公開したものは、準備中に戻せません。終えるときは、終わり方と理由を書きます。")}
            )

    def _check_ending_whole(self) -> None:
        """As the database has it, with the field that is missing named."""
        errors = {}
        if self.has_ending and not getattr(self, self.LAST):
            errors[self.LAST] = _("「%s」を書いてください。") % self._meta.get_field(self.LAST).verbose_name
        if self.has_ending and not self.ending_reason.strip():
            errors["ending_reason"] = _("終わった理由を書いてください。市民にも表示します。")
        if not self.has_ending and (self.ending_reason.strip() or self._is_dated_as_ended):
            errors["ending"] = _("終わり方を選んでください。")
        if errors:
            raise ValidationError(errors)

    @property
    def _is_dated_as_ended(self) -> bool:
        """Whether a last day is written that says nothing without an ending."""
        return False

    def _check_ends_in_plan(self) -> None:
        begins = self.plan.begins_on if self.plan_id else None
        if self.has_ending and self.last_day and begins and self.last_day < begins:
            words = {"last": self._meta.get_field(self.LAST).verbose_name, "day": date_label(begins)}
            raise ValidationError(
                {
                    self.LAST: _(
                        "「%(last)s」が、計画の始まり（%(day)s）より前になっています。書き直してください。"
                    )
                    % words
                }
            )

    def check_relations(self, relations: Mapping[str, Iterable[models.Model]]) -> None:
        super().check_relations(relations)
        if self.is_preparing:
            return
        errors = {}
        for name in self.STANDS_UNDER:
            for above in relations.get(name, ()):
                if above.is_preparing:
                    errors[name] = (
                        _("「%s」は準備中です。先にそれを公開するか、公開済みのものを選んでください。")
                        % above
                    )
                elif above.has_ending and above.last_day and self.goes_on_after(above.last_day):
                    errors[name] = _(
                        "「%(above)s」は%(day)sで終わっています。続いているものを選ぶか、先にこれを終えてください。"
                    ) % {"above": above, "day": above.last_label}
        if errors:
            raise ValidationError(errors)

    def check_links(self, chosen: Mapping[str, Iterable[models.Model]]) -> None:
        """Also what stands under stored links, which `chosen` does not touch: the row itself may have changed."""
        stored = [
            name
            for name in self.STANDS_UNDER
            if self.pk and name not in chosen and self._meta.get_field(name).many_to_many
        ]
        super().check_links({name: getattr(self, name).all() for name in stored} | dict(chosen))

    def _check_what_stands_under(self) -> None:
        """Raises ValidationError where the row ends, or is hidden, while something public below goes on."""
        if not self.pk or not (self.is_preparing or self.has_ending):
            return
        below = list(self._public_rows_below())
        if self.is_preparing and below:
            raise ValidationError(
                {
                    "state": _(
                        "公開中のもの（%s）がこの下にあるので、準備中にできません。"
                        "先にそれらを準備中にするか、ほかへ移してください。"
                    )
                    % _named(below)
                }
            )
        left = [row for row in below if self.last_day and row.goes_on_after(self.last_day)]
        if left:
            raise ValidationError(
                {
                    self.LAST: _(
                        "まだ続いているもの（%s）がこの下にあります。"
                        "先にそれらを、この日までに終えるか、ほかへ移してください。"
                    )
                    % _named(left)
                }
            )

    def _public_rows_below(self) -> Iterator["Living"]:
        for relation in self._meta.related_objects:
            model, name = relation.related_model, relation.field.name
            if issubclass(model, Living) and name in model.STANDS_UNDER:
                yield from model.objects.filter(**{name: self.pk}).shown()


def standing(rows: Iterable[Row], at: date) -> list[Row]:
    """Those that had not ended on that day."""
    return [row for row in rows if not row.is_over(at)]


def ended(rows: Iterable[Row], at: date) -> list[Row]:
    """Those that had ended by that day."""
    return [row for row in rows if row.is_over(at)]


def standing_first(rows: Iterable[Row]) -> list[Row]:
    """What stands on the day on which the rows are looked at, and behind it what has ended."""
    return sorted(rows, key=lambda row: row.has_come_to_end)


def _named(rows: list[Living]) -> str:
    """目標「窓口」、指標「件数」 …"""
    names = [f"{row._meta.verbose_name}「{row}」" for row in islice(rows, NAMED)]
    more = len(rows) - len(names)
    return "、".join([*names, _("ほか%d件") % more] if more else names)
