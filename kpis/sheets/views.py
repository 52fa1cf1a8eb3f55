"""Download and upload of the quarter's sheet."""

from plans.access import Right

from ..staff import render_staff, review_page


@review_page(Right.WRITE_ENTRIES)
def upload(request, review):
    return render_staff(request, "admin/kpis/staff.html", review, title="Excelで入力")


URLS = [("<int:pk>/upload/", upload, "kpis_review_upload")]
