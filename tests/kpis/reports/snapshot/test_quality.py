"""What a reader must know of the data: what is missing, late, provisional, revised, or not counted."""

import json
from datetime import date, datetime

import pytest
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Measurement
from kpis.reports.publishing import draft
from kpis.reports.snapshot.build import build_snapshot
from kpis.reports.snapshot.data_quality import notes
from kpis.workflow import entries
from kpis.workflow.reviews import close_review, reopen_review
from plans.era import Quarter
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import make_indicator, make_measurement, make_target
from tests.kpis.reports.snapshots import entry, note

QUARTER = Quarter.parse(REPORTED_QUARTER)
KEYS = [
    "unreported",
    "missing",
    "stale",
    "late",
    "provisional",
    "revised",
    "dated_after",
    "excluded",
    "comparability",
    "later",
]


def taken(report_city) -> dict:
    return build_snapshot(report_city.plan, QUARTER, review=report_city.review)


def of_calls(report_city):
    """The stored values of the calls in the later quarter."""
    return Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER)


def silent(found: dict) -> set[str]:
    """The questions to which there is nothing to say."""
    return {key for key in KEYS if not note(found, key)}


def test_every_question_is_always_there(report_city, takarazuka):
    for found in (taken(report_city), build_snapshot(takarazuka, QUARTER)):
        assert [row["key"] for row in found["quality"]] == KEYS
        assert all(row["label"] for row in found["quality"])


def test_of_sound_data_there_is_nothing_to_say(report_city):
    assert silent(taken(report_city)) == set(KEYS)


class TestUnreported:
    def test_a_draft_names_what_is_not_approved_yet(self, report_city):
        of_calls(report_city).update(state="submitted")
        report_city.share.measurements.filter(period=REPORTED_QUARTER).delete()
        found = draft(report_city.plan, report_city.review)
        assert note(found, "unreported") == {
            "1-1": "令和6年度第3四半期の承認された値がありません。",
            "1-2": "令和6年度第3四半期の承認された値がありません。",
        }
        assert entry(found, "1-1")["due"]["state_label"] == "未報告"
        assert entry(found, "1-1")["value"]["period"] == EARLIER_QUARTER, "judged by the last value there is"
        assert not entry(found, "1-1")["value"]["is_of_this_quarter"]

    def test_only_what_the_quarter_asks_for(self, report_city):
        yearly = make_indicator(report_city.plan, "y", frequency="yearly")
        half = make_indicator(report_city.plan, "h", frequency="half-yearly")
        for quarter, asked in ((2, {"h"}), (3, set()), (4, {"h", "y"})):
            found = build_snapshot(report_city.plan, Quarter(2024, quarter))
            assert {row for row in note(found, "unreported") if row in "hy"} == asked
        assert entry(found, yearly.code)["due"]["period"] == "2024"
        assert entry(found, half.code)["due"]["label"] == "令和6年度下半期"

    def test_references_are_never_asked_for(self, report_city):
        report_city.reference.measurements.all().delete()
        found = taken(report_city)
        assert entry(found, "ref")["due"] is None
        assert "ref" not in note(found, "unreported")


class TestMissing:
    def test_it_says_why(self, report_city):
        reopen_review(report_city.review, by=report_city.user("manager"), reason="値なしの記録")
        of_calls(report_city).delete()
        entries.mark_missing(
            report_city.calls,
            Period.parse(REPORTED_QUARTER),
            by=report_city.user("manager"),
            reason="機器の故障で\n測れなかったため",
        )
        close_review(report_city.review, by=report_city.user("manager"))
        found = json.loads(report_city.publish().content)
        assert note(found, "missing") == {"1-1": "令和6年度第3四半期: 機器の故障で\n測れなかったため"}
        due = entry(found, "1-1")["due"]
        assert (due["state"], due["state_label"]) == ("missing", "値なし")
        assert entry(found, "1-1")["value"]["period"] == EARLIER_QUARTER
        assert not note(found, "unreported")

    def test_the_reason_may_stand_in_either_comment(self, report_city):
        of_calls(report_city).update(
            value=None, observation_status="M", progress_comment="調査の年ではないため"
        )
        assert note(taken(report_city), "missing") == {"1-1": "令和6年度第3四半期: 調査の年ではないため"}


class TestLate:
    def hand_in(self, report_city, *when: int, hour: int = 10) -> dict:
        moment = datetime(*when, hour, tzinfo=timezone.get_default_timezone())
        of_calls(report_city).update(submitted_at=moment)
        return taken(report_city)

    @pytest.mark.parametrize(("hour", "minute"), [(0, 0), (23, 59)])
    def test_the_day_it_is_due_is_in_time(self, report_city, hour, minute):
        due = report_city.review.due_on
        moment = datetime(due.year, due.month, due.day, hour, minute, tzinfo=timezone.get_default_timezone())
        of_calls(report_city).update(submitted_at=moment)
        assert not note(taken(report_city), "late")

    def test_it_counts_the_days_in_japan(self, report_city):
        found = self.hand_in(report_city, 2025, 1, 31, hour=0)
        assert entry(found, "1-1")["due"]["days_late"] == 1
        assert note(found, "late") == {"1-1": "締切の1日後に提出されました。"}
        assert note(self.hand_in(report_city, 2025, 3, 1), "late") == {
            "1-1": "締切の30日後に提出されました。"
        }

    def test_a_correction_after_the_deadline_is_none(self, report_city):
        self.hand_in(report_city, 2025, 1, 20)
        report_city.revise(report_city.calls, value=36)
        assert not note(taken(report_city), "late")

    def test_without_a_review_nothing_is_late(self, report_city):
        self.hand_in(report_city, 2025, 3, 1)
        assert not note(build_snapshot(report_city.plan, QUARTER), "late")


class TestNotFinal:
    @pytest.mark.parametrize(("status", "label"), [("P", "速報値"), ("E", "推計値"), ("V", "未確認")])
    def test_a_value_that_may_still_move(self, report_city, status, label):
        report_city.calls.measurements.update(observation_status=status)
        found = taken(report_city)
        assert note(found, "provisional") == {
            "1-1": f"令和6年度（2024年度）第2四半期 30件（{label}）、令和6年度（2024年度）第3四半期 35件（{label}）"
        }
        value = entry(found, "1-1")["value"]
        assert (value["status"], value["status_label"]) == (status, label)

    def test_a_revision_says_which_and_why(self, report_city):
        report_city.revise(report_city.calls, value=36)
        found = taken(report_city)
        assert note(found, "revised") == {
            "1-1": "令和6年度（2024年度）第3四半期 第2版 36件（数え直したため）"
        }
        assert entry(found, "1-1")["value"]["revision"] == 2
        assert entry(found, "1-1")["comments"]["revision_reason"] == "数え直したため"


class TestNotCounted:
    def test_a_value_dated_after_the_quarter(self, report_city):
        of_calls(report_city).update(as_of=date(2025, 1, 10))
        found = taken(report_city)
        assert note(found, "dated_after") == {
            "1-1": "令和6年度第3四半期の値の日付は、令和7年（2025年）1月10日です。"
        }
        row = entry(found, "1-1")
        assert row["due"]["state"] == "reported"
        assert row["value"]["period"] == EARLIER_QUARTER
        assert REPORTED_QUARTER not in {each["period"] for each in row["facts"]["measurements"]}

    def test_a_value_of_the_quarters_last_day_counts(self, report_city):
        of_calls(report_city).update(as_of=QUARTER.last_day)
        found = taken(report_city)
        assert not note(found, "dated_after")
        assert entry(found, "1-1")["value"]["as_of"] == "2024-12-31"

    def test_a_value_after_the_last_targets_period(self, report_city):
        row = make_indicator(report_city.plan, "old", order=9)
        make_target(row, "2023", 10, "2023-04-01")
        make_measurement(row, "2023-Q4", 10)
        make_measurement(row, REPORTED_QUARTER, 12)
        found = taken(report_city)
        assert note(found, "later") == {"old": "令和6年度第3四半期 12件"}
        assert (entry(found, "old")["verdict"], entry(found, "old")["value"]["value"]) == ("ACHIEVED", "10")


class TestStale:
    def test_what_was_never_measured_and_what_was_once(self, report_city):
        """Whose report is late and since when: of the last quarter that was asked for and is more than 14 days overdue."""
        for order, code in enumerate(("never", "once", "without target"), start=9):
            row = make_indicator(report_city.plan, code, order=order)
            if code != "without target":
                make_target(row, "2027", 10, "2023-04-01")
            if code == "once":
                make_measurement(row, "2023-Q4", 1)
        found = build_snapshot(report_city.plan, Quarter(2024, 4))
        late = (
            "令和6年度第3四半期の値がまだ登録されていません（報告の期限は令和7年（2025年）1月30日でした）。"
        )
        assert note(found, "stale") == {
            "never": late + "値が一度も登録されていません。",
            "once": late + "最後の値は令和5年度第4四半期です。",
        }
        assert {"never", "once"} <= set(found["exceptions"])
        assert entry(found, "never")["overdue_text"] == late

    def test_nothing_is_late_where_the_city_has_not_begun_to_report(self, report_city):
        report_city.plan.reviews.all().delete()
        make_target(make_indicator(report_city.plan, "never", order=9), "2027", 10, "2023-04-01")
        found = build_snapshot(report_city.plan, Quarter(2024, 4))
        assert note(found, "stale") == {}
        assert entry(found, "never")["overdue_text"] == ""


def test_references_are_shown_apart_and_asked_nothing(report_city):
    report_city.reference.measurements.update(
        observation_status="P", revision=2, revision_reason="訂正", as_of=date(2024, 12, 1)
    )
    assert silent(taken(report_city)) == set(KEYS)


def test_it_needs_no_database():
    assert [row["rows"] for row in notes([])] == [[]] * len(KEYS)
