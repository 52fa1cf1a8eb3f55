"""What the staff's screens share: a review found within the user's reach, and a page with its steps and help."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.models import Review
from plans.access import Right, in_reach, reach

# The rooms of a review, in the order of the work: address name, what it is called, the right it takes.
STEPS = (
    ("kpis_review_entry", gettext_lazy("入力"), Right.WRITE_ENTRIES),
    ("kpis_review_upload", gettext_lazy("Excelで入力"), Right.WRITE_ENTRIES),
    ("kpis_review_approval", gettext_lazy("承認"), Right.DECIDE_ENTRIES),
    ("kpis_review_status", gettext_lazy("進み具合"), Right.VIEW_ENTRIES),
    ("kpis_review_report", gettext_lazy("報告"), Right.RUN_REVIEWS),
)


@dataclass(frozen=True)
class ReviewStep:
    label: str
    url: str
    is_here: bool


def review_page(right: Right) -> Callable:
    """A view of one review, `view(request, review)`, for signed-in staff who have that right somewhere in its plan.

    A review of another municipality is not found (404), one's own without the right is refused (403).
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
            review = find_review(request, pk)
            if not has_somewhere(request, right, review):
                raise PermissionDenied(_("この画面を開く権限がありません。"))
            return view(request, review, **kwargs)

        # What was typed outlives the session: PortalAdminSite answers a POST by somebody signed out with the input held.
        page.keeps_input = True
        return page

    return decorate


def find_review(request: HttpRequest, pk: int) -> Review:
    rows = in_reach(Review.objects.select_related("plan__municipality"), request.user, Right.VIEW_PLAN)
    review = rows.filter(pk=pk).first()
    if review is None:
        raise Http404
    return review


def has_somewhere(request: HttpRequest, right: Right, review: Review) -> bool:
    """Whether the user has the right to the review's whole plan or to a department of its city."""
    found = reach(request.user, right)
    city = review.plan.municipality
    return found.covers(city.pk) or city.departments.filter(pk__in=found.departments).exists()


def steps(request: HttpRequest, review: Review) -> list[ReviewStep]:
    """Where the user may go from a review's page."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        ReviewStep(str(label), reverse(f"admin:{name}", args=[review.pk]), name == here)
        for name, label, right in STEPS
        if has_somewhere(request, right, review)
    ]


def render_staff(
    request: HttpRequest, template: str, review: Review | None, *, status: int = 200, **context
) -> TemplateResponse:
    """A staff page in the admin's frame; `title` is its heading. With a review: its name and its steps."""
    # The wide tables need the room that the admin's list of models would take.
    context = admin.site.each_context(request) | {"is_nav_sidebar_enabled": False} | context
    if review is not None:
        context |= {"review": review, "plan": review.plan, "steps": steps(request, review)}
    return TemplateResponse(request, template, context, status=status)
