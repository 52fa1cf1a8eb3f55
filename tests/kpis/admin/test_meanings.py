"""単位の換算 and 数え方の変更 on the indicator's page: what it asks for, and that nothing is half-saved."""

from datetime import date

import pytest

from kpis.models import Indicator, Measurement
from plans.models import Plan
from tests.factories import (
    freeze_today,
    guarded,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)
from tests.kpis.admin.entering import errors_of
from tests.plans.ledger import forms
from tests.plans.ledger.forms import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, monkeypatch, client) -> Plan:
    freeze_today(monkeypatch, date(2025, 11, 20))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    row = make_indicator(plan, "1", baseline_value=3000, baseline_period="2023")
    make_target(row, "2026", 5000, "2024-04-01")
    make_measurement(row, "2025-Q2", 3800)
    guarded(plan)
    client.force_login(make_member(plan.municipality))
    return plan


@pytest.fixture
def indicator(plan) -> Indicator:
    return plan.indicators.get()


def sent(client, indicator, *, breaks=(), targets=(), **changes) -> dict:
    """What the page sends with a reason, these changes, and new rows of breaks and of targets."""
    new = {"series_breaks": breaks, "targets": targets}
    return forms.sent(client, indicator, new=new, **({"revision_reason": "分かりやすくするため。"} | changes))


CONVERTED = {"unit": "千件", "decimals": 1, "revision_kind": "conversion", "revision_divide": "1000"}


class TestConversion:
    def test_unit_and_factor_are_enough(self, client, plan, indicator):
        answer = client.post(page_of(indicator), sent(client, indicator, **CONVERTED))
        assert answer.status_code == 302, errors_of(answer)
        row = plan.indicators.get()
        assert (row.unit, row.baseline_value, row.targets.get().value) == ("千件", 3, 5)
        value = Measurement.objects.get(indicator=row)
        assert (value.value, value.reported_unit, value.conversion) == (3800, "件", "1/1000")
        kinds = plan.revisions.exclude(kind="publication").values_list("kind", flat=True)
        assert set(kinds) == {"conversion"}

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"revision_divide": ""}, "revision_divide", "0より大きい数"),
            ({"revision_divide": "0"}, "revision_divide", "0より大きい数"),
            ({"unit": "件"}, "unit", "新しい単位"),
            ({"baseline_value": "3"}, "baseline_value", "自動で直します"),
            ({"revision_divide": "100000"}, "decimals", "2桁必要"),
        ],
    )
    def test_refused_at_the_field(self, client, plan, indicator, changes, field, sentence):
        answer = client.post(page_of(indicator), sent(client, indicator, **(CONVERTED | changes)))
        assert sentence in str(answer.context["adminform"].form.errors[field])
        assert plan.indicators.get().unit == "件"

    def test_targets_are_left_to_it(self, client, plan, indicator):
        data = sent(client, indicator, **CONVERTED) | {"targets-0-value": "5"}
        assert "目標値は自動で直します" in errors_of(client.post(page_of(indicator), data))
        assert plan.indicators.get().targets.get().value == 5000

    def test_a_new_unit_as_a_plain_change_is_refused_with_the_ways_on(self, client, indicator):
        data = sent(client, indicator, unit="千件")
        assert "「単位の換算」" in errors_of(client.post(page_of(indicator), data))


BREAK = {"period": "2025-Q2", "reason": "窓口の分も数えるため。"}
REDEFINED = {"definition": "窓口とオンライン", "revision_kind": "redefinition"}


class TestRedefinition:
    def test_asks_from_which_period_on(self, client, plan, indicator):
        answer = client.post(page_of(indicator), sent(client, indicator, **REDEFINED))
        assert "新しい数え方の最初の期間" in errors_of(answer)
        assert plan.indicators.get().definition == ""

    def test_asks_for_figures_of_the_new_way(self, client, plan, indicator):
        data = sent(client, indicator, breaks=[BREAK], **REDEFINED)
        assert "基準値、目標値（令和8年度末）は、前の数え方の値です。" in errors_of(
            client.post(page_of(indicator), data)
        )
        assert not plan.indicators.get().series_breaks.exists()

    def test_which_may_be_kept(self, client, plan, indicator):
        data = sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED)
        answer = client.post(page_of(indicator), data)
        assert answer.status_code == 302, errors_of(answer)
        row = plan.indicators.get()
        assert (row.definition, row.series_breaks.get().keeps_figures) == ("窓口とオンライン", True)

    def test_or_decided_anew_on_the_same_page(self, client, plan, indicator):
        target = {
            "period": "2026",
            "value": "900",
            "effective_from": "2025-11-20",
            "reason": "数え方が変わるため。",
        }
        data = sent(
            client,
            indicator,
            breaks=[BREAK],
            targets=[target],
            baseline_value="",
            baseline_period="",
            **REDEFINED,
        )
        answer = client.post(page_of(indicator), data)
        assert answer.status_code == 302, errors_of(answer)
        assert plan.indicators.get().targets.count() == 2

    def test_another_unit_keeps_the_former_one_of_what_stands_before(self, client, plan, indicator):
        target = {
            "period": "2026",
            "value": "900",
            "effective_from": "2025-11-20",
            "reason": "数え方が変わるため。",
        }
        data = sent(
            client, indicator, breaks=[BREAK | {"period": "2025-Q3"}], targets=[target],
            baseline_value="", baseline_period="", unit="人", **REDEFINED,
        )  # fmt: skip
        answer = client.post(page_of(indicator), data)
        assert answer.status_code == 302, errors_of(answer)
        row = plan.indicators.get()
        assert (row.unit, row.series_breaks.get().unit_before) == ("人", "件")

    def test_it_is_taken_away_as_a_slip_only(self, client, plan, indicator):
        client.post(
            page_of(indicator), sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED)
        )
        gone = {"series_breaks-0-DELETE": "on"}
        answer = client.post(page_of(indicator), sent(client, indicator, **gone))
        assert "誤りの訂正" in errors_of(answer)
        answer = client.post(page_of(indicator), sent(client, indicator, revision_kind="misprint", **gone))
        assert answer.status_code == 302, errors_of(answer)
        assert not plan.indicators.get().series_breaks.exists()

    def test_a_correction_left_as_a_change_is_told_on_the_form(self, client, plan, indicator):
        data = sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED)
        client.post(page_of(indicator), data)
        data = sent(client, indicator) | {"series_breaks-0-reason": "窓口とアプリの分も数えるため。"}
        assert "誤りの訂正" in errors_of(client.post(page_of(indicator), data))

    def test_twice_in_one_period_is_one_sentence(self, client, plan, indicator):
        rows = [BREAK | {"keeps_figures": "on"}, BREAK | {"keeps_figures": "on"}]
        answer = client.post(page_of(indicator), sent(client, indicator, breaks=rows, **REDEFINED))
        assert "この期間の数え方の変更は、すでに登録されています。" in errors_of(answer)
