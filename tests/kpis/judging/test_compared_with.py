"""`evaluate` and another series: the difference from it is judged, worked by hand; what is missing is named."""

import json

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.facts_json import read_facts
from kpis.judging.json_values import InputError

LINE = {
    "direction": "keep_at_least",
    "series": "level",
    "unit": "ポイント",
    "strict": True,
    "targets": [{"period": "2026", "value": "0"}],
    "measurements": [{"period": "2023", "value": "58"}, {"period": "2024", "value": "62.5"}],
    "compared_with": [{"period": "2022", "value": "57"}, {"period": "2023", "value": "60"}, {"period": "2024", "value": "62"}],
    "at": "2025-06-01",
}  # fmt: skip


def judged(**changes):
    _given, facts, at = read_facts(json.dumps(LINE | changes))
    return evaluate(facts, at)


def refused(**changes) -> str:
    with pytest.raises(InputError) as error:
        judged(**changes)
    return str(error.value)


def test_the_difference_is_judged():
    found = judged()
    assert (str(found.value), found.verdict.value) == ("0.5", "ON_TRACK")
    assert judged(kind="composite").verdict == found.verdict


def test_without_it_the_value_itself_is_judged():
    assert str(judged(compared_with=None).value) == "62.5"


def test_rates_are_compared_in_points():
    parts = [{"period": "2024", "numerator": "5", "denominator": "8"}]
    assert str(judged(measurements=parts).value) == "0.5"


def test_where_the_other_has_no_value_there_is_none():
    other = [{"period": "2023", "value": "60"}, {"period": "2024", "status": "M"}]
    assert str(judged(compared_with=other).value) == "-2"


def test_a_period_that_the_other_lacks_is_named():
    assert "measurements[1]（2024）と同じ期間の値が compared_with にありません" in refused(
        compared_with=[{"period": "2023", "value": "60"}]
    )


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ([{"value": "60"}], "compared_with[0].period"),
        ([{"period": "2024-Q1", "value": "60"}], "compared_with[0].period（2024-Q1）"),
        (
            [{"period": "2024", "value": "1"}] * 2,
            "compared_with[1].period（2024）は compared_with[0] と同じ期間",
        ),
        ("60", "compared_with は [ ] で囲んだ一覧"),
    ],
)
def test_mistakes_are_named_with_their_place(other, told):
    assert told in refused(compared_with=other)
