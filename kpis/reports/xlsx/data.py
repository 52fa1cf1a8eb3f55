"""データ_指標, データ_取組: the same rows as the CSV files, for machines."""

from kpis.documents.xlsx.data_sheet import data_table
from kpis.reports.csv_rows import ACTION_COLUMNS, action_rows, indicator_columns, indicator_rows

from . import sheet_names
from .report_book import ReportBook


def write_data(book: ReportBook) -> None:
    document = book.document
    data_table(book, sheet_names.DATA_INDICATORS, indicator_columns(document), indicator_rows(document))
    data_table(book, sheet_names.DATA_ACTIONS, ACTION_COLUMNS, action_rows(document))
