"""`evaluate --scale`, and the command as a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from kpis.models import RatingBand, RatingScale

from .lines import HALF_WAY, line

# --- marks


@pytest.fixture
def letters(db) -> str:
    scale = RatingScale.objects.create(
        code="letters-for-test", name="ABC", metric="pace", no_data_mark="N", not_rated_mark="F"
    )
    for order, (mark, threshold) in enumerate([("A", "1"), ("B", "0.6"), ("C", None)], start=1):
        RatingBand.objects.create(scale=scale, order=order, mark=mark, threshold=threshold)
    return scale.code


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"measurements": [{"period": "2023", "value": "70"}]}, "A"),
        ({"measurements": [{"period": "2023", "value": "66"}]}, "B"),
        ({}, "C"),
        ({"measurements": []}, "N"),
        ({"direction": "monitor"}, "F"),
    ],
)
def test_a_scale_adds_its_mark(run, letters, changes, mark):
    (found,), error = run(line(**changes), scale=letters)
    assert (found["mark"], error) == (mark, None)


def test_an_unknown_scale_is_refused_before_anything_is_judged(run, letters):
    found, error = run(line(), scale="nonsense")
    assert found == []
    assert "nonsense" in str(error)
    assert letters in str(error)  # what there is instead


# --- as a real process


def process(text: bytes, *args: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate", *args],
        input=text,
        capture_output=True,
        cwd=settings.BASE_DIR,
        env=environment,
        check=False,
    )


def test_the_exit_code_tells_whether_every_line_was_judged():
    good = process(line().encode())
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["verdict"] == "BEHIND"
    bad = process(b"nonsense\n" + line().encode())
    assert bad.returncode != 0
    assert [sorted(json.loads(text))[0] for text in bad.stdout.splitlines()] == ["error", "achievement"]
    assert b"Traceback" not in bad.stderr


def test_half_a_character_is_no_crash():
    done = process(json.dumps(HALF_WAY | {"unit": "\ud800"}).encode() + b"\n" + line().encode())
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_byte_that_is_not_utf8_spoils_its_own_line_only():
    done = process(line().encode() + b"\n\xff\n" + line().encode())
    assert b"Traceback" not in done.stderr
    assert done.returncode != 0
    assert [b"error" in text for text in done.stdout.splitlines()] == [False, True, False]


def test_help_names_the_keys():
    shown = process(b"", "--help")
    assert shown.returncode == 0
    assert all(word in shown.stdout for word in (b"direction", b"measurements", b"--scale"))
