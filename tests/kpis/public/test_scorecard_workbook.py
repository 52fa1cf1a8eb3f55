"""The KPI・KGI table as Excel: the visitor's rows, once to print and once for machines."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from kpis.assessment import scorecard_wish as scorecard
from kpis.assessment.as_of import JudgedDay
from kpis.assessment.assessing import assess_plan
from kpis.documents.csv_files import SCORECARD_COLUMNS, scorecard_rows
from kpis.models import PlanRating, RatingScale
from kpis.public.scorecard_workbook import wish_words, write_scorecard
from plans.era import Quarter
from plans.tree import plan_tree
from tests.factories import freeze_today, make_goal, make_indicator, make_measurement, make_target

pytestmark = pytest.mark.django_db

DAY = date(2025, 5, 1)
NUMBERS = (
    "baseline_value", "target_value", "value", "annualized", "expected", "attainment", "achievement", "pace", "gap",
    "own_value", "latest_value", "lower", "upper",
)  # fmt: skip


def rows_of(plan, wish: str = "", at: date = DAY):
    tree = plan_tree(plan)
    asked = scorecard.ScorecardFilter.read(QueryDict(wish), tree)
    return scorecard.filtered(assess_plan(plan, at), asked, tree), asked


def written(plan, wish: str = "", quarter: Quarter | None = None) -> bytes:
    at = quarter.last_day if quarter else DAY
    rows, asked = rows_of(plan, wish, at)
    return write_scorecard(plan, rows, JudgedDay(at, quarter, ()), asked)


def book_of(plan, *arguments):
    return load_workbook(io.BytesIO(written(plan, *arguments)))


def texts(sheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def table(sheet) -> list[dict]:
    """The printed table's rows by their headings."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "No.")
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def make_rate(plan, code="k", **fields):
    """60 % at the end of FY2022 → 80 % at the end of FY2026; 66.5 % at the end of FY2024."""
    values = {
        "frequency": "yearly",
        "unit": "%",
        "decimals": 1,
        "baseline_value": 60,
        "baseline_period": "2022",
    }
    row = make_indicator(plan, code, **values | fields)
    make_target(row, "2026", 80, "2023-04-01")
    make_measurement(row, "2024", "66.5")
    return row


@pytest.mark.parametrize("wish", ["", "group=late&sort=verdict", "role=kgi", "sort=attainment"])
def test_the_data_sheet_holds_the_csvs_columns_and_rows(mihon, wish):
    at = Quarter.parse(mihon.reviews.filter(state="published").latest("period").period).last_day
    rows, asked = rows_of(mihon, wish, at)
    content = write_scorecard(mihon, rows, JudgedDay(at, None, ()), asked)
    head, *found = load_workbook(io.BytesIO(content))["データ"].iter_rows(values_only=True)
    assert head == SCORECARD_COLUMNS
    wanted = list(scorecard_rows(mihon, rows))
    assert len(found) == len(wanted)
    for cells, row in zip(found, wanted, strict=True):
        for name, cell in zip(head, cells, strict=True):
            value = row.get(name)
            if name in NUMBERS:
                assert cell == (None if value is None else pytest.approx(float(value), rel=1e-14)), name
            else:
                assert (cell or "") == ("" if value is None else str(value)), name


def test_numbers_are_numbers_and_blank_is_not_zero(plan):
    make_rate(plan)
    make_measurement(make_indicator(plan, "zero", baseline_value=0, baseline_period="2023"), "2024-Q4", 0)
    make_indicator(plan, "none")
    sheet = book_of(plan)["データ"]
    rows = {
        row[3].value: dict(zip(SCORECARD_COLUMNS, row, strict=True)) for row in sheet.iter_rows(min_row=2)
    }
    assert [rows[code]["value"].value for code in ("k", "zero", "none")] == [66.5, 0, None]
    assert rows["k"]["attainment"].value == 0.325
    assert {rows["k"][name].data_type for name in ("value", "target_value", "attainment")} == {"n"}
    assert rows["k"]["target_period"].value == "2026"


def test_the_data_sheet_is_one_table_in_view_and_ready_to_filter(plan):
    make_rate(plan)
    sheet = book_of(plan)["データ"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert not sheet.merged_cells.ranges


def test_the_printed_sheet_says_what_the_page_says(plan):
    make_rate(plan, goal=make_goal(plan, "1"), name="率", number="①")
    make_indicator(plan, "r", name="参考の値", role="reference")
    first, second = table(book_of(plan)["指標一覧"])
    assert (first["No."], first["指標"], first["単位"], first["判定"]) == ("①", "率", "%", "やや遅れ")
    assert first["柱"] == "1 目標1"
    assert (first["基準値"], first["目標値"], first["値"], first["計画どおりなら"]) == (
        60,
        80,
        66.5,
        70,
    )
    assert first["目標までの到達率"] == 0.32  # shown as 32%, as the portal cuts it off
    assert first["値の期間"] == "令和6年度"
    plain, calculated = "66.5%まで進みました。", "令和6年度は66.5%です。基準の60.0%（令和4年度末）から"
    assert first["判定の理由"].startswith(plain), "what everybody understands stands first"
    assert calculated in first["判定の理由"]
    assert second["指標"] == "参考の値\n（参考）"
    assert second["値"] == "実績未登録"


def test_the_printed_sheet_names_day_filter_and_count(plan):
    make_goal(plan, "1", title="くらし")
    make_rate(plan, "a", role="kgi")
    make_rate(plan, "b")
    wish = "group=attention&goal=1&role=kpi&sort=verdict"
    sheet = book_of(plan, wish, Quarter(2024, 4))["指標一覧"]
    said = "\n".join(texts(sheet))
    assert "北山市 スマート計画 KPI・KGIの進み具合 令和6年度（2024年度）第4四半期末の時点" in said
    assert (
        "2件のうち0件を載せています（判定: 注意、柱: 1 くらし、役割: KPI（取組指標）、並び順: 遅れているものから）"
        in said
    )
    assert "条件に合う指標はありません" in said
    said = "\n".join(texts(book_of(plan)["指標一覧"]))
    assert "令和7年（2025年）5月1日の時点" in said
    assert "2件のうち2件" in said
    assert "並び順" not in said


def test_every_choice_of_the_page_has_words(plan):
    for name, choices in (("group", scorecard.group_choices()), ("role", scorecard.role_choices())):
        for choice in choices:
            assert choice.label in wish_words(plan, scorecard.ScorecardFilter(**{name: choice.value}))
    assert wish_words(plan, scorecard.ScorecardFilter()) == ""


def test_the_plans_own_marks_have_a_column_where_there_are_any(plan):
    make_rate(plan)
    assert "市の印" not in texts(book_of(plan)["指標一覧"])
    scale = RatingScale.objects.exclude(metric="group").first()
    PlanRating.objects.create(plan=plan, scale=scale)
    [row] = table(book_of(plan)["指標一覧"])
    assert row["市の印"] == rows_of(plan)[0][0].mark.mark


def test_it_prints_on_a4_with_its_heading_on_every_page(plan):
    make_rate(plan)
    sheet = book_of(plan)["指標一覧"]
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    head = next(cell.row for cell in sheet["A"] if cell.value == "No.")
    assert sheet.print_title_rows == f"$1:${head}"
    assert sheet.freeze_panes == f"D{head + 1}"
    assert "&P" in sheet.oddFooter.right.text
    assert "KPI・KGIの進み具合" in sheet.oddFooter.left.text


def test_a_fictional_city_says_so_everywhere_and_a_real_one_nowhere(mihon, plan):
    make_rate(plan)
    book = book_of(mihon)
    for sheet in book.worksheets:
        assert "サンプル" in sheet.oddHeader.right.text
        assert any("サンプル" in text for text in texts(sheet))
    assert "【サンプル】" in book.properties.title
    for sheet in book_of(plan).worksheets:
        assert "サンプル" not in "".join([*texts(sheet), sheet.oddHeader.right.text or ""])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.jp/", "007", "<b>&𠮷髙😀"])
def test_text_stays_text(plan, text):
    make_rate(plan, name=text, target_wording=text)
    book = book_of(plan)
    assert table(book["指標一覧"])[0]["指標"] == text
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)
    assert dict(zip(SCORECARD_COLUMNS, book["データ"][2], strict=True))["name"].value == text


def test_control_characters_are_left_out(plan):
    make_rate(plan, name="名\x01前\x0b", unit="%")
    book = book_of(plan)
    assert table(book["指標一覧"])[0]["指標"] == "名前"
    assert "名前" in texts(book["データ"])


def test_a_number_with_many_digits_reads_as_on_the_page(plan):
    row = make_indicator(plan, "k", decimals=2)
    make_measurement(row, "2024-Q4", Decimal("-1234567.891"))
    [found] = [row for row in book_of(plan)["指標一覧"].iter_rows() if row[0].value == "k"]
    [cell] = [cell for cell in found if cell.value == pytest.approx(-1234567.891)]
    assert cell.number_format.startswith("#,##0.00")


@pytest.mark.parametrize("name", ["amagasaki", "takarazuka", "plan"])
def test_plans_without_values_or_indicators_have_a_file_too(request, name):
    plan = request.getfixturevalue(name)
    book = book_of(plan)
    assert book.sheetnames == ["指標一覧", "データ"]
    assert book["データ"].max_row == plan.indicators.count() + 1


def test_the_same_table_gives_the_same_bytes(plan):
    make_rate(plan)
    assert written(plan) == written(plan)


def test_the_number_of_queries_does_not_grow_with_the_rows(plan, monkeypatch, django_assert_max_num_queries):
    freeze_today(monkeypatch, DAY)
    goal = make_goal(plan, "1")
    for number in range(30):
        make_rate(plan, f"k{number}", goal=goal)
    rows, _wish = rows_of(plan)
    for some in (rows[:3], rows):
        with django_assert_max_num_queries(4):  # the count, the plan's own words, 自己評価
            write_scorecard(plan, some, JudgedDay(DAY, None, ()))
