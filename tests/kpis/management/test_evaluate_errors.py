"""`evaluate`: what cannot be judged is answered with a sentence that names the place and the mend."""

import json

import pytest

from .lines import HALF_WAY, line


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
        ({"measurements": [{"period": "令和5年度第5四半期", "value": "1"}]}, "measurements[0].period"),
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
        ({"frequency": "weekly"}, "frequency"),
        ({"margin": "-1"}, "margin"),
        ({"margin": "wide"}, "margin"),
        ({"due_month": 13}, "due_month"),
        ({"due_month": "11"}, "due_month"),
        ({"excluded": "2020"}, "excluded"),
        ({"excluded": [{"reason": "災害"}]}, "excluded[0].period"),
        ({"excluded": ["2020-13"]}, "excluded[0]"),
        ({"breaks": "2024"}, "breaks"),
        ({"breaks": [{"reason": "別の調査"}]}, "breaks[0].period"),
        ({"breaks": [{"period": "2024-Q1"}]}, "breaks[0].period"),
        ({"breaks": [{"period": "2024"}, {"period": "2024"}]}, "breaks"),
        ({"breaks": [{"period": "2024", "unit": "人"}]}, "breaks[0]: unit"),
        ({"last_period": "2024", "ended": "統合"}, "ended"),
        ({"last_period": "2024", "ended": {"reason": "重なるため"}}, "ended.how"),
        ({"last_period": "2024", "ended": {"how": "統合", "why": "重なるため"}}, "ended: why"),
        ({"ended": {"how": "統合"}}, "last_period"),
        ({"reporting_from": "5年度"}, "reporting_from"),
        ({"first_period": "2023-Q5"}, "first_period"),
        ({"frequency": "every-2-years", "first_period": "2023-Q1"}, "first_period"),
        ({"targets": [{"period": "C2025", "value": "80"}]}, "targets[0].period"),
        ({"unit": 5}, "unit"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2023-02-30"}, "at"),
        ({"at": None}, "at"),
        ({"at": 2024}, "at"),
        ({"plan_start": "8/4/26"}, "plan_start"),
        ({"plan_end": "2024-13-01"}, "plan_end"),
        ({"reporting_lag_days": -1}, "reporting_lag_days"),
        ({"reporting_lag_days": "30"}, "reporting_lag_days"),
        ({"lower": "x"}, "lower"),
        ({"targets": [{"period": "2025", "valeu": "80"}]}, "targets[0]: valeu"),
        ({"baseline": {"period": "2021", "value": "60", "unit": "%"}}, "baseline: unit"),
        ({"measurements": [{"period": "2023", "val": "62"}]}, "measurements[0]: val"),
        ({"excluded": [{"period": "2020", "why": "災害"}]}, "excluded[0]: why"),
        ({"measurements": [{"period": "2023"}]}, "measurements[0]"),
        ({"measurements": [{"period": "2023", "value": "62", "status": "M"}]}, "measurements[0]"),
        (
            {"measurements": [{"period": "2023", "numerator": "1", "denominator": "-2"}]},
            "measurements[0].denominator",
        ),
        ({"measurements": [{"period": "2023", "value": "6_2"}]}, "measurements[0].value"),
        ({"measurements": [{"period": "0023", "value": "62"}]}, "measurements[0].period"),
        ({"targets": [{"period": "2225", "value": "80"}]}, "targets[0].period"),
        (
            {"targets": [{"period": "2025", "value": "80", "effective_from": "0202-04-01"}]},
            "targets[0].effective_from",
        ),
        ({"lower": "5", "upper": "5"}, "lower"),
        ({"first_period": "2025", "last_period": "2024"}, "last_period"),
        ({"plan_start": "2025-04-01", "plan_end": "2025-03-31"}, "plan_end"),
        ({"due_on": {"2024": None}}, "due_on.2024"),
    ],
)
def test_the_place_of_the_mistake_is_named(refusal, changes, place):
    assert place in refusal(line(**changes))


@pytest.mark.parametrize("day", [None, "2022-04-01"])
def test_two_decisions_of_one_day_on_one_time_are_refused(refusal, day):
    """None of them would be the later one."""
    rows = [{"period": "2025", "value": value, "effective_from": day} for value in ("80", "90")]
    sentence = refusal(line(targets=rows))
    assert "targets[1]（2025）" in sentence
    assert "targets[0]" in sentence


def test_a_key_given_twice_is_refused(refusal):
    assert "at が2回" in refusal(line()[:-1] + ', "at": "2024-03-31"}')
    assert "value が2回" in refusal(line().replace('"value": "62"', '"value": "62", "value": "63"'))


@pytest.mark.parametrize("number", ["1e999999999999999999999", "-1e999999999999999999999"])
def test_a_json_number_too_large_for_any_machine_is_refused(refusal, number):
    assert "大きすぎます" in refusal(line(lower="@").replace('"@"', number))


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
