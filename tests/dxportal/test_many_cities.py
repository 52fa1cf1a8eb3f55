"""Pages among many cities: they ask no more, say no more, and read no table of values from end to end."""

import json
import re
from collections.abc import Callable
from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.nation_addresses import addresses, words_of
from dxportal.city_lists import PAGE
from dxportal.plan_cards import MOST_CARDS
from kpis.assessment.assessing import assess_plans
from kpis.models import Review
from kpis.nation.shape import city_of, slug_of
from kpis.standings import reading
from plans.models import Municipality
from plans.prefectures import PREFECTURES
from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today, make_city, make_goal, make_plan
from tests.reading import read, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

FEW, MANY = MOST_CARDS + 1, 40  # cities of an invented nation
CITIES = 2 * PAGE + 3
MOST_BYTES, MOST_HOME = 100_000, 60_000


@pytest.fixture(autouse=True)
def day(monkeypatch):
    freeze_today(monkeypatch, SMALL_CITY_DAY)


def make_nation(count: int) -> None:
    call_command("make_nation", municipalities=count, indicators=6, quarters=3, yes=True, stdout=StringIO())


def nation():
    return Municipality.objects.filter(slug__startswith="mihon-")


@pytest.fixture
def many():
    """Samples with a plan each, more than two pages of a list hold."""
    for number in range(1, CITIES + 1):
        city = city_of(number)
        city.save()
        make_plan(city, "dx-plan", title="オンライン計画")


@pytest.fixture
def ask() -> Callable[[str, str], tuple[int, list[str], bytes]]:
    """What somebody's request is answered with: its status, the questions it sent, the page."""
    clients: dict[str, Client] = {}

    def client_of(person: str) -> Client:
        client = Client()
        if person == "superuser":
            client.force_login(get_user_model().objects.create_superuser("nation"))
        elif person != "citizen":
            client.force_login(get_user_model().objects.get(username=f"{slug_of(1)}-{person}"))
        return client

    def answer(person: str, address: str) -> tuple[int, list[str], bytes]:
        client = clients.get(person) or clients.setdefault(person, client_of(person))
        reset_queries()  # the log of queries has an end: behind it nothing would be counted
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address.format(**words()))
        content = b"".join(page.streaming_content) if page.streaming else page.content
        # What is written is the session, from time to time.
        return (
            page.status_code,
            [query["sql"] for query in asked if query["sql"].startswith("SELECT")],
            content,
        )

    return answer


def words() -> dict[str, object]:
    review = Review.objects.get(plan__municipality__slug=slug_of(1))
    return words_of(review)


def test_no_page_asks_more_or_grows_with_the_number_of_cities(ask):
    make_nation(FEW)
    few = {pair: settled(ask, *pair) for pair in addresses()}
    make_nation(MANY)
    wrong = []
    for pair, (status, asked, _page) in few.items():
        now, questions, page = settled(ask, *pair)
        if now != status or now >= 500 or len(questions) > len(asked) or len(page) > MOST_BYTES:
            more = [sql[:150] for sql in questions if table_of(sql) not in set(map(table_of, asked))]
            wrong.append((pair, status, now, len(asked), len(questions), len(page), more))
    assert wrong == []


def settled(ask, person: str, address: str) -> tuple[int, list[str], bytes]:
    """As it is answered once what is kept for later requests is there."""
    ask(person, address)
    return ask(person, address)


def table_of(sql: str) -> str:
    return sql.partition(" FROM ")[2].partition(" ")[0]


@contextmanager
def rows_read():
    """How many rows each query has brought."""
    found: list[tuple[int, str]] = []

    def listen(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and "LIMIT" not in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute(*_counted(cursor, sql, params))
                found.append((cursor.fetchone()[0], sql))
        return result

    with connection.execute_wrapper(listen):
        yield found


def _counted(cursor, sql: str, params) -> tuple[str, object]:
    return f"SELECT COUNT(*) FROM ({sql}) AS answered", params  # noqa: S608 the page's own query


@pytest.mark.parametrize(
    "address", ["/", "/?prefecture=none&samples=1", "/?q=見本&samples=1", "/search/?q=オンライン"]
)
def test_what_is_read_for_home_and_search_is_bounded(client, many, address):
    with rows_read() as found:
        assert client.get(address).status_code == 200
    most = len(PREFECTURES) + PAGE
    assert [(count, sql[:200]) for count, sql in found if count > most] == []


class TestFirstPage:
    """Of many cities."""

    @pytest.fixture
    def many_real(self, many):
        for number, city in enumerate(nation()):
            nation().filter(pk=city.pk).update(is_fictional=False, code=f"9{number:05d}")

    def test_samples_stand_apart_by_prefecture(self, client, many):
        page = read(client, "/")
        assert len(client.get("/").content) < MOST_HOME
        section = page.section("samples")
        links = {a.get("href"): text_of(a) for a in section.iter("a")}
        # 見本0001 and every 47th after it.
        assert links["/?prefecture=%E5%8C%97%E6%B5%B7%E9%81%93&samples=1"] == "北海道 3市区町村"
        assert not list(section.iter("article"))
        assert "宝塚市" in text_of(page.section("plans")), "the real ones stay cards"

    def test_real_cities_are_counted_and_nothing_is_judged(self, client, many_real, monkeypatch):
        judged = []
        monkeypatch.setattr(
            reading, "assess_plans", lambda plans, at: judged.extend(plans) or assess_plans(plans, at)
        )
        page = read(client, "/")
        assert [plan.municipality.slug for plan in judged] == ["mihon"] * 2  # both its plans
        assert "あなたの市をえらぶ" in text_of(page.section("plans"))
        assert len(list(page.section("newest").iter("li"))) == 5

    def test_a_prefecture_leads_on_to_its_cities_page_by_page(self, client, many):
        nation().update(prefecture="兵庫県")
        seen, address = [], "/?prefecture=兵庫県&samples=1"
        while address:
            page = read(client, address)
            assert page.heading == "兵庫県の市区町村"
            items = [
                item for ul in page.all("ul") if ul.get("class") == "city-list" for item in ul.findall("li")
            ]
            assert 0 < len(items) <= PAGE
            seen += [next(item.iter("a")).get("href") for item in items]
            following = [a.get("href") for a in page.all("a") if a.get("rel") == "next"]
            address = f"/{following[0]}" if following else ""
        assert seen == [f"/{slug_of(number)}/" for number in range(1, CITIES + 1)]

    @pytest.mark.parametrize("query", ["見本0007", "みほん0007", "ミホン0007", "見本０００７", "0007　見本"])
    def test_a_city_is_found_by_its_name_and_its_reading(self, client, many, query):
        page = read(client, "/", q=query, samples="1")
        links = [a.get("href") for a in page.main.iter("a")]
        assert "/mihon-0007/" in links and "/mihon-0008/" not in links

    def test_of_a_long_question_the_first_words_are_searched_for_and_that_is_said(self, client, many):
        page = read(client, "/", q="見本0007 " + "見本 " * 30, samples="1")
        assert "長いので、はじめの言葉だけで検索しました（「見本0007 見本 見本" in page.text
        assert "/mihon-0007/" in [a.get("href") for a in page.main.iter("a")]
        assert f"（「{'あ' * 50}」）" in read(client, "/", q="あ" * 51).text
        assert "はじめの言葉だけ" not in read(client, "/", q="あ" * 50).text

    def test_a_city_is_found_by_its_prefecture_and_only_among_its_own_kind(self, client, many):
        assert "/takarazuka/" in [a.get("href") for a in read(client, "/", q="兵庫").main.iter("a")]
        found = [a.get("href") for a in read(client, "/", q="兵庫", samples="1").main.iter("a")]
        assert "/takarazuka/" not in found and "/mihon-0028/" in found

    def test_where_none_is_found_it_says_what_else_helps(self, client):
        assert "見つかりませんでした" in read(client, "/", q="どこにもない").text

    def test_a_city_without_a_plan_to_read_is_not_listed(self, client):
        make_plan(make_city("kitayama"), is_public=False)
        assert "/kitayama/" not in [a.get("href") for a in read(client, "/", q="北山").main.iter("a")]

    @pytest.mark.parametrize("after", ["no-such-city", "'", "%00", "x" * 3000])
    def test_an_unknown_place_in_the_list_is_its_beginning(self, client, after):
        assert client.get("/", {"prefecture": "兵庫県", "after": after.replace("%00", "")}).status_code == 200


def test_a_city_with_very_many_plans_judges_a_dozen_and_names_the_others(client):
    city = make_city("kitayama")
    for number in range(MOST_CARDS + 3):
        make_goal(make_plan(city, f"plan-{number:02d}", title=f"計画{number}", order=number), "1")
    page = read(client, "/kitayama/")
    assert len(list(page.main.iter("article"))) == MOST_CARDS
    links = [a.get("href") for a in page.main.iter("a")]
    assert [f"/kitayama/plan-{number}/" in links for number in (11, 12, 14)] == [True] * 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
def test_no_query_on_values_must_read_the_whole_table(ask):
    """Whatever the planner would choose for so few rows: every query has a condition that an index answers."""
    make_nation(FEW)
    wrong = []
    for person, address in addresses():
        _status, asked, _page = ask(person, address)
        for sql in asked:
            if '"kpis_measurement"' in sql:
                wrong += [(person, address, node, sql[:300]) for node in _without_condition(sql)]
    assert wrong == []


def _without_condition(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        for way in ("seqscan", "hashjoin", "mergejoin", "material", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN (FORMAT JSON) " + re.sub("%", "%%", sql))
        (told,) = cursor.fetchone()
    plans = told if isinstance(told, list) else json.loads(told)
    return [
        f"{node['Node Type']} {node.get('Filter', '')}"
        for root in plans
        for node in _nodes(root["Plan"])
        if node.get("Relation Name") == "kpis_measurement"
        and not _has_condition(node)
        and not (_ends_early(root["Plan"]) and "Filter" not in node)
    ]


def _ends_early(plan: dict) -> bool:
    """A page of a list that is read in the order of an index: no further than it shows."""
    return plan["Node Type"] == "Limit" and not {"Sort", "Aggregate"} & {
        node["Node Type"] for node in _nodes(plan)
    }


def _nodes(node: dict) -> list[dict]:
    return [node, *(below for child in node.get("Plans", ()) for below in _nodes(child))]


def _has_condition(node: dict) -> bool:
    return "Index Cond" in node or node["Node Type"] == "Bitmap Heap Scan"
