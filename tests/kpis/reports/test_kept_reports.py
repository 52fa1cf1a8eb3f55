"""Reports that were published stay as they were: what is rendered from them today is what was rendered then."""

import json
from itertools import zip_longest

import pytest

from kpis.judging.evaluation import RULE_VERSION
from kpis.judging.terms import Verdict
from kpis.reports.csv_rows import INDICATOR_COLUMNS
from kpis.reports.snapshot.build import rendered
from kpis.reports.words import words_of

from .kept import PUBLISHED, RENDERED, document_of, read

NEW_COLUMNS = {
    "baseline_note", "covers", "period_start", "period_end", "own_value", "latest_period", "latest_value", "overdue",
    "citizen_sentence", "previous_covers", "comparability_note", "composition",
    "self_assessments", "self_assessment_reasons", "self_assessment_differs",
}  # fmt: skip


def first_difference(then: str, now: str) -> str:
    """The first line that differs, as it was and as it is; blank when none does."""
    for number, (was, is_now) in enumerate(zip_longest(then.split("\n"), now.split("\n")), start=1):
        if was != is_now:
            places = enumerate(zip_longest(was or "", is_now or ""))
            column = next((place for place, (old, new) in places if old != new), 0)
            around = slice(max(0, column - 60), column + 60)
            return (
                f"line {number}, column {column}: {(was or '')[around]!r} is now {(is_now or '')[around]!r}"
            )
    return ""


@pytest.mark.parametrize("name", RENDERED)
@pytest.mark.parametrize("key", PUBLISHED)
def test_a_kept_report_is_rendered_as_it_was(key, name):
    assert first_difference(read(f"{key}.{name}"), RENDERED[name](document_of(key))) == ""


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_kept_snapshot_is_the_same_text_when_it_is_written_again(key):
    document = document_of(key)
    assert rendered(json.loads(document.text)) == document.text == read(f"{key}.json")


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_report_of_the_first_rules_is_called_by_their_words(key):
    """Whatever the terms of today: nothing of it is called otherwise than when it was published."""
    document = document_of(key)
    assert (document.snapshot["schema_version"], document.snapshot["rule_version"]) == (1, 1)
    for name in ("body.html", "html", "pdf.json", "xlsx.xml"):
        told = RENDERED[name](document)
        for word in ("期待値", "進捗率", "取組の進み方"):
            assert word in told, (name, word)
        for word in ("計画どおりなら", "到達率", "進み具合", "計画に対する進み"):
            assert word not in told, (name, word)
    assert "遅れ・未達・注意の指標" in RENDERED["xlsx.xml"](document)


@pytest.mark.parametrize("key", PUBLISHED)
def test_what_its_schema_did_not_know_is_blank_and_no_column_of_its_csv(key):
    document = document_of(key)
    for row in document.snapshot["indicators"]:
        assert row["citizen_sentence"] == row["overdue_text"] == row["latest_period"] == ""
        assert not row["value"] or row["value"]["own_text"] == ""
    head = RENDERED["csv"](document).lstrip("\ufeff").split("\r\n")[0].split(",")
    assert head == [name for name in INDICATOR_COLUMNS if name not in NEW_COLUMNS]


def test_a_report_of_today_has_other_words():
    assert words_of(1).expected == "期待値"
    assert words_of(RULE_VERSION).expected == "計画どおりなら"
    assert all(vars(words_of(1))[name] != text for name, text in vars(words_of(RULE_VERSION)).items())


def test_they_are_of_many_kinds():
    snapshots = [document_of(key).snapshot for key in PUBLISHED]
    assert [snapshot["corrections"] is not None for snapshot in snapshots] == [False, True, False]
    since = {Verdict.DONE, Verdict.IMPROVED, Verdict.UNCHANGED, Verdict.WORSENED}  # milestones and words
    verdicts = {row["verdict"] for row in snapshots[-1]["indicators"]}
    assert verdicts == {each.value for each in set(Verdict) - since}
