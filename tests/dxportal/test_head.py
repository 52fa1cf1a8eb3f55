"""HEAD tells what GET would, and sends nothing: a server that has to drop a body warns in the log."""

import io
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIHandler

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/",
    "/mihon/dx-plan/kpis/",
    "/mihon/dx-plan/kpis/scorecard.csv",
    "/mihon/dx-plan/kpis/values.csv",
    "/feed.atom",
    "/mihon/dx-plan/feed.atom",
    "/mihon/dx-plan/kpis/1-2/feed.atom",
    "/mihon/dx-plan/calendar.ics",
    "/sitemap.xml",
    "/sitemap-plans.xml",
    "/robots.txt",
    "/admin/",
    "/admin/login/",
    "/nope/",
)


@pytest.fixture
def asked():
    """Status, headers and body of an answer, as a server gets them."""

    def asked(method: str, address: str) -> tuple[str, dict[str, str], bytes]:
        told: list = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": quote(address), "SERVER_NAME": "testserver", "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "HTTP_HOST": "testserver",
        }  # fmt: skip
        answer = WSGIHandler()(environ, lambda status, headers, *_: told.extend([status, dict(headers)]))
        return told[0], told[1], b"".join(answer)

    return asked


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_head_is_that_of_the_page_and_the_body_is_empty(asked, address):
    status, headers, body = asked("GET", address)
    found = asked("HEAD", address)
    assert (found[0], found[2]) == (status, b"")
    assert found[1]["Content-Type"] == headers["Content-Type"]
    assert int(found[1]["Content-Length"]) == len(body)
