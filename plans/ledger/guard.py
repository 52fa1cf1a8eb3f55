"""One trigger of the guard in the database, and the words of SQL that several are made of."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import cached_property

from plans.models import Plan, RevisionMark

PREFIX = "dx_guard_"
# What a person at a database prompt reads.
SENTENCES = {
    "promise": "公開済みの内容です。理由を付けた変更（plans.ledger.revising）でしか変えられません。",
    "approved": "承認済みの値です。直すときは、改定（新しい版）を登録してください。",
    "decided": "値を承認済みにできるのは、承認の操作（kpis.workflow.entries）だけです。",
    "disagrees": "自己評価の印が、その観点の尺度にありません。",
    "marked": "承認した報告の自己評価で使っているので、変えられません。",
    "report": "公表済みの報告です。直すときは、訂正版を公表してください。",
    "review": "公表した四半期です。四半期も計画も変えられません。",
    "record": "記録です。変えることも消すこともできません。",
}
INSERT, UPDATE, DELETE, TRUNCATE = "INSERT", "UPDATE", "DELETE", "TRUNCATE"


@dataclass(frozen=True)
class Guard:
    """One trigger: the operation on the table is refused where `condition` holds.

    `condition` is SQL on OLD and NEW; `columns`: of an update, those of which one must differ.
    """

    table: str
    operation: str
    condition: str
    sentence: str
    columns: tuple[str, ...] = field(default_factory=tuple)
    only: str = ""  # the database that needs it; blank: every one
    purpose: str = ""  # tells it from another trigger of the same table and operation

    @cached_property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.operation.lower()}{self.purpose}"[:63]


MARKS = RevisionMark._meta.db_table
PLANS = Plan._meta.db_table
IS_OPEN = f"EXISTS (SELECT 1 FROM {MARKS} WHERE plan_id = 0)"  # noqa: S608 no value from outside


def plan_of(subject: type[models.Model], owner: str) -> str:
    """The plan of the row with that id; none where it is in preparation."""
    if subject is Plan:
        return owner
    shown = " AND state = 'public'" if getattr(subject, "MAY_PREPARE", False) else ""
    return f"(SELECT plan_id FROM {subject._meta.db_table} WHERE id = {owner}{shown})"  # noqa: S608


def held_for_entry(model: type[models.Model], row: str) -> str:
    """Whether the guard stands open for the whole plan of the report that is in this row (OLD, NEW)."""
    owner = model._meta.get_field(model.OWNER)
    plan = plan_of(owner.related_model, f"{row}.{owner.column}")
    return f"EXISTS (SELECT 1 FROM {MARKS} WHERE subject_model = '' AND plan_id IN (0, {plan}))"  # noqa: S608
