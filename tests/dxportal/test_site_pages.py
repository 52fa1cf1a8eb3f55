"""About, accessibility, the pages for machines, and the pages when something is wrong."""

import pytest

from dxportal import home
from plans.models import SitePage
from tests.reading import Page, read, text_of

pytestmark = pytest.mark.django_db


def test_a_citizen_reads_what_the_portal_is(client):
    page = read(client, "/about/")
    assert page.heading == "このポータルについて"
    assert "架空の市" in page.text
    assert list(page.main.iter("table"))
    assert "更新日: " in page.text


def test_the_accessibility_statement_claims_no_conformance(client):
    page = read(client, "/accessibility/")
    assert "ウェブアクセシビリティ" in page.heading
    assert "試験の結果はまだ公開していません" in page.text
    for claim in ("準拠しています", "適合しています", "AA準拠です", "一部準拠です"):
        assert claim not in page.text


def test_staff_edit_the_text_and_citizens_read_it(client):
    SitePage.objects.filter(slug="about").update(title="この市のサイト", body="## 見出し\n\n- 一つ目\n\n本文")
    page = read(client, "/about/")
    assert page.title.startswith("この市のサイト")
    assert [text_of(heading) for heading in page.main.iter("h2")] == [
        "見出し",
        "計画の内容についてのお問い合わせ",
    ]
    assert [text_of(item) for item in page.main.iter("li")] == ["一つ目"]


def test_markup_and_scripts_in_the_text_are_shown_not_run(client):
    SitePage.objects.filter(slug="about").update(body="<script>alert(1)</script>\n\n[x](javascript:alert(1))")
    page = read(client, "/about/")
    assert "<script>" not in page.html
    assert not [link for link in page.links if link.startswith("javascript")]


def test_search_engines_are_kept_from_admin_and_search(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert {"Disallow: /admin/", "Disallow: /search/"} <= set(response.content.decode().splitlines())


def test_a_lost_citizen_gets_a_page_in_the_same_design(client):
    page = Page("/lost/", client.get("/lost/page/"))
    assert page.response.status_code == 404
    assert page.heading == "ページが見つかりません"
    assert page.title.startswith("ページが見つかりません")
    assert [box.get("name") for box in page.main.iter("input")] == ["q"]
    assert {"/", "/search/", "/about/", "/accessibility/"} <= {a.get("href") for a in page.all("a")}


@pytest.mark.parametrize("address", ["/admin/plans/department/?_to_field=xx", "/admin/plans/term/?q=%00"])
def test_what_cannot_be_read_is_refused_in_the_same_design(admin_client, address):
    page = Page(address, admin_client.get(address))
    assert page.response.status_code == 400
    assert page.heading == "送られた内容を読み取れません"
    assert "DX計画ポータル" in page.title
    assert page.all("header", "footer")


@pytest.fixture
def broken(client, monkeypatch):
    """The page a citizen gets while the home page is broken."""

    def fail(user):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(home, "groups_for", fail)
    client.raise_request_exception = False
    return lambda: Page("/", client.get("/"))


def test_a_defect_of_the_portal_is_told_in_the_same_design_without_details(broken):
    page = broken()
    assert page.response.status_code == 500
    assert page.heading == "サーバーの不具合です"
    assert "broken on purpose" not in page.html
    assert page.all("header", "footer")
    assert "DX計画ポータル" in page.title


def test_the_page_of_a_defect_asks_the_database_nothing(broken, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert broken().response.status_code == 500


def test_the_page_of_a_defect_comes_even_when_no_static_file_was_collected(
    broken, client, settings, tmp_path
):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    page = broken()
    assert page.response.status_code == 500
    assert "サーバーの不具合です" in page.html
    refused = client.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert "送られた内容を読み取れません" in refused.content.decode()
