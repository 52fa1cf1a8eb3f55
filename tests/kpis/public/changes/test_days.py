"""Two days of a plan compared, and the plan as it stood on a day."""

from datetime import date

import pytest

from kpis.workflow import promises
from tests.factories import (
    make_measurement,
)

from .conftest import ROOT, page

pytestmark = pytest.mark.django_db


class TestComparison:
    def found(self, client, query):
        return client.get(f"{ROOT}changes/compare/{query}").context

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("", "「8/4/26」は、どの年の何月何日か決められません。"),
            ("/en", "“8/4/26” could be more than one day."),
            ("/easy", "「8/4/26」は、いつの 日か わかりません。"),
        ],
    )
    def test_a_day_that_cannot_be_read_is_told_in_the_pages_language(
        self, client, changed, language, sentence
    ):
        assert sentence in client.get(f"{language}{ROOT}changes/compare/?from=8/4/26").context["problem"]

    def test_two_days_differ_in_what_was_changed_between(self, client, changed):
        found = self.found(client, "?from=2025-06-30&to=2025-11-18")["found"]
        assert {
            row.line.revision.subject_code: (row.is_new, row.has_ended, [item.after for item in row.items])
            for row in found
        } == {
            "1-3": (True, False, []),
            "1": (False, False, ["新しい目標"]),
            "1-2": (False, True, ["廃止", "国の調査に替わったため。", "令和7年度（2025年度）第2四半期"]),
            "1-1": (False, False, ["50%"]),
        }

    def test_what_was_changed_back_is_no_difference(self, client, plan, manager):
        goal = plan.goals.get()
        for day, title in ((date(2025, 1, 1), "別の目標"), (date(2025, 2, 1), "はじめの目標")):
            promises.change(goal, {"title": title}, effective_on=day, reason="見直し", by=manager)
        assert self.found(client, "?from=2024-12-31&to=2025-03-31")["found"] == []
        assert len(self.found(client, "?from=2024-12-31&to=2025-01-31")["found"]) == 1

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?from=2025-13-01", "「2025-13-01」という日付はありません"),
            ("?from=2025-04-01&to=2025-04-01", "同じ日（令和7年（2025年）4月1日）が2つ選ばれています"),
        ],
    )
    def test_days_that_cannot_be_are_told(self, client, changed, query, sentence):
        assert sentence in self.found(client, query)["problem"]

    def test_the_earlier_day_comes_first(self, client, changed):
        found = self.found(client, "?from=2025-11-18&to=2025-06-30")
        assert (found["first"], found["last"]) == (date(2025, 6, 30), date(2025, 11, 18))


class TestAsItStood:
    def test_an_indicator_that_was_added_later_is_not_there(self, client, changed):
        assert "途中からの指標" in page(client, "kpis/")
        assert "途中からの指標" not in page(client, "kpis/?at=2025-Q1")
        assert "その時点にはまだありませんでした" in page(client, "kpis/1-3/?at=2025-Q1")

    def test_a_goal_has_its_former_title(self, client, changed):
        assert "新しい目標" in page(client, "goals/1/")
        then = page(client, "goals/1/?at=2025-Q2")
        assert "はじめの目標" in then
        assert "新しい目標" not in then

    def test_a_corrected_slip_stays_corrected_and_is_told(self, client, changed):
        text = page(client, "kpis/1-1/?at=2025-Q1")
        assert "指標1-1の正しい名前" in text
        assert "この時点より後に分かったことを含みます: 1-1 指標1-1の正しい名前（誤りの訂正）" in text
        assert "後に分かったこと" not in page(client, "kpis/1-1/")

    def test_a_revised_value_is_told(self, client, plan, manager):
        row = plan.indicators.first()
        make_measurement(
            row, "2024-Q4", 25, revision=2, revision_reason="数え直し", decided_at="2025-08-01T00:00:00Z"
        )
        assert "令和6年度第4四半期の値の改定" in page(client, "kpis/?at=2024-Q4")

    def test_an_ended_indicator_goes_on_before_its_end(self, client, changed):
        assert "令和7年度第2四半期で終わりました（廃止）" in page(client, "kpis/1-2/")
        then = page(client, "kpis/1-2/?at=2025-Q1")
        assert "終わりました" not in then

    def test_the_target_of_that_day_holds(self, client, changed):
        assert "45%" in page(client, "kpis/1-1/?at=2025-Q2")
        assert "目標変更 45→50%" in page(client, "kpis/1-1/")
        assert "目標変更" not in page(client, "kpis/1-1/?at=2025-Q2")
