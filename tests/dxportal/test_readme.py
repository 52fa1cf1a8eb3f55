"""What the papers promise is true: examples work, links lead somewhere, both languages say the same."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from dxportal import environment
from plans.loading import load_file
from plans.models import Plan
from tests.factories import freeze_today

ROOT = Path(settings.BASE_DIR)
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
# Published by a Japanese city for its own readers.
JAPANESE_ONLY = {ROOT / "docs/accessibility/wcag-2.2-aa.ja.md"}
IN_TWO_LANGUAGES = [path for path in PAPERS if path.name.endswith(".ja.md") and path not in JAPANESE_ONLY]
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FOLDERS = (
    "dxportal",
    "plans",
    "kpis",
    "templates",
    "static",
    "fixtures",
    "tests",
    "docs",
    "benchmarks",
    ".ci",
)


def text_of(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def english(path: Path) -> Path:
    return path.with_name(path.name.replace(".ja.md", ".md"))


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def prose(path: Path) -> str:
    """The page without its blocks of code."""
    return FENCED.sub("", text_of(path))


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ .*$", prose(path), re.MULTILINE)


def anchor(heading: str) -> str:
    """What a link to the heading says behind the #, as repository hosts make it."""
    words = heading.lstrip("#").strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words))


def blocks(path: Path) -> list[str]:
    """The page's blocks of code without what is said in comments."""
    return [re.sub(r"\s+#.*$", "", block, flags=re.MULTILINE) for block in FENCED.findall(text_of(path))]


def own_commands() -> dict[str, BaseCommand]:
    return {
        name: load_command_class(app, name)
        for name, app in get_commands().items()
        if app in ("plans", "kpis", "dxportal")
    }


class TestExamplePlan:
    @pytest.fixture(params=["docs/own-plan.md", "docs/own-plan.ja.md"])
    def page(self, request, db, tmp_path, client):
        """A page of the example plan, once somebody has saved and loaded it."""
        file = tmp_path / "my-plan.yaml"
        file.write_text(re.search(r"```yaml\n(.*?)```", text_of(request.param), re.DOTALL)[1], "utf-8")
        assert load_file(file).created == 8
        address = Plan.objects.get_by_natural_key("example", "dx-plan").get_absolute_url()
        return lambda path: client.get(address + path).content.decode()

    def test_it_is_read_in_public(self, page):
        assert "窓口で待たない" in page("map/")
        assert "8,020件" in page("kpis/")

    @pytest.mark.parametrize("month", ["today", "2026-12", "2027-03", "2027-04", "2028-01", "2030-05"])
    def test_its_indicator_shows_a_verdict_now_and_later(self, page, monkeypatch, month):
        if month != "today":
            freeze_today(monkeypatch, date.fromisoformat(month + "-15"))
        text = re.sub(r"<[^>]+>", "", page("kpis/1-1/"))
        assert re.search(r"今の判定\s+順調", text)
        assert "計画に対する進みは102%です。" in text


class TestReadme:
    def test_it_is_read_in_five_minutes(self):
        assert len(text_of("README.md").splitlines()) <= 150
        assert len(text_of("README.ja.md").splitlines()) <= 150

    def test_it_names_every_page_for_readers(self):
        linked = set(LINK.findall(text_of("README.md")))
        pages = {str(path.relative_to(ROOT)) for path in PAPERS if path.parent == ROOT / "docs"}
        assert {page for page in pages if not page.endswith(".ja.md")} <= linked

    def test_it_shows_every_picture(self):
        for page in ("README.md", "README.ja.md"):
            shown = set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(page)))
            assert shown == {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.png")}


class TestLanguages:
    @pytest.mark.parametrize("page", IN_TWO_LANGUAGES, ids=names(IN_TWO_LANGUAGES))
    def test_both_have_the_same_headings_links_and_tables(self, page):
        def shape(path: Path) -> dict:
            text = text_of(path)
            links = [re.sub(r"#.*", "", link).replace(".ja.md", ".md") for link in LINK.findall(prose(path))]
            return {
                "headings": [len(heading) - len(heading.lstrip("#")) for heading in headings(path)],
                "links": sorted(links),
                "rows": len(re.findall(r"^\|", text, re.MULTILINE)),
            }

        assert shape(page) == shape(english(page))

    @pytest.mark.parametrize("page", IN_TWO_LANGUAGES, ids=names(IN_TWO_LANGUAGES))
    def test_both_give_the_same_commands(self, page):
        mine = [block.replace("<このリポジトリ>", "<this repository>") for block in blocks(page)]
        assert mine == blocks(english(page))

    def test_pages_for_city_staff_and_operators_are_in_both(self):
        english_only = {"report.md", "data-files.md", "judging.md", "terms.md"}
        pages = {path.name for path in (ROOT / "docs").glob("*.md")} - english_only
        assert {name for name in pages if not name.endswith(".ja.md")} == {
            name.replace(".ja.md", ".md") for name in pages if name.endswith(".ja.md")
        }


class TestLinks:
    @pytest.mark.parametrize("page", PAPERS, ids=names(PAPERS))
    def test_every_relative_link_leads_somewhere(self, page):
        wrong = []
        for link in LINK.findall(prose(page)):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, part = link.partition("#")
            target = (page.parent / path) if path else page
            if not target.exists() or (part and part not in map(anchor, headings(target))):
                wrong.append(link)
        assert not wrong

    @pytest.mark.parametrize("page", PAPERS, ids=names(PAPERS))
    def test_every_file_that_is_named_exists(self, page):
        named = re.findall(r"`([^`\s]+)`", prose(page)) + re.findall(r"tests/[\w/]+\.py", text_of(page))
        paths = {path for path in named if path.split("/")[0] in FOLDERS and "/" in path}
        assert not {path for path in paths if not re.search(r"[*<…(]", path) and not (ROOT / path).exists()}

    def test_every_decision_stands_in_the_index(self):
        folder = ROOT / "docs/adr"
        files = {path.name for path in folder.glob("0*.md")}
        assert len(files) > 10
        assert {link for link in LINK.findall(text_of("docs/adr/README.md")) if link[0] == "0"} == files
        for name in files:
            parts = [heading.lstrip("# ") for heading in headings(folder / name)]
            assert parts[0].startswith(f"{int(name[:4])}. ")
            assert parts[1:] == ["Context", "Decision", "What it costs"]

    def test_every_dependency_has_its_reason(self):
        project = tomllib.loads(text_of("pyproject.toml"))["project"]
        packages = sum(project["optional-dependencies"].values(), project["dependencies"])
        found = {re.match(r"[\w-]+", package)[0] for package in packages}
        reasons = text_of("docs/adr/0017-dependencies.md")
        assert {name for name in found if not re.search(rf"(?<![\w-]){name}(?![\w-])", reasons)} == set()


class TestCommands:
    @pytest.mark.parametrize("page", PAPERS, ids=names(PAPERS))
    def test_every_command_that_is_named_exists(self, page):
        assert not set(re.findall(r"manage\.py ([a-z_]+)", text_of(page))) - set(get_commands())

    @pytest.mark.parametrize("page", ["docs/commands.md", "docs/commands.ja.md"])
    def test_every_command_of_the_portal_is_described_with_its_options(self, page):
        text = text_of(page)
        general = {
            option
            for action in BaseCommand().create_parser("manage.py", "")._actions
            for option in action.option_strings
        }
        for name, command in own_commands().items():
            lines = [line for line in text.splitlines() if f"`manage.py {name}" in line]
            assert lines, name
            options = {
                option
                for action in command.create_parser("manage.py", name)._actions
                for option in action.option_strings
            }
            assert {option for option in options - general if option not in lines[0]} == set(), name

    @pytest.mark.parametrize("page", ["docs/commands.md", "docs/commands.ja.md"])
    def test_every_make_command_is_described(self, page):
        targets = set(re.findall(r"^([a-z]+):.*## ", text_of("Makefile"), re.MULTILINE))
        assert len(targets) > 6
        assert {name for name in targets - {"help"} if f"`make {name}`" not in text_of(page)} == set()

    @pytest.mark.parametrize("page", ["docs/commands.md", "docs/commands.ja.md", "CONTRIBUTING.md"])
    def test_the_tools_that_tests_need_are_named_as_debian_names_them(self, page):
        packages = re.findall(r"missing\+=\(([\w-]+)\)", text_of(".ci/run"))
        assert len(packages) > 3
        assert {name for name in packages if not re.search(rf"\b{name}\b", text_of(page))} == set()

    def test_pre_commit_runs_what_make_check_runs(self):
        """The same calls with the same variables, each from the locked environment and nothing fetched."""
        makefile = text_of("Makefile").replace("\\\n", " ")
        production = re.search(r"^PRODUCTION := (.*)$", makefile, re.MULTILINE)[1].split()
        recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
        recipe = recipe.replace("$(BIN)", ".venv/bin")
        hooks = [
            hook
            for repo in yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"]
            for hook in repo["hooks"]
        ]
        assert {hook["language"] for hook in hooks} == {"system"}
        assert [hook["entry"].partition(".venv/bin/")[2] for hook in hooks] == [
            line.partition(".venv/bin/")[2] for line in recipe.splitlines()
        ]
        for hook, line in zip(hooks, recipe.splitlines(), strict=True):
            wanted = ["env", *production] if "$(PRODUCTION)" in line else []
            assert hook["entry"].partition(".venv/bin/")[0].split() == wanted


@pytest.mark.parametrize("page", ["docs/settings.md", "docs/settings.ja.md"])
def test_the_settings_that_the_code_reads_are_those_described(page):
    assert set(re.findall(r"^\| `([A-Z_]+)`", text_of(page), re.MULTILINE)) == environment.NAMES
    code = "".join(text_of(f"dxportal/{name}settings.py") for name in ("", "database_", "language_", "sso_"))
    assert [name for name in environment.NAMES if f'"{name}"' not in code] == []
