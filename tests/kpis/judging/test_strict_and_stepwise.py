"""Strict bounds (10%未満), stepwise paths, ranks (10位以内): worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.charts.content import gather
from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.forecast import forecast
from kpis.judging.sentences import sentence
from kpis.judging.terms import WORST_FIRST, Direction, Path, Verdict
from kpis.judging.wording import bound_text, goalpost_text

from .drawn_facts import PROFILE
from .factories import day, facts, judge

V = Verdict
UNDER_TEN = {"targets": {"2026": 10}, "unit": "%", "start": "2024-04-01", "strict": True}
# From 0 at the end of FY2023: 1 by the end of FY2024, 3 by that of FY2026, nothing between.
BY_STEPS = {"base": ("2023", 0), "targets": {"2024": 1, "2026": 3}, "unit": "か所", "path": Path.STEPWISE}


@pytest.mark.parametrize(
    ("value", "at", "verdict"),
    [
        ("9.9", "2025-04-01", V.ON_TRACK),
        ("10", "2025-04-01", V.SLIGHTLY_BEHIND),  # the bound itself is not under it
        ("10.5", "2025-04-01", V.SLIGHTLY_BEHIND),  # 0.5 is 5 % of 10
        ("10.6", "2025-04-01", V.BEHIND),
    ],
)
def test_under_ten_is_not_ten(value, at, verdict):
    assert judge("keep_at_most", values={"2024": value}, at=at, **UNDER_TEN).verdict is verdict


@pytest.mark.parametrize(
    ("direction", "value", "label"),
    [
        ("keep_at_most", "10", "わずかに届かない"),  # not under ten, but not over it either
        ("keep_at_most", "10.5", "わずかに超過"),
        ("keep_at_most", "11", "超過"),
        ("keep_at_least", "10", "わずかに届かない"),
        ("keep_at_least", "9.8", "わずかに下回る"),
    ],
)
def test_what_stands_on_the_bound_has_not_crossed_it(direction, value, label):
    assert judge(direction, values={"2024": value}, at="2025-04-01", **UNDER_TEN).label == label


def test_at_the_end_ten_is_nearly_and_under_ten_achieved():
    at_ten, under = (
        judge("keep_at_most", values={"2026": value}, at="2027-04-01", **UNDER_TEN) for value in (10, 9)
    )
    assert [found.verdict for found in (at_ten, under)] == [V.NEARLY, V.ACHIEVED]
    assert [found.kept for found in (at_ten, under)] == [(0, 1), (1, 1)]


def test_a_way_to_more_than_fifty():
    way = {"base": ("2022", 10), "targets": {"2024": 50}, "unit": "件", "strict": True}
    known = facts(values={"2024": 50}, **way)
    found = evaluate(known, day("2025-04-01"))
    assert found.verdict is V.NEARLY
    assert citizen_sentence(known, found) == "50件で、目標の50件超にわずかに届きませんでした。"
    assert judge(values={"2024": 51}, at="2025-04-01", **way).verdict is V.ACHIEVED


def test_strict_targets_say_so():
    most, least = facts("keep_at_most", **UNDER_TEN), facts("keep_at_least", **UNDER_TEN)
    assert bound_text(most, Direction.KEEP_AT_MOST, Decimal(10)) == "10%未満"
    assert goalpost_text(least, Decimal(10)) == "10%超"
    known = facts("keep_at_most", values={"2024": 10}, **UNDER_TEN)
    said = citizen_sentence(known, evaluate(known, day("2025-04-01")))
    assert said == "10%で、10%未満の目標にわずかに届いていません。"


@pytest.mark.parametrize(
    ("values", "at", "verdict", "expected"),
    [
        # FY2024 is over: 1. Half of FY2025: still 1, where a straight path would ask for 1.5.
        ({"2024": 1}, "2025-04-01", V.ON_TRACK, 1),
        ({"2025": 1}, "2026-04-01", V.ON_TRACK, 1),
        # (2 − 1) / 3 = +0.33
        ({"2025": 2}, "2026-04-01", V.AHEAD, 1),
        # (0 − 1) / 3 = −0.33
        ({"2025": 0}, "2026-04-01", V.BEHIND, 1),
        ({"2026": 3}, "2027-04-01", V.ACHIEVED, 3),
        ({"2026": 2}, "2027-04-01", V.NOT_ACHIEVED, 3),
    ],
)
def test_the_last_dated_target_holds_until_the_next(values, at, verdict, expected):
    found = judge(values=values, at=at, **BY_STEPS)
    assert (found.verdict, found.expected) == (verdict, expected)
    assert (found.attainment, found.pace) == (None, None)


def test_before_the_first_target_nothing_more_than_the_baseline_is_asked():
    found = judge(frequency="quarterly", values={"2024-Q2": 0}, at="2024-10-01", **BY_STEPS)
    assert (found.verdict, found.expected) == (V.ON_TRACK, 0)
    no_base = {name: value for name, value in BY_STEPS.items() if name != "base"} | {"series": "flow"}
    assert judge(values={"2023": 1}, at="2024-04-01", **no_base).expected == 1


def test_a_stepwise_path_has_its_sentence_its_corners_and_no_forecast():
    known = facts(values={"2024": 1, "2025": 1}, **BY_STEPS)
    at = day("2026-04-01")
    found = evaluate(known, at)
    assert (
        citizen_sentence(known, found) == "1か所まで進みました。計画どおりなら1か所のはずで、そのとおりです。"
    )
    assert "段階ごとの目標で、令和7年度は1か所のはずです。" in sentence(known, found)
    corners = gather(known, found, at, None).path
    end = {year: day(str(year)).year * 12 + 3 for year in (2023, 2024, 2026)}
    assert corners == (
        (end[2023], 0), (end[2024], 0), (end[2024], 1), (end[2026], 1), (end[2026], 3),
    )  # fmt: skip
    assert forecast(known, found) is None


def test_bounds_by_steps():
    """At most 20 from FY2024 on, at most 10 from FY2026 on: until then 20 holds, where else the next one would."""
    given_rows = {"targets": {"2024": 20, "2026": 10}, "unit": "件", "start": "2024-04-01"}
    straight = judge("keep_at_most", values={"2025": 15}, at="2026-04-01", **given_rows)
    by_steps = judge("keep_at_most", values={"2025": 15}, at="2026-04-01", path=Path.STEPWISE, **given_rows)
    assert (straight.bound, by_steps.bound) == (10, 20)
    assert (straight.verdict, by_steps.verdict) == (V.BEHIND, V.ON_TRACK)


def test_a_rank_is_a_bound():
    known = facts("keep_at_most", values={"2024": 12}, targets={"2026": 10}, unit="位", start="2024-04-01")
    found = evaluate(known, day("2025-04-01"))
    assert (found.verdict, found.label, found.expected) == (V.BEHIND, "届いていない", 10)
    assert citizen_sentence(known, found) == "12位で、10位以内の目標を外れています。"
    assert "目標は、10位以内に入ることです。" in sentence(known, found)


@PROFILE
@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.booleans(),
    st.sampled_from(["increase", "decrease", "keep_at_least", "keep_at_most"]),
    st.sampled_from(list(Path)),
    st.sampled_from(["2024", "2025", "2026"]),
)
def test_a_better_value_is_never_judged_worse(one, other, strict, direction, path, year):
    is_less_better = direction in ("decrease", "keep_at_most")
    base, targets = (
        (("2023", 50), {"2024": 30, "2026": 10})
        if is_less_better
        else (("2023", 5), {"2024": 20, "2026": 45})
    )

    def judged(value: int) -> int:
        known = facts(
            direction,
            base=base,
            targets=targets,
            values={year: value},
            strict=strict,
            path=path,
            start="2024-04-01",
        )
        return WORST_FIRST.index(
            evaluate(known, day("2027-04-01" if year == "2026" else f"{int(year) + 1}-04-01")).verdict
        )

    worse, better = sorted((one, other), reverse=is_less_better)
    assert judged(worse) <= judged(better)
    # What must be better than the target is never judged better than what may equal it.
    known = {
        "direction": direction,
        "base": base,
        "targets": targets,
        "values": {year: one},
        "start": "2024-04-01",
        "path": path,
    }
    at = day("2027-04-01")
    loose, tight = (evaluate(facts(strict=flag, **known), at).verdict for flag in (False, True))
    assert WORST_FIRST.index(tight) <= WORST_FIRST.index(loose)
