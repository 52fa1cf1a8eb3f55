"""Publishing a closed review: who may, when, and that it happens wholly, once, or not at all."""

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kpis.models import Report, Review
from kpis.reports import publishing
from kpis.reports.document import Document
from kpis.reports.publishing import publish
from kpis.workflow.entries import Refused
from kpis.workflow.reviews import StillOpen, change_review, close_review, reopen_review
from plans.models import Plan
from tests.cities import REPORTED_QUARTER, ReportCity, build_report_city
from tests.factories import make_indicator, make_measurement, make_progress
from tests.kpis.reports.snapshots import entry
from tests.kpis.workflow.test_at_the_same_moment import together, winners


def untouched(report_city: ReportCity, state: str = "closed") -> bool:
    """Nothing was published, and nothing says so."""
    review = report_city.review
    return (
        review.state == state and not Report.objects.filter(review=review).exists() and not history_of(review)
    )


def history_of(review: Review) -> list[tuple]:
    """Its lines since the report_city was built, oldest first: who, into which state, why."""
    rows = review.history.order_by("history_id")[1:]
    return [
        (row.history_user and row.history_user.username, row.state, row.history_change_reason) for row in rows
    ]


class TestWhoAndWhen:
    def test_who_does_not_run_the_citys_reviews_publishes_nothing(self, report_city):
        for name in ("editor", "approver", "foreign"):
            with pytest.raises(PermissionDenied):
                publish(report_city.review, by=report_city.user(name))
        assert untouched(report_city)

    def test_an_open_review_is_closed_first(self, report_city):
        reopen_review(report_city.review, by=report_city.user("manager"), reason="追加")
        lines = history_of(report_city.review)
        with pytest.raises(Refused, match="まだ受付中です"):
            publish(report_city.review, by=report_city.user("manager"))
        assert report_city.review.state == "open"
        assert history_of(report_city.review) == lines
        assert not Report.objects.filter(review=report_city.review).exists()

    def test_an_indicator_added_after_closing_must_be_answered(self, report_city):
        added = make_indicator(report_city.plan, "9", name="あとからの指標")
        with pytest.raises(StillOpen, match="あとからの指標") as refusal:
            publish(report_city.review, by=report_city.user("manager"))
        assert [due_item.owner for due_item in refusal.value.due_items] == [added]
        assert untouched(report_city)
        make_measurement(added, REPORTED_QUARTER, 1)
        assert entry(report_city.publish(), "9")["value"]["value"] == "1"

    def test_an_actions_report_begun_after_closing_must_be_brought_to_its_end(self, report_city):
        report_city.action.progress.filter(period=REPORTED_QUARTER).delete()
        make_progress(report_city.action, REPORTED_QUARTER, state="draft")
        with pytest.raises(StillOpen, match="窓口の改革"):
            publish(report_city.review, by=report_city.user("manager"))
        assert untouched(report_city)

    def test_a_published_review_is_published_no_second_time(self, report_city):
        first = report_city.publish()
        with pytest.raises(Refused, match="公表済みです"):
            publish(report_city.review, by=report_city.user("manager"))
        assert list(Report.objects.filter(review=report_city.review)) == [first]

    def test_what_somebody_has_read_before_the_others_act_does_not_count(self, report_city):
        """The stored state decides, not that of the object in hand."""
        old = report_city.review
        report_city.publish()
        assert old.state == "closed"
        with pytest.raises(Refused, match="公表済みです"):
            publish(old, by=report_city.user("manager"))


class TestWhatIsStored:
    def test_the_report_is_the_first_revision_with_the_checksum_of_its_text(self, report_city):
        report = report_city.publish()
        report.refresh_from_db()
        assert (report.revision, report.reason, report.key) == (1, "", REPORTED_QUARTER)
        assert report.published_by == report_city.user("manager")
        assert report.checksum == hashlib.sha256(report.content.encode()).hexdigest()
        found = json.loads(report.content)
        assert report.counts == found["counts"]
        assert (report.schema_version, report.rule_version) == (
            found["schema_version"],
            found["rule_version"],
        )
        assert (found["is_draft"], found["is_sample"], found["corrections"]) == (False, False, None)
        assert found["report"]["published_by"] == "北山市 デジタル課"

    def test_the_review_is_published_and_its_history_says_by_whom(self, report_city):
        report_city.publish()
        assert history_of(report_city.review) == [("manager", "published", "公表")]
        assert report_city.review.closed_at == report_city.reviews[REPORTED_QUARTER].closed_at

    def test_the_last_word_on_the_quarter_may_be_given_with_it(self, report_city):
        report = publish(
            report_city.review, by=report_city.user("manager"), overall_comment=" 総括です。\x00 "
        )
        assert json.loads(report.content)["report"]["overall_comment"] == "総括です。"
        assert report_city.review.overall_comment == "総括です。"

    def test_without_one_the_comment_stays_as_it_is(self, report_city):
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment="前に書いた総括")
        assert json.loads(report_city.publish().content)["report"]["overall_comment"] == "前に書いた総括"
        assert report_city.review.overall_comment == "前に書いた総括"

    def test_the_plan_is_newer_for_the_public(self, report_city):
        before = Plan.objects.get(pk=report_city.plan.pk).updated_at
        report_city.publish()
        assert Plan.objects.get(pk=report_city.plan.pk).updated_at > before

    def test_a_manager_without_a_department_publishes_for_the_city(self, report_city):
        report_city.user("manager").memberships.update(department=None)
        assert Document.of_report(report_city.publish()).report["published_by"] == "北山市"

    @pytest.mark.parametrize("place", ["build_snapshot", "rendered"])
    def test_an_error_on_the_way_leaves_the_review_closed_and_no_report(
        self, report_city, monkeypatch, place
    ):
        def fail(*args, **kwargs):
            raise RuntimeError("the machine stops")

        monkeypatch.setattr(publishing, place, fail)
        with pytest.raises(RuntimeError):
            publish(report_city.review, by=report_city.user("manager"))
        assert untouched(report_city)

    def test_an_error_after_the_report_is_stored_takes_it_back(self, report_city, monkeypatch):
        def fail(review, *args, **kwargs):
            assert Report.objects.filter(review=review).exists()
            raise RuntimeError("the machine stops")

        monkeypatch.setattr(Review, "save", fail)
        with pytest.raises(RuntimeError):
            publish(report_city.review, by=report_city.user("manager"))
        assert untouched(report_city)


class TestAfterwards:
    def test_the_review_is_neither_reopened_nor_closed_again(self, report_city):
        report_city.publish()
        with pytest.raises(Refused, match="公表したレビューは戻せません"):
            reopen_review(report_city.review, by=report_city.user("manager"), reason="直す")
        with pytest.raises(Refused):
            close_review(report_city.review, by=report_city.user("manager"))
        assert report_city.review.state == "published"

    def test_new_dates_and_comments_leave_it_published(self, report_city):
        report_city.publish()
        review = report_city.review
        review.overall_comment, review.state = "総括", "open"
        assert change_review(review, by=report_city.user("manager")).state == "published"

    def test_a_stored_report_is_never_saved_again(self, report_city):
        report = report_city.publish()
        report.content = "{}"
        with pytest.raises(TypeError, match="never changes"):
            report.save()
        with pytest.raises(TypeError, match="never changes"):
            Report.objects.get(pk=report.pk).save(update_fields=["reason"])
        assert Report.objects.get(pk=report.pk).content != "{}"


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("revision", "reason", "constraint"),
        [
            (1, "", "review|公表済みの報告です"),
            (2, "", "report_correction_says_why"),
            (0, "", "report_"),
        ],
        ids=["a revision twice", "a correction without a reason", "revision 0"],
    )
    def test_it_refuses_what_the_verbs_never_write(self, report_city, revision, reason, constraint):
        report = report_city.publish()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Report(review=report_city.review, revision=revision, reason=reason, content=report.content).save()
        assert Report.objects.filter(review=report_city.review).count() == 1

    def test_the_first_report_gives_no_reason(self, report_city):
        content = report_city.publish(period="2024-Q2").content
        with pytest.raises(IntegrityError, match="report_correction_says_why"), transaction.atomic():
            Report(review=report_city.review, revision=1, reason="理由", content=content).save()


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    """On PostgreSQL in threads; SQLite runs them one after the other, each with what it had read before."""

    @pytest.fixture
    def report_city(self, transactional_db) -> ReportCity:
        return build_report_city()

    def test_of_people_who_publish_at_once_one_does_and_the_others_are_told(self, report_city):
        manager = report_city.user("manager")
        answers = together([lambda review=report_city.review: publish(review, by=manager) for _ in range(4)])
        (winner,) = winners(answers)
        assert {type(answer) for answer in answers if answer is not winner} == {Refused}
        assert list(Report.objects.filter(review=report_city.review)) == [winner]
        assert history_of(report_city.review) == [("manager", "published", "公表")]

    def test_of_people_who_correct_at_once_one_does_and_the_others_are_told(self, report_city):
        report_city.publish()
        report_city.revise(report_city.calls, value=20)
        manager = report_city.user("manager")
        answers = together(
            [
                lambda review=report_city.review, reason=reason: publishing.publish_correction(
                    review, by=manager, reason=reason
                )
                for reason in ("一つ目", "二つ目", "三つ目")
            ]
        )
        (winner,) = winners(answers)
        assert {type(answer) for answer in answers if answer is not winner} == {Refused}
        assert [row.revision for row in Report.objects.filter(review=report_city.review)] == [1, 2]
        assert Report.objects.get(revision=2, review=report_city.review).reason == winner.reason
