"""What remains of every step: who, when, from which state to which, and why; and what the public learns of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Measurement
from kpis.workflow import entries
from plans.models import Plan
from tests.cities import PERIOD
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db


def steps(row) -> list[tuple[str, str, str]]:
    """State, person and reason of every row of history, oldest first."""
    return [
        (step.state, step.history_user.username if step.history_user else "", step.history_change_reason)
        for step in row.history.order_by("history_date", "history_id")
    ]


def test_the_history_tells_the_whole_way_of_a_value(small_city):
    row = Measurement(indicator=small_city.indicator, period=PERIOD, value=1)
    row = entries.save_entry(row, by=small_city.user("writer"))
    row = entries.submit(row, by=small_city.user("writer"))
    row = entries.recall(row, by=small_city.user("editor"))
    row = entries.submit(row, by=small_city.user("editor"), why="Excelの取り込み")
    row = entries.send_back(row, by=small_city.user("approver"), reason="桁を確かめてください")
    row.value = 10
    row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
    row = entries.submit(row, by=small_city.user("writer"))
    row = entries.approve(row, by=small_city.user("approver"))
    assert steps(row) == [
        ("draft", "writer", "入力"),
        ("submitted", "writer", "提出"),
        ("draft", "editor", "取り戻し"),
        ("submitted", "editor", "Excelの取り込み"),
        ("returned", "approver", "差し戻し: 桁を確かめてください"),
        ("returned", "writer", "入力"),
        ("submitted", "writer", "提出"),
        ("approved", "approver", "承認"),
    ]
    history = list(row.history.order_by("history_id"))
    assert [step.version for step in history] == list(range(1, 9)), "every step has a version of its own"
    assert [step.history_type for step in history] == ["+", *"~~~~~~~"]
    assert history[0].value == 1
    assert history[-1].value == 10
    moments = [step.history_date for step in history]
    assert moments == sorted(moments)
    assert timezone.now() - moments[-1] < timedelta(minutes=5)


def test_the_history_of_an_action_is_kept_too(small_city):
    row = entries.submit(small_city.progress("draft"), by=small_city.user("writer"))
    row = entries.approve(row, by=small_city.user("manager"))
    assert steps(row)[-2:] == [("submitted", "writer", "提出"), ("approved", "manager", "承認")]


def test_a_long_reason_is_kept_in_full(small_city):
    reason = "理由" * 400
    row = entries.send_back(small_city.value("submitted"), by=small_city.user("approver"), reason=reason)
    assert row.return_reason == reason
    assert reason in steps(row)[-1][2]


def test_a_recalled_submission_has_no_submitter(small_city):
    row = entries.recall(small_city.value("submitted"), by=small_city.user("editor"))
    row.refresh_from_db()
    assert (row.submitted_by, row.submitted_at) == (None, None)


def test_a_submission_says_who_and_when(small_city):
    row = entries.submit(small_city.value("draft"), by=small_city.user("editor"))
    row.refresh_from_db()
    assert row.submitted_by == small_city.user("editor")
    assert timezone.now() - row.submitted_at < timedelta(minutes=5)


def test_history_outlives_the_deletion_of_its_row(small_city):
    row = entries.submit(small_city.value("draft"), by=small_city.user("writer"))
    key = row.pk
    row.delete()
    kept = Measurement.history.filter(id=key)
    assert set(kept.values_list("history_type", flat=True)) == {"+", "~", "-"}


class TestWhatThePublicLearns:
    """The plan's page says when it was last changed: by an approval, not by work in progress."""

    @pytest.fixture
    def long_ago(self, small_city):
        moment = timezone.now() - timedelta(days=100)

        def settle():
            Plan.objects.filter(pk=small_city.plan.pk).update(updated_at=moment)

        def moved():
            return Plan.objects.get(pk=small_city.plan.pk).updated_at != moment

        settle()
        return settle, moved

    @pytest.mark.parametrize("kind", ["value", "progress"])
    def test_only_an_approval_makes_the_plan_newer(self, small_city, long_ago, kind):
        settle, moved = long_ago
        row = getattr(small_city, kind)("draft")
        settle()
        writer = small_city.user("writer")
        row = entries.save_entry(row, by=writer, seen_version=row.version)
        row = entries.submit(row, by=writer)
        row = entries.recall(row, by=writer)
        row = entries.submit(row, by=writer)
        row = entries.send_back(row, by=small_city.user("approver"), reason="理由")
        row.answer = "数え直しました。"
        row = entries.save_entry(row, by=writer, seen_version=row.version)
        row = entries.submit(row, by=writer)
        assert not moved()
        entries.approve(row, by=small_city.user("approver"))
        assert moved()

    def test_a_missing_value_is_public_at_once(self, small_city, long_ago):
        _, moved = long_ago
        entries.mark_missing(
            small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason="なし"
        )
        assert moved()


class TestFirstValueAsBaseline:
    def test_the_first_approval_promotes_it(self, small_city):
        entries.approve(small_city.value("submitted", value=7), by=small_city.user("approver"))
        small_city.indicator.refresh_from_db()
        found = small_city.indicator
        assert (found.baseline_value, found.baseline_period) == (7, PERIOD)
        assert found.baseline_is_provisional

    def test_until_then_there_is_none(self, small_city):
        entries.submit(small_city.value("draft", value=7), by=small_city.user("writer"))
        small_city.indicator.refresh_from_db()
        assert small_city.indicator.baseline_value is None

    def test_it_follows_the_earliest_value_and_its_corrections(self, small_city):
        entries.approve(small_city.value("submitted", value=7), by=small_city.user("approver"))
        later = small_city.value("submitted", value=9, period="2024-Q4")
        entries.approve(later, by=small_city.user("approver"))
        fix = small_city.value("submitted", value=8, revision=2, revision_reason="訂正")
        entries.approve(fix, by=small_city.user("approver"))
        small_city.indicator.refresh_from_db()
        assert (small_city.indicator.baseline_value, small_city.indicator.baseline_period) == (9, "2024-Q4")

    def test_the_plans_own_baseline_stays(self, small_city):
        own = make_indicator(small_city.plan, "2", baseline_value=0, baseline_period="2022")
        own.departments.add(small_city.section)
        entries.approve(small_city.value("submitted", indicator=own, value=7), by=small_city.user("approver"))
        own.refresh_from_db()
        assert (own.baseline_value, own.baseline_is_provisional) == (0, False)
