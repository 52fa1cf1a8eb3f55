"""A line for each event: with the request's number, without people's names, and never two lines where there is one event."""

import io
import json
import logging
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import DatabaseError, close_old_connections

from dxportal.logs.access import AccessLog
from dxportal.logs.formatting import JsonFormatter, PlainFormatter
from dxportal.logs.request_id import under_way
from tests.factories import make_city, make_member

pytestmark = pytest.mark.django_db


def record(message: str, *args, error: Exception | None = None) -> logging.LogRecord:
    try:
        if error:
            raise error
    except Exception:
        found = sys.exc_info()
    else:
        found = None
    return logging.LogRecord("dxportal", logging.ERROR, "", 0, message, args, found)


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\x85", "\x1b[2J", "\x00"])
def test_what_comes_from_outside_begins_no_line_and_steers_no_terminal(sign):
    line = record("path %s", f"/a{sign}2026-01-01 ERROR forged: x")
    for formatter in (PlainFormatter(), JsonFormatter()):
        text = formatter.format(line)
        assert len(text.splitlines()) == 1
        assert sign not in text
    assert "forged" in json.loads(JsonFormatter().format(line))["message"]


def test_a_traceback_stays_one_event_and_tells_no_values():
    error = DatabaseError("duplicate key\nDETAIL:  Key (email)=(taro@example.jp) already exists.")
    line = record("broken", error=error)
    found = json.loads(JsonFormatter().format(line))
    assert "duplicate key" in found["exception"]
    assert "taro@" not in found["exception"]
    first, *others = PlainFormatter().format(line).splitlines()
    assert first.endswith("broken")
    assert others
    assert all(each.startswith("    ") for each in others)


def test_a_request_that_was_refused_is_one_line(client, caplog):
    caplog.set_level(logging.WARNING)
    assert client.get("/lost/page/").status_code == 404
    client.force_login(make_member(make_city(), "editor"))
    assert client.get("/admin/plans/municipality/add/").status_code == 403
    refused = [line for line in caplog.records if line.name.startswith("django.request")]
    assert any(line.exc_info for line in refused)
    for line in refused:
        assert len(PlainFormatter().format(line).splitlines()) == 1
        assert "exception" not in json.loads(JsonFormatter().format(line))
    failed = record("broken", error=RuntimeError("x"))
    failed.name = "django.request"
    assert "RuntimeError" in PlainFormatter().format(failed)


HELD = "件名\n本文の1行目\n\nTraceback (most recent call last):\n秘密の本文"
SAID = f"duplicate key\nDETAIL:  Key (text)=({HELD}) already exists.\nCONTEXT:  row {HELD}"


def test_a_value_of_many_lines_is_left_out_whole_and_what_led_to_it_stays():
    error = RuntimeError("not saved")
    error.__cause__ = DatabaseError(SAID)
    error.__cause__.__context__ = DatabaseError(SAID)
    for text in (
        JsonFormatter().format(record("broken", error=error)),
        PlainFormatter().format(record("broken", error=error)),
    ):
        assert "duplicate key" in text
        assert "not saved" in text
        assert "本文" not in text


def test_an_exception_told_in_a_message_tells_no_values_either():
    for formatter in (PlainFormatter(), JsonFormatter()):
        text = formatter.format(record("refused: %s", DatabaseError(SAID)))
        assert "refused: duplicate key" in text
        assert "本文" not in text


def test_every_line_has_the_requests_number():
    with under_way({}, trusts_proxy=False) as request:
        assert f"[{request.id}]" in PlainFormatter().format(record("x"))
        assert json.loads(JsonFormatter().format(record("x")))["request_id"] == request.id
    assert "request_id" not in json.loads(JsonFormatter().format(record("x")))


@pytest.mark.parametrize(
    ("sent", "trusts", "is_kept"),
    [
        ("abcd-1234", True, True),
        ("abcd-1234", False, False),
        ("a\nb", True, False),
        ("x" * 65, True, False),
        ("", True, False),
    ],
)
def test_a_number_from_the_proxy_counts_where_the_proxy_is_believed_and_the_number_fits(
    sent, trusts, is_kept
):
    with under_way({"HTTP_X_REQUEST_ID": sent}, trusts_proxy=trusts) as request:
        assert (request.id == sent) is is_kept
        assert len(request.id) >= 8


@pytest.fixture
def own_connection():
    """A request ends no connection: the test's transaction is under way on it. As Django's client for tests does."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.fixture
def serve(caplog, own_connection):
    caplog.set_level("INFO", "dxportal.access")

    def serve(path: str, **environ) -> tuple[str, dict, bytes, dict]:
        given = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "q=山田太郎", "SERVER_NAME": "testserver",
            "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        } | environ  # fmt: skip
        seen = {}

        def start(status, headers, *rest):
            seen.update(status=status, headers=dict(headers))

        body = AccessLog(WSGIHandler(), trusts_proxy=False)(given, start)
        content = b"".join(body)
        [line] = [one for one in caplog.records if one.name == "dxportal.access"]
        caplog.clear()
        return seen["status"], seen["headers"], content, vars(line)

    return serve


@pytest.mark.parametrize("path", ["/", "/nowhere/at/all/", "/healthz", "/static/css/tokens.css"])
def test_each_answer_has_a_line_and_a_number(serve, path):
    status, headers, content, line = serve(path)
    assert (line["method"], line["path"], line["status"]) == ("GET", path, int(status[:3]))
    assert line["bytes"] == len(content)
    assert line["ms"] >= 0
    assert len(headers["X-Request-ID"]) == 32
    assert "山田" not in line["message"] + str(line["args"])


def test_the_line_names_the_account_by_its_id(serve, client):
    user = get_user_model().objects.create_superuser("taro", last_name="山田")
    client.force_login(user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    environ = {"HTTP_COOKIE": cookie}
    serve("/admin/", **environ)
    with under_way({}, trusts_proxy=False) as request:
        serve("/admin/", **environ, **{"dxportal.request": request})
        text = JsonFormatter().format(record("x"))
    assert json.loads(text)["user_id"] == user.pk
    assert "taro" not in text
