"""A plan with one indicator of every formula, on 1 August 2025: two years and the first quarter are reported."""

from datetime import date

from kpis.models import Indicator
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
# Value and verdict of each, worked by hand.
EXPECTED = {
    "gap": ("−0.5ポイント", "下回る"),
    "share": ("99.2%", "順調"),
    "growth": ("120.0%", "順調"),
    "mean": ("35件", "順調"),
    "sum": ("520人", "順調"),
    "index": ("69.7点", "順調"),
    "saved": ("65時間", "下回る"),
}
SENTENCES = {
    "gap": "「1-1 利用率（市）」から「1-2 利用率（県平均）」を引いた差です。",
    "share": "「1-1 利用率（市）」を「1-2 利用率（県平均）」で割った値です。",
    "growth": "「1-3 相談の件数」を、前の年の同じ期の値で割った値です。",
    "mean": "「1-4 火災の件数」の、過去2年間の平均です。",
    "sum": "「1-3 相談の件数」＋「1-5 電話の件数」の合計です。",
    "index": "（「1-1 利用率（市）」×2＋「1-6 満足度」）÷3で求めた平均です。",
    "saved": "「1-3 相談の件数」×0.25です。",
}
BASE = {
    "rate": ("1-1", "利用率（市）", "%", "level", {"2023": "58.0", "2024": "61.5"}),
    "ken": ("1-2", "利用率（県平均）", "%", "level", {"2023": "60.0", "2024": "62.0"}),
    "talks": ("1-3", "相談の件数", "人", "flow", {"2023": "216.666666", "2024": "260"}),
    "fires": ("1-4", "火災の件数", "件", "level", {"2023": "40", "2024": "30"}),
    "calls": ("1-5", "電話の件数", "人", "flow", {"2023": "250", "2024": "260"}),
    "quality": ("1-6", "満足度", "%", "level", {"2023": "84", "2024": "86"}),
}


def build(monkeypatch) -> Plan:
    freeze_today(monkeypatch, DAY)
    plan = make_plan(make_city(), starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    goal = make_goal(plan, "1")
    for order, (code, (number, name, unit, series, values)) in enumerate(BASE.items(), start=20):
        row = make_indicator(
            plan, code, goal, number=number, name=name, unit=unit, series=series, frequency="yearly", role="reference",
            direction="monitor", decimals=1 if unit == "%" else 0, order=order,
        )  # fmt: skip
        for period, value in values.items():
            make_measurement(row, period, value)
    for code, unit, target, formula, parts, more in (
        ("gap", "ポイント", 0, "difference", "rate\nken", {"decimals": 1, "strict": True}),
        ("share", "%", 99, "ratio", "rate\nken", {"decimals": 1}),
        ("growth", "%", 105, "year-before", "talks", {"decimals": 1}),
        ("mean", "件", 36, "mean-over", "fires", {"direction": "keep_at_most", "mean_years": 2}),
        ("sum", "人", 500, "sum", "talks\ncalls", {"series": "flow"}),
        ("index", "点", 65, "mean", "rate × 2\nquality × 1", {"decimals": 1}),
        ("saved", "時間", 90, "product", "talks × 0.25", {"series": "flow"}),
    ):
        fields = {"direction": "keep_at_least", "frequency": "yearly"} | more
        row = Indicator(
            plan=plan, code=code, goal=goal, name=f"指標{code}", kind="composite", formula=formula, parts=parts, unit=unit,
            **fields,
        )  # fmt: skip
        row.full_clean()
        row.save()
        make_target(row, "2027", target)
    return plan
