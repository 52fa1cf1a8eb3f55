"""Each public page in each language: the address alone decides, and every page leads to itself in the others."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from dxportal import language_settings
from plans.languages import languages, split_path
from plans.models import Municipality
from plans.validators import validate_city_slug
from tests.reading import read, text_of
from tests.tools import tool

pytestmark = pytest.mark.django_db
HTML_LANG = re.compile(r'<html lang="([^"]+)"')


def lang_of(response) -> str:
    return HTML_LANG.search(response.content.decode())[1]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/", "ja"),
        ("/mihon/dx-plan/", "ja"),
        ("/en/", "en"),
        ("/en/mihon/dx-plan/kpis/", "en"),
        ("/easy/", "ja-x-easy"),
        ("/easy/method/", "ja-x-easy"),
    ],
)
def test_the_address_says_the_language(client, path, code):
    response = client.get(path, headers={"accept-language": "fr,en;q=0.5"})
    assert response.status_code == 200
    assert lang_of(response) == code
    assert "Vary" not in response or "Accept-Language" not in response["Vary"]


def test_after_a_page_in_another_language_the_original_is_spoken(client):
    client.get("/en/")
    assert translation.get_language() == "ja"
    assert reverse("home") == "/"


@pytest.mark.parametrize(
    ("path", "code", "rest"),
    [
        ("/", "ja", ""),
        ("/en/", "en", ""),
        ("/en", "en", ""),
        ("/easy/search/", "ja-x-easy", "search/"),
        ("/english/plan/", "ja", "english/plan/"),
        ("/EN/", "ja", "EN/"),
        ("/ja/", "ja", "ja/"),
        ("/en/en/", "en", "en/"),
    ],
)
def test_a_path_is_split_into_language_and_rest(path, code, rest):
    language, found = split_path(path)
    assert (language.code, found) == (code, rest)


def test_links_of_a_page_stay_in_its_language(client):
    page = read(client, "/en/mihon/dx-plan/")
    own = [row.get("href") for row in page.all("a") if row.get("href").startswith("/")]
    others = {"/mihon/dx-plan/", "/easy/mihon/dx-plan/"}
    assert len(own) > 20
    assert {link for link in own if not link.startswith("/en/")} == others


def test_the_switch_leads_to_the_same_page_with_its_query(client):
    page = read(client, "/easy/mihon/dx-plan/kpis/?at=2026-Q1&group=late")
    [switch] = [nav for nav in page.tree.iter("nav") if nav.get("class", "").startswith("languages")]
    links = [
        (row.get("href"), row.get("lang"), text_of(row), row.get("aria-current")) for row in switch.iter("a")
    ]
    assert links == [
        ("/mihon/dx-plan/kpis/?at=2026-Q1&group=late", "ja", "日本語", None),
        ("/en/mihon/dx-plan/kpis/?at=2026-Q1&group=late", "en", "English", None),
        ("/easy/mihon/dx-plan/kpis/?at=2026-Q1&group=late", "ja-x-easy", "やさしい日本語", "true"),
    ]


def test_search_engines_learn_of_the_other_languages(client):
    html = client.get("/en/method/").content.decode()
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
    site = settings.SITE_URL
    assert found == [
        ("x-default", f"{site}/method/"),
        ("ja", f"{site}/method/"),
        ("en", f"{site}/en/method/"),
        ("ja-x-easy", f"{site}/easy/method/"),
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/fr/", "ja"),
        ("/fr/mihon/dx-plan/", "ja"),
        ("/en/en/", "en"),
        ("/en/en/mihon/dx-plan/", "en"),
        ("/easy/en/", "ja-x-easy"),
        ("/en/easy/mihon/dx-plan/", "en"),
        ("/en/admin/", "en"),
        ("/easy/healthz/", "ja-x-easy"),
        ("/en/nowhere/", "en"),
        ("/en/mihon/no-plan/", "en"),
    ],
)
def test_an_address_that_is_none_is_a_page_in_the_language_of_its_beginning(client, path, code):
    response = client.get(path)
    assert response.status_code == 404
    assert lang_of(response) == code
    assert "<h1>" in response.content.decode()


def test_a_missing_slash_is_put_behind_a_language_too(client):
    assert client.get("/en")["Location"] == "/en/"
    assert client.get("/easy/method")["Location"] == "/easy/method/"


def test_staff_files_and_probes_speak_no_other_language(client):
    assert lang_of(client.get("/admin/login/")) == "ja"
    for path in ("/healthz", "/robots.txt"):
        assert client.get(path).status_code == 200
        assert client.get(f"/en{path}").status_code != 200


def test_robots_keep_out_of_the_search_in_every_language(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert [line for line in lines if "search" in line] == [
        "Disallow: /search/",
        "Disallow: /en/search/",
        "Disallow: /easy/search/",
    ]


def test_a_former_address_leads_on_in_its_language(client, plan):
    stored = type(plan).objects.get(pk=plan.pk)
    stored.slug = "new-plan"
    stored.save()
    response = client.get("/en/kitayama/smart-plan/map/?x=1")
    assert (response.status_code, response["Location"]) == (301, "/en/kitayama/new-plan/map/?x=1")


def test_a_page_of_trouble_speaks_the_language(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("dxportal.finding.page.read_query", lambda text: 1 / 0)
    response = client.get("/en/search/?q=x")
    assert response.status_code == 500
    assert lang_of(response) == "en"


@pytest.mark.parametrize("slug", ["en", "easy", "ja", "ja-x-easy"])
def test_a_city_cannot_be_called_like_a_language(slug):
    with pytest.raises(ValidationError, match=f"「{slug}」は言語のアドレスに使う名前です。"):
        validate_city_slug(slug)
    with pytest.raises(ValidationError):
        Municipality(name="北山市", slug=slug, is_fictional=True).full_clean()


def test_a_table_is_written_in_the_language_to_its_last_row(client, mihon):
    def rows_of(prefix: str) -> list[str]:
        response = client.get(f"{prefix}/mihon/dx-plan/kpis/values.csv")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return body.decode().splitlines()

    original, english = rows_of(""), rows_of("/en")
    assert len(original) == len(english) > 50
    assert any("令和8年度（2026年度）第2四半期" in row for row in original)
    assert any("FY2026 (Reiwa 8) Q2" in row for row in english)
    assert not any("令和8年度（2026年度）" in row for row in english)


def test_another_language_is_a_catalogue_and_nothing_else(client, tmp_path):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Language-Name: Français\\n"\n\n'
        'msgid "達成"\nmsgstr "Atteint"\n',
        encoding="utf-8",
    )
    subprocess.run([tool("msgfmt"), "-o", folder / "django.mo", source], check=True)
    folders = [*settings.LOCALE_PATHS, tmp_path]
    with override_settings(LOCALE_PATHS=folders, **language_settings.read({}, folders)):
        assert [(row.name, row.prefix) for row in languages()][-1] == ("Français", "fr/")
        response = client.get("/fr/mihon/dx-plan/kpis/")
        assert response.status_code == 200
        assert lang_of(response) == "fr"
        html = response.content.decode()
        assert "Atteint" in html
        assert 'href="/fr/mihon/dx-plan/"' in html
        assert "順調" in html  # what the catalogue does not have stays in the original
        assert ">Français</a>" in html
        with pytest.raises(ValidationError):
            validate_city_slug("fr")
    assert client.get("/fr/mihon/dx-plan/kpis/").status_code == 404


def test_each_catalogue_that_is_kept_is_offered():
    kept = {path.parents[1].name for path in Path(settings.BASE_DIR, "dxportal/locale").glob("*/*/django.mo")}
    assert {translation.to_locale(row.code) for row in languages()} == kept


def test_prefectures_are_called_as_the_language_calls_them(client):
    city = Municipality.objects.get(slug="takarazuka")
    assert city.prefecture == "兵庫県"
    english = client.get("/en/takarazuka/").content.decode()
    assert "Hyogo" in english and "兵庫県" not in english
    assert "兵庫県" in client.get("/takarazuka/").content.decode()
    assert "Hyogo" in client.get("/en/?prefecture=兵庫県").content.decode()
