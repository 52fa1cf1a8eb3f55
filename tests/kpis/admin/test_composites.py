"""What is worked out of other indicators, in the admin: told by names, entered nowhere, and not robbed of its parts."""

import pytest
from django.urls import reverse

from kpis.models import Indicator, Measurement
from plans.models import Revision
from plans.opened_pages import seen
from tests.kpis.admin.entering import errors_of, filled_form, make_indicator, measured, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(plan):
    return make_indicator(plan, "1-1", name="市の利用率", series="level", state="preparing")


@pytest.fixture
def other(plan):
    return make_indicator(plan, "1-2", name="県の利用率", series="level", state="preparing")


@pytest.fixture
def whole(part, other):
    row = Indicator(
        plan=part.plan, code="gap", name="県との差", kind="composite", formula="sum", parts="1-1 × 0.5\n1-2",
        unit="件", series="level", frequency="quarterly", direction="increase", state="preparing",
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


def parts_shown(client, whole) -> str:
    return filled_form(client, page(Indicator, "change", whole.pk))["parts"]


def test_the_form_tells_the_parts_as_people_call_them(client, manager, whole):
    assert parts_shown(client, whole) == "1-1 市の利用率 × 0.5\n1-2 県の利用率"


def test_one_whose_name_would_be_read_otherwise_stands_by_its_code(client, manager, plan, part, whole):
    Indicator.objects.filter(pk=part.pk).update(number="", name="県の利用率×2")
    make_indicator(plan, "x", name="県の利用率×2")
    Indicator.objects.filter(code="x").update(number="")
    assert parts_shown(client, whole) == "1-1 × 0.5\n1-2 県の利用率"


@pytest.mark.parametrize("state", ["preparing", "public"])
def test_what_it_shows_may_be_sent_back_and_changes_nothing(client, manager, plan, whole, state):
    Indicator.objects.filter(plan=plan).update(state=state)
    sent = filled_form(client, page(Indicator, "change", whole.pk))
    answer = client.post(page(Indicator, "change", whole.pk), sent)
    assert answer.status_code == 302, errors_of(answer)
    whole.refresh_from_db()
    assert whole.parts == "1-1 × 0.5\n1-2"
    assert not Revision.objects.filter(plan=plan).exclude(kind="publication").exists()


def test_its_value_is_not_offered_to_be_entered(client, manager, part, other, whole):
    form = client.get(page(Measurement, "add")).context["adminform"].form
    assert list(form.fields["indicator"].queryset) == [part, other]
    answer = client.post(page(Measurement, "add"), measured(whole, value="3"))
    assert "計算で求める指標の値は、もとの指標に登録します。" in errors_of(answer)
    assert not whole.measurements.exists()


def test_a_part_is_not_deleted_before_what_needs_it(client, manager, part, whole):
    address = page(Indicator, "delete", part.pk)
    assert "「県との差」は「1-1 市の利用率」から計算します。" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert Indicator.objects.filter(pk=part.pk).exists()
    client.post(page(Indicator, "delete", whole.pk), {"post": "yes"})
    client.post(address, {"post": "yes"})
    assert not Indicator.objects.filter(pk__in=[part.pk, whole.pk]).exists()


def test_it_may_go_together_with_what_needs_it(client, manager, plan, part, other, whole):
    def delete(*rows):
        chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
        address = reverse("admin:kpis_indicator_changelist")
        asked = client.post(address, chosen).content.decode()
        client.post(address, chosen | {"post": "yes", "seen_rows": seen(rows)})
        return asked

    assert "「県との差」は「1-2 県の利用率」から計算します。" in delete(part, other)
    assert plan.indicators.count() == 3
    delete(part, other, whole)
    assert not plan.indicators.exists()


@pytest.mark.parametrize("text", ["1-2 県の利用率\n1-1 市の利用率", "1-1 × 0.25\r\n1-2"])
def test_its_parts_are_changed_and_nobody_else_is_said_to_have_done_it(client, manager, whole, text):
    address = page(Indicator, "change", whole.pk)
    sent = filled_form(client, address) | {"parts": text}
    answer = client.post(address, sent)
    assert answer.status_code == 302, errors_of(answer)
    whole.refresh_from_db()
    assert whole.parts in ("1-2\n1-1", "1-1 × 0.25\n1-2")


def test_what_two_people_wrote_of_the_parts_stands_beside_each_other(client, manager, whole):
    address = page(Indicator, "change", whole.pk)
    opened = filled_form(client, address)
    assert client.post(address, opened | {"parts": "1-1 × 0.25\n1-2"}).status_code == 302
    answer = client.post(address, opened | {"parts": "1-1 × 0.75\n1-2"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "1-1 市の利用率 × 0.25" in text
    assert "1-1 × 0.75" in text
    whole.refresh_from_db()
    assert whole.parts == "1-1 × 0.25\n1-2"
