"""What a report says is what the portal judges, and anybody can judge it again from the report alone."""

import io
import json
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.management import call_command

from kpis.assessment.action_progress import count_actions, latest_by_action
from kpis.assessment.assessing import assess_plan, roll_up_of
from kpis.assessment.assessment import Assessment
from kpis.judging.arithmetic import ratio
from kpis.judging.evaluation import RULE_VERSION
from kpis.judging.numbers import decimal_text
from kpis.judging.periods import Period, periods_of_year
from kpis.judging.terms import Frequency, Group
from kpis.models import Measurement, Report
from kpis.reports.document import Document
from kpis.reports.publishing import draft
from kpis.reports.snapshot.build import build_snapshot, rendered
from plans.era import Quarter, fiscal_year_of
from tests.kpis.reports.snapshots import entry

pytestmark = pytest.mark.django_db

COVERED = {"covers": "label", "period_start": "period_start", "period_end": "period_end"}
NUMBERS = ("expected", "attainment", "achievement", "pace", "gap")


@pytest.fixture
def reports(mihon) -> list[Report]:
    """Every report of the fictional city, the oldest first."""
    return list(Report.objects.filter(review__plan=mihon).order_by("review__period", "revision"))


@pytest.fixture
def judge_again(monkeypatch):
    """What `manage.py evaluate` answers to the facts of these indicators."""

    def judge_again(rows: list[dict]) -> list[dict]:
        lines = "\n".join(json.dumps(row["facts"], ensure_ascii=False) for row in rows)
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        out = io.StringIO()
        call_command("evaluate", stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return judge_again


def revised_since(report: Report) -> set[str]:
    """Codes of the indicators of whose values a later revision has come that this report does not know."""
    told = {row["code"]: row["facts"]["measurements"] for row in json.loads(report.content)["indicators"]}
    known = {(code, row["period"], row["revision"]) for code, rows in told.items() for row in rows}
    newer = Measurement.objects.filter(indicator__plan=report.review.plan, revision__gt=1).approved()
    return {
        row.indicator.code
        for row in newer.select_related("indicator")
        if (row.indicator.code, row.period, row.revision - 1) in known
    }


def comparable(row: dict) -> dict:
    """An indicator's entry as far as `evaluate` answers it."""
    value = row["value"] or {}
    return {
        "id": row["code"],
        "verdict": row["verdict"],
        "group": row["group"],
        "stale": row["stale"],
        "value": value.get("value"),
        "annualized": value.get("annualized"),
        "citizen_sentence": row["citizen_sentence"],
        "sentence": row["sentence"],
        **({name: value[told] for name, told in COVERED.items()} if value else {}),
        "latest": row["latest"],
        "latest_period": row["latest_period"] or None,
        **{name: row[name] for name in NUMBERS},
    }


def covered(row: Assessment) -> dict[str, str]:
    """What the value covers; nothing without one."""
    if row.evaluation.value is None:
        return {}
    first, last = row.covered_days
    return {"covers": row.covers_text, "period_start": first.isoformat(), "period_end": last.isoformat()}


def test_every_report_says_what_the_portal_judges_of_that_day(reports, mihon):
    assert len(reports) >= 7, "six quarters have passed on the first day of the plan's third year"
    compared = 0
    for report in reports:
        later = revised_since(report)
        for row in assess_plan(mihon, report.review.quarter.last_day):
            if row.indicator.code in later:
                continue
            found, judged = entry(report, row.indicator.code), row.evaluation
            assert comparable(found) == {
                "id": row.indicator.code,
                "verdict": judged.verdict.value,
                "group": judged.group.value,
                "stale": judged.stale,
                "value": decimal_text(judged.value),
                "annualized": decimal_text(judged.annualized),
                "citizen_sentence": row.citizen_sentence,
                "sentence": row.sentence,
                **covered(row),
                "latest": decimal_text(judged.newest.value) if judged.newest else None,
                "latest_period": str(judged.newest.period) if judged.newest else None,
                **{name: decimal_text(getattr(judged, name)) for name in NUMBERS},
            }, f"{report.key} {row.indicator.code}"
            compared += 1
    assert compared > 0.9 * 28 * len(reports), "hardly any value of the sample is revised"


def test_counts_are_those_of_the_indicators_without_references(reports, mihon):
    for report in reports:
        found = json.loads(report.content)
        rows = [row for row in found["indicators"] if row["role"] != "reference"]
        counts = found["counts"]
        assert counts["total"] == len(rows) == sum(group["count"] for group in counts["groups"])
        assert [group["group"] for group in counts["groups"]] == [
            group.value for group in Group if not group.is_of_words
        ]
        for group in counts["groups"]:
            assert group["count"] == sum(row["group"] == group["group"] for row in rows)
        if not revised_since(report):
            assessment = assess_plan(mihon, report.review.quarter.last_day)
            summed = roll_up_of(row for row in assessment if not row.indicator.is_reference)
            assert {name: counts[name] for name in ("total", "rated", "judged", "stale", "coverage")} == {
                name: getattr(summed, name) for name in ("total", "rated", "judged", "stale", "coverage")
            }


def test_an_auditor_judges_every_report_again_from_its_own_facts(reports, judge_again):
    rows = [row for report in reports for row in json.loads(report.content)["indicators"]]
    answers = judge_again(rows)
    assert len(answers) == len(rows) >= 7 * 28
    for row, answer in zip(rows, answers, strict=True):
        assert {key: answer.get(key) for key in comparable(row)} == comparable(row)
        assert answer["as_of"] == (row["value"] or {}).get("as_of", answer["as_of"])


def test_an_auditor_judges_the_real_plans_without_values_too(amagasaki, judge_again):
    rows = build_snapshot(amagasaki, Quarter(2025, 4))["indicators"]
    assert rows
    assert [answer["verdict"] for answer in judge_again(rows)] == [row["verdict"] for row in rows]


def test_a_moved_target_and_a_revision_are_judged_again_as_they_were(report_city, judge_again):
    """A target decided after the quarter is not among the facts; one decided before is."""
    report_city.publish("2024-Q2")
    report_city.calls.targets.create(period="2027", value=60, effective_from="2024-11-01", reason="見直し")
    report_city.calls.targets.create(
        period="2027", value=500, effective_from="2025-01-01", reason="次の見直し"
    )
    report_city.revise(report_city.calls, value=22)
    row = entry(report_city.publish(), "1-1")
    assert [target["value"] for target in row["facts"]["targets"]] == ["100", "60"]
    assert row["target"]["value"] == "60"
    (answer,) = judge_again([row])
    assert answer["value"] == "22"
    assert {key: answer[key] for key in comparable(row)} == comparable(row)


def sum_of_the_year_before(row: dict) -> str | None:
    """Of a year's sum the same part of the year before, added up from the report's own facts; None where one is missing."""
    facts, newest = row["facts"], Period.parse(row["value"]["period"])
    reported = {each["period"]: each for each in facts["measurements"] if each["status"] != "M"}
    periods = periods_of_year(newest.year, Frequency(facts["frequency"]))
    periods = [period for period in periods if period.index <= newest.index]
    if facts["series"] == "year_to_date":
        periods = periods[-1:]
    now = [reported.get(str(period)) for period in periods]
    before = [reported.get(str(replace(period, year=period.year - 1))) for period in periods]
    if None in now or None in before:
        return None
    if before[0]["denominator"] is None:
        return decimal_text(sum(Decimal(each["value"]) for each in before))
    parts = (sum(Decimal(each[name]) for each in before) for name in ("numerator", "denominator"))
    return decimal_text(ratio(*parts, row["unit"]))


def test_the_value_before_is_the_last_reports(reports):
    """As that report printed it, its corrections included; of a year's sum, like with like, that of the year before.

    None where another thing is counted since.
    """
    sums, anew = 0, []
    for before, after in pairwise(reports):
        if after.revision > 1:
            continue
        found = json.loads(after.content)
        assert found["changes"]["against"] == {
            "is_published": True,
            "period": before.review.period,
            "label": before.review.label,
            "revision": before.revision,
            "revision_label": before.revision_label,
            "checksum": before.checksum,
            "rule_version": RULE_VERSION,
        }
        for row in found["indicators"]:
            was = entry(before, row["code"])
            if row["value"] and row["value"]["is_sum"]:
                told = sum_of_the_year_before(row)
                sums += told is not None
            elif row["facts"]["breaks"] != was["facts"]["breaks"]:
                told = None
                anew.append(row["code"])
            else:
                told = (was["value"] or {}).get("value")
            assert row["previous"]["value"] == told, (after.key, row["code"])
            assert (row["previous"]["verdict"], row["previous"]["group"]) == (was["verdict"], was["group"])
    assert sums > 10
    assert anew == ["3-2"]


def test_a_quarters_report_knows_nothing_of_later_days(reports):
    for report in reports:
        found = json.loads(report.content)
        end = report.review.quarter.last_day.isoformat()
        assert found["report"]["at"]["date"] == end
        for row in found["indicators"]:
            assert all(each["effective_from"] <= end for each in row["facts"]["targets"])
            for each in row["facts"]["measurements"]:
                assert (each["as_of"] or Period.parse(each["period"]).last_day.isoformat()) <= end
            assert row["value"] is None or row["value"]["as_of"] <= end
        assert all(row["period"] <= report.review.period for row in found["actions"]["rows"])


def test_actions_are_counted_by_their_newest_report(reports, mihon):
    for report in reports:
        found = json.loads(report.content)["actions"]
        latest = latest_by_action(mihon, report.review.quarter.last_day)
        actions = [row for row in mihon.actions.all() if row.first_period <= report.review.period]
        counted = count_actions(actions, latest, report.review.quarter.last_day)
        added = report.review.quarter.year > fiscal_year_of(mihon.starts_on)
        assert [tuple(row.values()) for row in found["counts"]] == list(counted.counts)
        assert (found["unknown"], found["total"]) == (counted.unknown, counted.total) == (0, 18 + added)
        assert {row["code"]: row["status"] for row in found["rows"]} == {
            action.code: latest[action.pk].status for action in actions
        }


def test_exceptions_are_all_that_need_a_look_and_nothing_else(reports):
    for report in reports:
        found = json.loads(report.content)
        wanted = {
            row["code"]
            for row in found["indicators"]
            if row["role"] != "reference" and (row["group"] in ("遅れ", "未達", "注意") or row["stale"])
        }
        assert set(found["exceptions"]) == wanted
        assert len(found["exceptions"]) == len(wanted), "each once"
        groups = [row["group"] for row in Document.of_report(report).exceptions]
        assert groups == sorted(groups, key=["未達", "遅れ", "注意"].index), "the worst first"


def test_every_indicator_stands_in_the_plans_tables_once(reports):
    for report in reports:
        found = json.loads(report.content)
        placed = [code for part in found["parts"] for block in part["blocks"] for code in block["indicators"]]
        assert sorted(placed) == sorted(row["code"] for row in found["indicators"])
        document = Document.of_report(report)
        shown = [row["code"] for table in document.tables for row in table.rows]
        shown += [row["code"] for row in [*document.kgis, *document.references]]
        assert sorted(shown) == sorted(placed)


def test_numbers_are_decimal_strings(reports):
    """No float anywhere: what is read back is what was judged."""

    def refuse(text: str):
        raise AssertionError(f"a float: {text}")

    for report in reports:
        for row in json.loads(report.content, parse_float=refuse)["indicators"]:
            for name in (*NUMBERS, "year_progress"):
                assert row[name] is None or decimal_text(Decimal(row[name])) == row[name]


def test_taking_it_twice_gives_the_same_text(mihon, amagasaki, takarazuka):
    review = mihon.reviews.filter(state="published").order_by("period").last()
    for plan, quarter, of in (
        (mihon, review.quarter, review),
        (amagasaki, Quarter(2025, 4), None),
        (takarazuka, Quarter(2025, 4), None),
    ):
        assert rendered(build_snapshot(plan, quarter, review=of)) == rendered(
            build_snapshot(plan, quarter, review=of)
        )
    assert rendered(draft(mihon, review)) == rendered(draft(mihon, review))
