"""Every command of the portal, and why it writes over nothing that people did. A new one gets its line here."""

from contextlib import contextmanager, nullcontext

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands, load_command_class

from dxportal.command_line import CHANGING, leaving_standings_true
from kpis.standings import keeping
from plans.search_index import keeping as words_kept

APPS = ("plans", "kpis", "dxportal")
READS = "changes nothing, or a file that it makes anew each time"
ADDS = "adds what is not there: run again it changes nothing"
ASKS = "shows what it would write over and asks; without a terminal --yes says so"
AS_PERSON = "does what the person named by --user may do, by the rules and checks of the screens"
ALL_OR_NOTHING = "works on the whole site and has refusals of its own"

COMMANDS = {
    "clear_samples": ADDS,  # takes away what load_samples laid, and nothing else
    "create_demo_accounts": ADDS,
    "createsuperuser": ADDS,  # refuses a name that is taken
    "evaluate": READS,
    "export_entry_sheet": ASKS,
    "export_report": READS,
    "export_workbook": ASKS,
    "import_entry_sheet": AS_PERSON,
    "import_workbook": ASKS,
    "lint_plan": READS,
    "load_plans": ASKS,
    "load_samples": ASKS,
    "make_nation": ASKS,
    "open_reviews": ADDS,
    "refresh_standings": ADDS,
    "remove_city": ASKS,
    "send_reminders": ADDS,
    "verify_reports": READS,
    # of the site as a whole
    "backup": ALL_OR_NOTHING,
    "copy_to_postgres": ALL_OR_NOTHING,
    "doctor": READS,
    "restore": ALL_OR_NOTHING,
}


def own() -> list[str]:
    return sorted(name for name, app in get_commands().items() if app in APPS)


def options_of(name: str) -> set[str]:
    command = load_command_class(get_commands()[name], name)
    return {
        option
        for action in command.create_parser("manage.py", name)._actions
        for option in action.option_strings
    }


def test_every_command_has_its_line():
    assert set(own()) <= set(COMMANDS)


@pytest.mark.parametrize("name", [name for name in own() if COMMANDS.get(name) == ASKS])
def test_what_asks_can_be_told_yes(name):
    assert "--yes" in options_of(name)


@pytest.mark.parametrize("name", [name for name in own() if COMMANDS.get(name) == AS_PERSON])
def test_what_acts_for_somebody_is_told_for_whom(name):
    assert "--user" in options_of(name)


@pytest.mark.parametrize("name", ["load_plans", "import_workbook", "remove_city"])
def test_what_changes_something_public_can_be_told_who_does_it(name):
    assert "--user" in options_of(name)


class TestFiles:
    """What is filled in is not written over by an empty one."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ("export_workbook", "kitayama/smart-plan", "{file}"),
            ("export_workbook", "--template", "{file}"),
            ("export_entry_sheet", "kitayama/smart-plan", "2025-Q1", "{file}"),
        ],
    )
    def test_a_file_that_is_there_is_kept(self, small_city, tmp_path, arguments):
        file = tmp_path / "filled.xlsx"
        file.write_bytes(b"filled in")
        words = [word.format(file=file) for word in arguments]
        with pytest.raises(CommandError, match=r"filled\.xlsx はもうあります"):
            call_command(*words, verbosity=0)
        assert file.read_bytes() == b"filled in"
        call_command(*words, "--yes", verbosity=0)
        assert file.read_bytes().startswith(b"PK")


def test_new_demo_passwords_are_not_given_to_the_sites_own_administrator(db):
    chief = get_user_model().objects.create_superuser("admin", "chief@city.example.jp", "own password")
    call_command("create_demo_accounts", reset=True, verbosity=0)
    chief.refresh_from_db()
    assert chief.check_password("own password")


def test_the_command_line_knows_which_of_them_change_public_pages():
    """What it does not know is renewed by the hour only: `refresh_standings`."""
    others = {
        "create_demo_accounts",
        "createsuperuser",
        "refresh_standings",
        "send_reminders",
        "export_entry_sheet",
        "export_workbook",
    }
    others |= {"backup", "copy_to_postgres"}  # change nothing, or another database
    writing = {name for name, kind in COMMANDS.items() if kind != READS} - others
    assert writing == CHANGING


@pytest.mark.parametrize(
    ("words", "renews"),
    [
        (["load_plans", "--real-plans"], True),
        (["load_plans", "--help"], False),
        (["import_workbook", "plan.xlsx", "--dry-run"], False),
        (["check"], False),
        ([], False),
    ],
)
def test_a_command_that_changes_public_pages_leaves_true_standings_behind(words, renews, monkeypatch):
    called = []

    @contextmanager
    def renewed(*, at_once, tell):
        yield
        called.append(at_once)

    monkeypatch.setattr(keeping, "renewed", renewed)
    monkeypatch.setattr(words_kept, "caught_up", nullcontext)
    with leaving_standings_true(["manage.py", *words]):
        assert called == []
    assert called == ([None] if renews else [])
