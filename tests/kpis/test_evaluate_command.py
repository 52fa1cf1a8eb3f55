"""`manage.py evaluate`: the rules as a tool, one JSON object a line in, one out."""

import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kpis.models import RatingBand, RatingScale
from kpis.terms import Group, Verdict

KEYS = {
    "verdict",
    "group",
    "stale",
    "value",
    "as_of",
    "annualized",
    "attainment",
    "achievement",
    "expected",
    "pace",
    "gap",
    "mark",
    "sentence",
}
NUMBERS = {"value", "annualized", "attainment", "achievement", "expected", "pace", "gap"}
# 60 → 80 from FY2021 to FY2025; 62 half-way: E = 70, P = 2/20, S = 2/10
HALF_WAY = {
    "direction": "increase",
    "series": "level",
    "frequency": "yearly",
    "baseline": {"period": "2021", "value": "60"},
    "targets": [{"period": "2025", "value": "80"}],
    "measurements": [{"period": "2023", "value": "62"}],
    "at": "2024-03-31",
}


def line(**changes) -> str:
    return json.dumps(HALF_WAY | changes, ensure_ascii=False)


@pytest.fixture
def run(monkeypatch):
    """Runs the command on these lines: the answers, and the error it ended with (None: exit code 0)."""

    def run(*lines: str, **options) -> tuple[list[dict], CommandError | None]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
        out, error = io.StringIO(), None
        try:
            call_command("evaluate", stdout=out, **options)
        except CommandError as raised:
            error = raised
        return [json.loads(answer) for answer in out.getvalue().splitlines()], error

    return run


@pytest.fixture
def answer(run):
    """The answer to HALF_WAY with these changes."""

    def answer(**changes) -> dict:
        (found,), error = run(line(**changes))
        assert error is None, found
        return found

    return answer


@pytest.fixture
def refusal(run):
    """The sentence with which a line is refused; the good line after it is answered."""

    def refusal(text: str) -> str:
        (refused, good), error = run(text, line())
        assert good["verdict"] == "BEHIND"
        assert isinstance(error, CommandError)
        assert error.returncode != 0
        assert "。" in refused["error"]
        assert "1行目" in refused["error"]
        return refused["error"]

    return refusal


# --- answers


def test_an_answer_has_every_key(answer):
    assert answer().keys() == KEYS


def test_the_worked_example(answer):
    found = answer()
    assert {key: found[key] for key in KEYS - {"sentence", "stale"}} == {
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
    }
    assert "62" in found["sentence"]
    assert found["sentence"].endswith("。")


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
    assert answer(at=at)["stale"] is stale
    assert answer(at=at, reporting_lag_days=60)["stale"] is False


def test_an_id_comes_back(answer):
    assert answer(id="1-1")["id"] == "1-1"


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


# --- errors


@pytest.mark.parametrize("text", ["{", "[]", "3", '"text"', "null", "{} {}", "[" * 100000, '{"at": NaN}'])
def test_what_is_no_json_object_is_refused(refusal, text):
    assert refusal(text)


@pytest.mark.parametrize("key", ["direction", "series", "targets", "measurements", "at"])
def test_a_missing_key_is_named(refusal, key):
    assert key in refusal(json.dumps({name: value for name, value in HALF_WAY.items() if name != key}))


def test_an_unknown_key_is_named(refusal):
    assert "baselin " in refusal(line(baselin={"period": "2021", "value": "60"}))


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_value_that_is_no_number_is_refused(refusal, raw, quote):
    text = line(measurements=[{"period": "2023", "value": "@"}]).replace('"@"', f"{quote}{raw}{quote}")
    assert raw.strip("-") in refusal(text)


@pytest.mark.parametrize(
    "value",
    [
        "1" * 30,
        "0." + "1" * 30,
        "1E+300",
        "1E-300",
        "1E+999999999999999999999",
        "1E-999999999999999999999",
        10**40,
    ],
)
def test_a_number_too_long_to_be_meant_is_refused(refusal, value):
    assert "measurements[0].value" in refusal(line(measurements=[{"period": "2023", "value": value}]))


def test_a_json_number_of_thousands_of_digits_is_refused(refusal):
    assert refusal(line(lower="@").replace('"@"', "1" * 5000))


@pytest.mark.parametrize("value", ["", "abc", "1,000", "sNaN", True, [], {}])
def test_what_is_no_decimal_string_is_refused(refusal, value):
    assert "measurements[0].value" in refusal(line(measurements=[{"period": "2023", "value": value}]))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"baseline": {"period": "2021", "value": "x"}}, "baseline.value"),
        ({"baseline": {"period": "2021", "value": None}}, "baseline.value"),
        ({"baseline": {"period": "x", "value": "60"}}, "baseline.period"),
        ({"baseline": {"value": "60"}}, "baseline.period"),
        ({"baseline": "60"}, "baseline"),
        (
            {"targets": [{"period": "2024", "value": "1"}, {"period": "2025", "value": "x"}]},
            "targets[1].value",
        ),
        ({"targets": [{"value": "1"}]}, "targets[0].period"),
        (
            {"targets": [{"period": "2025", "value": "1", "effective_from": "2024"}]},
            "targets[0].effective_from",
        ),
        ({"targets": {"period": "2025", "value": "1"}}, "targets"),
        ({"targets": None}, "targets"),
        ({"targets": ["2025"]}, "targets[0]"),
        ({"measurements": [{"period": "令和5年度", "value": "1"}]}, "measurements[0].period"),
        ({"measurements": [{"period": "2023", "value": "1", "status": "Z"}]}, "measurements[0].status"),
        ({"measurements": [{"period": "2023", "numerator": "1"}]}, "measurements[0]"),
        (
            {"measurements": [{"period": "2023", "value": "1", "numerator": "1", "denominator": "2"}]},
            "measurements[0]",
        ),
        ({"direction": "up"}, "direction"),
        ({"direction": None}, "direction"),
        ({"series": "stock"}, "series"),
        ({"series": ["level"]}, "series"),
        ({"frequency": "monthly"}, "frequency"),
        ({"unit": 5}, "unit"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2023-02-30"}, "at"),
        ({"at": None}, "at"),
        ({"at": 2024}, "at"),
        ({"plan_start": "2024/04/01"}, "plan_start"),
        ({"plan_end": "2024-13-01"}, "plan_end"),
        ({"reporting_lag_days": -1}, "reporting_lag_days"),
        ({"reporting_lag_days": "30"}, "reporting_lag_days"),
        ({"lower": "x"}, "lower"),
    ],
)
def test_the_place_of_the_mistake_is_named(refusal, changes, place):
    assert place in refusal(line(**changes))


@pytest.mark.parametrize(
    ("frequency", "wrong"),
    [("yearly", "2023-Q4"), ("quarterly", "2023"), ("half-yearly", "2023-Q1"), ("half-yearly", "2023")],
)
def test_a_period_of_another_grain_is_refused(refusal, frequency, wrong):
    sentence = refusal(line(frequency=frequency, measurements=[{"period": wrong, "value": "1"}]))
    assert "measurements[0].period" in sentence
    assert wrong in sentence


@pytest.mark.parametrize("series", ["flow", "year_to_date"])
@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"targets": [{"period": "2025-Q2", "value": "80"}]}, "targets[0].period"),
        ({"baseline": {"period": "2021-Q2", "value": "60"}}, "baseline.period"),
    ],
)
def test_the_target_and_the_baseline_of_a_yearly_sum_are_years(refusal, series, changes, place):
    assert place in refusal(line(series=series, **changes))


def test_one_period_twice_is_refused(refusal):
    twice = [
        {"period": "2023", "value": "1"},
        {"period": "2022", "value": "1"},
        {"period": "2023", "value": "2"},
    ]
    sentence = refusal(line(measurements=twice))
    assert "measurements[2].period" in sentence
    assert "2023" in sentence


@pytest.mark.parametrize("value", [1.5, {"a": 1.5}, [0.1]])
def test_any_json_id_comes_back(answer, value):
    assert answer(id=value)["id"] == value


@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_stops_nothing(run, at):
    found, _ = run(line(at=at, frequency="quarterly", measurements=[]), line())
    assert found[1]["verdict"] == "BEHIND"


def test_a_range_whose_ends_are_swapped_is_refused(refusal):
    sentence = refusal(line(direction="keep_within", targets=[], lower="65", upper="60"))
    assert "lower" in sentence
    assert "upper" in sentence


# --- marks


@pytest.fixture
def letters(db) -> str:
    scale = RatingScale.objects.create(
        code="letters-for-test", name="ABC", metric="pace", no_data_mark="N", not_rated_mark="F"
    )
    for order, (mark, threshold) in enumerate([("A", "1"), ("B", "0.6"), ("C", None)], start=1):
        RatingBand.objects.create(scale=scale, order=order, mark=mark, threshold=threshold)
    return scale.code


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"measurements": [{"period": "2023", "value": "70"}]}, "A"),
        ({"measurements": [{"period": "2023", "value": "66"}]}, "B"),
        ({}, "C"),
        ({"measurements": []}, "N"),
        ({"direction": "monitor"}, "F"),
    ],
)
def test_a_scale_adds_its_mark(run, letters, changes, mark):
    (found,), error = run(line(**changes), scale=letters)
    assert (found["mark"], error) == (mark, None)


def test_an_unknown_scale_is_refused_before_anything_is_judged(run, letters):
    found, error = run(line(), scale="nonsense")
    assert found == []
    assert "nonsense" in str(error)
    assert letters in str(error)  # what there is instead


# --- as a real process


def process(text: bytes, *args: str) -> subprocess.CompletedProcess:
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate", *args],
        input=text,
        capture_output=True,
        cwd=root,
        env=environment,
        check=False,
    )


def test_the_exit_code_tells_whether_every_line_was_judged():
    good = process(line().encode())
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["verdict"] == "BEHIND"
    bad = process(b"nonsense\n" + line().encode())
    assert bad.returncode != 0
    assert [sorted(json.loads(text))[0] for text in bad.stdout.splitlines()] == ["error", "achievement"]
    assert b"Traceback" not in bad.stderr


def test_half_a_character_is_no_crash():
    done = process(json.dumps(HALF_WAY | {"unit": "\ud800"}).encode() + b"\n" + line().encode())
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_byte_that_is_not_utf8_spoils_its_own_line_only():
    done = process(line().encode() + b"\n\xff\n" + line().encode())
    assert b"Traceback" not in done.stderr
    assert done.returncode != 0
    assert [b"error" in text for text in done.stdout.splitlines()] == [False, True, False]


def test_help_names_the_keys():
    shown = process(b"", "--help")
    assert shown.returncode == 0
    assert all(word in shown.stdout for word in (b"direction", b"measurements", b"--scale"))
