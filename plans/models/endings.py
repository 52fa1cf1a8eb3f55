"""How a row of the plan ends: with the last period of its reports, or on a day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import date_label
from plans.kinds import Ending

from .fields import DayField
from .living import Living


def ending_field(help_text: str) -> models.CharField:
    return models.CharField(
        gettext_lazy("終わり方"), max_length=10, choices=Ending, blank=True, help_text=help_text
    )


def reason_field() -> models.TextField:
    return models.TextField(
        gettext_lazy("終わった理由"), blank=True, help_text=gettext_lazy("市民にも表示します。")
    )


def whole_ending(has_last: Q, sentence: str, *, is_left_open: Q | None = None) -> models.CheckConstraint:
    """How it ended, why, and its last period or day stand together. `is_left_open`: what else holds without an ending."""
    without = Q(ending="", ending_reason="")
    return models.CheckConstraint(
        condition=(without & is_left_open if is_left_open else without)
        | (Q(ending__in=Ending.values) & has_last & ~Q(ending_reason="")),
        name="%(class)s_ending_whole",
        violation_error_message=sentence,
    )


class EndsWithPeriod(Living):
    """A row that is reported on by the period: it ends with its last one. The subclass has that field, `last_period`."""

    LAST = "last_period"

    ending = ending_field(gettext_lazy("途中で終えるときに選び、「最後の期間」と理由も書きます。"))
    ending_reason = reason_field()

    class Meta:
        abstract = True
        constraints = [
            *Living.Meta.constraints,
            whole_ending(
                ~Q(last_period=""),
                gettext_lazy("終わり方、終わった理由、最後の期間は、そろえて書いてください。"),
            ),
        ]

    @property
    def final_period(self):
        """The last period, with its first and last day; None where none is named, or none that can be read."""
        raise NotImplementedError

    @property
    def last_day(self) -> date | None:
        return self.final_period.last_day if self.final_period else None

    def named_period(self, text: str) -> str:
        """A period of its reports, as people read it."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        if self.has_ending and self.final_period is not None:
            self._check_has_begun()
            self._check_nothing_reported_after()

    def _check_has_begun(self) -> None:
        if self.final_period.first_day > timezone.localdate():
            raise ValidationError(
                {
                    "last_period": _("%sはまだ始まっていません。その期間になってから終えてください。")
                    % self.last_label
                }
            )

    def _check_nothing_reported_after(self) -> None:
        """What is approved of a later period would contradict its end."""
        for relation in self._meta.related_objects if self.pk else ():
            if not getattr(relation.related_model, "STAYS_ONCE_APPROVED", False):
                continue
            rows = relation.related_model.objects.filter(**{relation.field.name: self.pk}, state="approved")
            read = type(self.final_period).parse
            last = self.final_period.last_day
            later = [text for text in rows.values_list("period", flat=True) if read(text).last_day > last]
            if later:
                raise ValidationError(
                    {
                        "last_period": _("%sの報告が承認されています。それより前の期間では終えられません。")
                        % self.named_period(max(later, key=lambda text: read(text).last_day))
                    }
                )

    def goes_on_after(self, day: date) -> bool:
        """The period in which the day lies may be its last."""
        return not self.has_ending or self.final_period is None or self.final_period.first_day > day


class EndsOnDay(Living):
    """A row without periods: it ends with a day."""

    LAST = "ended_on"

    ended_on = DayField(
        gettext_lazy("最後の日"),
        null=True,
        blank=True,
        help_text=gettext_lazy("途中で終えたとき、計画の一部だった最後の日を書きます。"),
    )
    ending = ending_field(gettext_lazy("途中で終えるときに選び、「最後の日」と理由も書きます。"))
    ending_reason = reason_field()

    class Meta:
        abstract = True
        constraints = [
            *Living.Meta.constraints,
            whole_ending(
                Q(ended_on__isnull=False),
                gettext_lazy("終わり方、終わった理由、最後の日は、そろえて書いてください。"),
                is_left_open=Q(ended_on__isnull=True),
            ),
        ]

    @property
    def last_day(self) -> date | None:
        return self.ended_on

    @property
    def _is_dated_as_ended(self) -> bool:
        return self.ended_on is not None

    @property
    def last_label(self) -> str:
        """令和7年（2025年）10月31日"""
        return date_label(self.ended_on) if self.ended_on else ""

    def clean(self) -> None:
        super().clean()
        if self.ended_on and self.ended_on > timezone.localdate():
            raise ValidationError(
                {
                    "ended_on": _(
                        "%sはまだ来ていません。その日になってから登録するか、日付を直してください。"
                    )
                    % date_label(self.ended_on)
                }
            )
