"""What becomes of composites once a value is approved: the approver sees it on the card."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import Indicator
from tests.factories import make_target
from tests.kpis.reported_rows import hand_in
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(small_city):
    """Half of the city's indicator, to be brought from 10 to 20."""
    part = small_city.indicator
    row = Indicator(
        plan=part.plan, code="whole", name="見なしの値", kind="composite", formula="product", parts=f"{part.code} × 0.5",
        unit="点", frequency=part.frequency, direction="increase", baseline_period="2022-Q4", baseline_value=10,
    )  # fmt: skip
    row.full_clean()
    row.save()
    row.targets.create(period="2025-Q4", value=20, effective_from=part.plan.starts_on)
    return row


def test_what_nothing_is_worked_out_of_has_no_more_to_say(small_city, page):
    row = small_city.value("submitted", value=100)
    assert "この値から計算" not in page().row(key_of(row))


@pytest.mark.parametrize(
    ("value", "told"),
    [(40, "値なし → 20点、判定は実績なし → 達成"), (16, "値なし → 8点、判定は実績なし → 基準より悪化")],
)
def test_it_says_what_becomes_of_what_is_worked_out_of_the_value(small_city, page, whole, value, told):
    row = small_city.value("submitted", value=value)
    card = page().row(key_of(row))
    assert "「見なしの値」（この値から計算）" in card
    assert told in card


def test_what_waits_beside_is_reckoned_with(small_city, page, client):
    """Both values of a difference come in one quarter: alone neither makes one."""
    part = small_city.indicator
    row = small_city.value("submitted", value=48)
    other = hand_in(small_city, "ken", 40, name="県平均", series=part.series, frequency=part.frequency)
    whole = Indicator(
        plan=part.plan, code="gap", name="県との差", kind="composite", formula="difference", parts=f"{part.code}\nken",
        unit="件", frequency=part.frequency, direction="keep_at_least", series=part.series,
    )  # fmt: skip
    whole.full_clean()
    whole.save()
    make_target(whole, "2025-Q4", 0)
    told = "この値だけでは、まだ計算できません。承認を待つほかの値（{}）もそろうと、値なし → 8件、判定は実績なし → "
    assert told.format("県平均") in page().row(key_of(row))
    assert told.format(part) in page().row(key_of(other))
    address = reverse("admin:kpis_review_approval", args=[small_city.review.pk])
    client.force_login(small_city.user("approver"))
    answer = client.post(
        address, {"approve_one": key_of(row), f"version-{key_of(row)}": row.version}, follow=True
    )
    assert "次の指標も計算し直しました: 「県との差」" in "".join(map(str, answer.context["messages"]))
    card = page().row(key_of(other))
    assert "値なし → 8件、判定は実績なし → " in card
    assert "承認を待つほかの値" not in card


def test_more_that_is_worked_out_asks_no_more(small_city, page, whole):
    small_city.value("submitted", value=16)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page()
        return len(found.captured_queries)

    page()
    before = asked()
    for number in range(3):
        whole.pk, whole.code, whole.name = None, f"whole-{number}", f"見なしの値 {number}"
        whole._state.adding = True
        whole.save()
    assert asked() == before
