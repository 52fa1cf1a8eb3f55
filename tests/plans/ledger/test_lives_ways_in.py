"""Form, workbook and file each end a goal, prepare one, and refuse what cannot be."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from plans.fixture_files import LoadError
from plans.ledger.grounds import Grounds
from plans.models import Plan
from plans.workbook.importing import import_workbook
from tests.factories import (
    freeze_today,
    guarded,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_plan,
)
from tests.ledger import newest
from tests.plans.ledger.forms import page_of, sent
from tests.plans.workbook.books import columns_of, edited, exported

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
ENDED = {"ended_on": "2025-03-31", "ending": "abolished", "ending_reason": "第2版で除いたため。"}
WHY = {"revision_reason": "第2版への改定", "revision_kind": "edition", "revision_on": "2025-04-01"}


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    make_goal(plan, "1")
    make_goal(plan, "2", title="除く柱", order=1)
    make_indicator(plan, "1", plan.goals.get(code="1"))
    plan.statements.create(code="m", kind="mission", title="使命")
    make_item(plan.schedule_tracks.create(code="t", title="列"), "i", "2024-Q1")
    guarded(plan)
    return plan


class TestForms:
    @pytest.mark.parametrize("rows", ["goals", "statements", "schedule_items"])
    def test_a_row_is_ended_in_its_form_with_a_reason(self, client, plan, manager, rows):
        row = getattr(plan, rows).last()
        answer = client.post(page_of(row), sent(client, row, **ENDED | {"ending_reason": ""}))
        assert "終わった理由を書いてください" in str(answer.context["errors"])
        assert client.post(page_of(row), sent(client, row, **ENDED, **WHY)).status_code == 302
        assert newest(plan).kind == "ending"
        row.refresh_from_db()
        assert row.last_label == "令和7年（2025年）3月31日"

    @pytest.mark.parametrize("model", ["goal", "statement", "scheduletrack", "scheduleitem", "action"])
    def test_how_it_ends_stands_apart(self, client, manager, model):
        page = client.get(reverse(f"admin:plans_{model}_add"))
        [fieldset] = [part for part in page.context["adminform"] if part.name == "途中で終えるとき"]
        last = "last_period" if model == "action" else "ended_on"
        assert list(fieldset.fields) == [last, "ending", "ending_reason"]
        assert "state" in next(iter(page.context["adminform"])).fields

    @pytest.mark.parametrize(
        ("code", "changes", "field", "sentence"),
        [
            ("1", ENDED, "ended_on", "まだ続いているもの（指標「指標1」）"),
            ("2", ENDED | {"ended_on": "2024-03-31"}, "ended_on", "計画の始まり"),
            ("2", ENDED | {"ended_on": "2025-11-21"}, "ended_on", "まだ来ていません"),
            ("2", ENDED | {"ending_reason": ""}, "ending_reason", "終わった理由を書いてください"),
            ("2", {"state": "preparing"}, "state", "準備中に戻せません"),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field(self, client, plan, manager, code, changes, field, sentence):
        goal = plan.goals.get(code=code)
        answer = client.post(page_of(goal), sent(client, goal, **changes, **WHY))
        assert answer.status_code == 200
        assert sentence in str(answer.context["adminform"].form.errors[field])

    def test_an_item_of_a_prepared_track_is_prepared_itself(self, client, plan, manager):
        """Both are sent by one form: the track is not stored yet."""
        row = {
            "code": "j",
            "kind": "task",
            "title": "作業",
            "from_quarter": "2025-Q1",
            "to_quarter": "2025-Q1",
        }
        row |= {"order": "0", "state": "public"}
        data = {"plan": plan.pk, "code": "u", "title": "列", "state": "preparing", "order": "0"}
        data |= {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"}
        data |= {f"items-0-{name}": value for name, value in row.items()}
        address = reverse("admin:plans_scheduletrack_add")
        answer = client.post(address, data)
        assert "は準備中です" in str(answer.context["errors"])
        assert client.post(address, data | {"items-0-state": "preparing"}).status_code == 302
        assert plan.schedule_items.get(code="j").is_preparing


class TestWorkbook:
    def book(self, plan, row: int, **values) -> BytesIO:
        content = exported(plan)
        letters = columns_of(content, "目標")
        cells = {f"{letters[name]}{row}": value for name, value in values.items()}
        return BytesIO(edited(content, {"目標": cells}))

    def test_it_ends_a_goal_and_reads_back_what_it_wrote(self, plan):
        book = self.book(plan, 4, **ENDED | {"ending": "廃止"})
        import_workbook(book, grounds=Grounds("第2版への改定", date(2025, 4, 1)))
        goal = plan.goals.get(code="2")
        assert (goal.ended_on, goal.ending, newest(plan).kind) == (date(2025, 3, 31), "abolished", "ending")
        again = import_workbook(BytesIO(exported(plan)))
        assert not again.has_changes

    def test_it_prepares_a_goal_without_a_word_to_the_public(self, plan):
        new = {"code": "3", "kind": "pillar", "title": "新しい柱", "state": "準備中（公開しない）"}
        import_workbook(self.book(plan, 5, **new))
        assert plan.goals.get(code="3").is_preparing
        assert newest(plan).kind == "publication"

    def test_it_refuses_what_cannot_be_at_its_cell(self, plan):
        letter = columns_of(exported(plan), "目標")["ended_on"]
        with pytest.raises(LoadError) as error:
            import_workbook(self.book(plan, 3, **ENDED), grounds=Grounds("改定", date(2025, 4, 1)))
        assert f"{letter}3" in str(error.value)
        assert "まだ続いているもの（指標「指標1」）" in str(error.value)


class TestFiles:
    def load(self, tmp_path, text: str, **options) -> None:
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        call_command("load_plans", path, verbosity=0, yes=True, **options)

    def test_a_file_ends_a_goal(self, plan, tmp_path):
        goal = (
            "- model: plans.goal\n  fields: {plan: [kitayama, smart-plan], code: '2', ended_on: 2025-03-31,"
            " ending: abolished, ending_reason: 第2版で除いたため。}\n"
        )
        with pytest.raises(CommandError, match="変更の種類と理由が必要です"):
            self.load(tmp_path, goal)
        self.load(tmp_path, goal, reason="第2版への改定", kind="edition", on="2025-04-01")
        assert (plan.goals.get(code="2").ended_on, newest(plan).kind) == (date(2025, 3, 31), "ending")

    def test_an_edition_ends_a_goal_with_all_that_stands_under_it(self, plan, tmp_path):
        """In the usual order, the goal before its indicator: what stands below is ended first."""
        head = "{plan: [kitayama, smart-plan], code: '1', ending: abolished, ending_reason: 除いたため。,"
        rows = f"- model: plans.goal\n  fields: {head} ended_on: 2025-03-31}}\n"
        child = f"- model: kpis.indicator\n  fields: {head} last_period: 2024-Q4}}\n"
        grounds = {"reason": "第2版への改定", "kind": "edition", "on": "2025-04-01"}
        with pytest.raises(CommandError, match="まだ続いているもの"):
            self.load(tmp_path, rows, **grounds)
        self.load(tmp_path, rows + child, **grounds)
        assert [row.kind for row in plan.revisions.order_by("-pk")[:2]] == ["ending", "ending"]

    def test_and_names_what_does_not_stand(self, plan, tmp_path):
        rows = (
            "- model: plans.goal\n  fields: {plan: [kitayama, smart-plan], code: '3', kind: pillar, title: 柱,"
            " state: preparing}\n"
            "- model: plans.action\n  fields: {plan: [kitayama, smart-plan], code: a, title: 取組,"
            " goals: [[kitayama, smart-plan, '3']]}\n"
        )
        with pytest.raises(CommandError, match="取組 a: goals: 「柱」は準備中です"):
            self.load(tmp_path, rows, reason="追加")
        self.load(tmp_path, rows.replace("title: 取組,", "title: 取組, state: preparing,"))
        assert plan.actions.get(code="a").is_preparing
