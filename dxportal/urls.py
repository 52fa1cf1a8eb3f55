from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from kpis.public.method import method

from . import action_list, identity, pages, plan_map, plan_pages
from .feeds import views as feeds
from .feeds.calendar import calendar
from .finding.page import search
from .health.views import healthz, readyz
from .home import home
from .overview import overview
from .sharing import machines
from .sharing.sitemaps import SITEMAPS
from .site_card import site_card
from .speaking import in_every_language

# What citizens read; in every language.
public = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("about/", pages.site_page, {"slug": "about"}, name="about"),
    path("accessibility/", pages.site_page, {"slug": "accessibility"}, name="accessibility"),
    path("method/", method, name="method"),
    path("feed.atom", feeds.site_feed, name="feed"),
    path("card.png", site_card, name="site-card"),
    path("<slug:city>/", pages.municipality, name="municipality"),
    path("<slug:city>/<slug:plan>/", overview, name="overview"),
    path("<slug:city>/<slug:plan>/goals/<slug:code>/", plan_pages.goal, name="goal"),
    path("<slug:city>/<slug:plan>/map/", plan_map.plan_map, name="map"),
    path("<slug:city>/<slug:plan>/actions/", action_list.actions, name="actions"),
    path("<slug:city>/<slug:plan>/actions/<slug:code>/", plan_pages.action, name="action"),
    path("<slug:city>/<slug:plan>/feed.atom", feeds.plan_feed, name="plan-feed"),
    path("<slug:city>/<slug:plan>/calendar.ics", calendar, name="calendar"),
    path("<slug:city>/<slug:plan>/kpis/<slug:code>/feed.atom", feeds.indicator_feed, name="indicator-feed"),
    path("<slug:city>/<slug:plan>/", include("plans.urls")),
    path("<slug:city>/<slug:plan>/", include("kpis.urls")),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security-txt"),
    path(
        "sitemap.xml",
        require_safe(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap-part"),
    path("admin/", admin.site.urls),
    path("<slug:city>/emblem", identity.emblem, name="emblem"),
    path("<slug:city>/colour.css", identity.city_colour, name="city-colour"),
    *in_every_language(*public),
]

handler400 = "dxportal.refused_page.bad_request"
handler500 = "dxportal.pages.server_error"
