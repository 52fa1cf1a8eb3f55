"""The house's order: imports go one way, downwards, and no file imports itself by way of others."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# From the ground up. A room may import what stands before it, never what stands after it.
ROOMS = (
    "judging",
    "charts",
    "models",
    "assessment",
    "lint",
    "standings",
    "workflow",
    "nation",
    "documents",
    "reports",
    "pictures",
    "public",
    "staff",
    "entry",
    "sheets",
    "admin",
)
PURE = ("judging", "charts")  # plain values in, plain values out
APPS = ("plans", "kpis", "dxportal")


def _modules() -> dict[str, Path]:
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = path
    return found


MODULES = _modules()


def _absolute(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".") if MODULES[name].name == "__init__.py" else name.split(".")[:-1]
    package = package[: len(package) - (node.level - 1)]
    return ".".join([*package, *([node.module] if node.module else [])])


def _named(name: str) -> Iterator[str]:
    """Every module or name that the module imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(name, node)
            yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def imports_of(name: str) -> frozenset[str]:
    """The portal's own modules that the module imports."""
    found = set()
    for wanted in _named(name):
        if wanted in MODULES:
            found.add(wanted)
        elif wanted.rpartition(".")[0] in MODULES:
            found.add(wanted.rpartition(".")[0])
    return frozenset(found - {name})


def room_of(name: str) -> str:
    """judging for kpis.judging.value; blank outside the rooms: urls, commands, template tags stand above them."""
    parts = name.split(".")
    return parts[1] if parts[0] == "kpis" and len(parts) > 1 and parts[1] in ROOMS else ""


def test_plans_know_nothing_of_kpis_and_neither_knows_the_project():
    wrong = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports_of(name)
        if APPS.index(name.split(".")[0]) < APPS.index(other.split(".")[0])
    ]
    assert not wrong, wrong


def test_rooms_import_downwards_only():
    wrong = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports_of(name)
        if room_of(name) and room_of(other) and ROOMS.index(room_of(name)) < ROOMS.index(room_of(other))
    ]
    assert not wrong, wrong


def test_every_package_of_kpis_is_a_room_with_a_place_in_the_order():
    packages = {path.parent.name for path in (ROOT / "kpis").glob("*/__init__.py")}
    assert packages - {"management", "migrations", "templatetags"} == set(ROOMS)


def test_kpis_has_few_files_at_its_top():
    assert len(list((ROOT / "kpis").glob("*.py"))) <= 6


def test_no_file_imports_itself_by_way_of_others():
    circles: list[str] = []
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            circles.append(" → ".join((*way[way.index(name) :], name)))
        elif name not in done:
            for other in sorted(imports_of(name)):
                # A package holds its files: it may name them, and they it.
                if not other.startswith(f"{name}.") and not name.startswith(f"{other}."):
                    walk(other, (*way, name))
            done.add(name)

    for name in sorted(MODULES):
        walk(name, ())
    assert not circles, circles


def test_pure_rooms_know_neither_the_database_nor_the_clock():
    allowed = (
        "django.utils.translation",
        "django.utils.functional",
        "django.utils.html",
        "django.utils.safestring",
    )
    wrong = [
        f"{name} imports {wanted}"
        for name in MODULES
        if room_of(name) in PURE
        for wanted in _named(name)
        if wanted.startswith("django") and not wanted.startswith(allowed)
    ]
    wrong += [
        f"{name} asks for today"
        for name, path in MODULES.items()
        if room_of(name) in PURE
        and any(ask in path.read_text() for ask in ("date.today(", "now()", "localdate("))
    ]
    assert not wrong, wrong
