"""Form, inline, list and the page of deletion: each records a revision, or refuses with the way to do it."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from kpis.models import Target
from plans.models import NationalPriority, Plan
from tests.factories import being_entered, freeze_today, guarded, make_goal, make_measurement, make_plan
from tests.ledger import changes_of, newest
from tests.sent_forms import form_with

from .forms import page_of as page
from .forms import sent

pytestmark = pytest.mark.django_db


def errors(answer) -> str:
    assert answer.status_code == 200, "it was saved"
    return str(answer.context["errors"])


def test_a_changed_field_asks_why(client, plan, manager):
    goal = plan.goals.get()
    answer = client.post(page(goal), sent(client, goal, title="新しい題名"))
    assert "変更の理由を書いてください" in errors(answer)
    assert (plan.goals.get().title, changes_of(plan)) == ("はじめの題名", 0)


def test_all_that_changes_on_a_page_asks_why_once(client, plan, manager):
    indicator = plan.indicators.get()
    department = plan.municipality.departments.create(code="dx", name="DX課")
    new = {"excluded_periods": [{"period": "2024-Q2", "reason": "感染症"}]}  # has a reason of its own
    changes = {"name": "新しい名前", "definition": "数え方", "departments": [department.pk]}
    answer = client.post(page(indicator), sent(client, indicator, new=new, **changes))
    assert answer.context["errors"] == [["変更の理由を書いてください。市民にも表示します。"]]
    assert list(answer.context["adminform"].form.errors) == ["revision_reason"]
    assert not indicator.excluded_periods.exists()


def test_and_records_it(client, plan, manager):
    goal = plan.goals.get()
    data = sent(
        client,
        goal,
        title="新しい題名",
        revision_reason="会議で決めたため。",
        revision_on="2025-11-18",
        revision_decision="令和7年11月18日 DX推進会議",
    )
    assert client.post(page(goal), data).status_code == 302
    found = newest(plan)
    assert (found.kind, found.effective_on, found.recorded_by) == ("change", date(2025, 11, 18), manager)
    assert (found.reason, found.decision) == ("会議で決めたため。", "令和7年11月18日 DX推進会議")
    assert found.changes[0]["before_text"] == "はじめの題名"


def test_what_says_nothing_needs_no_reason(client, plan, manager):
    goal = plan.goals.get()
    assert client.post(page(goal), sent(client, goal, order="9")).status_code == 302
    assert (plan.goals.get().order, changes_of(plan)) == (9, 0)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2023-04-01", "より前の日です"), ("2026-04-01", "まだ来ていません"), ("2025-02-30", "日付")],
)
def test_a_day_that_cannot_be_is_told_at_its_field(client, plan, manager, day, sentence):
    goal = plan.goals.get()
    answer = client.post(
        page(goal),
        sent(client, goal, title="新しい題名", revision_reason="見直し", revision_on=day),
    )
    assert sentence in str(answer.context["adminform"].form.errors["revision_on"])
    assert plan.goals.get().title == "はじめの題名"


class TestASlipOnAPageThatWasOpenedTheDayBefore:
    @pytest.fixture
    def goal(self, client, plan, manager):
        return plan.goals.get()

    @pytest.fixture
    def kept(self, client, goal):
        """What the page of 20 November sends, which offers that day."""
        shown = client.get(page(goal)).content.decode()
        fields = form_with(shown, "revision_on")
        assert fields["revision_on"] == fields["revision_on_offered"] == ["2025-11-20"]
        return fields | {
            "title": "新しい題名",
            "revision_reason": "書きまちがい",
            "revision_kind": "misprint",
        }

    def test_is_put_right_after_midnight(self, client, plan, goal, kept, monkeypatch):
        freeze_today(monkeypatch, date(2025, 11, 21))
        assert client.post(page(goal), kept).status_code == 302
        assert plan.goals.get().title == "新しい題名"
        assert newest(plan).kind == "misprint"

    def test_also_once_it_was_asked_for_the_reason(self, client, plan, goal, kept, monkeypatch):
        freeze_today(monkeypatch, date(2025, 11, 21))
        asked = client.post(page(goal), kept | {"revision_reason": ""})
        again = form_with(asked.content.decode(), "revision_on") | {"revision_reason": "書きまちがい"}
        assert client.post(page(goal), again).status_code == 302

    def test_with_a_day_of_its_own_is_none(self, client, plan, goal, kept, monkeypatch):
        freeze_today(monkeypatch, date(2025, 11, 21))
        answer = client.post(page(goal), kept | {"revision_on": "2025-11-19"})
        assert "日付は今日のままに" in str(answer.context["adminform"].form.errors["revision_on"])


def test_the_unit_of_approved_values_does_not_simply_change(client, plan, manager):
    indicator = plan.indicators.get()
    make_measurement(indicator, "2024-Q4", 40)
    words = {"unit": "千件", "revision_reason": "見直し"}
    answer = client.post(page(indicator), sent(client, indicator, **words))
    assert "前の値の意味まで変わってしまいます" in str(
        answer.context["adminform"].form.errors["revision_kind"]
    )
    words["revision_kind"] = "misprint"
    assert client.post(page(indicator), sent(client, indicator, **words)).status_code == 302
    assert (plan.indicators.get().unit, newest(plan).kind) == ("千件", "misprint")


def test_the_department_in_charge_is_part_of_the_promise(client, plan, manager):
    department = plan.municipality.departments.create(code="dx", name="DX課")
    indicator = plan.indicators.get()
    data = sent(client, indicator, departments=[department.pk])
    assert "変更の理由" in errors(client.post(page(indicator), data))
    assert client.post(page(indicator), data | {"revision_reason": "担当を決めたため。"}).status_code == 302
    assert (newest(plan).changes[0]["field"], newest(plan).changes[0]["after_text"]) == (
        "departments",
        "DX課",
    )


def test_a_target_below_its_indicator_is_not_written_over(client, plan, manager):
    indicator = plan.indicators.get()
    data = sent(client, indicator, revision_reason="見直し") | {"targets-0-value": "1"}
    answer = client.post(page(indicator), data)
    assert "決めた目標は書きかえられません" in errors(answer)
    assert indicator.targets.get().value == 5000
    assert client.post(page(indicator), data | {"revision_kind": "misprint"}).status_code == 302
    assert (newest(plan).kind, newest(plan).changes[0]["before_text"]) == ("misprint", "5,000件")


def test_a_new_one_is_added_with_its_reason(client, plan, manager):
    indicator = plan.indicators.get()
    row = {"period": "2026", "value": "6000", "effective_from": "2025-11-18"}
    answer = client.post(page(indicator), sent(client, indicator, new={"targets": [row]}))
    assert "理由を書いてください" in errors(answer)
    row["reason"] = "想定を上回ったため。"
    assert client.post(page(indicator), sent(client, indicator, new={"targets": [row]})).status_code == 302
    assert (newest(plan).kind, newest(plan).reason) == ("target", "想定を上回ったため。")


def test_nor_deleted(client, plan, manager):
    indicator = plan.indicators.get()
    answer = client.post(page(indicator), sent(client, indicator) | {"targets-0-DELETE": "on"})
    assert "取り下げるときは、値を空欄にした行を足します" in errors(answer)
    assert indicator.targets.get().value == 5000


def test_an_excluded_period_is_added_reworded_and_taken_away(client, plan, manager):
    indicator = plan.indicators.get()

    def send(*new, **changed):
        data = sent(
            client, indicator, new={"excluded_periods": new}, revision_reason="市民に説明するため。"
        ) | {f"excluded_periods-0-{name}": value for name, value in changed.items()}
        return client.post(page(indicator), data).status_code

    assert send({"period": "2024-Q2", "reason": "感染症"}) == 302
    assert send(reason="感染症のため") == 302
    assert send(DELETE="on") == 302
    found = plan.revisions.exclude(kind="publication").order_by("pk")
    assert [(line.kind, line.changes[0]["before_text"], line.changes[0]["after_text"]) for line in found] == [
        ("change", "", "感染症"),
        ("change", "感染症", "感染症のため"),
        ("change", "感染症のため", ""),
    ]


def test_the_page_of_a_target_corrects_a_slip_only(client, plan, manager):
    target = Target.objects.get(indicator__plan=plan)
    data = sent(client, target, value="4500", revision_reason="原本と違うため。")
    answer = client.post(page(target), data)
    assert "決めた目標は書きかえられません" in errors(answer)
    assert client.post(page(target), data | {"revision_kind": "misprint"}).status_code == 302
    assert Target.objects.get(pk=target.pk).value == 4500


@pytest.mark.parametrize("model", ["goal", "action", "indicator"])
def test_deleting_is_refused_with_the_way_on(client, plan, manager, model):
    row = getattr(plan, f"{model}s").get()
    address = page(row).replace("/change/", "/delete/")
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert "公開済みなので、削除できません" in answer.content.decode()
        last = {"goal": "最後の日", "action": "最後の四半期", "indicator": "最後の期間"}[model]
        assert f"「{last}」「終わり方」「終わった理由」を書きます" in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_lists_action_does_not_delete_either(client, plan, manager):
    goal = plan.goals.get()
    data = {"action": "delete_selected", "_selected_action": goal.pk, "post": "yes"}
    answer = client.post(reverse("admin:plans_goal_changelist"), data)
    assert "公開済みなので、削除できません" in answer.content.decode()
    assert plan.goals.exists()


def test_a_city_with_a_public_plan_is_not_deleted(admin_client, plan):
    address = reverse("admin:plans_municipality_delete", args=[plan.municipality_id])
    assert "公開済みなので、削除できません" in admin_client.post(address, {"post": "yes"}).content.decode()
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_who_left_a_trace_is_switched_off_not_deleted(admin_client, client, plan, manager):
    goal = plan.goals.get()
    client.post(page(goal), sent(client, goal, title="新しい題名", revision_reason="見直し"))
    admin_client.post(reverse("admin:auth_user_delete", args=[manager.pk]), {"post": "yes"})
    assert get_user_model().objects.filter(pk=manager.pk).exists()


def test_the_history_shows_the_old_and_the_new_value(client, plan, manager):
    goal = plan.goals.get()
    client.post(page(goal), sent(client, goal, title="新しい題名", revision_reason="見直し"))
    text = client.get(page(goal).replace("/change/", "/history/")).content.decode()
    assert "<strong>題名</strong>: はじめの題名 → 新しい題名" in text
    assert "変更（令和7年（2025年）11月20日から）: 見直し" in text
    assert text.count("はじめの題名 → 新しい題名") == 1


def test_a_new_plan_begins_its_ledger_when_it_becomes_public(client, plan, manager):
    other = make_plan(plan.municipality, "next", is_public=False)
    goal = make_goal(other, "1")
    client.post(page(goal), sent(client, goal, title="まだ自由"))
    assert other.goals.get().title == "まだ自由"
    client.post(page(other), sent(client, other, is_public="on"))
    assert [row.kind for row in other.revisions.all()] == ["publication"]


def test_what_a_plan_calls_its_rows_is_part_of_what_it_says(client, plan, manager):
    data = sent(client, plan, new={"labels": [{"kind": "pillar", "label": "重点"}]})
    assert "変更の理由を書いてください" in errors(client.post(page(plan), data))
    data["revision_reason"] = "市民に分かりやすくするため。"
    assert client.post(page(plan), data).status_code == 302
    [change] = newest(plan).changes
    assert (change["field"], change["before_text"], change["after_text"]) == (
        "planlabel:pillar",
        "柱",
        "重点",
    )


def test_hiding_a_plan_and_showing_it_again_are_on_record(client, plan, manager):
    data = sent(client, plan, revision_reason="内容を確かめるため。")
    del data["is_public"]
    assert client.post(page(plan), data).status_code == 302
    [change] = newest(plan).changes
    assert (change["field"], change["before_text"], change["after_text"]) == ("is_public", "はい", "いいえ")


def test_a_national_priority_is_part_of_what_an_action_serves(client, plan, manager):
    item = NationalPriority.objects.create(taxonomy="自治体DX", version="4", code="1", title="窓口")
    action = plan.actions.get()
    answer = client.post(
        page(action),
        sent(client, action, national_priorities=[item.pk], revision_reason="国の計画に合わせるため。"),
    )
    assert answer.status_code == 302
    assert newest(plan).changes[0]["field"] == "national_priorities"


def test_rows_of_the_schedule_with_the_goals_former_name_are_named(client, plan, manager):
    """They stay as they are: whether they change too, people decide."""
    goal = plan.goals.get()
    being_entered(plan)
    track = plan.schedule_tracks.create(code="t", number=goal.number, title=goal.title, goal=goal)
    plan.schedule_tracks.create(code="u", title="別の名前", goal=goal)
    guarded(plan)
    data = sent(client, goal, title="新しい題名", revision_reason="見直し")
    text = client.post(page(goal), data, follow=True).content.decode()
    assert text.count("この目標の前の名前のままです") == 1
    assert f'href="{reverse("admin:plans_scheduletrack_change", args=[track.pk])}"' in text
    track.refresh_from_db()
    assert track.title == "はじめの題名"
    data = sent(
        client, plan.goals.get(), title="もっと新しい題名", revision_kind="misprint", revision_reason="誤り"
    )
    assert "前の名前のまま" not in client.post(page(goal), data, follow=True).content.decode()
