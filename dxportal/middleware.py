"""What holds for every answer of the portal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


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
