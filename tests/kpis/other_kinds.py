"""A plan with one indicator of every other kind than plain numbers, on 1 August 2025: the first quarter is reported."""

from datetime import date
from decimal import Decimal

from plans.models import Plan
from tests.factories import (
    freeze_today,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

DAY = date(2025, 8, 1)
VERDICTS = {
    "steps": "遅れ",
    "yes": "完了",
    "words": "改善",
    "keep": "悪化",
    "strict": "わずかに届かない",
    "ladder": "順調",
    "rank": "届いていない",
}


def build(monkeypatch) -> Plan:
    freeze_today(monkeypatch, DAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))
    goal = make_goal(plan, "1")
    milestone = {"kind": "milestone", "unit": ""}
    steps = make_indicator(
        plan,
        "steps",
        goal,
        name="書かない窓口",
        steps="2024-09 検討\n2025-03 試行\n2026-03 実施",
        order=1,
        **milestone,
    )
    for period, value, day in (("2024-Q2", 1, date(2024, 9, 20)), ("2025-Q1", 1, None)):
        make_measurement(steps, period, value, as_of=day)
    yes = make_indicator(plan, "yes", goal, name="方針の策定", steps="2025-06 策定", order=2, **milestone)
    make_measurement(yes, "2025-Q1", 1, as_of=date(2025, 6, 18))
    words = {"kind": "words", "frequency": "yearly", "baseline_period": "2023"}
    up = make_indicator(
        plan, "words", goal, name="満足度", target_wording="満足度の向上", unit="%", decimals=1, baseline_value=Decimal("71.2"),
        margin=2, margin_reason="標本調査の誤差", order=3, **words,
    )  # fmt: skip
    make_measurement(up, "2024", Decimal("75.4"))
    keep = make_indicator(
        plan, "keep", goal, name="開館日数", target_wording="開館日数の維持", unit="日", direction="keep_at_least", baseline_value=300,
        order=4, **words,
    )  # fmt: skip
    make_measurement(keep, "2024", 290)
    strict = make_indicator(
        plan, "strict", goal, name="待った人の割合", unit="%", direction="keep_at_most", strict=True, order=5
    )
    make_target(strict, "2026", 10)
    make_measurement(strict, "2025-Q1", 10)
    ladder = make_indicator(
        plan,
        "ladder",
        goal,
        name="拠点の数",
        unit="か所",
        path="stepwise",
        baseline_value=0,
        baseline_period="2023",
        order=6,
    )
    for year, value in (("2024", 1), ("2027", 3)):
        make_target(ladder, year, value)
    make_measurement(ladder, "2025-Q1", 1)
    rank = make_indicator(
        plan,
        "rank",
        goal,
        name="県内の順位",
        unit="位",
        direction="keep_at_most",
        frequency="yearly",
        order=7,
    )
    make_target(rank, "2026", 10)
    make_measurement(rank, "2024", 12)
    return plan
