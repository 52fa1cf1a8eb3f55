"""Whatever changes, and whichever way: the very next reader sees it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, connections

from dxportal.page_cache.memory import Memory
from dxportal.page_cache.versions import OwnConnections, of_page
from dxportal.page_cache.wrapper import PageCache
from kpis.models import RatingScale
from plans.models import Department, Goal, Municipality, Plan, SitePage
from plans.models.content_version import SITE
from tests.factories import freeze_today, make_action, make_goal, make_indicator, make_measurement

from .conftest import Counted, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes(ask, django, next_transaction) -> Callable[..., None]:
    """The page is made anew after the change, and not before it."""

    def changes(path: str, change: Callable[[], object]) -> None:
        ask(path)
        made = len(django.paths)
        ask(path)
        assert len(django.paths) == made, "it was not kept"
        next_transaction()
        change()
        ask(path)
        assert len(django.paths) == made + 1, "it was not made anew"

    return changes


ROOT = "/kitayama/smart-plan/"


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_by_the_orm(plan, changes):
    goal = make_goal(plan, "1")

    def save() -> None:
        goal.title = "別の題名"
        goal.save()

    changes(ROOT, save)
    changes(ROOT, lambda: Goal.objects.filter(pk=goal.pk).update(title="三つ目"))
    changes(ROOT, lambda: Goal.objects.bulk_create([Goal(plan=plan, code="2", kind="pillar", title="x")]))
    changes(ROOT, goal.delete)


@pytest.mark.parametrize("rest", ["feed.atom", "kpis/1/feed.atom", "calendar.ics"])
def test_news_and_calendars_are_kept_and_made_anew_like_pages(plan, changes, ask, rest):
    make_indicator(plan, "1")
    changes(ROOT + rest, lambda: make_goal(plan, "1"))
    kept = ask(ROOT + rest)
    assert ask(ROOT + rest, HTTP_IF_NONE_MATCH=kept.headers["ETag"]).status == 304


@pytest.mark.parametrize("path", ["/feed.atom", "/sitemap.xml", "/sitemap-plans.xml"])
def test_what_speaks_of_every_plan_is_made_anew_with_any(plan, changes, path):
    changes(path, lambda: make_goal(plan, "1"))


def test_a_changed_telephone_shows_with_the_next_reader(plan, changes, ask):
    city = plan.municipality
    changes(ROOT, lambda: Municipality.objects.filter(pk=city.pk).update(phone="0797-77-1111"))
    assert "tel:0797771111" in ask(ROOT).text


def test_by_sql(plan, changes, ask):
    goal = make_goal(plan, "1")
    changes(ROOT, lambda: run("UPDATE plans_goal SET title = 'SQL' WHERE id = %s", goal.pk))
    assert "SQL" in ask(ROOT).text
    changes(ROOT, lambda: run("DELETE FROM plans_goal WHERE id = %s", goal.pk))


def test_links_and_cascades(plan, changes):
    action, goal = make_action(plan, "1"), make_goal(plan, "1")
    changes(ROOT, lambda: action.goals.add(goal))
    indicator = make_indicator(plan, "1")
    make_measurement(indicator, "2025-Q1", 3)
    changes(f"{ROOT}kpis/", lambda: make_measurement(indicator, "2025-Q2", 4))
    changes(f"{ROOT}kpis/", indicator.delete)


def test_what_belongs_to_no_plan(plan, changes):
    changes(
        f"{ROOT}organization/",
        lambda: Department.objects.create(municipality=plan.municipality, code="a", name="課"),
    )
    changes("/method/", lambda: RatingScale.objects.update(name="別の尺度"))
    changes("/about/", lambda: SitePage.objects.update(title="題名"))
    changes(ROOT, lambda: Municipality.objects.filter(pk=plan.municipality_id).update(name="南山市"))


def test_another_plan_changes_the_pages_of_all_and_not_this_plans(plan, mihon, ask, django, next_transaction):
    for path in ("/", ROOT, "/kitayama/"):
        ask(path)
    next_transaction()
    mihon.terms.update(body="変わった")
    django.paths.clear()
    for path in ("/", ROOT, "/kitayama/"):
        ask(path)
    assert django.paths == ["/", "/kitayama/"]


def test_an_address_that_moves_and_one_that_takes_its_place(plan, ask, next_transaction, unguarded):
    assert "スマート計画" in ask(ROOT).text
    next_transaction()
    plan.slug = "elsewhere"
    plan.save()
    answer = ask(ROOT)
    assert (answer.status, answer.headers["Location"]) == (301, "/kitayama/elsewhere/")
    next_transaction()
    Plan.objects.create(municipality=plan.municipality, slug="smart-plan", title="後継の計画")
    assert "後継の計画" in ask(ROOT).text
    next_transaction()
    Plan.objects.filter(title="後継の計画").update(is_public=False)
    assert ask(ROOT).status != 200


def test_the_day_changes(plan, ask, django, monkeypatch):
    for day in (date(2026, 3, 31), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 1)):
        freeze_today(monkeypatch, day)
        ask(ROOT)
    assert len(django.paths) == 2


def test_a_page_that_was_begun_before_midnight_is_not_kept(plan, cache, ask, django, monkeypatch):
    freeze_today(monkeypatch, date(2026, 3, 31))
    handler = django.handler

    def slow(environ, start_response):
        answer = handler(environ, start_response)
        freeze_today(monkeypatch, date(2026, 4, 1))
        return answer

    django.handler = slow
    ask(ROOT)
    assert len(cache.memory) == 0


@pytest.mark.django_db(transaction=True)
class TestOnConnectionsOfItsOwn:
    """As the server asks: what is committed counts, what is not does not."""

    @pytest.fixture
    def versions(self):
        found = OwnConnections()
        yield found
        found.close()

    def test_what_is_committed_is_seen_with_the_next_question(self, versions):
        plan = Plan.objects.first()
        before = {key: versions.of(key) for key in (SITE, plan.pk)}
        assert before == {key: of_page(versions.by_plan(), key) for key in (SITE, plan.pk)}
        for number in range(3):
            plan.terms.update(body=f"変わった{number}")
            after = {key: versions.of(key) for key in (SITE, plan.pk)}
            assert all(after[key] > before[key] for key in after)
            before = after
        assert before == {key: versions.of(key) for key in (SITE, plan.pk)}

    def test_a_page_is_kept_until_a_commit(self, versions):
        django = Counted()
        cache = PageCache(django, Memory(8_000_000), versions)
        for _time in range(2):
            asked(cache, "/mihon/dx-plan/glossary/")
        assert len(django.paths) == 1
        Plan.objects.get(slug="dx-plan").terms.update(body="いま変わった")
        assert "いま変わった" in asked(cache, "/mihon/dx-plan/glossary/").text
        assert len(django.paths) == 2

    def test_a_connection_that_was_cut_is_made_anew(self, versions):
        first = versions.of(SITE)
        if connection.vendor == "postgresql":
            run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        else:
            versions._local.found.close()
        assert versions.of(SITE) == first

    def test_a_database_that_is_away_is_told(self, versions, monkeypatch):
        versions.of(SITE)
        nowhere = {"NAME": "/nowhere/at/all", "HOST": "127.0.0.1", "PORT": "1"}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in nowhere.items():
                patch.setitem(connections["default"].settings_dict, name, value)
            with pytest.raises(Exception, match=r"unable to open|refused|failed"):
                versions.of(SITE)
