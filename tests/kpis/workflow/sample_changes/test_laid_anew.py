"""The fictional city's changes laid anew: the same, whatever a trial changed."""

from fractions import Fraction

import pytest
from django.core.management import call_command
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Indicator, Measurement, SeriesBreak
from kpis.workflow import meanings, promises
from plans.era import Quarter
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Action, Plan, Revision, RevisionKind
from tests.factories import make_indicator, make_member

from .conftest import ledger, load, promise

pytestmark = pytest.mark.django_db


def figures(plan: Plan) -> set[tuple]:
    names = ("indicator__code", "period", "revision", "value", "state", "reported_unit", "conversion")
    return set(Measurement.objects.filter(indicator__plan=plan).values_list(*names))


def test_whatever_a_trial_changed_is_as_it_was_when_the_sample_is_laid_anew(mihon):
    before = (ledger(mihon), promise(mihon), figures(mihon))
    try_everything(mihon, make_member(mihon.municipality, name="trial"))
    assert (ledger(mihon), promise(mihon), figures(mihon)) != before
    load()
    tried = mihon.indicators.get(code="trial")
    assert tried.is_preparing, "no file names it: staff may keep it or delete it"
    tried.delete()
    mihon.refresh_from_db()
    assert (ledger(mihon), promise(mihon), figures(mihon)) == before


def try_everything(plan: Plan, by) -> None:
    """Every verb once, on rows that the sample's own changes touch and on others."""
    words = {"by": by, "reason": "試し"}
    today = timezone.localdate()

    def of(code: str) -> Indicator:
        return plan.indicators.get(code=code)

    promises.change_target(
        of("1-1"), Period.parse(str(plan.starts_on.year + 2)), 125, effective_from=today, **words
    )
    promises.change(plan.actions.get(code="15"), {"title": "別の題名"}, effective_on=today, **words)
    promises.correct_misprint(plan.schedule_items.get(code="2-kaishi"), {"title": "別の節目"}, **words)
    promises.change(plan, {"edition": "第3版"}, kind=RevisionKind.EDITION, effective_on=today, **words)
    ends = {"last_period": str(Quarter.of(today)), "ending": Ending.ABOLISHED, "effective_on": today}
    for row in (of("1-1"), plan.actions.get(code="2")):
        promises.end(row, **ends, **words)
    meanings.convert_unit(of("5-3"), "千円", Fraction(10), effective_on=today, **words)
    with revising(plan, Grounds("試し", by=by)):
        of("2-1").actions.set([])
        make_indicator(plan, "trial")
    meanings.redefine(
        of("3-2"),
        {"definition": "別の数え方", "baseline_value": 1},
        from_period=Period.parse(f"{plan.starts_on.year + 2}-Q1"),
        targets={Period.parse(str(plan.starts_on.year + 2)): 10},
        effective_on=today,
        **words,
    )


def test_a_trial_stays_when_only_missing_samples_are_loaded(mihon):
    words = {"by": make_member(mihon.municipality, name="trial"), "reason": "試し"}
    promises.change(
        mihon.actions.get(code="19"), {"title": "別の題名"}, effective_on=timezone.localdate(), **words
    )
    before = (ledger(mihon), promise(mihon))
    load(missing_only=True)
    assert (ledger(mihon), promise(mihon)) == before


def test_cleared_and_laid_again_it_is_the_same_and_cleared_nothing_is_left(mihon):
    before = (ledger(mihon), promise(mihon))
    keys = [mihon.pk]
    call_command("clear_samples", yes=True, verbosity=0)
    load(missing_only=True)
    again = Plan.objects.get(slug="dx-plan")
    assert (ledger(again), promise(again)) == before
    keys.append(again.pk)
    breaks = list(SeriesBreak.objects.filter(indicator__plan=again).values_list("pk", flat=True))
    assert breaks
    call_command("clear_samples", yes=True, verbosity=0)
    assert not Revision.objects.filter(plan_id__in=keys)
    for model in (Action, Indicator):
        assert not model.history.filter(plan_id__in=keys)
    assert not SeriesBreak.history.filter(id__in=breaks)
