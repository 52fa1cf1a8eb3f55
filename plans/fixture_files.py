"""Reads plans from YAML fixtures: their rows with the place where each stands, before anything is checked or saved."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.apps import apps

from plans.models.base import NaturalKeyModel
from plans.os_reasons import why


class LoadError(Exception):
    """The file cannot be loaded; `messages` has one Japanese sentence per mistake."""

    def __init__(self, messages: list[str]):
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass
class FixtureRow:
    """One entry of a file: its place there, its model, and the raw values of its fields.

    A value that could not be read stands there as the ValidationError that says why.
    """

    file: str
    number: int
    line: int
    model: type[NaturalKeyModel]
    values: dict

    def __str__(self) -> str:
        name = self.values.get("code") or self.values.get("slug") or self.values.get("name") or ""
        return (
            f"{self.file} {self.number}件目（{self.line}行目）{self.model._meta.verbose_name} {name}".rstrip()
        )

    def place(self, name: str = "") -> str:
        """Where the row stands, or that field of it."""
        return f"{self}: {name}" if name else str(self)


_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where the library has it


class _TextLoader(_SafeLoader):
    """Leaves numbers and dates as the text people wrote: a code 010 is not the number 8."""


_TextLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in ("bool", "null", "merge")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def natural_key_of(row: FixtureRow) -> tuple[str, ...]:
    """The row's natural key as the file writes it."""
    key: list[object] = []
    for name in key_fields(row.model):
        value = row.values.get(name)
        key += value if isinstance(value, list) else [value]
    return tuple(map(str, key))


def key_fields(model: type[NaturalKeyModel]) -> list[str]:
    """The row's own fields behind its natural key: the plan itself stands for its slug and its city's slug."""
    return list(dict.fromkeys(path.split("__")[0] for path in model.NATURAL_KEY))


def read_rows(path: Path, *, prepare: Callable[[str], str] = str) -> list[FixtureRow]:
    """The rows of a fixture file. `prepare` may rewrite its text first. Raises LoadError if it cannot be read."""
    entries = read_entries(path, prepare=prepare)
    return [row_of(path.name, number, *pair) for number, pair in enumerate(entries, start=1)]


def read_entries(path: Path, *, prepare: Callable[[str], str] = str) -> list[tuple[int, object]]:
    """The entries of the list in a file, each with its line. Raises LoadError if it cannot be read."""
    try:
        text = prepare(path.read_text(encoding="utf-8-sig"))
        loader = _TextLoader(text)
        root = loader.get_single_node()
        _refuse_twice(root)
        entries = loader.construct_document(root) if root else None
    except OSError as error:
        raise LoadError([f"{path.name} を開けません（{why(error)}）。"]) from error
    except UnicodeDecodeError as error:
        raise LoadError([f"{path.name} はUTF-8で保存してください。"]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{mark.line + 1}行目 {mark.column + 1}文字目" if mark else ""
        raise LoadError(
            [f"{path.name} {where}: YAMLとして読めません（{getattr(error, 'problem', error)}）。"]
        ) from error
    if not isinstance(entries, list) or not entries:
        raise LoadError([f"{path.name}: model と fields を持つ行の一覧を書いてください。"])
    return list(zip((node.start_mark.line + 1 for node in root.value), entries, strict=True))


def _refuse_twice(root: yaml.Node | None) -> None:
    """Of two values under one name YAML would keep the last, without a word. Raises MarkedYAMLError."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
            continue
        names = [name for name, _value in node.value if isinstance(name, yaml.ScalarNode)]
        first = {name.value: name for name in reversed(names)}
        if twice := next((name for name in names if first[name.value] is not name), None):
            problem = f"「{twice.value[:40]}」が2つあります"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=twice.start_mark)
        waiting += [value for _name, value in node.value]


def row_of(file: str, number: int, line: int, entry: object) -> FixtureRow:
    """The entry as a row. Raises LoadError where it is none."""
    where = f"{file} {number}件目（{line}行目）"
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict) or "model" not in entry:
        raise LoadError([f"{where}: model と fields を書いてください。"])
    try:
        model = apps.get_model(str(entry["model"]))
    except (LookupError, ValueError):
        raise LoadError([f"{where}: 「{entry['model']}」という種類の行はありません。"]) from None
    if not issubclass(model, NaturalKeyModel):
        raise LoadError([f"{where}: 「{entry['model']}」はファイルから読み込めません。"])
    return FixtureRow(file, number, line, model, _unwritten(model) | entry["fields"])


def _unwritten(model: type[NaturalKeyModel]) -> dict[str, object]:
    """Parts of the key of which a file need say nothing: the language of a text is the portal's own."""
    fields = (model._meta.get_field(name) for name in key_fields(model))
    return {field.name: field.get_default() for field in fields if field.has_default()}
