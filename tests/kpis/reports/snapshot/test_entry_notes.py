"""What must stand beside a value, a comment and a report so that nobody reads it for something else."""

import json
from datetime import date

import pytest

from kpis.models import Measurement, Report
from kpis.reports.chart_pictures import picture_of
from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.html import body
from kpis.reports.publishing import draft, publish_correction
from kpis.reports.snapshot.build import build_snapshot
from plans.era import Quarter
from plans.models import Plan
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER, ReportCity
from tests.factories import freeze_today
from tests.kpis.public.test_reports import ROOT, read, words
from tests.kpis.reports.pdf.pdfs import altered, draft_of, pdf_of, raw_text, squeezed
from tests.kpis.reports.snapshots import entry, read_csv

pytestmark = pytest.mark.django_db

NEXT, BEFORE = "令和6年度第3四半期", "令和6年度（2024年度）第2四半期の報告"
AFTER_TARGET = f"最新 {NEXT} 35件（目標の期限の後の値）"


def now(report_city: ReportCity) -> Document:
    return Document.of_draft(draft(report_city.review.plan, report_city.review))


def answers(report_city: ReportCity, period: str = REPORTED_QUARTER, **fields) -> None:
    """Changes the report on the calls as if it had been made so."""
    assert Measurement.objects.filter(indicator=report_city.calls, period=period).update(**fields) == 1


@pytest.fixture
def noted(report_city) -> Document:
    """Every note once: calls' value stands after its target, share's quarter has none, paper's is not reported."""
    report_city.calls.targets.update(period=EARLIER_QUARTER)
    share = Measurement.objects.filter(indicator=report_city.share)
    share.filter(period=EARLIER_QUARTER).update(progress_comment="前の四半期の話", issues_comment="前の課題")
    share.filter(period=REPORTED_QUARTER).delete()
    report_city.paper.measurements.filter(period=REPORTED_QUARTER).update(
        value=None, observation_status="M", issues_comment="集計の機械が壊れたため"
    )
    return now(report_city)


class TestBesideTheValue:
    def test_a_newer_one_after_the_targets_period(self, noted):
        assert entry(noted, "1-1")["value_notes"] == [AFTER_TARGET]
        assert entry(noted, "1-1")["value"]["text"] == "30件"

    def test_that_the_quarter_brought_none(self, noted):
        assert entry(noted, "1-2")["value_notes"] == ["この四半期は未報告"]
        assert entry(noted, "2-1")["value_notes"] == ["この四半期は値なし"]

    def test_nothing_where_the_value_is_this_quarters(self, report_city):
        assert {row["code"]: row["value_notes"] for row in now(report_city).snapshot["indicators"]} == {
            "1-1": [], "1-2": [], "2-1": [], "ref": [],
        }  # fmt: skip

    def test_page_and_pdf_show_them_all(self, noted):
        page, pdf = words(body(noted)), raw_text(pdf_of(noted))
        for note in (AFTER_TARGET, "この四半期は未報告", "この四半期は値なし"):
            assert squeezed(note) in page
            assert squeezed(note) in pdf


class TestWhichReportAComment:
    def test_speaks_for_is_said_where_it_is_not_this_quarters(self, noted, report_city):
        assert entry(noted, "1-2")["comments"]["note"] == BEFORE
        assert entry(noted, "1-1")["comments"]["note"] == ""
        assert entry(noted, "2-1")["comments"]["note"] == ""

    def test_page_pdf_and_csv_show_it(self, noted):
        page, pdf = words(body(noted)), raw_text(pdf_of(noted))
        assert squeezed(BEFORE) in page[page.index("前の四半期の話") :]
        assert squeezed(BEFORE) in pdf[pdf.index("前の四半期の話") :]
        periods = {row["code"]: row["comment_period"] for row in read_csv(render(noted, "csv"))}
        assert periods == {
            "1-1": REPORTED_QUARTER,
            "1-2": EARLIER_QUARTER,
            "2-1": REPORTED_QUARTER,
            "ref": REPORTED_QUARTER,
        }

    def test_without_any_comment_the_table_says_nothing_of_it(self, report_city):
        report_city.share.measurements.filter(period=REPORTED_QUARTER).delete()
        document = now(report_city)
        assert entry(document, "1-2")["comments"]["note"] == BEFORE
        assert f"（{BEFORE}）" not in words(body(document))


class TestASum:
    """Of the year's quarters: no surer than its least sure part."""

    @pytest.mark.parametrize(
        ("given", "status", "label"),
        [
            (("A", "A", "A"), "A", ""),
            (("A", "P", "A"), "P", "速報値"),
            (("P", "E", "A"), "E", "推計値"),
            (("E", "P", "P"), "E", "推計値"),
            (("E", "V", "P"), "V", "未確認"),
        ],
    )
    def test_takes_the_weakest_status(self, report_city, given, status, label):
        for number, each in enumerate(given, start=1):
            report_city.paper.measurements.filter(period=f"2024-Q{number}").update(observation_status=each)
        value = entry(now(report_city), "2-1")["value"]
        assert (value["value"], value["status"]) == ("690", status)
        assert label in value["status_label"]

    def test_counts_as_revised_when_a_part_was(self, report_city):
        assert entry(now(report_city), "2-1")["value"]["revision"] == 1
        report_city.revise(report_city.paper, "2024-Q1", value=200)
        value = entry(now(report_city), "2-1")["value"]
        assert (value["value"], value["revision"]) == ("660", 2)

    def test_of_a_level_only_the_quarters_own_counts(self, report_city):
        report_city.revise(report_city.calls, EARLIER_QUARTER, value=31, observation_status="P")
        value = entry(now(report_city), "1-1")["value"]
        assert (value["status"], value["revision"]) == ("A", 1)


class TestTheWhole:
    def test_what_goes_badly_is_named_at_once(self, report_city):
        document = now(report_city)
        assert document.troubled == [("遅れ", ["紙の使用量"]), ("注意", ["オンラインの割合"])]
        page, pdf = words(body(document)), raw_text(pdf_of(document))
        for told in (page, pdf):
            start = told.index("遅れ1件紙の使用量")
            assert told.index("注意1件オンラインの割合") > start
            assert start < told.rindex("前回から変わったこと")

    def test_nothing_is_named_where_all_goes_well(self, report_city):
        report_city.share.measurements.filter(period=REPORTED_QUARTER).update(numerator=700)
        report_city.paper.measurements.update(value=100)
        document = now(report_city)
        assert document.troubled == []
        assert 'class="troubled"' not in body(document)

    @pytest.mark.parametrize(
        ("title", "name"),
        [("スマート計画", "北山市 スマート計画"), ("北山市スマート計画", "北山市スマート計画")],
    )
    def test_the_city_is_named_once(self, report_city, title, name):
        Plan.objects.filter(pk=report_city.plan.pk).update(title=title)
        document = now(report_city)
        assert document.plan_name == name == dict(document.cover)["計画"]
        assert document.title.startswith(f"【案】{name} 四半期報告")

    @pytest.mark.parametrize(
        ("quarter", "is_outside"),
        [((2022, 4), True), ((2023, 1), False), ((2027, 4), False), ((2028, 1), True)],
        ids=["before", "first", "last", "after"],
    )
    def test_the_cover_says_when_the_quarter_lies_outside_the_plans_term(
        self, report_city, monkeypatch, quarter, is_outside
    ):
        freeze_today(monkeypatch, date(2030, 4, 1))
        document = Document.of_draft(build_snapshot(report_city.plan, Quarter(*quarter), is_draft=True))
        lines = [text for _term, text in document.cover if text == "計画の期間の外の四半期です。"]
        assert len(lines) == is_outside
        assert ("計画の期間の外" in body(document)) is is_outside


class TestOtherRules:
    """A report of other rules than today's keeps its verdicts; a picture by today's would contradict them."""

    @pytest.fixture
    def former(self, report_city) -> Document:
        return draft_of(altered(now(report_city)) | {"rule_version": 0})

    def test_it_has_no_charts(self, report_city, former):
        told = [row for row in former.snapshot["indicators"] if row["value"]]
        assert told
        assert all(picture_of(now(report_city), row) for row in told)
        assert not any(picture_of(former, row) for row in told)
        assert 'class="charts"' in body(now(report_city))
        assert 'class="charts"' not in body(former)

    def test_page_and_pdf_tell_it_all_the_same(self, former):
        for told in (words(body(former)), raw_text(pdf_of(former))):
            for row in former.snapshot["indicators"]:
                assert squeezed(row["label"]) in told
                assert row["verdict_label"] in told


def test_a_report_is_compared_with_its_own_correction_text_by_text(client, report_city):
    answers(report_city, progress_comment="氏名のある文")
    report_city.publish()
    report_city.revise(report_city.calls, value=35, owner_name="デジタル課", progress_comment="氏名のない文")
    publish_correction(
        report_city.review, by=report_city.user("manager"), reason="誤記", overall_comment="加えた総括"
    )
    assert Report.objects.filter(review=report_city.review).count() == 2
    page = words(read(client, f"{ROOT}compare/?from={REPORTED_QUARTER}&to={REPORTED_QUARTER}-r2"))
    for text in ("氏名のある文", "氏名のない文", "加えた総括", "記載の訂正"):
        assert text in page
    # Of two quarters every text differs: there only figures and verdicts are compared.
    report_city.publish(EARLIER_QUARTER)
    page = words(read(client, f"{ROOT}compare/?from={EARLIER_QUARTER}&to={REPORTED_QUARTER}"))
    assert "氏名" not in page


def test_a_snapshots_notes_are_its_own(report_city):
    """They are frozen with it: a value entered afterwards takes no note away."""
    answers(report_city, value=None, observation_status="M", issues_comment="集計中")
    report = report_city.publish()
    report_city.revise(report_city.calls, value=36)
    kept = json.loads(Report.objects.get(pk=report.pk).content)
    assert entry(kept, "1-1")["value_notes"] == ["この四半期は値なし"]
    assert entry(now(report_city), "1-1")["value_notes"] == []
