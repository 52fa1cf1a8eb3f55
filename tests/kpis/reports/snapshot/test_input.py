"""The snapshot of awkward plans: quarters that are not over, strange texts, no values, very many rows."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.judging.evaluation import RULE_VERSION
from kpis.models import Indicator, Measurement, Review
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.publishing import draft
from kpis.reports.snapshot.build import build_snapshot, rendered
from plans.era import Quarter
from plans.models import Municipality, Plan
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import (
    freeze_today,
    make_action,
    make_full_plan,
    make_indicator,
    make_measurement,
    make_plan,
    make_progress,
    make_target,
)
from tests.kpis.reports.snapshots import entry, note

TEXTS = ("csv", "actions.csv", "json")


class TestQuarters:
    @pytest.mark.parametrize("quarter", [Quarter(2025, 2), Quarter(2999, 1)], ids=str)
    def test_one_that_has_not_begun_is_refused(self, report_city, monkeypatch, quarter):
        freeze_today(monkeypatch, date(2025, 6, 30))
        with pytest.raises(ValueError, match="まだ始まっていません") as refusal:
            build_snapshot(report_city.plan, quarter)
        assert quarter.label in str(refusal.value)
        with pytest.raises(ValueError, match="まだ始まっていません"):
            draft(report_city.plan, Review(plan=report_city.plan, period=str(quarter)))

    def test_its_first_day_is_enough(self, report_city, monkeypatch):
        freeze_today(monkeypatch, date(2025, 7, 1))
        found = build_snapshot(report_city.plan, Quarter(2025, 2))["report"]
        assert (found["at"]["date"], found["is_running"]) == ("2025-07-01", True)

    def test_the_running_one_stands_on_today(self, report_city, monkeypatch):
        make_target(report_city.calls, "2027", 300, "2024-12-11")
        freeze_today(monkeypatch, date(2024, 12, 10))
        found = build_snapshot(report_city.plan, Quarter(2024, 3))
        assert found["report"]["at"] == {"date": "2024-12-10", "label": "令和6年（2024年）12月10日"}
        assert found["report"]["is_running"]
        row = entry(found, "1-1")
        assert (row["facts"]["at"], row["value"]["period"]) == ("2024-12-10", EARLIER_QUARTER)
        assert row["target"]["value"] == "100", "a target of tomorrow does not hold today"
        assert "四半期の途中" in dict(Document.of_draft(found).cover)["基準日"]

    def test_one_that_ended_stands_on_its_last_day(self, report_city, monkeypatch):
        freeze_today(monkeypatch, date(2024, 12, 31))
        found = build_snapshot(report_city.plan, Quarter(2024, 3))["report"]
        assert (found["at"]["date"], found["is_running"]) == ("2024-12-31", False)

    def test_one_before_the_plan_has_no_values_and_nothing_to_compare_with(self, report_city):
        found = build_snapshot(report_city.plan, Quarter(2010, 1))
        assert found["counts"]["judged"] == 0
        assert found["changes"] == {"against": None, "summary": [], "rows": []}

    def test_the_first_one_of_a_plan_is_not_compared_with_the_time_before_it(self, report_city):
        make_measurement(report_city.calls, "2022-Q4", 1)
        assert build_snapshot(report_city.plan, Quarter(2023, 1))["changes"]["against"] is None

    def test_one_whose_quarter_before_was_not_published_is_compared_with_its_values(self, report_city):
        found = build_snapshot(report_city.plan, Quarter(2024, 3))
        assert found["changes"]["against"] == {
            "is_published": False,
            "period": EARLIER_QUARTER,
            "label": Quarter(2024, 2).label,
            "revision": None,
            "revision_label": "",
            "checksum": "",
            "rule_version": RULE_VERSION,
        }
        assert entry(found, "1-1")["previous"]["value"] == "30"
        assert "公表されていません" in Document.of_draft(found).against_sentence


NASTY = {
    "markup": ("<script>alert(1)</script><b>太字</b> & \"'", "<script>alert(1)</script><b>太字</b> & \"'"),
    "controls": ("前\x01\x0b\x1b[31m\x7f\x85後", "前[31m後"),
    "turning marks": ("前\u202e\u2066\u202c\u2069後", "前後"),
    "line ends": ("一行目\r\n二行目\r三行目\n四行目", "一行目\n二行目\n三行目\n四行目"),
    "separators": ("前\u2028\u2029\ufeff\ufffe後", "前後"),
    "emoji": ("進んでいます🎉👨‍👩‍👧", "進んでいます🎉👨‍👩‍👧"),
    "old characters": ("𠮷野家と髙島屋と葛󠄀城", "𠮷野家と髙島屋と葛󠄀城"),
    "a tab": ("前\t後", "前\t後"),
    "a long word": ("長" * 5000, "長" * 5000),
    "space around": ("  前後\u3000\n", "前後"),
    "a formula": ("=HYPERLINK(1)", "=HYPERLINK(1)"),
}


class TestTexts:
    @pytest.mark.parametrize(("written", "kept"), NASTY.values(), ids=NASTY)
    def test_comments_say_what_was_written_without_what_nothing_can_show(self, report_city, written, kept):
        Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER).update(
            progress_comment=written, issues_comment=written, response_comment=written
        )
        report_city.action.progress.update(comment=written)
        Review.objects.filter(pk=report_city.review.pk).update(overall_comment=written)
        report = report_city.publish()
        report.refresh_from_db()
        found = json.loads(report.content)
        comments = entry(found, "1-1")["comments"]
        assert {comments[name] for name in ("progress", "issues", "response")} == {kept}
        assert found["report"]["overall_comment"] == kept
        assert found["actions"]["rows"][0]["comment"] == kept
        for key in TEXTS:
            assert render(Document.of_report(report), key).decode()

    def test_names_are_cleaned_too(self, report_city):
        Municipality.objects.filter(pk=report_city.city.pk).update(name="北\u202e山市")
        Plan.objects.filter(pk=report_city.plan.pk).update(title="計\x07画")
        report_city.calls.name, report_city.calls.unit = "申請\x0bの件数", "件\u2028"
        report_city.calls.save()
        found = Document.of_report(report_city.publish())
        assert found.title == f"北山市 計画 四半期報告 {Quarter(2024, 3).label}"
        assert entry(found, "1-1")["label"] == "申請の件数"
        assert entry(found, "1-1")["value"]["text"] == "35件"

    def test_the_text_of_a_snapshot_reads_back_to_it(self, report_city):
        found = build_snapshot(report_city.plan, Quarter(2024, 3))
        assert json.loads(rendered(found)) == found
        assert "申請の件数" in rendered(found), "Japanese stays readable"
        assert rendered(found).endswith("}\n")


class TestMuchAndLittle:
    def test_a_plan_with_nothing_in_it(self, plan):
        found = build_snapshot(plan, Quarter(2024, 3))
        assert (found["indicators"], found["exceptions"], found["changes"]["against"]) == ([], [], None)
        assert found["counts"]["total"] == 0
        assert found["counts"]["coverage"] == "0/0"
        document = Document.of_draft(found)
        assert document.counts_sentence == "数値目標で判定する指標はありません。"
        assert document.tables == document.exceptions == document.kgis == []
        assert render(document, "csv").decode("utf-8-sig").count("\r\n") == 1

    def test_a_real_plan_without_indicators(self, takarazuka):
        found = build_snapshot(takarazuka, Quarter(2025, 4))
        assert {row["role"] for row in found["indicators"]} == {"reference"}
        assert found["counts"]["total"] == 0
        assert found["exceptions"] == []
        assert not any(part["rows"] for part in found["quality"])
        assert found["actions"]["total"] == found["actions"]["unknown"] == takarazuka.actions.count()

    def test_a_real_plan_without_values(self, amagasaki):
        found = build_snapshot(amagasaki, Quarter(2025, 4))
        rows = [row for row in found["indicators"] if row["role"] != "reference"]
        assert rows
        for row in rows:
            assert row["value"] is row["comments"] is row["previous"] is None
            assert row["group"] == "判定なし"
            assert row["facts"]["measurements"] == []
        assert found["counts"]["judged"] == 0
        assert found["changes"]["against"] is None, "there is nothing to compare with"
        assert len(note(found, "unreported")) == len(rows)
        assert found["counts"]["stale"] == 0, "nothing is late before the city has begun to report"

    def test_an_indicator_that_was_never_measured(self, report_city):
        make_indicator(report_city.plan, "9", role="kgi")
        row = entry(build_snapshot(report_city.plan, Quarter(2024, 3)), "9")
        blank = ("value", "baseline", "target", "expected", "attainment", "pace", "gap", "comments", "kept")
        assert {row[name] for name in blank} == {None}
        assert (row["owner"], row["departments"], row["verdict"]) == ("", [], "NOT_RATED")
        assert row["due"]["state"] == "unreported"

    def test_zero_is_a_value(self, report_city):
        report_city.revise(report_city.calls, value=0)
        row = entry(build_snapshot(report_city.plan, Quarter(2024, 3)), "1-1")
        assert (row["value"]["value"], row["value"]["text"]) == ("0", "0件")

    def test_the_number_of_queries_does_not_grow(self, report_city):
        counts = []
        for rows in (3, 12):
            plan = make_full_plan(report_city.city, f"full-{rows}", rows)
            review = Review.objects.create(
                plan=plan, period="2025-Q2", due_on=date(2025, 10, 30), state="closed"
            )
            with CaptureQueriesContext(connection) as queries:
                found = build_snapshot(Plan.objects.get(pk=plan.pk), review.quarter, review=review)
            assert len(found["indicators"]) >= 2 * rows
            assert found["changes"]["against"]["period"] == "2025-Q1"
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 37

    def test_a_thousand_indicators(self, report_city):
        plan = make_plan(report_city.city, "large")
        Indicator.objects.bulk_create(
            Indicator(plan=plan, code=f"k{n}", name=f"指標{n}", unit="件", order=n) for n in range(1000)
        )
        rows = list(plan.indicators.all())
        Measurement.objects.bulk_create(
            Measurement(indicator=row, period=REPORTED_QUARTER, value=n, state="approved")
            for n, row in enumerate(rows)
        )
        found = build_snapshot(Plan.objects.get(pk=plan.pk), Quarter(2024, 3))
        assert [row["value"]["value"] for row in found["indicators"]] == [str(n) for n in range(1000)]
        assert found["counts"]["total"] == 1000
        assert render(Document.of_draft(found), "csv").count(b"\r\n") == 1001


class TestWhatIsNotPublic:
    def test_unapproved_values_and_internal_notes_stay_inside(self, report_city):
        Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER).update(
            internal_note="庁内だけの話"
        )
        row = Measurement.objects.get(indicator=report_city.calls, period=REPORTED_QUARTER)
        row.pk, row.revision, row.revision_reason, row.state = None, 2, "数え直し中", "submitted"
        row.value, row.progress_comment = 777, "まだ秘密"
        row.save()
        make_progress(
            report_city.action, REPORTED_QUARTER, "cancelled", revision=2, state="draft", comment="中止の案"
        )
        make_progress(
            make_action(report_city.plan, "a2"), REPORTED_QUARTER, state="draft", comment="これも案"
        )
        report_city.action.progress.update(internal_note="庁内だけの話")
        text = rendered(draft(report_city.plan, report_city.review))
        for secret in ("庁内だけの話", "数え直し中", "まだ秘密", "777", "中止の案", "これも案"):
            assert secret not in text

    def test_accounts_are_not_named(self, report_city):
        text = rendered(draft(report_city.plan, report_city.review)) + report_city.publish().content
        assert "manager" not in text
        assert "approver" not in text
