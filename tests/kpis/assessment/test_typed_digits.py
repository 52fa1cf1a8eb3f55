"""78.4 % never reads as 78 %: a value is shown with every digit that was typed, wherever it is shown."""

from decimal import Decimal

import pytest

from kpis.admin.measurements import MeasurementAdmin
from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import facts_of, measured_text
from kpis.models import Indicator, Measurement
from tests.cities import PERIOD
from tests.factories import make_measurement, make_target
from tests.kpis.screens import key_of
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(small_city):
    row = small_city.indicator
    Indicator.objects.filter(pk=row.pk).update(unit="%", decimals=0)
    row.refresh_from_db()
    return row


def test_on_the_public_pages_and_in_the_files(client, small_city, share):
    make_measurement(share, "2024-Q4", "78.4")
    base = f"/{small_city.city.slug}/{small_city.plan.slug}/kpis/"
    for address in (base, f"{base}{share.code}/"):
        text = read(client, address).text
        assert "78.4%" in text, address
        assert "78%" not in text, address
    assert "78.4" in client.get(f"{base}scorecard.csv").content.decode()


def test_before_it_is_approved(small_city, share, sit):
    make_target(share, "2027", 80)
    screen = sit().type(key=key_of(share), value="78.4")
    screen.press("preview")
    assert "78.4%" in screen.row(key_of(share))
    writer = small_city.user("writer")
    row = make_measurement(share, PERIOD, Decimal("78.4"), state="submitted", submitted_by=writer)
    assert "78.4%" in sit("approver", "approval").row(key_of(row))
    assert measured_text(row) == MeasurementAdmin.value_text(None, row) == "78.4%"


def test_in_a_doubt(share):
    make_measurement(share, "2024-Q4", "7.8")
    row = Measurement(indicator=share, period=PERIOD, value="78.4")
    row.full_clean(exclude=["entered_by"])
    [doubt] = doubts_of_measurement(row, facts_of(share), reported_values([share])[share.pk])
    assert "（78.4%）" in doubt.sentence


def test_a_ratio_is_shown_with_the_indicators_digits(share):
    share.numerator_label, share.denominator_label = "分子", "分母"
    row = Measurement(indicator=share, period=PERIOD, numerator=Decimal(1), denominator=Decimal(3))
    assert measured_text(row) == "33%"
