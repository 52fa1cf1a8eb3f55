"""A file never writes over what people did: it asks before it changes what is stored, and names who changed it."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from kpis.models import Measurement, RatingScale, Target
from kpis.workflow.entries import approve, save_entry, submit
from plans.models import Goal, NationalPriority, Plan, SitePage
from tests.factories import make_measurement, make_member
from tests.ledger import changes_of, newest

from .loaded_files import GOAL, SLIP, TARGET, hidden

pytestmark = pytest.mark.django_db

VALUE = """
- model: kpis.measurement
  fields: {indicator: [kitayama, smart-plan, '1'], period: 2025-Q2, revision: 1, value: 999, state: approved}
"""
PLAN = """
- model: plans.municipality
  fields: {slug: minami, name: 南市, is_fictional: true}
- model: plans.plan
  fields: {municipality: [minami], slug: a, title: 計画}
"""


def title(plan: Plan) -> str:
    return plan.goals.get().title


class TestPublic:
    def test_without_a_terminal_and_without_yes_it_refuses_and_shows_what_would_change(
        self, plan, load, capsys
    ):
        with pytest.raises(CommandError, match="--yes を付けてください。何も変えていません"):
            load(GOAL + TARGET, verbosity=0, **SLIP)
        said = capsys.readouterr().out
        assert "題名「はじめの題名」→「ファイルの題名」" in said
        assert "目標値「5,000件」→「6,000件」" in said
        assert (title(plan), Target.objects.get(indicator__plan=plan).value) == ("はじめの題名", 5000)
        assert changes_of(plan) == 0

    def test_with_yes_ledger_and_history_name_the_person(self, plan, load, manager):
        load(GOAL + TARGET, yes=True, user=manager.username, **SLIP)
        assert changes_of(plan) == 2
        assert {row.recorded_by for row in plan.revisions.filter(kind="misprint")} == {manager}
        for row in (plan.goals.get(), Target.objects.get(indicator__plan=plan)):
            line = row.history.first()
            assert (line.history_user, line.history_change_reason) == (manager, "ファイルの読み込み")

    def test_without_a_name_it_says_that_nobody_is_recorded(self, plan, load, capsys):
        load(GOAL, yes=True, **SLIP)
        assert "--user NAME" in capsys.readouterr().out
        assert newest(plan).recorded_by is None

    @pytest.mark.parametrize(
        ("answer", "wanted"), [("y", "ファイルの題名"), ("", "はじめの題名"), ("n", "はじめの題名")]
    )
    def test_at_a_terminal_it_asks(self, plan, load, terminal, answer, wanted):
        asked = terminal(answer)
        if answer == "y":
            load(GOAL, **SLIP)
        else:
            with pytest.raises(CommandError, match="やめました"):
                load(GOAL, **SLIP)
        assert len(asked) == 1
        assert title(plan) == wanted

    def test_what_changes_while_it_asks_is_not_written_over(self, plan, load, terminal, manager):
        def somebody_else() -> None:
            make_measurement(plan.indicators.get(), "2025-Q2", 3)
            from kpis.workflow.promises import correct_misprint

            correct_misprint(plan.goals.get(), {"title": "職員の題名"}, reason="誤り", by=manager)

        terminal("y", somebody_else)
        with pytest.raises(CommandError, match="もう一度実行してください"):
            load(GOAL, **SLIP)
        assert title(plan) == "職員の題名"

    def test_who_may_not_change_the_plan_cannot_be_named(self, plan, load):
        make_member(plan.municipality, "editor", "writer")
        with pytest.raises(CommandError, match="権限がありません"):
            load(GOAL, yes=True, user="writer", **SLIP)
        with pytest.raises(CommandError, match="「nobody」というユーザーはいません"):
            load(GOAL, yes=True, user="nobody", **SLIP)
        assert title(plan) == "はじめの題名"

    def test_a_new_value_that_the_public_would_see_is_asked_for(self, plan, load, capsys):
        with pytest.raises(CommandError, match="--yes"):
            load(VALUE)
        assert "新しく公開します" in capsys.readouterr().out
        assert not Measurement.objects.filter(indicator__plan=plan).exists()
        load(VALUE, yes=True)
        assert Measurement.objects.get(indicator__plan=plan).value == 999


class TestReports:
    @pytest.fixture
    def typed(self, plan, manager) -> Measurement:
        """Typed by a department: 128."""
        row = Measurement(indicator=plan.indicators.get(), period="2025-Q2", value=128)
        return save_entry(row, by=manager, seen_version=0)

    @pytest.mark.parametrize("is_hidden", [False, True])
    @pytest.mark.parametrize("is_approved", [False, True])
    def test_what_a_department_entered_stays_and_is_named(
        self, plan, load, capsys, typed, manager, is_approved, is_hidden
    ):
        """The approved 128 became 999, and no name stood in its history."""
        if is_approved:
            approve(submit(typed, by=manager), by=make_member(plan.municipality, "approver", "boss"))
        if is_hidden:
            hidden(plan)
        lines = typed.history.count() + is_approved * 2
        load(VALUE, yes=True, **SLIP)
        assert "職員が入力したものなので、ファイルでは書きかえません" in capsys.readouterr().out
        typed.refresh_from_db()
        assert (typed.value, typed.state) == (128, "approved" if is_approved else "draft")
        assert typed.history.count() <= lines

    @pytest.mark.parametrize("is_hidden", [False, True])
    def test_an_approved_value_that_came_by_file_is_not_written_over_either(self, plan, load, is_hidden):
        row = make_measurement(plan.indicators.get(), "2025-Q2", 128)
        if is_hidden:
            hidden(plan)
        with pytest.raises(CommandError, match="承認済みの値は書きかえられません"):
            load(VALUE, yes=True, **SLIP)
        row.refresh_from_db()
        assert row.value == 128


class TestInPreparation:
    """Nothing of it is in the ledger: what stands there is all there is."""

    def test_a_stored_row_is_not_changed_without_asking(self, plan, load):
        hidden(plan)
        with pytest.raises(CommandError, match="--yes"):
            load(GOAL)
        assert title(plan) == "はじめの題名"
        load(GOAL, yes=True)
        assert title(plan) == "ファイルの題名"

    def test_what_staff_have_edited_stays_unless_there_is_a_reason(self, plan, load, manager, capsys):
        hidden(plan)
        goal = plan.goals.get()
        goal.title, goal._history_user = "職員の題名", manager
        goal.save()
        load(GOAL, yes=True)
        assert "職員が画面で直したもの" in capsys.readouterr().out
        assert title(plan) == "職員の題名"
        load(GOAL, yes=True, reason="原本のとおりに戻す")
        assert title(plan) == "ファイルの題名"

    def test_what_a_file_wrote_in_somebodys_name_may_come_anew(self, plan, load, manager):
        hidden(plan)
        load(GOAL, yes=True, user=manager.username)
        load(GOAL.replace("ファイルの題名", "次の題名"), yes=True, user=manager.username)
        assert title(plan) == "次の題名"

    def test_missing_only_changes_nothing_and_never_asks(self, plan, load):
        hidden(plan)
        head = (
            "- model: plans.plan\n  fields: {municipality: [kitayama], slug: smart-plan, title: 別の題名}\n"
        )
        new = GOAL.replace("'1'", "'9'")
        load(head + GOAL + new, missing_only=True)
        load(GOAL, missing_only=True)
        plan.refresh_from_db()
        assert (plan.title, title(plan)) == ("スマート計画", "はじめの題名")


class TestShared:
    TEXT = "わたしたちの市の方針です。"

    def test_the_citys_own_text_is_never_written_over(self, load, settings, capsys):
        SitePage.objects.filter(slug="accessibility", language="ja").update(body=self.TEXT)
        call_command("load_plans", verbosity=0)
        call_command("load_plans", real_plans=True, yes=True, verbosity=0)
        call_command("load_plans", settings.FIXTURES_DIR / "site.yaml", yes=True)
        call_command("load_samples", yes=True, verbosity=0)
        assert SitePage.objects.get(slug="accessibility", language="ja").body == self.TEXT
        assert "市の文章なので、ファイルでは書きかえません" in capsys.readouterr().out

    def test_an_edited_priority_and_scale_stay(self, load):
        NationalPriority.objects.filter(code="security").update(title="書きかえた名前")
        scale = RatingScale.objects.get(code="portal")
        RatingScale.objects.filter(pk=scale.pk).update(name="書きかえた印")
        scale.bands.get(order=1).delete()
        unused = NationalPriority.objects.filter(actions=None).exclude(code="security").first()
        NationalPriority.objects.filter(pk=unused.pk).delete()
        load(PLAN)
        call_command("load_samples", yes=True, verbosity=0)
        scale.refresh_from_db()
        assert NationalPriority.objects.get(code="security").title == "書きかえた名前"
        assert scale.name == "書きかえた印"
        assert not scale.bands.filter(order=1).exists(), "whoever took the band away meant it"
        assert NationalPriority.objects.filter(code=unused.code).exists(), "beside others that stayed"

    def test_named_as_a_file_they_are_asked_for(self, settings):
        NationalPriority.objects.filter(code="security").update(title="書きかえた名前")
        path = settings.FIXTURES_DIR / "vocabularies.yaml"
        with pytest.raises(CommandError, match="--yes"):
            call_command("load_plans", path, verbosity=0)
        call_command("load_plans", path, yes=True, verbosity=0)
        assert NationalPriority.objects.get(code="security").title != "書きかえた名前"

    def test_with_an_own_file_alone_they_come_by_themselves(self, load, client):
        SitePage.objects.all().delete()
        RatingScale.objects.exclude(plans__isnull=False).delete()
        before = NationalPriority.objects.count()
        assert NationalPriority.objects.filter(actions=None).delete()[0]
        load(PLAN)
        for page in ("/about/", "/accessibility/", "/method/"):
            assert client.get(page).status_code == 200, page
        assert RatingScale.objects.get(code="tama").bands.exists()
        assert NationalPriority.objects.count() == before


class TestWithoutAFile:
    @pytest.fixture
    def empty(self, unguarded) -> None:
        Plan.objects.all().delete()

    def test_a_site_for_the_public_gets_no_plan_and_is_told_how(self, empty, settings, capsys):
        settings.DEMO = False
        call_command("load_plans")
        said = capsys.readouterr().out
        assert "計画は読み込んでいません" in said
        assert "--real-plans" in said
        assert not Plan.objects.exists()

    def test_the_real_plans_come_where_they_are_asked_for(self, empty, settings):
        settings.DEMO = False
        call_command("load_plans", real_plans=True, verbosity=0)
        assert {plan.municipality.slug for plan in Plan.objects.all()} == {"takarazuka", "amagasaki"}
        assert Goal.objects.filter(plan__slug="dx-vision").count() == 14

    def test_a_trial_gets_them_and_is_told_so(self, capsys):
        call_command("load_plans")
        assert "お試し（DEMO=true）" in capsys.readouterr().out


def test_a_file_is_a_path_or_the_command_says_that_it_cannot_be_opened():
    with pytest.raises(CommandError, match="開けません"):
        call_command("load_plans", Path("/nonexistent/plan.yaml"))
    assert get_user_model().objects.count() == 0
