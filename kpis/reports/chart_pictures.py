"""A report's charts, drawn from the snapshot's own facts by the rules of its time: the same pictures as on the indicators' pages.

Path and forecast are worked out from the frozen facts. Under other rules than today's there is no chart: a picture must
not contradict the verdict beside it.
"""

import json
from dataclasses import replace

from kpis.charts import figure
from kpis.charts.svg import Figure
from kpis.documents.recorded_words import recorded_words
from kpis.judging.evaluation import RULE_VERSION, evaluate
from kpis.judging.facts import Facts
from kpis.judging.facts_json import read_facts
from kpis.judging.forecast import forecast
from plans.translations.said import said

from .document import Document
from .snapshot.types import FrozenIndicator


def drawn_today(document: Document) -> bool:
    """Whether the document was judged by the rules by which charts are drawn."""
    return document.snapshot["rule_version"] == RULE_VERSION


def can_be_drawn(document: Document, row: FrozenIndicator) -> bool:
    """Whether the indicator has a value, and was judged by the rules by which charts are drawn."""
    return bool(row["value"]) and drawn_today(document)


def picture_of(document: Document, row: FrozenIndicator) -> Figure | None:
    """The chart of one of the document's indicators, small enough for three beside each other; None where none can be drawn."""
    if not can_be_drawn(document, row):
        return None
    _given, facts, at = read_facts(json.dumps(row["facts"]))
    facts = _in_the_pages_language(facts)
    found = evaluate(facts, at)
    ahead = forecast(facts, found)
    return figure(
        facts,
        found,
        title=recorded_words(row["label"]),
        at=at,
        uid=f"chart-{row['code']}",
        wide=False,
        sample=document.is_sample,
        forecast=ahead,
        show_title=False,
    )


def _in_the_pages_language(facts: Facts) -> Facts:
    steps = tuple(replace(step, title=said(step.title)) for step in facts.steps)
    return replace(facts, unit=said(facts.unit), steps=steps)
