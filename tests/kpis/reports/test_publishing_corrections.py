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
from tests.factories import make_progress

from .town import EARLIER, PERIOD, entry

REASON = "申請の件数を数え直したため。"


def correct(town, reason: str = REASON, period: str = PERIOD) -> Report:
    review = town.review if period == PERIOD else town.earlier
    return publish_correction(review, by=town.user("manager"), reason=reason)


def comment(town, text: str) -> None:
    review = town.review
    review.overall_comment = text
    change_review(review, by=town.user("manager"))


def differing(town) -> list[dict]:
    """What a correction of the later quarter would change."""
    last = Report.objects.filter(review=town.review).order_by("revision").last()
    return differences(last, draft(town.plan, town.review))


@pytest.fixture
def published(town) -> Report:
    """The town's report, and then a value that was wrong in it: 20 calls, not 35."""
    report = town.publish()
    town.revise(town.calls, value=20, revision_reason="二重に数えていたため")
    return report


class TestRefused:
    def test_without_a_reason(self, town, published):
        """Spaces, wide ones too, NUL, controls, marks that turn the reading, a byte order mark, a line end."""
        for reason in ("", "   ", "\u3000\n\t", "\x00", "\x00 \x07\x1b", "\u202e\u2066", "\ufeff", "\r\n"):
            with pytest.raises(Refused, match="訂正の理由"):
                correct(town, reason)
        assert list(Report.objects.filter(review=town.review)) == [published]

    def test_to_who_does_not_run_the_citys_reviews(self, town, published):
        for name in ("editor", "approver", "foreign"):
            with pytest.raises(PermissionDenied):
                publish_correction(town.review, by=town.user(name), reason=REASON)
        assert list(Report.objects.filter(review=town.review)) == [published]

    def test_before_the_first_report(self, town):
        with pytest.raises(Refused, match="まだ公表されていません"):
            correct(town)
        assert town.review.state == "closed"

    def test_when_nothing_differs(self, town):
        town.publish()
        with pytest.raises(Refused, match="違うところがありません"):
            correct(town)

    def test_when_nothing_differs_from_the_last_correction(self, town, published):
        correct(town)
        with pytest.raises(Refused, match="違うところがありません"):
            correct(town, "もう一度")
        assert Report.objects.filter(review=town.review).count() == 2

    def test_for_a_revision_that_nobody_has_approved_yet(self, town):
        town.publish()
        last = town.calls.measurements.get(period=PERIOD)
        last.pk, last.revision, last.value, last.state = None, 2, 20, "submitted"
        last.revision_reason = "数え直し"
        last.save()
        with pytest.raises(Refused, match="違うところがありません"):
            correct(town)

    def test_for_what_only_a_later_quarter_knows(self, town):
        """Values and reports on actions of quarters to come change nothing in this one."""
        town.publish(EARLIER)
        town.calls.measurements.filter(period=PERIOD).update(value=1)
        make_progress(town.action, "2024-Q4", "cancelled")
        with pytest.raises(Refused, match="違うところがありません"):
            correct(town, period=EARLIER)

    def test_an_error_on_the_way_leaves_no_half_correction(self, town, published, monkeypatch):
        monkeypatch.setattr(publishing, "rendered", lambda snapshot: "no JSON")
        with pytest.raises(json.JSONDecodeError):
            correct(town)
        assert list(Report.objects.filter(review=town.review)) == [published]


class TestPublished:
    def test_the_earlier_report_keeps_every_byte(self, town, published):
        before = Report.objects.filter(pk=published.pk).values().get()
        second = correct(town)
        town.revise(town.calls, value=21)
        correct(town, "さらに直したため")
        assert Report.objects.filter(pk=published.pk).values().get() == before
        kept = Report.objects.get(pk=second.pk)
        assert (kept.content, kept.checksum) == (second.content, second.checksum)

    def test_revisions_are_numbered_and_the_newest_holds(self, town, published):
        second = correct(town)
        town.revise(town.calls, value=21)
        third = correct(town, "さらに直したため")
        rows = Report.objects.filter(review=town.review)
        assert [(row.revision, row.key) for row in rows] == [
            (1, "2024-Q3"), (2, "2024-Q3-r2"), (3, "2024-Q3-r3"),
        ]  # fmt: skip
        assert [row.revision_label for row in rows] == ["", "訂正版 第2版", "訂正版 第3版"]
        assert list(rows.newest_revisions()) == [third]
        assert [row.revision for row in Report.objects.of_plan(town.plan)] == [3, 2, 1]
        assert entry(second, "1-1")["value"]["value"] == "20"
        assert entry(third, "1-1")["value"]["value"] == "21"

    def test_it_says_why_on_its_cover_and_in_the_history(self, town, published):
        document = Document.of_report(correct(town, f" {REASON}\x00\u202e "))
        assert document.report["reason"] == REASON
        assert dict(document.cover)["訂正の理由"] == REASON
        assert document.title.endswith("訂正版 第2版")
        assert document.file_name == "kitayama-smart-plan-2024-Q3-r2"
        line = town.review.history.order_by("history_id").last()
        assert line.history_change_reason == f"訂正版の公表: {REASON}"
        assert (line.history_user.username, line.state) == ("manager", "published")

    def test_a_long_reason_is_kept_whole(self, town, published):
        reason = "長い理由。" * 1000
        assert correct(town, reason).reason == reason

    def test_it_lists_exactly_what_changed(self, town, published):
        found = json.loads(correct(town).content)["corrections"]
        assert [(row["code"], row["kind"], row["before"], row["after"]) for row in found["rows"]] == [
            ("1-1", "verdict", "順調", "遅れ"),
            ("1-1", "value", "35件", "20件"),
        ]
        assert found["rows"][1]["reason"] == "二重に数えていたため"
        assert [(row["kind"], row["course"], row["count"]) for row in found["summary"]] == [
            ("verdict", "worse", 1),
            ("value", "other", 1),
        ]

    def test_the_next_correction_lists_what_changed_since_the_last_one(self, town, published):
        correct(town)
        town.revise(town.share, numerator=500, denominator=1000)
        rows = json.loads(correct(town, "割合を直したため").content)["corrections"]["rows"]
        assert {row["code"] for row in rows} == {"1-2"}

    def test_its_changes_are_still_those_since_the_quarter_before(self, town):
        """What a correction mends, and what the quarter brought, are told apart."""
        town.publish(EARLIER)
        town.publish()
        town.revise(town.calls, value=20)
        found = json.loads(correct(town).content)
        assert found["changes"]["against"]["period"] == EARLIER
        assert {row["code"] for row in found["changes"]["rows"]} == {"1-1", "1-2", "a1"}
        assert {row["code"] for row in found["corrections"]["rows"]} == {"1-1"}

    def test_an_earlier_quarter_is_corrected_after_a_later_one_was_published(self, town):
        town.publish(EARLIER)
        later = town.publish()
        town.revise(town.calls, EARLIER, value=10)
        found = correct(town, period=EARLIER)
        assert entry(found, "1-1")["value"]["value"] == "10"
        assert Report.objects.get(pk=later.pk).content == later.content
        assert {row["code"] for row in differing(town)} == {"1-1"}

    def test_the_quarter_after_is_compared_with_the_correction(self, town):
        town.publish(EARLIER)
        town.revise(town.calls, EARLIER, value=10)
        second = correct(town, period=EARLIER)
        found = build_snapshot(town.plan, town.review.quarter)
        assert found["changes"]["against"]["checksum"] == second.checksum
        assert found["changes"]["against"]["revision_label"] == "訂正版 第2版"
        assert entry(found, "1-1")["previous"]["value"] == "10"


class TestWhatCounts:
    def test_an_actions_status(self, town):
        town.publish()
        make_progress(town.action, PERIOD, "completed", revision=2, revision_reason="誤記")
        rows = json.loads(correct(town).content)["corrections"]["rows"]
        assert [(row["about"], row["course"]) for row in rows if row["kind"] == "action"] == [
            ("action", "better")
        ]

    def test_a_target_decided_before_the_quarters_end_and_entered_too_late(self, town):
        town.publish()
        town.calls.targets.create(period="2027", value=200, effective_from="2024-10-01", reason="見直し")
        rows = json.loads(correct(town).content)["corrections"]["rows"]
        assert [(row["kind"], row["before"], row["after"]) for row in rows if row["kind"] == "target"] == [
            ("target", "100件", "200件")
        ]

    def test_the_overall_comment(self, town):
        town.publish()
        comment(town, "総括を書きました。")
        (row,) = differing(town)
        assert (row["label"], row["before"], row["after"]) == ("総括", "", "総括を書きました。")
        report = correct(town, "総括を加えたため")
        assert json.loads(report.content)["report"]["overall_comment"] == "総括を書きました。"

    def test_a_comment_that_differs_only_in_what_is_never_printed_does_not(self, town):
        comment(town, "総括")
        town.publish()
        comment(town, "総括\r\n\u202e ")
        with pytest.raises(Refused, match="違うところがありません"):
            correct(town)

    @pytest.mark.parametrize("when", ["in time", "too late"])
    def test_the_desk_names_the_quarter_until_it_is_corrected(self, town, when):
        """A revision that was approved before the publication stands in the first report."""
        if when == "in time":
            town.revise(town.calls, value=20)
        town.publish()
        if when == "too late":
            town.revise(town.calls, value=20)
        waits = [town.review] if when == "too late" else []
        assert corrected_since([town.plan]) == waits
        assert bool(differing(town)) is bool(waits)
        if waits:
            correct(town)
        assert corrected_since([town.plan]) == []

    def test_the_draft_of_a_correction_shows_what_it_would_say(self, town, published):
        found = draft(town.plan, town.review)
        assert (found["is_draft"], found["report"]["revision"]) == (True, 2)
        assert [row["kind"] for row in found["corrections"]["rows"]] == ["verdict", "value"]
        assert Document.of_draft(found).file_name.endswith("2024-Q3-r2-draft")

    def test_the_draft_of_a_first_report_corrects_nothing(self, town):
        found = draft(town.plan, town.review)
        assert (found["report"]["revision"], found["corrections"]) == (1, None)
        published = json.loads(publish(town.review, by=town.user("manager")).content)
        for key in ("indicators", "actions", "counts", "exceptions", "quality", "changes", "parts"):
            assert published[key] == found[key], key
