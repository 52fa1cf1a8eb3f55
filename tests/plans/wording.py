"""How tests compare Japanese texts: full and half width and spaces do not matter, ⑩ is 10."""

import html
import re
import unicodedata


def plain(*texts):
    """The texts joined, in NFKC, without spaces."""
    joined = unicodedata.normalize("NFKC", "\n".join(text or "" for text in texts)).replace("〜", "~")
    return re.sub(r"\s", "", joined)


def missing(strings, text):
    """Those of the strings that do not occur in the (plain) text."""
    return [string for string in strings if plain(string) not in text]


def visible_text(page):
    """What a reader of the page sees, as plain text."""
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<(script|style|head)\b.*?</\1>", "", page, flags=re.DOTALL)
    return plain(html.unescape(re.sub(r"<[^>]+>", "", page)))


def titles(rows):
    return [plain(row.title) for row in rows]


def texts(rows, *names):
    return plain(*(getattr(row, name) for row in rows for name in names))


def statements(plan, *kinds):
    return texts(plan.statements.filter(kind__in=kinds), "title", "body")


def note_texts(plan):
    return [plain(note.title, note.found, note.chosen) for note in plan.source_notes.all()]


def without_english(name):
    """AI (Artificial Intelligence)チャットボット -> AIチャットボット"""
    return re.sub(r"\([A-Za-z-]+\)", "", plain(name))


def committee_names(plan):
    return [plain(committee.name) for committee in plan.committees.all()]
