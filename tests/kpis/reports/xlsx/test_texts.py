"""Texts and numbers that could break a workbook: they arrive as they were written."""

from decimal import Decimal

import pytest

from kpis.documents.xlsx.number_formats import FormattedNumber, shown_number, shown_percent
from kpis.documents.xlsx.text_measure import MOST_HEIGHT, height_of, pieces, wrapped
from kpis.reports.document import Document
from plans.spreadsheets import cut_text

from .workbooks import NUMBERS, altered, lines, opened, published, records, small, texts

MARKUP = "<b>太字</b> & \"引用\" 'x' ]]>"
FORMULAS = ["=1+1", "+81", "-1", "@SUM(1)"]
RARE = "𠮷野家の髙島さん 👩‍👩‍👧 ①"


@pytest.fixture
def report(mihon) -> Document:
    return small(published(mihon))


def test_a_text_arrives_as_it_was_written(mihon):
    written = [MARKUP, RARE, "_x0041_", "改行\n二行目", "＝1", *FORMULAS]

    def change(snapshot: dict) -> None:
        for row, text in zip(snapshot["indicators"], written, strict=True):
            row.update(name=text, owner=text)

    book = opened(altered(small(published(mihon), len(written)), change))
    assert [(row["name"], row["owner"]) for row in records(book["データ_指標"])] == [
        (text, text) for text in written
    ]
    found = {line[-1].value: line[1] for line in lines(book["指標一覧"]).values()}
    assert {text: cell.value.split("\n［")[0] for text, cell in found.items()} == {
        text: text for text in written
    }
    assert {cell.data_type for cell in found.values()} == {"s"}
    # It stays text also when somebody edits the cell.
    assert all(found[text].quotePrefix for text in FORMULAS)
    assert not found[MARKUP].quotePrefix
    data = {cell.value: cell.quotePrefix for row in book["データ_指標"].iter_rows() for cell in row}
    assert all(data[text] for text in FORMULAS)


def test_a_name_like_a_formula_is_a_chart_s_title(report):
    """The writer of charts takes a title that begins with = for a place in a sheet."""

    def change(snapshot: dict) -> None:
        snapshot.update(is_sample=False, is_draft=False)
        snapshot["indicators"][0].update(label="=A1", verdict_label="達成")

    titles = [chart_title(chart) for chart in opened(altered(report, change))["グラフ"]._charts]
    assert " =A1（達成）" in titles


def chart_title(chart) -> str:
    return "".join(run.t for part in chart.title.tx.rich.p for run in part.r or [])


def test_a_long_comment_goes_on_in_further_rows_and_is_whole_in_the_data(report):
    long = "".join(f"{number}番目の文です。" for number in range(400))
    assert len(long) > 3000
    book = opened(altered(report, lambda snapshot: snapshot["indicators"][0]["comments"].update(issues=long)))
    assert records(book["データ_指標"])[0]["issues_comment"] == long
    sheet = book["指標一覧"]
    first = lines(sheet)["KPI 1-1"][0].row
    column = sheet.max_column - 1
    rows = [first]
    while sheet.cell(rows[-1] + 1, 1).value is None:
        rows.append(rows[-1] + 1)
    joined = "".join(sheet.cell(row, column).value or "" for row in rows).replace("\n", "")
    assert len(rows) > 1
    assert long in joined
    assert all(sheet.row_dimensions[row].height <= 409 for row in rows)


def test_a_long_overall_comment_is_told_whole(report):
    long = "全体の説明です。" * 600
    document = altered(report, lambda snapshot: snapshot["report"].update(overall_comment=long))
    assert long in "".join(texts(opened(document)["概要"])).replace("\n", "")


def test_a_long_plan_title_fits_into_the_footer(report):
    """Excel refuses a footer of more than 255 characters."""
    document = altered(
        report, lambda snapshot: snapshot["plan"].update(full_title="&とても長い計画の名前" * 40)
    )
    for sheet in opened(document).worksheets:
        xml = sheet.oddFooter.left.text + sheet.oddFooter.right.text
        assert "…" in sheet.oddFooter.left.text
        assert len(xml) < 255


def test_more_than_a_cell_holds_is_cut():
    assert cut_text("あ" * 32_767) == "あ" * 32_767
    assert cut_text("あ" * 32_768) == "あ" * 32_766 + "…"
    assert len(cut_text("𠮷" * 20_000).encode("utf-16-le")) // 2 <= 32_767
    assert cut_text("𠮷" * 20_000).endswith("𠮷…")


def test_a_unit_that_no_number_format_takes_leaves_the_number_its_text(report):
    def change(snapshot: dict) -> None:
        row = snapshot["indicators"][0]
        row.update(unit='"円', group="遅れ")
        row["value"].update(text='131"円', value="131")
        snapshot["exceptions"] = [row["code"]]

    sheet = opened(altered(report, change))["要対応"]
    assert '131"円' in texts(sheet)


@pytest.mark.parametrize(
    ("value", "text", "unit", "number", "form"),
    [
        ("62.3", "62.3%", "%", 62.3, '#,##0.0;"−"#,##0.0'),
        ("1200", "1,200件", "件", 1200.0, '#,##0;"−"#,##0'),
        ("-3.25", "−3.3", "", -3.25, '#,##0.0;"−"#,##0.0'),
        ("-0.04", "0.0", "", 0.0, '#,##0.0;"−"#,##0.0'),
        ("99.96", "99.96%", "%", 99.96, '#,##0.00;"−"#,##0.00'),
    ],
)
def test_a_number_is_formatted_as_its_text(value, text, unit, number, form):
    found = shown_number(value, text, unit)
    assert found == FormattedNumber(number, form, text.removesuffix(unit))


@pytest.mark.parametrize(
    ("value", "text", "unit"),
    [
        (None, "15.0%〜30.0%", "%"),
        ("1E45", "1.00E+45", ""),
        ("1", "1234567890123.456", ""),
        ("1", "なし", ""),
    ],
)
def test_what_excel_would_show_otherwise_stays_text(value, text, unit):
    assert shown_number(value, text, unit) == text


def test_a_number_with_its_unit():
    assert shown_number("5", "5件", "件", with_unit=True).format == '#,##0"件";"−"#,##0"件"'


@pytest.mark.parametrize(("text", "ratio"), [("99%", 0.99), ("−26%", -0.26), ("1,234%", 12.34), ("0%", 0)])
def test_a_ratio_is_the_one_that_was_cut_off(text, ratio):
    assert shown_percent(text).value == ratio
    assert shown_percent("1.2E+50%") == "1.2E+50%"


def test_lines_break_where_the_cell_ends():
    assert wrapped("あ" * 25, 10 * 40 / 3 + 8, 10) == ["あ" * 10, "あ" * 10, "あ" * 5]
    assert wrapped("一行\n二行", 500, 10) == ["一行", "二行"]
    assert wrapped("", 500, 10) == [""]
    assert wrapped("abc defghijkl", 9 * 8 + 8, 10) == ["abc ", "defghijkl"]
    assert "".join(wrapped("a" * 300, 100, 10)) == "a" * 300


def test_the_parts_of_a_long_text_each_fit_a_row():
    text = "\n".join("あ" * 100 for _ in range(80))
    found = pieces(text, 400, 10)
    assert len(found) > 1
    assert all(height_of(len(wrapped(part, 400, 10)), 10) <= MOST_HEIGHT for part in found)
    assert "".join(found).replace("\n", "") == text.replace("\n", "")


def test_a_value_with_many_digits_is_the_nearest_number(report):
    long = "123456789012.123456"

    def change(snapshot: dict) -> None:
        snapshot["indicators"][0]["value"].update(value=long, text="123,456,789,012.123456手続")

    document = altered(report, change)
    book = opened(document)
    assert records(book["データ_指標"])[0]["value"] == pytest.approx(float(Decimal(long)), rel=1e-15)
    assert lines(book["指標一覧"])["KPI 1-1"][NUMBERS["今回"] - 1].value == "123,456,789,012.123456"
