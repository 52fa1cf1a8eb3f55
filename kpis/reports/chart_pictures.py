"""A report's charts, drawn from the snapshot's own facts by the rules of its time: the same pictures as on the indicators' pages.

Path and forecast are worked out from the frozen facts. Under other rules than today's there is no chart: a picture must
not contradict the verdict beside it.
"""

from kpis.charts import figure
from kpis.charts.svg import Figure
from kpis.documents.recorded_words import recorded_words
from kpis.judging.forecast import forecast

from .document import Document
from .judged_again import is_judged_as_today, judged_again
from .snapshot.types import FrozenIndicator


def can_be_drawn(document: Document, row: FrozenIndicator) -> bool:
    """Whether the indicator has a value, and was judged by the rules by which charts are drawn."""
    return bool(row["value"]) and is_judged_as_today(document)


def picture_of(document: Document, row: FrozenIndicator) -> Figure | None:
    """The chart of one of the document's indicators, small enough for three beside each other; None where none can be drawn."""
    if not can_be_drawn(document, row):
        return None
    again = judged_again(row)
    facts, found = again.facts_said, again.found
    return figure(
        facts,
        found,
        title=recorded_words(row["label"]),
        at=again.at,
        uid=f"chart-{row['code']}",
        wide=False,
        sample=document.is_sample,
        forecast=forecast(facts, found),
        show_title=False,
    )
