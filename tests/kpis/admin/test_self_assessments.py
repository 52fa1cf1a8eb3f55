"""A plan's own-assessment scales and aspects in the admin."""

import pytest

from kpis.models import AssessmentAspect, AssessmentScale
from tests.factories import make_measurement, make_member, make_plan
from tests.kpis.own_marks import assess_oneself, make_aspect, make_scale

from .entering import errors_of, filled_form, make_indicator, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def scale_page(plan, *marks: tuple[str, str, str], **fields) -> dict:
    """`marks`: order, mark, group."""
    data = {
        "plan": plan.pk, "name": "試しの尺度", "code": "trial",
        "marks-TOTAL_FORMS": str(len(marks)), "marks-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, (order, mark, group) in enumerate(marks):
        row = {"order": order, "mark": mark, "group": group}
        data |= {f"marks-{number}-{name}": value for name, value in row.items()}
    return data | fields


def test_a_plan_manager_enters_the_scale_and_the_aspect(client, plan):
    client.force_login(make_member(plan.municipality))
    data = scale_page(plan, ("1", "S", "達成"), ("2", "A", "順調"), ("3", "F", ""))
    assert client.post(page(AssessmentScale, "add"), data).status_code == 302
    scale = AssessmentScale.objects.get(code="trial")
    assert [(row.mark, row.group) for row in scale.marks.all()] == [("S", "達成"), ("A", "順調"), ("F", "")]
    for code, name in (("effect", "有効性"), ("cost", "効率性"), ("overall", "総合評価")):
        sent = {"plan": plan.pk, "code": code, "name": name, "scale": scale.pk, "order": "0"}
        assert client.post(page(AssessmentAspect, "add"), sent).status_code == 302
    assert {row.name for row in plan.assessment_aspects.all()} == {"有効性", "効率性", "総合評価"}


@pytest.mark.parametrize(
    ("marks", "place", "sentence"),
    [
        ([], None, "印が0個しか"),
        ([("1", "A", "順調")], (0, "mark"), "2つ以上の印"),
        ([("1", "A", "順調"), ("2", "A", "遅れ")], (1, "mark"), "同じ印か順番が上にも"),
        ([("1", "A", "順調"), ("1", "B", "遅れ")], (1, "order"), "同じ印か順番が上にも"),
        ([("1", "A", "遅れ"), ("2", "B", "順調")], (1, "group"), "逆になって"),
        ([("2", "B", "順調"), ("1", "A", "遅れ")], (0, "group"), "良いほうの印「A」"),
    ],
)
def test_marks_that_overlap_are_refused_at_the_field_to_mend(admin_client, plan, marks, place, sentence):
    answer = admin_client.post(page(AssessmentScale, "add"), scale_page(plan, *marks))
    assert sentence in errors_of(answer)
    assert not AssessmentScale.objects.filter(code="trial").exists()
    (part,) = answer.context["inline_admin_formsets"]
    if place is not None:
        number, name = place
        assert sentence in "".join(part.formset.forms[number].errors[name])


def test_a_scale_without_marks_cannot_be_chosen(admin_client, plan):
    scale = AssessmentScale.objects.create(plan=plan, code="empty", name="空の尺度")
    sent = {"plan": plan.pk, "code": "x", "name": "有効性", "scale": scale.pk, "order": "0"}
    assert "尺度「空の尺度」を先に直して" in errors_of(admin_client.post(page(AssessmentAspect, "add"), sent))


def test_another_plans_scale_cannot_be_chosen(admin_client, plan):
    foreign = make_scale(make_plan(plan.municipality, "other"))
    sent = {"plan": plan.pk, "code": "x", "name": "有効性", "scale": foreign.pk, "order": "0"}
    answer = admin_client.post(page(AssessmentAspect, "add"), sent)
    assert answer.status_code == 200
    assert not AssessmentAspect.objects.filter(code="x").exists()


def test_a_mark_that_was_approved_keeps_its_meaning_and_others_may_come(admin_client, plan):
    make_aspect(plan)
    row = make_measurement(make_indicator(plan), "2025-Q1", 3)
    assess_oneself(row, "○")
    scale = plan.assessment_scales.get()
    address = page(AssessmentScale, "change", scale.pk)
    data = filled_form(admin_client, address)
    number = next(n for n in range(4) if data[f"marks-{n}-mark"] == "○")
    answer = admin_client.post(address, data | {f"marks-{number}-group": "達成"})
    assert "承認された自己評価で使っている" in errors_of(answer)
    more = {"marks-4-order": "5", "marks-4-mark": "－", "marks-TOTAL_FORMS": "5"}
    assert admin_client.post(address, data | more).status_code == 302
    assert scale.marks.count() == 5
