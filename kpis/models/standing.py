"""How indicators and plans stand today, kept beside the data: worked out from it, and never a source of anything.

No row refers to another by a foreign key: whoever deletes an indicator or a plan, in whatever way, meets no obstacle
here. What is left over is found by no reader and swept by the next writer (`kpis.standings`).
"""

from django.db import models
from django.utils.translation import gettext_lazy


class PlanStanding(models.Model):
    """One plan's counters, and of which data, rules and days they and the plan's `Standing` rows are true."""

    IS_DERIVED = True  # the record of changes leaves it out

    plan_id = models.PositiveBigIntegerField(unique=True)
    plan_version = models.BigIntegerField()  # of the plan's own rows, on which all of it rests
    # Of what belongs to no plan, where the rows rest on that too: on a scale of marks.
    site_version = models.BigIntegerField(null=True)
    city = models.CharField(max_length=50)  # as the addresses in the rows have it
    rules = models.CharField(max_length=40)  # version of the rules and fingerprint of the code
    day = models.DateField()  # the day for which it was worked out
    next_change = models.DateField()  # the first day after it on which it may no longer be true
    counters = models.JSONField()  # groups, words, rated, judged, reported, stale; references left out
    has_marks = models.BooleanField()  # whether the plan's own marks say more than the groups

    class Meta:
        verbose_name = gettext_lazy("計画の判定の控え")
        verbose_name_plural = gettext_lazy("計画の判定の控え")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.day}"


class Standing(models.Model):
    """One indicator's row of the table, as it stands from `PlanStanding.day` until before its own `next_change`."""

    IS_DERIVED = True  # the record of changes leaves it out

    plan_id = models.PositiveBigIntegerField(db_index=True)
    indicator_id = models.PositiveBigIntegerField(unique=True)
    place = models.PositiveIntegerField()  # in the plan's order
    goal_id = models.PositiveBigIntegerField(null=True)
    code = models.CharField(max_length=100)
    number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20)
    group = models.CharField(max_length=20)  # its key
    label = models.CharField(max_length=50)  # the verdict in a word or two
    stale = models.BooleanField()
    is_reported = models.BooleanField()
    is_of_words = models.BooleanField(default=False)  # its target is given in words: counted apart
    attainment = models.CharField(max_length=100, blank=True)  # 1 = 100 %; blank where there is none
    value = models.CharField(max_length=100, blank=True)  # the value that is judged, with every digit
    period = models.CharField(max_length=10, blank=True)  # of that value
    sentence = models.TextField()  # for citizens
    inputs = models.JSONField()  # what the verdict rests on; numbers as text
    report = models.JSONField(null=True)  # what the first pages tell of it: kpis/standings/told.py
    cells = models.TextField()  # the cells of the table, with the small charts
    next_change = models.DateField()  # the first day on which it may stand otherwise by itself

    class Meta:
        ordering = ("plan_id", "place")
        # Who asks for a verdict among all plans reads those that stand so, and not the table.
        indexes = [
            models.Index(fields=["group"], name="standing_by_group"),
            models.Index(fields=["verdict"], name="standing_by_verdict"),
            models.Index(fields=["stale"], condition=models.Q(stale=True), name="standing_stale"),
        ]
        verbose_name = gettext_lazy("指標の判定の控え")
        verbose_name_plural = gettext_lazy("指標の判定の控え")

    def __str__(self) -> str:
        return f"{self.code} {self.verdict}"
