"""Wherever an indicator is shown, it has the same value, the same verdict and the same sentence.

Every indicator of every plan on three days: table, own page, file, goal's page, action's page, overview, front page.
"""

import csv
import io
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.test import Client

from plans.models import Plan
from tests.reading import Page, read, text_of

pytestmark = pytest.mark.django_db

GROUPS = ("達成", "順調", "注意", "遅れ", "未達成", "判定なし")
NO_VALUES = re.compile(
    "実績は、まだ登録されていません。|実績は、まだ登録されていません。|実績は、市が報告するとここに表示します。"
)
PLANS = (("takarazuka", "dx-vision"), ("amagasaki", "kyoso-dx"), ("mihon", "dx-plan"))


def days_of(client: Client, plan: Plan) -> list[dict[str, str]]:
    """Today, the latest quarter that has ended and one a year before it, as a visitor asks for them."""
    offered = [
        option.get("value")
        for select in read(client, plan.get_absolute_url()).main.iter("select")
        for option in select.iter("option")
    ]
    return [{}, *({"at": quarter} for quarter in offered[1:6:4])]


def by_class(element, name: str) -> list:
    return [e for e in element.iter() if name in (e.get("class") or "").split()]


def status_of(element) -> tuple[str, bool]:
    """The verdict's word, and whether a report is late."""
    return text_of(by_class(element, "status")[0]), "更新遅れ" in text_of(element)


def table_rows(page: Page) -> dict[str, tuple]:
    """Of each indicator its value, verdict and lateness as the table shows them, by code."""
    found = {}
    for line in page.main.iter("tr"):
        for head in by_class(line, "kpi-name"):
            code = next(head.iter("a")).get("href").partition("?")[0].rstrip("/").rsplit("/", 1)[1]
            figures = by_class(by_class(line, "kpi-value")[0], "figure")
            assert code not in found
            found[code] = (
                text_of(figures[0]) if figures else "",
                *status_of(by_class(line, "kpi-verdict")[0]),
            )
    return found


def file_rows(client: Client, address: str, query: dict[str, str]) -> dict[str, dict[str, str]]:
    text = client.get(address, query).content.decode("utf-8-sig")
    return {row["code"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def listed(page: Page) -> dict[str, tuple[str, str]]:
    """Of the indicators in a list: verdict and sentence, by code."""
    found = {}
    for item in page.main.iter("li"):
        link = next((a for a in item.iter("a") if "/kpis/" in a.get("href")), None)
        if link is not None and item.find("p") is not None and "?group=" not in link.get("href"):
            code = link.get("href").partition("?")[0].rstrip("/").rsplit("/", 1)[1]
            found[code] = (text_of(by_class(item, "status")[0]), text_of(item.find("p")))
    return found


def counts(element) -> Counter:
    """How many indicators of each group an element counts."""
    found = Counter()
    legends = (item for legend in by_class(element, "verdict-legend") for item in legend.iter("li"))
    for item in (*by_class(element, "status"), *legends):
        *_sign, word, number = ("", *text_of(item).split())
        word = word.lstrip("✓○△▼×－−!")  # the sign of a legend stands close to its word
        if word in GROUPS and number.isdigit():
            found[word] += int(number)
    return found


@pytest.fixture(params=PLANS, ids="/".join)
def plan(request, db) -> Plan:
    return Plan.objects.get_by_natural_key(*request.param)


@pytest.fixture
def rows(plan):
    return list(plan.indicators.select_related("goal"))


def grouped(file: dict[str, dict[str, str]], codes=None) -> Counter:
    return Counter(
        row["group"].replace("未達", "未達成")
        for code, row in file.items()
        if row["role"] != "reference" and (codes is None or code in codes)
    )


def test_table_page_and_file_say_the_same_of_every_indicator_on_every_day(client, plan, rows):
    assert rows
    base = plan.get_absolute_url()
    for day in days_of(client, plan):
        table = table_rows(read(client, f"{base}kpis/", **day))
        file = file_rows(client, f"{base}kpis/scorecard.csv", day)
        assert set(table) == set(file) == {row.code for row in rows}
        for row in rows:
            page = read(client, f"{base}kpis/{row.code}/", **day)
            verdict = page.section("verdict")
            where = (row.code, day)
            value, word, late = table[row.code]
            plain, calculation = (
                text_of(by_class(verdict, name)[0]) for name in ("verdict-sentence", "verdict-calculation")
            )
            assert (word, late) == status_of(verdict), where
            assert word == file[row.code]["verdict_label"], where
            assert late == (file[row.code]["stale"] == "更新遅れ"), where
            assert (plain, calculation) == (file[row.code]["citizen_sentence"], file[row.code]["sentence"]), (
                where
            )
            shown = text_of(next(verdict.iter("dd")))
            absent = word if word in ("算定不可", "該当なし") else "実績未登録"
            assert shown.startswith(value or absent), where
            assert_shows(value, file[row.code]["latest_value"], row.unit, row.decimals)
            if not value:
                continue
            if file[row.code]["latest_period"] == file[row.code]["period"]:
                assert file[row.code]["covers"] in shown, where
            elif file[row.code]["value"]:
                assert f"判定に使った値 {value_used(verdict)}" in text_of(verdict)
                assert_shows(value_used(verdict), file[row.code]["value"], row.unit, row.decimals)


def value_used(verdict) -> str:
    """Of a verdict that rests on an older value, that value."""
    term = next(term for term in verdict.iter("dt") if text_of(term) == "判定に使った値")
    pair = next(row for row in verdict.iter("div") if term in list(row))
    return re.match("[−0-9,.]+", text_of(pair.find("dd")))[0]


def assert_shows(shown: str, exact: str, unit: str, decimals: int) -> None:
    """The text is the number, rounded at most at the indicator's decimals."""
    if not exact:
        assert not shown
        return
    number = Decimal(shown.removesuffix(unit).replace(",", "").replace("−", "-"))
    assert abs(number - Decimal(exact)) <= Decimal(5).scaleb(-decimals - 1), (shown, exact)


def test_goals_tell_the_same_and_count_what_stands_below_them(client, plan, rows):
    base = plan.get_absolute_url()
    goals = list(plan.goals.all())
    parents = {goal.pk: goal.parent_id for goal in goals}

    def stands_below(goal_id: int | None, top: int) -> bool:
        while goal_id is not None and goal_id != top:
            goal_id = parents[goal_id]
        return goal_id == top

    for day in days_of(client, plan):
        file = file_rows(client, f"{base}kpis/scorecard.csv", day)
        for goal in goals:
            codes = {row.code for row in rows if stands_below(row.goal_id, goal.pk)}
            page = read(client, f"{base}goals/{goal.code}/", **day)
            assert listed(page) == {
                code: (file[code]["verdict_label"], file[code]["citizen_sentence"]) for code in codes
            }, (goal.code, day)
            rated = [code for code in codes if file[code]["verdict"] != "NOT_RATED"]
            if rated and any(file[code]["latest_period"] for code in rated):
                shown = by_class(page.section("indicators"), "verdict-sum")[0]
                assert counts(shown) == grouped(file, codes), (goal.code, day)


def test_actions_tell_the_same_today(client, plan, rows):
    base = plan.get_absolute_url()
    file = file_rows(client, f"{base}kpis/scorecard.csv", {})
    for action in plan.actions.all():
        codes = {row.code for row in action.indicators.all()}
        found = listed(read(client, f"{base}actions/{action.code}/"))
        assert found == {
            code: (file[code]["verdict_label"], file[code]["citizen_sentence"]) for code in codes
        }


def test_overview_and_table_count_the_same_groups(client, plan, rows):
    base = plan.get_absolute_url()
    for day in days_of(client, plan):
        file = file_rows(client, f"{base}kpis/scorecard.csv", day)
        rated = [row for row in file.values() if row["verdict"] != "NOT_RATED"]
        late = sum(bool(row["stale"]) for row in rated)
        for address, section in (("", "progress"), ("kpis/", "counts")):
            page = read(client, base + address, **day)
            if not rated:
                assert not by_class(page.main, "roll-up") or "指標はありません" in page.text
                continue
            if not any(row["latest_period"] for row in rated):
                assert NO_VALUES.search(text_of(page.section(section)))
                assert not counts(page.section(section))
                continue
            found = page.section(section)
            shown = (by_class(found, "verdict-sum") or by_class(found, "roll-up"))[0]
            assert counts(shown) == grouped(file), (address, day)
            if by_class(found, "verdict-sum"):
                total = sum(row["role"] != "reference" for row in file.values())
                assert f"{total}の指標" in text_of(shown)
            assert ("更新遅れ" in text_of(shown)) == bool(late)


def test_the_front_page_and_the_citys_page_count_the_same_today(client, plan, rows):
    base = plan.get_absolute_url()
    file = file_rows(client, f"{base}kpis/scorecard.csv", {})
    for address in ("/", f"/{plan.municipality.slug}/"):
        page = read(client, address)
        card = next(c for c in page.main.iter("article") if base in [a.get("href") for a in c.iter("a")])
        expected = grouped(file)
        rated = [row for row in file.values() if row["verdict"] != "NOT_RATED"]
        if not any(row["latest_period"] for row in rated):
            expected = Counter()
            assert NO_VALUES.search(text_of(card))
            assert ("目標のある指標" in text_of(card)) == bool(rated)
        else:
            assert not NO_VALUES.search(text_of(card))
        assert counts(card) == expected, address
