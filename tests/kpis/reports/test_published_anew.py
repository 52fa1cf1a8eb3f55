"""Which published quarters wait for a correction, and what publishing tells of the moment at which it reads."""

import json
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import OperationalError, connection, connections

from kpis.models import ActionProgress, Measurement, Report
from kpis.reports import publishing
from kpis.reports.publishing import corrected_since, differences, draft, publish, publish_correction
from kpis.reports.snapshot import build as snapshot
from kpis.workflow import entries
from kpis.workflow.entries import Refused
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER, ReportCity, build_report_city
from tests.kpis.reports.snapshots import entry


def differing(report_city: ReportCity) -> list[dict]:
    last = Report.objects.filter(review=report_city.review).order_by("revision").last()
    return differences(last, draft(report_city.review.plan, report_city.review))


def revise_action(report_city: ReportCity, **fields) -> ActionProgress:
    """A correction of the action's report on its whole way."""
    manager = report_city.user("manager")
    row = ActionProgress(
        action=report_city.action, period=REPORTED_QUARTER, revision=2, revision_reason="誤記", status="delayed",
        comment=f"{REPORTED_QUARTER}の取組状況",
    )  # fmt: skip
    for name, value in fields.items():
        setattr(row, name, value)
    row = entries.submit(entries.save_entry(row, by=manager), by=manager)
    return entries.approve(row, by=report_city.user("approver"))


@pytest.mark.django_db
class TestWaitingForACorrection:
    def test_an_actions_revision(self, report_city):
        report_city.publish()
        revise_action(report_city, status="completed")
        assert corrected_since([report_city.plan]) == [report_city.review]
        publish_correction(report_city.review, by=report_city.user("manager"), reason="誤記")
        assert corrected_since([report_city.plan]) == []

    def test_a_revision_whose_words_and_value_are_the_same_is_told_in_one_row(self, report_city):
        """Nobody reads the internal note; that the value was revised, and why, is public."""
        report = report_city.publish()
        same = Measurement.objects.get(indicator=report_city.calls, period=REPORTED_QUARTER)
        report_city.revise(
            report_city.calls, value=same.value, owner_name=same.owner_name, internal_note="内部のメモ"
        )
        now = draft(report_city.review.plan, report_city.review)
        assert "内部のメモ" not in json.dumps(now, ensure_ascii=False)
        assert entry(now, "1-1")["value"]["revision"] == 2
        assert [row["kind_label"] for row in differences(report, now)] == ["そのほかの記載"]

    def test_not_what_only_another_citys_plan_has(self, report_city):
        report_city.publish()
        report_city.revise(report_city.calls, value=20)
        others = type(report_city.plan).objects.exclude(pk=report_city.plan.pk)
        assert report_city.review not in corrected_since(others)

    def test_not_a_revision_that_is_still_a_draft(self, report_city):
        report_city.publish()
        Measurement.objects.create(
            indicator=report_city.calls,
            period=REPORTED_QUARTER,
            value=20,
            revision=2,
            revision_reason="誤記",
            state="draft",
        )
        assert corrected_since([report_city.plan]) == []
        assert differing(report_city) == []


@pytest.mark.django_db
class TestTheLastWordWithACorrection:
    def test_alone_is_a_correction(self, report_city):
        report_city.publish()
        found = publish_correction(
            report_city.review,
            by=report_city.user("manager"),
            reason="総括",
            overall_comment="よく進みました。\x00 ",
        )
        content = json.loads(found.content)
        assert (
            content["report"]["overall_comment"] == report_city.review.overall_comment == "よく進みました。"
        )
        assert [row["kind_label"] for row in content["corrections"]["rows"]] == ["総括"]

    def test_is_not_kept_when_the_correction_is_refused(self, report_city):
        report_city.publish()
        with pytest.raises(Refused, match="訂正の理由"):
            publish_correction(
                report_city.review, by=report_city.user("manager"), reason="", overall_comment="総括"
            )
        with pytest.raises(Refused, match="違うところがありません"):
            publish_correction(
                report_city.review, by=report_city.user("manager"), reason="念のため", overall_comment="  "
            )
        assert report_city.review.overall_comment == ""
        assert report_city.review.reports.count() == 1

    def test_without_one_the_former_stays(self, report_city):
        publish(report_city.review, by=report_city.user("manager"), overall_comment="初めの総括")
        report_city.revise(report_city.calls, value=20)
        found = publish_correction(report_city.review, by=report_city.user("manager"), reason="誤記")
        assert json.loads(found.content)["report"]["overall_comment"] == "初めの総括"


class DriversError(Exception):
    """As the driver raises it."""

    def __init__(self, sqlstate: str):
        self.sqlstate = sqlstate


def failing(sqlstate: str) -> Callable:
    def fail(*_arguments, **_named):
        raise OperationalError("could not") from DriversError(sqlstate)

    return fail


@pytest.mark.django_db
class TestWhereTheDatabaseSaysNo:
    @pytest.mark.parametrize("verb", ["publish", "correct"])
    def test_that_somebody_else_was_first_is_said_in_a_sentence(self, report_city, monkeypatch, verb):
        if verb == "correct":
            report_city.publish()
            report_city.revise(report_city.calls, value=20)
        before = Report.objects.filter(review=report_city.review).count()
        monkeypatch.setattr(publishing, "store", failing("40001"))
        with pytest.raises(Refused, match="ほかの人が同時にこの計画を変えました"):
            if verb == "publish":
                publish(report_city.review, by=report_city.user("manager"))
            else:
                publish_correction(report_city.review, by=report_city.user("manager"), reason="誤記")
        assert Report.objects.filter(review=report_city.review).count() == before

    def test_any_other_failure_is_not_hidden(self, report_city, monkeypatch):
        monkeypatch.setattr(publishing, "store", failing("53100"))
        with pytest.raises(OperationalError):
            publish(report_city.review, by=report_city.user("manager"))


# --- On PostgreSQL in threads; the tests' SQLite lives in memory and has one writer: there one comes after the other.


@pytest.fixture
def lone_town(transactional_db) -> ReportCity:
    return build_report_city()


def meanwhile(call: Callable[[], object]) -> None:
    """Somebody else's act, begun and ended here, in a connection of its own."""
    failures = []

    def run() -> None:
        try:
            call()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive(), "it waits for the one that waits for it"
    assert not failures, failures


def before_first_call(monkeypatch, module, name: str, call: Callable[[], object]) -> None:
    """Puts the act into the middle of the publication: once, before that function does its work."""
    real, done = getattr(module, name), []

    def late(*arguments, **named):
        if not done:
            done.append(True)
            meanwhile(call)
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, late)


@pytest.mark.django_db(transaction=True)
def test_what_is_approved_while_a_report_is_written_is_wholly_in_it_or_not_at_all(lone_town, monkeypatch):
    """Indicators are read before actions: the act between them must not put half of itself into the report."""
    report_city = lone_town

    def act() -> None:
        again = {"period": REPORTED_QUARTER, "revision": 2, "revision_reason": "誤記", "state": "approved"}
        Measurement.objects.bulk_create([Measurement(indicator=report_city.calls, value=20, **again)])
        ActionProgress.objects.bulk_create(
            [ActionProgress(action=report_city.action, status="completed", **again)]
        )

    if connection.vendor == "postgresql":
        before_first_call(monkeypatch, snapshot, "latest_by_action", act)
        report = report_city.publish()
    else:
        report = report_city.publish()
        act()
    found = json.loads(report.content)
    assert entry(found, "1-1")["value"]["value"] == "35"
    assert [row["status"] for row in found["actions"]["rows"]] == ["delayed"]
    assert {row["kind"] for row in differing(report_city)} >= {"value", "action"}
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_the_same_moment_the_second_is_told(lone_town, monkeypatch):
    report_city = lone_town
    sentence = "公表済みです"
    if connection.vendor == "postgresql":
        # The second has begun to look before the first has ended, and begins again.
        real, done = publishing.locked, []

        def late(review, by):
            if not done:
                done.append(True)
                assert not Report.objects.filter(review=review).exists()
                meanwhile(report_city.publish)
            return real(review, by)

        monkeypatch.setattr(publishing, "locked", late)
    else:
        report_city.publish()
    with pytest.raises(Refused, match=sentence):
        report_city.publish()
    assert Report.objects.filter(review=report_city.review).count() == 1
    assert report_city.review.state == "published"


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_sees_again_what_others_do(lone_town):
    """The one view of a publication ends with it."""
    report_city = lone_town
    report_city.publish(EARLIER_QUARTER)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("read committed",)
    else:
        assert not connection.in_atomic_block
    report_city.publish()
    assert {row.period for row in report_city.plan.reviews.filter(state="published")} == {
        EARLIER_QUARTER,
        REPORTED_QUARTER,
    }
