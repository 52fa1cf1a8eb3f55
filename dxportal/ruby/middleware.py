"""Pages in a language whose readers need it are sent with readings above their kanji."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from dxportal.finished_pages import is_page
from plans.translations.said import readings

from .html import with_readings


def readings_above_kanji(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Next to the view: what is packed or measured of the answer is that of the page with its readings."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_page(response) and get_language() in settings.LANGUAGES_WITH_READINGS:
            response.content = with_readings(response.content.decode(response.charset), readings())
        return response

    return answer
