"""A goal is summed up by counts."""

from kpis.judging.evaluation import evaluate
from kpis.judging.rollup import roll_up
from kpis.judging.terms import Group

from .factories import day, facts, period

# 60 at the end of FY2022 → 80 at the end of FY2026; 70 is expected at the end of FY2024.
WAY = {"base": ("2022", 60), "targets": {"2026": 80}}


def assessment(at: str = "2025-04-01", **given):
    return evaluate(facts(**WAY | given), day(at))


def test_every_group_that_occurs_is_counted_best_first():
    rows = [
        assessment(values={"2024": 62}),  # behind
        assessment(values={"2024": 80}),  # achieved early
        assessment(values={"2024": 70}),  # on track
        assessment(values={"2024": 71}),  # ahead
        assessment(values={"2024": 66}),  # slightly behind
        assessment(),  # no data
        assessment(targets={}),  # not rated
    ]
    found = roll_up(rows)
    assert [(group.name, count) for group, count in found.counts] == [
        ("ACHIEVED", 1),
        ("ON_TRACK", 2),
        ("ATTENTION", 1),
        ("LATE", 1),
        ("NONE", 2),
    ]
    assert (found.total, found.rated, found.judged, found.with_target) == (7, 6, 5, 6)
    assert found.coverage == "5/6"
    assert Group.NONE not in dict(found.judged_counts)
    assert sum(count for _, count in found.judged_counts) == 5


def test_what_an_ended_plan_did_not_reach_is_missed():
    # P = 10/20
    row = assessment("2027-04-01", values={"2026": 70}, end="2027-03-31")
    assert [(group.name, count) for group, count in roll_up([row]).counts] == [("MISSED", 1)]


def test_late_reports_are_counted_beside_the_verdicts():
    # FY2023 was due on 2024-04-30 and late from 2024-05-14 on.
    plan = {"start": "2022-04-01", "values": {"2022": 61}, "reporting_from": period("2022")}
    rows = [assessment(day_, **plan) for day_ in ("2024-05-13", "2024-05-14")]
    assert [row.stale for row in rows] == [False, True]
    assert roll_up(rows).stale == 1
    assert roll_up(rows).total == 2


def test_nothing_sums_up_to_nothing():
    found = roll_up([])
    assert (found.counts, found.total, found.rated, found.judged, found.stale) == ((), 0, 0, 0, 0)
