"""An ending in the form: its reason and its day follow from the row, where nothing else changes."""

from datetime import date

import pytest
from django.urls import reverse

from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from tests.ledger import newest

from .forms import page_of, sent

pytestmark = pytest.mark.django_db

WHY = "役目を終えたため。"
ENDED = {"ended_on": "2025-10-31", "ending": "abolished", "ending_reason": WHY}


@pytest.fixture
def row(plan):

    row = plan.statements.model(plan=plan, code="m", kind="mission", title="使命")
    with revising(plan, Grounds("足すため。", date(2025, 1, 1))):
        row.save()
    return row


def save(client, row, **changes):
    answer = client.post(page_of(row), sent(client, row, **changes))
    assert answer.status_code == 302, answer.context["errors"]
    return newest(row.plan)


@pytest.mark.parametrize("typed", ["2025-11-20", ""])
def test_holds_from_the_day_after_its_last_one(client, plan, manager, row, typed):
    found = save(client, row, revision_on=typed, **ENDED)
    assert (found.effective_on, found.reason) == (date(2025, 11, 1), WHY)


def test_of_a_period_too(client, plan, manager):
    action = plan.actions.get()
    last = {"last_period": "2025-Q2", "ending": "achieved", "ending_reason": WHY}
    assert save(client, action, **last).effective_on == date(2025, 10, 1)


def test_another_day_that_was_typed_stays(client, plan, manager, row):
    assert save(client, row, revision_on="2025-11-18", **ENDED).effective_on == date(2025, 11, 18)


def test_a_last_day_that_is_today_holds_from_today(client, plan, manager, row):
    assert save(client, row, **ENDED | {"ended_on": "2025-11-20"}).effective_on == date(2025, 11, 20)


def test_with_another_change_the_page_has_its_own_grounds(client, plan, manager, row):
    answer = client.post(page_of(row), sent(client, row, title="別の使命", **ENDED))
    assert "変更の理由を書いてください" in str(answer.context["errors"])
    found = save(client, row, title="別の使命", revision_reason="見直し", **ENDED)
    assert (found.effective_on, found.reason) == (date(2025, 11, 20), "見直し")


def test_what_was_recorded_later_is_not_overtaken(client, plan, manager, row):
    save(client, row, title="別の使命", revision_reason="見直し", revision_on="2025-11-10")
    assert save(client, row, **ENDED).effective_on == date(2025, 11, 20)


def test_one_reason_is_printed_once(client, plan, manager, row):
    save(client, row, **ENDED)
    text = client.get(reverse("changes", args=plan.natural_key())).content.decode()
    assert text.count(WHY) == 1


def test_two_reasons_are_printed_both(client, plan, manager, row):
    save(client, row, revision_reason="会議で決めた。", **ENDED)
    text = client.get(reverse("changes", args=plan.natural_key())).content.decode()
    assert WHY in text
    assert "会議で決めた。" in text
