"""Marks tried out before they are saved: which indicator would get which mark."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessment import Standing, standings_by_plan
from kpis.judging.numbers import format_percent
from kpis.judging.ratings import Mark, Metric, Scale, metric_value
from kpis.judging.terms import Group
from kpis.models import Indicator, PlanRating
from plans.access import visible_plans
from plans.models import Plan


@dataclass(frozen=True)
class Row:
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
    rows: list[Row]
    uses_scale: bool = False

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        return list(Counter(row.new for row in self.rows).items())


@dataclass(frozen=True)
class Preview:
    """The table below the form, or why there is none."""

    plans: tuple[PlanPreview, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        if self.problems:
            return _("印を確かめる前に、直すところがあります。")
        rows = [row for part in self.plans for row in part.rows]
        words = {"all": len(rows), "changed": sum(row.changes for row in rows)}
        return _("%(all)d件の指標のうち、%(changed)d件の印が今と変わります。まだ保存していません。") % words


def preview(plans: Iterable[Plan], scale: Scale, stored: Scale | None = None) -> Preview:
    """Every indicator of these plans under that scale, plans that use it first.

    Beside it the present mark: of the scale as `stored`, else of the scale that the plan uses.
    """
    plans = list(plans)
    ratings = (
        PlanRating.objects.filter(plan__in=plans).select_related("scale").prefetch_related("scale__bands")
    )
    used = {rating.plan_id: rating.scale.as_scale() for rating in ratings}
    found = standings_by_plan(plans, timezone.localdate())
    parts = []
    for plan in plans:
        present = stored or used.get(plan.pk)
        rows = [_row(standing, present, scale) for standing in found[plan.pk]]
        uses_scale = stored is not None and plan.pk in used and used[plan.pk].code == stored.code
        if rows:
            parts.append(PlanPreview(plan, rows, uses_scale))
    return Preview(plans=tuple(sorted(parts, key=lambda part: not part.uses_scale)))


def _row(standing: Standing, present: Scale | None, new: Scale) -> Row:
    return Row(
        indicator=standing.indicator,
        value=standing.value_text,
        measured=_measured(standing, new.metric),
        present=present.mark_of(standing.evaluation) if present else None,
        new=new.mark_of(standing.evaluation),
    )


def _measured(standing: Standing, metric: Metric) -> str:
    if metric is Metric.GROUP:
        return str(Group(standing.evaluation.group).label)
    value = metric_value(metric, standing.evaluation)
    return "" if value is None else format_percent(value)


class _Unsaved:
    """A form that only shows what would be."""

    def is_valid(self) -> bool:
        super().is_valid()  # for its errors
        return False


class PreviewAdmin:
    """Adds a button that shows the marks without saving; static/js/preview.js presses it while one types.

    The admin saves what is valid and shows again what is not. A form under preview is therefore never valid.
    """

    change_form_template = "admin/kpis/preview_form.html"
    preview_of: Callable[..., Preview]  # of the request, the form and its formsets: what the page would bring

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


def plans_to_try(request) -> Iterable[Plan]:
    """Plans visible to the user, the sample city's included."""
    return visible_plans(request.user).select_related("municipality").order_by("municipality", "order", "pk")
