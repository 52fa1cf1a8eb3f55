"""export_workbook and import_workbook at the command line."""

import re

import pytest
from django.core.management import CommandError, call_command

from kpis.models import Measurement
from plans.models import Goal, Municipality, SitePage
from tests.factories import guarded, make_goal, make_indicator, make_measurement, make_member

from .books import book, columns_of, edited, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return tmp_path / "計画.xlsx"


def test_a_plan_goes_out_and_comes_back(plan, path, capsys):
    make_goal(plan, "1")
    call_command("export_workbook", "kitayama/smart-plan", path)
    Municipality.objects.get(slug="kitayama").delete()
    call_command("import_workbook", path)
    assert Goal.objects.get(plan__slug="smart-plan").code == "1"
    said = capsys.readouterr().out
    assert "目標: 新しい行 1件、変わった行 0件、同じ行 0件" in said
    assert "kitayama/smart-plan: 新しい行 3件、変わった行 0件" in said


def test_the_template_can_be_filled_in(path):
    call_command("export_workbook", "--template", path, verbosity=0)
    path.write_bytes(
        filled(
            path.read_bytes(),
            {
                "市区町村": [{"slug": "minami", "name": "南市", "is_fictional": "はい"}],
                "計画": [{"slug": "a", "title": "計画"}],
            },
        )
    )
    SitePage.objects.all().delete()
    call_command("import_workbook", path, verbosity=0)
    assert Municipality.objects.get(slug="minami").plans.get().title == "計画"
    assert SitePage.objects.filter(slug="about").exists(), "what every site needs comes along"


def test_a_dry_run_saves_nothing(plan, path, capsys):
    make_goal(plan, "1", title="前")
    call_command("export_workbook", "kitayama/smart-plan", path, verbosity=0)
    column = columns_of(path.read_bytes(), "目標")["title"]
    path.write_bytes(edited(path.read_bytes(), {"目標": {f"{column}3": "後"}}))
    call_command("import_workbook", path, dry_run=True)
    assert "何も保存していません" in capsys.readouterr().out
    assert plan.goals.get().title == "前"
    call_command("import_workbook", path, verbosity=0)
    assert plan.goals.get().title == "後"


def test_a_dry_run_names_new_rows_and_empty_cells(plan, path, capsys):
    make_goal(plan, "1", title="前", summary="説明")
    call_command("export_workbook", "kitayama/smart-plan", path, verbosity=0)
    at = columns_of(path.read_bytes(), "目標")
    column = at["number"]
    new = {f"{at['code']}4": "2", f"{at['title']}4": "足した目標", f"{at['kind']}4": "pillar"}
    path.write_bytes(
        edited(path.read_bytes(), {"目標": new | {f"{at['summary']}3": None, f"{column}3": "後"}})
    )
    call_command("import_workbook", path, dry_run=True)
    said = capsys.readouterr().out
    assert re.search(r"「目標」シート 4行目 .*足した目標: 新しい行", said)
    assert re.search(rf"「目標」シート {at['summary']}3 .*「説明」→「（空欄）」", said)
    assert re.search(rf"「目標」シート {column}3 .*「.*」→「後」", said)


def test_values_of_a_stored_plan_are_left_alone_unless_they_are_asked_for(plan, path, capsys):
    value = make_measurement(make_indicator(plan, "1"), "2024-Q1", 5)
    call_command("export_workbook", "kitayama/smart-plan", path, verbosity=0)
    Measurement.objects.filter(pk=value.pk).update(value=7)
    call_command("import_workbook", path)
    said = capsys.readouterr().out
    assert (
        "実績値・取組の進み具合・四半期レビュー・自己評価のシートは読み込みません（四半期の入力で登録します）。"
        in said
    )
    assert Measurement.objects.get(pk=value.pk).value == 7
    call_command("import_workbook", path, with_reports=True)
    assert "読み込みません" not in capsys.readouterr().out
    assert Measurement.objects.get(pk=value.pk).value == 5


def test_a_mistake_fails_the_command_with_its_cell_and_says_that_nothing_was_saved(plan, path):
    make_goal(plan, "1", title="前")
    call_command("export_workbook", "kitayama/smart-plan", path, verbosity=0)
    letters = columns_of(path.read_bytes(), "目標")
    changes = {"目標": {f"{letters['title']}3": "後", f"{letters['kind']}3": "theme"}}
    path.write_bytes(edited(path.read_bytes(), changes))
    with pytest.raises(CommandError) as failed:
        call_command("import_workbook", path, verbosity=0)
    assert failed.value.returncode
    assert f"「目標」シート {letters['kind']}3（種類）: " in str(failed.value)
    assert "何も保存していません（計画.xlsx）" in str(failed.value)
    assert plan.goals.get().title == "前"


def test_a_file_that_is_no_workbook_or_not_there_fails(path):
    with pytest.raises(CommandError, match="開けません"):
        call_command("import_workbook", path)
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        call_command("import_workbook", path)
    path.write_bytes(book(lambda sheet: sheet.append(["=1+1"])))
    with pytest.raises(CommandError, match="A1に数式"):
        call_command("import_workbook", path)


def test_a_plan_that_is_not_there_is_answered_with_those_that_are(path):
    with pytest.raises(CommandError, match="takarazuka/dx-vision"):
        call_command("export_workbook", "takarazuka/none", path)
    assert not path.exists()


def test_either_a_plan_or_the_template_is_named(plan, path):
    with pytest.raises(CommandError, match="どちらか一方"):
        call_command("export_workbook", "kitayama/smart-plan", path, template=True)
    with pytest.raises(CommandError, match="どちらか一方"):
        call_command("export_workbook", path)


def test_a_place_where_nothing_can_be_written_fails(plan, tmp_path):
    with pytest.raises(CommandError, match="書けません"):
        call_command("export_workbook", "kitayama/smart-plan", tmp_path)


class TestPublic:
    """A workbook on the command line: shown, asked for, and recorded with the name, as a file of load_plans is."""

    SLIP = {"reason": "書きまちがい", "kind": "misprint"}

    @pytest.fixture
    def changed(self, plan, path):
        """A workbook in which the public goal has another title."""
        make_goal(plan, "1", title="前")
        guarded(plan)
        call_command("export_workbook", "kitayama/smart-plan", path, verbosity=0)
        column = columns_of(path.read_bytes(), "目標")["title"]
        path.write_bytes(edited(path.read_bytes(), {"目標": {f"{column}3": "後"}}))
        return path

    def test_nobody_being_asked_nothing_changes(self, plan, changed, capsys):
        with pytest.raises(CommandError, match="--yes を付けてください。何も変えていません"):
            call_command("import_workbook", changed, verbosity=0, **self.SLIP)
        assert "題名「前」→「後」" in capsys.readouterr().out
        assert plan.goals.get().title == "前"

    def test_ledger_and_history_name_the_person(self, plan, changed, manager):
        call_command("import_workbook", changed, verbosity=0, yes=True, user=manager.username, **self.SLIP)
        goal = plan.goals.get()
        assert goal.title == "後"
        assert goal.history.first().history_user == manager
        assert plan.revisions.get(kind="misprint").recorded_by == manager

    def test_their_rights_hold(self, plan, changed):
        make_member(plan.municipality, "editor", "writer")
        with pytest.raises(CommandError, match="権限がありません"):
            call_command("import_workbook", changed, verbosity=0, yes=True, user="writer", **self.SLIP)
        assert plan.goals.get().title == "前"
