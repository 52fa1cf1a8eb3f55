"""A command that is killed has done its work, or nothing of it; called again it ends well. Its files are whole, or as before."""

import pytest
from django.db import connection

from tests.kpis.sheets.sheets import filled
from tests.plans.workbook.books import columns_of, edited
from tests.test_commands_that_write import COMMANDS, READS

from .conftest import MOMENTS, Trial

# Words of each command with which it changes something on the site of one city.
WRITE = {
    "create_demo_accounts": ["--reset"],
    "createsuperuser": ["--no-input", "--username", "chief", "--email", "chief@example.jp"],
    "import_entry_sheet": ["{folder}/sheet.xlsx", "--user", "honda"],
    "import_workbook": ["{folder}/plan.xlsx", "--yes"],
    "load_plans": ["{folder}/new.yaml", "--yes"],
    "load_samples": ["--yes"],
    "make_nation": ["--municipalities", "2", "--indicators", "4", "--quarters", "2", "--yes"],
    "open_reviews": [],
    "remove_city": ["kitayama", "--yes", "--backup", "{folder}/before-{{nth}}.dxbackup"],
    "restore": ["{folder}/site.dxbackup", "--yes"],
}
WRITE_FILES = {
    "backup": ["{file}.dxbackup"],
    "export_entry_sheet": ["kitayama/smart-plan", "2025-Q1", "{file}.xlsx", "--yes"],
    "export_report": ["kitayama/published", "latest", "--output", "{file}.json"],
    "export_workbook": ["kitayama/smart-plan", "{file}.xlsx", "--yes"],
}
ELSEWHERE = {
    "clear_samples": "below, on the site with samples",
    "copy_to_postgres": "in test_copying: to a second database",
    "refresh_standings": "writes only what is worked out anew",
    "send_reminders": "the verb of the same name, in test_verbs",
}
# Made so many rows at a time: what is there stays, and is not made again.
IN_PIECES = {"open_reviews", "create_demo_accounts", "make_nation", "load_samples"}
LONG = {"load_samples": 1, "make_nation": 2, "restore": 2}  # and at how many moments each is killed
ON_A_SERVER = {"import_workbook", "load_plans", "remove_city", "restore"}


def test_every_command_that_writes_is_killed_somewhere():
    writing = {name for name, kind in COMMANDS.items() if kind != READS}
    assert {*WRITE, *WRITE_FILES, *ELSEWHERE} >= writing


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    """The files that commands read."""
    made = tmp_path_factory.mktemp("files")
    sheet, plan = made / "sheet.xlsx", made / "plan.xlsx"
    for words in (
        ["backup", str(made / "site.dxbackup")],
        ["export_entry_sheet", "kitayama/smart-plan", "2025-Q1", str(sheet)],
        ["export_workbook", "kitayama/smart-plan", str(plan)],
    ):
        assert small.run(words).code == 0
    sheet.write_bytes(filled(sheet.read_bytes(), {("電子書籍の貸出", "実績値"): 7}))
    place = f"{columns_of(plan.read_bytes(), '用語')['body']}3"
    plan.write_bytes(edited(plan.read_bytes(), {"用語": {place: "新しい本文"}}))
    (made / "new.yaml").write_text(
        "- model: plans.department\n  fields: {municipality: [kitayama], code: added, name: 新しい課}\n"
    )
    return made


@pytest.mark.parametrize("name", sorted(WRITE if connection.vendor == "sqlite" else ON_A_SERVER))
def test_a_killed_command_has_done_its_work_or_nothing(small, folder, name):
    words = [name, *(word.format(folder=folder) for word in WRITE[name])]
    small.check(words, in_pieces=name in IN_PIECES, moments=LONG.get(name, MOMENTS))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one transaction as load_samples, on a large site")
def test_samples_are_there_or_gone(runner, site_with_samples):
    Trial(site_with_samples, runner, "2026-11-28T09:00:00+09:00").check(["clear_samples", "--yes"], moments=1)


@pytest.mark.parametrize("name", sorted(WRITE_FILES))
def test_a_file_that_was_being_written_is_the_former_one(small, tmp_path, name):
    words = [name, *(word.format(file=tmp_path / "file") for word in WRITE_FILES[name])]
    assert small.run(words).code == 0
    (file,) = tmp_path.iterdir()
    former = file.read_bytes()
    assert small.run(words, dies_in=str(tmp_path)).is_killed
    assert file.read_bytes() == former
    assert small.run(words).code == 0
    assert [path.name for path in tmp_path.iterdir()] == [file.name], "what was left is cleared away"
