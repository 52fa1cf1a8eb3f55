"""Of a year's sum every format says what it covers, what its newest quarter brought, and what the year before was."""

import json
from datetime import date

import pytest

from kpis.reports.document import Document
from kpis.reports.formats import render
from kpis.reports.html import body
from kpis.reports.snapshot.build import build_snapshot
from plans.era import Quarter, fiscal_year_of, fiscal_year_wareki
from tests.factories import make_indicator, make_measurement, make_plan, make_target
from tests.kpis.public.test_reports import words
from tests.kpis.reports.pdf.pdfs import pdf_of, published, raw_text, squeezed
from tests.kpis.reports.snapshots import entry, read_csv
from tests.kpis.reports.xlsx.workbooks import HEAD_ROW, lines, opened

pytestmark = pytest.mark.django_db

CODE = "4-2"  # overtime per employee in hours, summed over the quarters of a year
OF_2024, OF_2025 = ("34.6", "33.1", "33.5", "37.6"), ("32.0", "31.4", "32.2", "34.9")
LABEL, OWN, BEFORE = "令和7年度・4四半期の合計", "令和7年度第4四半期 34.9時間", "令和6年度・4四半期の合計"


@pytest.fixture
def whole_year(plan) -> Document:
    """142 hours in 2023 → 118 in 2026; 138.8 in 2024, 130.5 in 2025: the draft of the last quarter of 2025."""
    plan.starts_on, plan.ends_on = date(2024, 4, 1), date(2027, 3, 31)
    plan.save()
    row = make_indicator(
        plan, CODE, name="年間超過勤務時間", unit="時間", decimals=1, direction="decrease", series="flow",
        baseline_value=142, baseline_period="2023",
    )  # fmt: skip
    make_target(row, "2026", 118, "2024-04-01")
    for year, values in ((2024, OF_2024), (2025, OF_2025)):
        for number, value in enumerate(values, start=1):
            make_measurement(row, f"{year}-Q{number}", value)
    return Document.of_draft(build_snapshot(plan, Quarter(2025, 4), is_draft=True))


def notes_in_excel(document: Document, code: str) -> str:
    """What stands beside the indicator's numbers in the form to print."""
    sheet = opened(document)["指標一覧"]
    head = [cell.value for cell in sheet[HEAD_ROW]]
    row = document.by_code[code]
    return lines(sheet)[row["number"] or row["code"]][head.index("時点など")].value


class TestAWholeYear:
    def test_json(self, whole_year):
        row = entry(json.loads(render(whole_year, "json")), CODE)
        value, previous = row["value"], row["previous"]
        assert (value["label"], value["text"], value["is_sum"]) == (LABEL, "130.5時間", True)
        assert (value["period"], value["period_start"], value["period_end"]) == (
            "2025-Q4",
            "2025-04-01",
            "2026-03-31",
        )
        assert f"{value['own_label']} {value['own_text']}" == OWN
        assert (value["own"], row["latest"], row["latest_period"]) == ("34.9", "130.5", "2025-Q4")
        assert (previous["label"], previous["value"], previous["text"]) == (BEFORE, "138.8", "138.8時間")
        assert (row["trend"]["text"], row["trend"]["own_text"]) == ("前年度比−8.3時間", "前年同期比−2.7時間")

    def test_page(self, whole_year):
        told = words(body(whole_year))
        for text in (f"130.5時間{LABEL}{OWN}", f"138.8時間{BEFORE}"):
            assert told.count(squeezed(text)) == 2, "in the card and in the table"

    def test_pdf(self, whole_year):
        told = raw_text(pdf_of(whole_year))
        for text in (
            f"今回130.5時間{LABEL}",
            "計画どおりなら126.0時間",
            f"前の年の同じ時期138.8時間{BEFORE}{OWN}",
        ):
            assert squeezed(text) in told, "in the card"
        for text in (f"130.5{LABEL}第4四半期 34.9時間", f"138.8{BEFORE}"):
            assert squeezed(text) in told, "in the table, without the unit"

    def test_excel(self, whole_year):
        told = notes_in_excel(whole_year, CODE).split("\n")
        assert {f"今回 {LABEL}", f"前回 {BEFORE}", OWN} <= set(told)

    def test_csv(self, whole_year):
        (row,) = read_csv(render(whole_year, "csv"))
        assert (row["covers"], row["period_start"], row["period_end"]) == (LABEL, "2025-04-01", "2026-03-31")
        assert (row["value"], row["own_value"], row["previous_value"]) == ("130.5", "34.9", "138.8")
        assert (row["latest_value"], row["latest_period"]) == ("130.5", "2025-Q4")

    def test_the_plain_sentence_stands_before_the_calculation(self, whole_year):
        row = whole_year.by_code[CODE]
        assert row["citizen_sentence"].startswith("130.5時間まで減りました。")
        for told in (words(body(whole_year)), raw_text(pdf_of(whole_year))):
            plain = told.index(squeezed(row["citizen_sentence"]))
            assert plain < told.index(squeezed(row["sentence"]))


def test_a_year_in_progress_is_compared_with_the_same_part_of_the_year_before(mihon):
    document = published(mihon, 2, 2)
    row, year = document.by_code[CODE], fiscal_year_of(mihon.starts_on)
    now, before = (f"{fiscal_year_wareki(each)}第2四半期までの合計" for each in (year + 1, year))
    assert (row["value"]["label"], row["previous"]["label"]) == (now, before)
    reported = {each["period"]: float(each["value"]) for each in row["facts"]["measurements"]}
    summed = sum(reported[f"{year}-Q{number}"] for number in (1, 2))
    assert float(row["previous"]["value"]) == pytest.approx(summed)
    assert {f"今回 {now}", f"前回 {before}"} <= set(notes_in_excel(document, CODE).split("\n"))


def test_a_target_in_words_shows_the_year_before_though_no_second_trend(plan):
    plan.starts_on, plan.ends_on = date(2024, 4, 1), date(2027, 3, 31)
    plan.save()
    row = make_indicator(
        plan, CODE, name="休日に開いた日数", unit="日", kind="words", target_wording="開く日数の維持", direction="keep_at_least",
        series="flow", baseline_value=48, baseline_period="2023",
    )  # fmt: skip
    for year, values in ((2024, (12, 12, 12, 10)), (2025, (11, 11, 11, 11))):
        for number, value in enumerate(values, start=1):
            make_measurement(row, f"{year}-Q{number}", value)
    found = Document.of_draft(build_snapshot(plan, Quarter(2025, 4), is_draft=True)).by_code[CODE]
    assert (found["value"]["text"], found["trend"]) == ("44日", None)
    assert (found["previous"]["label"], found["previous"]["text"]) == (BEFORE, "46日")


class TestACityThatJoinsInTheSecondQuarter:
    """Of an amount only the second quarter is reported: it is shown, and what is missing named."""

    @pytest.fixture
    def document(self, report_city) -> Document:
        plan = make_plan(report_city.city, "joined", starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
        row = make_indicator(
            plan, "f", name="相談の件数", series="flow", baseline_value=100, baseline_period="2023"
        )
        make_target(row, "2027", 200, "2023-04-01")
        make_measurement(row, "2024-Q2", 31)
        return Document.of_draft(build_snapshot(plan, Quarter(2024, 2), is_draft=True))

    def test_the_value_is_there_with_what_it_covers(self, document):
        row = entry(document, "f")
        assert (row["value"]["text"], row["value"]["label"]) == (
            "31件",
            "令和6年度第2四半期（第1四半期の報告なし）",
        )
        assert (row["latest"], row["latest_period"]) == ("31", "2024-Q2")
        assert row["verdict"] == "NOT_EVALUABLE"
        assert "第1四半期の報告がないので判定できません" in row["citizen_sentence"]

    def test_every_format_shows_both(self, document):
        value, gap = "31件", "令和6年度第2四半期（第1四半期の報告なし）"
        assert f"{value}{gap}" in words(body(document))
        assert squeezed(f"31{gap}") in raw_text(pdf_of(document))
        assert f"今回 {gap}" in notes_in_excel(document, "f")
        (row,) = read_csv(render(document, "csv"))
        assert (row["value"], row["covers"], row["latest_value"]) == ("31", gap, "31")
        cells = [cell.value for cell in lines(opened(document)["指標一覧"])["f"]]
        assert cells[6] == 31


def test_the_newest_value_stands_beside_the_judged_one(report_city):
    """A value after the last target's period is shown everywhere and judged nowhere."""
    report_city.calls.targets.update(period="2024-Q2")
    document = Document.of_report(report_city.publish())
    row = entry(document, "1-1")
    assert (row["value"]["value"], row["value"]["later_text"]) == ("30", "令和6年度第3四半期 35件")
    assert (row["latest"], row["latest_period"]) == ("35", "2024-Q3")
    note = "最新 令和6年度第3四半期 35件（目標の期限の後の値）"
    assert squeezed(note) in words(body(document))
    assert squeezed(note) in raw_text(pdf_of(document))
    assert note in notes_in_excel(document, "1-1")
    told = next(row for row in read_csv(render(document, "csv")) if row["code"] == "1-1")
    assert (told["value"], told["period"]) == ("30", "2024-Q2")
    assert (told["latest_value"], told["latest_period"]) == ("35", "2024-Q3")


def test_a_number_below_zero_is_printed_with_one_sign_everywhere(report_city):
    report_city.revise(report_city.calls, value=-5)
    document = Document.of_report(report_city.publish())
    assert entry(document, "1-1")["value"]["text"] == "−5件"
    assert entry(document, "1-1")["value"]["value"] == "-5"
    for told in (words(body(document)), raw_text(pdf_of(document))):
        assert "−5" in told
        assert "-5件" not in told
    cell = lines(opened(document)["指標一覧"])["1-1"][6]
    assert (cell.value, cell.number_format.split(";")[1]) == (-5, '"−"#,##0')
    assert read_csv(render(document, "csv"))[0]["value"] == "-5", "for machines"
