"""判定の方法: the rules by which indicators are judged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.judging.evaluation import RULE_VERSION
from kpis.judging.rules_in_words import CHANGES, IDEA, SECTIONS, VERDICT_RULES, notes
from kpis.judging.worked_examples import worked_examples
from kpis.models import RatingScale


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How progress is judged, with examples computed by the same code, and the marks that plans may use."""
    scales = [scale.as_scale() for scale in RatingScale.objects.prefetch_related("bands")]
    descriptions = dict(RatingScale.objects.values_list("code", "description"))
    return render(
        request,
        "kpis/method.html",
        {
            "examples": worked_examples(),
            "verdict_rules": VERDICT_RULES,
            "rule_idea": IDEA,
            "rule_notes": notes(),
            "rule_changes": CHANGES,
            "rule_version": RULE_VERSION,
            "rule_sections": SECTIONS,
            "scales": [(scale, descriptions[scale.code]) for scale in scales],
        },
    )
