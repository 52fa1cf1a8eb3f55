"""Pages of a list by key: every row once, whatever comes or goes meanwhile."""

import html
import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry

from kpis.models import Indicator, Measurement
from plans.keyset import LostPlaceError, Term, part, terms
from plans.models import Department, Goal, Membership, Municipality
from plans.models import Term as Word
from tests.factories import make_city, make_goal, make_indicator, make_measurement, make_plan, make_term

pytestmark = pytest.mark.django_db
LIST = "/admin/plans/term/"


def read_all(rows, order, size=3, between=lambda: None) -> list[int]:
    found, after = [], None
    for _page in range(50):
        page = part(rows, order, size, after=after)
        found += [row.pk for row in page.rows]
        if not page.goes_on:
            return found
        after = page.rows[-1].pk
        between()
    raise AssertionError("no end")


@pytest.mark.parametrize("ordering", [["-pk"], ["order", "code"], ["-name"], ["reading_group", "-order"], []])
def test_each_row_stands_on_one_page_in_the_order_of_the_whole_list(plan, ordering):
    for n in range(10):
        make_term(plan, f"t{n}", f"用語{n % 4}", order=n % 3)
    rows = Word.objects.filter(plan=plan)
    order = terms(Word, ordering)
    assert read_all(rows, order) == [row.pk for row in rows.order_by(*ordering, "pk")]


def test_rows_that_come_and_go_between_pages_move_no_other(plan):
    stay = [make_term(plan, f"t{n}", "用語", order=10 * n).pk for n in range(12)]
    come = iter(range(100))

    def change():
        n = next(come)
        made = make_term(plan, f"early-{n}", "先に", order=0)
        make_term(plan, f"late-{n}", "後に", order=10 * n + 5)
        made.delete()

    found = read_all(Word.objects.filter(plan=plan), terms(Word, ["order", "code"]), between=change)
    assert [key for key in found if key in stay] == stay
    assert len(found) == len(set(found))


@pytest.mark.parametrize("ordering", [["parent"], ["-parent"]])
def test_rows_without_a_value_stand_in_the_list_once(plan, ordering):
    top = make_goal(plan, "top")
    keys = {make_goal(plan, f"g{n}", "pillar", top if n % 2 else None).pk for n in range(9)} | {top.pk}
    found = read_all(Goal.objects.filter(plan=plan), terms(Goal, ordering))
    assert len(found) == len(set(found))
    assert set(found) == keys


def test_a_page_goes_back_to_the_one_before(plan):
    keys = [make_term(plan, f"t{n}", "用語", order=n).pk for n in range(9)]
    rows, order = Word.objects.filter(plan=plan), terms(Word, ["order"])
    page = part(rows, order, 3, before=keys[6])
    assert ([row.pk for row in page.rows], page.goes_back, page.goes_on) == (keys[3:6], True, True)
    page = part(rows, order, 3, before=keys[2])  # less than a page before it: the first, whole
    assert ([row.pk for row in page.rows], page.goes_back, page.goes_on) == (keys[:3], False, True)


def test_a_row_that_is_gone_is_no_place(plan):
    row = make_term(plan, "t", "用語")
    key = row.pk
    row.delete()
    with pytest.raises(LostPlaceError):
        part(Word.objects.all(), terms(Word, ["order"]), 3, after=key)


def test_a_relation_is_sorted_as_its_own_list_is():
    paths = [term.path for term in terms(Measurement, ["indicator", "-period"])]
    assert paths == ["indicator__order", "indicator__code", "period", "pk"]
    assert terms(Measurement, ["-period", "pk"]) == [Term("period", True), Term("pk")]
    assert [term.may_be_null for term in terms(Department, ["parent__code"])] == [True, False]
    assert [term.path for term in terms(Membership, ["municipality_id", "-pk"])] == ["municipality_id", "pk"]
    assert terms(Indicator, ["-pk"]) == [Term("pk", True)]


def links(page: str) -> dict[str, str]:
    return {
        name: html.unescape(link) for name, link in re.findall(r'<a rel="(prev|next)" href="([^"]+)"', page)
    }


def test_a_list_has_pages_that_keep_search_filter_and_order(client, manager, plan):
    client.force_login(manager)
    for n in range(120):
        make_term(plan, f"t{n}", f"用語{n:03}", order=n)
    make_term(plan, "other", "別のことば")
    query = f"?q=用語&plan__id__exact={plan.pk}&o=-1"
    seen, address = [], query
    for _page in range(3):
        answer = client.get(LIST + address)
        seen.append([row.name for row in answer.context["cl"].result_list])
        address = links(answer.content.decode()).get("next", "")
    assert [len(rows) for rows in seen] == [50, 50, 20]
    assert [name for rows in seen for name in rows] == [f"用語{n:03}" for n in reversed(range(120))]
    page = answer.content.decode()
    assert "ここで終わりです" in page
    back = links(page)["prev"]
    assert [row.name for row in client.get(LIST + back).context["cl"].result_list] == seen[1]


@pytest.mark.parametrize(
    "place", ["after=x", "after=-1", "before=" + "9" * 40, "after=1&before=2", "after=0"]
)
def test_a_place_that_is_none_is_said_and_the_list_begins_anew(client, manager, plan, place):
    client.force_login(manager)
    make_term(plan, "t", "用語")
    page = client.get(f"{LIST}?o=1&{place}").content.decode()
    assert "はじめから表示しています" in page
    assert "用語" in page


def test_what_is_done_with_a_list_is_done_with_the_rows_in_view_only(client, manager, plan):
    client.force_login(manager)
    rows = [make_term(plan, f"t{n}", "用語") for n in range(60)]
    sent = {"action": "delete_selected", "_selected_action": [rows[0].pk], "select_across": "1"}
    page = client.post(LIST, sent).content.decode()
    assert page.count('name="_selected_action"') == 1
    assert "一度に操作できるのは、画面に出ている行だけです" in page


def test_what_was_done_to_an_account_is_all_there(admin_client, admin_user):
    for n in range(120):
        LogEntry.objects.log_actions(admin_user.pk, [admin_user], CHANGE, f"した {n:03}", single_object=True)
    address = f"/admin/auth/user/{admin_user.pk}/history/"
    assert 'href="?p=2"' in admin_client.get(address).content.decode()
    assert "した 119" in admin_client.get(f"{address}?p=2").content.decode()


def test_no_list_offers_a_number_of_pages_or_of_rows(admin_client):
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        page = admin_client.get(address).content.decode()
        assert not re.search(r'href="\?[^"]*\b(p|all)=', page), address


def test_the_newest_stand_first_where_somebody_reaches_several_cities(admin_client):
    old, new = (make_term(make_plan(make_city(slug)), "t", slug) for slug in ("kita", "minami"))
    listed = [row.pk for row in admin_client.get(LIST).context["cl"].result_list]
    assert listed == sorted(listed, reverse=True)
    assert listed[:2] == [new.pk, old.pk]


def test_measurements_of_one_city_are_listed_by_period(admin_client):
    plan = make_plan(make_city())
    row = make_indicator(plan, "k")
    for year in range(2015, 2025):
        make_measurement(row, str(year), 1)
    city = Municipality.objects.get(plans=plan)
    found = admin_client.get(f"/admin/kpis/measurement/?city={city.pk}").context["cl"].result_list
    assert [value.period for value in found] == [str(year) for year in reversed(range(2015, 2025))]
