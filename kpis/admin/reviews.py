"""Reviews and a plan's rules for them in the admin; the rooms of a review hang below its address."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.entry import views as entry_views
from kpis.sheets import views as sheet_views
from kpis.staff import approval, lint_page, reminders, reorganisation, report_room, review_status_page
from kpis.staff.review_page import STEPS, find_review, has_somewhere
from kpis.workflow import reviews
from plans.access import Right
from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport

from .entries import render_history

# The screens of a review; each lists its addresses.
ROOMS = (
    entry_views,
    approval,
    review_status_page,
    reminders,
    reorganisation,
    sheet_views,
    report_room,
    lint_page,
)


@admin.register(models.Review)
class ReviewAdmin(ListExport, ScopedAdmin):
    """A list of quarters; each leads to its rooms (entry, approval, status)."""

    rights = ScopedAdmin.rights | {
        "add": Right.RUN_REVIEWS,
        "change": Right.RUN_REVIEWS,
        "delete": Right.RUN_REVIEWS,
    }
    list_display = ["rooms", "plan", "state", "due_on", "meeting_on", "dates"]
    list_display_links = None
    list_filter = ["plan", "state"]
    list_select_related = ["plan__municipality"]
    fields = ["plan", "period", "due_on", "meeting_on", "overall_comment"]

    def has_delete_permission(self, request, obj=None):
        """A review that has been closed belongs to the record."""
        return super().has_delete_permission(request, obj) and (
            obj is None or not obj.history.exclude(state=models.Review.State.OPEN).exists()
        )

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(["period"] if obj else []))

    @admin.display(description=gettext_lazy("四半期"), ordering="period")
    def rooms(self, review: models.Review) -> str:
        """Leads to the rooms, where the work is done."""
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:kpis_review_room", args=[review.pk]), review.label
        )

    @admin.display(description=gettext_lazy("日程"))
    def dates(self, review: models.Review) -> str:
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">（{}）</span></a>',
            reverse("admin:kpis_review_change", args=[review.pk]),
            _("日程と総括"),
            review.label,
        )

    def save_model(self, request, obj, form, change):
        reviews.change_review(obj, by=request.user, why="" if change else _("レビューを始める"))

    def history_view(self, request, object_id, extra_context=None):
        review = self.get_object(request, object_id)
        if review is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, review):
            raise PermissionDenied
        return render_history(request, review, reverse("admin:kpis_review_change", args=[review.pk]))

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(view), name=name)
            for room in ROOMS
            for route, view, name in room.URLS
        ]
        return [
            path("<int:pk>/", self.admin_site.admin_view(self.room), name="kpis_review_room"),
            *own,
            *super().get_urls(),
        ]

    def room(self, request, pk: int):
        """The first room of the review that the user may enter."""
        review = find_review(request, pk)
        name = next((name for name, _label, right in STEPS if has_somewhere(request, right, review)), None)
        address = reverse(f"admin:{name}", args=[pk]) if name else reverse("admin:index")
        return HttpResponseRedirect(address)


@admin.register(models.ReviewPolicy)
class ReviewPolicyAdmin(ListExport, ScopedAdmin):
    rights = {"view": Right.VIEW_PLAN} | dict.fromkeys(("add", "change", "delete"), Right.RUN_REVIEWS)
    list_display = ["plan", "reporting_from", "due_days", "opens_automatically", "allows_own_approval"]
    list_select_related = ["plan__municipality"]
