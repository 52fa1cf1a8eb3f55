"""What somebody typed is not lost when the session has ended: the answer to the POST carries it until they are back.

The browser keeps the words, not the server: the page has every field as a hidden input, and sends them again to the same
address once the person has signed in in another tab. Signing in gives the browser a new CSRF token, so the token of a page
opened before no longer fits; `csrf_failure` then holds the input in the same way.

Where signing in would not help, because the role has ended or no longer reaches what is on the page, it says so, and what
was typed stands there to be copied.
"""

from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from .failures import Reason, why_closed
from .typed_texts import typed_texts

TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105 - the name of a form field
FRAGMENT_HEADER = "X-Fragment"


def keeps_input(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a staff view answer a POST without a signed-in staff member with the held input (401), not the sign-in page.

    So it answers one that the person has no right to any more, with the status of the refusal (403, 404). It works inside and outside `AdminSite.admin_view`: PortalAdminSite looks for the mark `keeps_input` on the view.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if not is_staff(request):
            closed = _sentence_if_closed(request)
            return held(request, status=403 if closed else 401, refusal=closed)
        try:
            return view(request, *args, **kwargs)
        except (PermissionDenied, Http404) as error:
            status = 403 if isinstance(error, PermissionDenied) else 404
            return held(request, status=status, refusal=_sentence_if_closed(request) or _out_of_reach())

    kept.keeps_input = True
    return kept


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody who may enter the admin is signed in."""
    return admin.site.has_permission(request)


def _sentence_if_closed(request: HttpRequest) -> str:
    """Why signing in would not help whoever is, or was, signed in here; blank where it would, or nobody is known."""
    user = _holder(request)
    reason = why_closed(user) if user else ""
    if not reason:
        return ""
    if reason in (Reason.INACTIVE, Reason.NO_STAFF):
        return _("このアカウントは使えなくなったため、保存できません。サインインもできません。")
    return _("あなたの役割は終わっているため、保存できません。サインインし直しても同じです。")


def _holder(request: HttpRequest) -> AbstractUser | None:
    """The account of the session, also one that has been switched off since: Django no longer says who that is."""
    if request.user.is_authenticated:
        return request.user
    key = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    return get_user_model().objects.filter(pk=key).first() if key else None


def _out_of_reach() -> str:
    return _("この画面のものは、今のあなたの役割では保存できません（担当の部署か、役割が変わりました）。")


def held(request: HttpRequest, *, status: int, refusal: str = "") -> HttpResponse:
    """The page that carries the posted fields (files, passwords and the old CSRF token left out) and sends them again.

    `refusal`: why they could not be sent again; they are shown to be copied instead. A fetch (header X-Fragment) gets one
    sentence as plain text, and 401 unless it is refused: its page still has the fields.
    """
    signed_in = is_staff(request)
    if request.headers.get(FRAGMENT_HEADER):
        text = _("サインインの時間が切れました。")
        if refusal:
            text = refusal + _("入力は画面に残っています。写しを取って、計画管理者に役割を確かめてください。")
        elif signed_in:
            text = _("サインインし直したので、画面の確認が古くなりました。")
        answer = status if refusal else 401
        response = HttpResponse(text, status=answer, content_type="text/plain; charset=utf-8")
    elif refusal:
        context = admin.site.each_context(request) | {
            "title": _("保存できませんでした"),
            "refusal": refusal,
            "texts": typed_texts(_fields(request)),
            "has_files": bool(request.FILES),
            "is_nav_sidebar_enabled": False,
        }
        response = render(request, "admin/signin/not_saved.html", context, status=status)
    else:
        context = admin.site.each_context(request) | {
            "title": _("入力した内容はこの画面に残っています"),
            "signed_in": signed_in,
            "address": request.get_full_path(),
            "fields": list(_fields(request)),
            "has_files": bool(request.FILES),
            "is_nav_sidebar_enabled": False,
        }
        response = render(request, "admin/signin/held.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != TOKEN_FIELD and "password" not in name.lower():
            yield from ((name, value) for value in values)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a POST whose CSRF token is wrong (403): input typed into a review is held, all else refused plainly.

    Only what our own page sent is held (by its Origin header): nobody else's site can bring words into ours.
    """
    if _is_ours(request) and request.path.startswith(reverse("admin:kpis_review_changelist")):
        return held(request, status=403)
    response = render(request, "admin/signin/refused.html", status=403)
    add_never_cache_headers(response)
    return response


def _is_ours(request: HttpRequest) -> bool:
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {own, *settings.CSRF_TRUSTED_ORIGINS}
