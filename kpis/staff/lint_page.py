"""計画の点検: what a plan lacks and what contradicts its own words, each leading to the form where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpis.lint.findings import Finding, Level, Rule
from kpis.lint.linting import lint
from plans.access import Right, in_reach, may
from plans.models import Plan

from .review_page import render_staff


@dataclass(frozen=True)
class LintLine:
    """One place: where it is mended, what it is called, what is read there."""

    url: str
    name: str
    note: str


@dataclass(frozen=True)
class LintGroup:
    rule: Rule
    lines: tuple[LintLine, ...]


@dataclass(frozen=True)
class LintSection:
    """All findings of one level. `count`: of places."""

    level: Level
    groups: tuple[LintGroup, ...]

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)


@require_safe
def lint_page(request: HttpRequest, pk: int) -> HttpResponse:
    rows = in_reach(Plan.objects.select_related("municipality"), request.user, Right.VIEW_PLAN)
    plan = rows.filter(pk=pk).first()
    if plan is None:
        raise Http404
    if not may(request.user, Right.CHANGE_PLAN, plan.municipality_id):
        raise PermissionDenied(_("この画面を開く権限がありません。"))
    return render_staff(
        request,
        "admin/kpis/lint.html",
        None,
        title=_("計画の点検"),
        plan=plan,
        plan_url=_form(plan),
        is_sample=plan.municipality.is_fictional,
        sections=sections(lint(plan, timezone.localdate())),
    )


def sections(findings: Iterable[Finding]) -> list[LintSection]:
    """By level, the surest first; those without any are left out."""
    groups = [
        LintGroup(
            finding.rule,
            tuple(LintLine(_form(place.row), str(place.row), place.note) for place in finding.places),
        )
        for finding in findings
    ]
    found = [LintSection(level, tuple(row for row in groups if row.rule.level is level)) for level in Level]
    return [section for section in found if section.groups]


def _form(row: Model) -> str:
    """The form in which the row is mended."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


URLS = [("plan/<int:pk>/lint/", lint_page, "plans_plan_lint")]
