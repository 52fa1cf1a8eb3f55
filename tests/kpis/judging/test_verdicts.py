"""Rule 6: every row of the verdict table at, just above and just below its thresholds. Numbers worked by hand."""

from decimal import Decimal

import pytest

from kpis.judging.terms import Group, Verdict

from .factories import FORMS, OVERTIME, judge, report

D = Decimal

# --- the ladder, 0 at the end of FY2020 → 100 at the end of FY2030: ten a year

HALF_WAY = [  # FY2025: E = 0 + 100 × 20/40 quarters = 50; S = A / 50, P = A / 100
    ("100", Verdict.ACHIEVED),  # meets Tn five years early, and 100 ≥ 50
    ("99.99", Verdict.AHEAD),
    ("52.5", Verdict.AHEAD),  # S = 1.05
    ("52.499", Verdict.ON_TRACK),  # S = 1.04998
    ("50", Verdict.ON_TRACK),
    ("47.5", Verdict.ON_TRACK),  # S = 0.95
    ("47.499", Verdict.SLIGHTLY_BEHIND),  # S = 0.94998
    ("30", Verdict.SLIGHTLY_BEHIND),  # S = 0.60
    ("29.999", Verdict.BEHIND),  # S = 0.59998
    ("0", Verdict.BEHIND),
    ("-5", Verdict.BEHIND),  # P = −0.05 is not below −0.05
    ("-5.001", Verdict.REVERSED),  # P = −0.05001
]
AT_THE_END = [  # FY2030 = tn
    ("100.01", Verdict.ACHIEVED),
    ("100", Verdict.ACHIEVED),
    ("99.999", Verdict.NEARLY),
    ("90", Verdict.NEARLY),  # P = 0.90
    ("89.999", Verdict.NOT_ACHIEVED),  # P = 0.89999
    ("0", Verdict.NOT_ACHIEVED),
    ("-6", Verdict.NOT_ACHIEVED),  # at tn there is no REVERSED
]


@pytest.mark.parametrize(("series", "frequency"), FORMS)
@pytest.mark.parametrize("direction", ["increase", "decrease"])
@pytest.mark.parametrize(
    ("year", "amount", "verdict"),
    [(2025, *case) for case in HALF_WAY] + [(2030, *case) for case in AT_THE_END],
)
def test_the_ladder_is_the_same_for_every_series_frequency_and_direction(
    direction, series, frequency, year, amount, verdict
):
    sign = 1 if direction == "increase" else -1
    found = judge(
        direction,
        series,
        frequency,
        base=("2020", 0),
        targets={"2030": 100 * sign},
        values=report(series, frequency, year, str(D(amount) * sign)),
    )
    assert found.verdict is verdict
    assert found.attainment == D(amount) / 100
    assert found.expected == (50 if year == 2025 else 100) * sign


@pytest.mark.parametrize(
    ("verdict", "group"),
    [
        (Verdict.NOT_RATED, "判定なし"),
        (Verdict.NO_DATA, "判定なし"),
        (Verdict.NOT_EVALUABLE, "判定なし"),
        (Verdict.TOO_EARLY, "判定なし"),
        (Verdict.ACHIEVED, "達成"),
        (Verdict.AHEAD, "順調"),
        (Verdict.ON_TRACK, "順調"),
        (Verdict.SLIGHTLY_BEHIND, "注意"),
        (Verdict.NEARLY, "注意"),
        (Verdict.BEHIND, "遅れ"),
        (Verdict.REVERSED, "遅れ"),
        (Verdict.NOT_ACHIEVED, "遅れ"),
    ],
)
def test_every_verdict_has_its_public_group(verdict, group):
    way = {"base": ("2020", 0), "targets": {"2030": 100}}
    found = {
        Verdict.NOT_RATED: judge("monitor", values={"2025": 1}),
        Verdict.NO_DATA: judge(**way, at="2025"),
        Verdict.NOT_EVALUABLE: judge(**way, values={"2025": "1/0"}),
        Verdict.TOO_EARLY: judge(frequency="quarterly", **way, values={"2021-Q3": 1}),
        Verdict.ACHIEVED: judge(**way, values={"2025": 100}),
        Verdict.AHEAD: judge(**way, values={"2025": 60}),
        Verdict.ON_TRACK: judge(**way, values={"2025": 50}),
        Verdict.SLIGHTLY_BEHIND: judge(**way, values={"2025": 40}),
        Verdict.NEARLY: judge(**way, values={"2030": 95}),
        Verdict.BEHIND: judge(**way, values={"2025": 10}),
        Verdict.REVERSED: judge(**way, values={"2025": -10}),
        Verdict.NOT_ACHIEVED: judge(**way, values={"2030": 10}),
    }[verdict]
    assert found.verdict is verdict
    assert found.group == group


@pytest.mark.parametrize(("at", "group"), [("2030", Group.LATE), ("2031-04-01", Group.MISSED)])
def test_a_missed_target_of_an_ended_plan_is_missed(at, group):
    found = judge(base=("2020", 0), targets={"2030": 100}, values={"2030": 10}, end="2031-03-31", at=at)
    assert (found.verdict, found.group) == (Verdict.NOT_ACHIEVED, group)


@pytest.mark.parametrize(("amount", "group"), [(95, Group.ATTENTION), (100, Group.ACHIEVED)])
def test_the_end_of_the_plan_changes_no_other_group(amount, group):
    found = judge(
        base=("2020", 0), targets={"2030": 100}, values={"2030": amount}, end="2031-03-31", at="2031"
    )
    assert found.group is group


# --- the worked vectors: yearly level, exactly half-way (FY2021 → FY2025, value of FY2023)


@pytest.mark.parametrize(
    ("direction", "base", "target", "value", "attainment", "pace", "verdict"),
    [
        ("decrease", 100, 50, 75, "0.5", "1", Verdict.ON_TRACK),  # (75−100)/(50−100); E = 75
        ("decrease", 40, 0, 20, "0.5", "1", Verdict.ON_TRACK),
        ("increase", 0, 100, 1, "0.01", "0.02", Verdict.BEHIND),  # 1/100; 1/50
        ("increase", 60, 80, 62, "0.1", "0.2", Verdict.BEHIND),  # 2/20; 2/10
        ("increase", 60, 80, 58, "-0.1", "-0.2", Verdict.REVERSED),  # −2/20
        ("increase", -10, 10, 5, "0.75", "1.5", Verdict.AHEAD),  # 15/20; 15/10
        ("decrease", 40, 10, 0, "1.333333333333333", "2.666666666666667", Verdict.ACHIEVED),  # 40/30; 40/15
    ],
)
def test_the_worked_vectors(direction, base, target, value, attainment, pace, verdict):
    found = judge(direction, base=("2021", base), targets={"2025": target}, values={"2023": value})
    assert found.verdict is verdict
    assert (found.attainment, found.pace) == (D(attainment), D(pace))


@pytest.mark.parametrize(
    ("amounts", "annualized", "pace", "verdict"),
    [
        (["36.25"], "145", "0", Verdict.TOO_EARLY),
        (["36.25", "36.25"], "145", "0", Verdict.BEHIND),  # 72.5 ÷ 2/4 = 145
        # E at the end of FY2024 = 145 − 25 × 8/12 = 128.33…; S = (128 − 145) / (128.33… − 145) = 17 / 16.66… = 1.02
        (["32", "32"], "128", "1.02", Verdict.ON_TRACK),
    ],
)
def test_the_worked_year_in_progress(amounts, annualized, pace, verdict):
    values = {f"2024-Q{k}": amount for k, amount in enumerate(amounts, start=1)}
    found = judge("decrease", "flow", "quarterly", **OVERTIME, values=values)
    assert found.verdict is verdict
    assert (found.annualized, found.pace) == (D(annualized), D(pace))
