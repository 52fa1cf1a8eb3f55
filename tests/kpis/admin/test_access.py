"""Who sees and changes which figures in the admin."""

import pytest

from kpis.models import (
    ActionProgress,
    Measurement,
    PlanRating,
    RatingScale,
    Target,
)
from plans.access import city_path
from plans.models import Department
from tests.factories import make_city, make_member, make_plan

from .entering import KPI_MODELS, SCOPED, enter, errors_of, full_row, make_indicator, measured, page

pytestmark = pytest.mark.django_db


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
def test_editors_and_approvers_read_the_plan_but_do_not_change_it(client, plan, role):
    client.force_login(make_member(plan.municipality, role))
    for model, row in full_row(plan).items():
        assert client.get(page(model, "change", row.pk)).status_code == 200
        if model in (Measurement, ActionProgress) and role == "editor":
            continue  # what editors enter: tests/kpis/workflow
        assert client.post(page(model, "change", row.pk), {}).status_code == 403
        assert client.post(page(model, "change", row.pk), {"_preview": "1"}).status_code == 403
        assert client.get(page(model, "add")).status_code == 403


def test_every_scoped_type_knows_its_city():
    assert all(city_path(model) for model in SCOPED)
    assert city_path(RatingScale) is None


def test_a_manager_cannot_enter_a_value_of_another_citys_indicator(client, manager, plan):
    other = make_indicator(make_plan(make_city("minami", name="南山市")))
    answer = client.post(page(Measurement, "add"), measured(other, value="5"))
    assert "この市区町村のものから選んでください" in errors_of(answer)
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
    with django_assert_max_num_queries(19):
        admin_client.get(page(model, "changelist"))
