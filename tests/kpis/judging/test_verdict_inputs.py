"""Rules 1, 4 and 5: which value and which target count, and rows without a judgement. Numbers worked by hand."""

from decimal import Decimal

import pytest

from kpis.judging.outcome import Reason
from kpis.judging.terms import Group, Verdict

from .factories import judge, period, point, row

D = Decimal

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
    assert not (found.is_final or found.baseline_is_provisional)


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
        ("flow", {"2025-Q1": "5/0"}, Reason.ZERO_DENOMINATOR),
        ("level", {"2025-Q1": 5, "2025-Q2": "5/0"}, Reason.ZERO_DENOMINATOR),
        ("flow", {"2025-Q1": "0/0"}, Reason.NOTHING_TO_COUNT),
        ("level", {"2025-Q1": 5, "2025-Q2": "0/0"}, Reason.NOTHING_TO_COUNT),
        ("flow", {"2025-Q1": 5, "2025-Q2": "1/2"}, Reason.MIXED),
    ],
)
@pytest.mark.parametrize("direction", ["increase", "decrease", "keep_at_least", "keep_at_most"])
def test_not_evaluable(direction, series, values, reason):
    found = judge(direction, series, "quarterly", base=("2020", 0), targets={"2030": 100}, values=values)
    assert (found.verdict, found.reason, found.value) == (Verdict.NOT_EVALUABLE, reason, None)


@pytest.mark.parametrize("direction", ["increase", "decrease", "keep_at_least", "keep_at_most"])
@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"2025-Q1": 1, "2025-Q3": 1}, "2025-Q3"),
        ({"2025-Q1": 1, "2025-Q2": 1, "2025-Q3": "M"}, "2025-Q3"),
        ({"2025-Q1": 1, "2025-Q2": 1}, "2026-05-01"),  # the last quarter was due on 30 April
    ],
)
def test_a_year_that_will_not_be_whole_is_not_judged_but_told(direction, values, at):
    found = judge(
        direction, "flow", "quarterly", base=("2020", 5), targets={"2030": 100}, values=values, at=at
    )
    assert (found.verdict, found.reason, found.value) == (Verdict.NOT_EVALUABLE, Reason.GAP, 2)


@pytest.mark.parametrize(
    ("direction", "amounts", "verdict"),
    [
        ("increase", (500, 500, 400), Verdict.ACHIEVED),  # 1,400 of 1,300: what is missing cannot undo it
        ("increase", (330, 330, 330), Verdict.NOT_EVALUABLE),
        ("decrease", (100, 100, 100), Verdict.NOT_EVALUABLE),  # what is missing may be too much
        ("keep_at_least", (500, 500, 400), Verdict.ACHIEVED),
        ("keep_at_most", (100, 100, 100), Verdict.NOT_EVALUABLE),
    ],
)
@pytest.mark.parametrize("last", [{}, {"2025-Q4": "M"}])
@pytest.mark.parametrize("series", ["flow", "year_to_date"])
def test_only_what_is_certain_is_judged_of_a_year_that_is_not_whole(
    series, direction, amounts, verdict, last
):
    if series == "year_to_date":
        amounts = tuple(sum(amounts[: place + 1]) for place in range(3))
    values = {f"2025-Q{number}": amount for number, amount in enumerate(amounts, start=1)} | last
    base = ("2022", 1000 if direction == "increase" else 2000)
    found = judge(
        direction, series, "quarterly", base=base, targets={"2025": 1300}, values=values, at="2026-09-30"
    )
    assert found.verdict is verdict


def test_a_value_after_the_deadline_is_the_newest_and_says_when_it_reached_the_target():
    values = {"2023": 6, "2024": 8, "2025": 11, "2026": 9}
    found = judge(base=("2020", 0), targets={"2023": 10}, values=values, at="2026")
    assert (found.value, found.verdict) == (6, Verdict.NOT_ACHIEVED)
    assert (found.newest.value, found.is_newest_judged) == (9, False)
    assert found.reached_later == point("2025", 11)


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"values": {"2022": 50}, "base": None}, "2026-04-01"),  # a first value alone
        ({"values": {"2020-Q1": 50}, "base": ("2019", 50), "frequency": "quarterly"}, "2026-04-01"),
    ],
)
def test_after_the_deadline_nothing_is_too_early(given, at):
    early = judge(targets={"2025": 100}, **given)
    assert early.verdict is Verdict.TOO_EARLY
    late = judge(targets={"2025": 100}, **given, at=at)
    assert (late.verdict, late.reason) == (Verdict.NOT_EVALUABLE, Reason.DEADLINE_PASSED)


@pytest.mark.parametrize(
    ("value", "margin", "verdict", "is_worse"),
    [
        (59, 0, Verdict.NOT_ACHIEVED, False),  # P = −0.05
        ("58.9", 0, Verdict.NOT_ACHIEVED, True),
        ("58.9", 2, Verdict.NOT_ACHIEVED, False),  # within the margin of the baseline
        (77, 0, Verdict.NOT_ACHIEVED, False),
        (77, 3, Verdict.NEARLY, False),  # within the margin of the target
        (77, "2.9", Verdict.NOT_ACHIEVED, False),
    ],
)
def test_worse_than_the_baseline_stays_said_at_the_deadline(value, margin, verdict, is_worse):
    found = judge(base=("2022", 60), targets={"2026": 80}, values={"2026": value}, margin=D(margin))
    assert (found.verdict, found.is_worse_than_baseline) == (verdict, is_worse)
    assert ("基準より悪化" in found.label) is is_worse


def test_a_path_that_turns_has_neither_attainment_nor_pace():
    # 2,780 → 2,900 → 3,650 → 2,600: E at FY2024 = 3,650; g = (3,650 − 3,500) / 180
    found = judge(
        "decrease",
        base=("2022", 2780),
        targets={"2023": 2900, "2024": 3650, "2025": 2600},
        values={"2024": 3500},
    )
    assert (found.attainment, found.pace, found.turns) == (None, None, True)
    assert (found.expected, found.gap) == (3650, (D(150) / 180).quantize(D("1E-15")))
    assert found.verdict is Verdict.AHEAD


def test_a_plan_that_begins_in_december_expects_by_the_month():
    # 0 at the end of November 2023, 28 at the end of March 2026: one a month
    found = judge(
        "increase",
        "cumulative",
        "quarterly",
        targets={"2025": 28},
        values={"2023-Q3": 1, "2023-Q4": 4, "2024-Q1": 7},
        start="2023-12-01",
    )
    assert (found.baseline, found.expected, found.pace) == (point("2023-11", 0), 7, 1)


def test_a_surveys_last_value_before_the_deadline_is_final_once_it_has_passed():
    given = {
        "frequency": "every-3-years",
        "first_period": period("2021"),
        "base": ("2018", 40),
        "targets": {"2025": 60},
        "values": {"2021": 45, "2024": 58},
    }
    assert judge(**given, at="2025-04-01").is_final is False
    found = judge(**given, at="2026-04-01")
    assert (found.is_final, found.verdict) == (True, Verdict.NEARLY)  # P = 18/20


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
