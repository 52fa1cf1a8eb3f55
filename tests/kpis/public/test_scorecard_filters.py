"""The table of KPIs and KGIs, filtered and sorted as a visitor asks."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kpis.models import PlanStanding, Standing
from kpis.standings.writing import refresh
from plans.models import Department
from tests.reading import read, text_of

from .scorecard_page import TABLE, lines, names

pytestmark = pytest.mark.django_db


def test_every_count_leads_to_that_many_rows(shaped, show, client):
    section = show().section("counts")
    for link in section.iter("a"):
        shown = read(client, TABLE + link.get("href").partition("/kpis/")[2])
        rated = [line for line in lines(shown) if "参考" not in text_of(line)]
        assert len(lines(shown)) == len(rated) == int(text_of(link).split()[-1]), text_of(link)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"group": "late"}, ["一の一"]),
        ({"group": "achieved"}, ["一の二"]),
        ({"group": "on-track"}, ["二の一", "満足度"]),
        ({"group": "attention"}, ["全体の値"]),
        ({"group": "stale"}, ["三の一"]),
        ({"group": "watch"}, ["一の一", "全体の値"]),
        ({"goal": "1"}, ["一の一", "一の二", "旧計画の値"]),
        ({"goal": "shimin"}, ["一の一", "一の二", "二の一", "満足度", "旧計画の値"]),
        ({"role": "kgi"}, ["満足度"]),
        ({"role": "reference"}, ["旧計画の値"]),
        ({"goal": "shimin", "role": "kpi", "group": "on-track"}, ["二の一"]),
        ({"goal": "3", "group": "late"}, []),
    ],
)
def test_a_visitor_filters_by_verdict_goal_and_role(shaped, show, query, expected):
    page = show(**query)
    assert names(page) == expected
    assert f"7件のうち{len(expected)}件を表示" in page.text
    if not expected:
        assert "条件に合う指標はありません。" in page.text


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # Behind, slightly behind, no data, on track, ahead, achieved, not rated.
        ("verdict", ["一の一", "全体の値", "三の一", "満足度", "二の一", "一の二", "旧計画の値"]),
        # P: 2/20, 6/20, 10/20, 11/20, 20/20; the two without P at the end, in the plan's order.
        ("attainment", ["一の一", "全体の値", "満足度", "二の一", "一の二", "三の一", "旧計画の値"]),
        ("name", ["一の一", "一の二", "三の一", "二の一", "全体の値", "旧計画の値", "満足度"]),
    ],
)
def test_a_visitor_sorts_the_table(shaped, show, order, expected):
    page = show(sort=order)
    assert names(page) == expected
    assert [text_of(h) for h in page.main.iter("h2")] == ["判定の内訳", "指標", "更新を受け取る"]


def test_the_choice_stays_in_the_form_and_in_the_file(shaped, show):
    page = show(group="late", goal="shimin", role="kpi", sort="name", at="2024-Q4")
    chosen = {
        select.get("name"): option.get("value")
        for select in page.main.iter("select")
        for option in select.iter("option")
        if option.get("selected") is not None
    }
    wish = {"group": "late", "goal": "shimin", "role": "kpi", "sort": "name", "at": "2024-Q4"}
    assert chosen == wish
    file = next(link for link in page.links if "scorecard.csv" in link)
    assert parse_qs(urlsplit(file).query) == {key: [value] for key, value in wish.items()}
    assert TABLE in page.links  # back to the whole table


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"group": "nonsense"}, "「nonsense」という判定はありません。すべての判定の指標を表示しています。"),
        (
            {"goal": "9"},
            "この計画に「9」という目標はありません。すべての目標のものを表示しています。",
        ),
        (
            {"role": "' OR 1=1"},
            "「' OR 1=1」という役割はありません。すべての役割の指標を表示しています。",
        ),
        ({"sort": "-pk"}, "「-pk」という並び順はありません。計画の順に表示しています。"),
        (
            {"department": "nobody"},
            "「nobody」が担当するものはありません。すべての担当部署のものを表示しています。",
        ),
        (
            {"group": "長" * 21},
            f"「{'長' * 20}…」という判定はありません。すべての判定の指標を表示しています。",
        ),
    ],
)
def test_what_nobody_can_ask_for_is_said_and_left_out(shaped, show, query, sentence):
    page = show(**query)
    assert [text_of(p) for p in page.main.iter("p") if p.get("role") == "alert"] == [sentence]
    assert names(page) == names(show())


@pytest.mark.parametrize("query", [{"sort": ""}, {"group": " "}, {"nothing": "1"}])
def test_what_nobody_asked_for_needs_no_words(shaped, show, query):
    page = show(**query)
    assert not [p for p in page.main.iter("p") if p.get("role") == "alert"]
    assert names(page) == names(show())


def test_a_visitor_filters_by_the_department_in_charge(shaped, show):
    for code, name, indicator in (("mado", "窓口課", "k1"), ("dx", "DX課", "k2")):
        department = Department.objects.create(municipality=shaped.municipality, code=code, name=name)
        shaped.indicators.get(code=indicator).departments.add(department)
    Department.objects.create(municipality=shaped.municipality, code="idle", name="指標のない課")
    select = next(select for select in show().main.iter("select") if select.get("name") == "department")
    assert [text_of(option) for option in select.iter("option")] == ["すべて", "DX課", "窓口課"]
    refresh(shaped)  # what is stored is filtered alike
    for _again in range(2):
        assert names(show(department="mado")) == ["一の一"]
        assert names(show(department="dx", group="late")) == []
        Standing.objects.all().delete()
        PlanStanding.objects.all().delete()


def test_one_link_leaves_what_needs_attention_and_one_leads_back(shaped, show):
    [link] = [a for a in show(at="2024-Q4").main.iter("a") if "対応が必要なものだけ見る（2件）" in text_of(a)]
    assert link.get("href") == f"{TABLE}?group=watch&at=2024-Q4"
    [back] = [a for a in show(group="watch").main.iter("a") if text_of(a) == "すべての指標を見る"]
    assert back.get("href") == TABLE


def test_a_filter_holds_on_the_chosen_day(shaped, show):
    # At the end of FY2023 no value was known; the target of 2024-04-01 was not yet set.
    assert names(show(group="late", at="2023-Q4")) == []
    assert len(names(show(group="none", at="2023-Q4"))) == 6  # the reference stands in no group
    # At the end of FY2024 the values are known.
    assert names(show(group="late", at="2024-Q4")) == ["一の一"]
