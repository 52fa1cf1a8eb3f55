"""The page that searches."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plans.access import visible_plans
from plans.joining import listed
from plans.models import FormerAddress, Plan
from plans.sent import sent_text

from .asking import Scope, named_cities
from .query import MAX_QUERY, read_query
from .results import find

LONGEST_TYPED = 3 * MAX_QUERY


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    if len(typed) > LONGEST_TYPED:
        # Links of the page repeat its address: to other languages, to other plans.
        short = request.GET.copy()
        short["q"] = f"{typed[:MAX_QUERY]}…"  # longer by one, so that the page still says that it is cut
        return redirect(f"{request.path}?{short.urlencode()}")
    query = read_query(typed)
    chosen = sent_text(request, "plan").strip()
    plan = _plan(request, chosen.strip("/")) if chosen else None
    is_unknown = bool(chosen) and plan is None
    plans = visible_plans(request.user)
    # 宝塚市 オンライン: the word that names a city says where, the others what.
    cities = named_cities(query.words, plans) if not chosen and len(query.words) > 1 else {}
    asked = query.without(cities.values())
    if cities and asked.words:
        plans = plans.filter(municipality__in=cities)
        only = list(plans.select_related("municipality")[:2])
        plan = only[0] if len(only) == 1 else None
    else:
        asked = query
    scope = Scope(plans, plan)
    return render(
        request,
        "search.html",
        {
            "query": query,
            "plan": plan,
            "unknown_plan": chosen[:100] if is_unknown else "",
            "cities": "" if plan or asked is query else listed(dict.fromkeys(cities.values())),
            "results": find(asked, scope, sent_text(request, "in"))
            if query.words and not is_unknown
            else None,
            "again": _again(request),
        },
    )


def _again(request: HttpRequest) -> str:
    """What was asked, for an address that asks for one heading of it."""
    asked = request.GET.copy()
    asked.pop("in", None)
    return asked.urlencode()


def _plan(request: HttpRequest, path: str) -> Plan | None:
    """The plan at that address, also at one that it had before; None where there is none that the visitor may see."""
    plans = visible_plans(request.user).select_related("municipality")
    city, _slash, slug = path.partition("/")
    found = plans.filter(municipality__slug=city, slug=slug).first()
    if found is None:
        found = plans.filter(pk__in=FormerAddress.objects.filter(path=path).values("plan")).first()
    return found
