"""What a figure covers, in words and by its first and last day."""

import pytest

from kpis.judging.coverage_words import covered_days, covers_text
from kpis.judging.evaluation import evaluate
from kpis.judging.known import Observation
from kpis.judging.terms import ObservationStatus

from .factories import day, facts, observation, period

QUARTERS = {"series": "flow", "frequency": "quarterly", "unit": "件"}


def test_what_the_city_marked_as_missing_is_not_called_unreported():
    given = QUARTERS | {
        "values": [
            observation("2025-Q2", 9),
            Observation(period("2025-Q1"), status=ObservationStatus.MISSING),
        ]
    }
    known = facts(**given)
    assert (
        covers_text(known, evaluate(known, day("2026-03-31")).reading)
        == "令和7年度第2四半期（第1四半期の値なし）"
    )


@pytest.mark.parametrize(
    ("given", "at", "covers"),
    [
        (QUARTERS | {"values": {"2025-Q1": 9}}, "2025-06-30", "令和7年度第1四半期まで"),
        (QUARTERS | {"values": {"2025-Q1": 9, "2025-Q2": 9}}, "2025-09-30", "令和7年度第2四半期までの合計"),
        (QUARTERS | {"values": {f"2025-Q{n}": 9 for n in (1, 2, 3, 4)}}, "2026-03-31", "令和7年度・4四半期の合計"),
        (QUARTERS | {"values": {f"2025-Q{n}": 9 for n in (2, 3, 4)}}, "2026-03-31", "令和7年度・3四半期の合計（第1四半期の報告なし）"),
        (QUARTERS | {"values": {f"2025-Q{n}": "1/2" for n in (1, 2, 3, 4)}}, "2026-03-31", "令和7年度・4四半期を通した割合"),
        (QUARTERS | {"series": "year_to_date", "values": {"2025-Q3": 9}}, "2025-12-31", "令和7年度第3四半期まで"),
        (QUARTERS | {"series": "year_to_date", "values": {"2025-Q4": 9}}, "2026-03-31", "令和7年度・1年間の累計"),
        ({"series": "cumulative", "frequency": "quarterly", "values": {"2025-Q3": 9}}, "2025-12-31", "計画のはじめから令和7年度第3四半期まで"),
        ({"series": "flow", "frequency": "half-yearly", "values": {"2025-Q2": 9, "2025-Q4": 9}}, "2026-03-31", "令和7年度・上半期と下半期の合計"),
        ({"series": "flow", "frequency": "monthly", "values": {"2025-04": 9, "2025-05": 9}}, "2025-05-31", "令和7年5月までの合計"),
        ({"series": "flow", "frequency": "calendar-year", "values": {"C2025": 9}}, "2025-12-31", "令和7年"),
        ({"frequency": "quarterly", "values": {"2025-Q3": 9}}, "2025-12-31", "令和7年度第3四半期"),
    ],
)  # fmt: skip
def test_a_label_says_what_a_figure_covers(given, at, covers):
    known = facts(**given)
    assert covers_text(known, evaluate(known, day(at)).reading) == covers


@pytest.mark.parametrize(
    ("given", "at", "days"),
    [
        (QUARTERS | {"values": {"2025-Q1": 9, "2025-Q2": 9}}, "2025-09-30", ("2025-04-01", "2025-09-30")),
        ({"frequency": "quarterly", "values": {"2025-Q3": 9}}, "2025-12-31", ("2025-10-01", "2025-12-31")),
        ({"frequency": "half-yearly", "values": {"2025-Q2": 9}}, "2025-09-30", ("2025-04-01", "2025-09-30")),
        ({"series": "cumulative", "start": "2023-12-01", "values": {"2025": 9}}, "2026-03-31", ("2023-12-01", "2026-03-31")),
        ({"frequency": "calendar-year", "values": {"C2025": 9}}, "2025-12-31", ("2025-01-01", "2025-12-31")),
    ],
)  # fmt: skip
def test_a_figure_knows_the_first_and_the_last_day_it_covers(given, at, days):
    known = facts(**given)
    found = covered_days(known, evaluate(known, day(at)).reading)
    assert tuple(each.isoformat() for each in found) == days
