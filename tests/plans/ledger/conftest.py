"""A public plan in use, and its manager at the screens."""

from datetime import date

import pytest
from django.core.management import call_command

from plans import confirming
from plans.models import Plan
from tests.factories import freeze_today, guarded, make_small_plan


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """On 20 November 2025."""
    freeze_today(monkeypatch, date(2025, 11, 20))
    plan = make_small_plan()
    guarded(plan)
    return plan


@pytest.fixture
def manager(manager, client):
    """Signed in."""
    client.force_login(manager)
    return manager


@pytest.fixture
def load(tmp_path):
    """Loads the text as a file, nobody being at a terminal."""

    def load(text: str, **options) -> None:
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        call_command("load_plans", path, **options)

    return load


@pytest.fixture
def terminal(monkeypatch):
    """Somebody sits there and answers; the questions come back."""
    asked = []

    def answer(text: str, meanwhile=lambda: None) -> list[str]:
        def say(question: str) -> str:
            asked.append(question)
            meanwhile()
            return text

        monkeypatch.setattr(confirming.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setattr("builtins.input", say)
        return asked

    return answer
