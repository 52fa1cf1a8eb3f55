"""What holds for every answer of the portal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from plans.turns import COME_BACK, CrowdedError, for_visitor

from .health.views import healthz, readyz

PROBES = {"/healthz": healthz, "/readyz": readyz}


def head_without_body(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """HEAD is answered as GET is, without the body (RFC 9110, 9.3.2); gunicorn warns of every body it has to drop."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return answer


def probes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A probe comes from the machine itself or its balancer, under any name and without HTTPS: it is answered first.

    The answers take nothing from the request, so that a forged Host changes nothing.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return answer


def nothing_left_behind(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """What somebody signed in is shown is theirs, at public addresses too (a plan not yet public): no browser keeps it.

    A page that asked nothing of the session is everybody's, and stays as it is.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        session = getattr(request, "session", None)
        is_personal = session is not None and session.accessed and request.user.is_authenticated
        if is_personal and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return answer


class Crowds:
    """Who asks for a PDF or an Excel file among too many is told when to come back (plans/turns.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with for_visitor():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, CrowdedError):
            return None
        words = {
            "title": _("混み合っています"),
            "sentences": [
                _("PDFやExcelを作る順番を待っている方が多く、今は作れません。"),
                _("%d秒ほどたってから、もう一度お試しください。") % COME_BACK,
            ],
        }
        response = render(request, "trouble.html", words, status=503)
        response["Retry-After"] = str(COME_BACK)
        response["Cache-Control"] = "no-store"
        response._has_been_logged = (
            True  # a crowd is no error of the server's: Django logs each 5xx otherwise
        )
        return response
