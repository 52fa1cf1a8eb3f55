"""What every answer tells the browser, whoever of Django's layers has made it: a page, a static file, 301, 304, 400, 503.

It stands outside of the middleware that may answer by itself (probes, redirect to HTTPS, WhiteNoise), so that an answer made
early carries the same headers. The policy against other hosts' scripts and the one against frames (settings.MIDDLEWARE)
stand beside it. What a view has set itself is left alone.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware

# The portal needs none of them; an embedded page or an injected script gets none either.
_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _FEATURES),
    # No other site embeds a page, a file or a picture of the portal; a link to them works as before.
    "Cross-Origin-Resource-Policy": "same-origin",
}


def on_every_answer(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """ALWAYS, and Django's own: nosniff, Referrer-Policy, Cross-Origin-Opener-Policy, over HTTPS HSTS."""
    security = SecurityMiddleware(get_response)

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = security.process_response(request, get_response(request))
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response

    return answer
