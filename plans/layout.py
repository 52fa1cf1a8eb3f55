"""What every page of a plan shares: finding the plan by its address, and the frame around the page."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .access import visible_plans
from .glossary import Glossary
from .models import FormerAddress, Plan, with_emblems
from .sections import sections_of, with_sections
from .translations.memory import speak_of_plan

# Under this name a request says of which plan the page is: it changes with that plan and with the site only.
PLAN_OF_PAGE = "dxportal.plan_of_page"


def plan_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turns /<city>/<plan>/… into the plan itself. A former address redirects; an unknown one is a 404."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, city: str, plan: str, **kwargs: str) -> HttpResponse:
        rows = visible_plans(request.user).filter(municipality__slug=city, slug=plan)
        found = with_sections(with_emblems(rows)).first()
        if found is None:
            return _moved(request, f"{city}/{plan}")
        request.META[PLAN_OF_PAGE] = found.pk
        speak_of_plan(found)
        return view(request, found, **kwargs)

    return page


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    """A permanent redirect to where the plan lives now. Raises Http404 if it never lived at `path`."""
    former = FormerAddress.objects.select_related("plan__municipality").filter(path=path).first()
    if former is None or not visible_plans(request.user).filter(pk=former.plan_id).exists():
        raise Http404
    rest = request.path_info.partition(f"/{path}/")[2]  # before it stands the language
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(former.plan.get_absolute_url() + rest + query)


def render_plan(request: HttpRequest, template: str, plan: Plan, **context: object) -> HttpResponse:
    """Render a page of the plan; its text links terms to the glossary."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    frame = {
        "plan": plan,
        "city": plan.municipality,
        "glossary": Glossary(plan),
        "tabs": [(row.page, row.label(plan)) for row in sections_of(plan, here or "")],
    }
    return render(request, template, frame | context)
