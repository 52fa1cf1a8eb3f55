"""数え方の変更 on the indicator's page: what it asks for, and that nothing is half-saved."""

import pytest

from kpis.models import Indicator
from plans.models import Plan
from tests.factories import being_entered, guarded
from tests.kpis.counting import ledger
from tests.plans.ledger import forms
from tests.plans.ledger.forms import page_of

from .entering import errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(counted) -> Plan:
    return counted


def sent(client, indicator, *, breaks=(), targets=(), **changes) -> dict:
    """What the page sends with a reason, these changes, and new rows of breaks and of targets."""
    new = {"series_breaks": breaks, "targets": targets}
    return forms.sent(client, indicator, new=new, **({"revision_reason": "窓口の分も数えるため。"} | changes))


NO_REASON = "変更の理由を書いてください。市民にも表示します。"
BREAK = {"period": "2025-Q2", "reason": "窓口の分も数えるため。"}
TARGET = {
    "period": "2026",
    "value": "900",
    "effective_from": "2025-11-20",
    "reason": "数え方が変わるため。",
}
REDEFINED = {"definition": "窓口とオンライン", "revision_kind": "redefinition"}


def test_asks_from_which_period_on(client, plan, indicator):
    answer = client.post(page_of(indicator), sent(client, indicator, **REDEFINED))
    assert "新しい数え方の最初の期間" in errors_of(answer)
    assert plan.indicators.get().definition == ""


def test_asks_for_figures_of_the_new_way(client, plan, indicator):
    data = sent(client, indicator, breaks=[BREAK], **REDEFINED)
    assert "基準値、目標値（令和8年度末）は、前の数え方の値です。" in errors_of(
        client.post(page_of(indicator), data)
    )
    assert not plan.indicators.get().series_breaks.exists()


def test_without_a_reason_is_one_complaint(client, indicator):
    """The row below says why the numbers break; the page, why something public changes."""
    data = sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED, revision_reason="")
    assert errors_of(client.post(page_of(indicator), data)) == NO_REASON


def test_which_may_be_kept(client, plan, indicator):
    data = sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED)
    answer = client.post(page_of(indicator), data)
    assert answer.status_code == 302, errors_of(answer)
    row = plan.indicators.get()
    assert (row.definition, row.series_breaks.get().keeps_figures) == ("窓口とオンライン", True)


def test_or_decided_anew_on_the_same_page(client, plan, indicator):
    data = sent(
        client,
        indicator,
        breaks=[BREAK],
        targets=[TARGET],
        baseline_value="",
        baseline_period="",
        **REDEFINED,
    )
    answer = client.post(page_of(indicator), data)
    assert answer.status_code == 302, errors_of(answer)
    assert plan.indicators.get().targets.count() == 2


def test_not_for_days_of_the_former_count(client, plan, indicator):
    target = TARGET | {"effective_from": "2025-09-30", "reason": "窓口も"}
    data = sent(
        client, indicator, breaks=[BREAK | {"period": "2025-Q3"}], targets=[target],
        baseline_value="", baseline_period="", revision_on="2025-09-30", **REDEFINED,
    )  # fmt: skip
    assert "新しい数え方は令和7年（2025年）10月1日から" in errors_of(client.post(page_of(indicator), data))
    assert not plan.indicators.get().series_breaks.exists()


def test_another_unit_keeps_the_former_one_of_what_stands_before(client, plan, indicator):
    data = sent(
        client, indicator, breaks=[BREAK | {"period": "2025-Q3"}], targets=[TARGET],
        baseline_value="", baseline_period="", margin="", margin_reason="", unit="人", **REDEFINED,
    )  # fmt: skip
    answer = client.post(page_of(indicator), data)
    assert answer.status_code == 302, errors_of(answer)
    row = plan.indicators.get()
    assert (row.unit, row.series_breaks.get().unit_before) == ("人", "件")


def test_another_unit_asks_for_the_margin_too(client, plan, indicator):
    """It is a number in the unit: 標本の誤差 of 50件 says nothing of 人."""
    target = TARGET | {"reason": "人で数えるため。"}
    data = sent(
        client, indicator, breaks=[BREAK | {"period": "2025-Q3"}], targets=[target],
        baseline_value="", baseline_period="", unit="人", **REDEFINED,
    )  # fmt: skip
    label = indicator._meta.get_field("margin").verbose_name
    answer = client.post(page_of(indicator), data)
    assert f"{label}は、前の単位の値です。新しい単位の値に変えてください。" in errors_of(answer)
    assert plan.indicators.get().unit == "件"


def test_it_is_taken_away_as_a_slip_only(client, plan, indicator):
    client.post(
        page_of(indicator), sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED)
    )
    gone = {"series_breaks-0-DELETE": "on"}
    answer = client.post(page_of(indicator), sent(client, indicator, **gone))
    assert "誤りの訂正" in errors_of(answer)
    answer = client.post(page_of(indicator), sent(client, indicator, revision_kind="misprint", **gone))
    assert answer.status_code == 302, errors_of(answer)
    assert not plan.indicators.get().series_breaks.exists()


def test_a_correction_left_as_a_change_is_told_on_the_form(client, plan, indicator):
    data = sent(client, indicator, breaks=[BREAK | {"keeps_figures": "on"}], **REDEFINED)
    client.post(page_of(indicator), data)
    data = sent(client, indicator) | {"series_breaks-0-reason": "窓口とアプリの分も数えるため。"}
    assert "誤りの訂正" in errors_of(client.post(page_of(indicator), data))


def test_twice_in_one_period_is_one_sentence(client, plan, indicator):
    rows = [BREAK | {"keeps_figures": "on"}, BREAK | {"keeps_figures": "on"}]
    answer = client.post(page_of(indicator), sent(client, indicator, breaks=rows, **REDEFINED))
    assert "この期間の数え方の変更は、すでに登録されています。" in errors_of(answer)


def test_a_baseline_taken_away_takes_its_note_along(client, plan, indicator):
    being_entered(plan)
    Indicator.objects.filter(pk=indicator.pk).update(baseline_note="令和5年度の調査")
    guarded(plan)
    target = TARGET | {"reason": "窓口も"}
    none = {"baseline_value": "", "baseline_period": ""}
    data = sent(client, indicator, breaks=[BREAK], targets=[target], **none, **REDEFINED)
    assert client.post(page_of(indicator), data).status_code == 302
    assert plan.indicators.get().baseline_note == ""
    assert "baseline_note" in {change["field"] for line in ledger(plan) for change in line.changes}
