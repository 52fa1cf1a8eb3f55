"""Targets in words: 改善, 横ばい or 悪化 against the baseline and the margin, counted apart from numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Reason
from kpis.judging.rollup import roll_up, roll_up_together
from kpis.judging.rollup_words import roll_up_sentence
from kpis.judging.sentences import sentence
from kpis.judging.standing import counters_of, roll_up_from
from kpis.judging.target_words import target_told
from kpis.judging.terms import Group, Kind, Verdict
from kpis.judging.trend import trend

from .drawn_facts import PROFILE
from .factories import day, facts

V = Verdict
RAISED = {"kind": Kind.WORDS, "unit": "%", "base": ("2023", 71), "start": "2024-04-01"}
QUARTERS = {
    "kind": Kind.WORDS,
    "unit": "日",
    "series": "flow",
    "frequency": "quarterly",
    "base": ("2023", 48),
}


@pytest.mark.parametrize(
    ("direction", "value", "margin", "verdict", "plain"),
    [
        ("increase", "75", 2, V.IMPROVED, "令和5年度の71%から75%になり、良くなっています。"),
        # 73 − 71 = 2: no more than the margin.
        ("increase", "73", 2, V.UNCHANGED, "令和5年度の71%から73%で、ほとんど変わっていません。"),
        ("increase", "68", 2, V.WORSENED, "令和5年度の71%から68%になり、悪くなっています。"),
        ("decrease", "68", 2, V.IMPROVED, "令和5年度の71%から68%になり、良くなっています。"),
        ("decrease", "75", 2, V.WORSENED, "令和5年度の71%から75%になり、悪くなっています。"),
        ("increase", "71", 0, V.UNCHANGED, "令和5年度の71%から71%で、ほとんど変わっていません。"),
        ("keep_at_least", "71", 0, V.UNCHANGED, "令和5年度の71%から71%で、保たれています。"),
        ("keep_at_least", "72", 0, V.IMPROVED, "令和5年度の71%から72%になり、前より良い値を保っています。"),
        ("keep_at_least", "70", 0, V.WORSENED, "令和5年度の71%から70%になり、保たれていません。"),
        ("keep_at_most", "72", 0, V.WORSENED, "令和5年度の71%から72%になり、保たれていません。"),
    ],
)
def test_against_the_baseline_and_the_margin(direction, value, margin, verdict, plain):
    known = facts(direction, values={"2024": value}, margin=Decimal(margin), **RAISED)
    found = evaluate(known, day("2025-04-01"))
    assert (found.verdict, found.group.value, found.is_of_words) == (verdict, verdict.label, True)
    assert citizen_sentence(known, found) == plain


def test_the_calculation_names_what_was_compared():
    known = facts(values={"2024": "75"}, margin=Decimal(2), **RAISED)
    assert sentence(known, evaluate(known, day("2025-04-01"))) == (
        "令和6年度は75%です。目標は言葉で「増やす・高める」と示されているので、基準の71%（令和5年度末）と比べます"
        "（差は＋4ポイント）。差が誤差の幅（±2ポイント）までなら、「横ばい」とします。"
    )
    assert target_told(known, day("2025-04-01")).none_text == "増やす・高める"


def test_without_a_baseline_the_first_value_is_compared_with():
    known = facts(kind=Kind.WORDS, values={"2024": 10, "2025": 12}, unit="件")
    first, second = (evaluate(known, day(text)) for text in ("2025-04-01", "2026-04-01"))
    assert (first.verdict, first.reason) == (V.TOO_EARLY, Reason.FIRST_VALUE)
    assert second.verdict is V.IMPROVED
    assert second.baseline_is_provisional
    assert citizen_sentence(known, second) == "令和6年度の10件から12件になり、良くなっています。"


def test_of_a_yearly_sum_whole_years_are_compared():
    whole = {f"2024-Q{number}": value for number, value in enumerate((12, 12, 11, 11), start=1)}
    known = facts("keep_at_least", values=whole | {"2025-Q1": 20}, **QUARTERS)
    found = evaluate(known, day("2025-07-01"))
    # 46 of the whole year, not 20 of the quarter, nor 80 at its pace.
    assert (found.verdict, found.value, found.newest.value) == (V.WORSENED, 46, 46)
    young = facts("keep_at_least", values={"2024-Q1": 12}, **QUARTERS)
    early = evaluate(young, day("2024-07-01"))
    assert (early.verdict, early.reason) == (V.TOO_EARLY, Reason.YEAR_IN_PROGRESS)
    assert citizen_sentence(young, early) == (
        "令和6年度第1四半期までは12日です。1年分の値がそろってから比べます。"
    )


def test_a_value_from_before_the_baseline_and_none_at_all():
    known = facts(values={"2022": 60}, **RAISED)
    assert evaluate(known, day("2024-04-01")).reason is Reason.BEFORE_START
    silent = facts(**RAISED)
    found = evaluate(silent, day("2024-04-01"))
    assert (found.verdict, found.is_of_words) == (V.NO_DATA, True)


def test_its_verdict_is_its_trend():
    known = facts(values={"2024": 75, "2025": 74}, **RAISED)
    at = day("2026-04-01")
    assert trend(known, evaluate(known, at).reading, at) is None


def test_counted_apart_from_numbers():
    at = day("2025-04-01")
    way = {"base": ("2022", 60), "targets": {"2026": 80}}
    rows = [
        evaluate(facts(values={"2024": 70}, **way), at),
        evaluate(facts(values={"2024": 62}, **way), at),
        *(evaluate(facts(values={"2024": value}, **RAISED), at) for value in (75, 76, 68)),
        evaluate(facts(**RAISED), at),
    ]
    found = roll_up(rows)
    assert (found.total, found.rated, found.judged, found.reported, found.with_target) == (2, 2, 2, 5, 6)
    assert found.counts == ((Group.ON_TRACK, 1), (Group.LATE, 1))
    assert found.words == ((Group.IMPROVED, 2), (Group.WORSENED, 1), (Group.NONE, 1))
    assert roll_up_sentence(found) == (
        "2の指標のうち1が達成・順調です。言葉の目標の4指標は、改善2、悪化1、判定なし1です。"
    )
    assert roll_up_from(counters_of(found)) == found
    assert roll_up_together([found, found]).words == (
        (Group.IMPROVED, 4),
        (Group.WORSENED, 2),
        (Group.NONE, 2),
    )
    alone = roll_up(rows[2:5])
    assert roll_up_sentence(alone) == "言葉の目標の3指標は、改善2、悪化1です。"


ORDER = [V.WORSENED, V.UNCHANGED, V.IMPROVED]


@PROFILE
@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.decimals(0, 50, places=2),
    st.sampled_from(["increase", "decrease", "keep_at_least", "keep_at_most"]),
)
def test_a_better_value_is_never_judged_worse(one, other, margin, direction):
    def judged(value: Decimal) -> int:
        known = facts(direction, values={"2024": value}, margin=margin, **RAISED)
        return ORDER.index(evaluate(known, day("2025-04-01")).verdict)

    worse, better = sorted((one, other), reverse=direction in ("decrease", "keep_at_most"))
    assert judged(worse) <= judged(better)
