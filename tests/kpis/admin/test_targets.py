"""Indicators and their ledger of targets in the admin."""

import pytest

from kpis.models import (
    Indicator,
    Target,
)
from tests.factories import make_goal, make_plan

from .entering import enter, errors_of, make_indicator, make_ratio, messages_of, page

pytestmark = pytest.mark.django_db


def indicator_page(plan, *targets, **fields) -> dict:
    """What the form of a new indicator sends, with these rows of targets below it."""
    data = {
        "plan": plan.pk, "code": "new", "role": "kpi", "name": "新しい指標", "unit": "件", "decimals": "0",
        "kind": "number", "path": "linear", "series": "level", "frequency": "quarterly", "reporting_lag_days": "30", "direction": "increase", "order": "1",
        "state": "public", "revision_reason": "新しい事業を測るため。",
        "targets-TOTAL_FORMS": str(len(targets)), "targets-INITIAL_FORMS": "0",
        "series_breaks-TOTAL_FORMS": "0", "series_breaks-INITIAL_FORMS": "0",
        "excluded_periods-TOTAL_FORMS": "0", "excluded_periods-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, row in enumerate(targets):
        data |= {f"targets-{number}-{name}": value for name, value in row.items()}
    return data | fields


def target(period="2027", value="1.2万", effective_from="2023-04-01", **more) -> dict:
    return {"period": period, "value": value, "effective_from": effective_from} | more


def test_an_indicator_and_its_targets_are_entered_on_one_page_and_numbers_are_echoed(client, manager, plan):
    data = indicator_page(plan, target(), baseline_value="８千", baseline_period="２０２２")
    answer = client.post(page(Indicator, "add"), data, follow=True)
    indicator = Indicator.objects.get(plan=plan, code="new")
    assert (indicator.baseline_value, indicator.baseline_period) == (8000, "2022")
    assert indicator.targets.get().value == 12000
    assert "基準値: 「８千」を 8,000件 と読み取りました。" in messages_of(answer)
    assert "目標値: 「1.2万」を 12,000件 と読み取りました。" in messages_of(answer)


@pytest.mark.parametrize(
    ("rows", "fields", "sentence"),
    [
        ([target(value="NaN")], {}, "「NaN」"),
        ([target(value="62%")], {}, "この指標の単位「件」"),
        ([target(period="2027-Q9")], {}, "「2027-Q9」という四半期はありません"),
        ([target(period="2027-Q4")], {"series": "flow"}, "年度で書いて"),
        (
            [target(value="8000")],
            {"baseline_value": "8000", "baseline_period": "2022"},
            "目標値が基準値と同じ",
        ),
        ([target(), target()], {}, "同じ期間の目標が、同じ日に2つあります"),
        ([target(), target(value="1.5万", effective_from="2024-04-01")], {}, "理由を書いて"),
        ([target()], {"baseline_value": "1e5"}, "「1e5」"),
        ([target()], {"baseline_value": "5"}, "両方を書く"),
        ([target()], {"lower": "5"}, "下限と上限の両方"),
        ([target(value="101")], {"unit": "%", "is_part_of_whole": "on"}, "0から100"),
    ],
)
def test_a_mistake_in_the_indicator_or_a_target_saves_neither(client, manager, plan, rows, fields, sentence):
    answer = client.post(page(Indicator, "add"), indicator_page(plan, *rows, **fields))
    assert sentence in errors_of(answer)
    assert not Indicator.objects.filter(plan=plan).exists()
    assert not Target.objects.filter(indicator__plan=plan).exists()


def test_a_moved_target_stands_beside_the_earlier_one_when_it_says_why(client, manager, plan):
    rows = [target(), target(value="1.5万", effective_from="2024-04-01", reason="利用が想定を上回ったため。")]
    assert client.post(page(Indicator, "add"), indicator_page(plan, *rows)).status_code == 302
    assert Target.objects.filter(indicator__plan=plan).count() == 2


def test_a_target_of_a_period_that_had_ended_is_confirmed_first(client, manager, plan):
    data = indicator_page(plan, target("2023", effective_from="2024-04-01"))
    answer = client.post(page(Indicator, "add"), data)
    assert (
        "令和5年度末（令和6年（2024年）3月31日）は、目標を決めた日（令和6年（2024年）4月1日）より前"
        in errors_of(answer)
    )
    assert "終わった期間の目標であることを確かめました" in answer.content.decode()
    assert not Indicator.objects.filter(plan=plan).exists()
    form = answer.context["inline_admin_formsets"][0].formset.forms[0]
    tick = {"targets-0-confirmed": form.fields["confirmed"].widget.digest}
    assert client.post(page(Indicator, "add"), data | tick).status_code == 302


def test_a_target_decided_on_the_last_day_of_its_period_needs_no_confirmation(client, manager, plan):
    data = indicator_page(plan, target("2023", effective_from="2024-03-31"))
    assert client.post(page(Indicator, "add"), data).status_code == 302


@pytest.mark.parametrize("value", ["(120)", "△120", "-120件"])
def test_a_target_below_nought_of_what_is_counted_is_confirmed_first(client, manager, plan, value):
    data = indicator_page(plan, target(value=value))
    answer = client.post(page(Indicator, "add"), data)
    assert "−120件の目標が、0より小さい数になっています。" in errors_of(answer)
    assert not Indicator.objects.filter(plan=plan).exists()
    form = answer.context["inline_admin_formsets"][0].formset.forms[0]
    tick = {"targets-0-confirmed": form.fields["confirmed"].widget.digest}
    assert client.post(page(Indicator, "add"), data | tick).status_code == 302
    assert Target.objects.get(indicator__plan=plan).value == -120


@pytest.mark.parametrize("unit", ["ポイント", "千円"])
def test_of_what_falls_below_nought_it_needs_no_confirmation(client, manager, plan, unit):
    data = indicator_page(plan, target(value="△120"), unit=unit)
    assert client.post(page(Indicator, "add"), data).status_code == 302


def test_nor_where_the_way_begins_below_nought(client, manager, plan):
    row = make_indicator(plan, baseline_value=-300, baseline_period="2022")
    data = target(value="△120", indicator=row.pk, revision_reason="初めての目標")
    answer = client.post(page(Target, "add"), data)
    assert answer.status_code == 302, errors_of(answer)
    assert row.targets.get().value == -120


def test_so_is_a_baseline(client, manager, plan):
    data = indicator_page(plan, target(), baseline_value="(120)", baseline_period="2022")
    answer = client.post(page(Indicator, "add"), data)
    assert "基準値（−120件）が、0より小さい数になっています。" in errors_of(answer)
    assert not Indicator.objects.filter(plan=plan).exists()
    tick = {"confirmed": answer.context["adminform"].form.fields["confirmed"].widget.digest}
    assert client.post(page(Indicator, "add"), data | tick).status_code == 302
    row = Indicator.objects.get(plan=plan)
    assert row.baseline_value == -120
    assert 'name="confirmed"' not in client.get(page(Indicator, "change", row.pk)).content.decode()


@pytest.mark.parametrize("on_its_own_page", [True, False])
def test_an_ended_indicator_takes_no_target_of_a_later_period(client, manager, plan, on_its_own_page):
    row = make_indicator(plan, last_period="2024-Q4", ending="merged", ending_reason="重なるため。")
    data = target(value="5", effective_from="2025-08-01", reason="見直し", revision_reason="見直し")
    address, named = page(Target, "add"), data | {"indicator": row.pk}
    if not on_its_own_page:
        address = page(Indicator, "change", row.pk)
        ended = {"last_period": "2024-Q4", "ending": "merged", "ending_reason": "重なるため。"}
        named = indicator_page(plan, data, code="1-1", name=row.name, series="flow", **ended)
    answer = client.post(address, named)
    assert "この指標は令和6年度第4四半期で終わったので、その後の目標は決められません。" in errors_of(answer)
    assert not row.targets.exists()


def test_an_administrator_is_told_when_an_indicator_measures_another_plans_goal(
    admin_client, plan, amagasaki
):
    data = indicator_page(plan, goal=amagasaki.goals.first().pk)
    assert "この市区町村のものから選んでください" in errors_of(
        admin_client.post(page(Indicator, "add"), data)
    )
    beside = make_goal(make_plan(plan.municipality, "beside"), "1")
    data = indicator_page(plan, goal=beside.pk)
    assert "別の計画のもの" in errors_of(admin_client.post(page(Indicator, "add"), data))


def test_the_list_shows_the_latest_approved_value(client, manager, plan):
    indicator = make_ratio(plan, decimals=1)
    enter(indicator, "2024-Q4", None, numerator=1, denominator=4)
    enter(indicator, "2025-Q1", None, numerator=3, denominator=8)  # 3 / 8 = 37.5 %
    enter(indicator, "2025-Q2", None, numerator=1, denominator=1, state="draft")
    assert "37.5%（令和7年度第1四半期）" in client.get(page(Indicator, "changelist")).content.decode()
