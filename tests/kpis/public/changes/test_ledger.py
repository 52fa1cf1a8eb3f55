"""計画の変更: the ledger as page and file."""

import csv
import io
from datetime import date
from fractions import Fraction

import pytest

from kpis.judging.periods import Period
from kpis.templatetags.kpi_tags import recorded
from kpis.workflow import meanings, promises
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Revision, Translation
from plans.translations.memory import in_language, speak_of
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_indicator,
    make_plan,
    make_target,
)
from tests.reading import read, text_of

from .conftest import DECISION, ROOT, TODAY, page

pytestmark = pytest.mark.django_db


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


def test_in_english_words_of_the_portal_are_english_and_texts_of_the_plan_are_marked(client, changed):
    items = {text_of(item): item for item in read(client, f"/en{ROOT}changes/").main.iter("ins")}
    assert {"50%", "Withdrawn"} <= set(items)
    assert [span.get("lang") for span in items["新しい目標"].iter("span")] == ["ja"]


def test_a_recorded_figure_has_its_unit_in_the_pages_language(plan):
    Translation.objects.create(municipality=plan.municipality, language="en", original="円", text="yen")
    with in_language("en"):
        speak_of([plan.municipality_id])
        assert recorded("−3,041.5万円") == "−3,041.5 ten-thousand yen"
        assert recorded("50%") == "50%"
        assert recorded("3手続") == '<span lang="ja" class="in-japanese">3手続</span>'
    assert recorded("−3,041.5万円") == "−3,041.5万円"


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
