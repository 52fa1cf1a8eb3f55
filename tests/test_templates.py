"""What holds for every template, style sheet and script: short lines, whole sentences, no rule of judging."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 160
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
MODULES = sorted(
    path
    for app in ("dxportal", "kpis", "plans")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)

JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# The second half of a sentence: の進み具合, まで. A mark in brackets stands by itself.
FRAGMENT = re.compile(r"[のをが、。]|(?:に|で|と|は|へ|まで|より|から|末|件|人|年度|さん)(?:[、。]|$)")
TEMPLATE_GLUE = re.compile(r"""\}\}\{%\s*translate\s+"[^（]|\{%\s*translate\s+"[^"]*"\s*%\}\{\{""")
TRANSLATED = re.compile(r"""\{%\s*translate\s+"([^"]*)"|_\("([^"]*)"\)""")
# Words of judging: a template prints what was made of them, and asks for none of them.
JUDGED = re.compile(
    r"""\{%\s*(?:el)?if\b[^%]*?\.(?:
        verdict | observation_status | series | direction | frequency | in_progress | is_ratio
        | is_provisional | baseline_is_provisional | is_final | reading | pace | gap | kept | keep
    )\b""",
    re.VERBOSE,
)
COMPARED = re.compile(r"""\{%\s*(?:el)?if\b[^%]*?\.(?:status|group|group_key|role|course)\s*[!=]=""")


def named(path: Path, number: int) -> str:
    return f"{path.relative_to(ROOT)}:{number}"


def lines_of(paths: list[Path], is_wrong: Callable[[str], object]) -> list[str]:
    return [
        named(path, number)
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if is_wrong(line)
    ]


def fragments(line: str) -> list[str]:
    return [text for pair in TRANSLATED.findall(line) for text in pair if text and FRAGMENT.match(text)]


def texts_of(node: ast.AST) -> Iterator[str]:
    """What gettext is asked for, when the node is nothing but that, its placeholders filled or not."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        node = node.left
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext", "gettext_lazy"):
        yield from (text.value for text in node.args if isinstance(text, ast.Constant))


def glued(module: str) -> Iterator[int]:
    """Lines that put a translated piece beside another: in an f-string, or with + where no sentence ends."""
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.FormattedValue) and any(
            text for inner in ast.walk(node.value) for text in texts_of(inner)
        ):
            yield node.lineno
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            is_after_break = isinstance(node.left, ast.Constant) and str(node.left.value).endswith("\n")
            left = [text for text in texts_of(node.left) if text[-1] not in "。 "]
            right = [text for text in texts_of(node.right) if text[-1] != "。" and not is_after_break]
            if left or right:
                yield node.lineno


def test_no_input_cuts_what_is_typed():
    """Too long, and the server says so in a sentence. Of the forms' own inputs dxportal/form_renderer.py sees to it."""
    assert lines_of(TEMPLATES + SCRIPTS, lambda line: "maxlength" in line.lower()) == []


def test_no_line_is_longer_than_a_reader_can_follow():
    files = [*TEMPLATES, *SCRIPTS, *STYLES, *sorted((ROOT / "static").rglob("*.svg"))]
    assert len(files) > 100
    assert not lines_of(files, lambda line: len(line) > LONGEST)


def test_scripts_have_no_words_of_their_own():
    assert len(SCRIPTS) > 3
    assert not lines_of(SCRIPTS, JAPANESE.search)


def test_templates_glue_no_sentences():
    assert not lines_of(TEMPLATES, TEMPLATE_GLUE.search)
    assert not lines_of([*TEMPLATES, *MODULES], fragments)


def test_modules_glue_no_sentences():
    wrong = [named(path, number) for path in MODULES for number in glued(path.read_text(encoding="utf-8"))]
    assert not wrong


def test_templates_hold_no_rule_of_judging():
    assert not lines_of(TEMPLATES, JUDGED.search)
    assert not lines_of(TEMPLATES, COMPARED.search)


@pytest.mark.parametrize(
    ("is_wrong", "line"),
    [
        (TEMPLATE_GLUE.search, '{{ city.name }}{% translate "計画" %}'),
        (TEMPLATE_GLUE.search, '{% translate "前回" %}{{ value }}'),
        (fragments, '{{ name }} {% translate "の計画" %}'),
        (fragments, '{{ label }}{% if now %} {% translate "まで" %}{% endif %}'),
        (fragments, 'label + (_("まで") if reading.in_progress else "")'),
        (JUDGED.search, '{% if row.value and found.verdict == "NO_DATA" %}'),
        (JUDGED.search, "{% elif row.evaluation.reading.in_progress %}"),
        (COMPARED.search, '{% if row.value.status != "A" %}'),
        (JAPANESE.search, 'say("保存");'),
        (lambda text: list(glued(text)), "f\"{label}{_('末')}\""),
        (lambda text: list(glued(text)), '_("%d期のうち") % a + _("%d期まで") % b'),
    ],
)
def test_what_is_wrong_would_be_found(is_wrong, line):
    assert is_wrong(line)


@pytest.mark.parametrize(
    ("is_wrong", "line"),
    [
        (TEMPLATE_GLUE.search, '{{ plan }}{% translate "（サンプル）" %}'),
        (TEMPLATE_GLUE.search, '{% translate "前回" %}: {{ value }}'),
        (fragments, '{% translate "もとにする数" %}'),
        (fragments, '_("年換算 %s") % text'),
        (JUDGED.search, "{% if row.value_text %}{{ row.absent_text }}{% endif %}"),
        (COMPARED.search, "{% if action.group %}"),
        (lambda text: list(glued(text)), '_("棒グラフです。") + _("実績は%sです。") % value'),
    ],
)
def test_what_is_right_is_left_alone(is_wrong, line):
    assert not is_wrong(line)


# What a library of tags is for: the tags and filters by which a template is seen to use it.
LIBRARIES = {
    "i18n": (
        "translate",
        "trans",
        "blocktranslate",
        "blocktrans",
        "plural",
        "get_current_language",
        "language",
    ),
    "static": ("static", "get_static_prefix"),
}
LOADED = re.compile(r"\{%\s*load ([\w ]+?)\s*%\}")


def _names_of(library: str) -> Iterable[str]:
    if library in LIBRARIES:
        return LIBRARIES[library]
    found = engines["django"].engine.template_libraries[library]
    return (*found.tags, *found.filters)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_loads_what_it_uses_and_nothing_else(path):
    text = path.read_text(encoding="utf-8")
    libraries = [name for line in LOADED.findall(text) for name in line.split()]
    body = LOADED.sub("", text)
    idle = [
        name
        for name in libraries
        if not any(re.search(rf"\{{%\s*{word}\b|\|{word}\b", body) for word in _names_of(name))
    ]
    assert not idle
