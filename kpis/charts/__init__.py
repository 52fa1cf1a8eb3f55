"""Charts: geometry in Python, SVG templates that only write it down. Pure: no ORM.

`figure` is an indicator's chart, for page, file and PDF; `sparkline` and `meter` fit into a table's cell.
"""

from .figure import Figure, figure
from .small import Meter, Sparkline, meter, sparkline

__all__ = ["Figure", "Meter", "Sparkline", "figure", "meter", "sparkline"]
