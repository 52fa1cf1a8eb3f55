"""Whoever reads a report first, in whichever language: what is kept for all is the report as it was published."""

import pytest

from kpis.models import ReportFile
from kpis.reports.formats import FORMATS, PAGE

pytestmark = pytest.mark.django_db
ADDRESS = "/kitayama/smart-plan/reports/{period}"


@pytest.fixture
def report(report_city):
    return report_city.publish()


@pytest.fixture
def ask(client, report):
    def ask(language: str, ending: str = "/") -> bytes:
        answer = client.get(f"/{language}{ADDRESS.format(period=report.review.period)[1:]}{ending}")
        assert answer.status_code == 200
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    return ask


def body(page: bytes) -> str:
    return page.decode().partition("<main")[2].partition('aria-labelledby="files"')[0]


@pytest.mark.parametrize("order", [("en/", "easy/", ""), ("", "easy/", "en/"), ("easy/", "en/", "")])
def test_each_language_has_a_page_of_its_own(ask, report, order):
    ReportFile.objects.filter(report=report).delete()
    pages = {language: body(ask(language)) for language in order}
    again = {language: body(ask(language)) for language in order}
    assert pages == again
    assert "What has changed since last time" in pages["en/"] or "Overall" in pages["en/"]
    for language in ("", "easy/"):
        assert ">Verdict" not in pages[language] and "Target" not in pages[language]
    assert set(report.files.values_list("format", flat=True)) == {PAGE, f"{PAGE}-en", f"{PAGE}-ja-x-easy"}


@pytest.mark.parametrize("key", [key for key in FORMATS if key not in ("json", "xlsx")])
def test_a_file_is_the_same_whoever_asked_for_it_first(ask, report, key):
    made = {}
    for language in ("", "en/", "easy/"):
        ReportFile.objects.filter(report=report).delete()
        made[language] = ask(language, f".{key}")
        assert ask("", f".{key}") == made[language]
    assert made["en/"] == made["easy/"] == made[""]
