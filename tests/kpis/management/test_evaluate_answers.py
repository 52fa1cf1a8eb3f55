"""`evaluate`: indicators in, verdicts out, one JSON object a line."""

import io
import json
import re
import sys
from decimal import Decimal

import pytest
from django.core.management import call_command

from kpis.judging.terms import Group, Verdict

from .lines import HALF_WAY, KEYS, NUMBERS, line

# --- answers


def test_an_answer_has_every_key(answer):
    assert answer().keys() == KEYS


def test_the_worked_example(answer):
    found = answer()
    assert {key: found[key] for key in KEYS - {"sentence", "citizen_sentence", "stale"}} == {
        "verdict": "BEHIND",
        "group": "遅れ",
        "value": "62",
        "as_of": "2024-03-31",
        "annualized": None,
        "attainment": "0.1",
        "achievement": "0.775",
        "expected": "70",
        "pace": "0.2",
        "gap": None,
        "mark": None,
        "covers": "令和5年度",
        "period_start": "2023-04-01",
        "period_end": "2024-03-31",
        "latest": "62",
        "latest_period": "2023",
        "rule_version": 2,
    }
    assert "62" in found["sentence"]
    assert found["sentence"].endswith("。")


@pytest.mark.parametrize(
    "at", ["2024-03-31", "2024/3/31", "令和6年3月31日", "R6.3.31", "令和5年度第4四半期", "R5-Q4"]
)
@pytest.mark.parametrize("year", ["2023", "令和5年度", "R5", "2023年度"])
def test_periods_and_days_are_read_as_people_write_them(answer, at, year):
    measured = [{"period": year, "value": "62"}]
    assert answer(measurements=measured, at=at) == answer()


def test_the_worked_year_in_progress(answer):
    found = answer(
        direction="decrease",
        series="flow",
        frequency="quarterly",
        unit="時間",
        baseline={"period": "2022", "value": "145"},
        targets=[{"period": "2025", "value": "120"}],
        measurements=[{"period": "2024-Q1", "value": "32"}, {"period": "2024-Q2", "value": "32"}],
        at="2024-Q2",
    )
    # A* = 64 ÷ 2/4; E = 145 − 25 × 8/12 = 128.33…; S = 17 / 16.66…; P = 17/25
    assert (found["value"], found["annualized"], found["pace"], found["attainment"]) == (
        "64",
        "128",
        "1.02",
        "0.68",
    )
    assert found["expected"].startswith("128.33333")
    assert (found["verdict"], found["group"]) == ("ON_TRACK", "順調")


def test_japanese_is_written_as_it_is(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(line()))
    out = io.StringIO()
    call_command("evaluate", stdout=out)
    assert "遅れ" in out.getvalue()
    assert "\\u" not in out.getvalue()


@pytest.mark.parametrize(
    ("changes", "verdict", "group"),
    [
        ({"direction": "monitor"}, "NOT_RATED", "判定なし"),
        ({"targets": []}, "NOT_RATED", "判定なし"),
        ({"targets": [{"period": "2025", "value": None}]}, "NOT_RATED", "判定なし"),
        ({"measurements": []}, "NO_DATA", "判定なし"),
        ({"measurements": [{"period": "2023", "value": None}]}, "NO_DATA", "判定なし"),
        ({"measurements": [{"period": "2023", "status": "M"}]}, "NO_DATA", "判定なし"),
        (
            {"measurements": [{"period": "2023", "numerator": "5", "denominator": "0"}]},
            "NOT_EVALUABLE",
            "判定なし",
        ),
        ({"baseline": None}, "TOO_EARLY", "判定なし"),
        ({"measurements": [{"period": "2023", "value": "80"}]}, "ACHIEVED", "達成"),
        ({"measurements": [{"period": "2023", "value": "71"}]}, "AHEAD", "順調"),
        ({"measurements": [{"period": "2023", "value": "70"}]}, "ON_TRACK", "順調"),
        ({"measurements": [{"period": "2023", "value": "67"}]}, "SLIGHTLY_BEHIND", "注意"),
        ({"measurements": [{"period": "2023", "value": "58"}]}, "REVERSED", "遅れ"),
        ({"measurements": [{"period": "2025", "value": "78"}], "at": "2026-03-31"}, "NEARLY", "注意"),
        ({"measurements": [{"period": "2025", "value": "77"}], "at": "2026-03-31"}, "NOT_ACHIEVED", "遅れ"),
        (
            {
                "measurements": [{"period": "2025", "value": "77"}],
                "at": "2026-04-01",
                "plan_end": "2026-03-31",
            },
            "NOT_ACHIEVED",
            "未達",
        ),
    ],
)
def test_every_verdict_and_its_group_in_japanese(answer, changes, verdict, group):
    found = answer(**changes)
    assert (found["verdict"], found["group"]) == (verdict, group)
    assert found["verdict"] in list(Verdict)
    assert found["group"] in list(Group)


def test_a_bound_and_a_range(answer):
    below = answer(
        direction="keep_at_least",
        targets=[{"period": "2025", "value": "95"}],
        measurements=[{"period": "2023", "value": "94.9"}],
    )
    assert (below["verdict"], below["pace"], below["attainment"]) == ("SLIGHTLY_BEHIND", None, None)
    within = answer(direction="keep_within", targets=[], lower="60", upper="65")
    assert within["verdict"] == "ON_TRACK"


def test_a_target_in_the_past_is_judged_at_that_target(answer):
    found = answer(
        targets=[{"period": "2023", "value": "62"}],
        measurements=[{"period": "2023", "value": "62"}, {"period": "2024", "value": "1"}],
        at="2027-03-31",
    )
    assert (found["value"], found["verdict"]) == ("62", "ACHIEVED")


def test_a_target_is_in_force_from_its_day(answer):
    moved = [
        {"period": "2025", "value": "80"},
        {"period": "2025", "value": "64", "effective_from": "2024-03-31"},
    ]
    assert answer(targets=moved)["expected"] == "62"
    assert (
        answer(targets=moved, at="2024-03-30", measurements=[{"period": "2022", "value": "61"}])["expected"]
        == "65"
    )


def test_the_day_may_be_written_as_a_quarter(answer):
    assert answer(at="2023-Q4")["verdict"] == "BEHIND"
    assert answer(at="2023-Q3")["verdict"] == "NO_DATA"  # FY2023 ends a quarter later


def test_without_a_frequency_the_periods_say_it(answer):
    assert answer(frequency=None)["verdict"] == "BEHIND"
    assert answer(frequency=None, measurements=[{"period": "2023-Q4", "value": "62"}])["verdict"] == "BEHIND"


def test_the_optional_keys_may_be_left_out(run):
    needed = {key: HALF_WAY[key] for key in ("direction", "series", "targets", "measurements", "at")}
    (found,), error = run(json.dumps(needed))
    assert (found["verdict"], error) == ("TOO_EARLY", None)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("1E+5", "100000"),
        ("1E-7", "0.0000001"),
        ("62.50", "62.5"),
        ("0.0", "0"),
        ("-0", "0"),
        ("-12.30", "-12.3"),
        ("123456789012345678", "123456789012345678"),
        (62, "62"),
        (62.1, "62.1"),
    ],
)
def test_numbers_are_decimal_strings_without_an_exponent(answer, given, value):
    found = answer(measurements=[{"period": "2023", "value": given}])
    assert found["value"] == value
    for key in NUMBERS:
        assert found[key] is None or re.fullmatch(r"-?\d+(\.\d+)?", found[key]), key


def test_a_number_that_rounds_to_nothing_has_no_sign(answer):
    # P = −0.001 / 10²⁰
    found = answer(
        baseline={"period": "2021", "value": "0"},
        targets=[{"period": "2025", "value": "100000000000000000000"}],
        measurements=[{"period": "2023", "value": "-0.001"}],
    )
    assert found["attainment"] == "0"


def test_numbers_can_be_put_in_again(answer):
    first = answer(measurements=[{"period": "2023", "numerator": "2", "denominator": "3"}], unit="%")
    assert abs(Decimal(first["value"]) - Decimal(200) / 3) < Decimal("1E-14")
    assert answer(measurements=[{"period": "2023", "value": first["value"]}])["verdict"] == first["verdict"]


@pytest.mark.parametrize(("at", "stale"), [("2025-05-13", False), ("2025-05-14", True)])
def test_late_reports_are_flagged(answer, at, stale):
    # FY2024 ends on 31 March 2025; 30 + 14 days later is 14 May
    assert answer(at=at, reporting_from="2022")["stale"] is stale
    assert answer(at=at, reporting_from="2022", reporting_lag_days=60)["stale"] is False
    assert answer(at=at)["stale"] is False  # nobody has set a rhythm


def test_what_version_2_takes(answer):
    given = {
        "margin": "1",
        "first_period": "2022",
        "last_period": "2030",
        "excluded": ["2024", {"period": "2025", "reason": "災害"}],
        "reporting_from": "2023",
        "due_month": 11,
    }
    assert answer(**given)["verdict"] == "BEHIND"
    # P = −2/20 = −0.10, within ±2 of the baseline 60
    row = {"measurements": [{"period": "2023", "value": "58"}]}
    assert answer(**row)["verdict"] == "REVERSED"
    assert answer(**row, margin="2")["verdict"] == "BEHIND"
    later = {"measurements": [{"period": "2023", "value": "62"}, {"period": "2024", "value": "10"}]}
    found = answer(**later, excluded=["2024"], at="2025-03-31")
    assert (found["value"], found["latest"], found["latest_period"]) == ("62", "10", "2024")


def test_what_has_ended_is_not_judged_after_its_last_period(answer):
    given = {"last_period": "2023", "ended": {"how": "統合", "reason": "別の指標と重なるため。"}}
    assert answer(**given, at="2024-03-31")["verdict"] == answer(at="2024-03-31")["verdict"] != "NOT_RATED"
    found = answer(**given, at="2024-04-01")
    assert (found["verdict"], found["group"]) == ("NOT_RATED", "判定なし")
    assert "統合: 別の指標と重なるため" in found["sentence"]


def test_months_and_calendar_years(answer):
    months = [{"period": f"2023-{month:02}", "value": "1"} for month in range(4, 10)]
    found = answer(series="flow", frequency="monthly", baseline=None, measurements=months, at="2023-09-30")
    assert (found["value"], found["annualized"], found["covers"]) == ("6", "12", "令和5年9月までの合計")
    found = answer(
        frequency="calendar-year",
        baseline={"period": "C2021", "value": "60"},
        targets=[{"period": "C2025", "value": "80"}],
        measurements=[{"period": "C2023", "value": "70"}],
        at="2024-01-31",
    )
    assert (found["expected"], found["covers"], found["period_start"]) == ("70", "令和5年", "2023-01-01")


def test_an_id_comes_back(answer):
    assert answer(id="1-1")["id"] == "1-1"


def test_an_id_beyond_jsons_numbers_comes_back_as_text(run):
    (found,), error = run(line(id="@").replace('"@"', "1e400"))
    assert (found["id"], error) == ("1E+400", None)


def test_a_mark_before_the_first_line_is_read_over(run):
    """Windows' editors begin a file with a byte order mark."""
    (found,), error = run("\ufeff" + line(id="a"))
    assert (found["id"], error) == ("a", None)


def test_a_report_without_a_value_is_none(answer):
    found = answer(measurements=[{"period": "2023", "value": None}])
    assert (found["verdict"], found["value"]) == ("NO_DATA", None)


# --- lines


def test_one_answer_a_line_in_order_and_blank_lines_skipped(run):
    found, error = run("", line(id="a"), "   ", line(id="b"), "", "")
    assert ([one["id"] for one in found], error) == (["a", "b"], None)


def test_no_input_no_output(run):
    assert run("") == ([], None)


def test_the_line_is_counted_with_the_blank_ones(run):
    (found,), error = run("", "", "{")
    assert "3行目" in found["error"]
    assert error is not None


def test_wrong_lines_do_not_stop_the_others(run):
    found, error = run("nonsense", line(id="a"), line(direction="up"), line(id="b"))
    assert [one.get("id") for one in found] == [None, "a", None, "b"]
    assert ["error" in one for one in found] == [True, False, True, False]
    assert error is not None
    assert error.returncode != 0
