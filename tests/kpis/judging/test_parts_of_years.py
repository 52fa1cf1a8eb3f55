"""Years of which only a part was asked for, because the plan or the indicator began late or ended early. By hand."""

from decimal import Decimal

import pytest

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Reason
from kpis.judging.sentences import sentence
from kpis.judging.terms import Verdict

from .factories import day, facts, judge, period

QUARTERS = {"series": "flow", "frequency": "quarterly", "unit": "件"}
LATE = QUARTERS | {"first_period": period("2024-Q3")}
TWO = {"2024-Q3": 60, "2024-Q4": 70}


@pytest.mark.parametrize(
    ("direction", "target", "verdict"),
    [
        ("increase", 130, Verdict.ACHIEVED),  # 130 in half a year: a whole one could only have been more
        ("increase", 131, Verdict.NOT_EVALUABLE),
        ("decrease", 400, Verdict.NOT_EVALUABLE),  # half a year below the limit of a whole one tells nothing
        ("decrease", 130, Verdict.NOT_EVALUABLE),
        ("decrease", 129, Verdict.NOT_EVALUABLE),  # missed, nearly or by far
        ("decrease", 100, Verdict.NOT_ACHIEVED),
        ("keep_at_most", 130, Verdict.NOT_EVALUABLE),
        ("keep_at_most", 129, Verdict.NOT_EVALUABLE),
        ("keep_at_most", 100, Verdict.NOT_ACHIEVED),
        ("keep_at_least", 130, Verdict.ACHIEVED),
        ("keep_at_least", 131, Verdict.NOT_EVALUABLE),
    ],
)
def test_a_part_of_the_targets_year_answers_only_where_more_could_not_change_it(direction, target, verdict):
    found = judge(direction, **LATE, targets={"2024": target}, values=TWO, at="2025-05-01")
    assert found.verdict is verdict
    assert found.reason is (Reason.PART_OF_YEAR if verdict is Verdict.NOT_EVALUABLE else None)


def test_it_says_why_it_does_not_answer():
    known = facts("decrease", **LATE, targets={"2024": 400}, values=TWO)
    found = evaluate(known, day("2025-05-01"))
    assert citizen_sentence(known, found) == (
        "令和6年度・2四半期の合計（年度の途中から）は130件です。"
        "1年分の値ではないので、1年の目標の400件に届いたかは判定できません。"
    )
    assert sentence(known, found).endswith("1年の目標と比べるには、足りない期間があります。")


@pytest.mark.parametrize(("upper", "verdict"), [(130, Verdict.NOT_EVALUABLE), (100, Verdict.NOT_ACHIEVED)])
def test_a_range_of_a_whole_year_is_told_only_where_it_is_exceeded(upper, verdict):
    limits = {"lower": 50, "upper": upper, "targets": {"2024": 90}}
    assert judge("keep_within", **LATE, **limits, values=TWO, at="2025-05-01").verdict is verdict


@pytest.mark.parametrize(
    ("count", "at", "verdict"), [(1, "2025-01-20", Verdict.TOO_EARLY), (2, "2025-05-01", Verdict.BEHIND)]
)
def test_one_quarter_does_not_tell_of_a_year_two_do(count, at, verdict):
    # 130 of two quarters: 260 a year; (260 − 200) / (400 − 200) = 0.3
    values = dict(list(TWO.items())[:count])
    found = judge(**LATE, base=("2022", 200), targets={"2026": 600}, values=values, at=at)
    assert found.verdict is verdict
    if count == 2:
        assert (found.annualized, found.pace) == (260, Decimal("0.3"))


def test_the_last_quarter_alone_is_no_year_either():
    late = QUARTERS | {"first_period": period("2024-Q4")}
    found = judge(**late, base=("2022", 200), targets={"2026": 600}, values={"2024-Q4": 160}, at="2025-05-31")
    assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_PERIOD)


def test_a_decreasing_sum_is_never_reached_before_its_year_is_over():
    # 10 so far: 40 a year, far below 120. It can still only grow.
    found = judge(
        "decrease",
        **QUARTERS,
        base=("2022", 145),
        targets={"2026": 120},
        values={"2024-Q1": 10, "2024-Q2": 10},
        at="2024-10-30",
    )
    assert (found.verdict, found.annualized) == (Verdict.AHEAD, 40)


def test_a_year_of_which_a_part_was_not_asked_for_is_not_counted_as_kept():
    years = {f"{year}-Q{quarter}": 30 for year in (2024, 2025) for quarter in (3, 4)}
    values = years | {"2025-Q1": 30, "2025-Q2": 30}
    found = judge("keep_at_least", **LATE, targets={"2026": 100}, values=values, at="2026-05-01")
    assert (found.value, found.kept) == (120, (1, 1))  # of FY2024 only half a year


@pytest.mark.parametrize(
    ("life", "series", "covers"),
    [
        ({"first_period": period("2024-Q3")}, "flow", "令和6年度・2四半期の合計（年度の途中から）は"),
        ({"first_period": period("2024-Q3")}, "year_to_date", "令和6年度第4四半期まで（年度の途中から）は"),
        ({"last_period": period("2024-Q2")}, "flow", "令和6年度・2四半期の合計（年度の途中まで）は"),
        ({"last_period": period("2024-Q2")}, "year_to_date", "令和6年度第2四半期までは"),
    ],
)
def test_its_label_says_that_it_is_a_part(life, series, covers):
    quarters = (3, 4) if "first_period" in life else (1, 2)
    values = {f"2024-Q{quarter}": 10 * place for place, quarter in enumerate(quarters, start=1)}
    known = facts(
        **QUARTERS | {"series": series} | life, base=("2022", 50), targets={"2026": 80}, values=values
    )
    found = evaluate(known, day("2025-06-30"))
    told = sentence(known, found)
    assert told.startswith(covers)
    whole = 60 if series == "flow" else 40  # 10 + 20, or the 20 of a running sum, of half a year
    assert f"1年分に直すと{whole}件になります（年換算）。" in told
    assert citizen_sentence(known, found).startswith(f"1年分に直すと{whole}件になります。")


def test_worse_than_the_start_is_the_year_not_what_is_reported_of_it():
    # a running sum of 20 in half a year: 40 a year, below the 50 of the start
    half = QUARTERS | {"series": "year_to_date", "last_period": period("2024-Q2")}
    known = facts(**half, base=("2022", 50), targets={"2026": 80}, values={"2024-Q1": 10, "2024-Q2": 20})
    found = evaluate(known, day("2025-06-30"))
    assert found.verdict is Verdict.REVERSED
    assert citizen_sentence(known, found) == (
        "1年分に直すと40件になります。始まりの50件より悪い値です。目標は、令和8年度に80件です。"
    )


@pytest.mark.parametrize(("quarter", "verdict"), [(51, Verdict.ON_TRACK), (39, Verdict.NOT_EVALUABLE)])
def test_a_gap_is_judged_by_the_bound_of_its_own_year(quarter, verdict):
    # 60 + 51 = 111 ≥ 100, the bound of FY2024; that of FY2026 is 300
    found = judge(
        "keep_at_least",
        **QUARTERS,
        targets={"2024": 100, "2026": 300},
        values={"2024-Q1": 60, "2024-Q2": quarter, "2024-Q3": "M", "2024-Q4": "M"},
        at="2025-06-30",
    )
    assert found.verdict is verdict


def test_what_a_part_of_a_year_has_used_up_is_no_share_of_the_way():
    # 50 in half a year are more than the 40 of a whole one; a whole one would have had 100, worse than the 60 before
    half = QUARTERS | {"start": "2024-10-01"}
    found = judge(
        "decrease",
        **half,
        base=("2022", 60),
        targets={"2024": 40},
        values={"2024-Q3": 30, "2024-Q4": 20},
        at="2025-03-31",
    )
    assert (found.verdict, found.attainment, found.pace) == (Verdict.NOT_ACHIEVED, None, None)


def test_a_ratio_of_a_part_of_a_year_says_so():
    known = facts(
        **LATE | {"unit": "%"},
        base=("2022", 60),
        targets={"2026": 95},
        values={"2024-Q3": "9/10", "2024-Q4": "9/10"},
    )
    told = sentence(known, evaluate(known, day("2025-05-01")))
    assert told.startswith("令和6年度・2四半期を通した割合（年度の途中から）は90%です。")


def test_something_of_nothing_spoils_the_years_ratio():
    known = facts(
        **QUARTERS | {"unit": "%"},
        base=("2022", 60),
        targets={"2026": 80},
        values={"2024-Q1": "5/0", "2024-Q2": "3/4"},
    )
    found = evaluate(known, day("2024-10-01"))
    assert (found.verdict, found.reason, found.value) == (
        Verdict.NOT_EVALUABLE,
        Reason.ZERO_DENOMINATOR,
        None,
    )


def test_nothing_to_count_in_a_whole_year_is_said_of_the_year():
    none = {f"2024-Q{quarter}": "0/0" for quarter in (1, 2, 3, 4)}
    known = facts(**QUARTERS | {"unit": "%"}, base=("2022", 60), targets={"2026": 80}, values=none)
    found = evaluate(known, day("2025-05-01"))
    assert citizen_sentence(known, found) == "令和6年度は、数える対象がありませんでした（該当なし）。"
    assert sentence(known, found) == "令和6年度は、数える対象がありませんでした（分母も分子も0）。"
    watched = facts("monitor", **QUARTERS | {"unit": "%"}, values=none)
    told = citizen_sentence(watched, evaluate(watched, day("2025-05-01")))
    assert told == "令和6年度の値はありません。判定はしません。"


def test_every_quarter_that_may_still_come_is_awaited():
    known = facts(**QUARTERS, base=("2022", 60), targets={"2026": 80}, values={"2024-Q1": 25, "2024-Q2": 15})
    told = sentence(known, evaluate(known, day("2025-04-10")))
    assert "第3四半期、第4四半期は報告待ちです。" in told
