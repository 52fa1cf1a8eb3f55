"""Template tags that draw: the small charts beside an indicator, the bar that sums up a plan; and what the record says."""

import re
from collections.abc import Iterable

from django import template
from django.template import Context
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from kpis.assessment.assessment import Assessment
from kpis.charts import meter, sparkline, verdict_bar
from kpis.documents.recorded_words import MARKS, recorded_lines, recorded_with_marks
from kpis.judging.rollup import RollUp
from kpis.judging.rollup_words import roll_up_sentence
from plans.joining import listed
from plans.templatetags.plan_tags import prose

register = template.Library()

_BETWEEN_MARKS = re.compile("{0}([^{0}{1}]*){1}".format(*MARKS))


@register.simple_tag
def kpi_sparkline(row: Assessment) -> SafeString | str:
    """The course of the values and what they aim at; nothing with fewer than two."""
    drawn = sparkline(row.facts, row.at, row.evaluation)
    return render_to_string("kpis/_sparkline.svg", {"sparkline": drawn}) if drawn else ""


@register.simple_tag
def kpi_meter(row: Assessment) -> SafeString | str:
    """The bar from baseline to target; nothing where neither attainment nor achievement exists."""
    drawn = meter(row.evaluation)
    return render_to_string("kpis/_meter.svg", {"meter": drawn}) if drawn else ""


@register.inclusion_tag("kpis/_verdict_bar.html")
def kpi_verdict_bar(
    roll_up: RollUp,
    links: str = "",
    at: str = "",
    goal: str = "",
    *,
    sentence: bool = True,
    legend: bool = True,
) -> dict[str, object]:
    """The bar with its words beneath, and its sentence; where nothing is judged yet, the sentence alone.

    `links`: the address of the scorecard to which each group leads, there filtered by `at` (a quarter's code) and `goal`
    (its code); blank for none.
    """
    return {
        "bar": verdict_bar(roll_up.counts) if roll_up.judged else None,
        "stale": roll_up.stale,
        "links": links,
        "at": at,
        "goal": goal,
        "sentence": roll_up_sentence(roll_up) if sentence else "",
        "has_legend": legend,
    }


@register.filter
def recorded(text: str) -> SafeString:
    """What the record of changes or a report holds, in the page's language; what nobody translated is marked as Japanese."""
    return with_marks_shown(linebreaksbr(recorded_with_marks(text)))


@register.simple_tag(takes_context=True)
def recorded_prose(context: Context, text: str) -> SafeString:
    """The same of a reason, as paragraphs."""
    return with_marks_shown(prose(context, recorded_lines(text)))


def with_marks_shown(html: SafeString) -> SafeString:
    """A mark that stands alone is a sign that somebody typed."""
    shown = _BETWEEN_MARKS.sub(r'<span lang="ja" class="in-japanese">\1</span>', html)
    return mark_safe(shown)  # noqa: S308 what was safe before


@register.filter
def recorded_names(names: Iterable[str]) -> SafeString:
    """The same of several, one behind the other."""
    return mark_safe(listed(recorded(name) for name in names))  # noqa: S308 every name is escaped
