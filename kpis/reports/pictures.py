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
    """One chart as SVG, for wide and for narrow places, with the words that replace it for who cannot see."""

    title: str
    description: str
    wide: str
    narrow: str


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
    wide, narrow = (
        figure(
            facts,
            found,
            title=row["label"],
            at=at,
            uid=f"chart-{row['code']}-{'wide' if is_wide else 'narrow'}",
            wide=is_wide,
            sample=sample,
            forecast=ahead,
            show_title=False,
        )
        for is_wide in (True, False)
    )
    return Picture(
        title=wide.title,
        description=wide.description,
        wide=render_to_string("kpis/_chart.svg", {"figure": wide}),
        narrow=render_to_string("kpis/_chart.svg", {"figure": narrow}),
    )
