"""The newest report of the fictional city, and its workbook as openpyxl reads it."""

import pytest

from kpis.reports.document import Document

from .workbooks import opened, published


@pytest.fixture
def report(mihon) -> Document:
    return published(mihon)


@pytest.fixture
def book(report):
    return opened(report)
