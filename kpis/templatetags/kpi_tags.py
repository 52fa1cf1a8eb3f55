"""Template tags that draw: the small charts beside an indicator."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kpis.assessment.assessment import Assessment
from kpis.charts import meter, sparkline

register = template.Library()


@register.simple_tag
def kpi_sparkline(row: Assessment) -> SafeString | str:
    """The course of the values; nothing with fewer than two."""
    drawn = sparkline(row.facts, row.at)
    return render_to_string("kpis/_sparkline.svg", {"sparkline": drawn}) if drawn else ""


@register.simple_tag
def kpi_meter(row: Assessment) -> SafeString | str:
    """The bar from baseline to target; nothing where neither attainment nor achievement exists."""
    drawn = meter(row.evaluation)
    return render_to_string("kpis/_meter.svg", {"meter": drawn}) if drawn else ""
