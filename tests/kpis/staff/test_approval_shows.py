"""What an approver reads before deciding."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Measurement, Review
from tests.cities import PERIOD
from tests.factories import (
    make_action,
    make_measurement,
    make_progress,
    make_target,
)
from tests.kpis.reported_rows import hand_in, state
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


class TestWhatThePageShows:
    def test_reports_of_other_periods_stand_apart(self, small_city, page):
        now, before = small_city.value("submitted"), hand_in(small_city, period="2024-Q4")
        screen = page()
        headings = [heading.text for heading in screen.page.all("h2") if heading.text]
        assert "この四半期（1件）" in headings
        assert "ほかの期間（改定など）（1件）" in headings
        html = screen.page.html
        assert (
            html.index(f'id="{key_of(now)}"')
            < html.index("ほかの期間")
            < html.index(f'id="{key_of(before)}"')
        )

    def test_a_yearly_value_belongs_to_the_fourth_quarter(self, small_city, page):
        row = hand_in(small_city, period="2024", frequency="yearly")
        review = Review.objects.create(plan=small_city.plan, period="2024-Q4", due_on="2025-08-10")
        assert "この四半期（1件）" in page(review=review).text
        assert "ほかの期間（改定など）（1件）" in page().text
        assert "令和6年度" in page().row(key_of(row))

    def test_a_revision_says_so_and_why(self, small_city, page):
        small_city.value("approved")
        row = small_city.value("submitted", revision=2, revision_reason="数え直し", value=11)
        screen = page()
        assert "改定（版2） 理由: 数え直し" in screen.row(key_of(row))
        screen.press("approve_one", key_of(row))
        assert state(row) == "approved"

    def test_a_revision_is_approved_after_the_review_has_closed(self, small_city, page):
        small_city.value("approved")
        row = small_city.value("submitted", revision=2, revision_reason="数え直し", value=11)
        small_city.close()
        page().press("approve_one", key_of(row))
        assert state(row) == "approved"

    def test_a_value_stands_beside_what_to_compare_it_with(self, small_city, page):
        row = hand_in(small_city, value=60, baseline_value=0, baseline_period="2023")
        make_measurement(row.indicator, "2024-Q4", 50)
        make_target(row.indicator, "2027", 160)
        text = page().row(key_of(row))
        for part in (
            "提出された値 60件",
            "前回50件",
            "目標160件",
            "今回の目安50件",
            "令和7年度第1四半期",
            "writer",
        ):
            assert part in text

    def test_a_value_of_before_the_unit_changed_stands_in_its_own(self, small_city, page):
        row = hand_in(small_city, value=60, unit="人")
        row.indicator.series_breaks.create(period="2025-Q2", reason="人を数えるため。", unit_before="件")
        make_measurement(row.indicator, "2024-Q4", 3)
        make_target(row.indicator, "2027", 160)
        text = page().row(key_of(row))
        assert "提出された値 60件" in text
        assert "前回3件" in text
        assert "令和7年度第1四半期の値（60件）が、令和6年度第4四半期の値（3件）の10倍以上です" in text
        assert "目標" not in text

    def test_a_year_so_far_stands_beside_an_amount(self, small_city, page):
        row = hand_in(small_city, value=4, series="flow")
        assert "今年度の合計 4件（1期分）" in page().row(key_of(row))

    def test_a_doubtful_value_is_marked(self, small_city, page):
        row = hand_in(small_city, value=1000)
        make_measurement(row.indicator, "2024-Q4", 10)
        assert "10倍以上" in page().row(key_of(row))

    def test_a_ratio_shows_its_parts_and_a_missing_value_its_reason(self, small_city, page):
        ratio = hand_in(
            small_city, value=None, unit="%", numerator_label="利用者", denominator_label="対象者", code="r"
        )
        Measurement.objects.filter(pk=ratio.pk).update(numerator=1, denominator=4)
        missing = hand_in(small_city, code="m", value=None)
        Measurement.objects.filter(pk=missing.pk).update(observation_status="M", issues_comment="調査を休止")
        screen = page()
        assert "25%" in screen.row(key_of(ratio))
        assert "1 / 4" in screen.row(key_of(ratio))
        assert "値なし" in screen.row(key_of(missing))
        assert "調査を休止" in screen.row(key_of(missing))

    def test_a_ratio_of_nothing_is_shown_all_the_same(self, small_city, page):
        ratio = hand_in(
            small_city, value=None, unit="%", numerator_label="利用者", denominator_label="対象者"
        )
        Measurement.objects.filter(pk=ratio.pk).update(numerator=0, denominator=0)
        assert "0 / 0" in page().row(key_of(ratio))

    def test_comments_and_the_internal_note_are_read_before_deciding(self, small_city, page):
        row = small_city.value("submitted", progress_comment="<i>状況</i>", internal_note="内緒")
        screen = page()
        assert "<i>状況</i>" in screen.row(key_of(row))
        assert "内緒" in screen.row(key_of(row))
        assert "<i>" not in screen.page.html

    def test_a_value_of_a_reference_can_be_decided_too(self, small_city, page):
        row = hand_in(small_city, role="reference")
        page().press("approve_one", key_of(row))
        assert state(row) == "approved"


def test_the_page_asks_as_many_questions_with_thirty_reports_as_with_three(small_city, page):
    def questions(rows: int) -> int:
        for n in range(Measurement.objects.filter(indicator__plan=small_city.plan).count(), rows):
            row = hand_in(small_city, f"n{n}", series="cumulative", value=n + 2)
            make_measurement(row.indicator, "2024-Q4", n + 1)
            make_target(row.indicator, "2027", 99)
            action = make_action(small_city.plan, f"n{n}")
            action.lead_departments.add(small_city.section)
            make_progress(action, PERIOD, state="submitted", submitted_by=small_city.user("writer"))
        screen = page()
        with CaptureQueriesContext(connection) as asked:
            screen.client.get(screen.address)
        return len(asked)

    assert questions(3) == questions(30)
