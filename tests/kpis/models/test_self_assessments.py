"""What the model of own assessments refuses; what the database does, whoever writes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from kpis.models import AssessmentAspect, AssessmentMark, Measurement, SelfAssessment
from plans.fixture_files import LoadError
from plans.loading import load_file
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


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ((), "印が0個しか"),
        ((("A", "", "順調"),), "2つ以上の印"),
        ((("A", "", "遅れ"), ("B", "", "順調")), "逆になって"),
    ],
)
def test_a_scale_that_tells_nothing_is_not_taken_whoever_brings_it(plan, marks, sentence):
    row = AssessmentAspect(plan=plan, code="x", name="有効性", scale=make_scale(plan, "odd", marks))
    assert sentence in "".join(refused(row)["scale"])


YAML = """
- model: kpis.assessmentscale
  fields: {plan: [kitayama, smart-plan], code: ab, name: 2段階}
- model: kpis.assessmentmark
  fields: {scale: [kitayama, smart-plan, ab], order: 1, mark: A, label: よい, group: 順調}
- model: kpis.assessmentmark
  fields: {scale: [kitayama, smart-plan, ab], order: 2, mark: B, label: わるい, group: %s}
- model: kpis.assessmentaspect
  fields: {plan: [kitayama, smart-plan], code: effect, name: 有効性, scale: [kitayama, smart-plan, ab]}
- model: kpis.selfassessment
  fields:
    measurement: [kitayama, smart-plan, "1", 2025-Q1, 1]
    aspect: [kitayama, smart-plan, effect]
    mark: [kitayama, smart-plan, ab, B]
    reason: 遅れたため。
"""


def load(tmp_path, group: str):
    file = tmp_path / "plan.yaml"
    file.write_text(YAML % group, encoding="utf-8")
    return load_file(file)


def test_a_file_brings_all_of_it(draft, tmp_path):
    assert load(tmp_path, "遅れ").created == 5
    assert str(draft.self_assessments.get().mark) == "B わるい"
    assert load(tmp_path, "遅れ").unchanged == 5


def test_a_file_with_a_scale_that_contradicts_itself_is_refused_at_its_line(draft, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(YAML.replace("group: 順調", "group: 注意") % "達成", encoding="utf-8")
    with pytest.raises(LoadError, match="良いほうの印「A」が「注意」"):
        load_file(file)
    assert not AssessmentAspect.objects.filter(code="effect").exists()


def test_a_file_does_not_write_over_what_is_approved(plan, tmp_path):
    row = make_measurement(make_indicator(plan, "1"), "2025-Q1", 3)
    load(tmp_path, "遅れ")
    guarded(plan)
    own = row.self_assessments.get()
    with pytest.raises(LoadError, match="承認済みの値は書きかえられません"):
        load_text = YAML.replace("遅れたため。", "書きかえた理由。")
        file = tmp_path / "plan.yaml"
        file.write_text(load_text % "遅れ", encoding="utf-8")
        load_file(file)
    own.refresh_from_db()
    assert own.reason == "遅れたため。"
