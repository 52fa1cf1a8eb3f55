"""Every public page in every other language: it answers, says its language, and marks what is still Japanese where HTML can."""

import gzip
import re

import pytest
from django.conf import settings

from plans.languages import languages

pytestmark = pytest.mark.django_db

# Bytes of HTML before compression; with a reading above every kanji too. A published report is one long document.
HEAVIEST, HEAVIEST_REPORT = 100_000, 500_000
PACKED = 25_000
OTHERS = [row for row in languages() if not row.is_original]
IN_ATTRIBUTE = re.compile(r"""=("[^"<]*<|'[^'<]*<)""")
PLAIN_ONLY = re.compile(r"<(title|option)\b[^>]*>[^<]*<(?!/\1)")


@pytest.mark.parametrize("language", OTHERS, ids=lambda row: row.code)
def test_every_page_speaks_it(client, public_pages, language):
    assert len(public_pages) > 100
    for address in public_pages:
        answer = client.get(f"/{language.prefix}{address.removeprefix('/')}")
        assert answer.status_code == 200, address
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        assert f'<html lang="{language.code}">' in html, address
        assert not IN_ATTRIBUTE.search(html), (address, IN_ATTRIBUTE.search(html)[0])
        assert not PLAIN_ONLY.search(html), (address, PLAIN_ONLY.search(html)[0])
        if re.search(r"/reports/\d", address):
            assert len(answer.content) < HEAVIEST_REPORT, address
            continue
        assert len(answer.content) < HEAVIEST, address
        assert len(gzip.compress(answer.content)) < PACKED, address


def test_numbers_and_names_stay_while_words_change(client):
    original = client.get("/mihon/dx-plan/kpis/1-1/").content.decode()
    english = client.get("/en/mihon/dx-plan/kpis/1-1/").content.decode()
    assert "131" in original and "131 procedures" in english
    assert "Procedures that can be applied for online" in english
    assert settings.LANGUAGE_CODE == "ja" and '<html lang="ja">' in original


def test_readings_stand_on_easy_pages_only(client):
    assert "<ruby>" in client.get("/easy/mihon/dx-plan/").content.decode()
    assert "<ruby>" not in client.get("/mihon/dx-plan/").content.decode()
    assert "<ruby>" not in client.get("/en/mihon/dx-plan/").content.decode()


@pytest.mark.parametrize("language", list(languages()), ids=lambda row: row.code)
def test_a_chart_says_in_which_language_it_is_told(client, language):
    html = client.get(f"/{language.prefix}mihon/dx-plan/kpis/2-1/").content.decode()
    charts = re.findall(r'<svg [^>]*role="img"\s+aria-labelledby="chart[^>]*>', html)
    assert [re.search(r' lang="([^"]+)"', chart)[1] for chart in charts] == [language.code] * 2
