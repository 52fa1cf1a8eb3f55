"""docs/security.md and its twin name tests that exist, the same ones, and every requirement once."""

import re

import pytest
from django.conf import settings

DOCS = settings.BASE_DIR / "docs"
PAPERS = ("security.md", "security.ja.md")
NAMED = re.compile(r"`(tests/[\w/.]+\.py)`(?: · `([\w:]+)`)?")
ROW = re.compile(r"^\| (\d+(?:\.\d+)*(?:–\d+(?:\.\d+)*)?) \|", re.MULTILINE)
CHAPTERS = 17


def named(paper: str) -> list[tuple[str, str]]:
    return NAMED.findall((DOCS / paper).read_text(encoding="utf-8"))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_test_that_is_named_exists(paper):
    missing = []
    for file, parts in named(paper):
        path = settings.BASE_DIR / file
        source = path.read_text(encoding="utf-8") if path.is_file() else ""
        *classes, test = parts.split("::")
        found = bool(source) and (not test or re.search(rf"def {test}\(", source))
        if not found or not all(re.search(rf"^class {name}\b", source, re.MULTILINE) for name in classes):
            missing.append((file, parts))
    assert missing == []
    assert len(named(paper)) > 100


def test_both_papers_say_the_same_of_the_same_requirements():
    english, japanese = ((DOCS / paper).read_text(encoding="utf-8") for paper in PAPERS)
    assert named(PAPERS[0]) == named(PAPERS[1])
    assert ROW.findall(english) == ROW.findall(japanese)
    states = [re.findall(rf"\| (?:{words}) \|", text) for text, words in (
        (english, "met|in part|not applicable|open"), (japanese, "満たす|一部|該当なし|未対応")
    )]  # fmt: skip
    assert len(states[0]) == len(states[1]) > 100


@pytest.mark.parametrize("paper", PAPERS)
def test_every_class_and_chapter_stands_there_once(paper):
    text = (DOCS / paper).read_text(encoding="utf-8")
    numbers = ROW.findall(text)
    assert numbers[:11] == [str(n) for n in range(1, 12)]
    assert len(set(numbers[11:])) == len(numbers[11:])
    assert re.findall(r"^### V(\d+) ", text, re.MULTILINE) == [str(n) for n in range(1, CHAPTERS + 1)]


def test_what_is_met_names_its_test_or_says_how():
    for line in (DOCS / PAPERS[0]).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 7 and cells[3] in ("met", "in part", "not applicable", "open"):
            assert len(cells[4]) > 3, line


def test_it_is_linked():
    assert "docs/security.md" in (settings.BASE_DIR / "SECURITY.md").read_text(encoding="utf-8")
