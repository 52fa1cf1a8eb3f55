"""The report as an Excel workbook: sheets to print, charts, and tables for machines. No formulas, no links outwards."""

from kpis.reports.document import Document

from .actions import write_actions
from .attention import write_attention
from .charts import write_charts
from .cover import write_cover
from .data import write_data
from .listing import write_listing
from .quality import write_quality
from .report_book import ReportBook


def write_xlsx(document: Document) -> bytes:
    """The workbook's bytes: the same document gives the same ones."""
    book = ReportBook(document)
    for write in (
        write_cover,
        write_attention,
        write_listing,
        write_actions,
        write_quality,
        write_charts,
        write_data,
    ):
        write(book)
    return book.close()


__all__ = ["write_xlsx"]
