"""The server of `make run` and of the systemd unit: who says nothing or speaks slowly stops nobody."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from dxportal import gunicorn_conf

ROOT = Path(settings.BASE_DIR)
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na"
HELD = 500  # many times what takes every thread, and more than waitress lets in by itself


UNCHANGED = """def app(environ, start_response):
    start_response("304 Not Modified", [("ETag", '"1"')])
    return []
"""


@contextmanager
def running(folder: Path, app: str) -> Iterator[tuple[subprocess.Popen, int]]:
    """gunicorn as it is configured, in front of that application, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "dxportal.settings",
        "PYTHONPATH": f"{folder}",
    }
    words = (app, "--config", "python:dxportal.gunicorn_conf", "--bind", f"127.0.0.1:{port}")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "gunicorn", *words], cwd=ROOT, env=env, stderr=log)
        try:
            yield process, port
        finally:
            process.terminate()
            assert process.wait(60) == 0, (folder / "log").read_text()


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[subprocess.Popen, int]]:
    with running(tmp_path_factory.mktemp("server"), "dxportal.wsgi") as found:
        yield found


def connected(port: int, beginning: bytes) -> socket.socket:
    """A connection on which that much was said; the server may need a while to be there."""
    for _ in range(300):
        try:
            found = socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            found.sendall(beginning)
            return found
    pytest.fail("The server does not listen.")


@pytest.mark.parametrize("beginning", [b"", HEAD, BODY], ids=["idle", "slow head", "slow body"])
def test_a_visitor_is_answered_beside_those_who_hold_connections(server, beginning):
    _process, port = server
    held = [connected(port, beginning) for _ in range(HELD)]
    try:
        for _ in range(gunicorn_conf.workers * 2):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
                assert answer.status == 200
    finally:
        for connection in held:
            connection.close()


def test_who_asks_whether_a_page_has_changed_keeps_the_connection(tmp_path):
    (tmp_path / "unchanged.py").write_text(UNCHANGED)
    with running(tmp_path, "unchanged:app") as (_process, port), connected(port, b"") as visitor:
        for _ in range(3):
            visitor.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = visitor.recv(4096)
            assert answer.startswith(b"HTTP/1.1 304 ")
            assert answer.endswith(b"\r\n\r\n")
            assert b"connection: close" not in answer.lower()
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b"connection: close" in visitor.recv(4096).lower()
        assert visitor.recv(4096) == b""


def test_the_papers_and_make_run_start_the_same_server():
    command = "gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf --bind 127.0.0.1:"
    for place in ("Makefile", "docs/operations/dxportal.service", "benchmarks/serving.py"):
        assert command in (ROOT / place).read_text("utf-8"), place
