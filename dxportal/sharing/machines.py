"""What programs ask a site for by a fixed name: robots.txt, security.txt."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.languages import languages

PLAIN = "text/plain; charset=utf-8"
HOLDS = timedelta(days=180)  # RFC 9116 recommends less than a year
LANGUAGES = "ja, en"  # in which a report is understood


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: /{row.prefix}search/" for row in languages()),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """To whom a weakness is reported (RFC 9116). Raises Http404 where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.make_aware(datetime.combine(timezone.localdate() + HOLDS, time.min))
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {until.isoformat()}",
        f"Preferred-Languages: {LANGUAGES}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)
