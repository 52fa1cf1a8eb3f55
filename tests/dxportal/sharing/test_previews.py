"""What a link's preview says of a page is what the page says."""

from datetime import date

import pytest

from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 1))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    goal = make_goal(plan, "g1")
    make_action(plan, "1", goal, summary="")
    row = make_indicator(
        plan, "1-1", goal, number="1-1", name='「"申請"」の数', baseline_value=0, baseline_period="2023-Q4"
    )
    make_target(row, "2027", 100)
    make_measurement(row, "2025-Q1", 40)
    return plan


@pytest.fixture
def head(client, plan):
    """What the head of a page says, by name; what stands there twice is a fault."""

    def head(address: str) -> dict[str, str]:
        found: dict[str, str] = {}
        page = read(client, address)
        for meta in page.all("meta"):
            name = meta.get("property") or meta.get("name")
            if name and name != "viewport":
                assert name not in found, name
                found[name] = meta.get("content")
        [canonical] = [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]
        return found | {"canonical": canonical, "page": page.title}

    return head


def test_an_indicator_is_told_by_the_sentence_of_its_page(head):
    said = head("/kitayama/smart-plan/kpis/1-1/")
    assert said["og:title"] == '1-1 「"申請"」の数 | 北山市 スマート計画'
    assert said["og:description"].startswith('「"申請"」の数: 40件')
    assert said["description"] == said["og:description"]
    assert said["og:type"] == "article"
    assert said["og:locale"] == "ja_JP"
    assert said["og:url"] == said["canonical"] == "http://testserver/kitayama/smart-plan/kpis/1-1/"


def test_a_plan_is_told_by_how_it_stands(head):
    said = head("/kitayama/smart-plan/")
    assert said["og:description"] == (
        "北山市「スマート計画」の約束と進み具合です。1の指標すべてが達成・順調です。"
    )
    assert said["og:type"] == "website"


@pytest.mark.parametrize(
    "rest",
    ["", "map/", "actions/", "actions/1/", "goals/g1/", "values/", "glossary/", "schedule/", "organization/",
     "sources/", "kpis/", "kpis/1-1/", "changes/", "changes/compare/", "reports/", "reports/compare/"],
)  # fmt: skip
def test_every_page_of_a_plan_has_a_description_of_its_own(head, rest):
    said = head(f"/kitayama/smart-plan/{rest}")
    assert 10 <= len(said["description"]) <= 120
    assert said["page"].startswith(said["og:title"])
    assert said["og:image"].startswith("http://testserver/")


@pytest.mark.parametrize("address", ["/", "/kitayama/", "/search/", "/about/", "/accessibility/", "/method/"])
def test_so_has_every_page_of_the_site(head, address):
    assert len(head(address)["description"]) >= 10


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("kpis/1-1/?utm_source=mail&fbclid=1", "kpis/1-1/"),
        ("kpis/1-1/?at=2025-Q1&utm_source=mail", "kpis/1-1/?at=2025-Q1"),
        ("kpis/1-1/?at=nonsense", "kpis/1-1/"),
        ("kpis/?group=late&sort=verdict", "kpis/"),
        ("changes/?page=1", "changes/"),
        ("changes/?kind=target&page=2&x=1", "changes/?kind=target&page=2"),
    ],
)
def test_the_canonical_address_has_what_makes_another_page_and_nothing_else(head, asked, canonical):
    assert (
        head(f"/kitayama/smart-plan/{asked}")["canonical"]
        == f"http://testserver/kitayama/smart-plan/{canonical}"
    )


def test_a_fictional_city_is_marked_in_the_preview(head):
    said = head("/mihon/dx-plan/kpis/1-2/")
    assert said["og:title"].startswith("【サンプル】")
    assert said["og:description"].startswith("架空の市のサンプルです。")


def test_a_page_that_does_not_exist_has_no_preview(client):
    html = client.get("/lost/page/").content.decode()
    assert "og:title" not in html
    assert "canonical" not in html
    assert "apple-touch-icon" in html


def test_a_forged_host_gets_no_preview_of_its_own(client, plan):
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400
