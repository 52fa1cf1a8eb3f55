"""What citizens may read is there in every language: a new text asks for its translation."""

import re

import pytest
from django.conf import settings

from plans.languages import languages
from plans.ledger.promised import fields_of, parts, subjects

from .public_texts import LOCALE, PUBLIC, dead, folder_of, held_by_source, missing, texts_in
from .tools import ran

TRANSLATIONS = [row.code for row in languages() if not row.is_original]
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def entries(code: str) -> dict[str, str]:
    """Each text of the catalogue with its translation, of a plural its form for many."""
    found: dict[str, str] = {}
    lines = (folder_of(code) / "django.po").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("msgid "):
            asked = line.removeprefix("msgid ")
        elif line.startswith(("msgstr ", "msgstr[")) and asked != '""':
            found[asked] = line.partition(" ")[2]
    return found


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_no_text_of_the_public_pages_lacks_its_translation(code):
    texts = texts_in(PUBLIC)
    assert len(texts) > 400
    lacking = missing(code, texts)
    assert not lacking, f"python -m tests.public_texts {code}"


def test_texts_are_found_in_modules_and_templates():
    texts = texts_in(PUBLIC)
    assert texts["", "達成"] == "kpis/judging/terms.py"
    assert texts["month", "3月"] == "plans/era.py"
    assert texts["", "本文へ移動"] == "templates/base.html"
    assert ("", "ログイン") not in texts


def test_a_text_without_translation_is_named():
    assert missing("en", {("", "新しい言葉"): "x.py", ("", "達成"): "x.py", ("month", "達成"): "x.py"}) == {
        ("", "新しい言葉"): "x.py",
        ("month", "達成"): "x.py",
    }


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_no_translation_outlives_its_text(code):
    assert not dead(code)


def test_a_text_is_held_however_it_is_asked_for():
    held = held_by_source()
    assert {"達成", "本文へ移動", "ログイン"} - held == {"ログイン"}
    assert "%(total)sの指標すべてが、目標を達成しています。" in held


@pytest.mark.parametrize("folder", sorted(path.name for path in LOCALE.iterdir()))
def test_a_catalogue_is_made_of_its_source(folder, tmp_path):
    place, made = LOCALE / folder / "LC_MESSAGES", tmp_path / "made.mo"
    ran("msgfmt", "--check-format", "-o", made, place / "django.po")
    assert made.read_bytes() == (place / "django.mo").read_bytes()


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_a_translation_names_what_the_text_names(code):
    """Each value that the sentence is given stands in it; dates may name their parts in other words."""
    dates = {"wareki", "month", "day", "year", "number", "letter", "from", "to", "first", "last"}
    wrong = []
    for asked, said in entries(code).items():
        names = [sorted(filter(None, PLACEHOLDER.findall(text))) for text in (asked, said)]
        if names[0] != names[1] and not set(names[0]) | set(names[1]) <= dates:
            wrong.append((asked, said))
        if len(PLACEHOLDER.findall(asked)) and not len(PLACEHOLDER.findall(said)):
            wrong.append((asked, said))
    assert not wrong


def test_english_has_no_japanese_in_it():
    assert not {said for said in entries("en").values() if JAPANESE.search(said)}


def test_easy_japanese_keeps_from_the_words_of_the_office():
    """What the guidelines for やさしい日本語 ask to say otherwise: 達成, 実績, 期限, 遅れ …; nor is anything denied twice."""
    hard = re.compile(
        r"達成|実績|未登録|期限|遅れ|累計|該当|概ね|前倒|乖離|ないわけではない|なくはない|ざるを得"
    )
    assert not {said for said in entries("ja-x-easy").values() if hard.search(said)}


def test_each_language_is_called_by_its_own_name():
    assert dict(settings.LANGUAGES) == {"ja": "日本語", "en": "English", "ja-x-easy": "やさしい日本語"}


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_changes_name_their_fields_in_every_language(code):
    """The ledger that citizens read names each field that was changed."""
    names = {str(field.verbose_name) for model in (*subjects(), *parts()) for field in fields_of(model)}
    assert len(names) > 60
    known = entries(code)
    assert not [name for name in names if f'"{name}"' not in known]
