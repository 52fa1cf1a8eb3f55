"""How the actions are going: the newest approved report of each, counted."""

from datetime import date

import pytest

from kpis.assessment.action_progress import count_actions, latest_by_action, progress_of
from tests.factories import freeze_today, make_action, make_progress
from tests.reading import read, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def test_the_newest_report_up_to_the_day_counts(plan):
    action = make_action(plan, "a")
    make_progress(action, "2024-Q1", "not-started")
    make_progress(action, "2024-Q2", "as-planned")
    make_progress(action, "2024-Q3", "completed")

    def status(day: date) -> str | None:
        found = latest_by_action(plan, day).get(action.pk)
        return found.status if found else None

    # A quarter counts from its last day on.
    assert status(date(2024, 6, 29)) is None
    assert status(date(2024, 6, 30)) == "not-started"
    assert status(date(2024, 9, 29)) == "not-started"
    assert status(date(2024, 9, 30)) == "as-planned"
    assert status(date(2025, 1, 1)) == "completed"


def test_the_latest_revision_of_a_quarter_counts_and_quarters_come_newest_first(plan):
    action = make_action(plan, "a")
    make_progress(action, "2024-Q2", "delayed")
    make_progress(action, "2024-Q1", "as-planned")
    make_progress(action, "2024-Q1", "delayed", revision=2, revision_reason="直し")
    found = progress_of(action, date(2025, 1, 1))
    assert [(row.period, row.status, row.revision) for row in found] == [
        ("2024-Q2", "delayed", 1),
        ("2024-Q1", "delayed", 2),
    ]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_approved_reports_count(plan, state):
    action = make_action(plan, "a")
    make_progress(action, "2024-Q1", "as-planned")
    make_progress(action, "2024-Q2", "cancelled", state=state)
    make_progress(action, "2024-Q1", "cancelled", state=state, revision=2)
    assert [row.status for row in progress_of(action, date(2025, 1, 1))] == ["as-planned"]
    assert latest_by_action(plan, date(2025, 1, 1))[action.pk].status == "as-planned"


def test_actions_are_counted_by_status_and_the_unreported_apart(plan):
    actions = [make_action(plan, code) for code in "abcde"]
    for action, status in zip(actions, ("delayed", "as-planned", "delayed", "completed"), strict=False):
        make_progress(action, "2024-Q1", status)
    found = count_actions(actions, latest_by_action(plan, date(2024, 7, 1)), date(2024, 7, 1))
    # In the order of the statuses; what nobody has is left out.
    assert found.counts == (("as-planned", "予定どおり", 1), ("delayed", "遅れ", 2), ("completed", "完了", 1))
    assert (found.unknown, found.total) == (1, 5)


def test_a_plan_without_actions_counts_nothing(plan):
    found = count_actions([], latest_by_action(plan, date(2024, 7, 1)), date(2024, 7, 1))
    assert (found.counts, found.unknown, found.total) == ((), 0, 0)


def test_another_plans_actions_are_not_counted(plan):
    other = type(plan).objects.create(municipality=plan.municipality, slug="other", title="別")
    make_progress(make_action(other, "a"), "2024-Q1")
    assert latest_by_action(plan, date(2025, 1, 1)) == {}


def test_the_actions_page_tells_quarter_status_comment_and_why_it_was_corrected(plan, client, monkeypatch):
    freeze_today(monkeypatch, date(2024, 10, 1))
    action = make_action(plan, "a")
    make_progress(action, "2024-Q1", "as-planned", comment="始めました")
    make_progress(action, "2024-Q2", "as-planned", comment="古い文")
    make_progress(
        action, "2024-Q2", "delayed", revision=2, comment="遅れました", revision_reason="日付の誤り",
        internal_note="庁内だけのこと",
    )  # fmt: skip
    section = text_of(read(client, "/kitayama/smart-plan/actions/a/").section("progress"))
    assert section.index("令和6年度（2024年度）第2四半期") < section.index("令和6年度（2024年度）第1四半期")
    for words in ("遅れました", "改定の理由: 日付の誤り", "始めました"):
        assert words in section
    for words in ("古い文", "庁内だけのこと"):
        assert words not in section
