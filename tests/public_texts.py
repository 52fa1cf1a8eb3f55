"""The texts that citizens may read, and what a catalogue has of them: found in the source, no list to be kept.

`python -m tests.public_texts en` prints those that the English catalogue lacks, as entries to be filled in behind it.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "dxportal" / "locale"

# What is public, by path. Of models only what their choices are called and what their rows say of themselves: the labels and
# complaints of forms are for the staff.
PUBLIC = (
    "dxportal/action_list.py",
    "dxportal/city_lists.py",
    "dxportal/feeds/*.py",
    "dxportal/finding/*.py",
    "dxportal/home.py",
    "dxportal/middleware.py",
    "dxportal/overview.py",
    "dxportal/pages.py",
    "dxportal/plan_cards.py",
    "dxportal/plan_map.py",
    "dxportal/plan_news.py",
    "dxportal/plan_pages.py",
    "dxportal/refused_page.py",
    "dxportal/sharing/*.py",
    "dxportal/site_card.py",
    "dxportal/trouble_page.py",
    "kpis/assessment/*.py",
    "kpis/charts/*.py",
    "kpis/documents/indicator_line.py",
    "kpis/documents/recorded_forms.py",
    "kpis/documents/value_rows.py",
    "kpis/judging/*.py",
    "kpis/models/*.py",
    "kpis/pictures/*.py",
    "kpis/public/*.py",
    "kpis/reports/snapshot/*.py",
    "kpis/standings/*.py",
    "kpis/templatetags/report_tags.py",
    "plans/agenda.py",
    "plans/asked.py",
    "plans/asking.py",
    "plans/chosen_day.py",
    "plans/era.py",
    "plans/joining.py",
    "plans/kinds.py",
    "plans/ledger/later.py",
    "plans/models/*.py",
    "plans/prefectures.py",
    "plans/sections.py",
    "plans/templatetags/asking_tags.py",
    "plans/timeline.py",
    "plans/typed_dates.py",
    "templates/*.html",
    "templates/kpis/*",
    "templates/kpis/reports/*",
    "templates/plans/*",
)
# In these folders, but read by staff and commands only.
OF_STAFF = (
    "kpis/assessment/plausibility_check.py",
    "kpis/judging/comparison.py",
    "kpis/judging/facts_checks.py",
    "kpis/judging/facts_json.py",
    "kpis/judging/facts_json_periods.py",
    "kpis/judging/json_values.py",
    "kpis/judging/plausibility.py",
    "kpis/models/entry.py",
    "plans/models/change_record.py",
    "plans/models/people.py",
    "templates/kpis/reports/preview.html",
)
# Of modules that are public else: functions and classes with the words of forms, for staff.
STAFFS_WORDS = {
    "kpis/judging/periods.py": {"_parsed", "grain_sentence"},
    "kpis/judging/steps_words.py": {"_which_step"},
    "kpis/judging/self_assessment.py": {"check_marks", "_check_groups"},
    "kpis/judging/ratings.py": {"check", "_check_groups", "_check_thresholds", "_check_order"},
}
CALLED = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "ngettext": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}

Text = tuple[str, str]  # context (mostly blank) and what is asked for


def texts_in(patterns: tuple[str, ...]) -> dict[Text, str]:
    """Every text that these files ask a catalogue for, with the file that asks first."""
    found: dict[Text, str] = {}
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if name in OF_STAFF or not path.is_file():
                continue
            source = path.read_text(encoding="utf-8")
            ask = _of_module(name, source) if path.suffix == ".py" else _of_template(path)
            for text in ask:
                found.setdefault(text, name)
    return found


def _of_module(name: str, source: str) -> Iterator[Text]:
    def walk(node: ast.AST) -> Iterator[Text]:
        if getattr(node, "name", "") in STAFFS_WORDS.get(name, ()):
            return
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLED:
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            place = CALLED[node.func.id]
            if len(words) > place:
                yield (words[0] if place else "", words[place])
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    tree = ast.parse(source)
    for node in _spoken_of_rows(tree) if "/models/" in name else [tree]:
        yield from walk(node)


def _spoken_of_rows(tree: ast.AST) -> Iterator[ast.AST]:
    """Of a model's module: what its choices are called, and what its rows say of themselves."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases)
        ) or (
            isinstance(node, ast.FunctionDef)
            and (node.name == "phase" or any("property" in ast.unparse(each) for each in node.decorator_list))
        ):
            yield node


def _of_template(path: Path) -> Iterator[Text]:
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    source = path.read_text(encoding="utf-8")
    nodes = engines["django"].from_string(source).template.nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        asked = node.filter_expression.var
        text = getattr(asked, "literal", None) or (asked if isinstance(asked, str) else "")
        context = node.message_context.resolve({}) if node.message_context else ""
        if text:
            yield (context, text.replace("%", "%%") if "%" in text else text)
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        text, _names = node.render_token_list(node.singular)
        context = node.message_context.resolve({}) if node.message_context else ""
        yield (context, re.sub(r"\s*\n\s*", " ", text).strip() if node.trimmed else text)
    for text in re.findall(r"""[=\s:]_\("([^"]+)"\)""", source):
        yield ("", text)


def held_by_source() -> set[str]:
    """Every text that a module or a template of the portal holds, whoever reads it and however it is asked for.

    A text may be translated by its value (what a published report calls a verdict), so every string of a module counts.
    """
    found: set[str] = set()
    for app in ("dxportal", "kpis", "plans"):
        for path in ROOT.glob(f"{app}/**/*.py"):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found |= {
                    node.value
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                }
    for path in ROOT.glob("templates/**/*"):
        if path.is_file():
            found |= {text for _context, text in _of_template(path)}
    return found


def dead(code: str) -> list[str]:
    """What the language's catalogue translates although no source holds it any more."""
    with (folder_of(code) / "django.mo").open("rb") as file:
        catalogue = GNUTranslations(file)._catalog
    asked = {key[0] if isinstance(key, tuple) else key for key in catalogue} - {""}
    held = held_by_source()
    return sorted(text for text in asked if text.rpartition("\x04")[2] not in held)


def folder_of(code: str) -> Path:
    """Of the language's catalogue: ja_X-easy for ja-x-easy."""
    from django.utils.translation import to_locale

    return LOCALE / to_locale(code) / "LC_MESSAGES"


def missing(code: str, texts: dict[Text, str]) -> dict[Text, str]:
    """Those that the language's catalogue does not have."""
    with (folder_of(code) / "django.mo").open("rb") as file:
        catalogue = GNUTranslations(file)._catalog
    known = {key[0] if isinstance(key, tuple) else key for key, words in catalogue.items() if words}
    return {
        (context, text): place
        for (context, text), place in texts.items()
        if (f"{context}\x04{text}" if context else text) not in known
    }


def _entry(text: Text, place: str) -> str:
    def quoted(words: str) -> str:
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    context, asked = text
    head = f"msgctxt {quoted(context)}\n" if context else ""
    flag = "#, python-format\n" if re.search(r"%[(sd]", asked) else ""
    return f'#: {place}\n{flag}{head}msgid {quoted(asked)}\nmsgstr ""\n'


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    [code] = sys.argv[1:]
    for text, place in missing(code, texts_in(PUBLIC)).items():
        print(_entry(text, place))


if __name__ == "__main__":
    main()
