"""The fictional city's figures: on every day of its third year they show all that the portal can say of an indicator."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from kpis.judging.outcome import Reason
from kpis.judging.terms import Group, Verdict
from kpis.models import ActionProgress, Indicator, Measurement, Review, Target
from plans.models import Plan
from tests.factories import freeze_today, make_city, make_plan

from .mihon_days import DAYS, look_at, mihon_progress

V = Verdict

every_day = pytest.mark.parametrize("day", DAYS, ids=str)


@every_day
def test_every_verdict_occurs(days, day):
    assert set(days[day].verdicts.values()) == set(Verdict)


@every_day
def test_every_public_group_occurs_but_the_one_of_ended_plans(days, day):
    groups = {found.group for found in days[day].evaluations.values()}
    assert groups == set(Group) - {Group.MISSED}


@every_day
def test_about_half_of_what_can_be_judged_is_on_its_way(days, day):
    groups = Counter(found.group for found in days[day].evaluations.values())
    judged = sum(groups.values()) - groups[Group.NONE]
    assert 0.5 <= (groups[Group.ACHIEVED] + groups[Group.ON_TRACK]) / judged <= 0.75


@every_day
def test_every_way_of_judging_occurs(days, day):
    found = days[day].evaluations.values()
    moving = [e for e in found if e.verdict in {V.AHEAD, V.ON_TRACK, V.SLIGHTLY_BEHIND, V.BEHIND}]
    assert any(e.pace is not None for e in moving)
    assert any(e.gap is not None and e.pace is None for e in moving), "judged by the gap"
    assert any(e.keep for e in moving)
    # On the day on which a year has just been reported whole, none is in progress.
    assert any(e.annualized is not None for e in moving) is (day != DAYS[2])
    assert any(e.verdict is V.ACHIEVED and not e.is_final for e in found), "achieved early"
    assert any(e.verdict is V.TOO_EARLY and e.reason is Reason.FIRST_VALUE for e in found)
    reasons = {e.reason for e in found}
    assert {
        Reason.MONITORED,
        Reason.REFERENCE,
        Reason.NO_TARGET,
        Reason.ENDED,
        Reason.GAP,
        Reason.NOTHING_TO_COUNT,
    } <= reasons


@every_day
def test_late_is_what_the_open_quarter_still_waits_for_and_always_the_printed_sheets(days, day):
    late = {code for code, found in days[day].evaluations.items() if found.stale}
    rated = {code for code, verdict in days[day].verdicts.items() if verdict is not V.NOT_RATED}
    assert late == days[day].unanswered & rated
    assert "5-4" in late


@every_day
def test_nothing_is_known_before_its_time(days, day):
    known = days[day]
    assert max(known.last_days) <= day - timedelta(days=20)
    assert max(known.known_on) <= day
    assert max(known.effective_from) <= day


@every_day
def test_every_status_of_an_action_occurs(days, day):
    assert days[day].statuses == set(ActionProgress.Status.values)


def test_reports_appear_twenty_days_after_the_end_of_their_period(days):
    """2027-03-31 + 20 days = 2027-04-20; 2027-12-31 + 20 = 2028-01-20."""
    latest = {str(day): str(days[day].evaluations["1-1"].reading.period) for day in DAYS}
    assert latest == {
        "2027-04-01": "2026-Q3",
        "2027-04-19": "2026-Q3",
        "2027-04-20": "2026-Q4",
        "2027-12-31": "2027-Q2",
        "2028-03-31": "2027-Q3",
    }


def test_each_indicator_stands_for_the_verdict_its_comment_names(days):
    """The first day, the day after the second year's reports, the middle and the end of the third year."""
    shown = [DAYS[0], *DAYS[2:]]
    expected = {
        "1-1": V.ACHIEVED,
        "1-2": (V.AHEAD, V.AHEAD, V.ON_TRACK, V.ON_TRACK),
        "1-3": V.NEARLY,
        "1-4": V.NOT_RATED,
        "1-5": V.ON_TRACK,
        "1-6": (V.ON_TRACK, V.ON_TRACK, V.ON_TRACK, V.ACHIEVED),
        "2-1": V.SLIGHTLY_BEHIND,
        "2-2": V.AHEAD,
        "2-3": V.ON_TRACK,
        "2-4": V.NOT_RATED,
        "3-1": V.REVERSED,
        "3-2": V.ON_TRACK,
        "3-3": V.BEHIND,
        "3-4": V.NOT_EVALUABLE,
        "4-1": V.ON_TRACK,
        "4-2": V.SLIGHTLY_BEHIND,
        "5-1": (V.AHEAD, V.ON_TRACK, V.ON_TRACK, V.ON_TRACK),
        "5-2": (V.ON_TRACK, V.ACHIEVED, V.ACHIEVED, V.ACHIEVED),
        "5-3": V.AHEAD,
        "5-4": (V.SLIGHTLY_BEHIND, V.NOT_EVALUABLE, V.SLIGHTLY_BEHIND, V.SLIGHTLY_BEHIND),
        "5-5": V.NOT_ACHIEVED,
        "5-6": V.NOT_RATED,
        # The second plan: of every other kind than plain numbers one.
        "s-1": (V.ON_TRACK, V.BEHIND, V.BEHIND, V.BEHIND),
        "s-2": V.DONE,
        "s-3": (V.SLIGHTLY_BEHIND, V.BEHIND, V.SLIGHTLY_BEHIND, V.ON_TRACK),
        "s-4": (V.ON_TRACK, V.ON_TRACK, V.ON_TRACK, V.AHEAD),
        "s-5": (V.UNCHANGED, V.IMPROVED, V.IMPROVED, V.IMPROVED),
        "s-6": V.WORSENED,
        "s-7": V.BEHIND,
        "s-8": (V.IMPROVED, V.UNCHANGED, V.UNCHANGED, V.UNCHANGED),
        # And what is worked out from others: a difference, a product, a ratio to the year before, a mean over years.
        "s-9": V.NOT_RATED,
        "s-10": V.NOT_RATED,
        "s-11": (V.BEHIND, V.ON_TRACK, V.ON_TRACK, V.ON_TRACK),
        "s-12": V.NOT_RATED,
        "s-13": (V.SLIGHTLY_BEHIND, V.SLIGHTLY_BEHIND, V.ON_TRACK, V.ON_TRACK),
        "s-14": V.ON_TRACK,
        "s-15": V.SLIGHTLY_BEHIND,
        "6-1": V.ON_TRACK,
        "6-2": (V.ON_TRACK, V.ON_TRACK, V.SLIGHTLY_BEHIND, V.SLIGHTLY_BEHIND),
        "6-3": V.NOT_EVALUABLE,
        "kgi-1": V.TOO_EARLY,
        "kgi-2": (V.SLIGHTLY_BEHIND, V.ON_TRACK, V.ON_TRACK, V.ON_TRACK),
        "kgi-3": V.NO_DATA,
        "kgi-4": (V.SLIGHTLY_BEHIND, V.SLIGHTLY_BEHIND, V.ON_TRACK, V.ON_TRACK),
        "ref-1": V.NOT_RATED,
        "ref-2": V.NOT_RATED,
    }
    for at, day in enumerate(shown):
        assert days[day].verdicts == {
            code: verdict[at] if isinstance(verdict, tuple) else verdict for code, verdict in expected.items()
        }, day


def test_numbers_worked_out_by_hand(days):
    """On 2028-03-31 the values up to 2027-Q3 are known.

    2-1: 27.5 → 15 minutes in 12 quarters, 11 of them gone: expected 27.5 − 12.5 × 11/12 = 16.04; 18.6 reached.
         Pace (27.5 − 18.6) / (12.5 × 11/12) = 8.9 / 11.4583 = 0.7767.
    3-2: counted otherwise since 2026-Q1, from 1,900 (2025) to 5,200 (2027) in 8 quarters, 7 of them gone: expected
         1,900 + 3,300 × 7/8 = 4,787.5. Pace (4,755 − 1,900) / 2,887.5 = 0.9887.
    4-2: shares of the first three quarters 101.2/138.8 = 0.72911 and 95.6/130.5 = 0.73257, mean 0.73084;
         89.7 / 0.73084 = 122.74 hours in the year.
    5-3: from 3,650 (2026) to 2,600 (2027): expected 3,650 − 1,050 × 3/4 = 2,862.5, above the baseline of 2,840.
         Gap (2,862.5 − 2,788) / (2,840 − 2,600) = 74.5 / 240 = 0.3104.
    """
    found = days[DAYS[-1]].evaluations
    assert round(found["2-1"].pace, 4) == Decimal("0.7767")
    assert found["3-2"].expected == Decimal("4787.5")
    assert round(found["3-2"].pace, 4) == Decimal("0.9887")
    assert round(found["4-2"].annualized, 2) == Decimal("122.74")
    assert found["5-3"].expected == Decimal("2862.5")
    assert round(found["5-3"].gap, 4) == Decimal("0.3104")


# ---- Loading again


def keys() -> set[tuple]:
    return {
        *Measurement.objects.filter(indicator__plan__municipality__slug="mihon").values_list(
            "indicator__code", "period", "revision"
        ),
        *Target.objects.filter(indicator__plan__municipality__slug="mihon").values_list(
            "indicator__code", "period", "effective_from"
        ),
    }


def test_a_year_later_nothing_of_the_old_year_is_left(db, monkeypatch):
    """Fiscal 2027 → 2028: every row of the file means another year, and the plan's first year is now 2026."""
    for day in (date(2027, 10, 20), date(2028, 10, 20)):
        freeze_today(monkeypatch, day)
        call_command("load_samples", verbosity=0)
    periods = {*mihon_progress().values_list("period", flat=True)}
    assert (min(periods), max(periods)) == ("2026-Q1", "2028-Q2")
    values = Measurement.objects.filter(indicator__plan__municipality__slug="mihon")
    # A year earlier 2027-Q2 was the third year's line: 4,102 downloads and a comment on what was done. Now it is the
    # second year's, the quarter whose records were lost.
    lost = values.get(indicator__code="3-4", period="2027-Q2")
    assert (lost.value, lost.observation_status, lost.progress_comment) == (None, "M", "")
    assert not values.filter(period__lt="2026").exclude(indicator__role="reference")
    assert not Target.objects.filter(
        indicator__plan__municipality__slug="mihon", effective_from__lt="2026-04-01"
    ).exclude(indicator__role="reference")
    assert {found.verdict for found in look_at(date(2028, 10, 20)).evaluations.values()} == set(Verdict)


def test_what_a_trial_left_behind_goes_and_another_fictional_city_stays(mihon, unguarded):
    before = keys()
    other = Indicator.objects.create(
        plan=make_plan(make_city("tameshi", code="", is_fictional=True)), code="1", name="別の市の指標"
    )
    kept = Measurement.objects.create(indicator=other, period="2024-Q1", value=1)
    tried = Measurement.objects.filter(indicator__plan=mihon, indicator__code="1-1").first()
    Measurement.objects.create(
        indicator=tried.indicator, period=tried.period, revision=7, value=999, revision_reason="試し"
    )
    Measurement.objects.filter(pk=tried.pk).update(
        value=998, evidence_url="https://example.jp/", state="draft"
    )
    call_command("load_samples", verbosity=0)
    assert keys() == before
    tried.refresh_from_db()
    assert (tried.value, tried.evidence_url, tried.state) == (39, "", "approved")
    assert Measurement.objects.filter(pk=kept.pk).exists()


def test_figures_missing_beside_a_stored_plan_are_laid_in_its_own_years(mihon, monkeypatch, unguarded):
    """A plan laid out last year stays where it is; its figures do not run ahead of it."""
    year = mihon.starts_on.year
    mihon.indicators.all().delete()
    mihon.reviews.all().delete()  # what is stored would stay as it is
    Plan.objects.filter(pk=mihon.pk).update(title="試しに変えた題名")
    freeze_today(monkeypatch, date(year + 3, 6, 1))  # the plan's fourth year
    call_command("load_samples", missing_only=True, verbosity=0)
    assert Plan.objects.get(pk=mihon.pk).title == "試しに変えた題名"
    values = Measurement.objects.filter(indicator__plan=mihon, indicator__code="1-1")
    assert min(row.period for row in values) == f"{year}-Q1"
    assert Indicator.objects.get(plan=mihon, code="1-1").baseline_period == str(year - 1)
    assert Review.objects.get(plan=mihon, state="open").period == f"{year + 2}-Q3"
