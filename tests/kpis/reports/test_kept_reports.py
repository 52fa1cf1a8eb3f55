"""Reports that were published stay as they were: what is rendered from them today is what was rendered then."""

from itertools import zip_longest

import pytest

from kpis.judging.terms import Verdict
from kpis.reports.snapshot.build import rendered

from .kept import PUBLISHED, RENDERED, document_of, read


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
    assert rendered(document.snapshot) == document.text


def test_they_are_of_many_kinds():
    snapshots = [document_of(key).snapshot for key in PUBLISHED]
    assert [snapshot["corrections"] is not None for snapshot in snapshots] == [False, True, False]
    assert {row["verdict"] for row in snapshots[-1]["indicators"]} == {each.value for each in Verdict}
