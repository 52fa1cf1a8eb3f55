"""A published report is followed by a correction (訂正版), never changed."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from kpis.models import Report
from kpis.reports import publishing
from kpis.reports.document import Document
from kpis.reports.publishing import corrected_since, differences, draft, publish, publish_correction
from kpis.reports.snapshot.build import build_snapshot
from kpis.workflow.entries import Refused
from kpis.workflow.reviews import change_review
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import make_progress
from tests.kpis.reports.snapshots import entry

REASON = "申請の件数を数え直したため。"


def correct(report_city, reason: str = REASON, period: str = REPORTED_QUARTER) -> Report:
    review = report_city.review if period == REPORTED_QUARTER else report_city.earlier
    return publish_correction(review, by=report_city.user("manager"), reason=reason)


def comment(report_city, text: str) -> None:
    review = report_city.review
    review.overall_comment = text
    change_review(review, by=report_city.user("manager"))


def differing(report_city) -> list[dict]:
    """What a correction of the later quarter would change."""
    last = Report.objects.filter(review=report_city.review).order_by("revision").last()
    return differences(last, draft(report_city.plan, report_city.review))


@pytest.fixture
def published(report_city) -> Report:
    """The report_city's report, and then a value that was wrong in it: 20 calls, not 35."""
    report = report_city.publish()
    report_city.revise(report_city.calls, value=20, revision_reason="二重に数えていたため")
    return report


class TestRefused:
    def test_without_a_reason(self, report_city, published):
        """Spaces, wide ones too, NUL, controls, marks that turn the reading, a byte order mark, a line end."""
        for reason in ("", "   ", "\u3000\n\t", "\x00", "\x00 \x07\x1b", "\u202e\u2066", "\ufeff", "\r\n"):
            with pytest.raises(Refused, match="訂正の理由"):
                correct(report_city, reason)
        assert list(Report.objects.filter(review=report_city.review)) == [published]

    def test_to_who_does_not_run_the_citys_reviews(self, report_city, published):
        for name in ("editor", "approver", "foreign"):
            with pytest.raises(PermissionDenied):
                publish_correction(report_city.review, by=report_city.user(name), reason=REASON)
        assert list(Report.objects.filter(review=report_city.review)) == [published]

    def test_before_the_first_report(self, report_city):
        with pytest.raises(Refused, match="まだ公表されていません"):
            correct(report_city)
        assert report_city.review.state == "closed"

    def test_when_nothing_differs(self, report_city):
        report_city.publish()
        with pytest.raises(Refused, match="違うところがありません"):
            correct(report_city)

    def test_when_nothing_differs_from_the_last_correction(self, report_city, published):
        correct(report_city)
        with pytest.raises(Refused, match="違うところがありません"):
            correct(report_city, "もう一度")
        assert Report.objects.filter(review=report_city.review).count() == 2

    def test_for_a_revision_that_nobody_has_approved_yet(self, report_city):
        report_city.publish()
        last = report_city.calls.measurements.get(period=REPORTED_QUARTER)
        last.pk, last.revision, last.value, last.state = None, 2, 20, "submitted"
        last.revision_reason = "数え直し"
        last.save()
        with pytest.raises(Refused, match="違うところがありません"):
            correct(report_city)

    def test_for_what_only_a_later_quarter_knows(self, report_city):
        """Values and reports on actions of quarters to come change nothing in this one."""
        report_city.publish(EARLIER_QUARTER)
        report_city.calls.measurements.filter(period=REPORTED_QUARTER).update(value=1)
        make_progress(report_city.action, "2024-Q4", "cancelled")
        with pytest.raises(Refused, match="違うところがありません"):
            correct(report_city, period=EARLIER_QUARTER)

    def test_an_error_on_the_way_leaves_no_half_correction(self, report_city, published, monkeypatch):
        monkeypatch.setattr(publishing, "rendered", lambda snapshot: "no JSON")
        with pytest.raises(json.JSONDecodeError):
            correct(report_city)
        assert list(Report.objects.filter(review=report_city.review)) == [published]


class TestPublished:
    def test_the_earlier_report_keeps_every_byte(self, report_city, published):
        before = Report.objects.filter(pk=published.pk).values().get()
        second = correct(report_city)
        report_city.revise(report_city.calls, value=21)
        correct(report_city, "さらに直したため")
        assert Report.objects.filter(pk=published.pk).values().get() == before
        kept = Report.objects.get(pk=second.pk)
        assert (kept.content, kept.checksum) == (second.content, second.checksum)

    def test_revisions_are_numbered_and_the_newest_holds(self, report_city, published):
        second = correct(report_city)
        report_city.revise(report_city.calls, value=21)
        third = correct(report_city, "さらに直したため")
        rows = Report.objects.filter(review=report_city.review)
        assert [(row.revision, row.key) for row in rows] == [
            (1, "2024-Q3"), (2, "2024-Q3-r2"), (3, "2024-Q3-r3"),
        ]  # fmt: skip
        assert [row.revision_label for row in rows] == ["", "訂正版 第2版", "訂正版 第3版"]
        assert list(rows.newest_revisions()) == [third]
        assert [row.revision for row in Report.objects.of_plan(report_city.plan)] == [3, 2, 1]
        assert entry(second, "1-1")["value"]["value"] == "20"
        assert entry(third, "1-1")["value"]["value"] == "21"

    def test_it_says_why_on_its_cover_and_in_the_history(self, report_city, published):
        document = Document.of_report(correct(report_city, f" {REASON}\x00\u202e "))
        assert document.report["reason"] == REASON
        assert dict(document.cover)["訂正の理由"] == REASON
        assert document.title.endswith("訂正版 第2版")
        assert document.file_name == "kitayama-smart-plan-2024-Q3-r2"
        line = report_city.review.history.order_by("history_id").last()
        assert line.history_change_reason == f"訂正版の公表: {REASON}"
        assert (line.history_user.username, line.state) == ("manager", "published")

    def test_a_long_reason_is_kept_whole(self, report_city, published):
        reason = "長い理由。" * 1000
        assert correct(report_city, reason).reason == reason

    def test_it_lists_exactly_what_changed(self, report_city, published):
        found = json.loads(correct(report_city).content)["corrections"]
        assert [(row["code"], row["kind"], row["before"], row["after"]) for row in found["rows"]] == [
            ("1-1", "verdict", "順調", "遅れ"),
            ("1-1", "value", "35件", "20件"),
        ]
        assert found["rows"][1]["reason"] == "二重に数えていたため"
        assert [(row["kind"], row["course"], row["count"]) for row in found["summary"]] == [
            ("verdict", "worse", 1),
            ("value", "other", 1),
        ]

    def test_the_next_correction_lists_what_changed_since_the_last_one(self, report_city, published):
        correct(report_city)
        report_city.revise(report_city.share, numerator=500, denominator=1000)
        rows = json.loads(correct(report_city, "割合を直したため").content)["corrections"]["rows"]
        assert {row["code"] for row in rows} == {"1-2"}

    def test_its_changes_are_still_those_since_the_quarter_before(self, report_city):
        """What a correction mends, and what the quarter brought, are told apart."""
        report_city.publish(EARLIER_QUARTER)
        report_city.publish()
        report_city.revise(report_city.calls, value=20)
        found = json.loads(correct(report_city).content)
        assert found["changes"]["against"]["period"] == EARLIER_QUARTER
        assert {row["code"] for row in found["changes"]["rows"]} == {"1-1", "1-2", "a1"}
        assert {row["code"] for row in found["corrections"]["rows"]} == {"1-1"}

    def test_an_earlier_quarter_is_corrected_after_a_later_one_was_published(self, report_city):
        report_city.publish(EARLIER_QUARTER)
        later = report_city.publish()
        report_city.revise(report_city.calls, EARLIER_QUARTER, value=10)
        found = correct(report_city, period=EARLIER_QUARTER)
        assert entry(found, "1-1")["value"]["value"] == "10"
        assert Report.objects.get(pk=later.pk).content == later.content
        assert {row["code"] for row in differing(report_city)} == {"1-1"}

    def test_the_quarter_after_is_compared_with_the_correction(self, report_city):
        report_city.publish(EARLIER_QUARTER)
        report_city.revise(report_city.calls, EARLIER_QUARTER, value=10)
        second = correct(report_city, period=EARLIER_QUARTER)
        found = build_snapshot(report_city.plan, report_city.review.quarter)
        assert found["changes"]["against"]["checksum"] == second.checksum
        assert found["changes"]["against"]["revision_label"] == "訂正版 第2版"
        assert entry(found, "1-1")["previous"]["value"] == "10"


class TestWhatCounts:
    def test_an_actions_status(self, report_city):
        report_city.publish()
        make_progress(report_city.action, REPORTED_QUARTER, "completed", revision=2, revision_reason="誤記")
        rows = json.loads(correct(report_city).content)["corrections"]["rows"]
        assert [(row["about"], row["course"]) for row in rows if row["kind"] == "action"] == [
            ("action", "better")
        ]

    def test_a_target_decided_before_the_quarters_end_and_entered_too_late(self, report_city):
        report_city.publish()
        report_city.calls.targets.create(
            period="2027", value=200, effective_from="2024-10-01", reason="見直し"
        )
        rows = json.loads(correct(report_city).content)["corrections"]["rows"]
        assert [(row["kind"], row["before"], row["after"]) for row in rows if row["kind"] == "target"] == [
            ("target", "100件", "200件")
        ]

    def test_the_overall_comment(self, report_city):
        report_city.publish()
        comment(report_city, "総括を書きました。")
        (row,) = differing(report_city)
        assert (row["label"], row["before"], row["after"]) == ("総括", "", "総括を書きました。")
        report = correct(report_city, "総括を加えたため")
        assert json.loads(report.content)["report"]["overall_comment"] == "総括を書きました。"

    def test_a_comment_that_differs_only_in_what_is_never_printed_does_not(self, report_city):
        comment(report_city, "総括")
        report_city.publish()
        comment(report_city, "総括\r\n\u202e ")
        with pytest.raises(Refused, match="違うところがありません"):
            correct(report_city)

    @pytest.mark.parametrize("when", ["in time", "too late"])
    def test_the_desk_names_the_quarter_until_it_is_corrected(self, report_city, when):
        """A revision that was approved before the publication stands in the first report."""
        if when == "in time":
            report_city.revise(report_city.calls, value=20)
        report_city.publish()
        if when == "too late":
            report_city.revise(report_city.calls, value=20)
        waits = [report_city.review] if when == "too late" else []
        assert corrected_since([report_city.plan]) == waits
        assert bool(differing(report_city)) is bool(waits)
        if waits:
            correct(report_city)
        assert corrected_since([report_city.plan]) == []

    def test_the_draft_of_a_correction_shows_what_it_would_say(self, report_city, published):
        found = draft(report_city.plan, report_city.review)
        assert (found["is_draft"], found["report"]["revision"]) == (True, 2)
        assert [row["kind"] for row in found["corrections"]["rows"]] == ["verdict", "value"]
        assert Document.of_draft(found).file_name.endswith("2024-Q3-r2-draft")

    def test_the_draft_of_a_first_report_corrects_nothing(self, report_city):
        found = draft(report_city.plan, report_city.review)
        assert (found["report"]["revision"], found["corrections"]) == (1, None)
        published = json.loads(publish(report_city.review, by=report_city.user("manager")).content)
        for key in ("indicators", "actions", "counts", "exceptions", "quality", "changes", "parts"):
            assert published[key] == found[key], key
