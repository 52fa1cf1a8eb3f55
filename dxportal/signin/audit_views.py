"""The list of sign-ins, for superusers: who came in, who did not, and letting somebody in again."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import codes, journal, journal_pages, lockouts
from .forms import SignInsFilter
from .passkeys import kept

PER_PAGE = 50
LOCKED_SHOWN = 200  # a crowd of names does not fill the page
BEHIND = "after"  # in an address: the line behind which the page begins


@require_http_methods(["GET", "HEAD", "POST"])
def sign_ins(request: HttpRequest) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied(_("サインインの記録は、システムの管理者だけが見られます。"))
    if request.method == "POST":
        acts = {"lift": _lift, "lift-address": _lift_address, "codes-off": _codes_off}
        act = acts.get(request.POST.get("action", ""))
        if act:
            name = "address" if act is _lift_address else "username"
            act(request, request.POST.get(name, "").replace("\x00", ""))
        return HttpResponseRedirect(reverse("admin:sign-ins"))
    return _page(request)


def _lift(request: HttpRequest, username: str) -> None:
    if lockouts.lift(username):
        user = get_user_model().objects.filter(username=username).first()
        if user:
            journal.record(request.user, user, _("サインインの締め出しを解きました。"))
        messages.success(request, _("「%s」の締め出しを解きました。") % username)
    else:
        messages.warning(request, _("「%s」は締め出されていません。") % username)


def _lift_address(request: HttpRequest, address: str) -> None:
    if lockouts.lift_address(address):
        journal.record_address(request.user, address, _("サインインの締め出しを解きました。"))
        messages.success(request, _("アドレス %s の締め出しを解きました。") % address)
    else:
        messages.warning(request, _("アドレス %s は締め出されていません。") % address)


def _codes_off(request: HttpRequest, username: str) -> None:
    """For a colleague who has lost both the phone and the recovery codes."""
    user = get_user_model().objects.filter(username=username).first()
    if user == request.user:  # else whoever finds the terminal open could
        messages.warning(
            request,
            _(
                "自分のものは、ここでは解除できません。ワンタイムコードの画面で、本人の確認をしてやめてください。"
            ),
        )
        return
    gone = _forget_second_steps(user) if user else ""
    if gone:
        journal.record(request.user, user, _("%sを解除しました。") % gone)
        messages.success(
            request,
            _("「%(name)s」の%(gone)sを解除しました。本人に、設定し直すよう伝えてください。")
            % {"name": username, "gone": gone},
        )
    else:
        messages.warning(request, _("「%s」はワンタイムコードもパスキーも使っていません。") % username)


def _forget_second_steps(user: AbstractUser) -> str:
    """What there was. Passkeys also while PASSKEYS is off: switched on again they would open the account."""
    passkeys = kept.forget(user)
    had_codes = codes.switch_off(user)
    if passkeys and had_codes:
        return _("ワンタイムコードとパスキー")
    if passkeys:
        return _("パスキー")
    return _("ワンタイムコード") if had_codes else ""


def _page(request: HttpRequest) -> HttpResponse:
    form = SignInsFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = journal.events(username=chosen.get("username", ""), day=chosen.get("day"))
    sent = request.GET.get(BEHIND, "")
    place = journal_pages.read_place(sent)
    if sent and place is None:
        messages.info(
            request, _("前に見ていた場所が分からなくなりました。新しい順に、はじめから表示しています。")
        )
    page = journal_pages.page(rows, PER_PAGE, place)
    query = request.GET.copy()
    query.pop(BEHIND, None)
    people = _with_second_steps()
    if chosen.get("username"):
        people = people.filter(username__icontains=chosen["username"])
    with_codes = list(people[: PER_PAGE + 1])
    lock_outs = lockouts.current(LOCKED_SHOWN + 1, chosen.get("username", ""))
    context = admin.site.each_context(request) | {
        "title": _("サインインの記録"),
        "is_nav_sidebar_enabled": False,
        "filter": form,
        "is_filtered": bool(chosen.get("username") or chosen.get("day")),
        "is_later_page": place is not None,
        "older": urlencode({BEHIND: page.older}) if page.older else "",
        "lines": journal.as_events(page.rows),
        "query": query.urlencode(),
        "lock_outs": [(row, journal.moment_label(row.until)) for row in lock_outs[:LOCKED_SHOWN]],
        "has_more_lock_outs": len(lock_outs) > LOCKED_SHOWN,
        "with_codes": with_codes[:PER_PAGE],
        "has_more_with_codes": len(with_codes) > PER_PAGE,
        "has_passkeys": settings.PASSKEYS,
    }
    return TemplateResponse(request, "admin/signin/sign_ins.html", context)


def _with_second_steps() -> QuerySet:
    asked = Q(totpdevice__confirmed=True)
    if settings.PASSKEYS:
        asked |= kept.OWNERS
    return get_user_model().objects.filter(asked).distinct().order_by("username")
