"""What a citizen takes away: the table as CSV."""

import csv
import io
import re

import pytest
from django.conf import settings

from kpis.documents.csv_files import RECORD_COLUMNS, SCORECARD_COLUMNS
from kpis.documents.value_rows import VALUE_COLUMNS
from tests.factories import (
    make_goal,
    make_indicator,
    make_measurement,
    make_target,
)

from .conftest import BASE, make_rate

pytestmark = pytest.mark.django_db


def test_the_table_has_one_row_per_indicator_with_plain_numbers(plan, take):
    make_rate(
        plan, goal=make_goal(plan, "1"), name="率", number="①", target_wording="80%に", role="kgi", decimals=1
    )
    make_rate(plan, "k2")
    rows = take(BASE + "scorecard.csv")
    assert [row["code"] for row in rows] == ["k", "k2"]
    row = rows[0]
    # 70 is expected: S = 6.5/10, P = 6.5/20 = 0.325, 66.5/80 = 0.83125.
    wanted = {
        "city_code": "011002",
        "city": "北山市",
        "plan": "計画",
        "code": "k",
        "role": "kgi",
        "goal_code": "1",
        "goal": "1 目標1",
        "number": "①",
        "name": "率",
        "target_wording": "80%に",
        "unit": "%",
        "direction": "increase",
        "series": "level",
        "frequency": "yearly",
        "baseline_period": "2022",
        "baseline_value": "60",
        "target_period": "2026",
        "target_value": "80",
        "lower": "",
        "upper": "",
        "as_of": "2025-03-31",
        "period": "2024",
        "value": "66.5",
        "annualized": "",
        "expected": "70",
        "attainment": "0.325",
        "achievement": "0.83125",
        "pace": "0.65",
        "gap": "",
        "verdict": "SLIGHTLY_BEHIND",
        "verdict_label": "やや遅れ",
        "group": "注意",
        "mark": "",
        "stale": "",
        "overdue": "",
        "baseline_note": "",
        "comparability_note": "",
        "composition": "",
        "kind": "number",
        "value_text": "66.5%",
        "target_text": "80.0%",
        "self_assessments": "",
        "self_assessment_reasons": "",
        "self_assessment_differs": "",
        "covers": "令和6年度",
        "period_start": "2024-04-01",
        "period_end": "2025-03-31",
        "own_value": "",
        "latest_period": "2024",
        "latest_value": "66.5",
        "latest_note": "",
        "at": "2025-05-01",
        "sample": "",
    }
    said, plain = row.pop("sentence"), row.pop("citizen_sentence")
    assert row == wanted
    assert plain.startswith("66.5%まで進みました。")
    assert said.startswith("令和6年度は66.5%です。基準の60.0%（令和4年度末）から")


def test_a_years_sum_says_what_it_covers_and_what_its_newest_quarter_brought(plan, take):
    row = make_indicator(
        plan,
        "k",
        series="flow",
        baseline_is_reading=True,
        baseline_value=7,
        baseline_period="2022",
        comparability_note="数え方が変わりました。",
    )
    make_target(row, "2026", 10)
    for quarter, value in enumerate((1, 2, 4), start=1):
        make_measurement(row, f"2024-Q{quarter}", value)
    [found] = take(BASE + "scorecard.csv", at="2024-Q3")
    assert {
        name: found[name] for name in ("period", "covers", "period_start", "period_end", "value", "own_value")
    } == {
        "period": "2024-Q3",
        "covers": "令和6年度第3四半期までの合計",
        "period_start": "2024-04-01",
        "period_end": "2024-12-31",
        "value": "7",
        "own_value": "4",
    }
    assert found["baseline_note"] == "基準の値は、計画に書かれていないため、このポータルが選びました。"
    assert found["comparability_note"] == "数え方が変わりました。"
    # 7 × 4/3
    assert found["annualized"] == "9.333333333333333"


def test_no_number_has_more_than_fifteen_digits_behind_the_point(plan, client):
    row = make_indicator(plan, "k", unit="%", numerator_label="分子", denominator_label="分母")
    make_target(row, "2026", 80)
    make_measurement(row, "2024-Q4", numerator=1, denominator=3)
    for name in ("scorecard.csv", "k/data.csv"):
        text = client.get(BASE + name).content.decode()
        assert not re.search(r"[.][0-9]{16}", text)


def test_blank_is_not_zero(plan, take):
    make_measurement(make_indicator(plan, "zero", baseline_value=0, baseline_period="2023"), "2024-Q4", 0)
    make_indicator(plan, "none")
    zero, none = sorted(take(BASE + "scorecard.csv"), key=lambda row: row["code"], reverse=True)
    assert (zero["value"], zero["baseline_value"]) == ("0", "0")
    assert (none["value"], none["baseline_value"], none["attainment"]) == ("", "", "")
    assert none["verdict"] == "NOT_RATED"
    [baseline, report] = take(BASE + "zero/data.csv")
    assert (baseline["record"], baseline["value"], report["record"], report["value"]) == (
        "baseline",
        "0",
        "measurement",
        "0",
    )


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_stays_text(plan, client, start):
    row = make_rate(plan, name=f"{start}名", target_wording=start, unit=start[:1])
    make_target(row, "2026", 81, "2024-04-01", reason=f"{start}理由")
    make_measurement(row, "2023", 60, progress_comment=f"{start}状況", owner_name="課")
    for address in ("scorecard.csv", "k/data.csv"):
        text = client.get(BASE + address).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        cells = {cell for line in rows for cell in line}
        assert f"'{start}名" in cells
        risky = {cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")}
        assert risky == set()
        assert {cell for cell in cells if cell.startswith("-")} == set()


def test_a_negative_number_stays_a_number(plan, take):
    make_measurement(make_indicator(plan, "k"), "2024-Q4", "-5.50")
    assert take(BASE + "k/data.csv")[0]["value"] == "-5.5"
    assert take(BASE + "scorecard.csv")[0]["value"] == "-5.5"


def test_commas_quotes_and_line_breaks_stay_in_their_cell(plan, take):
    row = make_indicator(plan, "k", name='名, "引用"')
    make_measurement(row, "2024-Q4", 1, progress_comment="一行目\n二行目")
    [report] = take(BASE + "k/data.csv")
    assert report["name"] == '名, "引用"'
    assert report["progress_comment"] == "一行目\n二行目"


def test_the_filtered_and_sorted_table_is_what_is_saved(plan, take):
    make_rate(plan, "b", name="二")
    make_rate(plan, "a", name="一")
    make_rate(plan, "c", name="三", role="reference")
    assert [row["code"] for row in take(BASE + "scorecard.csv", role="kpi", sort="name")] == ["a", "b"]
    assert take(BASE + "scorecard.csv", group="late") == []
    assert [row["at"] for row in take(BASE + "scorecard.csv", at="2024-Q4", role="reference")] == [
        "2025-03-31"
    ]


def test_a_plan_without_indicators_has_a_file_with_a_head_only(plan, client):
    text = client.get(BASE + "scorecard.csv").content.decode("utf-8-sig")
    assert text.startswith("city_code,city,plan,code,")
    assert text.count("\r\n") == 1


def test_every_column_is_described():
    told = set(
        re.findall(r"`(\w+)`", (settings.BASE_DIR / "docs" / "data-files.md").read_text(encoding="utf-8"))
    )
    assert {*SCORECARD_COLUMNS, *RECORD_COLUMNS, *VALUE_COLUMNS} - told == set()


def test_column_names_are_plain_and_unique(plan, client):
    make_indicator(plan, "k")
    for address in ("scorecard.csv", "values.csv", "k/data.csv"):
        head = client.get(BASE + address).content.decode("utf-8-sig").splitlines()[0].split(",")
        assert len(set(head)) == len(head)
        assert all(name.isascii() and name.replace("_", "").isalpha() for name in head)


def test_every_row_and_drawing_of_a_fictional_city_says_that_it_is_made_up(client, take, mihon, real_plans):
    base = f"{mihon.get_absolute_url()}kpis/"
    code = mihon.indicators.first().code
    assert {row["sample"] for row in take(base + "scorecard.csv")} == {"サンプル"}
    assert {row["sample"] for row in take(f"{base}{code}/data.csv")} <= {"サンプル"}
    assert "サンプル" in client.get(f"{base}{code}/chart.svg").content.decode()
    for plan in real_plans:
        rows = take(f"{plan.get_absolute_url()}kpis/scorecard.csv")
        assert {row["sample"] for row in rows} == {""}
        assert len(rows) == plan.indicators.count()
