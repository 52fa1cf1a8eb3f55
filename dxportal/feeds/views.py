"""Feeds: of all plans, of one plan, of one indicator."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpis.models import Indicator
from plans.layout import plan_page
from plans.models import Plan

from .atom import atom, marked
from .entries import MOST, newest
from .records import changes_news, report_news
from .values import value_news


@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    """Of all public plans: all news makes its plan newer, so the newest plans have the newest news."""
    plans = Plan.objects.public().select_related("municipality").order_by("-updated_at", "-pk")
    found = list(plans[:MOST])
    entries = newest([*value_news(found), *changes_news(found), *report_news(found)])
    return atom(
        request,
        entries,
        key="feed",
        title=_("DX計画の更新"),
        subtitle=_("新しい値、判定や目標の変更、報告の公表をお知らせします。"),
        path=reverse("home"),
        names_plan=True,
    )


@plan_page
def plan_feed(request: HttpRequest, plan: Plan) -> HttpResponse:
    rows = [plan]
    entries = newest([*value_news(rows), *changes_news(rows), *report_news(rows)])
    words = {"city": plan.municipality.name, "plan": plan.title}
    return atom(
        request,
        entries,
        key="/".join(plan.natural_key()),
        title=marked(_("%(city)s「%(plan)s」の更新") % words, is_sample=plan.municipality.is_fictional),
        subtitle=_("新しい値、判定や目標の変更、報告の公表をお知らせします。"),
        path=plan.get_absolute_url(),
    )


@plan_page
def indicator_feed(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    indicator = Indicator.objects.filter(plan=plan, code=code).shown().first()
    if indicator is None:
        raise Http404
    entries = newest([*value_news([plan], indicator), *changes_news([plan], indicator)])
    words = {"indicator": indicator, "city": plan.municipality.name}
    return atom(
        request,
        entries,
        key=f"{'/'.join(plan.natural_key())}/kpis/{indicator.code}",
        title=marked(_("%(city)s「%(indicator)s」の更新") % words, is_sample=plan.municipality.is_fictional),
        subtitle=_("新しい値と、判定や目標の変更をお知らせします。"),
        path=reverse("indicator", args=[*plan.natural_key(), indicator.code]),
    )
