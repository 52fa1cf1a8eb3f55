"""単位の換算 on the indicator's page: what it asks for, what it leaves to the conversion, and that nothing is half-saved."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from kpis.models import Indicator, Measurement
from plans.models import Plan
from tests.factories import make_measurement
from tests.kpis.counting import add_indicator, ledger
from tests.kpis.counting import page as public_page
from tests.plans.ledger.forms import page_of, sent

from .entering import errors_of, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(counted) -> Plan:
    return counted


REASON = {"revision_reason": "千件で見るほうが分かりやすいため。"}
NO_REASON = "変更の理由を書いてください。市民にも表示します。"
CONVERTED = {"unit": "千件", "decimals": 2, "revision_kind": "conversion", "revision_divide": "1000"} | REASON


def test_unit_and_factor_are_enough(client, plan, indicator):
    answer = client.post(page_of(indicator), sent(client, indicator, **CONVERTED))
    assert answer.status_code == 302, errors_of(answer)
    row = plan.indicators.get()
    assert (row.unit, row.baseline_value, row.targets.get().value) == ("千件", 3, 5)
    value = Measurement.objects.get(indicator=row, period="2025-Q2")
    assert (value.value, value.reported_unit, value.conversion) == (3800, "件", "1/1000")
    assert {line.kind for line in ledger(plan)} == {"conversion"}


MULTIPLY, DIVIDE = "revision_multiply", "revision_divide"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({DIVIDE: ""}, MULTIPLY, "倍率を書いてください"),
        ({MULTIPLY: "1000"}, DIVIDE, "どちらか一方だけ"),
        ({DIVIDE: "0"}, DIVIDE, "0より大きい数"),
        ({DIVIDE: "", MULTIPLY: "0"}, MULTIPLY, "0より大きい数"),
        ({DIVIDE: "", MULTIPLY: "-10"}, MULTIPLY, "0より大きい数"),
        ({DIVIDE: "", MULTIPLY: "abc"}, MULTIPLY, "abc"),
        ({DIVIDE: "", MULTIPLY: "0.1234567"}, MULTIPLY, "6桁"),
        ({DIVIDE: "7"}, DIVIDE, "割り切れません"),
        ({DIVIDE: "", MULTIPLY: "0.0000001"}, MULTIPLY, "6桁"),
        ({"unit": "件"}, "unit", "新しい単位"),
        ({"unit": ""}, "unit", "新しい単位"),
        ({"unit": "  ", DIVIDE: "0"}, "unit", "新しい単位"),
        ({"baseline_value": "3"}, "baseline_value", "自動で直します"),
        ({"decimals": 1}, "decimals", "誤差の幅（±）（50）を正しく書くには、小数点以下が2桁必要です"),
        ({"revision_kind": "change"}, DIVIDE, "変更の種類で「単位の換算」を選ぶか"),
        (
            {"revision_kind": "change", "unit": "件", "decimals": 0},
            DIVIDE,
            "変更の種類で「単位の換算」を選ぶか",
        ),
    ],
)
def test_refused_at_the_field(client, plan, indicator, changes, field, sentence):
    answer = client.post(page_of(indicator), sent(client, indicator, **(CONVERTED | changes)))
    errors = answer.context["adminform"].form.errors
    assert sentence in str(errors[field])
    others = {name for name in (MULTIPLY, DIVIDE, "__all__") if name in errors} - {field}
    assert not others or changes.get(DIVIDE) == "0", errors
    assert plan.indicators.get().unit == "件"


def test_all_that_is_wrong_is_told_at_once(client, plan, indicator):
    data = CONVERTED | {"unit": "", DIVIDE: "", "revision_reason": ""}
    errors = client.post(page_of(indicator), sent(client, indicator, **data)).context["adminform"].form.errors
    assert errors.keys() == {"unit", MULTIPLY, "revision_reason"}


def test_from_no_unit_the_ledger_says_so(client, plan):
    row = add_indicator(plan, target=None, unit="")
    data = sent(client, row, **(CONVERTED | {"unit": "千件"}))
    answer = client.post(page_of(row), data)
    assert answer.status_code == 302, errors_of(answer)
    shown = re.sub(
        r"<[^>]*>|\s", "", client.get(reverse("changes", args=plan.natural_key())).content.decode()
    )
    assert "単位なし→千件" in shown


def test_without_a_reason_is_one_complaint(client, indicator):
    data = sent(client, indicator, **(CONVERTED | {"revision_reason": ""}))
    assert errors_of(client.post(page_of(indicator), data)) == NO_REASON


@pytest.mark.parametrize(("value", "is_told"), [("3855", True), ("3850", False)])
def test_a_value_that_it_rounds_is_told(client, indicator, value, is_told):
    """3.855 is shown as 3.86千件, 3.850 with all that it says."""
    make_measurement(indicator, "2024-Q2", value)
    answer = client.post(page_of(indicator), sent(client, indicator, **CONVERTED), follow=True)
    told = messages_of(answer)
    assert "変更しました" in told
    assert ("換算した実績の一部は、四捨五入して表示します。" in told) == is_told


class TestBounds:
    FIGURES = {"lower": 2500, "upper": 4000, "margin": 50}

    @pytest.fixture
    def bounded(self, plan) -> Indicator:
        fields = self.FIGURES | {"margin_reason": "標本", "direction": "keep_within"}
        row = add_indicator(plan, target=None, **fields)
        make_measurement(row, "2025-Q2", 3800)
        return row

    def test_are_converted_too(self, client, plan, bounded):
        answer = client.post(page_of(bounded), sent(client, bounded, **CONVERTED))
        assert answer.status_code == 302, errors_of(answer)
        row = plan.indicators.get(pk=bounded.pk)
        assert (row.lower, row.upper, row.margin) == (Decimal("2.5"), 4, Decimal("0.05"))
        assert "2.50千件〜4.00千件" in public_page(client, row)

    @pytest.mark.parametrize("name", FIGURES)
    def test_are_left_to_it(self, client, plan, bounded, name):
        answer = client.post(page_of(bounded), sent(client, bounded, **(CONVERTED | {name: "3"})))
        assert "自動で直します" in str(answer.context["adminform"].form.errors[name])
        assert getattr(plan.indicators.get(pk=bounded.pk), name) == self.FIGURES[name]


def test_targets_are_left_to_it(client, plan, indicator):
    data = sent(client, indicator, **CONVERTED) | {"targets-0-value": "5"}
    assert "目標値は自動で直します" in errors_of(client.post(page_of(indicator), data))
    assert plan.indicators.get().targets.get().value == 5000


def test_a_new_unit_as_a_plain_change_is_refused_with_the_ways_on(client, indicator):
    data = sent(client, indicator, unit="千件", **REASON)
    assert "「単位の換算」" in errors_of(client.post(page_of(indicator), data))
