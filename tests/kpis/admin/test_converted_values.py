"""Values that are shown in another unit than they were reported in: their revision, in form, page, file and history."""

import csv
import io
from fractions import Fraction

import pytest
from django.urls import reverse

from kpis.models import Indicator, Measurement
from kpis.workflow import entries
from plans.models import Plan
from tests.factories import make_measurement, make_member
from tests.kpis.counting import add_indicator, convert, counted_plan
from tests.kpis.counting import page as public_page
from tests.reading import read

from .entering import measured, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


@pytest.fixture
def indicator(plan, manager) -> Indicator:
    return convert(plan.indicators.get(), manager)


def revise(client, indicator, value: str, period: str = "2025-Q2") -> Measurement:
    """The approved value corrected by its form, handed in by whoever is signed in, approved by somebody else."""
    form = {"value": value, "revision": "2", "revision_reason": "集計漏れがあった。"}
    answer = client.post(page(Measurement, "add"), measured(indicator, period, **form))
    assert answer.status_code == 302, answer.context["errors"]
    row = indicator.measurements.get(period=period, revision=2)
    client.post(page(Measurement, "verb", row.pk), {"verb": "submit", "version": row.version})
    row.refresh_from_db()
    entries.approve(row, by=make_member(indicator.plan.municipality, "approver", "suzuki"))
    return row


def test_its_form_begins_with_the_value_in_the_unit_it_asks_for(client, indicator):
    row = indicator.measurements.get(period="2025-Q2")
    text = client.get(page(Measurement, "add") + f"?revision_of={row.pk}").content.decode()
    assert 'name="value" value="3.8"' in text


def test_also_where_no_decimal_holds_it(client, plan, manager):
    row = add_indicator(plan, unit="分", target=120)
    value = make_measurement(row, "2025-Q1", 100)
    convert(row, manager, "時間", Fraction(1, 60), decimals=1)
    answer = client.get(page(Measurement, "add") + f"?revision_of={value.pk}")
    assert 'name="value" value="1.666667"' in answer.content.decode()


def test_the_page_shows_the_new_value_and_the_one_before_in_one_unit(client, indicator):
    revise(client, indicator, "3.9")
    text = public_page(client, indicator)
    assert "3.90千件" in text
    assert "改定前: 3.80千件（改定の理由: 集計漏れがあった。）" in text
    assert "報告したときの値: 3,800件" not in text, "what holds was reported in the new unit"
    assert "報告したときの値: 3,600件" in text


def test_a_day_before_the_conversion_has_both_in_its_unit(client, indicator):
    revise(client, indicator, "3.9")
    text = public_page(client, indicator, "?at=2025-Q2")
    assert "3,900件" in text
    assert "改定前: 3,800件（改定の理由: 集計漏れがあった。）" in text
    assert "千件" not in text.replace("今日の時点", "")


def test_the_file_has_each_with_the_unit_it_was_reported_in(client, plan, indicator):
    revise(client, indicator, "3.9")
    address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
    lines = csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig")))
    names = ("revision", "value", "unit", "reported_value", "reported_unit")
    found = [tuple(row[name] for name in names) for row in lines if row["period"] == "2025-Q2"]
    assert found == [("1", "3.8", "千件", "3800", "件"), ("2", "3.9", "千件", "", "")]


def test_the_history_of_the_former_tells_of_the_conversion(client, indicator):
    revise(client, indicator, "3.9")
    row = indicator.measurements.get(period="2025-Q2", revision=1)
    text = read(client, page(Measurement, "history", row.pk)).text
    assert "単位の換算" in text
    assert "報告したときの単位: 空欄 → 件" in text
    assert "換算: 空欄 → 1/1000" in text


def test_the_history_of_the_revision_begins_with_its_own_value(client, indicator):
    row = revise(client, indicator, "3.9")
    text = read(client, page(Measurement, "history", row.pk)).text
    assert "実績値: 空欄 → 3.9" in text
    assert "単位の換算" not in text
