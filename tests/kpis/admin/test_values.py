"""Entering values in the admin: numbers as people write them, what a value must be, what must be confirmed."""

import pytest

from kpis.models import (
    Indicator,
    Measurement,
    Target,
)
from plans.models import Department
from tests.factories import make_member

from .entering import enter, errors_of, make_indicator, make_ratio, measured, messages_of, page

pytestmark = pytest.mark.django_db


# -- numbers


def test_a_number_is_stored_as_understood_and_the_page_says_so(client, manager, plan):
    indicator = make_indicator(plan)
    answer = client.post(page(Measurement, "add"), measured(indicator, value="１．２万"), follow=True)
    assert indicator.measurements.get().value == 12000
    assert "実績値: 「１．２万」を 12,000件 と読み取りました。" in messages_of(answer)


@pytest.mark.parametrize(("period", "unit"), [("2024-Q4", "件"), ("2025-Q1", "人")])
def test_it_is_understood_in_the_unit_of_its_period(client, manager, plan, period, unit):
    indicator = make_indicator(plan, unit="人", series="level")
    indicator.series_breaks.create(period="2025-Q1", reason="人を数えるため。", unit_before="件")
    answer = client.post(page(Measurement, "add"), measured(indicator, period, value="1.2万"), follow=True)
    assert f"「1.2万」を 12,000{unit} と読み取りました。" in messages_of(answer)


def test_a_plain_number_is_not_echoed(client, manager, plan):
    answer = client.post(page(Measurement, "add"), measured(make_indicator(plan), value="1,200"), follow=True)
    assert "読み取りました" not in messages_of(answer)


@pytest.mark.parametrize("text", ["NaN", "inf", "1" * 30, "1e5", "約5", "1,23,4", "62%"])
def test_what_is_no_number_is_refused_beside_its_field_and_kept_as_typed(client, manager, plan, text):
    indicator = make_indicator(plan)
    answer = client.post(page(Measurement, "add"), measured(indicator, value=text))
    assert f"「{text}」" in errors_of(answer)
    assert answer.context["adminform"].form.errors.keys() == {"value"}
    assert text in answer.content.decode()
    assert not indicator.measurements.exists()


def test_a_dash_is_no_value_and_not_zero(client, manager, plan):
    indicator = make_indicator(plan)
    client.post(page(Measurement, "add"), measured(indicator, value="－"))
    assert indicator.measurements.get().value is None


def test_the_page_of_a_stored_value_shows_it_without_needless_zeros(client, manager, plan):
    row = enter(make_indicator(plan), "2025-Q1", "1200.5", state="draft")
    assert 'value="1,200.5"' in client.get(page(Measurement, "change", row.pk)).content.decode()


def test_pages_that_only_show_write_numbers_as_people_do(client, plan):
    client.force_login(make_member(plan.municipality, "editor"))
    indicator = make_indicator(plan, baseline_value="8000.5", baseline_period="2022")
    Target.objects.create(indicator=indicator, period="2027", value=12000, effective_from="2023-04-01")
    row = enter(indicator, "2025-Q1", 7000)
    shown = client.get(page(Indicator, "change", indicator.pk)).content.decode()
    shown += client.get(page(Measurement, "change", row.pk)).content.decode()
    for number in ("8,000.5", "12,000", "7,000"):
        assert number in shown
    assert "00000" not in shown
    assert "確かめました" not in shown


# -- what a value must be


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"period": "2025"}, "2024-Q1 から 2024-Q4"),
        ({"period": "2025-Q5"}, "2025-Q4 のように"),
        ({"period": "2026-Q1"}, "まだ始まっていません"),
        ({"period": "2024-Q4"}, "この期間は承認済みです（100件）"),
        ({"revision": "2", "revision_reason": "集計漏れ"}, "版1が承認されていません"),
        ({"value": "", "numerator": "1"}, "分子と分母は空欄に"),
        ({"observation_status": "M"}, "値がない理由"),
        ({"observation_status": "M", "issues_comment": "集計中"}, "値を空欄に"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_saved(client, manager, plan, change, sentence):
    indicator = make_indicator(plan)
    enter(indicator, "2024-Q4", 100)
    answer = client.post(page(Measurement, "add"), measured(indicator, value="100") | change)
    assert sentence in errors_of(answer)
    assert indicator.measurements.count() == 1


def test_a_period_may_be_typed_in_full_width(client, manager, plan):
    indicator = make_indicator(plan)
    client.post(page(Measurement, "add"), measured(indicator, "２０２５－ｑ１", value="5"))
    assert indicator.measurements.get().period == "2025-Q1"


def test_a_denominator_of_zero_is_taken_once_it_is_confirmed(client, manager, plan):
    indicator = make_ratio(plan)
    data = measured(indicator, numerator="0", denominator="0")
    answer = client.post(page(Measurement, "add"), data)
    assert "対象者が0なので" in errors_of(answer)
    assert not indicator.measurements.exists()
    answer = client.post(page(Measurement, "add"), data | confirmed(answer), follow=True)
    assert indicator.measurements.get().denominator == 0
    assert "分母が0なので、割合は算定不可と表示します。" in messages_of(answer)
    assert "算定不可" in client.get(page(Measurement, "changelist")).content.decode()


def test_a_negative_denominator_is_refused_at_its_field(client, manager, plan):
    indicator = make_ratio(plan)
    answer = client.post(page(Measurement, "add"), measured(indicator, numerator="6", denominator="-5"))
    assert list(answer.context["adminform"].form.errors) == ["denominator"]
    assert "分母は0以上の値にしてください。" in errors_of(answer)


def test_more_than_the_whole_of_a_share_is_confirmed_first(client, manager, plan):
    indicator = make_ratio(plan)
    answer = client.post(page(Measurement, "add"), measured(indicator, numerator="6", denominator="5"))
    assert "利用者（6）が対象者（5）より大きく" in errors_of(answer)


def test_a_fraction_of_what_is_counted_is_confirmed_first(client, manager, plan):
    indicator = make_indicator(plan)
    data = measured(indicator, value="3,166.7件")
    answer = client.post(page(Measurement, "add"), data)
    assert "値（3,166.7件）に、小数点以下の数があります" in errors_of(answer)
    client.post(page(Measurement, "add"), data | confirmed(answer))
    assert str(indicator.measurements.get().value).startswith("3166.7")


def test_a_part_greater_than_its_whole_is_refused(client, manager, plan):
    indicator = make_ratio(plan, is_part_of_whole=True)
    answer = client.post(page(Measurement, "add"), measured(indicator, numerator="6", denominator="5"))
    assert "分子が分母より大きく" in errors_of(answer)


def test_the_owner_is_the_indicators_department_unless_somebody_is_named(client, manager, plan):
    indicator = make_indicator(plan)
    indicator.departments.add(
        Department.objects.create(municipality=plan.municipality, code="dx", name="DX課")
    )
    assert "DX課" in client.get(page(Measurement, "add") + f"?indicator={indicator.pk}").content.decode()
    client.post(page(Measurement, "add"), measured(indicator, value="5"))
    client.post(page(Measurement, "add"), measured(indicator, "2024-Q4", value="5", owner_name="旧DX課"))
    assert [row.owner_name for row in indicator.measurements.order_by("period")] == ["旧DX課", "DX課"]


# -- what must be confirmed


def confirmed(answer) -> dict:
    """Ticks the box that the page shows."""
    return {"confirmed": answer.context["adminform"].form.fields["confirmed"].widget.digest}


@pytest.mark.parametrize(
    ("series", "period", "before", "value", "sentence", "confirmation"),
    [
        ("cumulative", "2025-Q1", ("2024-Q4", 1200), "1,100",
         "令和7年度第1四半期の値（1,100件）が、前の期（令和6年度第4四半期）の値（1,200件）より小さく", "値が前の期より小さいことを確かめました"),
        ("cumulative", "2024-Q3", ("2024-Q4", 1200), "1,300",
         "令和6年度第3四半期の値（1,300件）が、後の期（令和6年度第4四半期）の値（1,200件）より大きく", "値が後の期より大きいことを確かめました"),
        ("year_to_date", "2024-Q4", ("2024-Q3", 900), "899", "（899件）が、前の期（令和6年度第3四半期）の値（900件）より小さく", "小さいことを"),
        ("flow", "2025-Q1", ("2024-Q4", 100), "1000", "（1,000件）が、令和6年度第4四半期の値（100件）の10倍以上", "10倍以上違うことを"),
        ("level", "2025-Q1", ("2024-Q4", 100), "10", "（10件）が、令和6年度第4四半期の値（100件）の10分の1以下", "10倍以上違うことを"),
        ("year_to_date", "2025-Q1", ("2024-Q1", 30), "300", "（300件）が、令和6年度第1四半期の値（30件）の10倍以上", "10倍以上違うことを"),
    ],
)  # fmt: skip
def test_a_doubtful_value_is_saved_only_after_it_has_been_confirmed(
    client, manager, plan, series, period, before, value, sentence, confirmation
):
    indicator = make_indicator(plan, series=series, baseline_value=1, baseline_period="2022")
    enter(indicator, *before)
    data = measured(indicator, period, value=value)
    answer = client.post(page(Measurement, "add"), data)
    assert sentence in errors_of(answer)
    assert confirmation in answer.content.decode()
    assert indicator.measurements.count() == 1
    assert client.post(page(Measurement, "add"), data | confirmed(answer)).status_code == 302
    assert indicator.measurements.count() == 2


@pytest.mark.parametrize(
    ("series", "period", "before", "value"),
    [
        ("cumulative", "2025-Q1", ("2024-Q4", 1200), "1200"),  # the same total is no fall
        ("year_to_date", "2025-Q1", ("2024-Q4", 1200), "90"),  # a year begins anew
        ("flow", "2025-Q1", ("2024-Q4", 100), "999"),  # 9.99 times
        ("flow", "2025-Q1", ("2024-Q4", 100), "11"),  # 100 / 11 = 9.09
        ("flow", "2025-Q1", ("2024-Q4", 100), "0"),  # zero is a value
        ("flow", "2025-Q1", ("2024-Q4", 0), "500"),
        ("flow", "2025-Q1", ("2024-Q4", 5), "－"),
    ],
)
def test_an_ordinary_value_needs_no_confirmation(client, manager, plan, series, period, before, value):
    indicator = make_indicator(plan, series=series)
    enter(indicator, *before)
    assert client.post(page(Measurement, "add"), measured(indicator, period, value=value)).status_code == 302


def test_no_box_is_shown_before_there_is_a_doubt(client, manager):
    assert "確かめました" not in client.get(page(Measurement, "add")).content.decode()


def test_a_confirmation_holds_only_for_what_was_shown(client, manager, plan):
    indicator = make_indicator(plan, series="cumulative")
    enter(indicator, "2024-Q4", 1200)
    data = measured(indicator, value="1100")
    tick = confirmed(client.post(page(Measurement, "add"), data))
    answer = client.post(page(Measurement, "add"), data | tick | {"value": "110"})
    assert "110件" in errors_of(answer)
    assert indicator.measurements.count() == 1


def test_a_confirmed_value_is_not_doubted_again_when_only_its_comment_changes(client, manager, plan):
    indicator = make_indicator(plan, series="cumulative")
    enter(indicator, "2024-Q4", 1200)
    row = enter(indicator, "2025-Q1", 1100, state="draft")
    data = measured(indicator, value="1100", progress_comment="集計の誤りを直した。")
    assert client.post(page(Measurement, "change", row.pk), data).status_code == 302
