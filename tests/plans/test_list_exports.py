"""The lists of the admin as files: CSV and Excel, with the rows that the list shows."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.signals import request_finished
from django.urls import reverse
from openpyxl import load_workbook

from kpis.models import Measurement, Target
from plans import export_files, exports
from plans.access import city_path
from plans.export_files import write_workbook
from plans.exports import ListExport
from plans.models import Term
from tests.factories import make_indicator, make_measurement, make_target, make_term
from tests.reading import Page, text_of

pytestmark = pytest.mark.django_db

LISTS = [model for model, options in admin.site._registry.items() if isinstance(options, ListExport)]
MORNING = datetime(2024, 4, 1)  # noqa: DTZ001 a cell knows no time zone
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address(model, page: str = "export") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def sheet_of(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, BOOK)
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == 1
    return book.active


def rows_of(sheet) -> list[dict]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def csv_rows(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def written(*rows: tuple, headers=("a",)):
    file = io.BytesIO()
    write_workbook(file, "一覧", headers, rows)
    return load_workbook(file).active


@pytest.fixture
def manager(manager, client):
    """Signed in."""
    client.force_login(manager)
    return manager


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_every_list_has_the_same_rows_and_columns_in_both_files(admin_client, model, mihon):
    city = mihon.municipality_id
    sheet = sheet_of(admin_client.get(f"{address(model)}?city={city}&format=xlsx"))
    rows = csv_rows(admin_client.get(f"{address(model)}?city={city}"))
    assert len(rows_of(sheet)) == len(rows) == model.objects.filter(**{city_path(model): city}).count()
    if rows:
        assert [cell.value for cell in sheet[1]] == list(rows[0])
    assert sheet.title == model._meta.verbose_name_plural
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b", "d"}


def test_the_list_offers_both_files_with_its_own_search_and_filters(client, manager, plan):
    make_term(plan, "a", "電子申請")
    query = f"?plan__id__exact={plan.pk}&q=電子"
    page = Page("list", client.get(address(Term, "changelist") + query))
    links = {text_of(link): link.get("href") for link in page.all("a") if "/export/" in link.get("href", "")}
    assert list(links) == ["CSVで保存", "Excelで保存"]
    assert [row["name"] for row in csv_rows(client.get(links["CSVで保存"]))] == ["電子申請"]
    assert [row["name"] for row in rows_of(sheet_of(client.get(links["Excelで保存"])))] == ["電子申請"]


def test_the_file_has_the_rows_of_the_filtered_list_also_those_of_later_pages(client, manager, plan):
    for number in range(130):
        make_term(plan, f"t{number}", f"用語{number:03d}")
    make_term(plan, "other", "別のことば")
    answer = client.get(address(Term) + "?format=xlsx&q=用語&p=2&e=1")
    assert sorted(row["name"] for row in rows_of(sheet_of(answer))) == [
        f"用語{number:03d}" for number in range(130)
    ]
    disposition = client.get(address(Term) + "?format=xlsx")["Content-Disposition"]
    assert disposition.startswith('attachment; filename="Term-')
    assert disposition.endswith('.xlsx"')


def test_nobody_gets_another_citys_rows(client, manager, mihon, plan):
    make_term(plan, "a", "電子申請")
    for query in ("", f"&plan__id__exact={mihon.pk}"):
        rows = rows_of(sheet_of(client.get(address(Term) + "?format=xlsx" + query)))
        assert {row["plan"] for row in rows} <= {'["kitayama", "smart-plan"]'}
    client.logout()
    assert client.get(address(Term) + "?format=xlsx").status_code == 302


def test_numbers_dates_and_truth_are_cells_of_their_kind(client, manager, plan):
    row = make_indicator(plan, "k", decimals=1, baseline_value=Decimal("-0.5"), baseline_period="2023")
    make_target(row, "2026", "12345.678901", "2024-04-01")
    make_target(row, "2027", None, "2024-04-01", reason="取り下げ")
    sheet = sheet_of(client.get(address(type(row.targets.first())) + "?format=xlsx"))
    first, second = sorted(rows_of(sheet), key=lambda found: found["period"])
    assert (first["value"], first["effective_from"]) == (12345.678901, MORNING)
    assert (second["value"], second["reason"]) == (None, "取り下げ")
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    assert cells["effective_from"].number_format == "yyyy-mm-dd"
    assert cells["value"].data_type == "n"
    assert cells["period"].data_type == "s"  # 2026 is a name, not a number
    assert cells["is_summary"].value is False
    [found] = rows_of(sheet_of(client.get(address(type(row)) + "?format=xlsx")))
    assert found["baseline_value"] == -0.5


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.jp/", "007"])
def test_text_stays_text_as_it_is(client, manager, plan, text):
    make_term(plan, "a", text, body=f"{text}\n二行目")
    sheet = sheet_of(client.get(address(Term) + "?format=xlsx"))
    [row] = rows_of(sheet)
    assert (row["name"], row["body"]) == (text, f"{text}\n二行目")
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} <= {"s", "n", "b"}
    assert not any(cell.hyperlink for cell in sheet[2])


def test_control_characters_and_what_is_too_long_break_no_file(client, manager, plan):
    long = "あ" * 40_000
    make_term(plan, "a", "名\x01\x0b前", body="一\x1f二\ufffe三\t四")
    make_term(plan, "b", "長い", body=long)
    make_term(plan, "c", "外字", body="𠮷" * 20_000)
    rows = {row["code"]: row for row in rows_of(sheet_of(client.get(address(Term) + "?format=xlsx")))}
    assert (rows["a"]["name"], rows["a"]["body"]) == ("名前", "一二三\t四")
    assert rows["b"]["body"] == long[:32_766] + "…"
    assert rows["c"]["body"] == "𠮷" * 16_383 + "…"


def test_nul_and_numbers_beyond_excel_are_written_as_far_as_it_can():
    sheet = written(
        ("a\x00b\ud800",),
        (Decimal("123456789012.345678"),),
        (Decimal("100.000000"),),
        (date(1868, 1, 25),),
        (MORNING,),
        (0,),
        ("",),
    )
    cells = [sheet.cell(row, 1) for row in range(2, 9)]
    wanted = ["ab", "123456789012.345678", 100, "1868-01-25", MORNING, 0, None]
    assert [cell.value for cell in cells] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "<r>太字</r>",
        "<r><t>a</t></r>",
        "<b>&amp;",
        " 前後の空白 ",
        "_x0041_",
        "a_x000A_b",
        "一\n二",
        "𠮷\u3000野",
        "<r>_x0041_</r>",
    ],
)
def test_no_text_is_read_as_something_of_the_files_own(text):
    found = written((text, 1.5), headers=("a", "b")).cell(2, 1).value
    assert (
        found.replace("_x005F_", "_") == text
    )  # so Excel writes an underscore that would begin a sign's number


def test_the_heading_is_bold_stays_in_view_and_can_be_filtered():
    sheet = written(("x", "長い" * 100), ("y", "z"), headers=("code", "body"))
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert 8 <= widths[0] < widths[1] <= 61


def test_an_empty_list_is_a_heading(client, manager):
    sheet = sheet_of(client.get(address(Term) + "?format=xlsx"))
    assert rows_of(sheet) == []
    assert "name" in [cell.value for cell in sheet[1]]


def test_internal_notes_and_bookkeeping_stay_in_the_house(client, manager, plan):
    row = make_measurement(make_indicator(plan, "k"), "2024-Q4", 5, internal_note="うちわの話")
    answer = client.get(address(type(row)) + "?format=xlsx")
    [found] = rows_of(sheet_of(answer))
    assert found["value"] == 5
    assert {"internal_note", "entered_by", "submitted_at", "id"} & set(found) == set()
    assert "うちわの話" not in found.values()


def test_a_format_or_filter_that_is_not_known_is_no_server_error(client, manager):
    assert client.get(address(Term) + "?format=pdf").status_code == 404
    answer = client.get(address(Term) + "?format=xlsx&nonsense=1")
    assert (answer.status_code, answer["Location"]) == (302, address(Term, "changelist"))


def test_numbers_stand_beside_their_unit(manager, client, plan):
    """Of a converted value the file has the number as it was reported: with that unit."""
    indicator = make_indicator(plan, "1", unit="千件", decimals=1)
    make_target(indicator, "2026", 5000)
    make_measurement(indicator, "2025-Q1", 3600, conversion="1/1000", reported_unit="件")
    make_measurement(indicator, "2025-Q2", "3.8")
    [target] = csv_rows(client.get(address(Target)))
    assert (target["value"].rstrip("0").rstrip("."), target["unit"]) == ("5000", "千件")
    values = {row["period"]: row["unit"] for row in csv_rows(client.get(address(Measurement)))}
    assert values == {"2025-Q1": "件", "2025-Q2": "千件"}
    [row] = rows_of(sheet_of(client.get(address(Target), {"format": "xlsx"})))
    assert (row["value"], row["unit"]) == (5000, "千件")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_file_is_sent_as_it_is_written_and_says_the_same(client, manager, plan, monkeypatch, form):
    for number in range(30):
        make_term(plan, f"t{number}", f"用語{number:03d}", body="=1+1")
    short = client.get(address(Term), {"format": form})
    monkeypatch.setattr(export_files, "WHOLE", 100)
    long = client.get(address(Term), {"format": form})
    assert (short.streaming, long.streaming) == (False, True)
    assert long["Content-Disposition"] == short["Content-Disposition"]
    assert long["Content-Type"] == short["Content-Type"]
    content = long.getvalue()
    if form == "csv":
        assert content == short.content
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
    else:
        table = [list(load_workbook(io.BytesIO(each)).active.values) for each in (content, short.content)]
        assert table[0] == table[1]
        assert len(table[0]) == 31


def test_a_long_list_is_read_with_few_queries(
    client, manager, plan, django_assert_max_num_queries, monkeypatch
):
    """Every chunk of rows brings what its columns say of other rows along: none of them asks for itself."""
    row = make_indicator(plan, "k", decimals=1)
    for year in range(1990, 2020):
        make_measurement(row, str(year), year)
    monkeypatch.setattr(exports, "READ_AT_ONCE", 10)
    with django_assert_max_num_queries(23):
        assert len(csv_rows(client.get(address(Measurement)))) == 30


def test_who_hangs_up_ends_the_reading(monkeypatch):
    ended = []

    def pieces():
        try:
            while True:
                yield b"x" * 100
        finally:
            ended.append(True)

    monkeypatch.setattr(export_files, "WHOLE", 150)
    monkeypatch.setattr(request_finished, "send", lambda **_more: None)
    response = export_files.sent(kept := pieces())
    next(iter(response))
    assert not ended
    response.close()
    assert ended == [True]
    assert list(kept) == []
