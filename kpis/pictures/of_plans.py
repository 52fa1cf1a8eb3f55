"""The cards of a plan and of the site: the verdict bar with its sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kpis.charts.verdict_bar import verdict_bar
from kpis.judging.rollup import RollUp
from kpis.judging.rollup_words import roll_up_sentence
from kpis.reports.pdf.glyphs import breakable
from plans.models import Plan

from .drawing import Data, png
from .words import foot_of, head_of

MOST_PLANS = 4  # that the site's card names


def plan_card_png(plan: Plan, counted: RollUp, vision: str, day: str) -> bytes:
    """1200 × 630 pixels. `vision`: the plan's own words; `day`: of which the counts are. Raises CrowdedError."""
    return png("plan.typ", plan_card_data(plan, counted, vision, day))


def plan_card_data(plan: Plan, counted: RollUp, vision: str, day: str) -> Data:
    return {
        "head": head_of(plan),
        "title": breakable(plan.title),
        "vision": breakable(vision),
        "bar": bar_data(counted),
        "sentence": breakable(roll_up_sentence(counted)),
        "foot": foot_of(day),
    }


def site_card_png(rows: Iterable[tuple[Plan, RollUp]]) -> bytes:
    """1200 × 630 pixels: the portal's question, and how the first few plans stand. Raises CrowdedError."""
    return png("site.typ", site_card_data(rows))


def site_card_data(rows: Iterable[tuple[Plan, RollUp]]) -> Data:
    return {
        "question": _("あなたの市は、約束を守っていますか"),
        "lead": _("市町村のDX計画の目標と、今の進み具合がわかります。"),
        "plans": [
            head_of(plan) | {"bar": bar_data(counted), "sentence": breakable(roll_up_sentence(counted))}
            for plan, counted in list(rows)[:MOST_PLANS]
        ],
        "foot": foot_of(""),
    }


def bar_data(counted: RollUp) -> list[Data]:
    """The segments of the verdict bar; none where nothing is judged: a grey bar says nothing."""
    found = verdict_bar(counted.counts) if counted.judged else None
    if found is None:
        return []
    return [{"key": part.key, "label": part.label, "count": part.count} for part in found.segments]
