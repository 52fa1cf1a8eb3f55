"""A new way of counting in another unit: each value and target of before keeps its own in lists and forms."""

import pytest

from kpis.models import Indicator, Measurement, Target
from plans.models import Plan
from tests.kpis.counting import count_people, counted_plan
from tests.plans.ledger.forms import page_of, sent
from tests.reading import read, text_of

from .entering import messages_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


@pytest.fixture
def indicator(plan, manager) -> Indicator:
    row = plan.indicators.get()
    count_people(row, manager)
    return row


def column(client, model, name: str) -> list[str]:
    """The cells of the list of that plan's rows."""
    cells = read(client, page(model, "changelist")).element("result_list").iter("td")
    return [text_of(cell) for cell in cells if f"field-{name}" in cell.get("class").split()]


def test_the_list_of_targets(client, indicator):
    assert sorted(column(client, Target, "value_text")) == ["5,000件", "900人"]


def test_the_list_of_values(client, indicator):
    assert column(client, Measurement, "value_text") == ["3,800件", "3,600件", "3,450件", "3,200件"]


@pytest.mark.parametrize(("since", "unit"), [("2024-04-01", "件"), ("2025-11-01", "人")])
def test_a_target_is_corrected_on_its_page_in_its_own_unit(client, indicator, since, unit):
    row = indicator.targets.get(effective_from=since)
    grounds = {"revision_kind": "misprint", "revision_reason": "書きまちがい"}
    data = sent(client, row, value=f"0.6万{unit}", **grounds)
    answer = client.post(page_of(row), data, follow=True)
    assert f"「0.6万{unit}」を 6,000{unit} と読み取りました。" in messages_of(answer)
    row.refresh_from_db()
    assert (row.value, row.unit) == (6000, unit)


def test_and_below_its_indicator(client, indicator):
    grounds = {"revision_kind": "misprint", "revision_reason": "書きまちがい"}
    data = sent(client, indicator, **grounds)
    numbers = {data[f"targets-{number}-effective_from"].isoformat(): number for number in (0, 1)}
    data[f"targets-{numbers['2024-04-01']}-value"] = "0.6万件"
    data[f"targets-{numbers['2025-11-01']}-value"] = "0.1万人"
    told = messages_of(client.post(page_of(indicator), data, follow=True))
    assert "「0.6万件」を 6,000件 と読み取りました。" in told
    assert "「0.1万人」を 1,000人 と読み取りました。" in told
