"""Charts: geometry in Python, SVG that only writes it down. Pure: no ORM.

`figure` is an indicator's chart, for page, file and PDF; `sparkline` and `meter` fit into a table's cell.
"""

from .figure import figure
from .small import Meter, Sparkline, meter, sparkline
from .svg import Figure

__all__ = ["Figure", "Meter", "Sparkline", "figure", "meter", "sparkline"]
