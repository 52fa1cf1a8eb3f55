"""The page that searches."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.access import visible_plans
from plans.models import FormerAddress, Plan
from plans.sent import sent_text

from .asking import Scope
from .query import read_query
from .results import find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = read_query(request.GET.get("q", ""))
    chosen = sent_text(request, "plan").strip()
    plan = _plan(request, chosen.strip("/")) if chosen else None
    is_unknown = bool(chosen) and plan is None
    scope = Scope(visible_plans(request.user), plan)
    return render(
        request,
        "search.html",
        {
            "query": query,
            "plan": plan,
            "unknown_plan": chosen[:100] if is_unknown else "",
            "results": find(query, scope) if query.words and not is_unknown else None,
        },
    )


def _plan(request: HttpRequest, path: str) -> Plan | None:
    """The plan at that address, also at one that it had before; None where there is none that the visitor may see."""
    plans = visible_plans(request.user).select_related("municipality")
    city, _slash, slug = path.partition("/")
    found = plans.filter(municipality__slug=city, slug=slug).first()
    if found is None:
        found = plans.filter(pk__in=FormerAddress.objects.filter(path=path).values("plan")).first()
    return found
