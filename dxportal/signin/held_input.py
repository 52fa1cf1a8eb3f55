"""What somebody typed is not lost when the session has ended: the answer to the POST carries it until they are back.

The browser keeps the words, not the server: the page has every field as a hidden input, and sends them again to the same
address once the person has signed in in another tab. Signing in gives the browser a new CSRF token, so the token of a page
opened before no longer fits; `csrf_failure` then holds the input in the same way.
"""

from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105 - the name of a form field
FRAGMENT_HEADER = "X-Fragment"


def keeps_input(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a staff view answer a POST without a signed-in staff member with the held input (401), not the sign-in page.

    It works inside and outside `AdminSite.admin_view`: PortalAdminSite looks for the mark `keeps_input` on the view.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not is_staff(request):
            return held(request, status=401)
        return view(request, *args, **kwargs)

    kept.keeps_input = True
    return kept


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody who may enter the admin is signed in."""
    return admin.site.has_permission(request)


def held(request: HttpRequest, *, status: int) -> HttpResponse:
    """The page that carries the posted fields (files, passwords and the old CSRF token left out) and sends them again.

    A fetch (header X-Fragment) gets 401 and one sentence as plain text: its page still has the fields.
    """
    signed_in = is_staff(request)
    if request.headers.get(FRAGMENT_HEADER):
        text = (
            _("サインインし直したので、画面の確認が古くなりました。")
            if signed_in
            else _("サインインの時間が切れました。")
        )
        response = HttpResponse(text, status=401, content_type="text/plain; charset=utf-8")
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
