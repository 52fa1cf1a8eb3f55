# ruff: noqa: S608  the record's own table
"""The record is written by its triggers alone, and what only a verb decides is not written at a database prompt."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kpis.models import Measurement
from plans.journal import laying
from plans.journal.acting import acting
from plans.ledger import guard_check
from plans.ledger.revising import marked
from plans.models import Acting, Action, ChangeRecord, Municipality, ReplacedRow, SiteAct, SitePage
from plans.removal import remove_cities
from tests.cities import PERIOD
from tests.factories import being_entered, guarded, make_city, make_indicator, make_measurement, make_plan

from .rows import last_line, lines_after, shell

pytestmark = pytest.mark.django_db
RECORD = ChangeRecord._meta.db_table
LINE = f"INSERT INTO {RECORD} (at, table_name, row_key, operation, who, way, why, act)"
FORGED = f"{LINE} VALUES ('2026-01-01', 'plans_goal', '1', 'I', 'x', 'x', '', '')"
LIKEWISE = [
    FORGED,
    f"UPDATE {RECORD} SET who = 'x'",
    f"DELETE FROM {RECORD}",
    f"{LINE} SELECT at, table_name, row_key, operation, who, way, why, act FROM {RECORD}",
    "UPDATE plans_siteact SET what = ''",
    "DELETE FROM plans_siteact",
]
OF_POSTGRESQL = [f"TRUNCATE {RECORD}", "TRUNCATE plans_siteact"]


@pytest.mark.parametrize("statement", LIKEWISE + OF_POSTGRESQL)
def test_nobody_writes_changes_or_deletes_the_record(statement):
    if statement in OF_POSTGRESQL and connection.vendor != "postgresql":
        statement = f"REPLACE INTO {RECORD} SELECT * FROM {RECORD}"  # what SQLite has instead
    assert ChangeRecord.objects.exists()
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert "変更記録です" in str(refused.value)


def test_an_open_guard_lets_lines_go_and_none_be_written():
    with marked(0):
        for statement in (FORGED, f"UPDATE {RECORD} SET who = 'x'"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_removed_city_takes_its_record_along_and_leaves_the_line_that_it_did():
    city = make_city("minami", name="南山市")
    plan = make_plan(city, title="南山デジタル計画")
    being_entered(plan)
    plan.goals.create(code="g", kind="pillar", title="南山の窓口")
    key, boss = city.pk, get_user_model().objects.create_superuser("boss")
    assert ChangeRecord.objects.filter(city_id=key).exists()
    with acting(boss, "合併"):
        remove_cities(Municipality.objects.filter(pk=key))
    assert not ChangeRecord.objects.filter(city_id=key).exists()
    # Nor what the record says of its lines of history, whose rows were gone before them.
    left = json.dumps(
        list(ChangeRecord.objects.exclude(table_name="plans_siteact").values_list("before", "after"))
    )
    assert "u5357" not in left, "南"
    act = SiteAct.objects.first()
    assert (act.kind, act.what) == ("removed", "南山市（/minami/）")
    assert act.records_gone
    line = ChangeRecord.objects.get(table_name="plans_siteact", row_key=str(act.pk))
    assert (line.who_id, line.why, line.city_id) == (boss.pk, "合併", None)


def test_a_password_is_told_to_have_changed_and_never_shown():
    user = get_user_model().objects.create_user("taro", password="はじめの合言葉")
    last = last_line()
    user.set_password("つぎの合言葉")
    user.last_login = user.date_joined
    user.save()
    [line] = lines_after(last)
    assert line.before == line.after == {"password": "（記録しません）"}
    user.save(update_fields=["last_login"])
    assert len(lines_after(last)) == 1
    everything = json.dumps(list(ChangeRecord.objects.values_list("before", "after")))
    assert user.password not in everything


def test_why_is_the_innermost_reason_and_who_the_innermost_person():
    boss = get_user_model().objects.create_superuser("boss", last_name="山田", first_name="花子")
    last = last_line()
    with acting(boss, "外"):
        SitePage.objects.update(title="一")
        with acting(why="内"):
            SitePage.objects.update(title="二")
        SitePage.objects.update(title="三")
    told = [(line.after["title"], line.who, line.why) for line in lines_after(last) if line.row_key == "1"]
    person = "山田 花子（boss）"
    assert told == [("一", person, "外"), ("二", person, "内"), ("三", person, "外")]


@pytest.mark.parametrize("kind", ["insert", "update"])
def test_only_a_verb_makes_a_value_approved(kind):
    plan = make_plan()
    indicator = make_indicator(plan, "1")
    draft = make_measurement(indicator, PERIOD, 1, state="submitted")
    guarded(plan)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        if kind == "insert":
            Measurement.objects.create(indicator=indicator, period="2024-Q1", value=1, state="approved")
        else:
            Measurement.objects.filter(pk=draft.pk).update(state="approved")
    assert "承認の操作" in str(refused.value)
    with acting(decides=True):
        Measurement.objects.filter(pk=draft.pk).update(state="approved")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans_plan SET public_since = '2026-01-01' WHERE slug = 'hidden'",
        "INSERT INTO plans_historicalgoal (history_id) VALUES (1)",
        "INSERT INTO plans_siteact (at, kind, what, records_gone) VALUES ('2026-01-01', 'removed', '', 0)",
    ],
)
def test_a_shell_makes_nothing_public_and_forges_no_history(statement):
    make_plan(slug="hidden", is_public=False, public_since=None)
    guarded()
    with shell() as plain, pytest.raises(Exception, match="です。") as refused:  # the driver's own error
        plain.execute(statement)
    assert type(refused.value).__name__ in ("IntegrityError", "CheckViolation")


@pytest.mark.django_db(transaction=True)
def test_nobody_acts_any_more_once_a_transaction_has_ended():
    """Whatever a savepoint took back: who has acted before is not taken for who writes in a shell afterwards."""
    boss = get_user_model().objects.create_superuser("boss")
    with acting(boss, decides=True), transaction.atomic():
        SitePage.objects.update(title="一")
        with pytest.raises(IntegrityError), transaction.atomic():
            Municipality.objects.create(slug="kitayama", name="北山市")
            Municipality.objects.create(slug="kitayama", name="北山市")
    assert not Acting.objects.exists()
    last = last_line()
    with shell() as plain:
        plain.execute("UPDATE plans_sitepage SET title = '二'")
    assert {line.who for line in lines_after(last)} == {""}


@pytest.mark.django_db(transaction=True)
def test_a_row_that_was_not_replaced_leaves_no_note():
    """INSERT OR IGNORE, as Django adds links, finds the row in its place and lets it be."""
    plan = make_plan(make_city())
    action = plan.actions.create(code="a", title="窓口")
    goal = plan.goals.create(code="g", kind="pillar", title="柱")
    for _time in range(2):
        Action.goals.through.objects.bulk_create(
            [Action.goals.through(action=action, goal=goal)], ignore_conflicts=True
        )
    assert not ReplacedRow.objects.exists()


def test_a_trigger_of_which_only_the_function_is_left_is_laid_again():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has functions")
    with connection.cursor() as cursor:
        for name, table in (
            ("dx_record_plans_goal", "plans_goal"),
            ("dx_content_plans_goal_insert", "plans_goal"),
            ("dx_guard_plans_goal_delete", "plans_goal"),
        ):
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
    call_command("migrate", verbosity=0)
    assert list(laying.faults(connection)) == []
    assert list(guard_check.faults(connection)) == []


def test_missing_and_altered_triggers_are_named_and_laid_again():
    assert list(laying.faults(connection)) == []
    name = "dx_record_plans_goal" + ("" if connection.vendor == "postgresql" else "_delete")
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP FUNCTION {name} CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"
        )
    assert list(laying.faults(connection)) == [("missing", [name])]
    [warning] = laying.record_stands(None, ["default"])
    assert name in warning.hint
    call_command("migrate", verbosity=0)
    assert list(laying.faults(connection)) == []


def test_what_a_restore_may_do_needs_the_triggers_down():
    laying.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(FORGED)
    laying.install(connection)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {RECORD} WHERE who = 'x'")


class TestList:
    @pytest.fixture
    def boss(self, client):
        user = get_user_model().objects.create_superuser("boss")
        client.force_login(user)
        return user

    @pytest.mark.parametrize(("role", "is_led"), [("manager", True), ("editor", False), ("approver", False)])
    def test_the_head_of_every_page_leads_there_who_may_read_it(self, client, small_city, role, is_led):
        client.force_login(small_city.user(role))
        assert ('href="/admin/change-records/"' in client.get("/admin/").content.decode()) is is_led

    def test_a_manager_sees_the_own_city_and_no_roles(self, client, small_city):
        client.force_login(small_city.user("manager"))
        make_city("yoso", name="よその市")
        page = client.get("/admin/change-records/").content.decode()
        assert "窓口課" in page
        assert "よその市" not in page
        assert "担当者の役割" not in page

    def test_it_is_paged_without_counting(self, client, boss):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first = client.get("/admin/change-records/")
        assert not [query for query in queries if "COUNT(" in query["sql"] and RECORD in query["sql"]]
        last = first.context["lines"][-1].row.pk
        below = client.get(f"/admin/change-records/?{first.context['older']}").context["lines"]
        assert len(below) == 50
        assert all(line.row.pk < last for line in below)

    def test_it_is_filtered_by_day_person_and_table(self, client, boss):
        with acting(boss):
            SitePage.objects.update(title="新しい題")
        one = client.get("/admin/change-records/", {"who": "boss", "table": "plans_sitepage"})
        assert {line.row.table_name for line in one.context["lines"]} == {"plans_sitepage"}
        assert "→ 新しい題" in one.content.decode()
        assert not client.get("/admin/change-records/", {"day": "1999-01-01"}).context["lines"]

    @pytest.mark.parametrize("query", [{"day": "第三火曜"}, {"table": "no_such"}, {"below": "x"}])
    def test_a_wrong_filter_shows_nothing_and_exports_nothing(self, client, boss, query):
        page = client.get("/admin/change-records/", query)
        assert page.status_code == 200
        assert page.context["lines"] == []
        answer = client.get("/admin/change-records/csv/", query)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/change-records/?")

    def test_a_long_row_is_told_in_part(self, client, boss):
        indicator = make_indicator(make_plan(make_city()), "1")
        [line] = [
            line
            for line in client.get("/admin/change-records/", {"table": "kpis_indicator"}).context["lines"]
            if line.row.row_key == str(indicator.pk) and line.row.operation == "I"
        ]
        assert len(line.columns) == 8
        assert len(line.columns) + line.columns_left_out == len(line.row.after)

    def test_columns_are_told_in_words(self, client, boss):
        plan = make_plan(make_city(), title="南山計画")
        indicator = make_indicator(plan, "1", name="窓口の満足度")
        value = make_measurement(
            indicator, PERIOD, 1, state="submitted", submitted_at=datetime(2025, 10, 3, 5, 7, tzinfo=UTC)
        )
        answer = client.get("/admin/change-records/", {"table": "kpis_measurement"})
        page = " ".join(answer.content.decode().split())
        assert str(value) in page
        for told in (
            f"状態: {value.get_state_display()}",
            "令和7年（2025年）10月3日 14:07:00",
        ):
            assert told in page, told

    def test_the_csv_holds_every_line_and_no_formula(self, client, boss):
        with acting(boss, "=1+1"):
            SitePage.objects.update(title="題")
        text = b"".join(client.get("/admin/change-records/csv/").streaming_content).decode()
        assert text.startswith("\ufeffid,at,who_id,who,")
        assert ",'=1+1," in text
        assert text.count("\r\n") == ChangeRecord.objects.count() + 1
