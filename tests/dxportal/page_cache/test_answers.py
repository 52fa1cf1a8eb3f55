"""A kept page is answered as Django would: bytes, headers, HEAD, 304; and to whom it is not answered."""

import gzip

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dxportal.logs.access import AccessLog
from dxportal.messages import OwnCookie
from dxportal.page_cache.memory import Memory
from dxportal.page_cache.wrapper import PageCache

from .conftest import Counted, asked

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/mihon/",
    "/mihon/dx-plan/",
    "/mihon/dx-plan/kpis/",
    "/mihon/dx-plan/kpis/scorecard.csv",
    "/about/",
]
OF_THE_CACHE = {"ETag", "Cache-Control", "Content-Length"}


@pytest.mark.parametrize("path", PAGES)
def test_body_and_headers_are_djangos(ask, django, path):
    own = asked(WSGIHandler(), path)
    for _time in range(2):
        answer = ask(path)
        assert answer.status == 200
        assert answer.raw == own.raw
        assert answer.headers["Content-Length"] == str(len(own.raw))
        rest = {name: value for name, value in answer.headers.items() if name not in OF_THE_CACHE}
        assert rest == {name: value for name, value in own.headers.items() if name not in OF_THE_CACHE}
        assert answer.headers["Cache-Control"] == "no-cache"
    assert len(django.paths) == 1


def test_compressed_bytes_have_a_tag_of_their_own(ask, django):
    plain = ask("/mihon/dx-plan/")
    packed = ask("/mihon/dx-plan/", HTTP_ACCEPT_ENCODING="br, gzip;q=0.8")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.raw))
    assert gzip.decompress(packed.raw) == plain.raw
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert not any(tag.startswith("W/") for tag in (plain.headers["ETag"], packed.headers["ETag"]))
    assert ask("/mihon/dx-plan/", HTTP_ACCEPT_ENCODING="gzip;q=0, br").raw == plain.raw
    assert len(django.paths) == 1


@pytest.mark.parametrize("more", [{}, {"HTTP_ACCEPT_ENCODING": "gzip"}])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_is_told_so(ask, form, more):
    first = ask("/mihon/dx-plan/", **more)
    again = ask("/mihon/dx-plan/", HTTP_IF_NONE_MATCH=form.format(first.headers["ETag"]), **more)
    assert (again.status, again.raw) == (304, b"")
    of_body = {"Content-Length", "Content-Encoding", "Content-Type"}
    assert again.headers == {name: value for name, value in first.headers.items() if name not in of_body}
    assert ask("/mihon/dx-plan/", HTTP_IF_NONE_MATCH='"other"', **more).status == 200


def test_head_is_as_get_without_the_body(ask, django):
    for more in ({}, {"HTTP_ACCEPT_ENCODING": "gzip"}):
        page = ask("/mihon/dx-plan/", **more)
        head = ask("/mihon/dx-plan/", "HEAD", **more)
        assert (head.status, head.raw, head.headers) == (200, b"", page.headers)
    assert len(django.paths) == 1


def test_head_may_come_first(ask, django):
    assert ask("/mihon/dx-plan/", "HEAD").raw == b""
    assert "</html>" in ask("/mihon/dx-plan/").text
    assert len(django.paths) == 1


def test_a_head_that_is_not_kept_has_no_body_either(ask):
    head, page = ask("/nowhere/", "HEAD"), ask("/nowhere/")
    assert (head.status, head.raw, head.headers["Content-Length"]) == (404, b"", str(len(page.raw)))


def test_what_a_browser_says_of_itself_changes_nothing(ask, django):
    first = ask("/mihon/dx-plan/")
    other = ask(
        "/mihon/dx-plan/", HTTP_ACCEPT="application/json", HTTP_ACCEPT_LANGUAGE="en", HTTP_USER_AGENT="other",
        HTTP_COOKIE="csrftoken=" + "x" * 32, HTTP_RANGE="bytes=0-9",
    )  # fmt: skip
    assert other.raw == first.raw
    assert len(django.paths) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "a=b; sessionid=" + "x" * 32},
        {"HTTP_COOKIE": f"{OwnCookie.cookie_name}=x"},
        {"HTTP_AUTHORIZATION": "Basic eA=="},
        {"HTTP_X_FRAGMENT": "1"},
        {"method": "POST"},
        {"method": "OPTIONS"},
    ],
)
def test_some_requests_are_djangos(ask, django, cache, more):
    for _time in range(2):
        assert "ETag" not in ask("/mihon/dx-plan/", **more).headers
    assert len(django.paths) == 2
    assert len(cache.memory) == 0


def test_who_is_signed_in_sees_the_own_page(ask, django):
    ask("/mihon/dx-plan/")
    browser = Client()
    browser.force_login(get_user_model().objects.create_user("somebody"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    ask("/mihon/dx-plan/", HTTP_COOKIE=cookie)
    assert len(django.paths) == 2


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/healthz", "/readyz", "/nowhere/", "/mihon/dx-plan/goals/"]
)
def test_some_addresses_are_never_kept(ask, django, cache, path):
    for _time in range(2):
        ask(path)
    assert len(django.paths) == 2
    assert len(cache.memory) == 0


def test_what_is_not_kept_is_compressed_as_django_would(ask):
    answer = ask("/nowhere/", HTTP_ACCEPT_ENCODING="gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (404, "gzip")
    assert "</html>" in answer.text


def test_another_host_scheme_or_query_is_another_page(ask, django):
    ask("/search/?q=AI")
    ask("/search/?q=市民")
    ask("/search/?q=AI", host="testserver")
    ask("/search/?q=AI", **{"wsgi.url_scheme": "https"})
    ask("/search/?q=AI")
    assert len(django.paths) == 4


def test_a_proxy_that_is_believed_names_the_scheme(ask, django, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    handler = Counted(WSGIHandler())
    cache = PageCache(handler, Memory(8_000_000), ask.__closure__[0].cell_contents._versions)
    assert asked(cache, "/about/", HTTP_X_FORWARDED_PROTO="http").status == 301
    assert asked(cache, "/about/", HTTP_X_FORWARDED_PROTO="https").status == 200
    assert asked(cache, "/about/", HTTP_X_FORWARDED_PROTO="http").status == 301
    assert asked(cache, "/about/", HTTP_X_FORWARDED_PROTO="https").status == 200
    assert len(handler.paths) == 3


def test_an_unknown_host_is_refused_and_not_kept(ask, cache):
    ask("/about/")
    assert ask("/about/", host="evil.example").status == 400
    assert len(cache.memory) == 1


def test_an_endless_query_is_not_kept(ask, cache):
    assert ask("/search/?q=AI&x=" + "x" * 3000).status == 200
    assert len(cache.memory) == 0


def test_a_kept_page_asks_the_database_for_its_version_only(ask):
    ask("/mihon/dx-plan/")
    with CaptureQueriesContext(connection) as questions:
        ask("/mihon/dx-plan/")
    assert all("plans_contentversion" in row["sql"] for row in questions)
    assert len(questions) == 2  # one on a connection of the cache's own; here the site and the plan apart


class TestWhenNothingIsTold:
    """Where nobody can say which version holds, no kept page is shown."""

    class Away:
        def of(self, plan):
            raise ConnectionError

        by_plan = property(lambda self: self.of)

    def test_django_answers(self, cache, ask, django):
        ask("/about/")
        cache._versions = self.Away()
        answer = ask("/about/")
        assert (answer.status, len(django.paths)) == (200, 2)
        assert "ETag" not in answer.headers
        assert ask("/about/?x=1").status == 200

    def test_it_is_kept_again_once_the_database_answers(self, cache, ask, django):
        ask("/about/")
        versions, cache._versions = cache._versions, self.Away()
        ask("/about/")
        cache._versions = versions
        ask("/about/")
        assert len(django.paths) == 2


def test_the_log_tells_a_kept_page_from_one_just_made(cache, caplog):
    portal = AccessLog(cache, trusts_proxy=False)
    caplog.set_level("INFO", logger="dxportal.access")
    for path in ("/mihon/", "/mihon/", "/admin/login/"):
        asked(portal, path)
    assert [record.cache for record in caplog.records if record.name == "dxportal.access"] == [
        "made",
        "kept",
        None,
    ]
