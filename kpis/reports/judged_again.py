"""What a report says of an indicator, worked out again from its own frozen facts: for its charts and for other languages."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from kpis.documents.recorded_words import recorded_words
from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import RULE_VERSION, evaluate
from kpis.judging.facts import Facts
from kpis.judging.facts_json import read_facts
from kpis.judging.known import Ended
from kpis.judging.outcome import Evaluation
from kpis.judging.sentences import sentence
from kpis.judging.wording import overdue_text
from plans.translations.said import Untranslated, is_translated, said

from .document import Document
from .snapshot.types import FrozenIndicator


def _overdue(facts: Facts, found: Evaluation) -> str:
    return overdue_text(facts, found.overdue) if found.overdue else ""


# By their names in the report.
_SENTENCES: dict[str, Callable[[Facts, Evaluation], str]] = {
    "citizen_sentence": citizen_sentence,
    "sentence": sentence,
    "overdue_text": _overdue,
}


@dataclass(frozen=True)
class JudgedAgain:
    facts: Facts  # as they were frozen
    found: Evaluation
    at: date

    @property
    def facts_said(self) -> Facts:
        """The facts with their words in the page's language."""
        steps = tuple(replace(step, title=said(step.title)) for step in self.facts.steps)
        ended = self.facts.ended
        if ended is not None:
            ended = Ended(recorded_words(ended.how), said(ended.reason) if ended.reason else "")
        return replace(self.facts, unit=said(self.facts.unit), steps=steps, ended=ended)


def is_judged_as_today(document: Document) -> bool:
    """Whether the document was judged by today's rules: what is worked out again would else contradict it."""
    return document.snapshot["rule_version"] == RULE_VERSION


def judged_again(row: FrozenIndicator) -> JudgedAgain:
    """Of a document that was judged by today's rules."""
    _given, facts, at = read_facts(json.dumps(row["facts"]))
    return JudgedAgain(facts, evaluate(facts, at), at)


def said_sentences(document: Document) -> dict[str, str]:
    """What the document says of its indicators, and the same in the page's language; empty where that is the original.

    Only a sentence that comes out word for word as it was published is said anew; any other stays, marked as Japanese.
    """
    found: dict[str, str] = {}
    if not is_translated():
        return found
    for row in document.snapshot["indicators"]:
        again = judged_again(row) if is_judged_as_today(document) else None
        for name, word in _SENTENCES.items():
            text = str(row[name])  # type: ignore[literal-required]
            found[text] = _said(text, again, word)
    return found


def with_said(row: Mapping[str, Any], sentences: Mapping[str, str]) -> dict[str, Any]:
    """The row with those of its texts that are among the sentences in the page's language."""
    return {name: sentences.get(text, text) if isinstance(text, str) else text for name, text in row.items()}


def _said(text: str, again: JudgedAgain | None, word: Callable[[Facts, Evaluation], str]) -> str:
    if not text or again is None:
        return Untranslated(text)
    with override(settings.LANGUAGE_CODE):
        is_same = word(again.facts, again.found) == text
    return word(again.facts_said, again.found) if is_same else Untranslated(text)


def said_part(part: Mapping[str, Any] | None, sentences: Mapping[str, str]) -> dict[str, Any] | None:
    """The same of a list of changes."""
    return {**part, "rows": [with_said(row, sentences) for row in part["rows"]]} if part else None
