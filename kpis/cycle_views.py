"""The plan manager's view of a review: who is done, reminders, closing; and the year's reorganisation."""

from plans.access import Right

from .staff import render_staff, review_page


@review_page(Right.VIEW_ENTRIES)
def status(request, review):
    return render_staff(request, "admin/kpis/staff.html", review, title="進み具合")


URLS = [("<int:pk>/status/", status, "kpis_review_status")]
