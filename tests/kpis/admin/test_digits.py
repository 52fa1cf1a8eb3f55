"""A figure has no more digits than its indicator shows: form, verb and model refuse it where it is written."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kpis.judging.periods import Period
from kpis.models import Indicator, Target
from kpis.workflow import promises
from plans.models import Plan
from tests.factories import being_entered, guarded, make_member, make_target
from tests.kpis.counting import TODAY, add_indicator
from tests.plans.ledger.forms import page_of, sent

from .entering import errors_of

pytestmark = pytest.mark.django_db

SENTENCE = "4,000.5は表示しきれません。「小数点以下の桁数」を1にするか、丸めた値を書いてください。"
WHY = {"revision_reason": "見直したため。"}


@pytest.fixture
def plan(counted) -> Plan:
    return counted


def new_target(value: str) -> dict:
    row = {"period": "2026", "value": value, "effective_from": "2025-11-20", "reason": "見直したため。"}
    return {"targets": [row]}


@pytest.mark.parametrize("name", ["baseline_value", "margin"])
def test_a_figure_is_refused_at_its_field(client, plan, indicator, name):
    answer = client.post(page_of(indicator), sent(client, indicator, **{name: "4000.5"}, **WHY))
    assert SENTENCE in str(answer.context["adminform"].form.errors[name])


@pytest.mark.parametrize("name", ["lower", "upper"])
def test_so_is_a_bound(client, plan, name):
    row = add_indicator(plan, target=None, direction="keep_within", lower=1, upper=9000)
    answer = client.post(page_of(row), sent(client, row, **{name: "4000.5"}, **WHY))
    assert SENTENCE in str(answer.context["adminform"].form.errors[name])


def test_so_is_a_target(client, plan, indicator):
    answer = client.post(page_of(indicator), sent(client, indicator, new=new_target("4000.5")))
    assert SENTENCE in errors_of(answer)
    assert indicator.targets.count() == 1


def test_more_digits_on_the_same_page_make_it_right(client, plan, indicator):
    data = sent(client, indicator, new=new_target("4000.5"), decimals=1, **WHY)
    answer = client.post(page_of(indicator), data)
    assert answer.status_code == 302, errors_of(answer)


def test_fewer_digits_than_a_figure_has_are_refused(client, plan):
    row = add_indicator(
        plan, target=None, baseline_value=Decimal("4000.5"), baseline_period="2023", decimals=1
    )
    answer = client.post(page_of(row), sent(client, row, decimals=0, **WHY))
    assert SENTENCE in str(answer.context["adminform"].form.errors["decimals"])


def test_nor_fewer_than_a_target_has_or_had(client, plan):
    """A former target stands in the ledger: it must not come to read as a rounded one."""
    row = add_indicator(plan, target=None, decimals=1)
    being_entered(plan)
    make_target(row, "2026", "4000.5")
    make_target(row, "2026", 4001, "2025-04-01", reason="見直したため。")
    guarded(plan)
    answer = client.post(page_of(row), sent(client, row, decimals=0, **WHY))
    [sentence] = answer.context["adminform"].form.errors["decimals"]
    assert sentence == (
        "令和8年度末の目標値（4,000.5）を表示しきれません。小数点以下の桁数は、1以上にしてください。"
    )


def test_the_verb_refuses_it_too(plan, indicator):
    with pytest.raises(ValidationError) as refused:
        promises.change_target(
            indicator,
            Period.parse("2026"),
            Decimal("4000.5"),
            effective_from=TODAY,
            reason="見直したため。",
            by=make_member(plan.municipality, name="sato"),
        )
    assert SENTENCE in refused.value.message_dict["value"][0]


def test_what_is_stored_so_already_stays(client, plan, indicator):
    being_entered(plan)
    Indicator.objects.filter(pk=indicator.pk).update(baseline_value=Decimal("3000.5"))
    Target.objects.filter(indicator=indicator).update(value=Decimal("4000.5"))
    guarded(plan)
    answer = client.post(page_of(indicator), sent(client, indicator, name="新しい名前", **WHY))
    assert answer.status_code == 302, errors_of(answer)
    row = Target(indicator=indicator, period="2025", value=Decimal("4000"), effective_from=date(2025, 11, 20))
    row.full_clean()


def test_a_first_value_that_became_the_baseline_may_have_more(indicator):
    indicator.baseline_value, indicator.baseline_is_provisional = Decimal("66.6667"), True
    indicator.full_clean()
