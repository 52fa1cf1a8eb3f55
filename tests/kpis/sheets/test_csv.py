"""The sheet as CSV, in the encodings that Excel in Japan saves."""

import csv
import io
import re
from urllib.parse import unquote

import pytest

from tests.factories import make_measurement

from .sheets import refusals

FORMS = "電子申請の件数"


def filled_csv(text: str, name: str, header: str, value: str) -> str:
    table = list(csv.reader(io.StringIO(text)))
    row = next(line for line in table if name in line)
    row[table[0].index(header)] = value
    file = io.StringIO()
    csv.writer(file).writerows(table)
    return file.getvalue()


def as_tabs(text: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter="\t").writerows(csv.reader(io.StringIO(text)))
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
@pytest.mark.parametrize("shape", [str, as_tabs])
def test_every_encoding_and_delimiter_is_read(desk, sheet_city, encoding, shape):
    text = shape(filled_csv(desk.csv(), FORMS, "実績値", "１，２３４"))
    answer = desk.upload(text.encode(encoding), "sheet.csv")
    assert refusals(answer) == ""
    assert answer.context["run"].accepted[0].changes[0].address == "2行目「実績値」"
    desk.confirm(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 1234


def test_unicode_text_of_excel_is_read(desk, sheet_city):
    text = as_tabs(filled_csv(desk.csv(), FORMS, "実績値", "5"))
    desk.bring_in(text.encode("utf-16"), "sheet.txt")
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 5


def test_the_file_begins_with_a_mark_for_excel_and_names_its_quarter(desk):
    answer = desk.get("kpis_review_sheet_csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "2025-Q1" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("city", "beginning"),
    [
        ("x' = `id` $(id) ;%0d~", "x-id-id-0d-"),
        ('a"b\\c/d..e|f', "a-b-c-d-e-f"),
        ("宝塚市（仮）・北", "宝塚市（仮）・北"),
    ],
)
def test_a_city_puts_nothing_but_letters_into_the_files_name(desk, sheet_city, city, beginning):
    place = sheet_city.review.plan.municipality
    place.name = city
    place.save()
    name = desk.get("kpis_review_sheet_csv")["Content-Disposition"]
    way, _, told = name.partition("filename")
    assert way == "attachment; "
    told = unquote(told.removeprefix("*=utf-8''").removeprefix("=").strip('"'))
    assert re.fullmatch(rf"{beginning}_[\w-]+_2025-Q1(_\w+)?\.csv", told)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "'=1"])
def test_text_that_a_spreadsheet_would_run_is_escaped_and_comes_back(desk, sheet_city, text):
    make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft", progress_comment=text)
    assert f"'{text}" in desk.csv()
    answer = desk.upload(filled_csv(desk.csv(), FORMS, "課題", "人手").encode(), "a.csv")
    assert [change.label for change in answer.context["run"].accepted[0].changes] == ["課題"]
    desk.confirm(answer)
    row = sheet_city.forms.measurements.get(period="2025-Q1")
    assert (row.progress_comment, row.issues_comment) == (text, "人手")


def test_the_expected_value_of_a_yearly_sum_says_that_it_is_the_years(desk, sheet_city):
    sheet_city.forms.series = "flow"
    sheet_city.forms.baseline_value, sheet_city.forms.baseline_period = 0, "2023"
    sheet_city.forms.save()
    table = list(csv.DictReader(io.StringIO(desk.csv())))
    assert table[0]["今回の目安"] == "年度で1000"
    assert refusals(desk.upload(desk.csv().encode(), "a.csv")) == ""


def test_a_workbook_named_csv_is_read_as_what_it_is(desk):
    assert refusals(desk.upload(desk.sheet(), "sheet.csv")) == ""
