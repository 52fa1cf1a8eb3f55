"""What tests of the admin share: addresses, rows, what a form sends, what a page answers."""

from django.contrib import admin
from django.urls import reverse

from kpis.models import (
    ActionProgress,
    AssessmentAspect,
    AssessmentScale,
    Indicator,
    Measurement,
    PlanRating,
    RatingScale,
    Review,
    ReviewPolicy,
    Target,
)
from tests.factories import make_action

KPI_MODELS = [model for model in admin.site._registry if model._meta.app_label == "kpis"]
SCOPED = [model for model in KPI_MODELS if model is not RatingScale]


def page(model, name, *args):
    return reverse(f"admin:kpis_{model._meta.model_name}_{name}", args=args)


def make_indicator(plan, code="1-1", **fields) -> Indicator:
    values = {"name": "オンライン申請数", "unit": "件", "series": "flow", "frequency": "quarterly"} | fields
    return Indicator.objects.create(plan=plan, code=code, number=code, **values)


def enter(indicator, period, value, **fields) -> Measurement:
    values = {"value": value, "state": "approved"} | fields
    return Measurement.objects.create(indicator=indicator, period=period, **values)


def full_row(plan) -> dict:
    """One row of every scoped type, in that plan."""
    indicator = make_indicator(plan, "full")
    scale = AssessmentScale.objects.create(plan=plan, code="full", name="印")
    return {
        AssessmentScale: scale,
        AssessmentAspect: AssessmentAspect.objects.create(plan=plan, code="full", name="観点", scale=scale),
        Indicator: indicator,
        Target: Target.objects.create(
            indicator=indicator, period="2027", value=5, effective_from="2023-04-01"
        ),
        Measurement: enter(indicator, "2024-Q1", 1, state="draft"),
        ActionProgress: ActionProgress.objects.create(
            action=make_action(plan, "full"), period="2024-Q1", status="as-planned"
        ),
        PlanRating: PlanRating.objects.create(plan=plan, scale=RatingScale.objects.get(code="portal")),
        Review: Review.objects.create(plan=plan, period="2024-Q1", due_on="2024-07-20"),
        ReviewPolicy: ReviewPolicy.objects.create(plan=plan),
    }


def measured(indicator, period="2025-Q1", **fields) -> dict:
    """What the form of a new value sends."""
    return {
        "indicator": indicator.pk,
        "period": period,
        "revision": "1",
        "observation_status": "A",
    } | fields


def messages_of(answer) -> str:
    return "\n".join(map(str, answer.context["messages"]))


def errors_of(answer) -> str:
    assert answer.status_code == 200, "it was saved"
    parts = answer.context["errors"]
    return "\n".join(text for part in parts for text in ([part] if isinstance(part, str) else part))


def make_ratio(plan, **fields) -> Indicator:
    names = {"unit": "%", "numerator_label": "利用者", "denominator_label": "対象者", "series": "level"}
    return make_indicator(plan, **names | fields)


def filled_form(client, address) -> dict:
    """What the page's form would send as it stands."""
    context = client.get(address).context
    forms = [context["adminform"].form, *(part.formset for part in context["inline_admin_formsets"])]
    data = {}
    for form in forms:
        for part in getattr(form, "forms", [form]):
            values = {bound.html_name: bound.value() for bound in part}
            data |= {
                name: value for name, value in values.items() if value is not None and value is not False
            }
        if hasattr(form, "management_form"):
            data |= {bound.html_name: bound.value() for bound in form.management_form}
    return data


def as_answered(answer) -> dict:
    """What the form that came back would send."""
    form = answer.context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form}
    for part in answer.context["inline_admin_formsets"]:
        for each in (*part.formset.forms, part.formset.management_form):
            data |= {bound.html_name: bound.value() for bound in each}
    return {name: value for name, value in data.items() if value is not None and value is not False}
