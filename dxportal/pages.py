"""Pages that speak of every plan, or of the site. May import both apps."""

import sys

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from plans.access import visible_plans
from plans.database_trouble import Trouble, lacks_tables, trouble_of
from plans.languages import spoken
from plans.models import FormerAddress, Municipality, SitePage
from plans.translations.memory import speak_of

from .health.schema import is_behind
from .plan_cards import MOST_CARDS, cards_of
from .trouble_page import said, trouble_page

# Raw HTML in the text is shown as text, never run; links to scripts are dropped.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@require_safe
def municipality(request: HttpRequest, city: str) -> HttpResponse:
    found = Municipality.objects.select_related("emblem").defer("emblem__picture").filter(slug=city).first()
    if found is None:
        former = (
            FormerAddress.objects.filter(path__startswith=f"{city}/", plan__in=visible_plans(request.user))
            .select_related("plan__municipality")
            .order_by("-pk")
            .first()
        )
        if former is None:
            raise Http404
        return redirect("municipality", former.plan.municipality.slug, permanent=True)
    speak_of([found.pk], found)
    rows = visible_plans(request.user).filter(municipality=found)
    plans = cards_of(rows)
    if not plans:
        raise Http404
    others = rows[MOST_CARDS:] if len(plans) == MOST_CARDS else []
    return render(request, "municipality.html", {"city": found, "plans": plans, "others": others})


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = SitePage.in_language(slug, spoken().code)
    if page is None:
        raise Http404
    return render(
        request,
        "site_page.html",
        {"page": page, "body": _markdown.render(page.body), "is_translated": page.language == spoken().code},
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page: the same design, but nothing in it may ask the database or the session.

    Where the database only could not write, or not answer, the page says so (503). Django calls this while it handles the
    exception.
    """
    error = sys.exc_info()[1]
    trouble = trouble_of(error)
    if trouble is None and lacks_tables(error) and is_behind():
        trouble = Trouble.BEHIND
    if trouble is not None:
        return trouble_page(request, trouble)
    title, advice = (
        _("サーバーの不具合です"),
        _("ご不便をおかけしています。しばらくしてから、もう一度お試しください。"),
    )
    return HttpResponseServerError(said(title, [advice]))
