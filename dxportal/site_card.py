"""The picture that is shown where the address of the site is shared."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpis.pictures.of_plans import MOST_PLANS, site_card_png
from kpis.standings.reading import roll_ups_of
from plans.access import visible_plans


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    """With the first few plans; fictional ones only where there is no other."""
    rows = visible_plans(request.user).select_related("municipality")
    real = list(rows.filter(municipality__is_fictional=False)[:MOST_PLANS])
    plans = real or list(rows[:MOST_PLANS])
    found = roll_ups_of(plans, timezone.localdate())
    content = site_card_png((plan, found[plan.pk]) for plan in plans)
    return HttpResponse(content, content_type="image/png")
