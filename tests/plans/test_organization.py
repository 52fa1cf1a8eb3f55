"""推進体制: a citizen sees who carries the plan."""

import pytest

from plans.models import Committee, Department, PlanDepartment, Seat
from tests.factories import make_city, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_amagasakis_committee_is_chaired_by_the_mayor(client):
    page = read(client, "/amagasaki/kyoso-dx/organization/")
    assert page.text.index("会長") < page.text.index("市長 松本")
    assert len([item for item in page.main.iter("li") if item.get("class") == "seat"]) == 5
    assert "事務局: デジタル推進課" in page.text


def test_takarazukas_committees_each_have_a_heading_and_their_seats(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/organization/")
    for committee in takarazuka.committees.prefetch_related("seats"):
        section = text_of(page.section(f"name-{committee.code}"))
        assert section.startswith(committee.name)
        for seat in committee.seats.all():
            assert seat.office in section, seat


def test_a_seat_without_a_named_person_names_none(client):
    page = read(client, "/amagasaki/kyoso-dx/organization/")
    members = next(item for item in page.main.iter("li") if "局長等" in text_of(item))
    assert not [span for span in members.iter("span") if span.get("class") == "seat-person"]


def test_a_seat_says_which_seat_stands_above_it(client):
    committee = Committee.objects.create(plan=make_plan(make_city()), code="hq", name="本部")
    chair = Seat.objects.create(committee=committee, code="1", role="本部長", office="市長")
    Seat.objects.create(committee=committee, code="2", office="副市長", parent=chair)
    seats = list(read(client, "/kitayama/smart-plan/organization/").main.iter("li"))
    assert "上位" not in text_of(seats[0])
    assert text_of(seats[1]).endswith("上位: 本部長 市長")


def test_a_departments_role_stands_with_its_place_in_the_city(client):
    plan = make_plan(make_city())
    bureau = Department.objects.create(municipality=plan.municipality, code="a", name="総務局")
    division = Department.objects.create(
        municipality=plan.municipality, code="b", name="総務部", parent=bureau
    )
    office = Department.objects.create(municipality=plan.municipality, code="c", name="DX課", parent=division)
    PlanDepartment.objects.create(plan=plan, department=office, role="全体の調整", source_place="5ページ")
    section = text_of(read(client, "/kitayama/smart-plan/organization/").section("departments"))
    assert "総務局 › 総務部DX課" in section.replace("総務部 DX課", "総務部DX課")
    assert "全体の調整" in section
    assert "出典: 5ページ" in section


@pytest.mark.parametrize(
    ("address", "count"), [("/takarazuka/dx-vision/", 7), ("/amagasaki/kyoso-dx/", 7), ("/mihon/dx-plan/", 8)]
)
def test_every_department_in_charge_is_shown(client, address, count):
    departments = read(client, f"{address}organization/").section("departments")
    assert len(list(departments.iter("dt"))) == count


def test_a_plan_without_organization_says_so(client):
    make_plan(make_city())
    assert "まだ登録されていません" in read(client, "/kitayama/smart-plan/organization/").text
