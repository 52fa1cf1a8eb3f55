"""What the database would refuse the form says at the field that is to be mended, not above the form, and in plain words."""

import pytest
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, UniqueConstraint

from plans.models.placing import PlacedConstraints
from tests.factories import make_member
from tests.kpis.admin.entering import filled_form

pytestmark = pytest.mark.django_db
FORMS = {
    model: page
    for model, page in admin.site._registry.items()
    if model._meta.app_label in ("plans", "kpis") and model.__name__ not in ("Revision", "Report", "Reminder")
}
# In one order for every process: the tests are shared out by it.
IN_FORMS = sorted(
    {*FORMS, *(inline.model for page in FORMS.values() for inline in page.inlines)},
    key=lambda one: one._meta.label,
)
# What no form can send: what it offers is known already, or the field reads and refuses it itself.
READ_BY_FIELD = ("_known", "_form", "_from_1", "_of_a_quarter", "_since_a_day")
# Beside two rows with one key: what a form sends against each constraint, and where the sentence stands.
WRONG = {
    "action_ends_after_start": ({"first_period": "2025-Q2", "last_period": "2025-Q1"}, "last_period"),
    "action_ending_whole": ({"ending": "abolished"}, "last_period"),
    "department_valid_range": ({"valid_from": "2025-04-01", "valid_until": "2025-03-31"}, "valid_until"),
    "goal_direction_at_top": ({"kind": "direction"}, "parent"),
    "goal_sub_goal_has_parent": ({"kind": "sub-goal", "parent": ""}, "parent"),
    "goal_ending_whole": ({"ending": "abolished"}, "ended_on"),
    "indicator_baseline_whole": ({"baseline_value": "1", "baseline_period": ""}, "baseline_period"),
    "indicator_due_month_known": ({"due_month": "13"}, "due_month"),
    "indicator_ending_whole": ({"ending": "abolished"}, "ending_reason"),
    "indicator_margin_with_reason": ({"margin": "1", "margin_reason": ""}, "margin_reason"),
    "indicator_milestone_is_counted_in_steps": (
        {"kind": "milestone", "steps": "2025-03 実施", "unit": "件"},
        "kind",
    ),
    "indicator_part_in_percent": ({"is_part_of_whole": "on", "unit": "件"}, "unit"),
    "indicator_provisional_baseline_of_a_level": (
        {"baseline_is_provisional": "on", "direction": "monitor"},
        "baseline_is_provisional",
    ),
    "indicator_range_in_order": ({"direction": "keep_within", "lower": "5", "upper": "4"}, "upper"),
    "indicator_range_of_keep_within": ({"direction": "keep_within", "lower": "5", "upper": ""}, "upper"),
    "indicator_ratio_whole": ({"numerator_label": "利用者", "denominator_label": ""}, "denominator_label"),
    "indicator_composite_has_parts": ({"formula": "sum", "parts": "1-2\n1-3"}, "parts"),
    "indicator_mean_years_known": ({"mean_years": "3"}, "mean_years"),
    "indicator_steps_of_a_milestone": ({"steps": "2025-03 実施"}, "steps"),
    "indicator_words_have_a_direction": (
        {"kind": "words", "target_wording": "向上", "direction": "monitor"},
        "direction",
    ),
    "measurement_denominator_not_negative": ({"denominator": "-1"}, "denominator"),
    "measurement_missing_is_blank": ({"observation_status": "M", "value": "1"}, "value"),
    "measurement_value_or_parts": ({"value": "", "numerator": "1", "denominator": ""}, "denominator"),
    "membership_not_own_deputy": ({"deputy_for": "self", "role": "manager"}, "deputy_for"),
    "membership_valid_range": ({"valid_from": "2025-04-01", "valid_until": "2025-03-31"}, "valid_until"),
    "municipality_code_unless_fictional": ({"is_fictional": "", "code": ""}, "code"),
    "plan_ends_after_start": ({"starts_on": "2025-04-01", "ends_on": "2025-03-31"}, "ends_on"),
    "schedule_item_ends_after_start": ({"from_quarter": "2025-Q2", "to_quarter": "2025-Q1"}, "to_quarter"),
    "schedule_item_one_subject": ({"goal": "first", "action": "first"}, "action"),
    "scheduleitem_ending_whole": ({"ending": "abolished"}, "ended_on"),
    "scheduletrack_ending_whole": ({"ending": "abolished"}, "ended_on"),
    "statement_ending_whole": ({"ending": "abolished"}, "ended_on"),
    "excluded_period_with_reason": ({"excluded_periods-0-period": "2020-Q1"}, "reason"),
    "series_break_with_reason": ({"series_breaks-0-period": "2020-Q1"}, "reason"),
    "assessment_mark_not_blank": ({"marks-0-mark": ""}, "mark"),
    "rating_band_group_or_threshold": ({"bands-0-group": "遅れ", "bands-0-threshold": "1"}, "threshold"),
}
# The chain of complaints asks one's own parent first of all.
CHECKED_BEFORE = {"goal_not_its_own_parent", "department_not_its_own_parent"}


def constraints_of(kind: type) -> list:
    return [one for model in IN_FORMS for one in model._meta.constraints if isinstance(one, kind)]


def test_every_check_is_in_the_table():
    names = {one.name for one in constraints_of(CheckConstraint) if not one.name.endswith(READ_BY_FIELD)}
    assert names - CHECKED_BEFORE <= set(WRONG)


@pytest.fixture
def row_of(mihon, unguarded):
    make_member(mihon.municipality, "editor", "suzuki")
    wanted = {"municipality": mihon.municipality, "plan": mihon}

    def first(model):
        names = {field.name for field in model._meta.fields}
        rows = model._default_manager.filter(**{name: row for name, row in wanted.items() if name in names})
        return rows.filter(state="draft").first() if hasattr(model, "return_reason") else rows.first()

    return first


def owner_of(name: str) -> type:
    model = next(model for model in IN_FORMS if name in {one.name for one in model._meta.constraints})
    if model in FORMS:
        return model
    return next(owner for owner, page in FORMS.items() if model in {inline.model for inline in page.inlines})


def errors_at(answer, place: str) -> list[str]:
    forms = [answer.context["adminform"].form]
    for part in answer.context["inline_admin_formsets"]:
        forms += part.formset.forms
    return [text for form in forms for text in form.errors.get(place, ())]


@pytest.mark.parametrize("name", WRONG)
def test_a_check_speaks_at_its_field(admin_client, row_of, mihon, name):
    model = owner_of(name)
    changes, place = WRONG[name]
    row = row_of(model)
    if name == "goal_direction_at_top":
        row = mihon.goals.exclude(parent=None).first()
    if name == "indicator_words_have_a_direction":
        row = mihon.indicators.filter(targets=None).first()
    if model.__name__ == "Measurement" and ("numerator" in changes) != row.indicator.is_ratio:
        indicators = (
            mihon.indicators.filter(denominator_label="")
            if "numerator" not in changes
            else (mihon.indicators.exclude(denominator_label=""))
        )
        row = model.objects.create(indicator=indicators.first(), period="2021-Q1", progress_comment="理由")
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    data = filled_form(admin_client, address)
    known = {"self": getattr(row, "user_id", ""), "first": None}
    for key, value in changes.items():
        if value == "first":
            value = mihon.goals.first().pk if key == "goal" else mihon.actions.first().pk
        data[key] = known.get(value, value) if value in known else value
        prefix = key.partition("-0-")[0]
        if "-0-" in key and int(data[f"{prefix}-TOTAL_FORMS"]) == 0:
            data[f"{prefix}-TOTAL_FORMS"] = 1
    answer = admin_client.post(address, {key: value for key, value in data.items() if value != ""})
    assert answer.status_code == 200
    assert errors_at(answer, place), [form.errors for form in [answer.context["adminform"].form]]
    assert not [text for text in errors_at(answer, NON_FIELD_ERRORS) if "制約" in text]


@pytest.mark.parametrize("constraint", constraints_of(UniqueConstraint), ids=lambda one: one.name)
def test_two_rows_with_one_key_are_told_at_the_key(row_of, constraint):
    """As the forms ask it: by the model, whose answer they place at their own field of that name."""
    model = next(model for model in IN_FORMS if constraint in model._meta.constraints)
    assert issubclass(model, PlacedConstraints)
    row = model._default_manager.first()
    if row is None:
        pytest.skip("no row of it")
    twin = model(
        **{
            field.attname: getattr(row, field.attname)
            for field in model._meta.fields
            if not field.primary_key
        }
    )
    with pytest.raises(ValidationError) as refusal:
        twin.validate_constraints()
    found = refusal.value.message_dict
    assert twin._place_of(constraint) in found
    for place, [sentence] in found.items():  # a twin shares every key: each is told once
        assert place != NON_FIELD_ERRORS
        assert model._meta.get_field(place).editable
        assert "制約" not in sentence
        assert "存在します" not in sentence


def test_a_stored_row_that_takes_the_key_of_another(admin_client, mihon, unguarded):
    """What it belongs to stands fixed on its page, and counts all the same."""
    one, other = mihon.plan_departments.all()[:2]
    address = f"/admin/plans/plandepartment/{one.pk}/change/"
    data = filled_form(admin_client, address) | {"department": other.department_id}
    answer = admin_client.post(address, data)
    assert answer.status_code == 200
    [sentence] = errors_at(answer, "department")
    assert sentence == "この部署の担当部署の役割は、すでにあります。別の部署にしてください。"


def test_two_rows_of_a_table(admin_client, mihon, unguarded):
    address = f"/admin/plans/plan/{mihon.pk}/change/"
    data = filled_form(admin_client, address)
    kinds = [value for name, value in data.items() if name.startswith("labels-") and name.endswith("-kind")]
    assert len(kinds) > 1
    answer = admin_client.post(address, data | {"labels-1-kind": kinds[0]})
    assert errors_at(answer, "kind") == ["同じ行が上にもあります。どちらかを直すか、消してください。"]
