"""A city goes whole, after a question and a backup; nothing of another one goes with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from kpis.models import Report
from plans import confirming
from plans.management.commands import remove_city
from plans.models import Acting, ChangeRecord, ContentVersion, Municipality, Plan, SiteAct
from tests.factories import guarded, make_action, make_city, make_goal, make_plan

pytestmark = pytest.mark.django_db


# What tells of the removal itself, and of the restore; and the database's own count of changes.
TELLING = (Acting, ChangeRecord, ContentVersion, SiteAct)


def stored() -> dict[str, int]:
    """How many rows there are, those aside that tell of it."""
    return {
        model.__name__: model._default_manager.count() for model in apps.get_models() if model not in TELLING
    }


def rows_of_all() -> dict[str, list[tuple]]:
    """Every row of the site, by its model."""
    known = apps.get_models(include_auto_created=True)
    models = [model for model in known if model._meta.managed and model not in TELLING]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


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


class TestWhereTheBackupGoes:
    @pytest.fixture
    def moment(self, monkeypatch) -> None:
        moment = datetime(2026, 4, 1, 9, 5, tzinfo=UTC)
        monkeypatch.setattr(remove_city.timezone, "localtime", lambda: moment)

    def test_into_the_sites_folder_of_backups_and_it_says_where(
        self, backups, settings, tmp_path, moment, capsys
    ):
        settings.BACKUP_FOLDER = str(tmp_path)
        call_command("remove_city", "takarazuka", yes=True)
        assert backups == [tmp_path / "takarazuka-20260401-0905.dxbackup"]
        assert f"消す前の控え: {backups[0]}" in capsys.readouterr().out

    def test_into_the_folder_that_is_named(self, backups, tmp_path, moment):
        call_command("remove_city", "takarazuka", backup=tmp_path, yes=True)
        assert backups == [tmp_path / "takarazuka-20260401-0905.dxbackup"]

    def test_without_one_it_asks(self, backups, settings, tmp_path, moment, answer):
        settings.BACKUP_FOLDER = ""
        answer(str(tmp_path))
        call_command("remove_city", "takarazuka", yes=True)
        assert backups == [tmp_path / "takarazuka-20260401-0905.dxbackup"]

    def test_and_where_nobody_answers_nothing_is_removed(self, backups, settings, tmp_path, monkeypatch):
        settings.BACKUP_FOLDER = ""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(
            CommandError, match="控えの置き場所がわかりません。--backup で示すか、設定に BACKUP_FOLDER="
        ):
            call_command("remove_city", "takarazuka", yes=True)
        assert Municipality.objects.filter(slug="takarazuka").exists()
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there_is_told(self, backups, settings, tmp_path):
        settings.BACKUP_FOLDER = str(tmp_path / "nowhere")
        with pytest.raises(CommandError, match="nowhere がありません。"):
            call_command("remove_city", "takarazuka", yes=True)
        assert Municipality.objects.filter(slug="takarazuka").exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_removed_comes_back_from_the_backup_as_it_was(transactional_db, settings, tmp_path):
    """With the real commands, into a database from which it is gone."""
    settings.BACKUP_FOLDER = str(tmp_path)
    before = rows_of_all()
    call_command("remove_city", "takarazuka", yes=True, verbosity=0)
    assert not Municipality.objects.filter(slug="takarazuka").exists()
    [file] = tmp_path.iterdir()
    call_command("restore", file, yes=True, verbosity=0)
    after = rows_of_all()
    assert [name for name in before if after[name] != before[name]] == []
