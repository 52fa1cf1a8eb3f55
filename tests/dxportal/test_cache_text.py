"""What lies in a Redis is read as text and never run."""

import os
import pickle
import subprocess
import sys
from uuid import uuid4

import pytest
import redis

from dxportal.cache_text import JsonSerializer
from tests.tools import redis_url


class Opens:
    """As somebody would write it who wants to run a program here."""

    def __reduce__(self):
        return print, ("run here",)


def test_a_value_comes_back_as_it_was():
    kept = JsonSerializer()
    for value in (1, "文", ["a", 1.5, None], {"keys": [{"kid": "1"}]}):
        assert kept.loads(kept.dumps(value)) == value


def test_what_somebody_else_wrote_there_is_not_run(capfd):
    """Read by the portal with such a CACHE_URL."""
    url, key = redis_url(), uuid4().hex
    server = redis.Redis.from_url(url)
    server.set(f":1:{key}", pickle.dumps(Opens()), ex=60)
    code = (
        "import django; django.setup(); from django.core.cache import cache; "
        f"cache.set('{key}-own', ['text'], 60); print(cache.get('{key}-own')); print(cache.get('{key}'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"CACHE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "['text']\n"
    assert "run here" not in done.stderr
    assert "UnicodeDecodeError" in done.stderr or "JSONDecodeError" in done.stderr


@pytest.mark.parametrize("damage", [b"", b"\x80\x04", b"{"])
def test_what_is_damaged_is_a_wrong_value(damage):
    with pytest.raises(ValueError, match=r".+"):
        JsonSerializer().loads(damage)
