"""What the admin's first page tells of others: the newest changes, nothing of other cities, at an even cost."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import ActionProgress, Indicator, Measurement, Review
from kpis.staff.desk import desk
from kpis.workflow import entries
from plans.models import Membership
from tests.cities import PERIOD
from tests.factories import (
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign(db) -> Review:
    """The review of another city, with a report in every state."""
    city = make_city("nishi", name="西市")
    plan = make_plan(city, "west", title="西市の計画")
    for state in ("draft", "submitted", "returned", "approved"):
        row = make_measurement(make_indicator(plan, state, name=f"西市の指標{state}"), PERIOD, 1, state=state)
        row._history_user = make_member(city, name=f"nishi {state}")
        row.save()
    return Review.objects.create(plan=plan, period=PERIOD, due_on=date(2025, 7, 30))


class TestOtherCities:
    @pytest.mark.parametrize("name", ["writer", "approver", "manager", "nobody", "former editor"])
    def test_nothing_of_them_is_seen(self, small_city, foreign, look, name):
        assert "西市" not in look(name).text

    def test_a_superuser_sees_them(self, small_city, foreign, look):
        assert "西市の指標submitted" in look("superuser").text

    def test_somebody_of_two_cities_has_both(self, small_city, foreign):
        Membership.objects.create(
            user=small_city.user("writer"), municipality=foreign.plan.municipality, role="editor"
        )
        ids = {section.id for section in desk(small_city.user("writer")).sections}
        assert {f"due-{small_city.review.pk}", f"due-{foreign.pk}", "returned"} == ids

    def test_running_reviews_in_one_city_gives_no_such_view_of_another(self, small_city, foreign):
        Membership.objects.create(
            user=small_city.user("manager"), municipality=foreign.plan.municipality, role="editor"
        )
        ids = {section.id for section in desk(small_city.user("manager")).sections}
        assert f"late-{foreign.pk}" not in ids
        assert f"due-{foreign.pk}" in ids


class TestNewestChanges:
    def names(self, look, who) -> str:
        page = look(who)
        return text_of(page.section("newest")) if page.has_section("newest") else ""

    def test_they_are_the_last_ones_newest_first(self, small_city):
        row = entries.submit(small_city.value("draft"), by=small_city.user("writer"))
        entries.approve(row, by=small_city.user("approver"))
        found = desk(small_city.user("writer")).newest
        assert [item.chip_label for item in found] == ["承認済み", "提出済み"]
        assert "approver" in found[0].note
        assert "承認" in found[0].note

    def test_one_sees_those_of_ones_departments(self, small_city, other, look):
        entries.submit(small_city.value("draft", indicator=other), by=small_city.user("manager"))
        assert str(other) in self.names(look, "editor of others")
        assert str(other) in self.names(look, "manager")
        for who in ("writer", "editor", "approver", "nobody"):
            assert str(other) not in self.names(look, who)

    def test_there_are_ten_at_most(self, small_city):
        row = small_city.value("draft")
        for n in range(12):
            row.value = n
            row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
        assert len(desk(small_city.user("writer")).newest) == 10

    def test_what_the_portal_did_by_itself_is_not_news(self, small_city):
        small_city.value("draft")
        assert desk(small_city.user("writer")).newest == []

    def test_of_a_report_that_was_deleted_no_link_leads_nowhere(self, small_city, client):
        row = entries.save_entry(small_city.value("draft"), by=small_city.user("writer"), seen_version=1)
        client.force_login(small_city.user("manager"))
        client.post(reverse("admin:kpis_measurement_delete", args=[row.pk]), {"post": "yes"})
        assert not Measurement.objects.filter(pk=row.pk).exists()
        for item in desk(small_city.user("writer")).newest:
            assert client.get(item.url).status_code == 200, item.url


@pytest.mark.parametrize("name", ["writer", "approver", "manager"])
def test_the_desk_asks_as_many_questions_with_thirty_indicators_as_with_three(small_city, look, name):
    def questions(rows: int) -> int:
        for n in range(Indicator.objects.filter(plan=small_city.plan).count(), rows):
            indicator, action = (
                make_indicator(small_city.plan, f"n{n}", order=n),
                make_action(small_city.plan, f"n{n}"),
            )
            indicator.departments.add(small_city.section)
            action.lead_departments.add(small_city.section)
            writer = small_city.user("writer")
            for state, period in zip(("draft", "submitted", "returned", "approved"), "1234", strict=True):
                for row in (
                    Measurement(indicator=indicator, period=f"2024-Q{period}", value=n, state=state),
                    ActionProgress(action=action, period=f"2024-Q{period}", status="delayed", state=state),
                ):
                    row.submitted_by = row.entered_by = row._history_user = writer
                    row.save()
        client = look(name).client
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:index"))
        return len(asked)

    assert questions(3) == questions(30)


def test_each_further_review_asks_the_same_few_questions(small_city, look):
    """A plan may have several quarters open; the cost grows with them evenly, not with their rows."""

    def questions() -> int:
        client = look("manager").client
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:index"))
        return len(asked)

    counts = [questions()]
    for period in ("2024-Q4", "2024-Q3", "2024-Q2"):
        Review.objects.create(plan=small_city.plan, period=period, due_on=date(2025, 8, 10))
        counts.append(questions())
    steps = {after - before for before, after in pairwise(counts)}
    assert len(steps) == 1
    assert steps.pop() <= 10
