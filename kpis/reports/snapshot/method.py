"""The annex on method: how a report's verdicts came about, frozen with it. Pure: no ORM."""

from django.utils.translation import gettext as _

from kpis.judging.evaluation import RULE_VERSION
from kpis.judging.ratings import Scale, not_given
from kpis.judging.rules_in_words import IDEA, SECTIONS, VERDICT_RULES, notes

from .types import FrozenBand, FrozenMethod


def method(scale: Scale | None) -> FrozenMethod:
    """The idea, the verdicts in the order in which they are tried, what else there is to know, and the plan's marks."""
    return {
        "rule_version": RULE_VERSION,
        "idea": [str(IDEA[name]) for name in ("idea", "pace", "attainment", "axis")],
        "verdicts": [
            {"label": row.label, "when": str(row.when), "group": row.group} for row in VERDICT_RULES
        ],
        "notes": notes(),
        "sections": [{"title": str(row.title), "text": str(row.text)} for row in SECTIONS.values()],
        "marks": _marks(scale),
    }


def _marks(scale: Scale | None) -> list[FrozenBand]:
    """The plan's own marks; none where it uses the portal's groups."""
    if scale is None or not scale.says_more:
        return []
    rows = [(band.mark, band.condition) for band in scale.bands]
    rows += [
        (scale.not_rated, _("判定対象外")),
        (scale.no_data, _("判定できないとき")),
        (not_given(), _("もとにする数がない指標")),
    ]
    return [{"mark": mark.mark, "label": mark.label, "condition": condition} for mark, condition in rows]
