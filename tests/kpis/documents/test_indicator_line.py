"""An indicator's row for machines has the same columns in the scorecard's file and in a report's."""

from dataclasses import fields

from kpis.documents.csv_files import SCORECARD_COLUMNS
from kpis.documents.indicator_line import IndicatorLine
from kpis.reports.csv_rows import INDICATOR_COLUMNS


def test_every_cell_has_its_column_in_both_files():
    cells = {field.name for field in fields(IndicatorLine)}
    assert cells <= set(SCORECARD_COLUMNS)
    assert cells <= set(INDICATOR_COLUMNS)
