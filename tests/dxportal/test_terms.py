"""One term per idea: what people read is held against docs/terms.md."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
# The words of the first version stand where reports of that version are printed.
FORMER = ROOT / "kpis/reports/words.py"
# 未達 alone is the key of a group in files.
KEYS = frozenset({"未達"})


def terms() -> list[tuple[str, list[str]]]:
    rows = ROW.findall((ROOT / "docs/terms.md").read_text(encoding="utf-8"))
    return [(term.strip(), [word.strip() for word in never.split(",")]) for term, never in rows[1:]]


def texts() -> dict[Path, list[str]]:
    """Every text for people: the templates, and the strings of the code without its docstrings."""
    found = {
        path: [path.read_text(encoding="utf-8")] for path in ROOT.glob("templates/**/*") if path.is_file()
    }
    for app in ("dxportal", "plans", "kpis"):
        for path in ROOT.glob(f"{app}/**/*.py"):
            if "migrations" not in path.parts and path != FORMER:
                found[path] = list(strings(path))
    return found


def strings(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docs and node.value not in KEYS:
            yield node.value


TEXTS = texts()


def test_the_list_is_read():
    assert len(terms()) > 15
    assert len(TEXTS) > 200


@pytest.mark.parametrize("term", [term for term, _ in terms()])
def test_every_term_is_used(term):
    assert any(term in text for found in TEXTS.values() for text in found)


@pytest.mark.parametrize("word", [word for _, never in terms() for word in never])
def test_what_is_no_term_is_nowhere(word):
    form = re.compile("未達(?!成)") if word == "未達" else re.compile(re.escape(word))
    places = [str(path.relative_to(ROOT)) for path, found in TEXTS.items() if any(map(form.search, found))]
    assert not places
