"""Charts: geometry in Python, SVG that only writes it down. Pure: no ORM.

`figure` is an indicator's chart, for page, file and PDF; `sparkline` and `meter` fit into a table's cell; `verdict_bar`
sums up a plan.
"""

from .figure import figure
from .small import Meter, Sparkline, meter, sparkline
from .svg import Figure
from .verdict_bar import VerdictBar, verdict_bar

__all__ = ["Figure", "Meter", "Sparkline", "VerdictBar", "figure", "meter", "sparkline", "verdict_bar"]
