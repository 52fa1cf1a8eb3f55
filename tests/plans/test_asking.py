"""Whom a citizen asks: the department in charge, else who stands above it, and the city at last."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError

from plans.models import Department, PlanDepartment
from tests.factories import freeze_today, make_action, make_city, make_goal, make_indicator, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 1)


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, TODAY)
    return make_plan(make_city(url="https://www.city.kitayama.example.jp/"))


@pytest.fixture
def bureau(plan):
    return Department.objects.create(municipality=plan.municipality, code="somu", name="総務局")


@pytest.fixture
def office(plan, bureau):
    return Department.objects.create(
        municipality=plan.municipality, code="dx", name="DX推進課", parent=bureau
    )


@pytest.fixture
def indicator(plan, office):
    found = make_indicator(plan, "1-1", name="申請の割合")
    found.departments.add(office)
    return found


@pytest.fixture
def asked(client, indicator):
    """What the end of the indicator's page says."""
    return lambda query="": read(client, f"/kitayama/smart-plan/kpis/1-1/{query}").section("asking-title")


def links_in(section) -> list[str]:
    return [link.get("href") for link in section.iter("a")]


def test_a_department_is_named_with_those_above_it_and_with_all_its_ways(asked, office):
    Department.objects.filter(pk=office.pk).update(
        phone="0797-77-1111 内線 2345",
        mail="dx@city.kitayama.example.jp",
        form_url="https://www.city.kitayama.example.jp/form/",
        counter="本庁舎3階",
        hours="平日9時から17時まで",
    )
    section = asked()
    said = text_of(section)
    assert said.startswith("この指標について問い合わせる")
    assert "総務局 › DX推進課" in said
    for words in (
        "0797-77-1111",
        "内線 2345",
        "dx@city.kitayama.example.jp",
        "本庁舎3階",
        "平日9時から17時まで",
    ):
        assert words in said
    phone, mail, form = links_in(section)
    assert phone == "tel:0797771111"
    assert form == "https://www.city.kitayama.example.jp/form/"
    parts = urlsplit(mail)
    assert (parts.scheme, parts.path) == ("mailto", "dx@city.kitayama.example.jp")
    letter = parse_qs(parts.query)
    assert "申請の割合" in letter["subject"][0]
    assert "http://testserver/kitayama/smart-plan/kpis/1-1/" in letter["body"][0]


def test_the_pages_address_can_be_copied_without_what_only_tells_where_one_came_from(asked):
    assert text_of(next(asked("?utm_source=mail").iter("code"))) == (
        "http://testserver/kitayama/smart-plan/kpis/1-1/"
    )


def test_without_a_contact_of_its_own_the_nearest_above_it_is_asked(asked, bureau):
    Department.objects.filter(pk=bureau.pk).update(phone="0797-77-2000")
    said = text_of(asked())
    assert "「総務局」の連絡先です。" in said
    assert "0797-77-2000" in said


def test_at_last_the_city_is_asked(asked, plan):
    type(plan.municipality).objects.filter(pk=plan.municipality.pk).update(phone="0797-77-0000")
    said = text_of(asked())
    assert "部署の連絡先がないため、北山市の代表の連絡先です。" in said
    assert "0797-77-0000" in said


def test_where_nobody_can_be_reached_the_citys_own_site_is_shown(asked):
    section = asked()
    assert "まだこのポータルに登録されていません" in text_of(section)
    assert links_in(section) == ["https://www.city.kitayama.example.jp/"]


def test_opening_hours_alone_lead_to_nobody(asked, office, bureau):
    Department.objects.filter(pk=office.pk).update(hours="平日")
    Department.objects.filter(pk=bureau.pk).update(phone="0797-77-2000")
    assert "0797-77-2000" in text_of(asked())


def test_a_department_that_has_ended_says_so_and_its_telephone_rings_no_more(asked, office, bureau):
    Department.objects.filter(pk=office.pk).update(phone="0797-77-1111", valid_until=date(2025, 3, 31))
    Department.objects.filter(pk=bureau.pk).update(phone="0797-77-2000")
    said = text_of(asked())
    assert "「DX推進課」は令和7年（2025年）3月31日までの部署です。" in said
    assert "0797-77-1111" not in said
    assert "0797-77-2000" in said


def test_after_a_reorganisation_the_successor_is_asked_whatever_day_the_page_shows(asked, indicator, office):
    new = Department.objects.create(
        municipality=office.municipality, code="digital", name="デジタル課", phone="0797-77-3000"
    )
    indicator.departments.set([new])
    for query in ("", "?at=2025-Q1"):
        said = text_of(asked(query))
        assert "デジタル課" in said
        assert "DX推進課" not in said


def test_a_plan_is_asked_about_at_the_department_that_is_marked(client, plan, office, bureau):
    for number, department in enumerate((bureau, office)):
        PlanDepartment.objects.create(
            plan=plan, department=department, answers_questions=department == office, order=number
        )
    make_goal(plan, "g1", title="目標")
    for address, heading in (
        ("", "この計画について問い合わせる"),
        ("goals/g1/", "この目標について問い合わせる"),
    ):
        said = text_of(read(client, f"/kitayama/smart-plan/{address}").section("asking-title"))
        assert said.startswith(heading)
        assert "総務局 › DX推進課" in said


def test_an_action_is_asked_about_at_those_who_lead_it(client, plan, office, bureau):
    action = make_action(plan, "1")
    action.lead_departments.add(office)
    action.supporting_departments.add(bureau)
    section = read(client, "/kitayama/smart-plan/actions/1/").section("asking-title")
    assert text_of(section).startswith("この取組について問い合わせる")
    assert len(list(section.iter("h3"))) == 1


def test_of_what_nobody_is_in_charge_the_plan_is_asked_about(client, plan, office):
    PlanDepartment.objects.create(plan=plan, department=office)
    make_indicator(plan, "2")
    assert "DX推進課" in text_of(read(client, "/kitayama/smart-plan/kpis/2/").section("asking-title"))


def test_the_footer_leads_there_from_the_same_place_on_every_page(client, plan):
    for address, target in (
        ("/", "/about/#contact"),
        ("/about/", "/about/#contact"),
        ("/kitayama/smart-plan/map/", "/kitayama/smart-plan/#asking"),
        ("/kitayama/smart-plan/", "/kitayama/smart-plan/#asking"),
    ):
        links = [
            (text_of(link), link.get("href"))
            for footer in read(client, address).tree.iter("footer")
            for link in footer.iter("a")
        ]
        assert links[5] == ("お問い合わせ", target)


def test_on_paper_a_code_leads_back_to_the_page(client, indicator):
    page = read(client, "/kitayama/smart-plan/kpis/1-1/")
    [code] = [box for box in page.main.iter("div") if "page-code" in (box.get("class") or "")]
    assert "http://testserver/kitayama/smart-plan/kpis/1-1/" in text_of(code)
    start = page.html.index('class="page-code')
    assert len(page.html[start : page.html.index("</div>", start)]) < 3_000


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "77-1111"), ("mail", "dx.city"), ("form_url", "ftp://city.example.jp/"), ("form_url", "javascript:alert(1)")],
)  # fmt: skip
def test_what_leads_nowhere_is_refused(office, field, value):
    setattr(office, field, value)
    with pytest.raises(ValidationError) as refused:
        office.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_telephone_is_stored_in_one_form(office):
    office.phone = "０７９７－７７－１１１１（内線２３４５）"
    office.full_clean()
    assert office.phone == "0797-77-1111 内線 2345"


def test_no_real_city_has_a_contact_that_its_sources_do_not_name(takarazuka, amagasaki):
    for plan in (takarazuka, amagasaki):
        rows = [plan.municipality, *plan.municipality.departments.all()]
        assert not [row for row in rows if row.is_reachable]


def test_the_sample_citys_numbers_and_addresses_belong_to_nobody(client):
    said = text_of(read(client, "/mihon/dx-plan/").section("asking-title"))
    assert "00-0000-0000" in said
    assert "example.jp" in said
    assert "架空の市なので、電話もメールもつながりません。" in said
