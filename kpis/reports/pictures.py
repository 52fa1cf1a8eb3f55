"""A report's charts, drawn from the snapshot's own facts: the same pictures as on the indicators' pages."""

import json
from dataclasses import dataclass

from django.template.loader import render_to_string

from ..charts import figure
from ..evaluation import evaluate
from ..forecast import forecast
from ..jsonfacts import read_facts
from .document import Document


@dataclass(frozen=True)
class Picture:
    """One chart as SVG, small enough for three beside each other, and the words that replace it for who cannot see."""

    title: str
    description: str
    svg: str


def pictures(document: Document) -> dict[str, Picture]:
    """By code, of every indicator that has a value."""
    return {
        row["code"]: draw(row, sample=document.is_sample)
        for row in document.snapshot["indicators"]
        if row["value"]
    }


def draw(row: dict, *, sample: bool) -> Picture:
    """The chart of one indicator of a snapshot."""
    _given, facts, at = read_facts(json.dumps(row["facts"]))
    found = evaluate(facts, at)
    ahead = None if found.keep else forecast(facts, at)
    drawn = figure(
        facts,
        found,
        title=row["label"],
        at=at,
        uid=f"chart-{row['code']}",
        wide=False,
        sample=sample,
        forecast=ahead,
        show_title=False,
    )
    svg = render_to_string("kpis/_chart.svg", {"figure": drawn})
    return Picture(title=drawn.title, description=drawn.description, svg=svg)
