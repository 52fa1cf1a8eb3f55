"""The quarter's entry grid and its approval."""

from plans.access import Right

from .staff import render_staff, review_page


@review_page(Right.WRITE_ENTRIES)
def entry(request, review):
    return render_staff(request, "admin/kpis/staff.html", review, title="入力")


@review_page(Right.DECIDE_ENTRIES)
def approval(request, review):
    return render_staff(request, "admin/kpis/staff.html", review, title="承認")


URLS = [
    ("<int:pk>/entry/", entry, "kpis_review_entry"),
    ("<int:pk>/approval/", approval, "kpis_review_approval"),
]
