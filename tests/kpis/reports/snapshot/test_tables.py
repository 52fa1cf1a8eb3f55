"""The tables for machines and the JSON: the snapshot's own numbers, blank is not 0, and nothing runs as a formula."""

import hashlib
import json
from decimal import Decimal

import pytest

from kpis.judging.numbers import decimal_text
from kpis.models import Measurement, Report
from kpis.reports.csv_rows import (
    ACTION_COLUMNS,
    INDICATOR_COLUMNS,
    OF_SOME_PLANS,
    action_rows,
    indicator_rows,
)
from kpis.reports.document import Document
from kpis.reports.formats import file_of, render
from kpis.reports.publishing import draft
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import make_indicator, make_measurement
from tests.kpis.reports.snapshots import entry, read_csv

pytestmark = pytest.mark.django_db

# Columns by where their number stands in the snapshot.
NUMBERS = {
    "baseline_value": ("baseline", "value"),
    "target_value": ("target", "value"),
    "value": ("value", "value"),
    "own_value": ("value", "own"),
    "annualized": ("value", "annualized"),
    "latest_value": ("latest",),
    "previous_value": ("previous", "value"),
    "lower": ("facts", "lower"),
    "upper": ("facts", "upper"),
    "expected": ("expected",),
    "attainment": ("attainment",),
    "achievement": ("achievement",),
    "pace": ("pace",),
    "gap": ("gap",),
}
WORDS = {
    "code": ("code",),
    "role": ("role",),
    "goal_code": ("goal",),
    "name": ("name",),
    "unit": ("unit",),
    "direction": ("facts", "direction"),
    "series": ("facts", "series"),
    "frequency": ("facts", "frequency"),
    "baseline_period": ("baseline", "period"),
    "target_period": ("target", "period"),
    "baseline_note": ("baseline", "note"),
    "period": ("value", "period"),
    "covers": ("value", "label"),
    "period_start": ("value", "period_start"),
    "period_end": ("value", "period_end"),
    "latest_period": ("latest_period",),
    "as_of": ("value", "as_of"),
    "observation_status": ("value", "status"),
    "previous_verdict": ("previous", "verdict"),
    "verdict": ("verdict",),
    "verdict_label": ("verdict_label",),
    "group": ("group",),
    "overdue": ("overdue_text",),
    "citizen_sentence": ("citizen_sentence",),
    "sentence": ("sentence",),
    "comparability_note": ("comparability_note",),
    "due_period": ("due", "period"),
    "due_state": ("due", "state"),
    "progress_comment": ("comments", "progress"),
    "issues_comment": ("comments", "issues"),
    "response_comment": ("comments", "response"),
    "owner": ("owner",),
}


def at(row: dict, path: tuple[str, ...]):
    for name in path:
        row = row and row[name]
    return row


def document_of(report_city) -> Document:
    return Document.of_report(report_city.publish())


def draft_of(report_city) -> Document:
    return Document.of_draft(draft(report_city.plan, report_city.review))


class TestCsv:
    def test_every_number_is_the_snapshots(self, mihon, amagasaki):
        sources = [Document.of_report(report) for report in Report.objects.filter(review__plan=mihon)]
        for document in sources:
            rows = read_csv(render(document, "csv"))
            told = document.snapshot["indicators"]
            assert [row["code"] for row in rows] == [row["code"] for row in told]
            for row, said in zip(rows, told, strict=True):
                for column, path in NUMBERS.items():
                    number = at(said, path)
                    assert (row[column] == "") is (number is None), column
                    assert number is None or Decimal(row[column]) == Decimal(number), column
                for column, path in WORDS.items():
                    assert row[column].lstrip("'") == (at(said, path) or ""), column
                assert (row["stale"] == "更新遅れ") is said["stale"]

    def test_the_header_is_row_1_and_names_the_columns(self, report_city):
        document = document_of(report_city)
        own = tuple(name for name in INDICATOR_COLUMNS if name not in set().union(*OF_SOME_PLANS.values()))
        for key, columns in (("csv", own), ("actions.csv", ACTION_COLUMNS)):
            first = render(document, key).decode("utf-8-sig").split("\r\n")[0]
            assert first == ",".join(columns)
            assert len(set(columns)) == len(columns)

    def test_every_column_is_filled_from_the_document(self, report_city):
        """A name in the header that no row knows would be an empty column for ever."""
        document = document_of(report_city)
        for rows, columns in (
            (indicator_rows(document), INDICATOR_COLUMNS),
            (action_rows(document), ACTION_COLUMNS),
        ):
            for row in rows:
                assert set(row) == set(columns)

    def test_each_row_says_what_it_belongs_to(self, report_city):
        report = report_city.publish()
        for key in ("csv", "actions.csv"):
            for row in read_csv(file_of(report, key)):
                assert row["city_code"] == "011002", "the leading zero stays"
                assert (row["city"], row["plan"]) == ("北山市", "スマート計画")
                assert (row["report_period"], row["report_revision"]) == (REPORTED_QUARTER, "1")
                assert row["report_at"] == "2024-12-31"
                assert (row["draft"], row["sample"]) == ("", "")
                assert row["snapshot_sha256"] == report.checksum

    def test_a_draft_says_so_and_has_no_checksum(self, report_city):
        for key in ("csv", "actions.csv"):
            for row in read_csv(render(draft_of(report_city), key)):
                assert (row["draft"], row["snapshot_sha256"]) == ("案", "")

    def test_blank_is_not_zero(self, report_city):
        report_city.revise(report_city.calls, value=0)
        make_indicator(report_city.plan, "none", order=9)
        make_measurement(
            report_city.plan.indicators.get(code="none"), REPORTED_QUARTER, observation_status="M"
        )
        rows = {row["code"]: row for row in read_csv(render(document_of(report_city), "csv"))}
        assert rows["1-1"]["value"] == rows["1-1"]["attainment"] == "0"
        assert rows["none"]["value"] == rows["none"]["attainment"] == rows["none"]["revision"] == ""

    def test_numbers_stay_plain_and_whole(self, report_city):
        for value in ("123456789.25", "0.000001", "-3", "1000000"):
            Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER).update(
                value=Decimal(value)
            )
            row = read_csv(render(draft_of(report_city), "csv"))[0]
            assert row["value"] == decimal_text(Decimal(value)) == value

    def test_no_text_runs_as_a_formula(self, report_city):
        for sign in "=+-@＝＋－＠":
            written = f'{sign}HYPERLINK("http://example.jp","x")'
            Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER).update(
                progress_comment=written
            )
            report_city.action.progress.update(comment=written)
            document = draft_of(report_city)
            assert read_csv(render(document, "csv"))[0]["progress_comment"] == f"'{written}"
            assert read_csv(render(document, "actions.csv"))[0]["comment"] == f"'{written}"
            assert entry(document, "1-1")["comments"]["progress"] == written, "JSON says what was written"

    def test_commas_quotes_and_lines_stay_in_their_cell(self, report_city):
        written = '一行目,"引用"\n二行目'
        Measurement.objects.filter(indicator=report_city.calls, period=REPORTED_QUARTER).update(
            issues_comment=written
        )
        rows = read_csv(render(document_of(report_city), "csv"))
        assert rows[0]["issues_comment"] == written
        assert len(rows) == 4

    def test_the_value_before_is_that_of_the_last_report(self, report_city):
        report_city.publish(EARLIER_QUARTER)
        rows = {row["code"]: row for row in read_csv(render(document_of(report_city), "csv"))}
        assert (rows["1-2"]["previous_value"], rows["1-2"]["value"]) == ("59", "59.1")
        assert (rows["1-2"]["previous_verdict"], rows["1-2"]["verdict"]) == ("ON_TRACK", "SLIGHTLY_BEHIND")

    def test_the_actions(self, report_city):
        report_city.publish(EARLIER_QUARTER)
        (row,) = read_csv(render(document_of(report_city), "actions.csv"))
        assert (row["code"], row["title"], row["departments"]) == ("a1", "窓口の改革", "デジタル課")
        assert (row["status"], row["status_label"], row["previous_status"]) == (
            "delayed",
            "遅れ",
            "as-planned",
        )
        assert (row["period"], row["comment"]) == (REPORTED_QUARTER, f"{REPORTED_QUARTER}の取組状況")


class TestJson:
    def test_it_is_the_stored_text_and_its_hash_the_checksum(self, mihon):
        for report in Report.objects.filter(review__plan=mihon):
            content = render(Document.of_report(report), "json")
            assert content == report.content.encode()
            assert hashlib.sha256(content).hexdigest() == report.checksum
            assert json.loads(content)["report"]["revision"] == report.revision

    def test_another_byte_is_another_checksum(self, report_city):
        report = report_city.publish()
        other = report.content.replace('"35"', '"36"')
        assert other != report.content
        assert hashlib.sha256(other.encode()).hexdigest() != report.checksum
