"""Ten thousand characters of anything keep no regular expression of the portal busy."""

import subprocess
import sys

import pytest
from django.conf import settings

MINUTES = (
    5  # for all of them together on a busy machine; one that grows with the cube of its text takes hours
)


@pytest.mark.slow
def test_every_pattern_comes_to_an_end_on_long_texts():
    try:
        found = subprocess.run(
            [sys.executable, "-m", "tests.every_pattern"],
            cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=60 * MINUTES,
        )  # fmt: skip
    except subprocess.TimeoutExpired as endless:
        pytest.fail(f"does not end: {(endless.stdout or b'').decode().splitlines()[-1:]}")
    lines = found.stdout.splitlines()
    assert lines[-1] == f"tried {len(lines) - 1}"
    assert len(lines) > 80
