"""How often what the public can read of a plan has changed: the number under which a page of it may be kept.

The database itself counts up, in the transaction that changes a row (plans/content_version/triggers.py).
"""

from django.db import models
from django.utils.translation import gettext_lazy

SITE = 0  # stands in the place of a plan's id for what belongs to no plan
EVERY = 2**62  # for what may have changed any plan: a table emptied, a row replaced, a time without triggers


class ContentVersion(models.Model):
    """A part of a plan's version, which is the sum of its rows: two writers on PostgreSQL count in a row each.

    `plan_id` is no foreign key: the version of a removed plan stays, so that the sum of all never goes back.
    """

    IS_DERIVED = True  # the record of changes leaves it out

    plan_id = models.PositiveBigIntegerField(db_index=True)
    version = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("内容の版")

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.version}"
