"""Every regular expression of the portal against long texts: started by tests/test_long_texts.py in a process of its own.

Prints each one's name before it is tried, so that the one that does not end is the last line.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONG = 10_000
PARTS = (
    "a", "1", " ", "-", ",", ".", "=", "\n", "\t", "あ", "年", "令和", "１", "%", "/", "'", '"', "[", "(", "<", "&", "\\", "*", "_",
    "a ", "1-", "1,", "a.", "1 ", "あ ", "a-", "2024-", "a\n", "((", "<a", "1年", "１，", "ab", "$A$1", "http://a", "@a",
)  # fmt: skip
ENDS = ("", "!")
WAYS = ("search", "match", "fullmatch", "sub", "split", "findall", "finditer")


def patterns() -> Iterator[tuple[str, re.Pattern, set[str]]]:
    """What stands as text in a call of `re`, or of a validator that takes one: its place, and how it is used."""
    for package in ("plans", "kpis", "dxportal"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            source = path.read_text(encoding="utf-8")
            tree = ast.parse(source)
            names = {
                node.value: node.targets[0].id
                for node in ast.walk(tree)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(tree):
                found = _pattern_of(node)
                if found:
                    text, called = found
                    ways = {called} if called in WAYS else _ways_of(names.get(node, ""), source)
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {text}", re.compile(text), ways


def _ways_of(name: str, source: str) -> set[str]:
    """How the compiled pattern of that name is used in its file; where that is not seen, by search, the costliest."""
    return {way for way in WAYS if f"{name}.{way}(" in source} or {"search"}


def _pattern_of(node: ast.AST) -> tuple[str, str] | None:
    if not isinstance(node, ast.Call) or not node.args:
        return None
    called = node.func
    is_re = (
        isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    )
    is_validator = isinstance(called, ast.Name) and called.id == "RegexValidator"
    if not ((is_re and called.attr != "escape") or is_validator):
        return None
    first = node.args[0]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return None
    return first.value, called.attr if is_re else "search"


def _try(pattern: re.Pattern, way: str, text: str) -> None:
    if way in ("sub", "split"):
        pattern.sub("", text)
    elif way in ("finditer", "findall"):
        pattern.findall(text)
    else:
        getattr(pattern, way)(text)


def main() -> None:
    texts = [(part * (LONG // len(part)))[:LONG] + end for part in PARTS for end in ENDS]
    count = 0
    for name, pattern, ways in patterns():
        print(name, flush=True)
        count += 1
        for way in ways:
            for text in texts:
                _try(pattern, way, text)
    print(f"tried {count}")


if __name__ == "__main__":
    main()
