"""The `evaluate` command, run in this process."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from .lines import line


@pytest.fixture
def run(monkeypatch):
    """Runs the command on these lines: the answers, and the error it ended with (None: exit code 0)."""

    def run(*lines: str, **options) -> tuple[list[dict], CommandError | None]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
        out, error = io.StringIO(), None
        try:
            call_command("evaluate", stdout=out, **options)
        except CommandError as raised:
            error = raised
        return [json.loads(answer) for answer in out.getvalue().splitlines()], error

    return run


@pytest.fixture
def answer(run):
    """The answer to HALF_WAY with these changes."""

    def answer(**changes) -> dict:
        (found,), error = run(line(**changes))
        assert error is None, found
        return found

    return answer


@pytest.fixture
def refusal(run):
    """The sentence with which a line is refused; the good line after it is answered."""

    def refusal(text: str) -> str:
        (refused, good), error = run(text, line())
        assert good["verdict"] == "BEHIND"
        assert isinstance(error, CommandError)
        assert error.returncode != 0
        assert "。" in refused["error"]
        assert "1行目" in refused["error"]
        return refused["error"]

    return refusal
