"""What tests of loading files share: the files, and a plan that its public does not know yet."""

from plans.models import Plan

GOAL = """
- model: plans.goal
  fields: {plan: [kitayama, smart-plan], code: '1', kind: pillar, title: ファイルの題名}
"""
TARGET = """
- model: kpis.target
  fields: {indicator: [kitayama, smart-plan, '1'], period: '2026', value: 6000, effective_from: 2024-04-01}
"""
SLIP = {"reason": "書きまちがい", "kind": "misprint"}


def hidden(plan: Plan) -> None:
    """The plan is still in preparation: its public knows nothing of it."""
    from plans.ledger.revising import marked

    with marked(0):
        Plan.objects.filter(pk=plan.pk).update(is_public=False, public_since=None)
