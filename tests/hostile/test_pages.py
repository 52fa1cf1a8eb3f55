"""On pages for citizens and for staff a hostile text is text: no element, no attribute, no link, no template of its making."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from plans.models import Plan
from tests.addresses.table import TABLE
from tests.conftest import addresses_of
from tests.reading import Page

from .texts import ATTACKS, STARTS, has_form, hostile, text_fields

pytestmark = pytest.mark.django_db

PAGES_OF_STAFF = [key for key, line in TABLE.items() if "superuser" in line.get]
LINKS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "xlink:href",
    "{http://www.w3.org/1999/xlink}href",
)


# What stands on pages and in files everywhere; a field that the database refuses for another's sake may be missing.
SHOWN = {
    "auth.User.last_name", "kpis.Indicator.name", "kpis.Indicator.unit", "kpis.Measurement.progress_comment",
    "plans.Action.title", "plans.Department.name", "plans.Goal.title", "plans.Municipality.name", "plans.Plan.title",
    "plans.Term.body",
}  # fmt: skip


def faults(page: Page) -> list[str]:
    """What a hostile text has made of the page."""
    found = []
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name == "evil" or (
            name == "script"
            and "".join(element.itertext()).strip()
            and element.get("type") != "application/json"
        ):
            found.append(f"<{name}>")
        for attribute, value in element.attrib.items():
            if attribute.lower().startswith("on") or (attribute == "style" and "evil" in value):
                found.append(f"{name} {attribute}={value[:40]}")
            scheme = re.match(r"\s*([a-z+.-]+):", value, re.IGNORECASE) if attribute in LINKS else None
            if (
                scheme
                and scheme[1].lower() not in ("http", "https", "mailto")
                and not value.startswith("data:image/")
            ):
                found.append(f"{name} {attribute}={value[:40]}")
    return found


def read(client: Client, address: str) -> Page | None:
    answer = client.get(address, follow=True)
    assert answer.status_code < 500, f"{address}: {answer.status_code}"
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return None
    return Page(address, answer)


def test_the_city_is_hostile(city):
    assert len(city.filled) > 100
    assert city.filled >= SHOWN
    assert {model._meta.label.split(".")[0] for model, _ in text_fields()} >= {"plans", "kpis", "auth"}
    number = len(STARTS) * len(ATTACKS)
    whole = [hostile(n) for n in range(number)]
    assert all(attack in text for text in whole for attack in ATTACKS)
    assert all(len(hostile(n, most)) <= most for n in range(number) for most in (1, 5, 20, 100))


def test_a_field_with_a_form_refuses_a_hostile_text(db):
    from django.apps import apps

    taken = []
    for model in apps.get_models():
        if model._meta.app_label not in ("plans", "kpis"):
            continue
        for field in model._meta.concrete_fields:
            if (
                field.get_internal_type() in ("CharField", "TextField", "SlugField")
                and has_form(field)
                and not field.choices
            ):
                for text in ("<evil>", "javascript:evil()", "=1+1", "a\r\nb", "x' onevil='1"):
                    try:
                        field.run_validators(text)
                    except ValidationError:
                        continue
                    taken.append((model._meta.label, field.name, text))
    assert taken == []


def test_no_public_page_takes_a_text_for_more(city):
    client = Client()
    addresses = [f"/{city.plans[0].municipality.slug}/", "/", "/search/?q=evil", "/about/", "/method/"]
    for plan in city.plans:
        addresses += addresses_of(Plan.objects.get(pk=plan.pk))
    pages = [page for address in addresses if (page := read(client, address))]
    assert len(pages) > 30
    assert {page.address: found for page in pages if (found := faults(page))} == {}
    shown = "".join("".join(page.tree.itertext()) for page in pages)
    for literal in (
        "<evil>",
        "{{7|add:42}}{%evil%}",
        "<script>evil()</script>",
        '#panic("evil")',
        "&lt;evil&gt;",
    ):
        assert literal in shown


def test_no_page_of_the_staff_does(city, superuser):
    pages = {}
    for key in PAGES_OF_STAFF:
        if key == "logout":
            continue
        page = read(superuser, city.walked.address(key))
        if page:
            pages[key] = page
    assert len(pages) > 100
    assert {key: found for key, page in pages.items() if (found := faults(page))} == {}
    shown = "".join("".join(page.tree.itertext()) for page in pages.values())
    assert "<script>evil()</script>" in shown


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_nor_does_a_page_that_says_again_what_was_sent(city, superuser, number):
    """Each page is sent what it knows: a list of the admin answers anything else by leading elsewhere."""
    text = hostile(number)
    plan = city.plans[0].get_absolute_url()
    for client, address, names in (
        (Client(), "/search/", ("q", "plan")),
        (Client(), "/", ("q", "after")),
        (Client(), plan, ("at",)),
        (Client(), f"{plan}kpis/", ("at", "group", "goal", "role", "sort")),
        (superuser, "/admin/plans/goal/", ("q",)),
        (superuser, "/admin/kpis/measurement/", ("q",)),
        (superuser, "/admin/sign-ins/", ("username", "day", "after")),
        (superuser, "/admin/change-records/", ("who", "day", "table")),
    ):
        # What is longer than anybody searches for is shortened first.
        answer = client.get(address, dict.fromkeys(names, text), follow=address == "/search/")
        assert answer.status_code == 200, address
        assert faults(Page(address, answer)) == [], address
    nowhere = Client().get("/", {"prefecture": text})
    assert nowhere.status_code == 404
    assert faults(Page("no prefecture", nowhere)) == []
    answer = Client().post("/admin/login/", {"username": text, "password": "x", "next": text})
    assert answer.status_code == 200
    assert faults(Page("sign-in", answer)) == []
