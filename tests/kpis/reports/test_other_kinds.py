"""A quarter's report of milestones, words, strict and stepwise targets: every format says the same, and can be judged again."""

import json

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.facts_json import read_facts
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.html import body
from kpis.reports.snapshot.build import build_snapshot
from kpis.reports.snapshot.former import as_current
from plans.era import Quarter
from tests.kpis.other_kinds import VERDICTS, build
from tests.kpis.public.test_reports import words

from .pdf.pdfs import pdf_of, raw_text, squeezed
from .snapshots import read_csv

pytestmark = pytest.mark.django_db
SENTENCE = (
    "「試行」は令和7年3月に終わる予定でしたが、まだ終わっていません。その前の「検討」は終わっています。"
)


@pytest.fixture
def document(monkeypatch, db) -> Document:
    return Document.of_draft(build_snapshot(build(monkeypatch), Quarter(2025, 1)))


def test_verdicts_and_counts(document):
    rows = {row["code"]: row for row in document.snapshot["indicators"]}
    assert {code: row["verdict_label"] for code, row in rows.items()} == VERDICTS
    assert rows["steps"]["value"]["text"] == "検討まで完了（1/3）"
    assert (rows["steps"]["target"]["text"], rows["words"]["target"]["text"]) == ("実施", "増やす・高める")
    assert document.counts_sentence == (
        "指標7件のうち、数値や段階の目標のあるものは5件です。そのうち5件を判定しました。言葉の目標の指標2件は、改善1、悪化1です。"
    )
    assert "開館日数" in " ".join(name for _group, names in document.troubled for name in names)


def test_every_format_says_it(document):
    page = words(body(document))
    [line] = [row for row in read_csv(render(document, "csv")) if row["code"] == "steps"]
    assert (line["value"], line["verdict_label"], line["citizen_sentence"]) == ("1", "遅れ", SENTENCE)
    assert SENTENCE in page
    assert squeezed(SENTENCE) in squeezed(raw_text(pdf_of(document)))
    assert SENTENCE in render(document, "json").decode()


def test_anybody_can_judge_it_again(document):
    for row in document.snapshot["indicators"]:
        _given, facts, at = read_facts(json.dumps(row["facts"], ensure_ascii=False))
        found = evaluate(facts, at)
        assert (found.verdict.value, found.label) == (row["verdict"], row["verdict_label"])


def test_a_report_of_before_is_read_as_plain_numbers(document):
    old = json.loads(json.dumps(document.snapshot))
    del old["counts"]["words"]
    for row in old["indicators"]:
        for name in ("kind", "strict", "path", "steps"):
            del row["facts"][name]
    now = as_current(old)
    assert now["counts"]["words"] == []
    assert {row["facts"]["kind"] for row in now["indicators"]} == {"number"}
    assert Document.of_draft(now).counts_sentence.endswith("判定しました。")
