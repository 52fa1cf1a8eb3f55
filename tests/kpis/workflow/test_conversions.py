"""Another unit for the same thing (単位の換算): the verb, what page and files say of it, and what it refuses."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.assessment.assessing import assess
from kpis.models import Measurement
from kpis.workflow import meanings, promises
from plans.ledger.as_of import as_of
from plans.models import Plan
from tests.factories import make_measurement
from tests.kpis.counting import TODAY, add_indicator, convert, counted_plan, ledger, page, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)


def test_promises_are_written_in_the_new_unit(plan, indicator, manager):
    convert(indicator, manager)
    row = plan.indicators.get()
    assert (row.unit, row.decimals, row.baseline_value, row.margin) == ("千件", 2, 3, Decimal("0.05"))
    assert row.targets.get().value == 5


def test_values_stay_as_reported_and_are_shown_converted(client, plan, indicator, manager):
    convert(indicator, manager)
    row = Measurement.objects.get(indicator__plan=plan, period="2025-Q2")
    assert (row.value, row.reported_unit, row.conversion) == (3800, "件", "1/1000")
    assert row.history.first().history_change_reason == "単位の換算"
    text = page(client, indicator)
    assert "3.80千件" in text
    assert "報告したときの値: 3,800件" in text


def test_the_verdict_is_the_same(plan, indicator, manager):
    before = assess(indicator, TODAY).evaluation
    convert(indicator, manager)
    after = assess(plan.indicators.get(), TODAY).evaluation
    assert (after.verdict, after.attainment, after.pace) == (
        before.verdict,
        before.attainment,
        before.pace,
    )


def test_the_ledger_tells_it_with_the_factor(client, plan, indicator, manager):
    convert(indicator, manager)
    assert {row.kind for row in ledger(plan)} == {"conversion"}
    assert [row.factor for row in ledger(plan)] == ["1/1000", ""]
    text = client.get(reverse("changes", args=plan.natural_key())).content.decode()
    assert "前の値は、÷1,000 で新しい単位に直して表示します。" in text
    assert "<del>5,000件</del>" in text
    assert "<ins>5千件</ins>" in text


def test_a_day_before_it_is_told_in_the_unit_of_that_day(client, plan, indicator, manager):
    convert(indicator, manager)
    text = page(client, indicator, "?at=2025-Q2")
    assert "3,800件" in text
    assert "5,000件" in text
    assert "千件" not in text.replace("今日の時点", "")


def test_a_later_report_is_in_the_new_unit_there_too(plan, indicator, manager):
    convert(indicator, manager, effective_on=date(2025, 11, 1))
    row = plan.indicators.get()
    make_measurement(row, "2024-Q2", "3.1")
    then = as_of(list(plan.indicators.all()), plan, date(2025, 10, 1))[0]
    known = {str(seen.period): seen.value for seen in assess(then, date(2025, 10, 1)).facts.observations}
    assert (known["2024-Q2"], known["2024-Q3"]) == (3100, 3200)


def test_what_was_corrected_since_stays_corrected(plan, indicator, manager):
    convert(indicator, manager, effective_on=date(2025, 11, 1))
    promises.correct_misprint(
        plan.indicators.get(), {"baseline_value": Decimal("2.9")}, reason="誤り", by=manager
    )
    then = as_of(list(plan.indicators.all()), plan, date(2025, 10, 1))[0]
    assert (then.baseline_value, then.unit) == (2900, "件")


def test_there_and_back(plan, indicator, manager):
    convert(indicator, manager, effective_on=date(2025, 11, 1))
    row = plan.indicators.get()
    convert(row, manager, unit="件", factor=Fraction(1000), decimals=0)
    row = plan.indicators.get()
    assert (row.baseline_value, row.targets.get().value) == (3000, 5000)
    assert set(
        Measurement.objects.filter(indicator__plan=plan).values_list("conversion", "reported_unit")
    ) == {("", "")}


def test_twice(plan, indicator, manager):
    convert(indicator, manager, effective_on=date(2025, 11, 1))
    convert(plan.indicators.get(), manager, unit="万件", factor=Fraction(1, 10), decimals=3)
    row = Measurement.objects.get(indicator__plan=plan, period="2025-Q2")
    assert (row.value, row.conversion, row.reported_unit) == (3800, "1/10000", "件")
    assert assess(plan.indicators.get(), TODAY).evaluation.value == Decimal("0.38")


def test_a_factor_that_no_decimal_holds(plan, manager):
    row = add_indicator(plan, unit="分", target=120)
    make_measurement(row, "2025-Q1", 100)
    meanings.convert_unit(
        row,
        "時間",
        Fraction(1, 60),
        decimals=1,
        effective_on=TODAY,
        reason="時間で見るため。",
        by=manager,
    )
    found = assess(plan.indicators.get(code="2"), TODAY)
    assert found.value_text == "1.7時間"
    assert plan.indicators.get(code="2").targets.get().value == 2


def test_the_file_says_both(client, plan, indicator, manager):
    convert(indicator, manager)
    address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
    lines = client.get(address).content.decode("utf-8-sig").splitlines()
    head = lines[0].split(",")
    row = dict(zip(head, next(line for line in lines if ",2025-Q2," in line).split(","), strict=True))
    assert (row["value"], row["unit"]) == ("3.8", "千件")
    assert (row["reported_value"], row["reported_unit"]) == ("3800", "件")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"factor": Fraction(0)}, "factor", "0より大きい数"),
        ({"factor": Fraction(-1)}, "factor", "0より大きい数"),
        ({"unit": "件"}, "unit", "新しい単位"),
        ({"decimals": 1}, "decimals", "小数点以下が2桁必要"),
        ({"factor": Fraction(1, 7)}, "factor", "割り切れません"),
        ({"reason": " "}, "reason", "理由を書いて"),
        ({"effective_on": date(2025, 12, 1)}, "effective_on", "まだ来ていません"),
        ({"effective_on": date(2024, 3, 31)}, "effective_on", "計画"),
    ],
)
def test_refused(plan, indicator, manager, given, field, sentence):
    with pytest.raises(ValidationError) as error:
        convert(indicator, manager, **given)
    assert sentence in told(error)[field][0]
    row = plan.indicators.get()
    assert (row.unit, row.targets.get().value, ledger(plan)) == ("件", 5000, [])
    assert not row.measurements.exclude(conversion="").exists()


def test_refused_while_a_value_in_the_former_unit_waits(indicator, manager):
    make_measurement(indicator, "2025-Q3", 3900, state="submitted")
    with pytest.raises(ValidationError) as error:
        convert(indicator, manager)
    assert "令和7年度第3四半期" in told(error)["unit"][0]


def test_refused_of_a_ratio(plan, manager):
    row = add_indicator(plan, unit="%", target=50, numerator_label="A", denominator_label="B")
    with pytest.raises(ValidationError) as error:
        convert(row, manager)
    assert "分子と分母" in told(error)["unit"][0]


def test_a_plain_change_of_the_unit_is_refused_with_the_ways_on(indicator, manager):
    with pytest.raises(ValidationError) as error:
        promises.change(indicator, {"unit": "千件"}, effective_on=TODAY, reason="単位", by=manager)
    assert "「単位の換算」" in told(error)["kind"][0]


def test_a_converted_unit_goes_back_by_the_other_factor_only(plan, indicator, manager):
    convert(indicator, manager)
    with pytest.raises(ValidationError) as error:
        promises.correct_misprint(plan.indicators.get(), {"unit": "件"}, reason="まちがい", by=manager)
    assert "逆の倍率" in told(error)["kind"][0]
    convert(plan.indicators.get(), manager, unit="件", factor=Fraction(1000), decimals=0)
    assert assess(plan.indicators.get(), TODAY).value_text == "3,800件"


def test_percent_is_no_other_unit_by_one(plan, manager):
    row = add_indicator(plan, unit="%", target=50)
    with pytest.raises(ValidationError) as error:
        convert(row, manager, unit="ポイント", factor=Fraction(1))
    assert "割合なので" in told(error)["unit"][0]
