"""A review is begun by the admin's form, and the record of changes says so."""

from datetime import date

import pytest

from kpis.models import Review
from plans.models import ChangeRecord
from tests.factories import freeze_today, make_city, make_indicator, make_member, make_plan

from .entering import errors_of, filled_form, page

pytestmark = pytest.mark.django_db


def test_a_manager_starts_a_review_by_the_form(client, monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 1))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))
    make_indicator(plan, "1-1")
    client.force_login(make_member(plan.municipality))
    sent = filled_form(client, page(Review, "add"))
    sent |= {"plan": plan.pk, "period": "2025-Q1", "due_on": "2025-08-20"}
    answer = client.post(page(Review, "add"), sent)
    assert answer.status_code == 302, errors_of(answer)
    review = Review.objects.get(plan=plan)
    assert review.period == "2025-Q1"
    record = ChangeRecord.objects.filter(table_name="kpis_review").order_by("pk").first()
    assert record.why == "レビューを始める"
