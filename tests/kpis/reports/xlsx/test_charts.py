"""The workbook's native charts: which there are, what they are fed with, and what they tell without being seen."""

import copy
import re
from decimal import Decimal

import pytest

from kpis.reports.document import Document
from kpis.reports.xlsx import write_xlsx
from kpis.reports.xlsx.chart_data import plots
from kpis.reports.xlsx.charts import DATA_COLUMNS, LATER, MOST_CHARTS, UNJUDGED

from .workbooks import altered, drafted, opened, parts, published, records, texts, with_later_value


def titles(document: Document) -> list[str]:
    charts = opened(document)["グラフ"]._charts
    return ["".join(run.t for part in chart.title.tx.rich.p for run in part.r or []) for chart in charts]


def rows_of(document: Document, code: str) -> dict[str, dict]:
    """The chart's table, by period."""
    return {
        row["期間"]: row for row in records(opened(document)["グラフの元データ"]) if row["コード"] == code
    }


def test_every_indicator_with_a_value_has_its_chart_the_exceptions_first(report):
    found = titles(report)
    for row in report.snapshot["indicators"]:
        assert any(row["label"] in title for title in found) == (row["value"] is not None)
    assert len(found) > 20
    first = [row["label"] for row in report.exceptions if row["value"]]
    kgis = [row["label"] for row in report.kgis if row["value"] and row not in report.exceptions]
    for title, label in zip(found, [*first, *kgis], strict=False):
        assert label in title
    assert all(title.startswith("【サンプル】") for title in found)


def test_two_charts_stand_beside_each_other(report):
    places = [(chart.anchor._from.row, chart.anchor._from.col) for chart in opened(report)["グラフ"]._charts]
    assert places[:4] == [(3, 0), (3, 1), (4, 0), (4, 1)]


def test_the_overview_has_one_chart_of_the_counts(report):
    (chart,) = opened(report)["概要"]._charts
    cells = chart.series[0].val.numRef.f
    sheet = opened(report)["概要"]
    first, last = re.fullmatch(r"'?概要'?!\$(B\$\d+):\$(B\$\d+)", cells).groups()
    counts = [cell.value for (cell,) in sheet[f"{first.replace('$', '')}:{last.replace('$', '')}"]]
    assert counts == [group["count"] for group in report.groups]
    assert all(counts)


def test_each_chart_says_in_words_what_it_shows(report):
    drawings = [
        text for name, text in parts(write_xlsx(report)).items() if name.startswith("xl/drawings/drawing")
    ]
    words = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]*)"', "".join(drawings))
    assert len(words) == len(titles(report)) + 1
    assert all(len(text) > 20 for text in words)
    for row in report.exceptions:
        if row["value"]:
            assert any(row["label"] in text and row["value"]["text"] in text for text in words)


def test_the_table_holds_the_reported_values_the_path_and_the_target(report):
    assert tuple(cell.value for cell in opened(report)["グラフの元データ"][1]) == tuple(
        UNJUDGED if name == LATER else name for name in DATA_COLUMNS
    ), "one of its indicators has an excluded period"
    entry = report.by_code["1-1"]
    rows = rows_of(report, "1-1")
    for measured in entry["facts"]["measurements"]:
        assert rows[measured["period"]]["実績"] == float(measured["value"])
    end, begin = (f"{entry[name]['period'][:4]}-Q4" for name in ("target", "baseline"))
    assert rows[end]["目標"] == float(entry["target"]["value"])
    assert rows[begin]["基準"] == float(entry["baseline"]["value"])
    assert rows[entry["value"]["period"]]["目標への道すじ"] == pytest.approx(float(entry["expected"]))
    assert list(rows) == sorted(rows)


def test_a_yearly_sum_is_drawn_by_years_with_the_year_at_this_pace(report):
    entry = report.by_code["5-4"]
    assert entry["value"]["annualized"]
    rows = rows_of(report, "5-4")
    assert all("Q" not in period for period in rows)
    year = entry["value"]["period"][:4]
    assert rows[year]["実績"] == pytest.approx(float(entry["value"]["value"]))
    assert rows[year]["年換算"] == pytest.approx(float(entry["value"]["annualized"]))


def test_a_bound_to_keep_is_a_line(report):
    within = rows_of(report, "4-1")
    assert {(row["下限"], row["上限"]) for row in within.values()} == {(15, 30)}
    assert {row["上限"] for row in rows_of(report, "6-2").values()} == {10}


def test_a_value_that_may_still_move_says_so(report):
    first = report.by_code["5-4"]["facts"]["measurements"][0]["period"][:4]

    def drop_a_quarter(snapshot: dict) -> None:
        row = next(row for row in snapshot["indicators"] if row["code"] == "5-4")
        row["facts"]["measurements"] = [
            measured for measured in row["facts"]["measurements"] if measured["period"] != f"{first}-Q2"
        ]

    document = altered(report, drop_a_quarter)
    by_status = {row["値の状態"] for row in records(opened(document)["グラフの元データ"])}
    assert "推計値" in by_status
    assert rows_of(document, "5-4")[first]["値の状態"] == "報告がそろっていない"
    assert rows_of(report, "5-4")[first]["値の状態"] is None


def test_a_value_after_the_target_s_period_is_named_as_such(mihon):
    report = with_later_value(published(mihon), "5-2")
    rows = rows_of(report, "5-2")
    late = {period: row[UNJUDGED] for period, row in rows.items() if row[UNJUDGED]}
    assert late
    assert min(late) > report.by_code["5-2"]["target"]["period"]
    assert all(rows[period]["実績"] == value for period, value in late.items())
    content = parts(write_xlsx(report))
    charts = [text for name, text in content.items() if name.startswith("xl/charts/chart")]
    (mine,) = [text for text in charts if report.by_code["5-2"]["label"] in text]
    assert "<c:v>目標の年より後</c:v>" in mine
    assert "<c:v>目標への道すじ</c:v>" in mine
    assert "目標の年より後" not in "".join(text for text in charts if report.by_code["1-1"]["label"] in text)


def test_no_values_no_charts(amagasaki):
    document = altered(drafted(amagasaki), lambda snapshot: [
        row.update(value=None) for row in snapshot["indicators"]
    ])  # fmt: skip
    book = opened(document)
    assert not book["グラフ"]._charts
    assert "グラフにできる値がありません。" in texts(book["グラフ"])
    assert book["グラフの元データ"].max_row == 1


def many(report: Document, count: int, measurements: int = 100) -> Document:
    """The report with that many indicators: copies of its own, with their last measurements."""

    def change(snapshot: dict) -> None:
        kept = [
            row for row in snapshot["indicators"] if row["role"] == "kpi" and row["due"] and row["value"]
        ][:5]
        rows = []
        for number in range(count):
            row = copy.deepcopy(kept[number % len(kept)])
            row.update(code=f"x-{number}", label=f"指標その{number}。")
            row["facts"].update(id=row["code"], measurements=row["facts"]["measurements"][-measurements:])
            rows.append(row)
        snapshot["indicators"] = rows
        snapshot["exceptions"] = []
        part = snapshot["parts"][0]
        part["blocks"] = [part["blocks"][0] | {"indicators": [row["code"] for row in rows]}]
        snapshot["parts"] = [part]

    return altered(report, change)


def test_beyond_sixty_charts_the_rest_is_named(report):
    document = many(report, MOST_CHARTS + 3)
    book = opened(document)
    assert len(book["グラフ"]._charts) == MOST_CHARTS
    assert any("ほかの3件" in text for text in texts(book["グラフ"]))
    assert "指標その60。、指標その61。、指標その62。" in texts(book["グラフ"])
    assert {row["コード"] for row in records(book["グラフの元データ"])} == {f"x-{n}" for n in range(63)}


def test_a_thousand_indicators(report):
    content = parts(write_xlsx(many(report, 1000, measurements=1)))
    assert content["xl/worksheets/sheet8.xml"].count("<row ") == 1001
    assert (
        len([name for name in content if re.fullmatch("xl/charts/chart[0-9]+.xml", name)]) == MOST_CHARTS + 1
    )


def test_the_axis_reaches_every_value(report):
    for plot in plots(report):
        names = ("actual", "annualized", "expected", "target", "baseline", "upper", "lower")
        values = [
            value for step in plot.steps for name in names if (value := getattr(step, name)) is not None
        ]
        assert plot.ticks[0] <= min(values)
        assert max(values) <= plot.ticks[-1]
        if plot.is_bars:
            assert plot.ticks[0] <= Decimal(0)
