"""A city goes whole, after a question and a backup; nothing of another one goes with it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from kpis.models import Report
from plans import confirming
from plans.management.commands import remove_city
from plans.models import Municipality, Plan
from tests.factories import guarded, make_action, make_city, make_goal, make_plan

pytestmark = pytest.mark.django_db


def stored() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def backups(monkeypatch) -> list[Path]:
    """Where backups went, in the place of the command that writes them."""
    found = []

    def write(name: str, path: str, **options) -> None:
        assert name == "backup"
        Path(path).write_bytes(b"backup")
        found.append(Path(path))

    monkeypatch.setattr(remove_city, "call_command", write)
    return found


@pytest.fixture
def answer(monkeypatch):
    """Somebody sits at the terminal and types that."""

    def answer(text: str) -> None:
        monkeypatch.setattr(confirming.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setattr("builtins.input", lambda question: text)

    return answer


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "before.backup"


def test_a_city_goes_with_its_history_and_nothing_else(target, backups, capsys):
    before = stored()
    plan = make_plan(make_city("tameshi", code="", is_fictional=True, name="試し市"))
    make_action(plan, "1", make_goal(plan, "1"))
    guarded(plan)
    call_command("remove_city", "tameshi", backup=target, yes=True)
    assert stored() == before
    assert backups == [target]
    said = capsys.readouterr().out
    assert "目標 1件" in said
    assert "スマート計画" in said
    assert str(target) in said


def test_a_real_city_in_use_goes_with_what_it_published(report_city, target, backups):
    report_city.publish()
    guarded()
    admin = get_user_model().objects.create_superuser("chief")
    slug, others = report_city.plan.municipality.slug, Plan.objects.count()
    call_command("remove_city", slug, backup=target, yes=True, user="chief", verbosity=0)
    assert not Municipality.objects.filter(slug=slug).exists()
    assert not Report.objects.exclude(review__plan__municipality__slug="mihon").exists()
    assert Plan.objects.count() < others
    assert LogEntry.objects.get().user == admin


@pytest.mark.parametrize("typed", ["", "y", "takarazuk"])
def test_it_asks_for_the_citys_name(answer, target, backups, typed):
    answer(typed)
    with pytest.raises(CommandError, match="「takarazuka」と打たれなかったので、やめました"):
        call_command("remove_city", "takarazuka", backup=target, verbosity=0)
    assert Plan.objects.filter(slug="dx-vision").exists()
    assert backups == []


def test_the_typed_name_does_it(answer, target, backups):
    answer("takarazuka")
    call_command("remove_city", "takarazuka", backup=target, verbosity=0)
    assert not Municipality.objects.filter(slug="takarazuka").exists()
    assert Plan.objects.filter(slug="kyoso-dx").exists()


def test_without_a_terminal_it_refuses(target, backups):
    with pytest.raises(CommandError, match="--yes を付けてください"):
        call_command("remove_city", "takarazuka", backup=target, verbosity=0)
    assert Plan.objects.filter(slug="dx-vision").exists()


@pytest.mark.parametrize("kind", ["fails", "writes nothing"])
def test_without_a_backup_nothing_is_removed(monkeypatch, target, kind):
    def write(*args, **options) -> None:
        if kind == "fails":
            raise CommandError("書けません。")

    monkeypatch.setattr(remove_city, "call_command", write)
    with pytest.raises(CommandError, match="何も消していません"):
        call_command("remove_city", "takarazuka", backup=target, yes=True, verbosity=0)
    assert Plan.objects.filter(slug="dx-vision").exists()


def test_a_former_backup_is_not_written_over(target, backups):
    target.write_bytes(b"former")
    with pytest.raises(CommandError, match="もうあります"):
        call_command("remove_city", "takarazuka", backup=target, yes=True, verbosity=0)
    assert target.read_bytes() == b"former"


def test_an_unknown_city_is_answered_with_those_there_are(target):
    with pytest.raises(CommandError, match=r"登録されている市: .*takarazuka"):
        call_command("remove_city", "takarazka", backup=target)
