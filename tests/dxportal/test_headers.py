"""Every kind of answer carries the headers that keep a browser safe, whichever layer has made it."""

import re
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from dxportal.urls import handler400, handler500
from dxportal.urls import urlpatterns as portal
from plans.turns import CrowdedError

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}
HSTS = "Strict-Transport-Security"
STYLE = "/static/css/tokens.css"


def _raise(error):
    def view(request):
        raise error

    return view


trouble = ModuleType("trouble")
trouble.handler400 = handler400
trouble.handler500 = handler500
trouble.urlpatterns = [
    path("trouble/403", _raise(PermissionDenied())),
    path("trouble/413", lambda request: HttpResponse(status=413)),
    path("trouble/500", _raise(RuntimeError("a fault"))),
    path("trouble/503", _raise(CrowdedError())),
    *portal,
]


def missing(answer, *, https: bool) -> list[str]:
    found = [name for name, part in EXPECTED.items() if part not in answer.get(name, "")]
    found += [name for name in (HSTS,) if (name in answer) != https]
    return found + [name for name in ("Access-Control-Allow-Origin", "Server") if name in answer]


ANSWERS = {
    "page": (200, "/", {}),
    "page of the admin": (200, "/admin/login/", {}),
    "led to the sign-in": (302, "/admin/", {}),
    "static file": (200, STYLE, {}),
    "static file not changed": (304, STYLE, {"fresh": True}),
    "probe": (200, "/healthz", {}),
    "probe of readiness": (200, "/readyz", {}),
    "robots": (200, "/robots.txt", {}),
    "slash appended": (301, "/about", {}),
    "unknown host": (400, "/", {"HTTP_HOST": "evil.example"}),
    "unknown host for a static file": (200, STYLE, {"HTTP_HOST": "evil.example"}),
    "forbidden": (403, "/trouble/403", {}),
    "without a token": (403, "/admin/login/", {"posts": True}),
    "lost": (404, "/lost/page/", {}),
    "lost static file": (404, "/static/no.css", {}),
    "method": (405, "/healthz", {"posts": True}),
    "too much": (413, "/trouble/413", {}),
    "a fault": (500, "/trouble/500", {}),
    "a crowd": (503, "/trouble/503", {}),
}


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_has_them(kind, method, https):
    status, address, more = ANSWERS[kind]
    extra = {name: value for name, value in more.items() if name.isupper()}
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with override_settings(
        ROOT_URLCONF=trouble,
        SECURE_HSTS_SECONDS=3600,
        ALLOWED_HOSTS=["testserver"],
        SECURE_SSL_REDIRECT=False,
    ):
        if more.get("fresh"):
            extra["HTTP_IF_MODIFIED_SINCE"] = client.get(address)["Last-Modified"]
        ask = client.post if more.get("posts") else getattr(client, method)
        answer = ask(address, secure=https, **extra)
    assert answer.status_code == status
    assert missing(answer, https=https) == []


@pytest.mark.parametrize("address", ["/", "/about", STYLE, "/lost"])
def test_the_redirect_to_https_has_them(address):
    """HSTS over HTTP would be ignored (RFC 6797, 7.2)."""
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=3600):
        answer = Client().get(address)
    assert answer.status_code == 301
    assert answer["Location"] == f"https://testserver{address}"
    assert missing(answer, https=False) == []


def test_the_redirect_to_https_leads_to_no_unknown_host():
    with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["testserver"]):
        answer = Client().get("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert missing(answer, https=False) == []


def test_too_much_at_once_is_refused_with_them():
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        answer = Client().post("/admin/login/", {"username": "x" * 100, "password": "y"})
    assert answer.status_code in (400, 413)
    assert missing(answer, https=False) == []


def test_no_header_is_said_twice(client):
    names = [name.lower() for name, _ in client.get("/").items()]
    assert len(names) == len(set(names))


def test_the_proxys_file_neither_doubles_nor_drops_them():
    text = Path(settings.BASE_DIR, "docs/operations/nginx.conf").read_text()
    assert not re.search(r"^\s*(proxy_hide_header|more_(set|clear)_headers)", text, re.MULTILINE)
    maps = dict(re.findall(r"map \$upstream_http_(\w+) (\$\w+) \{\s*\"\" ", text))
    added = re.findall(r"^ *add_header (\S+) (\S+) always;", text, re.MULTILINE)
    assert len(added) == len(re.findall("^ *add_header", text, re.MULTILINE)) > 0
    for name, value in added:
        # Only where the portal has not said it: the answer is nginx's own.
        assert maps[name.lower().replace("-", "_")] == value
    assert {name for name, _ in added} <= {*EXPECTED, HSTS}
