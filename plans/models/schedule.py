"""The plan's schedule: tracks (rows of the printed table) and what stands on them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import Quarter, date_label
from plans.translations.said import numbered

from .base import PlanPart, Promised
from .content import Action, Goal
from .endings import EndsOnDay
from .fields import DayField, quarter_field
from .glob import QUARTER, has_form
from .history import History
from .plan import Plan


class ScheduleTrack(EndsOnDay, PlanPart, Promised):
    """One line of the schedule, usually a pillar or a field of work."""

    WORDS = ("number", "title")
    SAME_PLAN = ("goal",)
    STANDS_UNDER = ("goal",)
    PUBLIC_PAGE = "schedule"

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="schedule_tracks", verbose_name=gettext_lazy("計画")
    )
    number = models.CharField(gettext_lazy("番号"), max_length=20, blank=True)
    title = models.CharField(gettext_lazy("題名"), max_length=100)
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="schedule_tracks",
        verbose_name=gettext_lazy("目標"),
    )

    history = History()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("スケジュールの列")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="schedule_track_code_unique"),
            *EndsOnDay.Meta.constraints,
        ]

    def __str__(self) -> str:
        return numbered(self.number, self.title)


class ScheduleItem(EndsOnDay, PlanPart, Promised):
    """A task, milestone or meeting, from one quarter to another ('2023-Q3': sorts as text)."""

    WORDS = ("title",)

    class Kind(models.TextChoices):
        TASK = "task", gettext_lazy("作業")
        MILESTONE = "milestone", gettext_lazy("節目")
        MEETING = "meeting", gettext_lazy("会議")

    SAME_PLAN = ("track", "goal", "action")
    CONSTRAINTS_AT = {
        "schedule_item_ends_after_start": ("to_quarter",),
        "schedule_item_one_subject": ("action",),
    }
    STANDS_UNDER = ("track", "goal")
    PUBLIC_PAGE = "schedule"

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="schedule_items", verbose_name=gettext_lazy("計画")
    )
    track = models.ForeignKey(
        ScheduleTrack, models.CASCADE, related_name="items", verbose_name=gettext_lazy("スケジュールの列")
    )
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=Kind, default=Kind.TASK)
    title = models.CharField(gettext_lazy("内容"), max_length=200)
    from_quarter = quarter_field(gettext_lazy("開始の四半期"))
    to_quarter = quarter_field(gettext_lazy("終了の四半期"))
    planned_on = DayField(gettext_lazy("予定日"), null=True, blank=True)
    done_on = DayField(gettext_lazy("完了日"), null=True, blank=True)
    is_uncertain = models.BooleanField(
        gettext_lazy("時期が不確か"),
        default=False,
        help_text=gettext_lazy("原本の表から時期をはっきり読み取れないときに選びます。"),
    )
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="schedule_items",
        verbose_name=gettext_lazy("目標"),
    )
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="schedule_items",
        verbose_name=gettext_lazy("取組"),
    )

    history = History()

    # Whether, on the day somebody looks at, its time was over and nobody had said that it is done (see timeline.py).
    is_overdue = False

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("スケジュールの項目")
        ordering = ["from_quarter", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="schedule_item_code_unique"),
            *EndsOnDay.Meta.constraints,
            models.CheckConstraint(
                condition=has_form("from_quarter", [QUARTER]) & has_form("to_quarter", [QUARTER]),
                name="schedule_item_quarter_form",
            ),
            models.CheckConstraint(
                condition=Q(to_quarter__gte=F("from_quarter")),
                name="schedule_item_ends_after_start",
                violation_error_message=gettext_lazy(
                    "終了の四半期は、開始の四半期と同じか後にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=True) | Q(action__isnull=True),
                name="schedule_item_one_subject",
                violation_error_message=gettext_lazy("目標と取組は、どちらか一方だけを選んでください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def first(self) -> Quarter:
        return Quarter.parse(self.from_quarter)

    @property
    def last(self) -> Quarter:
        return Quarter.parse(self.to_quarter)

    def clean(self) -> None:
        super().clean()
        if self.pk:
            self.check_typed()

    def check_typed(self) -> None:
        """Nobody extends an item past the plan's end; a file may tell of a source that does."""
        ends_on = self.plan.ends_on if self.plan_id else None
        try:
            is_after = ends_on is not None and self.last.first_day > ends_on
        except ValueError:  # the field's own validator says so
            return
        stored = ScheduleItem.objects.filter(pk=self.pk, to_quarter=self.to_quarter) if self.pk else None
        if is_after and not (stored and stored.exists()):
            raise ValidationError(
                {
                    "to_quarter": _(
                        "計画の終わり（%s）より後の四半期です。計画の期間の中の四半期を書いてください。"
                    )
                    % date_label(ends_on)
                }
            )

    @property
    def due_on(self) -> date:
        """The day by which it was to be over: the planned one if the source gives one."""
        return self.planned_on or self.last.last_day

    def goes_on_after(self, day: date) -> bool:
        """What was done, or was over by then, needs no end."""
        return super().goes_on_after(day) and self.done_on is None and self.last.last_day > day

    @property
    def when_label(self) -> str:
        """The planned day if the source gives one, else the quarters."""
        if self.planned_on:
            return date_label(self.planned_on)
        if self.first == self.last:
            return self.first.label
        end = self.last.short_label if self.first.year == self.last.year else self.last.label
        return _("%(from)sから%(to)sまで") % {"from": self.first.label, "to": end}
