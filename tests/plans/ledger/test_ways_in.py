"""Form, inline, list, workbook and command: each records a revision, or refuses with the way to do it."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpis.models import Target
from plans.loading import load_file
from plans.models import Goal, Plan, Revision
from plans.workbook.importing import import_workbook
from tests.factories import (
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)
from tests.plans.ledger.forms import page_of, sent
from tests.plans.workbook.books import columns_of, edited, exported

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    goal = make_goal(plan, "1", title="はじめの題名")
    make_action(plan, "1", goal)
    make_target(make_indicator(plan, "1", goal), "2026", 5000, "2024-04-01")
    guarded(plan)
    return plan


@pytest.fixture
def manager(plan, client):
    user = make_member(plan.municipality)
    client.force_login(user)
    return user


def newest(plan) -> Revision:
    return plan.revisions.order_by("-pk").first()


def count() -> int:
    return Revision.objects.filter(plan__slug="smart-plan").exclude(kind="publication").count()


class TestForms:
    page = staticmethod(page_of)
    sent = staticmethod(sent)

    def errors(self, answer) -> str:
        assert answer.status_code == 200, "it was saved"
        return str(answer.context["errors"])

    def test_a_changed_field_asks_why(self, client, plan, manager):
        goal = plan.goals.get()
        answer = client.post(self.page(goal), self.sent(client, goal, title="新しい題名"))
        assert "変更の理由を書いてください" in self.errors(answer)
        assert (plan.goals.get().title, count()) == ("はじめの題名", 0)

    def test_and_records_it(self, client, plan, manager):
        goal = plan.goals.get()
        data = self.sent(
            client,
            goal,
            title="新しい題名",
            revision_reason="会議で決めたため。",
            revision_on="2025-11-18",
            revision_decision="令和7年11月18日 DX推進会議",
        )
        assert client.post(self.page(goal), data).status_code == 302
        found = newest(plan)
        assert (found.kind, found.effective_on, found.recorded_by) == ("change", date(2025, 11, 18), manager)
        assert (found.reason, found.decision) == ("会議で決めたため。", "令和7年11月18日 DX推進会議")
        assert found.changes[0]["before_text"] == "はじめの題名"

    def test_what_says_nothing_needs_no_reason(self, client, plan, manager):
        goal = plan.goals.get()
        assert client.post(self.page(goal), self.sent(client, goal, order="9")).status_code == 302
        assert (plan.goals.get().order, count()) == (9, 0)

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [("2023-04-01", "より前の日です"), ("2026-04-01", "まだ来ていません"), ("2025-02-30", "日付")],
    )
    def test_a_day_that_cannot_be_is_told_at_its_field(self, client, plan, manager, day, sentence):
        goal = plan.goals.get()
        answer = client.post(
            self.page(goal),
            self.sent(client, goal, title="新しい題名", revision_reason="見直し", revision_on=day),
        )
        assert sentence in str(answer.context["adminform"].form.errors["revision_on"])
        assert plan.goals.get().title == "はじめの題名"

    def test_the_unit_of_approved_values_does_not_simply_change(self, client, plan, manager):
        indicator = plan.indicators.get()
        make_measurement(indicator, "2024-Q4", 40)
        words = {"unit": "千件", "revision_reason": "見直し"}
        answer = client.post(self.page(indicator), self.sent(client, indicator, **words))
        assert "前の値の意味まで変わってしまいます" in str(
            answer.context["adminform"].form.errors["revision_kind"]
        )
        words["revision_kind"] = "misprint"
        assert client.post(self.page(indicator), self.sent(client, indicator, **words)).status_code == 302
        assert (plan.indicators.get().unit, newest(plan).kind) == ("千件", "misprint")

    def test_the_department_in_charge_is_part_of_the_promise(self, client, plan, manager):
        department = plan.municipality.departments.create(code="dx", name="DX課")
        indicator = plan.indicators.get()
        data = self.sent(client, indicator, departments=[department.pk])
        assert "変更の理由" in self.errors(client.post(self.page(indicator), data))
        assert (
            client.post(self.page(indicator), data | {"revision_reason": "担当を決めたため。"}).status_code
            == 302
        )
        assert (newest(plan).changes[0]["field"], newest(plan).changes[0]["after_text"]) == (
            "departments",
            "DX課",
        )

    def rows(self, *targets) -> dict:
        data = {
            "targets-TOTAL_FORMS": str(len(targets)),
            "targets-INITIAL_FORMS": str(sum("id" in row for row in targets)),
        }
        for number, row in enumerate(targets):
            data |= {f"targets-{number}-{name}": value for name, value in row.items()}
        return data

    def test_a_target_below_its_indicator_is_not_written_over(self, client, plan, manager):
        indicator = plan.indicators.get()
        target = indicator.targets.get()
        row = {
            "id": target.pk,
            "indicator": indicator.pk,
            "period": "2026",
            "value": "1",
            "effective_from": "2024-04-01",
        }
        data = self.sent(client, indicator, revision_reason="見直し") | self.rows(row)
        answer = client.post(self.page(indicator), data)
        assert "決めた目標は書きかえられません" in self.errors(answer)
        assert indicator.targets.get().value == 5000
        assert client.post(self.page(indicator), data | {"revision_kind": "misprint"}).status_code == 302
        assert (newest(plan).kind, newest(plan).changes[0]["before_text"]) == ("misprint", "5,000件")

    def test_a_new_one_is_added_with_its_reason(self, client, plan, manager):
        indicator = plan.indicators.get()
        row = {"indicator": indicator.pk, "period": "2026", "value": "6000", "effective_from": "2025-11-18"}
        answer = client.post(self.page(indicator), self.sent(client, indicator) | self.rows(row))
        assert "理由を書いてください" in self.errors(answer)
        data = self.sent(client, indicator) | self.rows(row | {"reason": "想定を上回ったため。"})
        assert client.post(self.page(indicator), data).status_code == 302
        assert (newest(plan).kind, newest(plan).reason) == ("target", "想定を上回ったため。")

    def test_nor_deleted(self, client, plan, manager):
        indicator = plan.indicators.get()
        target = indicator.targets.get()
        row = {
            "id": target.pk, "indicator": indicator.pk, "period": "2026", "value": "5000",
            "effective_from": "2024-04-01", "DELETE": "on",
        }  # fmt: skip
        client.post(self.page(indicator), self.sent(client, indicator) | self.rows(row))
        assert indicator.targets.get().value == 5000

    def test_an_excluded_period_is_added_reworded_and_taken_away(self, client, plan, manager):
        indicator = plan.indicators.get()
        name = "excluded_periods"

        def send(initial, **row):
            data = self.sent(client, indicator, revision_reason="市民に説明するため。")
            data |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": initial}
            data |= {f"{name}-0-{key}": value for key, value in ({"indicator": indicator.pk} | row).items()}
            return client.post(self.page(indicator), data).status_code

        assert send("0", period="2024-Q2", reason="感染症") == 302
        row = indicator.excluded_periods.get()
        assert send("1", id=row.pk, period="2024-Q2", reason="感染症のため") == 302
        assert send("1", id=row.pk, period="2024-Q2", reason="感染症のため", DELETE="on") == 302
        found = plan.revisions.exclude(kind="publication").order_by("pk")
        assert [
            (line.kind, line.changes[0]["before_text"], line.changes[0]["after_text"]) for line in found
        ] == [
            ("change", "", "感染症"),
            ("change", "感染症", "感染症のため"),
            ("change", "感染症のため", ""),
        ]

    def test_the_page_of_a_target_corrects_a_slip_only(self, client, plan, manager):
        target = Target.objects.get(indicator__plan=plan)
        data = self.sent(client, target, value="4500", revision_reason="原本と違うため。")
        answer = client.post(self.page(target), data)
        assert "決めた目標は書きかえられません" in self.errors(answer)
        assert client.post(self.page(target), data | {"revision_kind": "misprint"}).status_code == 302
        assert Target.objects.get(pk=target.pk).value == 4500

    @pytest.mark.parametrize("model", ["goal", "action", "indicator"])
    def test_deleting_is_refused_with_the_way_on(self, client, plan, manager, model):
        row = getattr(plan, f"{model}s").get()
        address = self.page(row).replace("/change/", "/delete/")
        for answer in (client.get(address), client.post(address, {"post": "yes"})):
            assert "公開済みなので、削除できません" in answer.content.decode()
            last = {"goal": "最後の日", "action": "最後の四半期", "indicator": "最後の期間"}[model]
            assert f"「{last}」「終わり方」「終わった理由」を書きます" in answer.content.decode()
        assert type(row).objects.filter(pk=row.pk).exists()

    def test_a_lists_action_does_not_delete_either(self, client, plan, manager):
        goal = plan.goals.get()
        data = {"action": "delete_selected", "_selected_action": goal.pk, "post": "yes"}
        answer = client.post(reverse("admin:plans_goal_changelist"), data)
        assert "公開済みなので、削除できません" in answer.content.decode()
        assert plan.goals.exists()

    def test_a_city_with_a_public_plan_is_not_deleted(self, admin_client, plan):
        address = reverse("admin:plans_municipality_delete", args=[plan.municipality_id])
        assert (
            "公開済みなので、削除できません" in admin_client.post(address, {"post": "yes"}).content.decode()
        )
        assert Plan.objects.filter(pk=plan.pk).exists()

    def test_who_left_a_trace_is_switched_off_not_deleted(self, admin_client, client, plan, manager):
        goal = plan.goals.get()
        client.post(self.page(goal), self.sent(client, goal, title="新しい題名", revision_reason="見直し"))
        admin_client.post(reverse("admin:auth_user_delete", args=[manager.pk]), {"post": "yes"})
        assert get_user_model().objects.filter(pk=manager.pk).exists()

    def test_the_history_shows_the_old_and_the_new_value(self, client, plan, manager):
        goal = plan.goals.get()
        client.post(self.page(goal), self.sent(client, goal, title="新しい題名", revision_reason="見直し"))
        text = client.get(self.page(goal).replace("/change/", "/history/")).content.decode()
        assert "<strong>題名</strong>: はじめの題名 → 新しい題名" in text
        assert "変更（令和7年（2025年）11月20日から）: 見直し" in text
        assert text.count("はじめの題名 → 新しい題名") == 1

    def test_a_new_plan_begins_its_ledger_when_it_becomes_public(self, client, plan, manager):
        other = make_plan(plan.municipality, "next", is_public=False)
        goal = make_goal(other, "1")
        client.post(self.page(goal), self.sent(client, goal, title="まだ自由"))
        assert other.goals.get().title == "まだ自由"
        client.post(self.page(other), self.sent(client, other, is_public="on"))
        assert [row.kind for row in other.revisions.all()] == ["publication"]


class TestWorkbook:
    def book(self, plan, **values) -> bytes:
        content = exported(plan)
        letters = columns_of(content, "目標")
        return edited(content, {"目標": {f"{letters[name]}3": value for name, value in values.items()}})

    def upload(self, client, content):
        file = BytesIO(content)
        file.name = "plan.xlsx"
        return client.post(reverse("admin:plans_plan_workbook_upload"), {"file": file})

    def confirm(self, client, preview, **more):
        data = {"content": preview.context["content"]} | more
        return client.post(reverse("admin:plans_plan_workbook_upload"), data)

    def test_the_preview_asks_why_and_the_import_records_it(self, client, plan, manager):
        preview = self.upload(client, self.book(plan, title="ブックの題名"))
        assert "公開済みの内容が1件変わります" in preview.content.decode()
        again = self.confirm(client, preview)
        assert "変更の種類と理由が必要です" in again.content.decode()
        assert plan.goals.get().title == "はじめの題名"
        assert (
            self.confirm(
                client, preview, revision_reason="第2版に改めたため。", revision_kind="edition"
            ).status_code
            == 302
        )
        found = newest(plan)
        assert (plan.goals.get().title, found.kind, found.recorded_by) == ("ブックの題名", "edition", manager)

    def test_a_written_over_target_is_refused_at_the_form(self, client, plan, manager):
        content = exported(plan)
        letters = columns_of(content, "目標値")
        preview = self.upload(client, edited(content, {"目標値": {f"{letters['value']}3": 1}}))
        again = self.confirm(client, preview, revision_reason="見直し")
        assert "決めた目標は書きかえられません" in again.content.decode()
        assert Target.objects.get(indicator__plan=plan).value == 5000

    def test_what_changes_nothing_public_asks_nothing(self, client, plan, manager):
        preview = self.upload(client, self.book(plan, order=7))
        assert "公開済みの内容が" not in preview.content.decode()
        assert self.confirm(client, preview).status_code == 302
        assert (plan.goals.get().order, count()) == (7, 0)

    def test_approved_values_are_not_written_over_even_by_an_administrator(self, plan):
        make_measurement(plan.indicators.get(), "2024-Q4", 40)
        content = exported(plan)
        letters = columns_of(content, "実績値")
        with pytest.raises(Exception, match="承認済みの値は書きかえられません"):
            import_workbook(
                BytesIO(edited(content, {"実績値": {f"{letters['value']}3": 1}})), with_reports=True
            )

    def test_the_command_asks_for_a_reason(self, plan, tmp_path):
        path = tmp_path / "plan.xlsx"
        path.write_bytes(self.book(plan, title="ブックの題名"))
        with pytest.raises(CommandError, match="--reason"):
            call_command("import_workbook", path, verbosity=0)
        assert plan.goals.get().title == "はじめの題名"
        call_command("import_workbook", path, reason="原本と違うため。", kind="misprint", verbosity=0)
        assert (plan.goals.get().title, newest(plan).kind) == ("ブックの題名", "misprint")


class TestCommands:
    @pytest.fixture
    def file(self, plan, tmp_path) -> Path:
        path = tmp_path / "plan.yaml"
        path.write_text(
            "- model: plans.goal\n  fields:\n    plan: [kitayama, smart-plan]\n    code: '1'\n"
            "    kind: pillar\n    title: ファイルの題名\n",
            encoding="utf-8",
        )
        return path

    def test_loading_asks_for_a_reason_and_names_the_field(self, plan, file):
        with pytest.raises(CommandError) as error:
            call_command("load_plans", file, verbosity=0)
        assert "plan.yaml 1件目（1行目）目標 1: title: 公開済みの計画なので" in str(error.value)
        assert "--reason" in str(error.value)
        assert (Goal.objects.get(plan=plan).title, count()) == ("はじめの題名", 0)

    def test_and_records_it(self, plan, file):
        call_command(
            "load_plans",
            file,
            reason="改定したため。",
            kind="edition",
            on="2025-10-01",
            decision="議会",
            verbosity=0,
        )
        found = newest(plan)
        assert (found.kind, found.effective_on, found.reason, found.decision) == (
            "edition",
            date(2025, 10, 1),
            "改定したため。",
            "議会",
        )

    @pytest.mark.parametrize(
        ("on", "sentence"), [("2020-01-01", "より前の日です"), ("春", "日付として読めません")]
    )
    def test_a_day_that_cannot_be_is_refused(self, plan, file, on, sentence):
        with pytest.raises(CommandError, match=sentence):
            call_command("load_plans", file, reason="改定", on=on, verbosity=0)
        assert Goal.objects.get(plan=plan).title == "はじめの題名"

    def test_a_site_in_use_keeps_what_its_public_knows(self, plan, file, capsys):
        file.write_text(
            file.read_text(encoding="utf-8")
            + (
                "- model: plans.action\n  fields:\n    plan: [kitayama, smart-plan]\n    code: new\n    title: 新しい取組\n"
            ),
            encoding="utf-8",
        )
        file.write_text(
            file.read_text(encoding="utf-8").replace("plans.goal", "plans.goal"), encoding="utf-8"
        )
        call_command("load_plans", file, missing_only=True)
        assert Goal.objects.get(plan=plan).title == "はじめの題名"

    def test_a_file_of_a_new_plan_needs_none(self, tmp_path):
        path = tmp_path / "new.yaml"
        path.write_text(
            "- model: plans.municipality\n  fields: {slug: minami, name: 南市, is_fictional: true}\n"
            "- model: plans.plan\n  fields: {municipality: [minami], slug: a, title: 計画}\n"
            "- model: plans.goal\n  fields: {plan: [minami, a], code: '1', kind: pillar, title: 柱}\n",
            encoding="utf-8",
        )
        load_file(path)
        [line] = Plan.objects.get(slug="a", municipality__slug="minami").revisions.all()
        assert (line.kind, line.reason) == ("publication", "このポータルで公開しました。")
