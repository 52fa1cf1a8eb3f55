"""What the model of own assessments refuses; what the database does, whoever writes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from kpis.models import AssessmentAspect, AssessmentMark, Measurement, SelfAssessment
from tests.factories import (
    freeze_today,
    guarded,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
)
from tests.kpis.own_marks import assess_oneself, make_aspect, make_scale

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 1))


@pytest.fixture
def plan(db):
    plan = make_plan(make_city())
    make_aspect(plan)
    return plan


@pytest.fixture
def draft(plan) -> Measurement:
    return Measurement.objects.create(indicator=make_indicator(plan, "1"), period="2025-Q1", value=3)


@pytest.fixture
def approved(plan) -> SelfAssessment:
    row = make_measurement(make_indicator(plan, "2"), "2025-Q1", 3)
    found = assess_oneself(row, "○")
    guarded(plan)
    return found


def refused(row) -> dict:
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


def refuses(change) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return str(caught.value)


def own(draft, plan, **fields) -> SelfAssessment:
    aspect = plan.assessment_aspects.get()
    values = {"measurement": draft, "aspect": aspect, "mark": aspect.scale.marks.first(), "reason": "理由"}
    return SelfAssessment(**values | fields)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reason_is_required(draft, plan, reason):
    assert "理由を書いて" in "".join(refused(own(draft, plan, reason=reason))["reason"])


def test_the_database_wants_a_reason_too(draft, plan):
    refuses(lambda: own(draft, plan, reason="").save())


def test_an_aspect_is_assessed_once_for_each_report(draft, plan):
    own(draft, plan).save()
    again = own(draft, plan)
    assert "すでにあります" in "".join(refused(again)["aspect"])
    refuses(again.save)


def test_the_mark_is_one_of_the_aspects_scale(draft, plan):
    other = make_scale(plan, "other").marks.first()
    row = own(draft, plan, mark=other)
    assert "尺度にありません" in "".join(refused(row)["mark"])
    assert "尺度にありません" in refuses(row.save)
    right = own(draft, plan)
    right.save()
    assert "尺度にありません" in refuses(
        lambda: SelfAssessment.objects.filter(pk=right.pk).update(mark=other)
    )


def test_the_aspect_is_one_of_the_plans_own(draft, plan):
    foreign = make_aspect(make_plan(plan.municipality, "other"))
    row = own(draft, plan, aspect=foreign, mark=foreign.scale.marks.first())
    assert "別の計画の観点" in "".join(refused(row)["aspect"])
    assert "別の計画の尺度" in "".join(
        refused(AssessmentAspect(plan=plan, code="x", name="有効性", scale=foreign.scale))["scale"]
    )


@pytest.mark.parametrize(
    "change",
    [
        {"mark": "◎", "order": 9},  # the same mark
        {"mark": "☆", "order": 1},  # the same place
        {"mark": "", "order": 9},
        {"mark": "☆", "order": 9, "group": "判定なし"},
        {"mark": "☆", "order": 9, "group": "上々"},
    ],
)
def test_the_database_refuses_marks_that_overlap_or_mean_nothing(plan, change):
    scale = plan.assessment_scales.get()
    refuses(lambda: scale.marks.create(**change))


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda row: SelfAssessment.objects.filter(pk=row.pk).update(reason="書き換え"),
        lambda row: SelfAssessment.objects.filter(pk=row.pk).update(mark=row.aspect.scale.marks.last()),
        lambda row: SelfAssessment.objects.filter(pk=row.pk).delete(),
        lambda row: assess_oneself(row.measurement, "×", aspect=make_aspect(row.aspect.plan, "b", "効率性")),
        lambda row: AssessmentMark.objects.filter(pk=row.mark_id).update(label="別の意味"),
        lambda row: AssessmentMark.objects.filter(pk=row.mark_id).update(group="遅れ"),
        lambda row: AssessmentAspect.objects.filter(pk=row.aspect_id).update(name="別の観点"),
    ],
    ids=["reason", "mark", "gone", "added", "label of mark", "group of mark", "name of aspect"],
)
def test_what_is_approved_stays_as_it_was_said(approved, rewritten):
    assert "承認" in refuses(lambda: rewritten(approved))


def test_of_a_report_in_hand_everything_may_change(draft, plan):
    row = own(draft, plan)
    row.save()
    SelfAssessment.objects.filter(pk=row.pk).update(reason="別の理由")
    AssessmentMark.objects.filter(pk=row.mark_id).update(label="別の言葉")
    SelfAssessment.objects.filter(pk=row.pk).delete()
    assert not draft.self_assessments.exists()


def test_a_report_is_moved_past_nobody(draft, plan, approved):
    """An assessment of a report in hand cannot be put into an approved one."""
    row = own(draft, plan)
    make_aspect(plan, "b", "効率性")
    row.save()
    assert "承認" in refuses(
        lambda: SelfAssessment.objects.filter(pk=row.pk).update(measurement=approved.measurement)
    )


def test_the_form_says_it_before_the_database(approved):
    mark, aspect = approved.mark, approved.aspect
    mark.label = "別の意味"
    assert "変えられません" in "".join(refused(mark)["label"])
    mark.refresh_from_db()
    mark.full_clean()
    aspect.name = "別の観点"
    assert "変えられません" in "".join(refused(aspect)["name"])


def test_what_is_in_use_is_not_deleted(approved):
    with pytest.raises((RestrictedError, ProtectedError)):
        approved.aspect.scale.delete()
    with pytest.raises((RestrictedError, ProtectedError)):
        approved.mark.delete()
