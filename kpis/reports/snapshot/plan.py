"""What a report says of its city, its plan with its tables, and of all indicators together."""

from kpis.assessment import scorecard, scorecard_wish
from kpis.assessment.assessing import roll_up_of
from kpis.assessment.assessment import Assessment
from kpis.judging.ratings import Scale
from kpis.judging.terms import TROUBLED, Group
from plans.models import Plan
from plans.tree import plan_tree

from .types import FrozenCity, FrozenCounts, FrozenPlan, FrozenScale, FrozenTable


def city_entry(plan: Plan) -> FrozenCity:
    city = plan.municipality
    return {"slug": city.slug, "code": city.code, "name": city.name, "prefecture": city.prefecture}


def plan_entry(plan: Plan) -> FrozenPlan:
    return {
        "slug": plan.slug,
        "title": plan.title,
        "full_title": plan.full_title,
        "term_label": plan.term_label,
        "licence": plan.licence,
        "licence_url": plan.licence_url,
        "words": {kind: plan.words[kind] for kind in ("direction", "pillar", "sub-goal", "action")},
    }


def scale_entry(scale: Scale | None) -> FrozenScale | None:
    """The plan's own marks; None where it uses the portal's groups only."""
    if scale is None or not scale.says_more:
        return None
    return {
        "code": scale.code,
        "name": scale.name,
        "metric": scale.metric.value,
        "metric_label": str(scale.metric.label),
        "bands": [
            {"mark": band.mark.mark, "label": band.mark.label, "condition": str(band.condition)}
            for band in scale.bands
        ],
        "not_rated": {"mark": scale.not_rated.mark, "label": scale.not_rated.label},
        "no_data": {"mark": scale.no_data.mark, "label": scale.no_data.label},
    }


def counts_entry(rows: list[Assessment]) -> FrozenCounts:
    """Rule 8: counts and coverage, never an average."""
    found = roll_up_of(row for row in rows if not row.indicator.is_reference)
    by_group, in_words = dict(found.counts), dict(found.words)
    return {
        "total": found.total,
        "rated": found.rated,
        "judged": found.judged,
        "stale": found.stale,
        "coverage": found.coverage,
        "groups": [
            {
                "group": group.value,
                "key": group.key,
                "label": str(group.label),
                "count": by_group.get(group, 0),
            }
            for group in Group
            if not group.is_of_words
        ],
        "words": [
            {"group": group.value, "key": group.key, "label": str(group.label), "count": in_words[group]}
            for group in Group
            if group in in_words
        ],
    }


def exceptions(rows: list[Assessment]) -> list[str]:
    """Codes of what a committee must look at, the worst first: late, missed, attention, and what is overdue."""
    wanted = [
        row
        for row in rows
        if not row.indicator.is_reference and (row.evaluation.group in TROUBLED or row.evaluation.stale)
    ]
    return [row.indicator.code for row in scorecard_wish.sort(wanted, "verdict")]


def tables(plan: Plan, rows: list[Assessment]) -> list[FrozenTable]:
    """The plan's tables in the plan's own shape, indicators by code."""
    return [
        {
            "id": part.id,
            "title": part.title,
            "subtitle": part.goal.subtitle if part.goal else "",
            "goal_word": part.goal_word,
            "blocks": [
                {
                    "goal": block.goal.code if block.goal else "",
                    "label": str(block.goal) if block.goal else "",
                    "subtitle": block.goal.subtitle if block.goal else "",
                    "is_whole_part": block.goal is not None and block.goal == part.goal,
                    "actions": [{"code": action.code, "label": str(action)} for action in block.actions],
                    "indicators": [row.indicator.code for row in block.rows],
                }
                for block in part.blocks
            ],
        }
        for part in scorecard.scorecard_tables(
            plan_tree(plan, rows[0].at if rows else None), rows, plan.words
        )
    ]
