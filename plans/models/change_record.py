"""The record of every change, which the database itself writes (plans/journal/), and the small tables it needs for that.

The guard (plans/journal/keeping.py) lets nobody write, change or delete its rows by hand.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


class ChangeRecord(models.Model):
    """One change of one row of a table. Written by triggers only.

    `before` and `after` hold columns by name: of a change those that differ, of a new or a deleted row those that are not
    empty. They name no rows by foreign keys: the record outlives what it speaks of.
    """

    class Operation(models.TextChoices):
        INSERT = "I", gettext_lazy("追加")
        UPDATE = "U", gettext_lazy("変更")
        DELETE = "D", gettext_lazy("削除")

    at = models.DateTimeField(gettext_lazy("日時"))
    table_name = models.CharField(gettext_lazy("表"), max_length=63)
    row_key = models.CharField(gettext_lazy("行"), max_length=100)
    operation = models.CharField(gettext_lazy("操作"), max_length=1, choices=Operation)
    before = models.JSONField(gettext_lazy("前"), null=True)
    after = models.JSONField(gettext_lazy("後"), null=True)
    city_id = models.BigIntegerField(gettext_lazy("市区町村"), null=True)
    who_id = models.BigIntegerField(gettext_lazy("ユーザーのID"), null=True)
    who = models.CharField(gettext_lazy("だれが"), max_length=350, blank=True)
    way = models.CharField(gettext_lazy("どこから"), max_length=200)
    why = models.TextField(gettext_lazy("理由"), blank=True)
    act = models.CharField(gettext_lazy("一続きの操作"), max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("変更記録")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["city_id", "-id"], name="change_record_city"),
            models.Index(fields=["table_name", "row_key"], name="change_record_row"),
            models.Index(fields=["at"], name="change_record_at"),
            models.Index(fields=["who_id", "-id"], name="change_record_who"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_operation_display()} {self.table_name} {self.row_key}"


class SiteAct(models.Model):
    """What was done to many rows at once, or to the record itself: a city removed with its record, a backup restored.

    Such a row stays; that it was written stands in the record as every other.
    """

    class Kind(models.TextChoices):
        CITY_REMOVED = "removed", gettext_lazy("市の削除")
        SAMPLES_LAID = "samples", gettext_lazy("見本の読み込み")
        RESTORED = "restored", gettext_lazy("バックアップからの復元")

    at = models.DateTimeField(gettext_lazy("日時"), default=timezone.now)
    kind = models.CharField(gettext_lazy("種類"), max_length=20, choices=Kind)
    what = models.TextField(gettext_lazy("内容"))
    # How many lines of the record went with it.
    records_gone = models.PositiveBigIntegerField(gettext_lazy("消した変更記録"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("サイト全体の操作")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"


class Acting(models.Model):
    """SQLite: who acts in this transaction, as long as it lasts. Empty at every other moment, and on PostgreSQL always."""

    who_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=350)
    way = models.CharField(max_length=200)
    why = models.TextField()
    act = models.CharField(max_length=64)
    decides = models.BooleanField()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("操作中の人")

    def __str__(self) -> str:
        return f"{self.way} {self.who}"


class RecordGate(models.Model):
    """SQLite: open while a trigger writes its line of the record. Empty at every other moment, on PostgreSQL always."""

    table_name = models.CharField(max_length=63, primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("変更記録の入口")

    def __str__(self) -> str:
        return self.table_name


class ReplacedRow(models.Model):
    """SQLite: a row in whose place another is being put, which REPLACE takes away without asking a trigger of deletion."""

    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=100)
    before = models.TextField()
    city_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("置きかえられる行")
        indexes = [models.Index(fields=["table_name"], name="replaced_row_table")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key}"
