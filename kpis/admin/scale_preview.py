"""Marks tried out before they are saved: which indicator would get which mark."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessing import assess_plans
from kpis.assessment.assessment import Assessment
from kpis.judging.numbers import format_percent
from kpis.judging.ratings import Mark, Metric, Scale, metric_value
from kpis.judging.terms import Group
from kpis.models import Indicator, PlanRating, RatingScale
from plans.access import visible_plans
from plans.models import Plan

TRIED = 20  # plans at once


@dataclass(frozen=True)
class TriedIndicator:
    """One indicator: what the scale looks at, its present mark and the mark it would get."""

    indicator: Indicator
    value: str
    measured: str
    present: Mark | None
    new: Mark

    @property
    def changes(self) -> bool:
        return self.present is not None and self.present != self.new


@dataclass(frozen=True)
class PlanPreview:
    plan: Plan
    rows: list[TriedIndicator]
    uses_scale: bool = False

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        return list(Counter(row.new for row in self.rows).items())


@dataclass(frozen=True)
class ScalePreview:
    """The table below the form, or why there is none."""

    plans: tuple[PlanPreview, ...] = ()
    problems: tuple[str, ...] = ()
    is_cut: bool = False  # there are more plans than are tried

    @property
    def summary(self) -> str:
        if self.problems:
            return _("印を確かめる前に、直すところがあります。")
        rows = [row for part in self.plans for row in part.rows]
        words = {"all": len(rows), "changed": sum(row.changes for row in rows)}
        told = _("%(all)d件の指標のうち、%(changed)d件の印が今と変わります。まだ保存していません。") % words
        return told + _("試したのは、はじめの%d計画だけです。") % len(self.plans) if self.is_cut else told


def preview(plans: Iterable[Plan], scale: Scale, stored: Scale | None = None) -> ScalePreview:
    """Every indicator of these plans under that scale, plans that use it first.

    Beside it the present mark: of the scale as `stored`, else of the scale that the plan uses.
    """
    plans = list(plans)
    is_cut, plans = len(plans) > TRIED, plans[:TRIED]
    ratings = (
        PlanRating.objects.filter(plan__in=plans).select_related("scale").prefetch_related("scale__bands")
    )
    used = {rating.plan_id: rating.scale.as_scale() for rating in ratings}
    found = assess_plans(plans, timezone.localdate())
    parts = []
    for plan in plans:
        present = stored or used.get(plan.pk)
        rows = [_row(assessment, present, scale) for assessment in found[plan.pk]]
        uses_scale = stored is not None and plan.pk in used and used[plan.pk].code == stored.code
        if rows:
            parts.append(PlanPreview(plan, rows, uses_scale))
    return ScalePreview(plans=tuple(sorted(parts, key=lambda part: not part.uses_scale)), is_cut=is_cut)


def _row(assessment: Assessment, present: Scale | None, new: Scale) -> TriedIndicator:
    return TriedIndicator(
        indicator=assessment.indicator,
        value=assessment.value_text,
        measured=_measured(assessment, new.metric),
        present=present.mark_of(assessment.evaluation) if present else None,
        new=new.mark_of(assessment.evaluation),
    )


def _measured(assessment: Assessment, metric: Metric) -> str:
    if metric is Metric.GROUP:
        return str(Group(assessment.evaluation.group).label)
    value = metric_value(metric, assessment.evaluation)
    return "" if value is None else format_percent(value)


class _Unsaved:
    """A form that only shows what would be."""

    def is_valid(self) -> bool:
        super().is_valid()  # for its errors
        return False


class ScalePreviewAdmin:
    """Adds a button that shows the marks without saving; static/js/preview.js presses it while one types.

    The admin saves what is valid and shows again what is not. A form under preview is therefore never valid.
    """

    change_form_template = "admin/kpis/preview_form.html"
    preview_of: Callable[
        ..., ScalePreview
    ]  # of the request, the form and its formsets: what the page would bring

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form)(form.__name__, (_Unsaved, form), {}) if "_preview" in request.POST else form

    def render_change_form(self, request, context, *args, **kwargs):
        if "_preview" in request.POST:
            form = context["adminform"].form
            formsets = [part.formset for part in context["inline_admin_formsets"]]
            context["preview"] = self.preview_of(request, form, formsets)
            if request.headers.get("X-Fragment") == "preview":
                return TemplateResponse(request, "admin/kpis/_preview.html", context)
        return super().render_change_form(request, context, *args, **kwargs)


def plans_to_try(request, scale: RatingScale | None) -> list[Plan]:
    """The first plans visible to the user, the sample city's included; those that use the scale before others."""
    uses = PlanRating.objects.filter(plan=OuterRef("pk"), scale=scale)
    plans = visible_plans(request.user).select_related("municipality").annotate(uses=Exists(uses))
    return list(plans.order_by("-uses", "municipality", "order", "pk")[: TRIED + 1])
