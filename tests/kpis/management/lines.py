"""Lines for the `evaluate` command, and the keys of its answers."""

import json

KEYS = {
    "verdict",
    "group",
    "stale",
    "value",
    "as_of",
    "annualized",
    "attainment",
    "achievement",
    "expected",
    "pace",
    "gap",
    "mark",
    "sentence",
    "citizen_sentence",
    "covers",
    "period_start",
    "period_end",
    "latest",
    "latest_period",
    "rule_version",
}
NUMBERS = {"value", "annualized", "attainment", "achievement", "expected", "pace", "gap"}
# 60 → 80 from FY2021 to FY2025; 62 half-way: E = 70, P = 2/20, S = 2/10
HALF_WAY = {
    "direction": "increase",
    "series": "level",
    "frequency": "yearly",
    "baseline": {"period": "2021", "value": "60"},
    "targets": [{"period": "2025", "value": "80"}],
    "measurements": [{"period": "2023", "value": "62"}],
    "at": "2024-03-31",
}


def line(**changes) -> str:
    return json.dumps(HALF_WAY | changes, ensure_ascii=False)
