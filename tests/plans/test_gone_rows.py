"""A form whose row somebody else has deleted answers with everything that was typed, and lets it begin anew."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from kpis.models import Indicator
from plans.models import Term
from tests.factories import make_city, make_member
from tests.kpis.admin.entering import filled_form
from tests.reading import Page, text_of
from tests.sent_forms import form_with


@pytest.fixture
def term(mihon, unguarded) -> Term:
    return Term.objects.create(
        plan=mihon, code="portal", name="ポータル", body="入口のこと。", reading_group="は行"
    )


def address(row, name: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def deleted(client, row, typed: dict):
    """What the form answers after another person's deletion."""
    data, place = filled_form(client, address(row)) | typed, address(row)
    row._history_user = make_member(row.plan.municipality, "manager", "suzuki")
    row.delete()
    return client.post(place, data)


def test_the_texts_can_be_read_and_who_deleted_it_is_told(admin_client, term):
    answer = deleted(admin_client, term, {"body": "手続きの\r\n入口のこと。"})
    assert answer.status_code == 410
    page = Page("", answer)
    assert "手続きの" in text_of(page.main)
    assert "入口のこと。" in text_of(page.main)
    assert "「ポータル」は、suzukiさんが" in text_of(page.main)
    assert not Term.objects.filter(code="portal").exists()


def test_one_press_makes_a_new_row_of_it(admin_client, term):
    plan = term.plan
    answer = deleted(admin_client, term, {"body": "手続きの\r\n入口のこと。"})
    fields = form_with(answer.content.decode(), "body")
    done = admin_client.post(reverse("admin:plans_term_add"), fields | {"_continue": "1"})
    assert done.status_code == 302, done.context["errors"]
    again = Term.objects.get(plan=plan, code="portal")
    assert again.body.split() == ["手続きの", "入口のこと。"]


def test_what_is_lacking_is_asked_for_with_the_texts_kept(admin_client, term):
    answer = deleted(admin_client, term, {"name": "", "body": "手続きの入口のこと。"})
    fields = form_with(answer.content.decode(), "body")
    again = admin_client.post(reverse("admin:plans_term_add"), fields)
    assert again.status_code == 200
    assert again.context["adminform"].form["body"].value() == "手続きの入口のこと。"


@pytest.fixture
def indicator(mihon, unguarded) -> Indicator:
    return Indicator.objects.create(
        plan=mihon,
        code="gone",
        number="99",
        name="消える指標",
        unit="件",
        series="flow",
        frequency="quarterly",
    )


def test_a_row_with_an_endless_number_is_left_out(admin_client, indicator):
    data, place = filled_form(admin_client, address(indicator)), address(indicator)
    indicator.delete()
    data |= {"description": "数え方の説明", f"targets-{'9' * 5000}-value": "1"}
    answer = admin_client.post(place, urlencode(data), "application/x-www-form-urlencoded")
    assert answer.status_code == 410
    assert "数え方の説明" in answer.content.decode()


def test_rows_of_its_tables_are_new_as_well(admin_client, indicator):
    answer = deleted(admin_client, indicator, {"description": "数え方の説明"})
    assert answer.status_code == 410
    assert "数え方の説明" in answer.content.decode()
    fields = form_with(answer.content.decode(), "description")
    assert all(fields[name] == ["0"] for name in fields if name.endswith("-INITIAL_FORMS"))


def test_of_a_row_out_of_reach_nothing_is_told(term, db):
    stranger, place = make_member(make_city("nishi", name="西市"), "manager", "tanaka"), address(term)
    client = Client()
    client.force_login(stranger)
    for _there in (True, False):
        assert client.post(place, {"name": "自分の文"}).status_code == 302, (
            "stored or deleted, as if there were none"
        )
        Term.objects.filter(pk=term.pk).delete()


def test_to_look_at_it_leads_to_the_desk_as_before(admin_client, term):
    place = address(term)
    term.delete()
    assert admin_client.get(place).status_code == 302


@pytest.mark.parametrize("kind", ["account", "role"])
def test_an_account_and_a_role_answer_so_too(admin_client, kind):
    """They keep no history: the admin's own record says who deleted them."""
    person = make_member(make_city(), "editor", "yamada")
    row = person if kind == "account" else person.memberships.get()
    typed = {"email": "hanako@city.example.jp"} if kind == "account" else {"valid_until": "2027-03-31"}
    data, place = filled_form(admin_client, address(row)) | typed, address(row)
    assert admin_client.post(address(row, "delete"), {"post": "yes"}).status_code == 302
    answer = admin_client.post(place, data)
    assert answer.status_code == 410
    text = text_of(Page("", answer).main)
    assert "書いたものは保存していません。" in text
    assert next(iter(typed.values())) in text
    assert ("新しい行として登録" in answer.content.decode()) is (kind == "role")
