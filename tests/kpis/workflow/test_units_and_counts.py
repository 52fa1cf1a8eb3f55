"""A unit converted after, or before, another thing began to be counted in it: each figure keeps the unit of its own count."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from kpis.assessment.assessing import assess
from kpis.documents.csv_files import record_rows
from kpis.models import Indicator
from kpis.reports.snapshot.build import build_snapshot
from plans.era import Quarter
from plans.ledger.as_of import as_of
from plans.models import Plan
from tests.kpis.counting import convert, count_people, counted_plan, page, told

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2025, 9, 30), date(2025, 10, 31)


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


@pytest.fixture
def people_then_thousands(plan, indicator, manager) -> Indicator:
    """件 until September 2025, 人 from October, 千人 since 1 November."""
    count_people(indicator, manager, effective_on=date(2025, 10, 1))
    fresh = plan.indicators.get()
    return convert(fresh, manager, "千人", Fraction(1, 1000), 1, effective_on=date(2025, 11, 1))


def known(plan, day) -> tuple[str, dict[str, int], list[tuple[int, str | None]]]:
    """Unit, values by period and targets in force, as the rules take them on that day."""
    [row] = as_of(Indicator.objects.filter(plan=plan), plan, day)
    facts = assess(row, day).facts
    values = {str(seen.period): seen.value for seen in facts.observations}
    return facts.unit, values, [(row.value, row.unit) for row in facts.targets if row.effective_from <= day]


def test_before_the_other_count_figures_are_what_they_were(plan, people_then_thousands):
    unit, values, targets = known(plan, SEPTEMBER)
    assert (unit, values["2025-Q2"], targets) == ("件", 3800, [(5000, None)])


def test_between_the_two_acts_too(plan, people_then_thousands):
    unit, values, targets = known(plan, OCTOBER)
    assert (unit, values["2025-Q2"], targets) == ("人", 3800, [(5000, "件"), (900, None)])


def test_the_page_of_that_day_judges_by_them(client, people_then_thousands):
    text = page(client, people_then_thousands, "?at=2025-Q2")
    assert "3,800件" in text
    assert "5,000件" in text
    assert "000,000" not in text


@pytest.mark.parametrize("day", [SEPTEMBER, OCTOBER])
def test_the_file_of_those_days_gives_them(plan, people_then_thousands, day):
    [row] = as_of(Indicator.objects.filter(plan=plan), plan, day)
    records = [
        record for record in record_rows(plan, row, day) if record.get("period") in ("2025-Q2", "2026")
    ]
    told = [(record["value"], record["unit"]) for record in records if record["unit"] == "件"]
    assert told == [(5000, "件"), (3800, "件")]


def test_a_report_of_that_day_is_of_them(plan, people_then_thousands):
    told = str(build_snapshot(plan, Quarter(2025, 2)))
    assert "3,800件" in told
    assert "5,000件" in told
    assert "000,000" not in told


def test_today_former_figures_have_their_own_digits(client, people_then_thousands):
    text = page(client, people_then_thousands)
    assert "3,800件" in text
    assert "5,000件" in text
    assert "新しい数え方の目標 0.9千人" in text
    assert "5,000.0件" not in text
    assert "3,800.0件" not in text


def test_a_conversion_from_before_the_other_count_is_undone_on_its_own_day(plan, indicator, manager):
    convert(indicator, manager, effective_on=date(2025, 5, 1))
    count_people(plan.indicators.get(), manager, effective_on=date(2025, 10, 1))
    convert(plan.indicators.get(), manager, "千人", Fraction(1, 1000), 1, effective_on=date(2025, 11, 1))
    unit, values, targets = known(plan, date(2025, 3, 31))
    assert (unit, values["2024-Q4"], targets) == ("件", 3450, [(5000, None)])
    unit, values, targets = known(plan, SEPTEMBER)
    assert (unit, values["2025-Q2"], targets) == ("千件", Decimal("3.8"), [(5, None)])


class TestTheWayBack:
    def test_in_a_unit_it_had_the_numbers_are_those_they_were(self, plan, indicator, manager):
        convert(indicator, manager, "百件", Fraction(1, 10))  # a slip: it should have been 100
        convert(plan.indicators.get(), manager, "万件", Fraction(1, 100), 4)
        with pytest.raises(ValidationError) as error:
            convert(plan.indicators.get(), manager, "件", Fraction(10000), 0)
        sentence = "前に「件」で示した数と合わなくなります。「件」に戻す倍率は ×1,000 です。"
        assert told(error) == {"factor": [sentence]}
        assert plan.indicators.get().unit == "万件"
        convert(plan.indicators.get(), manager, "件", Fraction(1000), 0)
        assert plan.indicators.get().targets.get().value == 5000

    def test_a_factor_that_was_taken_back_is_put_right(self, plan, indicator, manager):
        convert(indicator, manager, factor=Fraction(1, 100))
        convert(plan.indicators.get(), manager, "件", Fraction(100), 0)
        convert(plan.indicators.get(), manager)
        assert plan.indicators.get().targets.get().value == 5

    def test_another_count_has_units_of_its_own(self, plan, indicator, manager):
        convert(indicator, manager, effective_on=date(2025, 5, 1))
        count_people(plan.indicators.get(), manager, effective_on=date(2025, 10, 1))
        convert(plan.indicators.get(), manager, "千件", Fraction(1, 100), 2)
        assert plan.indicators.get().targets.order_by("effective_from").last().value == 9
