"""The table of KPIs and KGIs, filtered and sorted as a visitor asks."""

from urllib.parse import parse_qs, urlsplit

import pytest

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
    assert [text_of(h) for h in page.main.iter("h2")] == ["判定の内訳", "指標"]


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
    "query",
    [
        {"group": "nonsense"},
        {"goal": "9"},
        {"role": "' OR 1=1"},
        {"sort": "-pk"},
        {"sort": ""},
        {"group": "\x00"},
        {"nothing": "1"},
    ],
)
def test_what_nobody_can_ask_for_is_left_out(shaped, show, query):
    assert names(show(**query)) == names(show())


def test_a_filter_holds_on_the_chosen_day(shaped, show):
    # At the end of FY2023 no value was known; the target of 2024-04-01 was not yet set.
    assert names(show(group="late", at="2023-Q4")) == []
    assert len(names(show(group="none", at="2023-Q4"))) == 6  # the reference stands in no group
    # At the end of FY2024 the values are known.
    assert names(show(group="late", at="2024-Q4")) == ["一の一"]
