"""/healthz and /readyz: asked by load balancers and monitors, by any name and without HTTPS (middleware.probes)."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .schema import counting_problem, database_problem, guard_problem, schema_problem


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers."""
    return _answer(database_problem())


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when visitors can be sent here: the database answers, its tables fit this version, and its triggers stand."""
    return _answer(
        database_problem() or schema_problem() or guard_problem(only_triggers=True) or counting_problem()
    )


def _answer(problem: str) -> JsonResponse:
    form = {"ensure_ascii": False}
    if problem:
        return JsonResponse({"status": "error", "problem": problem}, status=503, json_dumps_params=form)
    return JsonResponse({"status": "ok"}, json_dumps_params=form)
