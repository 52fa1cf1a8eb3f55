"""A plan's files as a citizen takes them away."""

import csv
import io
from datetime import date

import pytest

from tests.factories import (
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

BASE = "/kitayama/smart-plan/kpis/"


@pytest.fixture
def plan(today):
    return make_plan(make_city(code="011002"), title="計画", starts_on=date(2023, 4, 1))


@pytest.fixture
def take(client):
    """The rows of a CSV file, as a spreadsheet reads them."""

    def take(address: str, **query: str) -> list[dict[str, str]]:
        response = client.get(address, query)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"].startswith("attachment; filename=")
        assert response.content.startswith(b"\xef\xbb\xbf"), "Excel in Japan needs the mark"
        assert response.content.count(b"\xef\xbb\xbf") == 1
        text = response.content.decode("utf-8-sig")
        assert "\n" not in text.replace("\r\n", "").replace("一行目\n二行目", "")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return take


def make_rate(plan, code="k", **fields):
    """60 % at the end of FY2022 → 80 % at the end of FY2026; 66 % at the end of FY2024."""
    row = make_indicator(
        plan,
        code,
        **{"frequency": "yearly", "unit": "%", "baseline_value": 60, "baseline_period": "2022"} | fields,
    )
    make_target(row, "2026", 80, "2023-04-01")
    make_measurement(row, "2024", "66.5")
    return row
