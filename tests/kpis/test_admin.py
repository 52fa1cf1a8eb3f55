"""Entering indicators, values and marks in the admin: scope, echo, doubts, revisions, preview."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from kpis.models import (
    ActionProgress,
    Indicator,
    Measurement,
    PlanRating,
    RatingBand,
    RatingScale,
    Target,
)
from plans.access import city_path
from plans.models import Department, Municipality
from tests.factories import freeze_today, make_action, make_city, make_member, make_plan

pytestmark = pytest.mark.django_db

KPI_MODELS = [model for model in admin.site._registry if model._meta.app_label == "kpis"]
SCOPED = [model for model in KPI_MODELS if model is not RatingScale]


def page(model, name, *args):
    return reverse(f"admin:kpis_{model._meta.model_name}_{name}", args=args)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Second quarter of fiscal year 2025 (July to September)."""
    freeze_today(monkeypatch, date(2025, 8, 1))


@pytest.fixture
def plan(db):
    return make_plan(make_city(), starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))


@pytest.fixture
def manager(client, plan):
    user = make_member(plan.municipality)
    client.force_login(user)
    return user


def make_indicator(plan, code="1-1", **fields) -> Indicator:
    values = {"name": "オンライン申請数", "unit": "件", "series": "flow", "frequency": "quarterly"} | fields
    return Indicator.objects.create(plan=plan, code=code, number=code, **values)


def enter(indicator, period, value, **fields) -> Measurement:
    values = {"value": value, "state": "approved"} | fields
    return Measurement.objects.create(indicator=indicator, period=period, **values)


def full_row(plan) -> dict:
    """One row of every scoped type, in that plan."""
    indicator = make_indicator(plan, "full")
    return {
        Indicator: indicator,
        Target: Target.objects.create(
            indicator=indicator, period="2027", value=5, effective_from="2023-04-01"
        ),
        Measurement: enter(indicator, "2024-Q1", 1, state="draft"),
        ActionProgress: ActionProgress.objects.create(
            action=make_action(plan, "full"), period="2024-Q1", status="as-planned"
        ),
        PlanRating: PlanRating.objects.create(plan=plan, scale=RatingScale.objects.get(code="portal")),
    }


def measured(indicator, period="2025-Q1", **fields) -> dict:
    """What the form of a new value sends."""
    return {
        "indicator": indicator.pk,
        "period": period,
        "revision": "1",
        "observation_status": "A",
        "state": "draft",
    } | fields


def messages_of(answer) -> str:
    return "\n".join(map(str, answer.context["messages"]))


def errors_of(answer) -> str:
    assert answer.status_code == 200, "it was saved"
    parts = answer.context["errors"]
    return "\n".join(text for part in parts for text in ([part] if isinstance(part, str) else part))


# -- who sees and changes what


@pytest.mark.parametrize("model", KPI_MODELS, ids=lambda model: model.__name__)
def test_the_administrator_opens_every_list_form_and_row(admin_client, plan, model):
    rows = full_row(plan) | {RatingScale: RatingScale.objects.first()}
    addresses = [page(model, "changelist"), page(model, "add"), page(model, "change", rows[model].pk)]
    for address in [*addresses, page(model, "changelist") + "?q=DX"]:
        assert admin_client.get(address).status_code == 200, address


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_manager_opens_own_rows_and_is_refused_those_of_another_city(client, manager, plan, model):
    own = full_row(plan)[model]
    other = full_row(make_plan(make_city("minami", name="南山市")))[model]
    assert client.get(page(model, "change", own.pk)).status_code == 200
    for name in ("change", "delete", "history"):
        answer = client.get(page(model, name, other.pk))
        assert answer.status_code in (302, 403), f"{name} of another city's row is open"
    answer = client.post(page(model, "change", other.pk), {"name": "書きかえ"})
    assert answer.status_code in (302, 403)
    other.refresh_from_db()
    assert "書きかえ" not in str(other)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_managers_list_form_and_file_hold_nothing_of_another_city(client, manager, plan, model):
    full_row(plan)
    full_row(make_plan(make_city("minami", name="南山市"), title="南の計画"))
    addresses = [page(model, "changelist"), page(model, "add")]
    if model is not PlanRating:
        addresses.append(page(model, "export"))
    for address in addresses:
        text = client.get(address).content.decode()
        for foreign in ("南山市", "南の計画", "minami", "尼崎市", "takarazuka"):
            assert foreign not in text, address


def test_scales_are_kept_by_superusers_only(client, manager):
    scale = RatingScale.objects.first()
    for address in (
        page(RatingScale, "changelist"),
        page(RatingScale, "add"),
        page(RatingScale, "change", scale.pk),
    ):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_editors_and_approvers_read_figures_but_do_not_change_them(client, plan, role):
    client.force_login(make_member(plan.municipality, role))
    for model, row in full_row(plan).items():
        assert client.get(page(model, "change", row.pk)).status_code == 200
        assert client.post(page(model, "change", row.pk), {}).status_code == 403
        assert client.post(page(model, "change", row.pk), {"_preview": "1"}).status_code == 403
        assert client.get(page(model, "add")).status_code == 403


def test_every_scoped_type_knows_its_city():
    assert all(city_path(model) for model in SCOPED)
    assert city_path(RatingScale) is None


def test_a_manager_cannot_enter_a_value_of_another_citys_indicator(client, manager, plan):
    other = make_indicator(make_plan(make_city("minami", name="南山市")))
    answer = client.post(page(Measurement, "add"), measured(other, value="5"))
    assert "正しく選択してください" in errors_of(answer)
    assert not other.measurements.exists()


def test_the_prefilled_owner_does_not_tell_another_citys_departments(client, manager, plan):
    other = make_indicator(make_plan(make_city("minami", name="南山市")))
    other.departments.add(
        Department.objects.create(municipality=other.plan.municipality, code="x", name="南の課")
    )
    row = enter(other, "2024-Q1", 7654321)
    text = client.get(page(Measurement, "add") + f"?indicator={other.pk}").content.decode()
    assert "南の課" not in text
    text = client.get(page(Measurement, "add") + f"?revision_of={row.pk}").content.decode()
    assert "7,654,321" not in text


@pytest.mark.parametrize(
    "query", ["?indicator=x", "?revision_of=x", "?revision_of=999999", "?indicator=999999", "?revision_of=²"]
)
def test_a_mistyped_address_of_the_form_opens_it_empty(client, manager, query):
    assert client.get(page(Measurement, "add") + query).status_code == 200


@pytest.mark.parametrize("model", KPI_MODELS, ids=lambda model: model.__name__)
def test_lists_ask_the_same_number_of_questions_however_long_they_are(
    admin_client, plan, model, django_assert_max_num_queries
):
    for number in range(5):
        indicator = make_indicator(plan, f"n{number}")
        Target.objects.create(indicator=indicator, period="2027", value=5, effective_from="2023-04-01")
        enter(indicator, "2024-Q1", 1)
    with django_assert_max_num_queries(16):
        admin_client.get(page(model, "changelist"))


# -- numbers


def test_a_number_is_stored_as_understood_and_the_page_says_so(client, manager, plan):
    indicator = make_indicator(plan)
    answer = client.post(page(Measurement, "add"), measured(indicator, value="１．２万"), follow=True)
    assert indicator.measurements.get().value == 12000
    assert "実績値: 「１．２万」を 12,000件 と読み取りました。" in messages_of(answer)


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
    assert "確認" not in shown


# -- what a value must be


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"period": "2025"}, "2024-Q1 から 2024-Q4"),
        ({"period": "2025-Q5"}, "2024-Q3"),
        ({"period": "2026-Q1"}, "まだ始まっていません"),
        ({"period": "2024-Q4"}, "すでに登録されています"),
        ({"revision": "2", "revision_reason": "集計漏れ"}, "版1が承認されていません"),
        ({"value": "", "numerator": "1"}, "分子と分母は空欄に"),
        ({"observation_status": "M"}, "値がない理由"),
        ({"observation_status": "M", "issues_comment": "集計中"}, "値を空欄に"),
        ({"value": "", "state": "approved"}, "実績値を書くか"),
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


def make_ratio(plan, **fields) -> Indicator:
    names = {"unit": "%", "numerator_label": "利用者", "denominator_label": "対象者", "series": "level"}
    return make_indicator(plan, **names | fields)


def test_a_denominator_of_zero_is_taken_and_explained(client, manager, plan):
    indicator = make_ratio(plan)
    answer = client.post(
        page(Measurement, "add"), measured(indicator, numerator="0", denominator="0"), follow=True
    )
    assert indicator.measurements.get().denominator == 0
    assert "分母が0なので、割合は算定不可と表示します。" in messages_of(answer)
    assert "算定不可" in client.get(page(Measurement, "changelist")).content.decode()


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


# -- revisions and two people at once


def test_an_approved_value_is_read_only_and_offers_a_revision(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 1200, progress_comment="窓口でも案内した。")
    shown = client.get(page(Measurement, "change", row.pk))
    assert 'name="_save"' not in shown.content.decode()
    link = shown.context["revision"]
    assert link["label"] == "改定を登録"
    assert client.post(page(Measurement, "change", row.pk), measured(indicator, value="5")).status_code == 403
    assert client.post(page(Measurement, "delete", row.pk), {"post": "yes"}).status_code == 403
    form = client.get(link["url"]).context["adminform"].form
    assert (form["indicator"].value(), form["period"].value(), form["revision"].value()) == (
        indicator.pk,
        "2025-Q1",
        2,
    )
    assert form["progress_comment"].value() == "窓口でも案内した。"
    assert form["state"].value() == "draft"


def test_a_revision_says_why_and_stands_beside_what_it_corrects(client, manager, plan):
    indicator = make_indicator(plan)
    enter(indicator, "2025-Q1", 1200)
    data = measured(indicator, value="1250", revision="2", state="approved")
    assert "改定の理由を書いてください" in errors_of(client.post(page(Measurement, "add"), data))
    answer = client.post(page(Measurement, "add"), data | {"revision_reason": "集計漏れがあった。"})
    assert answer.status_code == 302
    assert [int(row.value) for row in indicator.measurements.order_by("revision")] == [1200, 1250]


def test_a_revision_under_way_is_opened_instead_of_a_second_one(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 1200)
    draft = enter(indicator, "2025-Q1", 1250, revision=2, revision_reason="集計漏れ", state="draft")
    link = client.get(page(Measurement, "change", row.pk)).context["revision"]
    assert link == {"url": page(Measurement, "change", draft.pk), "label": "登録中の改定（版2）を開く"}


def test_a_draft_offers_no_revision_and_its_period_stands_fixed(client, manager, plan):
    indicator, other = make_indicator(plan), make_indicator(plan, "1-2")
    row = enter(indicator, "2025-Q1", 1200, state="draft")
    assert client.get(page(Measurement, "change", row.pk)).context["revision"] is None
    data = measured(other, "2024-Q4", value="5", revision="7")
    assert client.post(page(Measurement, "change", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.indicator, row.period, row.revision, row.value) == (indicator, "2025-Q1", 1, 5)


def test_approved_values_are_not_deleted_with_the_list_nor_with_their_indicator(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 1200)
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(page(Measurement, "changelist"), data)
    client.post(page(Indicator, "delete", indicator.pk), {"post": "yes"})
    assert Measurement.objects.filter(pk=row.pk).exists()


def test_whoever_saves_second_is_told_and_overwrites_nothing(client, manager, plan):
    indicator = make_indicator(plan)
    row = enter(indicator, "2025-Q1", 100, state="draft")
    seen = client.get(page(Measurement, "change", row.pk)).context["adminform"].form["seen_version"].value()
    first = measured(indicator, value="110", seen_version=seen)
    assert client.post(page(Measurement, "change", row.pk), first).status_code == 302
    answer = client.post(page(Measurement, "change", row.pk), first | {"value": "120"})
    assert "ほかの人がこの行を保存しました" in errors_of(answer)
    row.refresh_from_db()
    assert row.value == 110


def test_of_two_saved_in_the_same_moment_only_the_first_is_kept(client, manager, plan, monkeypatch):
    row = enter(make_indicator(plan), "2025-Q1", 100, state="draft")

    def saved_meanwhile(form):
        Measurement.objects.filter(pk=row.pk).update(value=110, version=2)
        return []

    monkeypatch.setattr("kpis.forms.MeasurementForm.doubts", saved_meanwhile)
    data = measured(row.indicator, value="120", seen_version=1)
    answer = client.post(page(Measurement, "change", row.pk), data, follow=True)
    assert "同じときに、ほかの人がこの行を保存しました" in messages_of(answer)
    row.refresh_from_db()
    assert row.value != 120


def test_an_actions_progress_is_reported_by_quarter_and_revised_alike(client, manager, plan):
    action = make_action(plan, "1")
    data = {"action": action.pk, "period": "2025", "revision": "1", "status": "delayed", "state": "approved"}
    assert "2024-Q1 から" in errors_of(client.post(page(ActionProgress, "add"), data))
    assert client.post(page(ActionProgress, "add"), data | {"period": "2025-Q1"}).status_code == 302
    row = action.progress.get()
    assert client.post(page(ActionProgress, "change", row.pk), data).status_code == 403
    link = client.get(page(ActionProgress, "change", row.pk)).context["revision"]
    form = client.get(link["url"]).context["adminform"].form
    assert (form["action"].value(), form["revision"].value(), form["status"].value()) == (
        action.pk,
        2,
        "delayed",
    )


# -- the first value as a baseline


def test_the_first_approved_value_becomes_the_provisional_baseline_and_the_page_says_so(
    client, manager, plan
):
    indicator = make_indicator(plan, series="level", unit="人")
    answer = client.post(
        page(Measurement, "add"), measured(indicator, value="40", state="approved"), follow=True
    )
    indicator.refresh_from_db()
    assert (indicator.baseline_value, indicator.baseline_period) == (40, "2025-Q1")
    assert indicator.baseline_is_provisional
    assert "仮の基準として登録しました" in messages_of(answer)


# -- indicators and their targets


def indicator_page(plan, *targets, **fields) -> dict:
    """What the form of a new indicator sends, with these rows of targets below it."""
    data = {
        "plan": plan.pk, "code": "new", "role": "kpi", "name": "新しい指標", "unit": "件", "decimals": "0",
        "series": "level", "frequency": "quarterly", "reporting_lag_days": "30", "direction": "increase", "order": "1",
        "targets-TOTAL_FORMS": str(len(targets)), "targets-INITIAL_FORMS": "0",
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
        ([target(period="2027-Q9")], {}, "2024-Q3"),
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


def test_an_administrator_is_told_when_an_indicator_measures_another_plans_goal(
    admin_client, plan, amagasaki
):
    data = indicator_page(plan, goal=amagasaki.goals.first().pk)
    assert "別の計画のもの" in errors_of(admin_client.post(page(Indicator, "add"), data))


def test_the_list_shows_the_latest_approved_value(client, manager, plan):
    indicator = make_ratio(plan, decimals=1)
    enter(indicator, "2024-Q4", None, numerator=1, denominator=4)
    enter(indicator, "2025-Q1", None, numerator=3, denominator=8)  # 3 / 8 = 37.5 %
    enter(indicator, "2025-Q2", None, numerator=1, denominator=1, state="draft")
    assert "37.5%（令和7年度第1四半期）" in client.get(page(Indicator, "changelist")).content.decode()


# -- scales and their preview


def scale_page(*bands, metric="pace", **fields) -> dict:
    data = {
        "name": "試しの印", "code": "trial", "metric": metric, "order": "99", "not_rated_mark": "－", "no_data_mark": "？",
        "bands-TOTAL_FORMS": str(len(bands)), "bands-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, (mark, threshold) in enumerate(bands):
        row = {"order": number + 1, "mark": mark, "comparison": "ge", "threshold": threshold}
        data |= {f"bands-{number}-{name}": value for name, value in row.items()}
    return data | fields


@pytest.fixture
def half_way(plan):
    """0 → 100 in FY2023 to FY2027; 40 where 40 is expected at the end of FY2024: pace 40 / 40 = 1."""
    indicator = make_indicator(
        plan, "half", series="level", frequency="yearly", unit="人", name="半ばの指標",
        baseline_value=0, baseline_period="2022",
    )  # fmt: skip
    Target.objects.create(indicator=indicator, period="2027", value=100, effective_from="2023-04-01")
    enter(indicator, "2024", 40)
    return indicator


def test_a_threshold_may_be_written_as_a_percentage(admin_client):
    data = scale_page(("A", "１００％"), ("B", "0.6"), ("C", ""))
    answer = admin_client.post(page(RatingScale, "add"), data, follow=True)
    bands = RatingBand.objects.filter(scale__code="trial")
    assert [band.threshold for band in bands] == [1, Decimal("0.6"), None]
    assert "境目: 「１００％」を 1 と読み取りました。" in messages_of(answer)


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ([], "段階がありません"),
        ([("A", "1"), ("B", "0.6")], "最後の段階「B」の境目を空欄に"),
        ([("A", ""), ("B", "0.6"), ("C", "")], "段階1「A」に境目がありません"),
        ([("A", "0.6"), ("B", "1"), ("C", "")], "境目の大きい順に"),
        ([("A", "1"), ("B", "1"), ("C", "")], "重なっています"),
        ([("A", "x"), ("B", "")], "「x」"),
        ([("A", "1.2万%"), ("B", "1e5"), ("C", "")], "「1e5」"),
    ],
)
def test_bands_that_do_not_fit_together_are_refused_with_their_sentence(admin_client, bands, sentence):
    data = scale_page(*bands)
    assert sentence in errors_of(admin_client.post(page(RatingScale, "add"), data))
    assert not RatingScale.objects.filter(code="trial").exists()
    preview = admin_client.post(page(RatingScale, "add"), data | {"_preview": "1"})
    assert sentence in "".join(preview.context["preview"].problems)


def preview_row(answer, indicator):
    rows = [
        row for part in answer.context["preview"].plans for row in part.rows if row.indicator == indicator
    ]
    assert len(rows) == 1
    return rows[0]


def test_the_preview_of_a_scale_shows_every_indicators_mark_and_saves_nothing(admin_client, plan, half_way):
    PlanRating.objects.create(plan=plan, scale=RatingScale.objects.get(code="portal"))
    data = scale_page(("A", "1.01"), ("B", "1"), ("C", ""), _preview="1")
    answer = admin_client.post(page(RatingScale, "add"), data)
    row = preview_row(answer, half_way)
    # pace 100 %: not yet 1.01, so B; the portal's own mark of 順調 is ○
    assert (row.measured, row.present.mark, row.new.mark, row.changes) == ("100%", "○", "B", True)
    text = answer.content.decode()
    assert "半ばの指標" in text
    assert "まだ保存していません" in text
    assert 'value="1.01"' in text
    assert not RatingScale.objects.filter(code="trial").exists()


def test_the_preview_includes_the_sample_city(admin_client, mihon):
    indicator = make_indicator(mihon, "trial-kpi")
    Target.objects.create(indicator=indicator, period="2099", value=5, effective_from="2023-04-01")
    answer = admin_client.post(page(RatingScale, "add"), scale_page(("A", ""), _preview="1"))
    assert preview_row(answer, indicator).new.mark == "？"  # nothing approved yet
    assert "（サンプル）" in answer.content.decode()


def test_the_preview_of_a_stored_scale_leaves_it_as_it_is(admin_client, plan, half_way):
    admin_client.post(page(RatingScale, "add"), scale_page(("A", "1"), ("B", "")))
    scale = RatingScale.objects.get(code="trial")
    PlanRating.objects.create(plan=plan, scale=scale)
    ids = {f"bands-{number}-id": band.pk for number, band in enumerate(scale.bands.all())}
    data = (
        scale_page(("A", "1.5"), ("D", ""), _preview="1", name="別の名") | ids | {"bands-INITIAL_FORMS": "2"}
    )
    row = preview_row(admin_client.post(page(RatingScale, "change", scale.pk), data), half_way)
    assert (row.present.mark, row.new.mark) == ("A", "D")
    scale.refresh_from_db()
    assert (scale.name, [band.mark for band in scale.bands.all()]) == ("試しの印", ["A", "B"])


def test_while_one_types_only_the_table_is_sent(admin_client, half_way):
    data = scale_page(("A", "1"), ("B", ""), _preview="1")
    answer = admin_client.post(page(RatingScale, "add"), data, headers={"X-Fragment": "preview"})
    text = answer.content.decode()
    assert "半ばの指標" in text
    assert "<form" not in text
    assert not RatingScale.objects.filter(code="trial").exists()


def test_a_manager_tries_a_scale_on_the_own_plan_before_choosing_it(client, manager, plan, half_way):
    scale = RatingScale.objects.get(code="portal")
    data = {"plan": plan.pk, "scale": scale.pk}
    answer = client.post(page(PlanRating, "add"), data | {"_preview": "1"})
    (part,) = answer.context["preview"].plans
    assert [(mark.mark, count) for mark, count in part.counts] == [("○", 1)]
    assert (preview_row(answer, half_way).present, part.rows[0].changes) == (None, False)
    assert not PlanRating.objects.filter(plan=plan).exists()
    assert client.post(page(PlanRating, "add"), data).status_code == 302
    assert PlanRating.objects.get(plan=plan).scale == scale


def test_a_manager_cannot_try_a_scale_on_another_citys_plan(client, manager, amagasaki):
    data = {"plan": amagasaki.pk, "scale": RatingScale.objects.first().pk, "_preview": "1"}
    answer = client.post(page(PlanRating, "add"), data)
    assert answer.context["preview"].plans == ()
    assert "正しく選択してください" in "".join(answer.context["preview"].problems)


def test_pages_hold_no_inline_script_or_style(admin_client, half_way):
    """The browser would refuse them (Content-Security-Policy)."""
    data = scale_page(("A", "1"), ("B", ""), _preview="1")
    text = admin_client.post(page(RatingScale, "add"), data).content.decode()
    assert "js/preview.js" in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<style" not in text


def test_the_lists_of_a_city_without_figures_open(client):
    client.force_login(make_member(Municipality.objects.get(slug="amagasaki")))
    for model in SCOPED:
        assert client.get(page(model, "changelist")).status_code == 200
