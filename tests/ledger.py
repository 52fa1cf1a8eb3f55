"""What tests of every way to change a promise share: how a plan's ledger is read."""

from plans.models import Plan, Revision, RevisionKind


def newest(plan: Plan) -> Revision:
    """The line that was written last."""
    return plan.revisions.order_by("-pk").first()


def changes_of(plan: Plan) -> int:
    """How many lines it has beside that of its publication."""
    return plan.revisions.exclude(kind=RevisionKind.PUBLICATION).count()
