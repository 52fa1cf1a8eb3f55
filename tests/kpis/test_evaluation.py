"""Rules 3–6: every row of the verdict table at, just above and just below its thresholds. Numbers worked by hand."""

from decimal import Decimal

import pytest

from kpis.evaluation import Reason, evaluate
from kpis.terms import Group, Verdict

from .factories import day, facts, judge, period, row

D = Decimal
LEVELS = ["level", "cumulative"]
FLOWS = ["flow", "year_to_date"]


def report(series: str, frequency: str, year: int, amount: str) -> dict[str, Decimal]:
    """The whole of one fiscal year's `amount`, reported the way that series and frequency does: a tenth of it in the
    first quarter, then two, three and four tenths; a level only reaches it at the end."""
    whole = D(amount)
    if frequency == "yearly":
        return {str(year): whole}
    shares = ["0.1", "0.2", "0.3", "0.4"] if frequency == "quarterly" else ["0.3", "0.7"]
    quarters = [1, 2, 3, 4] if frequency == "quarterly" else [2, 4]
    amounts = [whole * D(share) for share in shares]
    if series != "flow":
        amounts = [sum(amounts[: k + 1]) for k in range(len(amounts))]
    return {f"{year}-Q{quarter}": value for quarter, value in zip(quarters, amounts, strict=True)}


FORMS = [
    (series, frequency)
    for series in ("level", "cumulative", "flow", "year_to_date")
    for frequency in ("yearly", "half-yearly", "quarterly")
]


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


OVERTIME = {"base": ("2022", 145), "targets": {"2025": 120}}


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


# --- which value and which target


def test_a_target_in_the_past_is_judged_at_its_period():
    way = {"base": ("2020", 0), "targets": {"2023": 100}}
    found = judge(**way, values={"2022": 50, "2023": 80, "2024": 120}, at="2025")
    assert (found.value, found.verdict) == (
        80,
        Verdict.NOT_ACHIEVED,
    )  # the 120 came too late: shown, not judged


def test_without_the_last_periods_value_the_one_before_is_judged_on_its_way():
    found = judge(base=("2020", 0), targets={"2024": 100}, values={"2023": 75}, at="2026")
    assert (found.verdict, found.is_final) == (Verdict.ON_TRACK, False)  # E at FY2023 = 75


def test_a_value_is_compared_with_its_own_day_not_with_today():
    # FY2021 of 0 → 100 over FY2020–2025: E = 20, whatever day it is judged on
    found = judge(base=("2020", 0), targets={"2025": 100}, values={"2021": 20}, at="2024")
    assert (found.expected, found.verdict) == (20, Verdict.ON_TRACK)


def test_the_yearly_target_of_a_quarterly_level_stands_at_the_fourth_quarter():
    way = {"base": ("2020", 0), "targets": {"2025": 100}}
    assert judge(frequency="quarterly", **way, values={"2025-Q4": 95}).verdict is Verdict.NEARLY
    # one quarter earlier E = 100 × 19/20 = 95
    assert judge(frequency="quarterly", **way, values={"2025-Q3": 95}).verdict is Verdict.ON_TRACK


def test_the_path_leads_through_every_target():
    way = {"base": ("2020", 0), "targets": {"2022": 80, "2026": 100}}
    found = {year: judge(**way, values={year: 60}).expected for year in ("2021", "2022", "2024", "2026")}
    assert found == {"2021": 40, "2022": 80, "2024": 90, "2026": 100}


def test_a_target_on_the_way_is_no_end():
    found = judge(base=("2020", 0), targets={"2022": 80, "2026": 100}, values={"2022": 80})
    assert (found.verdict, found.attainment, found.is_final) == (Verdict.ON_TRACK, D("0.8"), False)


MOVED = [row("2025", 100, "2020-04-01"), row("2025", 50, "2023-10-01")]


@pytest.mark.parametrize(
    ("at", "expected", "verdict"),
    [
        # FY2022 is 2/5 of the way from FY2020 to FY2025: 40 of 100, 20 of 50
        ("2023-09-30", 40, Verdict.BEHIND),  # S = 20/40
        ("2023-10-01", 20, Verdict.ON_TRACK),  # the whole path is drawn again from the baseline
    ],
)
def test_a_moved_target_counts_from_its_day_on_and_redraws_the_path(at, expected, verdict):
    found = judge(base=("2020", 0), targets=MOVED, values={"2022": 20}, at=at)
    assert (found.expected, found.verdict) == (expected, verdict)


def test_the_order_of_the_ledgers_lines_does_not_matter():
    found = judge(base=("2020", 0), targets=MOVED[::-1], values={"2022": 20}, at="2024")
    assert found.expected == 20


def test_a_target_not_yet_in_force_is_no_target():
    found = judge(
        base=("2020", 0), targets=[row("2025", 100, "2024-04-01")], values={"2022": 20}, at="2024-03-31"
    )
    assert (found.verdict, found.reason) == (Verdict.NOT_RATED, Reason.NO_TARGET)


def test_a_withdrawn_target_is_no_target():
    ledger = [row("2025", 100), row("2025", None, "2024-04-01")]
    assert (
        judge(base=("2020", 0), targets=ledger, values={"2022": 40}, at="2024-03-31").verdict
        is Verdict.ON_TRACK
    )
    assert (
        judge(base=("2020", 0), targets=ledger, values={"2022": 40}, at="2024-04-01").verdict
        is Verdict.NOT_RATED
    )


def test_when_the_last_of_two_targets_is_withdrawn_the_other_is_the_end():
    ledger = [row("2023", 60), row("2025", 100), row("2025", None, "2023-04-01")]
    found = judge(base=("2020", 0), targets=ledger, values={"2023": 60, "2024": 90}, at="2025")
    assert (found.value, found.verdict, found.target.value) == (60, Verdict.ACHIEVED, 60)


def test_a_withdrawn_target_may_come_back():
    ledger = [row("2025", 100), row("2025", None, "2022-04-01"), row("2025", 50, "2023-04-01")]
    assert judge(base=("2020", 0), targets=ledger, values={"2022": 20}, at="2024").expected == 20


# --- rows without a judgement


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"direction": "monitor", "targets": {"2030": 100}}, Reason.MONITORED),
        ({"direction": "increase", "targets": {"2030": 100}, "is_reference": True}, Reason.REFERENCE),
        ({"direction": "increase", "targets": {}}, Reason.NO_TARGET),
        ({"direction": "increase", "targets": {"2030": None}}, Reason.NO_TARGET),
        ({"direction": "keep_at_least"}, Reason.NO_TARGET),
        ({"direction": "keep_within", "lower": 20}, Reason.NO_TARGET),
        ({"direction": "keep_within", "upper": 20, "targets": {"2030": 100}}, Reason.NO_TARGET),
    ],
)
@pytest.mark.parametrize("values", [{}, {"2025": 50}, {"2025": "1/0"}])
def test_what_is_not_rated_comes_first(given, reason, values):
    found = judge(**given, base=("2020", 0), values=values, at="2025")
    assert (found.verdict, found.reason, found.group) == (Verdict.NOT_RATED, reason, Group.NONE)


@pytest.mark.parametrize("values", [{}, {"2024": "M"}, {"2026": 50}, {"2031": 50}])
@pytest.mark.parametrize("base", [None, ("2020", 0)])
def test_no_data(base, values):
    # FY2026 has not ended on the day; FY2031 is after the last target
    assert judge(base=base, targets={"2030": 100}, values=values, at="2025").verdict is Verdict.NO_DATA


def test_no_data_when_every_value_came_after_the_last_target():
    assert (
        judge(base=("2020", 0), targets={"2023": 9}, values={"2024": 9}, at="2025").verdict is Verdict.NO_DATA
    )


@pytest.mark.parametrize(
    ("series", "values", "reason"),
    [
        ("flow", {"2025-Q1": 1, "2025-Q3": 1}, Reason.GAP),
        ("flow", {"2025-Q1": "0/0"}, Reason.ZERO_DENOMINATOR),
        ("level", {"2025-Q1": 5, "2025-Q2": "0/0"}, Reason.ZERO_DENOMINATOR),
    ],
)
@pytest.mark.parametrize("direction", ["increase", "decrease", "keep_at_least", "keep_at_most"])
def test_not_evaluable(direction, series, values, reason):
    found = judge(direction, series, "quarterly", base=("2020", 0), targets={"2030": 100}, values=values)
    assert (found.verdict, found.reason, found.value) == (Verdict.NOT_EVALUABLE, reason, None)


# --- rule 3: baselines


def test_a_running_total_without_a_baseline_begins_with_nothing_at_the_plans_start():
    # plan from April 2021 = end of FY2020; E at the end of FY2022 = 100 × 8/20 = 40
    found = judge("increase", "cumulative", start="2021-04-01", targets={"2025": 100}, values={"2022": 38})
    assert (found.expected, found.attainment, found.pace) == (40, D("0.38"), D("0.95"))
    assert found.verdict is Verdict.ON_TRACK
    assert not found.baseline_is_provisional


def test_a_plan_may_start_within_a_year():
    # from October 2021 = end of the second quarter: FY2025 is 14 quarters on, the end of FY2022 6: E = 140 × 6/14 = 60
    found = judge("increase", "cumulative", start="2021-10-01", targets={"2024": 140}, values={"2022": 60})
    assert found.expected == 60


def test_the_first_value_of_a_level_is_too_early_before_the_end():
    found = judge(targets={"2025": 100}, values={"2022": 20})
    assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_VALUE)
    assert (found.attainment, found.baseline_is_provisional) == (None, True)


def test_the_first_value_of_a_level_is_the_baseline_of_the_next():
    # B = 20 at FY2022 → 100 at FY2026: E at FY2024 = 60, P = (44 − 20)/80 = 0.3, S = 24/40 = 0.6
    found = judge(targets={"2026": 100}, values={"2022": 20, "2024": 44})
    assert (found.baseline.period, found.baseline.value) == (period("2022"), 20)
    assert (found.attainment, found.pace, found.verdict) == (D("0.3"), D("0.6"), Verdict.SLIGHTLY_BEHIND)


@pytest.mark.parametrize(("value", "verdict"), [(90, Verdict.NEARLY), ("89.99", Verdict.NOT_ACHIEVED)])
def test_an_only_value_at_the_end_is_judged_by_the_target_alone(value, verdict):
    # within 10 % of |100|
    found = judge(targets={"2025": 100}, values={"2025": value})
    assert (found.verdict, found.attainment) == (verdict, None)


def test_an_only_value_at_the_end_that_meets_the_target_achieves_it():
    assert judge(targets={"2025": 100}, values={"2025": 100}).verdict is Verdict.ACHIEVED


def test_an_only_value_at_the_end_achieves_also_where_the_plan_began_earlier():
    # No baseline and no earlier value: nothing says that a bound was to be kept since the plan's start.
    assert judge(targets={"2025": 100}, values={"2025": 120}, start="2021-04-01").verdict is Verdict.ACHIEVED


def test_a_stored_first_value_is_as_provisional_as_a_derived_one():
    stored = {"base": ("2022", 20), "baseline_is_provisional": True, "targets": {"2026": 100}}
    assert judge(**stored, values={"2022": 20}).reason is Reason.FIRST_VALUE
    assert judge(**stored, values={"2022": 20, "2024": 44}).verdict is Verdict.SLIGHTLY_BEHIND


def test_a_stored_first_value_is_the_same_value_however_its_period_is_written():
    # the fourth quarter of FY2022 and FY2022 are one place on the time axis
    stored = {"base": ("2022", 20), "baseline_is_provisional": True, "targets": {"2026": 100}}
    assert (
        judge("increase", "level", "quarterly", **stored, values={"2022-Q4": 20}).reason is Reason.FIRST_VALUE
    )


def test_a_first_report_without_cases_is_no_baseline():
    found = judge(targets={"2025": 100}, values={"2021": "0/0", "2022": "20/1"})
    assert found.baseline.period == period("2022")


def test_a_value_after_the_last_target_is_never_the_baseline():
    found = judge(targets={"2023": 100}, values={"2024": 20}, at="2025")
    assert (found.verdict, found.baseline) == (Verdict.NO_DATA, None)


@pytest.mark.parametrize("series", FLOWS)
def test_a_flow_without_a_baseline_has_no_attainment(series):
    found = judge("increase", series, targets={"2025": 100}, values={"2023": 95})
    assert (found.attainment, found.pace, found.baseline) == (None, D("0.95"), None)


FLOW_UP = [  # targets 100 in FY2023, 200 in FY2025: R of FY2024 = 150, S = A / 150
    ("200", Verdict.ACHIEVED),
    ("199.99", Verdict.AHEAD),
    ("157.5", Verdict.AHEAD),  # 1.05
    ("157.49", Verdict.ON_TRACK),
    ("142.5", Verdict.ON_TRACK),  # 0.95
    ("142.49", Verdict.SLIGHTLY_BEHIND),
    ("90", Verdict.SLIGHTLY_BEHIND),  # 0.60
    ("89.99", Verdict.BEHIND),
    ("-50", Verdict.BEHIND),
]
FLOW_DOWN = [  # targets 200 in FY2023, 100 in FY2025: R of FY2024 = 150, S = 150 / A
    ("100", Verdict.ACHIEVED),
    ("100.01", Verdict.AHEAD),
    ("142.85", Verdict.AHEAD),  # 1.05005
    ("142.86", Verdict.ON_TRACK),  # 1.04998
    ("157.89", Verdict.ON_TRACK),  # 0.95003
    ("157.90", Verdict.SLIGHTLY_BEHIND),  # 0.94997
    ("250", Verdict.SLIGHTLY_BEHIND),  # 0.60
    ("250.01", Verdict.BEHIND),
]


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize(
    ("direction", "targets", "amount", "verdict"),
    [("increase", {"2023": 100, "2025": 200}, *case) for case in FLOW_UP]
    + [("decrease", {"2023": 200, "2025": 100}, *case) for case in FLOW_DOWN],
)
def test_a_flow_without_a_baseline_is_judged_by_its_years_reference(
    series, direction, targets, amount, verdict
):
    found = judge(direction, series, targets=targets, values={"2024": amount})
    assert (found.expected, found.verdict) == (150, verdict)


def test_before_the_first_target_a_flow_is_judged_by_that_target():
    found = judge("increase", "flow", targets={"2023": 100, "2025": 200}, values={"2021": 105})
    assert (found.expected, found.pace, found.verdict) == (100, D("1.05"), Verdict.AHEAD)


@pytest.mark.parametrize(
    ("direction", "target", "amount", "verdict"),
    [
        ("increase", 200, "200", Verdict.ACHIEVED),
        ("increase", 200, "180", Verdict.NEARLY),  # 20 = 10 % of 200
        ("increase", 200, "179.99", Verdict.NOT_ACHIEVED),
        ("decrease", 100, "110", Verdict.NEARLY),
        ("decrease", 100, "110.01", Verdict.NOT_ACHIEVED),
        ("increase", -100, "-110", Verdict.NEARLY),
        ("increase", -100, "-110.01", Verdict.NOT_ACHIEVED),
        ("decrease", 0, "0", Verdict.ACHIEVED),
        ("decrease", 0, "0.01", Verdict.NOT_ACHIEVED),  # 10 % of nothing is nothing
    ],
)
def test_a_flow_without_a_baseline_at_its_end(direction, target, amount, verdict):
    found = judge(direction, "flow", targets={"2025": target}, values={"2025": amount})
    assert (found.verdict, found.attainment) == (verdict, None)


def test_reducing_to_nothing_without_a_baseline():
    # R = 0: S = 0 / 3 = 0 for any amount left
    assert judge("decrease", "flow", targets={"2025": 0}, values={"2023": 3}).verdict is Verdict.BEHIND


def test_nothing_counted_so_far_of_a_falling_flow_is_ahead_not_achieved():
    found = judge("decrease", "flow", "quarterly", targets={"2025": 10}, values={"2024-Q1": 0, "2024-Q2": 0})
    assert (found.verdict, found.annualized) == (Verdict.AHEAD, 0)


def test_a_zero_baseline_divides_nothing_by_zero():
    found = judge(base=("2020", 0), targets={"2025": 10}, values={"2022": 0})
    assert (found.verdict, found.pace, found.attainment) == (Verdict.BEHIND, 0, 0)


def test_negative_numbers_keep_their_direction():
    # a deficit from −100 to −20: E at the half −60; A = −62: P = 38/80, S = 38/40 = 0.95
    found = judge(base=("2021", -100), targets={"2025": -20}, values={"2023": -62})
    assert (found.attainment, found.pace, found.verdict) == (D("0.475"), D("0.95"), Verdict.ON_TRACK)


def test_a_value_before_the_baseline_is_too_early():
    found = judge(base=("2022", 10), targets={"2026": 50}, values={"2021": 12})
    assert (found.verdict, found.expected) == (Verdict.TOO_EARLY, 10)


def test_a_baseline_after_the_last_target_still_gets_an_answer():
    # E = T from the baseline on; P = (70 − 60)/(80 − 60)
    found = judge(base=("2026", 60), targets={"2024": 80}, values={"2024": 70})
    assert (found.attainment, found.verdict) == (D("0.5"), Verdict.NOT_ACHIEVED)


def test_a_target_before_the_baseline_is_not_on_the_path():
    found = judge(base=("2022", 60), targets={"2021": 1000, "2026": 80}, values={"2024": 70})
    assert (found.expected, found.verdict) == (70, Verdict.ON_TRACK)


# --- rule 4


@pytest.mark.parametrize(
    ("direction", "target", "value", "achievement"),
    [
        ("increase", 80, 62, "0.775"),
        ("increase", 80, 100, "1.25"),
        ("increase", 0, -5, None),
        ("increase", -10, -20, None),
        ("decrease", 50, 75, None),
    ],
)
def test_achievement_is_of_an_increase_towards_a_positive_target(direction, target, value, achievement):
    base = 100 if direction == "decrease" else -50
    found = judge(direction, base=("2020", base), targets={"2030": target}, values={"2025": value})
    assert found.achievement == (achievement and D(achievement))


def test_attainment_is_never_clipped():
    way = {"base": ("2020", 0), "targets": {"2030": 10}}
    assert judge(**way, values={"2025": 1000}).attainment == 100
    assert judge(**way, values={"2025": -1000}).attainment == -100


# --- TOO_EARLY and the small step. 0 at the end of FY2020 → 100 at the end of FY2030: 2.5 a quarter


@pytest.mark.parametrize(
    ("when", "value", "verdict"),
    [
        ("2021-Q3", "7.5", Verdict.TOO_EARLY),  # E = 7.5 < 10
        ("2021-Q3", "99", Verdict.TOO_EARLY),
        ("2021-Q3", "100", Verdict.ACHIEVED),
        ("2021-Q3", "-5", Verdict.TOO_EARLY),  # P = −0.05
        ("2021-Q3", "-5.01", Verdict.REVERSED),
        ("2021-Q4", "10", Verdict.ON_TRACK),  # E = 10 is not < 10
        ("2021-Q4", "5.99", Verdict.BEHIND),
    ],
)
def test_at_the_beginning_of_the_path_it_is_too_early(when, value, verdict):
    found = judge(
        "increase", "level", "quarterly", base=("2020", 0), targets={"2030": 100}, values={when: value}
    )
    assert found.verdict is verdict
    assert found.reason is (Reason.NEAR_START if verdict is Verdict.TOO_EARLY else None)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("50", Verdict.TOO_EARLY),
        ("-5", Verdict.TOO_EARLY),
        ("-6", Verdict.SLIGHTLY_BEHIND),  # E = B: g = −0.06 judges, so never REVERSED
        ("-20", Verdict.SLIGHTLY_BEHIND),
        ("-20.01", Verdict.BEHIND),
    ],
)
@pytest.mark.parametrize("when", ["2019", "2020"])
def test_where_the_path_begins_only_a_fall_is_judged(when, value, verdict):
    assert judge(base=("2020", 0), targets={"2030": 100}, values={when: value}).verdict is verdict


GAPS = [  # around E = 8 on the way to 100; g = (A − 8) / 100
    ("13", Verdict.AHEAD),  # +0.05
    ("12.99", Verdict.ON_TRACK),
    ("3", Verdict.ON_TRACK),  # −0.05
    ("2.99", Verdict.SLIGHTLY_BEHIND),
    ("-12", Verdict.SLIGHTLY_BEHIND),  # −0.20, and P = −0.12: the gap judges, so not REVERSED
    ("-12.01", Verdict.BEHIND),
]


@pytest.mark.parametrize("series", LEVELS)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("value", "verdict"), GAPS)
def test_after_the_first_segment_a_small_step_is_judged_by_the_gap(series, sign, value, verdict):
    found = judge(
        "increase" if sign > 0 else "decrease",
        series,
        base=("2020", 0),
        targets={"2022": 5 * sign, "2024": 8 * sign, "2030": 100 * sign},
        values={"2024": D(value) * sign},
    )
    assert (found.verdict, found.pace) == (verdict, None)
    assert found.gap == (D(value) - 8) / 100


def test_a_step_of_a_tenth_is_not_small():
    # E = 10: S judges, and P = −0.06 is a reversal
    way = {"base": ("2020", 0), "targets": {"2022": 5, "2024": 10, "2030": 100}}
    assert judge(**way, values={"2024": -6}).verdict is Verdict.REVERSED


def test_the_first_target_itself_belongs_to_the_first_segment():
    way = {"base": ("2020", 0), "targets": {"2022": 5, "2030": 100}}
    assert judge(**way, values={"2022": 5}).verdict is Verdict.TOO_EARLY


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("5", Verdict.AHEAD),
        ("4.99", Verdict.ON_TRACK),
        ("-5", Verdict.ON_TRACK),
        ("-5.01", Verdict.SLIGHTLY_BEHIND),
        ("-20.01", Verdict.BEHIND),
    ],
)
def test_where_the_path_returns_to_the_baseline_the_gap_judges(value, verdict):
    way = {"base": ("2020", 0), "targets": {"2022": 30, "2024": 0, "2030": 100}}
    assert judge(**way, values={"2024": value}).verdict is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("-15", Verdict.AHEAD),  # E = −20: g = +0.05
        ("-15.01", Verdict.ON_TRACK),
        ("-25", Verdict.ON_TRACK),
        ("-25.01", Verdict.SLIGHTLY_BEHIND),
        ("-40", Verdict.SLIGHTLY_BEHIND),
        ("-40.01", Verdict.BEHIND),
    ],
)
@pytest.mark.parametrize("when", ["2022", "2023"])
def test_a_planned_dip_is_judged_by_the_gap(when, value, verdict):
    # an investment first: down to −20 in FY2022 and FY2023, up to 100 in FY2030
    way = {"base": ("2020", 0), "targets": {"2022": -20, "2023": -20, "2030": 100}}
    assert judge(**way, values={when: value}).verdict is verdict


# --- rule 2: years in progress


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize("direction", ["increase", "decrease"])
@pytest.mark.parametrize("frequency", ["quarterly", "half-yearly"])
def test_the_first_period_without_an_earlier_year_is_too_early(series, direction, frequency):
    when = "2024-Q1" if frequency == "quarterly" else "2024-Q2"
    base = ("2022", 50 if direction == "increase" else 500)
    for given in (base, None):
        found = judge(direction, series, frequency, base=given, targets={"2025": 100}, values={when: 40})
        assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_PERIOD)


@pytest.mark.parametrize("series", FLOWS)
def test_the_first_period_with_an_earlier_full_year_is_judged(series):
    earlier = [10, 20, 30, 40] if series == "flow" else [10, 30, 60, 100]
    values = {f"2023-Q{k}": value for k, value in enumerate(earlier, start=1)} | {"2024-Q1": 12}
    found = judge("increase", series, "quarterly", base=("2022", 50), targets={"2026": 150}, values=values)
    # A* = 12 ÷ 0.1 = 120; E at FY2024 = 50 + 100 × 2/4 = 100; S = 70/50
    assert (found.annualized, found.expected, found.pace) == (120, 100, D("1.4"))
    assert found.verdict is Verdict.AHEAD


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize(("amount", "verdict"), [(100, Verdict.ACHIEVED), (99, Verdict.TOO_EARLY)])
def test_what_is_achieved_already_is_not_too_early(series, amount, verdict):
    assert (
        judge("increase", series, "quarterly", targets={"2025": 100}, values={"2024-Q1": amount}).verdict
        is verdict
    )


def test_the_annualized_value_achieves_nothing():
    # 60 in half a year: A* = 120 ≥ 100, but so far it is 60
    found = judge(
        "increase", "flow", "quarterly", targets={"2025": 100}, values={"2025-Q1": 30, "2025-Q2": 30}
    )
    assert (found.annualized, found.verdict, found.is_final) == (120, Verdict.AHEAD, False)


def test_an_early_achievement_is_no_worse_than_expected():
    # 120 meets the last target 100, but FY2024's own is 150
    way = {"targets": {"2024": 150, "2025": 100}}
    assert (
        judge("increase", "flow", **way, values={"2024": 120}).verdict is Verdict.SLIGHTLY_BEHIND
    )  # S = 0.8
    assert judge("increase", "flow", **way, values={"2024": 150}).verdict is Verdict.ACHIEVED
    level = {"base": ("2020", 0), "targets": {"2024": 150, "2025": 100}}
    assert judge(**level, values={"2024": 149}).verdict is Verdict.ON_TRACK
    assert judge(**level, values={"2024": 150}).verdict is Verdict.ACHIEVED


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize("base", [None, ("2022", 145)])
def test_a_falling_flow_is_achieved_only_by_a_full_year(series, base):
    amounts = [10, 10, 10, 10] if series == "flow" else [10, 20, 30, 40]
    values = {f"2024-Q{k}": value for k, value in enumerate(amounts, start=1)}
    part = dict(list(values.items())[:3])
    way = {"base": base, "targets": {"2025": 120}}
    assert judge("decrease", series, "quarterly", **way, values=part).verdict is Verdict.AHEAD
    assert judge("decrease", series, "quarterly", **way, values=values).verdict is Verdict.ACHIEVED


def test_a_falling_flow_in_its_last_year_is_not_final_before_the_year_ends():
    values = {"2025-Q1": 10, "2025-Q2": 10, "2025-Q3": 10}
    found = judge("decrease", "flow", "quarterly", **OVERTIME, values=values)
    assert (found.verdict, found.is_final) == (Verdict.AHEAD, False)


def test_a_year_in_progress_is_never_called_a_reversal():
    # 100 → 200; A* = 80: P = −0.2, S < 0. E at FY2024 = 166.66…
    way = {"base": ("2022", 100), "targets": {"2025": 200}}
    part = {"2024-Q1": 20, "2024-Q2": 20, "2024-Q3": 20}
    found = judge("increase", "flow", "quarterly", **way, values=part)
    assert (found.attainment, found.verdict) == (D("-0.2"), Verdict.BEHIND)
    assert (
        judge("increase", "flow", "quarterly", **way, values=part | {"2024-Q4": 20}).verdict
        is Verdict.REVERSED
    )


def test_the_progress_of_the_year_stands_beside_the_attainment():
    # R of FY2024 = 128.33…; 64 of it so far
    found = judge("decrease", "flow", "quarterly", **OVERTIME, values={"2024-Q1": 32, "2024-Q2": 32})
    assert found.year_progress == (D(64) * 12 / D(1540)).quantize(D("1E-15"))  # 64 ÷ (1540/12)
    assert found.attainment == D("0.68")  # (128 − 145) / −25


def test_a_ratio_of_a_year_in_progress_is_judged_as_it_is():
    values = {"2024-Q1": "30/40", "2024-Q2": "45/60"}  # 75 of 100
    found = judge("increase", "flow", "quarterly", targets={"2025": 80}, values=values, unit="%")
    assert (found.value, found.annualized, found.pace) == (75, None, D("0.9375"))
    assert found.verdict is Verdict.SLIGHTLY_BEHIND


def test_a_ratio_above_its_target_is_not_achieved_before_the_year_ends():
    # 90 % after two quarters may still fall; a sum of things counted may not
    way = {"targets": {"2025": 80}, "unit": "%"}
    values = {"2024-Q1": "40/40", "2024-Q2": "50/60"}
    assert judge("increase", "flow", "quarterly", **way, values=values).verdict is Verdict.AHEAD
    full = values | {"2024-Q3": "0/0", "2024-Q4": "0/0"}
    assert judge("increase", "flow", "quarterly", **way, values=full).verdict is Verdict.ACHIEVED


@pytest.mark.parametrize("series", FLOWS)
def test_on_each_day_the_quarters_known_by_then_are_summed(series):
    known = facts(
        "increase",
        series,
        "quarterly",
        targets={"2025": 100},
        values={"2024-Q1": 20, "2024-Q2": 40, "2024-Q3": 90},
    )
    assert evaluate(known, day("2024-Q2")).reading.reported == 2
    assert evaluate(known, day("2024-Q3")).reading.reported == 3
