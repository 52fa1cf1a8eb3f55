"""A report's sentences in another language: worked out from its own facts, and only where they come out as published."""

import pytest

from kpis.models import Report
from kpis.reports.document import Document
from kpis.reports.judged_again import judged_again, said_sentences
from plans.translations.memory import in_language
from plans.translations.said import Untranslated

pytestmark = pytest.mark.django_db
NAMES = ("citizen_sentence", "sentence", "overdue_text")


@pytest.fixture
def reports(mihon) -> list[Document]:
    return [Document.of_report(report) for report in Report.objects.of_plan(mihon)]


def published(document: Document) -> list[str]:
    return [row[name] for row in document.snapshot["indicators"] for name in NAMES if row[name]]


def test_every_sentence_of_the_samples_reports_is_said_in_english(reports):
    assert len(reports) > 5
    for document in reports:
        with in_language("en"):
            found = said_sentences(document)
        stayed = [text for text in published(document) if isinstance(found[text], Untranslated)]
        assert stayed == []


def test_the_verdict_that_is_worked_out_again_is_the_one_that_was_published(reports):
    for document in reports:
        for row in document.snapshot["indicators"]:
            assert judged_again(row).found.verdict == row["verdict"]


def test_a_sentence_that_does_not_come_out_as_it_was_published_stays(reports):
    document = reports[0]
    row = next(row for row in document.snapshot["indicators"] if row["citizen_sentence"])
    row["sentence"] = "前の決まりの文です。"
    with in_language("en"):
        found = said_sentences(document)
    assert isinstance(found["前の決まりの文です。"], Untranslated)
    assert not isinstance(found[row["citizen_sentence"]], Untranslated)


def test_what_was_judged_by_other_rules_is_not_judged_again(reports):
    document = reports[0]
    document.snapshot["rule_version"] = 1
    with in_language("en"):
        found = said_sentences(document)
    assert all(isinstance(found[text], Untranslated) for text in published(document))


def test_on_a_page_in_the_original_nothing_is_worked_out(reports):
    assert said_sentences(reports[0]) == {}
