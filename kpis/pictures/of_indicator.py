"""The two pictures of an indicator: its chart for slides, and its card for sharing."""

from kpis.assessment.assessment import Assessment
from kpis.assessment.figures import figure_of, has_chart
from kpis.reports.pdf.drawings import picture_data

from .drawing import Data, png
from .words import foot_of, head_of, indicator_words


def chart_png(row: Assessment) -> bytes:
    """1600 pixels wide, on white: heading, the two numbers, the chart. Raises CrowdedError."""
    return png("chart.typ", chart_data(row))


def card_png(row: Assessment) -> bytes:
    """1200 × 630 pixels. Raises CrowdedError."""
    return png("card.typ", card_data(row))


def chart_data(row: Assessment) -> Data:
    return _data(row, wide=True)


def card_data(row: Assessment) -> Data:
    """With a chart where there are at least two values to see in it."""
    return _data(row, wide=False)


def _data(row: Assessment, *, wide: bool) -> Data:
    words = indicator_words(row)
    figure = figure_of(row, wide=wide, is_marked=False)
    return {
        "head": head_of(row.indicator.plan),
        "indicator": words,
        "picture": picture_data(figure) if wide or has_chart(row) else None,
        "wording": row.indicator.target_wording,
        "foot": foot_of(str(words["day"])),
    }
