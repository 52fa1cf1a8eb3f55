"""A sheet takes how far the steps of a milestone are done by their number, or by the last one's name."""

import pytest

from kpis.models import Indicator
from tests.kpis.entry.test_steps import MILESTONE

from .sheets import filled, opened, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(sheet_city, unguarded) -> Indicator:
    row = sheet_city.forms
    Indicator.objects.filter(pk=row.pk).update(**MILESTONE)
    row.targets.all().delete()
    row.measurements.all().delete()
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("written", "value"),
    [("試行", 2), (2, 2), ("実施", 3), (0, 0), ("完了した段階なし", None), ("4", None)],
)
def test_the_number_or_the_name(steps, desk, written, value):
    answer = desk.upload(filled(desk.sheet(), {(steps.name, "実績値"): written}))
    if value is None:
        assert refusals(answer)
        assert not steps.measurements.filter(period="2025-Q1").exists()
        return
    assert refusals(answer) == ""
    desk.confirm(answer)
    assert steps.measurements.get(period="2025-Q1").value == value


def test_the_sheet_lists_the_steps(steps, desk):
    cells = (cell for sheet in opened(desk.sheet()) for row in sheet.iter_rows() for cell in row)
    assert "1 検討 / 2 試行 / 3 実施" in {cell.value for cell in cells}
