"""What the fictional city's file of figures holds, as loaded for the whole test session."""

from collections import Counter
from datetime import date
from decimal import Decimal

from kpis.assessment.stored_facts import measured_value
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Series
from kpis.models import Indicator, Measurement, PlanRating, State, Target
from plans.models import Action, ScheduleItem

from .mihon_days import indicators, mihon_progress


def test_every_direction_series_and_frequency_occurs(db):
    table = indicators()
    assert set(table.values_list("direction", flat=True)) == {term.value for term in Direction}
    assert set(table.values_list("series", flat=True)) == {term.value for term in Series}
    # One survey stands for all that are held every few years.
    others = {Frequency.EVERY_3_YEARS, Frequency.EVERY_5_YEARS}
    assert set(table.values_list("frequency", flat=True)) == {term.value for term in set(Frequency) - others}
    assert Counter(table.values_list("role", flat=True)) == {"kpi": 25 + 8 + 4, "kgi": 4, "reference": 2 + 3}
    assert any(indicator.is_ratio for indicator in table)


def test_every_goal_and_every_pillar_is_measured(mihon):
    measured = set(indicators().values_list("goal__code", flat=True))
    without = mihon.goals.filter(kind="sub-goal").exclude(code__in=measured)
    # 働きがい (4-2) is a final goal of the staff's direction.
    assert [goal.code for goal in without] == ["4-2"]
    assert {"shimin", "shokuin"} <= measured


def test_every_observation_status_and_every_state_occurs(mihon):
    values = Measurement.objects.filter(indicator__plan=mihon)
    assert set(values.values_list("observation_status", flat=True)) == {
        term.value for term in set(ObservationStatus) - {ObservationStatus.UNVALIDATED}
    }
    states = {*values.values_list("state", flat=True), *mihon_progress().values_list("state", flat=True)}
    assert states >= {"draft", "returned", "submitted", "approved"}


def test_every_missing_value_says_why(mihon):
    missing = Measurement.objects.filter(indicator__plan=mihon, observation_status="M")
    assert missing
    assert all(row.progress_comment or row.issues_comment for row in missing)


def test_moved_and_withdrawn_targets_say_why(mihon):
    later = Target.objects.filter(indicator__plan=mihon).exclude(reason="").order_by("indicator__code")
    assert [(row.indicator.code, row.value) for row in later] == [
        ("1-2", 50),
        ("2-4", None),
        ("3-2", 5200),
    ]
    for row in later:
        first = Target.objects.get(indicator=row.indicator, period=row.period, reason="")
        assert first.effective_from < row.effective_from
        assert first.value is not None


def test_the_reason_of_the_moved_target_has_the_right_figure(mihon):
    """8,555 + 8,408 of 23,120 + 21,340 applications: 16,963 / 44,460 = 38.15 %, shown as 38.2 %."""
    year = mihon.starts_on.year + 1
    half = Measurement.objects.filter(
        indicator__plan=mihon, indicator__code="1-2", period__in=[f"{year}-Q1", f"{year}-Q2"]
    )
    assert (sum(row.numerator for row in half), sum(row.denominator for row in half)) == (16963, 44460)
    assert "38.2%" in Target.objects.get(indicator__plan=mihon, indicator__code="1-2", value=50).reason


def test_the_reasons_of_the_new_way_of_counting_have_the_right_figures(mihon):
    """2,730 registered, 1,900 of them counted anew: 830 / 2,730 = 30.4 %. (5,200 − 1,900) / 2 years = 1,650 a year."""
    row = Indicator.objects.get(plan=mihon, code="3-2")
    before = row.measurements.get(period=f"{mihon.starts_on.year}-Q4")
    assert (before.value, row.baseline_value, row.baseline_period) == (2730, 1900, str(mihon.starts_on.year))
    reasons = set(mihon.revisions.filter(subject_code="3-2").values_list("reason", flat=True))
    assert any("登録者の3割" in reason for reason in reasons)
    assert any("1年に1,650人" in reason for reason in reasons)


def test_what_was_merged_moved_as_what_it_went_into(mihon):
    """Paper 118.2 + 115.6 + 117.5 + 124.0 = 475.3 of 480, prints 608.0 of 620: 1.0 and 1.9 % less in the first year."""
    year = mihon.starts_on.year
    for code, baseline, total in (("5-6", 480, Decimal("475.3")), ("5-4", 620, Decimal("608.0"))):
        row = Indicator.objects.get(plan=mihon, code=code)
        values = row.measurements.approved().filter(period__startswith=f"{year}-Q")
        assert sum(measured_value(value) for value in values) == total
        assert row.baseline_value == baseline
    reports = " ".join(
        Measurement.objects.filter(indicator__code="5-6").values_list("progress_comment", flat=True)
    )
    assert "475.3万枚で、計画の前の年より1%減りました" in reports


def test_revisions_have_a_reason_and_follow_an_approved_report(mihon):
    values = Measurement.objects.filter(indicator__plan=mihon, revision=2)
    assert {row.indicator.code for row in values.filter(state=State.APPROVED)} == {"1-2", "5-1", "6-1"}
    for row in [*values, *mihon_progress().filter(revision=2)]:
        assert row.revision_reason
        owner = {"indicator": row.indicator} if isinstance(row, Measurement) else {"action": row.action}
        assert type(row).objects.get(period=row.period, revision=1, **owner).state == State.APPROVED


def test_every_report_names_its_department(mihon):
    assert not Measurement.objects.filter(indicator__plan=mihon, owner_name="").exists()
    assert not mihon_progress().filter(owner_name="").exists()


def test_every_action_reports_every_quarter_but_some_on_the_newest(mihon):
    quarters = set(mihon_progress().values_list("period", flat=True))
    waiting = []
    for action in Action.objects.filter(plan=mihon):
        asked = {quarter for quarter in quarters if quarter >= action.first_period}
        reported = list(action.progress.filter(revision=1).values_list("period", flat=True))
        assert len(reported) == len(set(reported))
        assert set(reported) <= asked
        assert asked - set(reported) <= {max(quarters)}, action
        waiting += [action.code] if max(quarters) not in reported else []
    assert sorted(waiting, key=int) == ["3", "11", "18"]


def test_the_plan_has_its_own_marks(mihon):
    assert PlanRating.objects.get(plan=mihon).scale.code == "hamamatsu"


def test_no_figure_contradicts_the_plan(mihon):
    """What the schedule dates, the figures and reports show in the same quarter."""
    first = mihon.starts_on.year
    done = {item.code: item.done_on for item in ScheduleItem.objects.filter(plan=mihon)}

    def value(code: str, period: str) -> Decimal | None:
        row = Measurement.objects.filter(indicator__plan=mihon, indicator__code=code, period=period).last()
        return row and row.value

    def status(action: str, period: str) -> str:
        return mihon_progress().get(action__code=action, period=period, revision=1).status

    # The classes begin in the second quarter.
    assert value("2-3", f"{first}-Q1") == 0 < value("2-3", f"{first}-Q2")
    # The counter without forms opened in the second year; the indicator starts there.
    assert done["2-kaishi"] == date(first + 1, 6, 2)
    values = Measurement.objects.filter(indicator__plan=mihon, indicator__code="2-2", numerator__gt=0)
    assert min(row.period for row in values) == f"{first + 1}-Q1"
    # The move to the standard systems ended in March of the second year.
    assert done["5-hyojunka"] == date(first + 2, 3, 23)
    assert value("5-2", f"{first + 1}-Q3") == 18 < 20
    assert status("15", f"{first + 1}-Q3") == "as-planned"
    # Staggered hours were planned for October of the second year and are not done.
    assert done["4-jisa"] is None
    assert status("12", f"{first + 1}-Q2") == "as-planned"
    assert status("12", f"{first + 1}-Q3") == "delayed"
    # The references' last values are the baselines of today's plan.
    for reference, code in (("ref-1", "1-1"), ("ref-2", "4-2")):
        now = Indicator.objects.get(plan=mihon, code=code)
        assert value(reference, str(first - 1)) == now.baseline_value
        assert now.baseline_period == str(first - 1)
