"""The tables of docs/report.md, from types.py: what a field of the snapshot is called, which form it has, what it means.

`python -m kpis.reports.snapshot.field_tables` writes them anew, below the lines `<!-- fields of FrozenReport -->`.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

TYPES = Path(__file__).with_name("types.py")
DOCUMENT = Path(__file__).parents[3] / "docs" / "report.md"
HEAD = "| Field | Form | Meaning |\n|---|---|---|\n"
_TABLE = re.compile(r"(<!-- fields of (\w+) -->\n)(?:\|.*\n)*")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FORMS = {
    "str": "text",
    "int": "integer",
    "bool": "true or false",
    "Number": "number",
    "Ratio": "ratio",
    "Day": "day",
    "PeriodName": "period",
    "Code": "code",
    "Sha256": "SHA-256",
}


@dataclass(frozen=True)
class DescribedField:
    """`form`: the annotation as it is written. `meaning` blank: told with the field before it."""

    name: str
    form: ast.expr
    meaning: str


class Described:
    """What types.py declares: of each TypedDict its fields, of each Literal its values."""

    def __init__(self, source: str):
        self.lines = source.splitlines()
        self.literals: dict[str, str] = {}
        self.fields: dict[str, list[DescribedField]] = {}
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                inherited = [field for base in node.bases for field in self.fields.get(ast.unparse(base), [])]
                own = [self._field(line) for line in node.body if isinstance(line, ast.AnnAssign)]
                self.fields[node.name] = inherited + own
            elif isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal["):
                words = (each for each in ast.walk(node.value) if isinstance(each, ast.Constant))
                known = ", ".join(f"`{ast.literal_eval(word)}`" for word in words)
                self.literals[ast.unparse(node.targets[0])] = f"one of {known}"

    def _field(self, node: ast.AnnAssign) -> DescribedField:
        """With the comment behind it, or the lines of comment above it."""
        told = [self.lines[(node.end_lineno or node.lineno) - 1].partition("  # ")[2]]
        above = node.lineno - 2
        while self.lines[above].startswith("    # "):
            told.insert(0, self.lines[above].removeprefix("    # "))
            above -= 1
        return DescribedField(ast.unparse(node.target), node.annotation, " ".join(told).strip())


def with_tables(text: str) -> str:
    """The document with every table as types.py has it. Raises KeyError for a type without a table, or unknown."""
    described = Described(TYPES.read_text(encoding="utf-8"))
    places = {
        found[2]: _HEADING.findall(text[: found.start()])[-1].strip("`") for found in _TABLE.finditer(text)
    }
    return _TABLE.sub(
        lambda found: found[1] + HEAD + "".join(_lines(described, described.fields[found[2]], places)), text
    )


def _lines(described: Described, fields: list[DescribedField], places: dict[str, str]) -> list[str]:
    groups: list[list[DescribedField]] = []
    for field in fields:
        if field.meaning or not groups:
            groups.append([])
        groups[-1].append(field)
    lines = []
    for group in groups:
        names = ", ".join(f"`{field.name}`" for field in group)
        forms = "; ".join(dict.fromkeys(_form(described, field.form, places) for field in group))
        lines.append(f"| {names} | {forms} | {group[0].meaning} |\n")
    return lines


def _form(described: Described, node: ast.expr, places: dict[str, str]) -> str:
    """`list[Number] | None` as: list of number, or null."""
    if isinstance(node, ast.BinOp):
        return f"{_form(described, node.left, places)} or null"
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        first, *rest = (_form(described, part, places) for part in parts)
        kinds = {"NotRequired": f"{first} (not in every report)", "list": f"list of {first}"}
        return kinds.get(ast.unparse(node.value)) or f"{rest[0]} by {first}"
    name = ast.unparse(node)
    if name in described.fields:
        heading = places[name]
        return f"[{heading}](#{heading.replace(' ', '-')})"
    return described.literals.get(name) or FORMS[name]


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
