"""The programs and services outside Python that a few tests use, looked for in this one place.

Where one is missing its tests are skipped, and say which package brings it; with CI=true they fail instead.
"""

import os
import shutil
import subprocess
from contextlib import suppress

import pytest
import redis

# Program, and the Debian package that brings it.
PACKAGES = {
    "chromium": "chromium-headless-shell (or chromium; with fonts-noto-cjk)",
    "msgfmt": "gettext",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-calc-nogui",
}


def tool(name: str) -> str:
    """Where the program is. Skips the test, or fails it in CI, where there is none."""
    found = _browser() if name == "chromium" else shutil.which(name)
    if found:
        return found
    reason = f"{name} is not here: apt-get install {PACKAGES[name]}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _browser() -> str | None:
    """The shell that only draws pages is a fifth quicker than the whole browser, and the same engine."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")


def redis_url() -> str:
    """Where a Redis answers on this machine. Skips the test, or fails it in CI, where there is none."""
    url = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
    with suppress(redis.RedisError):
        if redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1).ping():
            return url
    reason = f"no Redis answers at {url}: apt-get install redis-server, or set REDIS_URL"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def ran(name: str, *args: object, content: bytes = b"") -> bytes:
    """What the program prints when it is given the content."""
    command = [tool(name), *map(str, args)]
    return subprocess.run(command, input=content, capture_output=True, check=True, timeout=120).stdout


def saved_by_libreoffice(folder, source, target: str) -> None:
    """Has LibreOffice save the file in another format below `folder`/out; `target`: csv, pdf, xlsx:…"""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    ran("soffice", profile, "--headless", "--convert-to", target, "--outdir", folder / "out", source)
