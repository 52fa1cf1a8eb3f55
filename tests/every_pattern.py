"""Every regular expression of the portal against long texts: started by tests/test_long_texts.py in a process of its own.

Prints each one's name before it is tried, so that the one that does not end is the last line.
"""

import ast
import importlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
LONG = 10_000
PARTS = (
    "a", "1", " ", "-", ",", ".", "=", "\n", "\t", "あ", "年", "令和", "１", "%", "/", "'", '"', "[", "(", "<", "&", "\\", "*", "_",
    "a ", "1-", "1,", "a.", "1 ", "あ ", "a-", "2024-", "a\n", "((", "<a", "1年", "１，", "ab", "$A$1", "http://a", "@a",
)  # fmt: skip
ENDS = ("", "!")
WAYS = ("search", "match", "fullmatch", "sub", "split", "findall", "finditer")


def patterns() -> Iterator[tuple[str, re.Pattern, set[str]]]:
    """What stands in a call of `re`, or of a validator that takes one, as text or made of the file's own names: its place, and how it is used."""
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
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _takes_a_pattern(node)]
            known = vars(_module_of(path)) if calls else {}
            for node in calls:
                text = _text_of(node.args[0], known)
                if text:
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else "search"
                    ways = {called} if called in WAYS else _ways_of(names.get(node, ""), source)
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {text!r}", re.compile(text), ways


def _ways_of(name: str, source: str) -> set[str]:
    """How the compiled pattern of that name is used in its file; where that is not seen, by search, the costliest."""
    return {way for way in WAYS if f"{name}.{way}(" in source} or {"search"}


def _module_of(path: Path) -> object:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _takes_a_pattern(node: ast.Call) -> bool:
    called = node.func
    if isinstance(called, ast.Attribute):
        is_re = isinstance(called.value, ast.Name) and called.value.id == "re"
        return is_re and called.attr != "escape" and bool(node.args)
    return isinstance(called, ast.Name) and called.id == "RegexValidator" and bool(node.args)


def _text_of(node: ast.expr, known: Mapping[str, object]) -> str:
    """Blank where it is made of what only a call knows."""
    try:
        text = eval(compile(ast.Expression(node), "pattern", "eval"), dict(known))  # noqa: S307 our own source
    except NameError:
        return ""
    return text if isinstance(text, str) else ""


def _try(pattern: re.Pattern, way: str, text: str) -> None:
    if way in ("sub", "split"):
        pattern.sub("", text)
    elif way in ("finditer", "findall"):
        pattern.findall(text)
    else:
        getattr(pattern, way)(text)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxportal.settings")
    django.setup()
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
