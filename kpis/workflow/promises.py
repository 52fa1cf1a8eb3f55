"""The verbs that change what was promised: a target, a definition, a slip, an end. Each leaves a revision in the ledger.

All are keyword-only behind the row, atomic, and ask plans/access.py. What they refuse they refuse by ValidationError,
keyed by the field: `effective_on`, `reason`, `kind`, or the row's own. The admin's forms go the same way
(plans/admin_revisions.py): the rules stand in plans/ledger/rules.py once.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.models import Indicator, Target
from plans.access import Right, may
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.promised import plan_of
from plans.ledger.revising import refuse_revision_of, revising
from plans.models import Plan, RevisionKind
from plans.models.base import PlanPart, Promised
from plans.models.living import Living

Row = TypeVar("Row", bound=Promised)
LivingRow = TypeVar("LivingRow", bound=Living)


def change_target(
    indicator: Indicator,
    period: Period,
    value: Decimal,
    *,
    effective_from: date,
    reason: str,
    by: AbstractUser,
    decision: str = "",
) -> Target:
    """A new target for the period, beside the one that held until that day. Returns its row."""
    return _decide(indicator, period, value, effective_from, reason, by, decision)


def withdraw_target(
    indicator: Indicator,
    period: Period,
    *,
    effective_from: date,
    reason: str,
    by: AbstractUser,
    decision: str = "",
) -> Target:
    """From that day no target holds for the period. Refused on `value` where none was ever set."""
    return _decide(indicator, period, None, effective_from, reason, by, decision)


def change(
    row: Row,
    fields: Mapping[str, object],
    *,
    effective_on: date,
    reason: str,
    by: AbstractUser,
    decision: str = "",
    kind: RevisionKind = RevisionKind.CHANGE,
) -> Row:
    """The row's fields say something else from that day on."""
    plan = require(row, by)
    return _write(row, fields, plan, Grounds(reason, effective_on, kind, decision, by))


def correct_misprint(row: Row, fields: Mapping[str, object], *, reason: str, by: AbstractUser) -> Row:
    """The row had never meant what stood there: it is put right for every day, and the ledger keeps the old reading."""
    plan = require(row, by)
    return _write(row, fields, plan, Grounds(reason, kind=RevisionKind.MISPRINT, by=by))


def end(
    row: LivingRow,
    *,
    last_period: str = "",
    ended_on: date | None = None,
    ending: Ending,
    reason: str,
    effective_on: date,
    by: AbstractUser,
    decision: str = "",
) -> LivingRow:
    """Ends a row of the plan (廃止, 統合, 達成により終了). It stays on record.

    `last_period`: of an indicator or an action, which are reported on; `ended_on`: the last day of every other row.
    """
    if row.has_ending:
        raise ValidationError({"ending": _("「%s」は、すでに終わっています。") % row})
    last = {"last_period": last_period, "ended_on": ended_on}[row.LAST]
    fields = {row.LAST: last, "ending": ending.value, "ending_reason": reason}
    return change(row, fields, effective_on=effective_on, reason=reason, by=by, decision=decision)


def _write(row: Row, fields: Mapping[str, object], plan: Plan, grounds: Grounds) -> Row:
    with revising(plan, grounds, rows=[row]):
        for name, value in fields.items():
            setattr(row, name, value)
        row.full_clean()
        if isinstance(row, PlanPart):
            row.check_links({})
        row.save()
    return row


def _decide(
    indicator: Indicator,
    period: Period,
    value: Decimal | None,
    effective_from: date,
    reason: str,
    by: AbstractUser,
    decision: str,
) -> Target:
    plan = require(indicator, by)
    with revising(plan, Grounds(reason, effective_from, decision=decision, by=by), rows=[indicator]):
        return lay_target(indicator, period, value, effective_from, reason, decision)


def lay_target(
    indicator: Indicator,
    period: Period,
    value: Decimal | None,
    effective_from: date,
    reason: str,
    decision: str,
) -> Target:
    """The row itself, within a revision that says why."""
    row = Target(
        indicator=indicator,
        period=str(period),
        value=value,
        effective_from=effective_from,
        reason=reason.strip(),
        decision=decision.strip(),
    )
    row.full_clean()
    row.save()
    return row


def require(row: Promised, by: AbstractUser) -> Plan:
    """The row's plan. Raises PermissionDenied; ValidationError for a revision of a revision."""
    refuse_revision_of([row])
    plan = plan_of(row)
    if plan is None or not may(by, Right.CHANGE_PLAN, plan.municipality_id):
        raise PermissionDenied(_("「%s」を変える権限がありません。") % row)
    return plan
