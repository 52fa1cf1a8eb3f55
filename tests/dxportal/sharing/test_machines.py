"""What programs ask a site for: sitemap, robots.txt, security.txt, icons."""

import json
import struct
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured

from dxportal.safeguards import security_contacts
from dxportal.sharing.sitemaps import Plans
from plans.models import Plan
from tests.factories import freeze_today, make_city, make_full_plan, make_indicator, make_plan

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECURITY = "/.well-known/security.txt"
STATIC = Path(project.BASE_DIR, "static")


@pytest.fixture
def locations(client):
    def locations(address: str) -> list[str]:
        response = client.get(address)
        assert response["Content-Type"] == "application/xml"
        root = ElementTree.fromstring(response.content)  # noqa: S314 our own answer
        return [found.text for found in root.iter(f"{NAMESPACE}loc")]

    return locations


def whole_sitemap(locations) -> list[str]:
    return [
        page
        for part in locations("/sitemap.xml")
        for page in locations(part.removeprefix("http://testserver"))
    ]


def test_every_address_in_the_sitemap_is_a_page(client, locations):
    make_full_plan(make_city(), "big", 2)
    found = whole_sitemap(locations)
    assert len(found) == len(set(found))
    own = [page for page in found if "/kitayama/" in page]
    assert {
        "http://testserver/kitayama/",
        "http://testserver/kitayama/big/",
        "http://testserver/kitayama/big/kpis/kpi-1/",
    } <= set(own)
    assert [
        page for page in own if client.get(page.removeprefix("http://testserver")).status_code != 200
    ] == []


@pytest.mark.parametrize("part", ["site", "cities", "plans"])
def test_each_address_names_the_same_page_in_the_other_languages(client, part):
    make_plan(make_city())
    root = ElementTree.fromstring(client.get(f"/sitemap-{part}.xml").content)  # noqa: S314 our own answer
    link = "{http://www.w3.org/1999/xhtml}link"
    pages = {
        row.find(f"{NAMESPACE}loc").text: {each.get("hreflang"): each.get("href") for each in row.iter(link)}
        for row in root.iter(f"{NAMESPACE}url")
    }
    assert pages
    for address, others in pages.items():
        path = address.removeprefix("http://testserver/")
        assert others == {
            "ja": address,
            "x-default": address,
            "en": f"http://testserver/en/{path}",
            "ja-x-easy": f"http://testserver/easy/{path}",
        }
    kitayama = next((address for address in pages if address.endswith(("/kitayama/", "/method/"))), None)
    for other in pages.get(kitayama, {}).values():
        assert client.get(other.removeprefix("http://testserver")).status_code == 200


def test_what_is_not_public_is_not_in_it(locations):
    plan = make_plan(make_city())
    make_indicator(plan, "hidden", state="preparing")
    assert "http://testserver/kitayama/smart-plan/" in whole_sitemap(locations)
    assert not [page for page in whole_sitemap(locations) if "hidden" in page]
    Plan.objects.filter(pk=plan.pk).update(is_public=False)
    assert not [page for page in whole_sitemap(locations) if "kitayama" in page]


def test_more_plans_than_fit_into_a_file_go_into_the_next(locations, monkeypatch):
    before = len(whole_sitemap(locations))
    for number in range(5):
        make_plan(make_city(f"city-{number}"))
    monkeypatch.setattr(Plans, "limit", 3)
    parts = [part for part in locations("/sitemap.xml") if "plans" in part]
    assert parts == [
        "http://testserver/sitemap-plans.xml",
        "http://testserver/sitemap-plans.xml?p=2",
        "http://testserver/sitemap-plans.xml?p=3",
    ]
    assert (
        len(whole_sitemap(locations)) == before + 2 * 5
    )  # a city's page and its plan's: an empty plan has no other


@pytest.mark.parametrize(
    "address", ["/sitemap-nope.xml", "/sitemap-plans.xml?p=99", "/sitemap-plans.xml?p=x"]
)
def test_a_part_that_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_robots_are_told_where_the_sitemap_is(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode().splitlines()


def test_who_finds_a_weakness_is_told_to_whom_to_report_it(client, settings, monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 1))
    settings.SECURITY_CONTACT = ["mailto:security@city.example.jp", "https://city.example.jp/security/"]
    response = client.get(SECURITY)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[:2] == [
        "Contact: mailto:security@city.example.jp",
        "Contact: https://city.example.jp/security/",
    ]
    [expires] = [line.removeprefix("Expires: ") for line in lines if line.startswith("Expires: ")]
    assert datetime.fromisoformat(expires).date() == date(2026, 1, 28)  # 180 days on
    assert {"Preferred-Languages: ja, en", f"Canonical: http://testserver{SECURITY}"} <= set(lines)


def test_where_nobody_is_named_there_is_no_such_file(client, settings):
    settings.SECURITY_CONTACT = []
    assert client.get(SECURITY).status_code == 404


def test_a_mail_address_is_enough():
    assert security_contacts(["security@city.example.jp"]) == ["mailto:security@city.example.jp"]


@pytest.mark.parametrize(
    "contact",
    [
        "city",
        "http://city.example.jp/",
        "mailto:",
        "a b@city.example.jp",
        "係@city.example.jp",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_contact_is_refused_with_an_example(contact):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT=security@"):
        security_contacts([contact])


@pytest.mark.parametrize("size", [32, 180, 192, 512])
def test_the_icons_have_the_size_that_they_say(size):
    data = (STATIC / f"icon-{size}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)


def test_the_manifest_names_icons_that_exist():
    manifest = json.loads((STATIC / "site.webmanifest").read_text(encoding="utf-8"))
    assert [(STATIC / icon["src"]).is_file() for icon in manifest["icons"]] == [True, True]
