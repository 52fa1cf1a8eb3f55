"""One walk: a page of each kind answers, for a citizen and for the manager of the fictional city."""

import pytest
from django.urls import reverse

from tests.conftest import PLAN_PAGES, shared_addresses
from tests.factories import make_member

pytestmark = pytest.mark.django_db
OF_AN_INDICATOR = ("indicator", "indicator-chart", "indicator-csv")
OF_A_REVIEW = ("entry", "upload", "approval", "status", "reminders", "report")


def test_a_page_of_each_kind_answers(client, mihon):
    args = [mihon.municipality.slug, mihon.slug]
    addresses = [*shared_addresses(), *(reverse(name, args=args) for name in PLAN_PAGES)]
    addresses += [reverse(name, args=[*args, mihon.indicators.first().code]) for name in OF_AN_INDICATOR]
    addresses += [reverse("goal", args=[*args, mihon.goals.first().code])]
    addresses += [reverse("action", args=[*args, mihon.actions.first().code])]
    addresses += [reverse("scorecard-csv", args=args), "/admin/login/"]
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_managers_screens_answer(client, mihon):
    client.force_login(make_member(mihon.municipality))
    review = mihon.reviews.first()
    addresses = ["/admin/", *(reverse(f"admin:kpis_review_{room}", args=[review.pk]) for room in OF_A_REVIEW)]
    assert {client.get(address).status_code for address in addresses} == {200}
