"""Whoever reads a report first, in whichever language: what is kept for all is the report as it was published."""

import json
import re

import pytest

from kpis.models import Report, ReportFile
from kpis.reports.formats import FORMATS, PAGE
from plans.models import Translation

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
    assert set(report.files.values_list("format", flat=True)) == {PAGE}


@pytest.mark.parametrize("key", [key for key in FORMATS if key not in ("json", "xlsx")])
def test_a_file_is_the_same_whoever_asked_for_it_first(ask, report, key):
    made = {}
    for language in ("", "en/", "easy/"):
        ReportFile.objects.filter(report=report).delete()
        made[language] = ask(language, f".{key}")
        assert ask("", f".{key}") == made[language]
    assert made["en/"] == made["easy/"] == made[""]


@pytest.fixture
def sample_report(client, mihon):
    """The text of a sample report's page in one language, and the words of its charts."""
    address = Report.objects.of_plan(mihon).first().get_absolute_url()

    def read(prefix: str) -> tuple[str, list[str]]:
        page = client.get(f"/{prefix}{address[1:]}").content.decode()
        charts = re.findall(r"<(?:text|title|desc)\b[^>]*>([^<]+)</", page.partition("<main")[2])
        return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.partition("<main")[2])), charts

    return read


def test_figures_periods_names_and_sentences_are_said_in_english_and_comments_stay(sample_report):
    text, charts = sample_report("en/")
    assert "KPI 1-1 Procedures that can be applied for online" in text
    assert "128 procedures" in text and "128手続" not in text
    assert "Quarterly report FY" in text
    assert "KPI 3-1 登録者向けお知らせの開封率" not in text
    assert "最終年度に入りました。" in text  # the manager's own words
    assert "According to the plan it should be" in text and "Progress against the plan is" in text
    for japanese in (
        "計画に対する進みは",
        "四半期の合計",
        "（4〜6月）",
        "この四半期の値が未報告",
        "4月1日から",
        "現在）",
    ):
        assert japanese not in text
    assert charts
    assert [words for words in charts if re.search("[ぁ-ん一-鿿]", words)] == []


def test_a_report_has_the_same_figures_in_every_language(sample_report):
    def figures(text: str) -> set[str]:
        return set(re.findall(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?%)", text))

    assert len(figures(sample_report("")[0])) > 50
    assert (
        figures(sample_report("en/")[0])
        == figures(sample_report("easy/")[0])
        == figures(sample_report("")[0])
    )


def test_a_translation_that_changed_stands_on_the_next_page(ask, report):
    ask("en/")
    name = report_name(report)
    row = Translation.objects.create(
        municipality=report.review.plan.municipality, language="en", original=name, text="Calls answered"
    )
    assert "Calls answered" in body(ask("en/"))
    row.text = "Calls taken"
    row.save()
    page = body(ask("en/"))
    assert "Calls taken" in page and "Calls answered" not in page


def report_name(report: Report) -> str:
    return json.loads(report.content)["indicators"][0]["name"]
