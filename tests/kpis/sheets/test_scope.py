"""Who may download and upload what."""

import pytest
from django.urls import reverse

from plans.models import Department
from tests.factories import make_city, make_indicator, make_measurement, make_member, make_plan

from .sheets import Desk, opened

NAMES = ("kpis_review_upload", "kpis_review_sheet", "kpis_review_sheet_csv")


def names_in(content: bytes) -> set[str]:
    return {
        cell.value for sheet in opened(content) for row in sheet.iter_rows(min_row=4) for cell in row[:6]
    } & {"電子申請の件数", "電子書籍の貸出", "手続の電子化"}


@pytest.mark.parametrize("name", NAMES)
def test_a_review_of_another_city_is_not_found(client, sheet_city, name):
    other = make_member(make_city("minamiyama"), "manager", "minami")
    client.force_login(other)
    assert client.get(reverse(f"admin:{name}", args=[sheet_city.review.pk])).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_an_approver_has_no_sheet(client, sheet_city, name):
    client.force_login(make_member(sheet_city.city, "approver", "shonin"))
    assert client.get(reverse(f"admin:{name}", args=[sheet_city.review.pk])).status_code == 403
    assert client.post(reverse("admin:kpis_review_upload", args=[sheet_city.review.pk])).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_signs_in_first(client, sheet_city, name):
    answer = client.get(reverse(f"admin:{name}", args=[sheet_city.review.pk]))
    assert answer.status_code == 302
    assert reverse("admin:login") in answer["Location"]


def test_an_editor_downloads_the_own_departments_rows(desk):
    assert names_in(desk.sheet()) == {"電子申請の件数", "手続の電子化"}
    assert "電子書籍の貸出" not in desk.csv()


def test_a_manager_downloads_every_row_or_a_departments(client, sheet_city):
    client.force_login(sheet_city.manager)
    desk = Desk(client, sheet_city.review)
    assert names_in(desk.sheet()) == {"電子申請の件数", "電子書籍の貸出", "手続の電子化"}
    assert names_in(desk.sheet(department=sheet_city.library.pk)) == {"電子書籍の貸出"}
    page = client.get(desk.page).content.decode()
    assert "窓口課" in page
    assert "図書館" in page


def test_a_departments_sheet_holds_what_is_below_it(client, sheet_city):
    below = Department.objects.create(
        municipality=sheet_city.city, code="window-2", name="窓口係", parent=sheet_city.window
    )
    sheet_city.books.departments.set([below])
    client.force_login(sheet_city.manager)
    assert "電子書籍の貸出" in names_in(
        Desk(client, sheet_city.review).sheet(department=sheet_city.window.pk)
    )


def test_another_departments_sheet_is_refused(desk, sheet_city):
    assert desk.get(department=sheet_city.library.pk).status_code == 403
    assert desk.get("kpis_review_sheet_csv", department=sheet_city.library.pk).status_code == 403
    elsewhere = Department.objects.create(municipality=make_city("minamiyama"), code="x", name="南課")
    assert desk.get(department=elsewhere.pk).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rows(client, sheet_city, django_assert_max_num_queries):
    plan = make_plan(sheet_city.city, "big-plan")
    for number in range(30):
        indicator = make_indicator(plan, f"9-{number}", order=number)
        indicator.departments.add(sheet_city.window)
        make_measurement(indicator, "2024-Q4", 5)
    sheet_city.review.plan = plan
    sheet_city.review.save()
    client.force_login(sheet_city.editor)
    desk = Desk(client, sheet_city.review)
    with django_assert_max_num_queries(25):
        desk.sheet()
    with django_assert_max_num_queries(25):
        desk.csv()
