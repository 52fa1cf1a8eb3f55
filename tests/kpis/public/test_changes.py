"""計画の変更: the ledger as page and file, two days compared, and the plan as it stood on a day."""

import csv
import io
from datetime import date
from fractions import Fraction

import pytest

from kpis.judging.periods import Period
from kpis.workflow import meanings, promises
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan, Revision
from tests.factories import (
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

pytestmark = pytest.mark.django_db
ROOT = "/kitayama/smart-plan/"
TODAY = date(2025, 11, 20)
DECISION = "令和7年11月18日 DX推進会議"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, date(2024, 4, 1))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    plan.municipality.departments.create(code="dx", name="DX課")
    goal = make_goal(plan, "1", title="はじめの目標")
    make_action(plan, "1", goal)
    for code in ("1-1", "1-2"):
        row = make_indicator(plan, code, goal, number=code, unit="%", name=f"指標{code}の名前")
        make_target(row, "2026", 45, "2024-04-01")
        make_measurement(row, "2024-Q4", 20)
    guarded(plan)
    freeze_today(monkeypatch, TODAY)
    return plan


@pytest.fixture
def changed(plan, manager) -> Plan:
    """Moved, withdrawn, renamed, corrected, added and ended."""
    first, second = plan.indicators.all()
    words = {"by": manager, "reason": "利用が想定を上回ったため。"}
    promises.change_target(
        first, Period.parse("2026"), 50, effective_from=date(2025, 11, 18), decision=DECISION, **words
    )
    promises.withdraw_target(second, Period.parse("2026"), effective_from=date(2025, 11, 19), **words)
    promises.change(plan.goals.get(), {"title": "新しい目標"}, effective_on=date(2025, 10, 1), **words)
    promises.correct_misprint(first, {"name": "指標1-1の正しい名前"}, reason="写しまちがい", by=manager)
    with revising(plan, Grounds("新しい事業を測るため。", date(2025, 7, 1), by=manager)):
        make_indicator(plan, "1-3", number="1-3", name="途中からの指標", first_period="2025-Q2")
    second.refresh_from_db()
    promises.end(
        second,
        last_period="2025-Q2",
        ending=Ending.ABOLISHED,
        effective_on=date(2025, 10, 1),
        reason="国の調査に替わったため。",
        by=manager,
    )
    return plan


def page(client, address="changes/") -> str:
    answer = client.get(ROOT + address)
    assert answer.status_code == 200
    return answer.content.decode()


def lines(client, query="") -> list[tuple[str, str]]:
    found = client.get(f"{ROOT}changes/{query}").context["lines"]
    return [(line.kind_label, line.revision.subject_name) for line in found]


def test_everything_ever_changed_stands_newest_first(client, changed):
    assert lines(client) == [
        ("誤りの訂正", "1-1 指標1-1の正しい名前"),
        ("目標の取り下げ", "1-2 指標1-2の名前"),
        ("目標の変更", "1-1 指標1-1の名前"),
        ("終了", "1-2 指標1-2の名前"),
        ("変更", "1 新しい目標"),
        ("追加", "1-3 途中からの指標"),
        ("公開", "スマート計画"),
    ]


def test_each_says_what_stood_before_why_and_by_which_decision(client, changed):
    text = page(client)
    for part in (
        "<del>45%</del>",
        "<ins>50%</ins>",
        "利用が想定を上回ったため。",
        f"根拠となる決定: {DECISION}",
        "<del>指標1-1の名前</del>",
        "国の調査に替わったため。",
        "日に記録",
        f'href="{ROOT}kpis/1-1/"',
        f'href="{ROOT}goals/1/"',
    ):
        assert part in text, part


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("?kind=target", ["目標の変更"]),
        ("?of=goal", ["変更"]),
        ("?of=indicator&code=1-2", ["目標の取り下げ", "終了"]),
        ("?kind=edition", []),
    ],
)
def test_it_is_filtered_by_kind_and_by_what_changed(client, changed, query, kinds):
    assert [kind for kind, _name in lines(client, query)] == kinds


@pytest.mark.parametrize("query", ["?kind=unknown", "?of=user", "?page=99", "?page=x", "?code=1-1"])
def test_what_nobody_knows_is_left_out(client, changed, query):
    assert len(lines(client, query)) == 7


def test_a_page_holds_fifty_in_the_same_few_questions(client, plan, manager, django_assert_num_queries):
    goal = plan.goals.get()
    rows = [
        Revision(
            plan=plan,
            kind="change",
            subject_model="plans.goal",
            subject_id=goal.pk,
            subject_code=goal.code,
            subject_name=f"目標{number}",
            changes=[{"field": "title", "before": "a", "after": "b", "before_text": "a", "after_text": "b"}],
            effective_on=TODAY,
            reason="見直し",
        )
        for number in range(120)
    ]
    Revision.objects.bulk_create(rows[:10])
    with django_assert_num_queries(7):
        assert len(client.get(f"{ROOT}changes/").context["lines"]) == 11
    Revision.objects.bulk_create(rows[10:])
    with django_assert_num_queries(7):
        assert len(client.get(f"{ROOT}changes/?page=2").context["lines"]) == 50
    assert 'rel="next" href="?page=3"' in page(client, "changes/?page=2")


def test_the_file_has_a_line_for_each_field(client, changed):
    answer = client.get(f"{ROOT}changes/changes.csv?kind=target")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row | {"city_code": ""} == {
        "city_code": "",
        "city": "北山市",
        "plan": "スマート計画",
        "effective_on": "2025-11-18",
        "recorded_on": row["recorded_on"],
        "kind": "target",
        "kind_label": "目標の変更",
        "subject_type": "indicator",
        "subject_code": "1-1",
        "subject": "1-1 指標1-1の名前",
        "field": "target:2026",
        "field_label": "目標値（令和8年度末）",
        "before": "45%",
        "after": "50%",
        "reason": "利用が想定を上回ったため。",
        "decision": DECISION,
        "factor": "",
        "sample": "",
    }


class TestComparison:
    def found(self, client, query):
        return client.get(f"{ROOT}changes/compare/{query}").context

    def test_two_days_differ_in_what_was_changed_between(self, client, changed):
        found = self.found(client, "?from=2025-06-30&to=2025-11-18")["found"]
        assert {
            row.line.revision.subject_code: (row.is_new, row.has_ended, [item.after for item in row.items])
            for row in found
        } == {
            "1-3": (True, False, []),
            "1": (False, False, ["新しい目標"]),
            "1-2": (False, True, ["廃止", "国の調査に替わったため。", "令和7年度（2025年度）第2四半期"]),
            "1-1": (False, False, ["50%"]),
        }

    def test_what_was_changed_back_is_no_difference(self, client, plan, manager):
        goal = plan.goals.get()
        for day, title in ((date(2025, 1, 1), "別の目標"), (date(2025, 2, 1), "はじめの目標")):
            promises.change(goal, {"title": title}, effective_on=day, reason="見直し", by=manager)
        assert self.found(client, "?from=2024-12-31&to=2025-03-31")["found"] == []
        assert len(self.found(client, "?from=2024-12-31&to=2025-01-31")["found"]) == 1

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?from=2025-13-01", "「2025-13-01」という日付はありません"),
            ("?from=2025-04-01&to=2025-04-01", "同じ日（令和7年（2025年）4月1日）が2つ選ばれています"),
        ],
    )
    def test_days_that_cannot_be_are_told(self, client, changed, query, sentence):
        assert sentence in self.found(client, query)["problem"]

    def test_the_earlier_day_comes_first(self, client, changed):
        found = self.found(client, "?from=2025-11-18&to=2025-06-30")
        assert (found["first"], found["last"]) == (date(2025, 6, 30), date(2025, 11, 18))


class TestAsItStood:
    def test_an_indicator_that_was_added_later_is_not_there(self, client, changed):
        assert "途中からの指標" in page(client, "kpis/")
        assert "途中からの指標" not in page(client, "kpis/?at=2025-Q1")
        assert "その時点にはまだありませんでした" in page(client, "kpis/1-3/?at=2025-Q1")

    def test_a_goal_has_its_former_title(self, client, changed):
        assert "新しい目標" in page(client, "goals/1/")
        then = page(client, "goals/1/?at=2025-Q2")
        assert "はじめの目標" in then
        assert "新しい目標" not in then

    def test_a_corrected_slip_stays_corrected_and_is_told(self, client, changed):
        text = page(client, "kpis/1-1/?at=2025-Q1")
        assert "指標1-1の正しい名前" in text
        assert "この時点より後に分かったことを含みます: 1-1 指標1-1の正しい名前（誤りの訂正）" in text
        assert "後に分かったこと" not in page(client, "kpis/1-1/")

    def test_a_revised_value_is_told(self, client, plan, manager):
        row = plan.indicators.first()
        make_measurement(
            row, "2024-Q4", 25, revision=2, revision_reason="数え直し", decided_at="2025-08-01T00:00:00Z"
        )
        assert "令和6年度第4四半期の値の改定" in page(client, "kpis/?at=2024-Q4")

    def test_an_ended_indicator_goes_on_before_its_end(self, client, changed):
        assert "令和7年度第2四半期で終わりました（廃止）" in page(client, "kpis/1-2/")
        then = page(client, "kpis/1-2/?at=2025-Q1")
        assert "終わりました" not in then

    def test_the_target_of_that_day_holds(self, client, changed):
        assert "45%" in page(client, "kpis/1-1/?at=2025-Q2")
        assert "目標変更 45→50%" in page(client, "kpis/1-1/")
        assert "目標変更" not in page(client, "kpis/1-1/?at=2025-Q2")


class TestTargetsTold:
    def test_a_withdrawn_target_says_so(self, client, plan, manager):
        promises.withdraw_target(
            plan.indicators.first(),
            Period.parse("2026"),
            effective_from=date(2025, 11, 18),
            reason="やめる",
            by=manager,
        )
        text = page(client, "kpis/1-1/")
        assert "取り下げ（令和7年（2025年）11月18日）" in text
        assert "令和7年（2025年）11月18日に目標（45%）を取り下げたので、判定はしません。" in text
        assert "数値目標なし" not in text
        assert "目標取り下げ 45%" in page(client, "kpis/")

    def test_a_target_to_come_says_from_when(self, client, monkeypatch):
        freeze_today(monkeypatch, TODAY)
        plan = make_plan(make_city("minami"), "draft", is_draft=True, starts_on=date(2027, 4, 1))
        make_target(make_indicator(plan, "1"), "2029", 5000, "2027-04-01")
        for address in ("kpis/", "kpis/1/"):
            text = client.get(f"/minami/draft/{address}").content.decode()
            assert "5,000件" in text
            assert "目標（令和9年（2027年）4月1日から）" in text
            assert "数値目標なし" not in text


class TestPreparing:
    def test_what_is_in_preparation_is_on_no_page_and_in_no_file(self, client, plan):
        row = make_indicator(plan, "9-9", name="まだ見せない指標", state="preparing")
        make_target(row, "2026", 5)
        make_action(plan, "9", plan.goals.get(), title="まだ見せない取組", state="preparing")
        for address in (
            "", "map/", "actions/", "kpis/", "goals/1/", "changes/", "kpis/scorecard.csv", "changes/changes.csv",
            "kpis/?at=2025-Q1", "kpis/1-1/",
        ):  # fmt: skip
            assert "まだ見せない" not in client.get(ROOT + address).content.decode(), address
        assert (
            "まだ見せない指標"
            not in client.get("/search/?q=まだ見せない")
            .content.decode()
            .split("<main")[1]
            .split("value=")[-1]
        )
        for address in ("kpis/9-9/", "kpis/9-9/data.csv", "kpis/9-9/chart.svg", "actions/9/"):
            assert client.get(ROOT + address).status_code == 404


def test_a_conversion_is_one_entry_with_all_that_it_converts(client, plan, manager):
    row = plan.indicators.get(code="1-1")
    words = {"effective_on": date(2025, 10, 1), "reason": "見やすくするため。", "by": manager}
    meanings.convert_unit(row, "百", Fraction(1, 100), decimals=2, **words)
    row.refresh_from_db()
    meanings.convert_unit(row, "千", Fraction(1, 10), decimals=3, **words)
    for query in ("", "?kind=conversion", "?of=indicator&code=1-1"):
        found = client.get(f"{ROOT}changes/{query}").context
        shown = [line for line in found["lines"] if line.kind_label == "単位の換算"]
        assert found["page"].paginator.count == len(found["lines"])
        assert [[item.after for item in line.items if item.field == "target:2026"] for line in shown] == [
            ["0.045千"], ["0.45百"],
        ]  # fmt: skip
    text = client.get(f"{ROOT}changes/changes.csv?kind=conversion").content.decode("utf-8-sig")
    rows = [(row["field"], row["factor"]) for row in csv.DictReader(io.StringIO(text))]
    assert [factor for field, factor in rows if field == "target:2026"] == ["1/10", "1/100"]
    assert {factor for _field, factor in rows} == {"1/10", "1/100"}
    assert [factor for _field, factor in rows] == sorted(factor for _field, factor in rows)


def test_a_reason_that_an_item_says_is_not_said_twice(client, plan, manager):
    row = plan.indicators.get(code="1-1")
    why = "感染症の流行で調査を行わなかったため。"
    with revising(plan, Grounds(why, date(2025, 10, 1), by=manager)):
        row.excluded_periods.create(period="2024-Q1", reason=why)
    assert page(client).count(why) == 1
