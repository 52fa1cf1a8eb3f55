"""What a report says of its city, its plan and of all indicators together."""

from kpis.assessment.assessment import Assessment, roll_up_of, scale_of
from kpis.judging.terms import Group
from plans.models import Plan


def city_entry(plan: Plan) -> dict:
    city = plan.municipality
    return {"slug": city.slug, "code": city.code, "name": city.name, "prefecture": city.prefecture}


def plan_entry(plan: Plan) -> dict:
    return {
        "slug": plan.slug,
        "title": plan.title,
        "full_title": plan.full_title,
        "term_label": plan.term_label,
        "licence": plan.licence,
        "licence_url": plan.licence_url,
        "words": {kind: plan.words[kind] for kind in ("direction", "pillar", "sub-goal", "action")},
    }


def scale_entry(plan: Plan) -> dict | None:
    """The plan's own marks; None where it uses the portal's groups only."""
    scale = scale_of(plan)
    if scale is None or scale.metric.value == "group":
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


def counts_entry(rows: list[Assessment]) -> dict:
    """Rule 8: counts and coverage, never an average."""
    found = roll_up_of(row for row in rows if not row.indicator.is_reference)
    by_group = dict(found.counts)
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
        ],
    }
