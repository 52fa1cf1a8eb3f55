"""docs/accessibility tells of every criterion, every kind of page and every task, and names only tests that there are."""

import re

import pytest
from django.conf import settings

from tests.browser.conftest import KINDS
from tests.browser.test_tasks import TASKS

FOLDER = settings.BASE_DIR / "docs/accessibility"
RESULTS = FOLDER / "wcag-2.2-aa.ja.md"
# WCAG 2.2 of October 2023, levels A and AA; 4.1.1 is obsolete there.
LEVEL_A = re.findall(
    r"\S+",
    """
1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2
2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4
3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2
""",
)
LEVEL_AA = re.findall(
    r"\S+",
    """
1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13
2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8
3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3
""",
)
NAMED = re.compile(r"`(tests/[\w/]+\.py)` · `(\w+)`")
TEST_ALONE = re.compile(r"`(test_\w+)`")
LOOKED_AT = "点検: "
# Number, task, question, way, clicks, at most, characters, at most.
TASK_ROW = re.compile(
    r"^\| \d+ \| `(\w+)` \|[^|]+\|[^|]+\| (\d+) \| (\d+) \| (\d+) \| (\d+|[–－]) \|$", re.MULTILINE
)


def rows(first: str) -> list[list[str]]:
    """The cells of the table whose head begins with this word."""
    text = RESULTS.read_text(encoding="utf-8")
    table = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)[1]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]


def test_wcag_has_55_criteria_of_these_levels():
    assert (len(LEVEL_A), len(LEVEL_AA)) == (31, 24)
    assert not set(LEVEL_A) & set(LEVEL_AA)


def test_every_criterion_stands_there_once_with_its_level():
    found = [(row[0], row[2]) for row in rows("番号")]
    assert sorted(found) == sorted([(n, "A") for n in LEVEL_A] + [(n, "AA") for n in LEVEL_AA])


def test_every_criterion_has_a_result_and_what_it_rests_on():
    results = {"適合": 0, "－": 0}
    for number, name, _level, scope, result, how, check in rows("番号"):
        assert name and check, number
        assert (result == "－") == scope.startswith("該当なし（") == (how == "－"), number
        assert NAMED.search(check) or LOOKED_AT in check, number
        results[result] += 1
    text = RESULTS.read_text(encoding="utf-8")
    assert f"適合が{results['適合']}、該当なしが{results['－']}です" in text


@pytest.mark.parametrize("paper", sorted(path.name for path in FOLDER.glob("*.md")))
def test_every_test_that_is_named_exists_in_its_file(paper):
    text = (FOLDER / paper).read_text(encoding="utf-8")
    missing = []
    for file, test in NAMED.findall(text):
        path = settings.BASE_DIR / file
        if not path.is_file() or not re.search(rf"def {test}\(", path.read_text(encoding="utf-8")):
            missing.append((file, test))
    assert missing == []
    if paper.startswith("tasks"):
        source = (settings.BASE_DIR / "tests/browser/test_tasks.py").read_text(encoding="utf-8")
        assert [test for test in TEST_ALONE.findall(text) if f"def {test}(" not in source] == []
    else:
        assert len(TEST_ALONE.findall(text)) == len(NAMED.findall(text)), "each beside its file"


def test_every_kind_of_page_stands_there_once_with_a_result_in_each_language():
    found = rows("種類")
    assert sorted(kind for row in found for kind in re.findall(r"`([^`]+)`", row[0])) == sorted(KINDS)
    assert f"公開ページの{len(KINDS)}種類" in RESULTS.read_text(encoding="utf-8")
    criteria = {*LEVEL_A, *LEVEL_AA}
    for row in found:
        assert len(row) == 7, row
        assert set(row[3].split("、")) <= criteria, row
        assert all(row[4:]), row


@pytest.mark.parametrize("paper", ["tasks.md", "tasks.ja.md"])
def test_the_tasks_are_those_that_are_measured_with_their_limits(paper):
    found = TASK_ROW.findall((FOLDER / paper).read_text(encoding="utf-8"))
    assert {name: (int(most), int(long) if long.isdigit() else None) for name, _, most, _, long in found} == {
        task.__name__: limits for task, limits in TASKS.items()
    }
    assert len(found) == len(TASKS) == 12
    for name, clicks, most_clicks, characters, most_characters in found:
        assert int(clicks) <= int(most_clicks), name
        assert not most_characters.isdigit() or int(characters) <= int(most_characters), name


def test_it_is_linked():
    for paper in ("README.md", "README.ja.md"):
        assert f"docs/accessibility/{paper}" in (settings.BASE_DIR / paper).read_text(encoding="utf-8")
