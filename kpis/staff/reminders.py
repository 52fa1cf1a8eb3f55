"""The plan manager's page of reminders: who would be reminded of what, sending, and the list to print."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis.models import Review
from kpis.workflow import reminder_sending
from kpis.workflow.departments import DepartmentGroup, DepartmentTree, by_departments
from kpis.workflow.due_items import DueItem, days_text
from kpis.workflow.entries import Refused
from kpis.workflow.reminder_records import REST
from kpis.workflow.reminder_sending import Sent
from kpis.workflow.reminders import Recipient, Survey, survey
from plans.access import Right

from .review_page import render_staff, review_page


@dataclass(frozen=True)
class DepartmentReminders:
    """One department of the printed list: its people, and what is open."""

    group: DepartmentGroup
    writers: tuple[str, ...]
    deciders: tuple[str, ...]

    @property
    def to_enter(self) -> list[DueItem]:
        return [due_item for due_item in self.group.due_items if due_item.waits_for_department]

    @property
    def to_decide(self) -> list[DueItem]:
        return [due_item for due_item in self.group.due_items if due_item.waits_for_approval]


@require_http_methods(["GET", "HEAD", "POST"])
@review_page(Right.RUN_REVIEWS)
def reminders_page(request: HttpRequest, review: Review) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        try:
            if "send" in request.POST:
                _tell(request, reminder_sending.send(review, at=at, by=request.user, site=_site(request)))
            elif "printed" in request.POST:
                done = reminder_sending.record_printed(review, at=at, by=request.user)
                messages.success(request, _("%d人に一覧を配ったと記録しました。") % len(done))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(request.get_full_path())
    found = survey(review, at=at)
    has_mail = reminder_sending.mail_is_configured()
    now = [row for row in found.recipients if not row.rests(at)]
    by_mail = [row for row in now if row.address and has_mail]
    return render_staff(
        request,
        "admin/kpis/reminders.html",
        review,
        title=_("督促"),
        days_text=days_text(review, timezone.localdate(at)),
        has_mail=has_mail,
        recipients=[(row, _reminded_text(row, at)) for row in found.recipients],
        by_mail=len(by_mail),
        by_paper=len(now) - len(by_mail),
        unattended=found.unattended,
        blocks=blocks(review, found),
    )


def _reminded_text(row: Recipient, at: datetime) -> str:
    """前回 11月5日（次は11月10日 9:00から）"""
    if row.last_reminded is None:
        return _("まだ督促していません")
    words = {
        "day": date_format(timezone.localtime(row.last_reminded), "n月j日"),
        "again": date_format(timezone.localtime(row.last_reminded + REST), "n月j日 H:i"),
    }
    form = _("前回 %(day)s（次は%(again)sから）") if row.rests(at) else _("前回 %(day)s")
    return form % words


def blocks(review: Review, found: Survey) -> list[DepartmentReminders]:
    """The printed list: one block per department."""
    return [
        DepartmentReminders(
            group,
            writers=_names(
                found.recipients, [due_item for due_item in group.due_items if due_item.waits_for_department]
            ),
            deciders=_names(
                found.recipients, [due_item for due_item in group.due_items if due_item.waits_for_approval]
            ),
        )
        for group in by_departments(found.due_items, DepartmentTree(review.plan.municipality))
    ]


def _names(recipients: tuple[Recipient, ...], due_items: list[DueItem]) -> tuple[str, ...]:
    keys = {due_item.key for due_item in due_items}
    return tuple(row.name for row in recipients if keys & {due_item.key for due_item in row.items})


def _tell(request: HttpRequest, outcome: Sent) -> None:
    messages.success(request, _("%d人にメールを送りました。") % len(outcome.sent))
    if outcome.resting:
        messages.info(
            request,
            _("%d人には、この5日のうちに督促しているので送っていません。") % len(outcome.resting),
        )
    if outcome.without_address:
        names = "、".join(row.name for row in outcome.without_address)
        messages.warning(
            request,
            _("メールアドレスのない人がいます（%s）。一覧を印刷して配ってください。") % names,
        )
    for person, reason in outcome.failed:
        messages.error(request, f"{person.name}（{person.address}）: {reason}")


def _site(request: HttpRequest) -> str:
    return getattr(settings, "SITE_URL", "") or request.build_absolute_uri("/")


URLS = [("<int:pk>/reminders/", reminders_page, "kpis_review_reminders")]
